import type { Note, Vowel } from '../compose/score.ts';
import type { Stereo } from './basics.ts';
import { frequencyOf, panGains, rate, tableSize } from './basics.ts';

/** Resonances of a mouth: frequency in hertz, level, width in hertz. */
type Formant = readonly [frequency: number, level: number, width: number];

/** What a mouth does for each vowel, for a woman's voice; a man's lies lower (see `scale`). Rounded, sung vowels. */
const mouths: Readonly<Record<Vowel, readonly Formant[]>> = {
  a: [
    [800, 1, 90],
    [1180, 0.5, 100],
    [2850, 0.16, 130],
    [3900, 0.09, 150],
  ],
  e: [
    [480, 1, 80],
    [1900, 0.24, 110],
    [2700, 0.18, 130],
    [3700, 0.06, 150],
  ],
  i: [
    [330, 1, 70],
    [2300, 0.18, 120],
    [2950, 0.12, 140],
    [3800, 0.05, 160],
  ],
  o: [
    [460, 1, 80],
    [850, 0.42, 90],
    [2800, 0.1, 130],
    [3700, 0.03, 150],
  ],
  u: [
    [340, 1, 75],
    [720, 0.24, 90],
    [2700, 0.06, 130],
    [3600, 0.02, 150],
  ],
};

export interface Singer {
  /** Mouth size: 1 a woman's, below a man's. */
  scale: number;
  /** Cents away from the others, and seconds behind. */
  detune: number;
  late: number;
  pan: number;
  level: number;
}

/** Three voices in unison are a small choir: gentle on the ear, and no single one sounds like a machine. */
export function choir(kind: 'female' | 'male'): readonly Singer[] {
  const scale = kind === 'female' ? 1 : 0.86;
  return [
    { scale, detune: 0, late: 0, pan: 0, level: 0.75 },
    { scale: scale * 1.035, detune: 7, late: 0.014, pan: -0.55, level: 0.42 },
    { scale: scale * 0.97, detune: -8, late: 0.021, pan: 0.55, level: 0.42 },
  ];
}

const block = 32;
/** Air beside the tone, for a noise of 31 bits. */
const breath = 0.012 / 2147483648;

/** Sings a whole part in one breath after another: the pitch glides from note to note, the mouth moves between vowels. */
export function sing(
  out: Stereo,
  notes: readonly Note[],
  singer: Singer,
  table: (frequency: number) => Float32Array,
  seed: number,
): void {
  const [panLeft, panRight] = panGains(singer.pan);
  const voice = createVoice(singer, seed);
  const end = out.left.length;
  let cursor = 0;
  for (const [index, note] of notes.entries()) {
    const start = Math.max(cursor, Math.round((note.at + singer.late) * rate));
    const next = notes[index + 1];
    const tail = next ? Math.round((next.at + singer.late) * rate) : end;
    const stop = Math.min(end, tail, Math.round((note.at + singer.late + note.length + 0.28) * rate));
    const legato = start - cursor < rate * 0.08;
    voice.begin(note, legato);
    const held = Math.round((note.at + singer.late + note.length) * rate);
    for (let from = start; from < stop; from += block)
      voice.block(
        out,
        from,
        Math.min(block, stop - from),
        (from - start) / rate,
        from < held,
        table,
        panLeft * singer.level,
        panRight * singer.level,
      );
    cursor = stop;
  }
}

interface Voice {
  begin(note: Note, legato: boolean): void;
  block(
    out: Stereo,
    from: number,
    many: number,
    seconds: number,
    held: boolean,
    table: (frequency: number) => Float32Array,
    left: number,
    right: number,
  ): void;
}

function createVoice(singer: Singer, seed: number): Voice {
  const lips = Float64Array.from(mouths.u.flat());
  const state = new Float64Array(8);
  const coefficients = new Float64Array(16);
  let pitch = 60;
  let goal = 60;
  let level = 0;
  let loudness = 0;
  let phase = 0;
  let grain = Math.round(seed * 4096) + 7;
  let mouth = mouths.u;
  return {
    begin(note, legato) {
      goal = note.pitch + singer.detune / 100;
      // After a breath the voice slides up into its note; within one it glides from the note before.
      if (!legato) pitch = goal - 0.8;
      loudness = note.velocity;
      mouth = mouths[note.vowel ?? 'u'];
    },
    block(out, from, many, seconds, held, table, left, right) {
      pitch += (goal - pitch) * 0.028;
      const sway =
        Math.min(1, Math.max(0, (seconds - 0.25) * 2.2)) *
        0.26 *
        Math.sin(2 * Math.PI * (5.2 + 0.3 * singer.pan) * (from / rate) + seed);
      const drift = 0.05 * Math.sin(from * 0.00002 + seed * 3);
      const frequency = frequencyOf(pitch + sway + drift);
      const wave = table(frequency);
      const step = (frequency / rate) * tableSize;
      // Each syllable begins a little softer: a consonant without a sound of its own.
      const begun = seconds > 0.03;
      const aim = held ? loudness * (begun ? 1 : 0.4) : 0;
      const rise = begun ? 0.0014 : 0.0026;
      for (let index = 0; index < 4; index++) move(lips, mouth, index, coefficients, singer.scale, frequency);
      const lefts = out.left;
      const rights = out.right;
      let now = level;
      let place = phase;
      let dust = grain;
      for (let index = 0; index < many; index++) {
        now += (aim - now) * rise;
        dust = (Math.imul(dust, 1664525) + 1013904223) | 0;
        const point = place | 0;
        const source = (wave[point] as number) + dust * breath;
        let sound = 0;
        for (let formant = 0; formant < 4; formant++) {
          const at = formant * 4;
          const one = state[formant * 2] as number;
          const value =
            source * (coefficients[at] as number) +
            (coefficients[at + 1] as number) * one -
            (coefficients[at + 2] as number) * (state[formant * 2 + 1] as number);
          state[formant * 2 + 1] = one;
          state[formant * 2] = value;
          sound += value * (coefficients[at + 3] as number);
        }
        sound *= now;
        const to = from + index;
        lefts[to] = (lefts[to] as number) + sound * left;
        rights[to] = (rights[to] as number) + sound * right;
        place += step;
        if (place >= tableSize) place -= tableSize;
      }
      level = now;
      phase = place;
      grain = dust;
    },
  };
}

/** Moves one resonance a little towards its vowel, and never below the sung pitch, as singers do. */
function move(
  now: Float64Array,
  mouth: readonly Formant[],
  index: number,
  coefficients: Float64Array,
  scale: number,
  sung: number,
): void {
  const [frequency, level, width] = mouth[index] ?? [500, 0, 100];
  const at = index * 3;
  const speed = 0.035;
  now[at] = (now[at] as number) + (frequency - (now[at] as number)) * speed;
  now[at + 1] = (now[at + 1] as number) + (level - (now[at + 1] as number)) * speed;
  now[at + 2] = (now[at + 2] as number) + (width - (now[at + 2] as number)) * speed;
  const centre = Math.max((now[at] as number) * scale, index === 0 ? sung * 1.02 : 0);
  const radius = Math.exp((-Math.PI * (now[at + 2] as number)) / rate);
  const angle = (2 * Math.PI * centre) / rate;
  const place = index * 4;
  coefficients[place] = (1 - radius) * 2 * Math.sin(angle);
  coefficients[place + 1] = 2 * radius * Math.cos(angle);
  coefficients[place + 2] = radius * radius;
  // Neighbours of opposite sign do not cancel between their peaks.
  coefficients[place + 3] = (now[at + 1] as number) * (index % 2 === 0 ? 1 : -1);
}
