import { createRandom, hash } from '../random.ts';
import type { SectionKind } from '../words/lyrics.ts';
import { syllablesOf } from '../words/lyrics.ts';
import type { PlacedSection, Slot } from './harmony.ts';
import { chordAt } from './harmony.ts';
import type { Music } from './plan.ts';
import { secondsOfBar } from './plan.ts';
import type { Note, Vowel } from './score.ts';
import { isDark, pitchesBetween } from './theory.ts';

/** One breath of melody: where it begins and how long it may last, in beats, and what is sung. */
export interface Phrase {
  at: number;
  beats: number;
  syllables: Vowel[];
  /** Phrases of one letter share rhythm and shape, so that a tune can be remembered. */
  letter: string;
  /** Ends the section, or the song. */
  last: boolean;
}

const forms: Readonly<Record<SectionKind, string>> = {
  intro: 'AB',
  verse: 'ABAC',
  lift: 'AABC',
  chorus: 'ABAC',
  bridge: 'ABCA',
  solo: 'ABAC',
  outro: 'AB',
};

/** How high a section lies, in semitones above the middle of the singer's range. */
const height: Readonly<Record<SectionKind, number>> = {
  intro: 1,
  verse: -2,
  lift: 1,
  chorus: 4,
  bridge: 2,
  solo: 5,
  outro: -1,
};

/** Cuts a section into phrases of two and a half to five seconds and gives each its line. */
export function phrasesOf(music: Music, section: PlacedSection, seed: string): Phrase[] {
  const bar = secondsOfBar(music);
  const lines = section.lines;
  let bars = bar >= 2.7 ? 1 : bar < 1.3 && section.bars % 4 === 0 && lines.length * 4 <= section.bars ? 4 : 2;
  if (lines.length > section.bars / bars && bars > 1) bars = Math.max(1, bars / 2);
  if (section.bars % bars !== 0) bars = 1;
  const random = createRandom(`syllables ${seed} ${section.kind}`);
  const usual = random.below(3) + (bar * bars > 3.4 ? 6 : 4);
  const phrases: Phrase[] = [];
  const many = Math.max(1, section.bars / bars);
  for (let index = 0; index < many; index++) {
    const line = lines.length > 0 ? lines[index % lines.length] : undefined;
    const letter = forms[section.kind][index % forms[section.kind].length] ?? 'A';
    const sung = line === undefined ? [] : syllablesOf(line);
    const hummed = Array.from({ length: usual + (letter === 'C' ? -1 : 0) }, (): Vowel => 'u');
    phrases.push({
      at: section.at + index * bars * music.beats,
      beats: bars * music.beats,
      syllables: sung.length > 0 ? sung : hummed,
      letter,
      last: index === many - 1,
    });
  }
  return phrases;
}

/** Weight of each eighth of a bar; the jitter of a seed turns them into as many rhythms as there are songs. */
const weightsOf = (beats: 3 | 4): readonly number[] =>
  beats === 3 ? [10, 2, 6, 3, 7, 3] : [10, 3, 6, 4.5, 8, 3, 6.5, 4];

/** Beats within the phrase on which its syllables begin. */
export function rhythmOf(music: Music, phrase: Phrase, seed: string, kind: SectionKind): number[] {
  const random = createRandom(`rhythm ${seed} ${kind} ${phrase.letter} ${phrase.syllables.length}`);
  const eighths = phrase.beats * 2;
  const breath = Math.min(eighths / 4, 3);
  const fine = phrase.syllables.length > (eighths - breath) * 0.8;
  const perBeat = fine ? 4 : 2;
  const usable = Math.floor((phrase.beats * perBeat * (eighths - breath)) / eighths) + (phrase.last ? 0 : 1);
  const weights = weightsOf(music.beats);
  const syncopation = kind === 'chorus' ? 2.2 : 3.2;
  const slots: { slot: number; weight: number }[] = [];
  for (let slot = 0; slot < usable; slot++) {
    const eighth = (slot * 2) / perBeat;
    const whole = Number.isInteger(eighth);
    const base = whole ? (weights[eighth % weights.length] ?? 4) : 1.5;
    // Syllables gather at the beginning of a breath.
    slots.push({ slot, weight: base + random.between(-syncopation, syncopation) - (slot / usable) * 2.5 });
  }
  const many = Math.min(phrase.syllables.length, usable);
  const chosen = slots.sort((one, other) => other.weight - one.weight).slice(0, many);
  return chosen.map(({ slot }) => slot / perBeat).sort((one, other) => one - other);
}

const shapes: readonly ((x: number) => number)[] = [
  (x) => Math.sin(Math.PI * x),
  (x) => 0.9 - 1.5 * x,
  (x) => -0.6 + 1.5 * x,
  (x) => Math.sin(2 * Math.PI * x),
  (x) => -Math.sin(Math.PI * x) + 0.3,
  (x) => Math.sin(1.5 * Math.PI * x + 0.4),
];

export interface Range {
  low: number;
  high: number;
  centre: number;
}

/** Steps that sound open in any context: the pentatonic of the mode. */
function pentatonic(music: Music): ReadonlySet<number> {
  const { root, mode } = music.key;
  const steps =
    mode === 'lydian'
      ? [0, 2, 4, 6, 9]
      : mode === 'phrygian'
        ? [0, 1, 5, 7, 10]
        : isDark(mode)
          ? [0, 3, 5, 7, 10]
          : [0, 2, 4, 7, 9];
  return new Set(steps.map((step) => (root + step) % 12));
}

/**
 * Writes the tune of one section. Strong and long notes sit on the chord, weak ones pass between; phrases of one letter
 * get the same chances, so they come back recognisably over other chords.
 */
export function melodyOf(
  music: Music,
  section: PlacedSection,
  slots: readonly Slot[],
  seed: string,
  range: Range,
): Note[] {
  const notes: Note[] = [];
  const centre = range.centre + height[section.kind];
  const pitches = pitchesBetween(music.key, Math.max(range.low, centre - 8), Math.min(range.high, centre + 9));
  const open = pentatonic(music);
  let previous = centre;
  for (const phrase of phrasesOf(music, section, seed)) {
    const onsets = rhythmOf(music, phrase, seed, section.kind);
    const shapeSeed = `${seed} ${section.kind} ${phrase.letter}`;
    const shape = shapes[hash(`shape ${shapeSeed}`) % shapes.length] ?? shapes[0];
    const random = createRandom(`pitch ${shapeSeed}`);
    for (const [index, onset] of onsets.entries()) {
      const beat = phrase.at + onset;
      const next = onsets[index + 1];
      const room = (next ?? phrase.beats) - onset;
      const closing = next === undefined;
      const length = closing ? Math.min(room - 0.25, 2.5) : Math.min(room, 3);
      const target = centre + 4.5 * (shape?.(onsets.length > 1 ? index / (onsets.length - 1) : 0) ?? 0);
      const pitch = choose(pitches, {
        music,
        slot: chordAt(slots, beat),
        open,
        previous,
        target,
        closing: closing && phrase.last,
        end: closing,
        strong: Number.isInteger(onset) || length >= 1,
        chance: () => random.next(),
        first: index === 0,
        before: notes.at(-2)?.pitch,
      });
      const weight = Number.isInteger(onset) ? 0.82 : 0.7;
      notes.push({
        at: beat,
        length: Math.max(0.2, length * 0.97),
        pitch,
        velocity: weight + (index === 0 ? 0.06 : 0),
        vowel: phrase.syllables[index],
      });
      previous = pitch;
    }
  }
  return notes;
}

interface Choice {
  music: Music;
  slot: Slot;
  open: ReadonlySet<number>;
  previous: number;
  /** The one before the previous, to turn back after a leap. */
  before: number | undefined;
  target: number;
  closing: boolean;
  end: boolean;
  strong: boolean;
  first: boolean;
  chance: () => number;
}

function choose(pitches: readonly number[], choice: Choice): number {
  let best = choice.previous;
  let highest = Number.NEGATIVE_INFINITY;
  for (const pitch of pitches) {
    const value = worth(pitch, choice) + choice.chance() * 3.2;
    if (value > highest) {
      highest = value;
      best = pitch;
    }
  }
  return best;
}

/** Steps sing best, thirds well, wide leaps seldom; index: semitones. */
const leaps: readonly number[] = [-0.6, 2.2, 2.2, 1.2, 1.2, 0.2, -1.6, -1.6];

/** How well a pitch would do here: near the phrase's shape, reached by a step, and at peace with the chord. */
function worth(pitch: number, choice: Choice): number {
  const { slot, previous, target } = choice;
  const fell = choice.before === undefined ? 0 : previous - choice.before;
  const onward = Math.abs(fell) > 4 && Math.sign(pitch - previous) === Math.sign(fell);
  const open = choice.open.has(pitch % 12) ? 1 : 0;
  const reach = (leaps[Math.abs(pitch - previous)] ?? -5) - Math.abs(pitch - target) * 0.55;
  return reach + open - (onward ? 1.8 : 0) + peace(pitch % 12, slot, choice);
}

/** How a tone agrees with the chord under it; strong notes and last ones have to, passing ones need not. */
function peace(tone: number, slot: Slot, choice: Choice): number {
  const { tones } = slot.chord;
  const inChord = tones.slice(0, 3).includes(tone);
  const coloured = tones.includes(tone);
  // A semitone above a chord tone is the one clash that no ear forgives.
  const rubs = !coloured && tones.some((other) => (tone - other + 12) % 12 === 1);
  let value = rubs ? (choice.strong ? -5 : -1.2) : 0;
  if (choice.strong) value += inChord ? 3.4 : coloured ? 1.4 : -1.8;
  if (choice.end) value += inChord ? 2 : -3;
  return choice.closing && tone === tones[0] ? value + 2.4 : value;
}

/** A second voice under the tune: the nearest chord tone, or failing that scale step, three to nine semitones below. */
export function harmonyUnder(music: Music, melody: readonly Note[], slots: readonly Slot[]): Note[] {
  return melody.map((note) => {
    const tones = chordAt(slots, note.at).chord.tones.slice(0, 3);
    const below = pitchesBetween(music.key, note.pitch - 9, note.pitch - 3).reverse();
    const pitch = below.find((candidate) => tones.includes(candidate % 12)) ?? below[0] ?? note.pitch - 12;
    return { ...note, pitch, velocity: note.velocity * 0.7 };
  });
}
