import type { Note } from '../compose/score.ts';
import type { Stereo } from './basics.ts';
import { createNoise, frequencyOf, panGains, rate } from './basics.ts';

/** A string and the finger on it. */
export interface Strung {
  /** Seconds to fall by 60 dB at middle C. */
  seconds: number;
  /** How bright the pluck is and how bright the string stays, 0 dull to 1 glassy. */
  bright: number;
  /** Where along the string it is plucked; near the middle sounds round. */
  place: number;
  /** Distortion of an amplifier, 0 none. */
  drive: number;
  damping: number;
  spread: number;
}

/** Longest string, the lowest bass note with room to spare, in samples. */
const longest = 2048;

/** The line a string's wave runs along; one for all, since notes are played one after another. */
export const createLine = (): Float32Array => new Float32Array(longest);

/** Karplus and Strong's string: a burst of noise runs round a delay line and loses its edge at every turn. */
export function playPlucked(out: Stereo, note: Note, string: Strung, line: Float32Array, seed: number): void {
  const lefts = out.left;
  const rights = out.right;
  const start = Math.round(note.at * rate);
  const frequency = frequencyOf(note.pitch);
  const hold = 0.5 + 0.5 * (string.bright * 0.6);
  // One turn is a period: the line, less what reading between two samples saves, and the filter's own delay.
  const turn = rate / frequency - (1 - hold);
  const size = Math.min(longest, Math.floor(turn) + 1);
  const fraction = size - turn;
  excite(line, size, note.velocity, string, seed + start);
  const shorter = Math.max(0.25, (frequency / 261.6) ** -0.6);
  const turns = frequency * string.seconds * shorter;
  const loss = 10 ** (-3 / turns);
  const held = Math.round(note.length * rate);
  const total = Math.min(
    out.left.length - start,
    held + Math.round(string.damping * rate),
    Math.round(string.seconds * shorter * rate),
  );
  const quiet = 10 ** (-3 / Math.max(1, frequency * string.damping));
  const [left, right] = panGains(((note.pitch - 58) / 30) * string.spread);
  let read = 0;
  let previous = 0;
  let steady = 0;
  for (let index = 0; index < total; index++) {
    const next = read + 1 === size ? 0 : read + 1;
    const value = (line[read] as number) * (1 - fraction) + (line[next] as number) * fraction;
    const turned = (hold * value + (1 - hold) * previous) * (index > held ? quiet : loss);
    previous = value;
    line[read] = turned;
    read = next;
    steady += 0.002 * (value - steady);
    let sound = value - steady;
    if (string.drive > 0) sound = Math.tanh(sound * string.drive) * 0.5;
    const at = start + index;
    lefts[at] = (lefts[at] as number) + sound * left;
    rights[at] = (rights[at] as number) + sound * right;
  }
}

function excite(line: Float32Array, size: number, velocity: number, string: Strung, seed: number): void {
  const noise = createNoise(Math.round(seed * 2654435761));
  const smooth = Math.min(0.95, 0.12 + string.bright * 0.55 + velocity * 0.25);
  const comb = Math.max(1, Math.floor(size * string.place));
  let low = 0;
  let mean = 0;
  for (let index = 0; index < size; index++) {
    low += smooth * (noise() - low);
    line[index] = low;
    mean += low / size;
  }
  let loudest = 1e-6;
  for (let index = size - 1; index >= 0; index--) {
    const shaped = (line[index] as number) - mean - 0.85 * (index >= comb ? (line[index - comb] as number) - mean : 0);
    line[index] = shaped;
    loudest = Math.max(loudest, Math.abs(shaped));
  }
  const gain = (0.75 * velocity) / loudest;
  for (let index = 0; index < size; index++) line[index] = (line[index] as number) * gain;
}
