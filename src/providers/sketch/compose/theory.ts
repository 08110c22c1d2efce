export type Mode = 'major' | 'minor' | 'dorian' | 'mixolydian' | 'lydian' | 'phrygian';

export interface Key {
  /** Pitch class of the tonic, 0 is C. */
  root: number;
  mode: Mode;
}

const steps: Readonly<Record<Mode, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
};

const names = ['C', 'C#', 'D', 'E♭', 'E', 'F', 'F#', 'G', 'A♭', 'A', 'B♭', 'B'];

/** A key as people write it, e.g. `A minor`. */
export const keyName = (key: Key): string => `${names[key.root] ?? 'C'} ${key.mode}`;

/** Semitones above the tonic of a scale degree, counted from 0 and going on through the octaves. */
export function degreeOffset(mode: Mode, degree: number): number {
  const octave = Math.floor(degree / 7);
  return 12 * octave + (steps[mode][degree - 7 * octave] ?? 0);
}

export const scaleOf = (key: Key): number[] => steps[key.mode].map((step) => (key.root + step) % 12);

export const isDark = (mode: Mode): boolean => mode === 'minor' || mode === 'dorian' || mode === 'phrygian';

export interface Chord {
  /** Scale degree of the root, 0 to 6. */
  degree: number;
  /** Pitch classes, root first. */
  tones: number[];
}

/**
 * The chord that grows on a degree of the scale: a triad, or with its seventh and ninth.
 * `dominant` raises its third where the mode's own is minor, for a cadence that really closes.
 */
export function chordOn(key: Key, degree: number, size: 3 | 4 | 5 = 3, dominant = false): Chord {
  const tones: number[] = [];
  for (let index = 0; index < size; index++) {
    tones.push((key.root + degreeOffset(key.mode, degree + 2 * index)) % 12);
  }
  const root = tones[0] ?? 0;
  if (dominant) tones[1] = (root + 4) % 12;
  // A ninth a semitone above its root bites: such chords stay without it.
  if (size === 5 && ((tones[4] ?? 0) - root + 12) % 12 === 1) tones.pop();
  return { degree, tones };
}

/** Every pitch of the key between two MIDI notes, both included, rising. */
export function pitchesBetween(key: Key, low: number, high: number): number[] {
  const scale = new Set(scaleOf(key));
  const pitches: number[] = [];
  for (let pitch = Math.ceil(low); pitch <= high; pitch++) if (scale.has(pitch % 12)) pitches.push(pitch);
  return pitches;
}
