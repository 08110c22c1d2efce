import type { Stereo } from './basics.ts';
import { createNoise, rate } from './basics.ts';
import { measure } from './loudness.ts';

/** Loudness of a finished take, in LUFS: what streaming services play at. */
const target = -14;
/** Highest sample before encoding; an MP3 of 128 kbit/s rises up to two decibels above what went in. */
const ceiling = 10 ** (-3.3 / 20);

const block = 32;

/** Everything after the mix: low rumble out, gentle glue, the right loudness, no sample above the ceiling, a fade at the end. */
export function master(mix: Stereo, fadeSeconds: number): void {
  for (const channel of [mix.left, mix.right]) {
    highPass(channel);
    shape(channel);
  }
  glue(mix, measure(mix).loudness);
  fade(mix, fadeSeconds);
  scale(mix, 10 ** ((target - measure(mix).loudness) / 20));
  if (limit(mix) > 0.8) return;
  // What a busy limiter took away comes back once; a sparse song may stay a little quieter.
  const taken = target - measure(mix).loudness;
  if (taken < 0.3) return;
  scale(mix, 10 ** (Math.min(3, taken) / 20));
  limit(mix);
}

function highPass(channel: Float32Array): void {
  const share = Math.exp((-2 * Math.PI * 26) / rate);
  let before = 0;
  let high = 0;
  for (let index = 0; index < channel.length; index++) {
    const value = channel[index] as number;
    high = share * (high + value - before);
    before = value;
    channel[index] = high;
  }
}

/**
 * The tone of the whole: many soft instruments pile up between 250 and 800 Hz and sound boxy, so that region steps back a
 * little and the air above 2.6 kHz comes forward. A bell and a shelf in one pass.
 */
function shape(channel: Float32Array): void {
  const turn = (2 * Math.PI * 430) / rate;
  const gain = 10 ** (-3 / 40);
  const alpha = Math.sin(turn) / (2 * 0.6);
  const a0 = 1 + alpha / gain;
  const b0 = (1 + alpha * gain) / a0;
  const b1 = (-2 * Math.cos(turn)) / a0;
  const b2 = (1 - alpha * gain) / a0;
  const a2 = (1 - alpha / gain) / a0;
  const share = 1 - Math.exp((-2 * Math.PI * 2600) / rate);
  let s1 = 0;
  let s2 = 0;
  let low = 0;
  for (let index = 0; index < channel.length; index++) {
    const x = channel[index] as number;
    const y = b0 * x + s1;
    s1 = b1 * x - b1 * y + s2;
    s2 = b2 * x - a2 * y;
    low += share * (y - low);
    channel[index] = y + 0.55 * (y - low);
  }
}

function scale(sound: Stereo, gain: number): void {
  for (let index = 0; index < sound.left.length; index++) {
    sound.left[index] = (sound.left[index] as number) * gain;
    sound.right[index] = (sound.right[index] as number) * gain;
  }
}

/** A slow two-to-one compressor over the louder half of the song: it holds the band together. */
function glue(mix: Stereo, loudness: number): void {
  const { left, right } = mix;
  const total = mix.left.length;
  const knee = 10 ** ((loudness + 0.5) / 20);
  let power = 0;
  let gain = 1;
  for (let from = 0; from < total; from += block) {
    const until = Math.min(total, from + block);
    let sum = 0;
    for (let index = from; index < until; index++) sum += (left[index] as number) ** 2 + (right[index] as number) ** 2;
    const now = sum / (2 * (until - from));
    power += (now > power ? 0.06 : 0.008) * (now - power);
    const level = Math.sqrt(power);
    const wanted = level > knee ? Math.sqrt(knee / level) : 1;
    const step = (wanted - gain) / (until - from);
    for (let index = from; index < until; index++) {
      gain += step;
      left[index] = (left[index] as number) * gain;
      right[index] = (right[index] as number) * gain;
    }
  }
}

function fade(mix: Stereo, seconds: number): void {
  const { left, right } = mix;
  const many = Math.min(mix.left.length, Math.round(seconds * rate));
  const start = mix.left.length - many;
  for (let index = 0; index < many; index++) {
    const gain = Math.cos((index / many) * (Math.PI / 2)) ** 2;
    left[start + index] = (left[start + index] as number) * gain;
    right[start + index] = (right[start + index] as number) * gain;
  }
}

/** Looks ahead, so that the gain is down before the peak comes, and lets go slowly. Answers the lowest gain it needed. */
function limit(mix: Stereo): number {
  const { left, right } = mix;
  const total = mix.left.length;
  const blocks = Math.ceil(total / block);
  const needed = new Float32Array(blocks + 1).fill(1);
  for (let index = 0; index < blocks; index++) {
    let peak = 1e-9;
    for (let at = index * block; at < Math.min(total, (index + 1) * block); at++)
      peak = Math.max(peak, Math.abs(left[at] as number), Math.abs(right[at] as number));
    needed[index] = Math.min(1, ceiling / peak);
  }
  // A gain belongs to a block's edge and holds for the blocks on both of its sides.
  const edges = new Float32Array(blocks + 1);
  for (let index = 0; index <= blocks; index++)
    edges[index] = Math.min(needed[index] as number, index > 0 ? (needed[index - 1] as number) : 1);
  for (let index = 1; index <= blocks; index++)
    edges[index] = Math.min(
      edges[index] as number,
      (edges[index - 1] as number) + (1 - (edges[index - 1] as number)) * 0.012,
    );
  for (let index = blocks - 1; index >= 0; index--)
    edges[index] = Math.min(
      edges[index] as number,
      (edges[index + 1] as number) + 0.25 * (1 - (edges[index + 1] as number)) + 0.01,
    );
  for (let index = 0; index < blocks; index++) {
    const from = edges[index] as number;
    const step = ((edges[index + 1] as number) - from) / block;
    for (let inside = 0, at = index * block; inside < block && at < total; inside++, at++) {
      const gain = from + step * inside;
      left[at] = (left[at] as number) * gain;
      right[at] = (right[at] as number) * gain;
    }
  }
  return needed.reduce((lowest, gain) => Math.min(lowest, gain), 1);
}

/** An old tape: the top is dull, the speed wavers by a few cents, and dust crackles softly. */
export function tape(mix: Stereo): void {
  const delay = 441;
  const noise = createNoise(99);
  const total = mix.left.length;
  for (const channel of [mix.left, mix.right]) {
    const line = new Float32Array(1024);
    let low = 0;
    let second = 0;
    let dust = 0;
    for (let index = 0; index < total; index++) {
      line[index & 1023] = channel[index] as number;
      const time = index / rate;
      const wander = delay + 26 * Math.sin(2 * Math.PI * 0.55 * time) + 3 * Math.sin(2 * Math.PI * 4.7 * time);
      const place = index - wander;
      const whole = Math.floor(place);
      const one = line[whole & 1023] as number;
      const value = one + ((line[(whole + 1) & 1023] as number) - one) * (place - whole);
      low += 0.55 * (value - low);
      second += 0.55 * (low - second);
      if (noise() > 0.99985) dust = noise() * 0.02;
      dust *= 0.7;
      channel[index] = second + dust + noise() * 0.0007;
    }
  }
}
