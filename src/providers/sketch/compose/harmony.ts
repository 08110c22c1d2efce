import type { Random } from '../random.ts';
import { createRandom } from '../random.ts';
import type { SectionKind } from '../words/lyrics.ts';
import type { Music, Section } from './plan.ts';
import { secondsOfBar } from './plan.ts';
import type { Chord, Mode } from './theory.ts';
import { chordOn } from './theory.ts';

/** A chord and how long it sounds; times in beats from the beginning of the take. */
export interface Slot {
  at: number;
  beats: number;
  chord: Chord;
}

export interface PlacedSection extends Section {
  /** Where it begins, in beats. */
  at: number;
  beats: number;
  slots: Slot[];
}

/** Degrees as musicians count them, from 1. None of these has a diminished chord. */
const progressions: Readonly<Record<Mode, readonly string[]>> = {
  major: ['1564', '1645', '6415', '4536', '1345', '1465', '1625', '4156', '1415'],
  minor: ['1637', '1465', '1673', '6711', '1374', '4167', '1647', '1764', '1467'],
  dorian: ['1414', '1471', '1341', '1741', '1434'],
  mixolydian: ['1741', '1474', '1574', '1417'],
  lydian: ['1215', '1261', '1526', '1251'],
  phrygian: ['1217', '1232', '1712', '1321'],
};

const jazzy: Readonly<Partial<Record<Mode, readonly string[]>>> = {
  major: ['2516', '1625', '3625', '4362', '1425'],
  minor: ['1465', '4736', '1745', '6451'],
  dorian: ['1414', '1474', '3414'],
};

const twelveBars = '111144115411';

const degreesOf = (text: string): number[] => [...text].map((digit) => Number(digit) - 1);

/** The four chords of each kind of section; a chorus never repeats its verse's. */
function progressionFor(music: Music, kind: SectionKind): number[] {
  const random = createRandom(`harmony ${music.seed}`);
  const list = [...((music.richness >= 4 && jazzy[music.key.mode]) || progressions[music.key.mode])];
  const take = (): string => list.splice(random.below(list.length), 1)[0] ?? '1414';
  const verse = take();
  const chorus = take();
  const bridge = take();
  if (music.genre === 'blues' && (kind === 'verse' || kind === 'chorus' || kind === 'solo'))
    return degreesOf(twelveBars);
  if (kind === 'chorus' || kind === 'intro' || kind === 'outro') return degreesOf(chorus);
  return degreesOf(kind === 'bridge' || kind === 'lift' ? bridge : verse);
}

/** Degree that wants to go home, and whether its third is raised to want it more. */
function leading(mode: Mode): { degree: number; dominant: boolean } {
  if (mode === 'mixolydian') return { degree: 6, dominant: false };
  if (mode === 'phrygian') return { degree: 1, dominant: false };
  return { degree: 4, dominant: mode === 'minor' || mode === 'dorian' };
}

const before = (mode: Mode): number =>
  mode === 'phrygian' || mode === 'mixolydian' || mode === 'minor' ? 3 : mode === 'lydian' ? 1 : 3;

/** The bar of a section of the parent song at which a continuation begins. */
export interface Entry {
  kind: SectionKind;
  bar: number;
}

/**
 * Places the sections one after another and lays chords under them. With an `entry` the first section begins with what was
 * left of the parent's progression, so that the continuation joins at the right chord.
 */
export function harmonise(music: Music, sections: readonly Section[], entry?: Entry): PlacedSection[] {
  const barBeats = music.beats;
  const slow = secondsOfBar(music) > 3.1 && music.genre !== 'ambient';
  const size = music.richness;
  const placed: PlacedSection[] = [];
  let at = 0;
  for (const [index, section] of sections.entries()) {
    const perBar = slow && barBeats === 4 && section.bars < 8 ? 2 : 1;
    const degrees = degreesFrom(music, section.kind, index === 0 ? entry : undefined, perBar);
    const slots: Slot[] = [];
    for (let slot = 0; slot < section.bars * perBar; slot++) {
      const chord = chordOn(music.key, degrees(slot), size);
      slots.push({ at: at + (slot * barBeats) / perBar, beats: barBeats / perBar, chord });
    }
    if (sections[index + 1]?.kind === 'chorus') turnTowards(music, slots);
    placed.push({ ...section, at, beats: section.bars * barBeats, slots });
    at += section.bars * barBeats;
  }
  close(music, placed);
  return placed;
}

/** The degree of each slot of a section: what is left of the entry's progression first, then the section's own. */
function degreesFrom(
  music: Music,
  kind: SectionKind,
  entry: Entry | undefined,
  perBar: number,
): (slot: number) => number {
  const own = progressionFor(music, kind);
  if (!entry) return (slot) => own[slot % own.length] ?? 0;
  const left = progressionFor(music, entry.kind);
  const gone = (entry.bar * perBar) % left.length;
  const lead = gone === 0 ? 0 : left.length - gone;
  return (slot) => (slot < lead ? left[gone + slot] : own[(slot - lead) % own.length]) ?? 0;
}

/** The last chord before a chorus leans on the dominant, or on the seventh degree where that is the mode's way. */
function turnTowards(music: Music, slots: Slot[]): void {
  const last = slots.at(-1);
  if (!last || slots.length < 2) return;
  const degree =
    music.key.mode === 'minor' || music.key.mode === 'dorian' || music.key.mode === 'mixolydian'
      ? 6
      : music.key.mode === 'phrygian'
        ? 1
        : 4;
  last.chord = chordOn(music.key, degree, music.richness === 5 ? 4 : music.richness);
}

/** A real end: the bar before the last leads home, the last is home. */
function close(music: Music, placed: PlacedSection[]): void {
  const barBeats = music.beats;
  const end = placed.reduce((sum, section) => sum + section.beats, 0);
  const { degree, dominant } = leading(music.key.mode);
  for (const section of placed) {
    section.slots = section.slots.filter((slot) => slot.at < end - 2 * barBeats);
  }
  const home = chordOn(music.key, 0, music.richness === 5 ? 5 : 3);
  const half = barBeats === 4 ? 2 : 1;
  const cadence: Slot[] = [
    { at: end - 2 * barBeats, beats: half, chord: chordOn(music.key, before(music.key.mode), music.richness) },
    {
      at: end - 2 * barBeats + half,
      beats: barBeats - half,
      chord: chordOn(music.key, degree, music.richness === 3 ? 3 : 4, dominant),
    },
    { at: end - barBeats, beats: barBeats, chord: home },
  ];
  for (const slot of cadence)
    placed.find((section) => slot.at >= section.at && slot.at < section.at + section.beats)?.slots.push(slot);
}

export interface Bar {
  section: PlacedSection;
  /** Within its section, from 0. */
  index: number;
  /** In beats from the beginning of the take. */
  at: number;
}

export const endOf = (sections: readonly PlacedSection[]): number =>
  (sections.at(-1)?.at ?? 0) + (sections.at(-1)?.beats ?? 0);

/** Every bar but the last, which all players hold. */
export function barsOf(music: Music, sections: readonly PlacedSection[]): Bar[] {
  const bars = sections.flatMap((section) =>
    Array.from({ length: section.bars }, (_, index): Bar => ({ section, index, at: section.at + index * music.beats })),
  );
  return bars.slice(0, -1);
}

/** The chord that sounds at a beat. */
export function chordAt(slots: readonly Slot[], beat: number): Slot {
  let low = 0;
  let high = slots.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((slots[middle]?.at ?? 0) <= beat + 1e-6) low = middle;
    else high = middle - 1;
  }
  const slot = slots[low];
  if (!slot) throw new Error('assertion: a take without chords');
  return slot;
}

/** Close-position voicings that move as little as they can from one chord to the next. */
export function voiceChords(slots: readonly Slot[], centre: number, random: Random): number[][] {
  let previous: number[] | undefined;
  return slots.map((slot) => {
    let best: number[] = [];
    let least = Number.POSITIVE_INFINITY;
    for (const voicing of inversions(slot.chord.tones, centre)) {
      const cost = distance(voicing, previous, centre) + random.next() * 0.5;
      if (cost < least) {
        least = cost;
        best = voicing;
      }
    }
    previous = best;
    return best;
  });
}

function inversions(tones: readonly number[], centre: number): number[][] {
  // Five notes in close position are a cluster: the bass has the root already.
  const played = tones.length === 5 ? tones.slice(1) : tones;
  const voicings: number[][] = [];
  for (let first = 0; first < played.length; first++) {
    const order = [...played.slice(first), ...played.slice(0, first)];
    for (const octave of [-12, 0]) {
      let pitch = centre + octave + (((((order[0] ?? 0) - centre) % 12) + 12) % 12);
      const voicing = [pitch];
      for (const tone of order.slice(1)) {
        pitch += (((tone - pitch) % 12) + 12) % 12 || 12;
        voicing.push(pitch);
      }
      voicings.push(voicing);
    }
  }
  return voicings;
}

function distance(voicing: readonly number[], previous: readonly number[] | undefined, centre: number): number {
  const mean = voicing.reduce((sum, pitch) => sum + pitch, 0) / voicing.length;
  const drift = Math.abs(mean - centre) * 0.6;
  if (!previous) return drift;
  return (
    drift +
    voicing.reduce((sum, pitch, index) => sum + Math.abs(pitch - (previous[index] ?? pitch)), 0) / voicing.length
  );
}
