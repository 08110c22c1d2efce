/** Samples a second, everywhere in this room. */
export const rate = 44100;

export interface Stereo {
  left: Float32Array;
  right: Float32Array;
}

export const stereo = (samples: number): Stereo => ({
  left: new Float32Array(samples),
  right: new Float32Array(samples),
});

export const frequencyOf = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);

/** Equal-power gains of a place between -1 (left) and 1 (right). */
export function panGains(pan: number): readonly [number, number] {
  const angle = ((Math.max(-1, Math.min(1, pan)) + 1) * Math.PI) / 4;
  return [Math.cos(angle) * Math.SQRT2, Math.sin(angle) * Math.SQRT2];
}

/** Points of one wave; the last repeats the first so that reading between points needs no wrap. */
export const tableSize = 2048;

function tableOf(harmonic: (number: number) => number, harmonics: number): Float32Array {
  const table = new Float32Array(tableSize + 1);
  for (let number = 1; number <= harmonics; number++) {
    const level = harmonic(number);
    if (level === 0) continue;
    for (let index = 0; index < tableSize; index++)
      table[index] = (table[index] ?? 0) + level * (sine[(index * number) % tableSize] ?? 0);
  }
  table[tableSize] = table[0] ?? 0;
  return table;
}

export const sine: Float32Array = Float32Array.from({ length: tableSize + 1 }, (_, index) =>
  Math.sin((2 * Math.PI * index) / tableSize),
);

export type Wave = 'saw' | 'square' | 'triangle' | 'pulse' | 'reed';

const shapes: Readonly<Record<Wave, (number: number) => number>> = {
  saw: (number) => 0.6 / number,
  square: (number) => (number % 2 === 1 ? 0.85 / number : 0),
  triangle: (number) => (number % 2 === 1 ? ((number % 4 === 1 ? 1 : -1) * 0.8) / (number * number) : 0),
  pulse: (number) => (0.9 * Math.sin(Math.PI * number * 0.25)) / number,
  reed: (number) => (number % 2 === 1 ? 0.7 / number ** 0.9 : 0.32 / number) * Math.exp(-number / 14),
};

/** Half-octave steps from 27.5 Hz, each with only the harmonics that fit under 15 kHz: nothing folds back. */
const steps = 18;

function family(wave: Wave): readonly Float32Array[] {
  return Array.from({ length: steps }, (_, step) => {
    const highest = 27.5 * 2 ** ((step + 1) / 2);
    return tableOf(shapes[wave], Math.max(1, Math.min(400, Math.floor(15000 / highest))));
  });
}

/** Tables of a wave are made when they are first asked for: building all costs more than a short song needs. */
export function createWaves(): (wave: Wave, frequency: number) => Float32Array {
  const made = new Map<Wave, readonly Float32Array[]>();
  return (wave, frequency) => {
    const tables = made.get(wave) ?? family(wave);
    made.set(wave, tables);
    const step = Math.max(0, Math.min(steps - 1, Math.floor(2 * Math.log2(frequency / 27.5))));
    return tables[step] ?? sine;
  };
}

/** White noise in [-1, 1), always the same. */
export function createNoise(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2147483648;
  };
}
