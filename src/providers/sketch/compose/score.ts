/** What is played: the composer writes it, the sound room reads it. Times are seconds, pitches MIDI numbers. */
export interface Note {
  at: number;
  length: number;
  pitch: number;
  /** 0 to 1. */
  velocity: number;
  /** What a singing voice forms on this note. */
  vowel?: Vowel;
}

export type Vowel = 'a' | 'e' | 'i' | 'o' | 'u';

export type Role = 'chords' | 'pad' | 'bass' | 'lead' | 'sparkle' | 'voice' | 'harmony';

export interface Part {
  role: Role;
  instrument: string;
  notes: Note[];
}

export type Drum =
  | 'kick'
  | 'snare'
  | 'rim'
  | 'clap'
  | 'hat'
  | 'open'
  | 'ride'
  | 'shaker'
  | 'tom'
  | 'low'
  | 'crash'
  | 'sleigh';

export interface Hit {
  at: number;
  drum: Drum;
  velocity: number;
}

export interface Score {
  tempo: number;
  /** Whole length with the last ring, in seconds. */
  seconds: number;
  parts: Part[];
  kit: Kit;
  hits: Hit[];
  /** The mix's own colours. */
  colour: Colour;
}

export type Kit = 'pop' | 'rock' | 'brush' | 'dusty' | 'electronic' | 'chip' | 'hand' | 'grand';

export interface Colour {
  /** Share of the hall, 0 to 1. */
  hall: number;
  /** Seconds until the hall has died away. */
  hallSeconds: number;
  /** How far the kick pushes the others down, 0 to 1. */
  pump: number;
  /** Old tape: dull, wavering, with a little crackle. */
  tape: boolean;
  /** Echoes in step with the music, 0 to 1. */
  echo: number;
}
