import type { Pipe } from './blown.ts';
import type { Strung } from './plucked.ts';
import type { Bar } from './struck.ts';

const bar = (partials: Bar['partials'], changes: Partial<Bar> = {}): Bar => ({
  partials,
  stiffness: 0,
  knock: 0.2,
  damping: 0.14,
  shortening: 0.5,
  spread: 0.5,
  ...changes,
});

/** Struck instruments, by name. */
export const bars: Readonly<Record<string, Bar>> = {
  piano: bar(
    [
      [1, 0.5, 6],
      [1.0012, 0.22, 9],
      [2, 0.34, 5],
      [3, 0.2, 4],
      [4, 0.13, 3.2],
      [5, 0.09, 2.6],
      [6, 0.06, 2.1],
      [7, 0.035, 1.7],
      [8, 0.03, 1.4],
      [9, 0.02, 1.2],
      [10, 0.015, 1],
    ],
    { stiffness: 0.00018, knock: 0.35, damping: 0.22, shortening: 0.55, spread: 0.6 },
  ),
  organ: bar(
    [
      [1, 0.4, 60],
      [0.5, 0.22, 60],
      [2, 0.26, 60],
      [3, 0.12, 60],
      [4, 0.09, 60],
      [6, 0.04, 60],
    ],
    { knock: 0.06, damping: 0.07, shortening: 0, spread: 0.25 },
  ),
  clav: bar(
    [
      [1, 0.4, 2],
      [2, 0.36, 1.7],
      [3, 0.3, 1.3],
      [4, 0.22, 1.1],
      [5, 0.16, 0.9],
      [6, 0.12, 0.7],
      [7, 0.1, 0.6],
      [9, 0.06, 0.5],
      [11, 0.04, 0.4],
    ],
    { stiffness: 0.0001, knock: 0.2, damping: 0.06, spread: 0.4 },
  ),
  vibes: bar(
    [
      [1, 0.6, 5],
      [4, 0.16, 1.8],
      [10, 0.06, 0.6],
    ],
    { knock: 0.1, damping: 0.5, shortening: 0.3 },
  ),
  marimba: bar(
    [
      [1, 0.7, 1.3],
      [3.93, 0.18, 0.4],
      [9.2, 0.06, 0.16],
    ],
    { knock: 0.4, damping: 0.6, shortening: 0.5 },
  ),
  kalimba: bar(
    [
      [1, 0.7, 1.6],
      [5.3, 0.12, 0.35],
      [11, 0.04, 0.14],
    ],
    { knock: 0.35, damping: 0.6, shortening: 0.4 },
  ),
  musicbox: bar(
    [
      [1, 0.6, 2.6],
      [2.02, 0.1, 1.3],
      [5.4, 0.14, 0.7],
      [8.9, 0.05, 0.3],
    ],
    { knock: 0.25, damping: 1.2, shortening: 0.25 },
  ),
  bell: bar(
    [
      [1, 0.5, 3],
      [2.76, 0.16, 1.6],
      [5.4, 0.09, 0.9],
      [8.93, 0.03, 0.4],
    ],
    { knock: 0.1, damping: 1.2, shortening: 0.3 },
  ),
  glass: bar(
    [
      [1, 0.5, 5],
      [1.004, 0.4, 5],
      [2, 0.16, 4],
      [3.01, 0.09, 3],
      [4.02, 0.04, 2.4],
    ],
    { knock: 0.03, damping: 0.8, shortening: 0.2, spread: 0.8 },
  ),
};

const string = (changes: Partial<Strung>): Strung => ({
  seconds: 2.4,
  bright: 0.6,
  place: 0.18,
  drive: 0,
  damping: 0.16,
  spread: 0.4,
  ...changes,
});

/** Plucked strings, by name. */
export const strings: Readonly<Record<string, Strung>> = {
  nylon: string({ seconds: 2.2, bright: 0.3, place: 0.3 }),
  steel: string({ seconds: 3, bright: 0.62, place: 0.16 }),
  ukulele: string({ seconds: 1.1, bright: 0.34, place: 0.26 }),
  harp: string({ seconds: 2.8, bright: 0.36, place: 0.42, damping: 0.8, spread: 0.7 }),
  koto: string({ seconds: 2, bright: 0.85, place: 0.08, damping: 0.5 }),
  drive: string({ seconds: 4, bright: 0.5, place: 0.2, drive: 3.2, damping: 0.08, spread: 0.2 }),
  finger: string({ seconds: 3, bright: 0.32, place: 0.3, damping: 0.1, spread: 0 }),
  pick: string({ seconds: 3, bright: 0.55, place: 0.14, damping: 0.08, spread: 0 }),
  upright: string({ seconds: 1.7, bright: 0.14, place: 0.36, damping: 0.14, spread: 0 }),
  round: string({ seconds: 2.4, bright: 0.05, place: 0.44, damping: 0.12, spread: 0 }),
};

/** Blown pipes, by name. */
export const pipes: Readonly<Record<string, Pipe>> = {
  flute: { second: 0.22, third: 0.09, breath: 0.3, attack: 0.055, release: 0.09, vibrato: 14 },
  whistle: { second: 0.06, third: 0.02, breath: 0.16, attack: 0.035, release: 0.07, vibrato: 18 },
};
