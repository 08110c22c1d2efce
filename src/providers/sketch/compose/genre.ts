import type { Colour, Kit } from './score.ts';
import type { Mode } from './theory.ts';

export type Comp =
  | 'hold'
  | 'block'
  | 'eighths'
  | 'broken'
  | 'strum'
  | 'skank'
  | 'swing'
  | 'bossa'
  | 'stabs'
  | 'waltz'
  | 'pulse'
  | 'oompah';
export type BassLine =
  | 'root'
  | 'drive'
  | 'octaves'
  | 'walking'
  | 'bossa'
  | 'waltz'
  | 'offbeat'
  | 'long'
  | 'funk'
  | 'oompah'
  | 'dub';

/** How a kind of music is played: tempo, groove, who plays. Lists go from usual to unusual. */
export interface Genre {
  tempo: number;
  beats: 3 | 4;
  groove: string;
  /** Share of a pair of notes that swing moves the second one late, 0 straight to 0.33 triplet. */
  swing: number;
  /** The pair that swings, in sixteenths: 2 swings eighths, 1 swings sixteenths. */
  swingUnit: 1 | 2;
  chords: readonly string[];
  pad: readonly string[];
  bass: readonly string[];
  lead: readonly string[];
  sparkle: readonly string[];
  kit: Kit;
  comp: readonly Comp[];
  bassLine: BassLine;
  /** Notes of a chord: 3 plain, 4 with sevenths, 5 with ninths. */
  richness: 3 | 4 | 5;
  /** Its mode, when it is not left to the mood. */
  mode?: Mode;
  colour: Partial<Colour>;
}

const base: Genre = {
  tempo: 108,
  beats: 4,
  groove: 'pop',
  swing: 0,
  swingUnit: 2,
  chords: ['piano', 'epiano'],
  pad: ['strings', 'warm'],
  bass: ['finger', 'round'],
  lead: ['flute', 'bell', 'synth'],
  sparkle: ['bell', 'harp', 'pluck'],
  kit: 'pop',
  comp: ['broken', 'block'],
  bassLine: 'drive',
  richness: 3,
  colour: {},
};

/** A kind of music by what sets it apart from plain pop. */
export const genre = (changes: Partial<Genre>): Genre => ({ ...base, ...changes });
