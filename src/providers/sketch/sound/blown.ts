import type { Note } from '../compose/score.ts';
import type { Stereo } from './basics.ts';
import { createNoise, frequencyOf, rate, sine, tableSize } from './basics.ts';

/** A pipe: a few harmonics, a breath of air, a vibrato that grows. */
export interface Pipe {
  second: number;
  third: number;
  breath: number;
  attack: number;
  release: number;
  /** Cents. */
  vibrato: number;
}

export function playBlown(out: Stereo, note: Note, pipe: Pipe, seed: number): void {
  const lefts = out.left;
  const rights = out.right;
  const start = Math.round(note.at * rate);
  const held = Math.round(note.length * rate);
  const total = Math.min(out.left.length - start, held + Math.round(pipe.release * rate * 2));
  const frequency = frequencyOf(note.pitch);
  const noise = createNoise(Math.round(seed * 1000) + start);
  const air = 2 * Math.sin((Math.PI * Math.min(9000, frequency * 2)) / rate);
  const rise = 1 / (pipe.attack * rate);
  const fall = Math.exp(-2.5 / (pipe.release * rate));
  let level = 0;
  let phase = 0;
  let band = 0;
  let low = 0;
  let step = (frequency / rate) * tableSize;
  for (let index = 0; index < total; index++) {
    if ((index & 31) === 0) {
      const seconds = index / rate;
      const depth = pipe.vibrato * Math.min(1, Math.max(0, (seconds - 0.18) * 2.5));
      const scoop = -18 * Math.exp(-seconds / 0.03);
      step =
        ((frequency * 2 ** ((depth * Math.sin(2 * Math.PI * 5.1 * seconds + seed) + scoop) / 1200)) / rate) * tableSize;
    }
    level = index < held ? Math.min(1, level + rise * (1.2 - level)) : level * fall;
    const twice = (phase * 2) % tableSize;
    const thrice = (phase * 3) % tableSize;
    low += air * band;
    band += air * (noise() - low - 0.5 * band);
    const tone =
      (sine[phase | 0] as number) +
      pipe.second * (sine[twice | 0] as number) +
      pipe.third * (sine[thrice | 0] as number);
    const value = (tone + pipe.breath * band) * level * note.velocity * 0.5;
    const at = start + index;
    lefts[at] = (lefts[at] as number) + value;
    rights[at] = (rights[at] as number) + value;
    phase += step;
    if (phase >= tableSize) phase -= tableSize;
  }
}
