import type { Random } from '../random.ts';
import { createRandom } from '../random.ts';
import { playBass } from './bass.ts';
import { playChords, playPad } from './comping.ts';
import { playDrums } from './drums.ts';
import type { Entry, PlacedSection, Slot } from './harmony.ts';
import { endOf, harmonise } from './harmony.ts';
import type { Range } from './melody.ts';
import { harmonyUnder, melodyOf } from './melody.ts';
import type { Music, Section } from './plan.ts';
import { secondsOfBar } from './plan.ts';
import type { Hit, Note, Part, Score } from './score.ts';
import { playSparkle } from './sparkle.ts';

/** The last chord rings this long after its bar, in seconds. */
const ringSeconds = 1.9;

export interface Take {
  music: Music;
  sections: readonly Section[];
  /** 0 is take A. */
  index: number;
  /** Where a continuation takes up its parent's chords. */
  entry?: Entry;
  /** What decides the tune beside the music: takes differ by it, and a continuation keeps its parent's. */
  tune: string;
}

export const takeSeconds = (music: Music, sections: readonly Section[]): number =>
  sections.reduce((sum, section) => sum + section.bars, 0) * secondsOfBar(music) + ringSeconds;

const singers: Readonly<Record<'female' | 'male', Range>> = {
  female: { low: 57, high: 76, centre: 64 },
  male: { low: 45, high: 66, centre: 54 },
};

const lowLeads = new Set([
  'brass',
  'guitar',
  'steel',
  'nylon',
  'clarinet',
  'sax',
  'trumpet',
  'strings',
  'warm',
  'accordion',
  'organ',
  'epiano',
  'piano',
  'drive',
]);
const leadRange = (instrument: string): Range =>
  lowLeads.has(instrument) ? { low: 57, high: 79, centre: 67 } : { low: 62, high: 86, centre: 73 };

/** Writes one take: the same music always gives the same score. */
export function compose(take: Take): Score {
  const { music, index } = take;
  const band = music.bands[index === 0 ? 0 : 1];
  const seed = `${music.seed} ${take.tune}`;
  const sections = harmonise(music, take.sections, take.entry);
  const slots = sections.flatMap((section) => section.slots);
  const random = createRandom(`play ${seed}`);
  const parts: Part[] = [
    {
      role: 'chords',
      instrument: band.chords,
      notes: playChords(music, sections, slots, band.chords, band.comp, random),
    },
    { role: 'pad', instrument: band.pad, notes: playPad(music, sections, slots, random) },
    { role: 'bass', instrument: band.bass, notes: playBass(music, sections, slots, random) },
    { role: 'sparkle', instrument: band.sparkle, notes: playSparkle(music, sections, slots, random) },
    ...tunes(take, sections, slots, seed),
  ];
  const hits = playDrums(music, sections, random);
  const time = clockOf(music);
  return {
    tempo: music.tempo,
    seconds: takeSeconds(music, take.sections),
    parts: parts
      .filter((part) => part.notes.length > 0)
      .map((part) => ({ ...part, notes: humanise(music, part, time, createRandom(`hands ${seed} ${part.role}`)) })),
    kit: music.kit,
    hits: hits.map((hit) => inTime(hit, time)).sort((one, other) => one.at - other.at),
    colour: music.colour,
  };
}

/** Who carries the tune: the singer where there are lines to sing, the lead instrument everywhere else. */
function tunes(take: Take, sections: readonly PlacedSection[], slots: readonly Slot[], seed: string): Part[] {
  const { music } = take;
  const { lead } = music.bands[take.index === 0 ? 0 : 1];
  const end = endOf(sections) - music.beats;
  const sings = (section: PlacedSection): boolean =>
    music.voice !== 'none' && section.lines.length > 0 && section.kind !== 'solo';
  const tuneOf = (section: PlacedSection): Note[] => {
    const range = sings(section) ? singers[music.voice === 'male' ? 'male' : 'female'] : leadRange(lead);
    const tune = melodyOf(music, section, slots, seed, range).filter((note) => note.at < end);
    return section.kind === 'intro' ? hinted(tune) : tune;
  };
  const told = sections.map((section) => ({ section, tune: tuneOf(section) }));
  const sung = told.filter(({ section }) => sings(section)).flatMap(({ tune }) => tune);
  const played = told.filter(({ section }) => !sings(section)).flatMap(({ tune }) => tune);
  const second = told
    .filter(({ section }) => section.kind === 'chorus')
    .flatMap(({ tune }) => harmonyUnder(music, tune, slots));
  const last = sections.at(-1);
  const closer = last && sings(last) ? sung : played;
  closer.push(finalNote(music, slots, end, told.at(-1)?.tune.at(-1) ?? sung.at(-1) ?? played.at(-1)));
  return [
    { role: 'voice', instrument: music.voice, notes: sung },
    { role: 'lead', instrument: lead, notes: played },
    { role: 'harmony', instrument: sung.length > 0 ? music.voice : lead, notes: second },
  ];
}

/** An intro only hints at the tune: its first half, softly. */
const hinted = (tune: readonly Note[]): Note[] =>
  tune.slice(0, Math.ceil(tune.length / 2)).map((note) => ({ ...note, velocity: note.velocity * 0.8 }));

/** The tune comes home: the tonic nearest to where it was. */
function finalNote(music: Music, slots: readonly Slot[], at: number, last: Note | undefined): Note {
  const from = last?.pitch ?? 67;
  const home = slots.at(-1)?.chord.tones[0] ?? music.key.root;
  const up = from + ((((home - from) % 12) + 12) % 12);
  return { at, length: music.beats, pitch: up - from > 6 ? up - 12 : up, velocity: 0.7, vowel: 'o' };
}

/** Beats to seconds, with the swing of the music. */
function clockOf(music: Music): (beat: number) => number {
  const pair = music.swingUnit === 2 ? 1 : 0.5;
  const middle = 0.5 + music.swing / 2;
  const secondsPerBeat = 60 / music.tempo;
  return (beat) => {
    const whole = Math.floor(beat / pair + 1e-9);
    const rest = beat / pair - whole;
    const swung = rest < 0.5 ? rest * 2 * middle : middle + (rest - 0.5) * 2 * (1 - middle);
    return (whole + swung) * pair * secondsPerBeat;
  };
}

const machines = new Set(['electronic', 'chip']);

/** Hands are never exact; machines are. Looseness in seconds. */
function humanise(music: Music, part: Part, time: (beat: number) => number, random: Random): Note[] {
  const loose = machines.has(music.kit)
    ? 0.001
    : part.role === 'bass'
      ? 0.004
      : part.role === 'voice' || part.role === 'harmony'
        ? 0.009
        : 0.006;
  return part.notes
    .map((note) => {
      const at = Math.max(0, time(note.at) + random.between(-loose, loose));
      const length = Math.max(0.06, time(note.at + note.length) - time(note.at));
      return { ...note, at, length, velocity: Math.max(0.05, Math.min(1, note.velocity * random.between(0.92, 1.06))) };
    })
    .sort((one, other) => one.at - other.at);
}

const inTime = (hit: Hit, time: (beat: number) => number): Hit => ({ ...hit, at: time(hit.at) });
