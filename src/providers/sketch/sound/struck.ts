import type { Note } from '../compose/score.ts';
import type { Stereo } from './basics.ts';
import { createNoise, frequencyOf, panGains, rate, sine, tableSize } from './basics.ts';

/** An instrument that rings after a blow: partials that die each at its own pace. */
export interface Bar {
  /** Frequency over the fundamental, level, and seconds to fall by 60 dB at middle C. */
  partials: readonly (readonly [ratio: number, level: number, seconds: number])[];
  /** How much sharper high partials of a stiff string get. */
  stiffness: number;
  /** Loudness of the hammer's own sound. */
  knock: number;
  /** Seconds to fall silent when the key is let go; long for bars without dampers. */
  damping: number;
  /** Higher notes ring shorter by this power. */
  shortening: number;
  /** Low notes to the left, high to the right. */
  spread: number;
}

/**
 * Each partial is a damped two-pole resonator: two multiplications a sample give a sine that fades by itself.
 * `hard` strikes bring out the upper partials.
 */
export function playStruck(out: Stereo, note: Note, bar: Bar, seed: number): void {
  const start = Math.round(note.at * rate);
  const frequency = frequencyOf(note.pitch);
  const [left, right] = panGains(((note.pitch - 64) / 30) * bar.spread);
  const held = Math.round(note.length * rate);
  const shorter = (frequency / 261.6) ** -bar.shortening;
  for (const [index, [ratio, level, seconds]] of bar.partials.entries()) {
    const stretched = frequency * ratio * Math.sqrt(1 + bar.stiffness * ratio * ratio);
    if (stretched > 14000) break;
    const hardness = note.velocity ** (1 + index * 0.22);
    const ring = seconds * shorter;
    const amount = level * hardness * (1 - 0.25 * Math.abs(((seed * 0.37 + index * 0.618) % 1) - 0.5));
    ringOut(out, {
      start,
      held,
      amount,
      ring,
      damping: Math.min(ring, bar.damping),
      step: (2 * Math.PI * stretched) / rate,
      left,
      right,
    });
  }
  if (bar.knock > 0) knock(out, start, bar.knock * note.velocity * note.velocity, left, right, seed);
}

interface Ring {
  start: number;
  held: number;
  amount: number;
  ring: number;
  damping: number;
  step: number;
  left: number;
  right: number;
}

function ringOut(out: Stereo, { start, held, amount, ring, damping, step, left, right }: Ring): void {
  const lefts = out.left;
  const rights = out.right;
  const total = Math.min(out.left.length - start, Math.round(ring * rate), held + Math.round(damping * rate));
  const turns = Math.min(total, held);
  let one = 0;
  let two = -Math.sin(step) * amount;
  // A millisecond of softening keeps the blow from clicking.
  const soft = Math.min(48, turns);
  const pass = (from: number, until: number, seconds: number): void => {
    const radius = 10 ** (-3 / (seconds * rate));
    const first = 2 * radius * Math.cos(step);
    const second = radius * radius;
    for (let index = from; index < until; index++) {
      const value = first * one - second * two;
      two = one;
      one = value;
      const shaped = index < soft ? (value * index) / soft : value;
      const at = start + index;
      lefts[at] = (lefts[at] as number) + shaped * left;
      rights[at] = (rights[at] as number) + shaped * right;
    }
  };
  pass(0, turns, ring);
  if (total > turns) pass(turns, total, damping);
}

function knock(out: Stereo, start: number, level: number, left: number, right: number, seed: number): void {
  const noise = createNoise(Math.round(seed * 7919) + start);
  const total = Math.min(out.left.length - start, 900);
  let low = 0;
  for (let index = 0; index < total; index++) {
    low += 0.16 * (noise() - low);
    const value = low * level * Math.exp(-index / 160);
    const at = start + index;
    out.left[at] = (out.left[at] as number) + value * left;
    out.right[at] = (out.right[at] as number) + value * right;
  }
}

/** The electric piano: one sine bends another at the same pitch, a tine rings high above, and the sound sways gently. */
export function playElectricPiano(out: Stereo, note: Note, seed: number): void {
  const lefts = out.left;
  const rights = out.right;
  const start = Math.round(note.at * rate);
  const frequency = frequencyOf(note.pitch);
  const held = note.length * rate;
  const ring = 3.2 * (261.6 / frequency) ** 0.5;
  const total = Math.min(out.left.length - start, Math.round(held + 0.25 * rate), Math.round(ring * rate));
  const step = (frequency / rate) * tableSize;
  const bite = 0.35 + 1.1 * note.velocity * note.velocity;
  const fade = Math.exp(-4.5 / (ring * rate));
  const mellow = Math.exp(-1 / (0.5 * rate));
  const tineFade = Math.exp(-1 / (0.11 * rate));
  const release = Math.exp(-1 / (0.05 * rate));
  let level = note.velocity * 0.7;
  let depth = bite;
  let tine = 0.1 * note.velocity * note.velocity;
  let phase = 0;
  let tinePhase = 0;
  let sway = seed;
  const swayStep = (2 * Math.PI * 4.6) / rate;
  for (let index = 0; index < total; index++) {
    const modulator = sine[phase | 0] as number;
    let bent = phase + (depth * modulator * tableSize) / (2 * Math.PI);
    bent -= Math.floor(bent / tableSize) * tableSize;
    const soft = index < 60 ? index / 60 : 1;
    const value = (level * (sine[bent | 0] as number) + tine * (sine[tinePhase | 0] as number)) * soft;
    // One in 64 samples is often enough for a slow sway.
    if ((index & 63) === 0) sway += swayStep * 64;
    const lean = (sine[Math.floor(((((sway / (2 * Math.PI)) % 1) + 1) % 1) * tableSize)] as number) * 0.22;
    const at = start + index;
    lefts[at] = (lefts[at] as number) + value * (1 + lean);
    rights[at] = (rights[at] as number) + value * (1 - lean);
    phase += step;
    if (phase >= tableSize) phase -= tableSize;
    tinePhase += step * 14;
    while (tinePhase >= tableSize) tinePhase -= tableSize;
    level *= index > held ? release : fade;
    depth = 0.12 + (depth - 0.12) * mellow;
    tine *= tineFade;
  }
}
