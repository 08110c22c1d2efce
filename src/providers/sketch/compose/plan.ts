import type { Random } from '../random.ts';
import { createRandom } from '../random.ts';
import type { LyricSection, SectionKind } from '../words/lyrics.ts';
import { syllablesOf } from '../words/lyrics.ts';
import type { Seat, Traits } from '../words/traits.ts';
import { fastest, freeGenres, slowest } from '../words/traits.ts';
import type { BassLine, Comp, Genre } from './genre.ts';
import type { GenreName } from './genres.ts';
import { genreOf } from './genres.ts';
import type { Colour, Kit } from './score.ts';
import type { Key, Mode } from './theory.ts';

export interface Section {
  kind: SectionKind;
  tag: string;
  bars: number;
  lines: string[];
}

/** Who plays in one take. */
export interface Band {
  chords: string;
  pad: string;
  bass: string;
  lead: string;
  sparkle: string;
  comp: Comp;
}

/** Everything both takes of a song share. Plain data: it is written down and read again by an extension. */
export interface Music {
  seed: string;
  genre: GenreName;
  tempo: number;
  beats: 3 | 4;
  key: Key;
  groove: string;
  kit: Kit;
  swing: number;
  swingUnit: 1 | 2;
  richness: 3 | 4 | 5;
  bassLine: BassLine;
  colour: Colour;
  brightness: number;
  energy: number;
  drums: boolean;
  bass: boolean;
  pad: boolean;
  voice: 'female' | 'male' | 'none';
  bands: [Band, Band];
}

const glad: readonly Mode[] = ['major', 'major', 'major', 'lydian', 'mixolydian'];
const even: readonly Mode[] = ['major', 'major', 'minor', 'mixolydian', 'dorian'];
const dark: readonly Mode[] = ['minor', 'minor', 'minor', 'dorian'];

const modeFor = (random: Random, brightness: number): Mode =>
  random.pick(brightness > 0.15 ? glad : brightness < -0.15 ? dark : even);

/** The genre's own list without what is avoided; what was asked for comes first. */
function seat(random: Random, genre: Genre, traits: Traits, name: Seat, take: number): string {
  const asked = traits.instruments[name];
  if (asked && asked.length > 0) return asked[take % asked.length] ?? asked[0] ?? 'piano';
  const usual = genre[name].filter((instrument) => !traits.without.has(instrument));
  const spare: Record<Seat, readonly string[]> = {
    chords: ['piano', 'nylon', 'warm', 'organ', 'harp'],
    lead: ['flute', 'bell', 'clarinet', 'synth', 'marimba'],
    pad: ['warm', 'strings', 'organ', 'accordion'],
    bass: ['round', 'upright', 'sub'],
    sparkle: ['bell', 'harp', 'marimba', 'pluck'],
  };
  const list = usual.length > 0 ? usual : spare[name].filter((instrument) => !traits.without.has(instrument));
  if (list.length === 0) return 'round';
  // Take A likes the usual, take B the next one along: the same song in another light.
  const first = random.below(Math.min(2, list.length));
  return list[(first + take) % list.length] ?? 'piano';
}

function bandFor(seed: string, genre: Genre, traits: Traits, take: number): Band {
  const random = createRandom(`band ${seed}`);
  const chords = seat(random, genre, traits, 'chords', take);
  let lead = seat(random, genre, traits, 'lead', take);
  const sparkle = seat(random, genre, traits, 'sparkle', take);
  if (lead === chords && !traits.instruments.lead)
    lead = genre.lead.find((name) => name !== chords && !traits.without.has(name)) ?? lead;
  const first = random.below(genre.comp.length);
  return {
    chords,
    lead,
    sparkle,
    pad: seat(random, genre, traits, 'pad', take),
    bass: seat(random, genre, traits, 'bass', take),
    comp: genre.comp[(first + take) % genre.comp.length] ?? 'block',
  };
}

const baseColour: Colour = { hall: 0.22, hallSeconds: 1.9, pump: 0, tape: false, echo: 0.12 };

function tempoFor(random: Random, genre: Genre, traits: Traits): number {
  if (traits.tempo !== undefined) return Math.round(traits.tempo * 100) / 100;
  const lively = genre.tempo * traits.pace * (1 + 0.07 * traits.energy) * random.between(0.96, 1.04);
  return Math.max(slowest, Math.min(fastest, Math.round(lively)));
}

const comfortableRoots = [0, 2, 4, 5, 7, 9, 9, 10, 3];

/** Settles what both takes share: kind of music, tempo, key and who plays. */
export function planMusic(seed: string, traits: Traits, voice: Music['voice']): Music {
  const random = createRandom(`music ${seed}`);
  const name = traits.genre ?? random.pick(freeGenres(traits));
  const genre = genreOf(name);
  const mode = traits.mode ?? genre.mode ?? modeFor(random, traits.brightness);
  const beats = traits.beats ?? genre.beats;
  const away = (thing: string): boolean => traits.without.has(thing);
  return {
    seed,
    genre: name,
    tempo: tempoFor(random, genre, traits),
    beats,
    key: { root: traits.root ?? random.pick(comfortableRoots), mode },
    groove:
      beats === 3 && genre.beats === 4
        ? genre.groove === 'none'
          ? 'none'
          : 'waltz'
        : beats === 4 && genre.beats === 3
          ? 'folk'
          : genre.groove,
    kit: genre.kit,
    swing: genre.swing,
    swingUnit: genre.swingUnit,
    richness: genre.richness,
    bassLine: beats === 3 ? 'waltz' : genre.bassLine === 'waltz' ? 'root' : genre.bassLine,
    colour: { ...baseColour, ...genre.colour },
    brightness: traits.brightness,
    energy: traits.energy,
    drums: !away('drums') && genre.groove !== 'none',
    bass: !away('bass'),
    pad: !away('pad'),
    voice: away('voice') ? 'none' : voice,
    bands: [bandFor(seed, genre, traits, 0), bandFor(seed, genre, traits, 1)],
  };
}

export const secondsOfBar = (music: Pick<Music, 'tempo' | 'beats'>): number => (60 / music.tempo) * music.beats;

const small: readonly number[] = [1, 2, 4];
const large: readonly number[] = [2, 4, 8, 16];
/** Lengths a section may have, in bars: those in which phrases come out even. */
const lengths: Readonly<Record<SectionKind, readonly number[]>> = {
  intro: small,
  outro: small,
  lift: large,
  bridge: large,
  verse: large,
  chorus: large,
  solo: large,
};
const leastOf = (kind: SectionKind): number => lengths[kind][0] ?? 2;

/** Who keeps its place when a song is too long for a sketch. */
const importance: Readonly<Record<SectionKind, number>> = {
  chorus: 6,
  verse: 5,
  bridge: 4,
  outro: 3,
  lift: 2,
  solo: 1,
  intro: 1,
};

const empty = (kind: SectionKind, tag: string): Section => ({ kind, tag, bars: leastOf(kind), lines: [] });

/** Bars in which the lines of a section are sung at ease. */
function wished(section: Section, barSeconds: number): number {
  const edge = section.kind === 'intro' || section.kind === 'outro';
  if (section.lines.length === 0) return edge ? 2 : barSeconds < 1.7 && section.kind !== 'bridge' ? 8 : 4;
  const perLine = section.lines.some((line) => syllablesOf(line).length > 7) && barSeconds < 2.7 ? 2 : 1;
  const bars = section.lines.length * perLine;
  return lengths[section.kind].find((length) => length >= bars) ?? 8;
}

export interface Layout {
  sections: Section[];
  /** What the song had no room for; an extension without lyrics begins with it. */
  rest: LyricSection[];
}

/** Seconds a take should fill, before the last chord rings out. */
const roomSeconds = 36;
const leastSeconds = 21;

/**
 * Gives every section its bars so that the whole fills a sketch. Sections follow the lyrics' own order; one that finds no
 * room waits for an extension. An end is added where the lyrics have none, because a song has to close.
 */
export function layOut(lyrics: readonly LyricSection[], barSeconds: number, options: { intro: boolean }): Layout {
  const wanted: Section[] = lyrics.map((section) => ({
    kind: section.kind,
    tag: section.tag,
    bars: leastOf(section.kind),
    lines: section.lines,
  }));
  if (wanted.length === 0) wanted.push(empty('verse', 'Verse'), empty('chorus', 'Chorus'));
  if (options.intro && wanted[0]?.kind !== 'intro') wanted.unshift(empty('intro', 'Intro'));
  if (wanted.at(-1)?.kind !== 'outro') wanted.push(empty('outro', 'Outro'));
  const room = Math.max(6, Math.floor(roomSeconds / barSeconds));
  const rest: LyricSection[] = [];
  const total = (): number => wanted.reduce((sum, section) => sum + section.bars, 0);
  while (total() > room && wanted.length > 3) {
    const last = dropped(wanted);
    const [gone] = wanted.splice(last, 1);
    if (gone && gone.lines.length > 0) rest.unshift({ kind: gone.kind, tag: gone.tag, lines: gone.lines });
  }
  grow(wanted, room, barSeconds);
  return { sections: wanted, rest };
}

/** The one to wait: repeated kinds before single ones, lesser kinds before greater, later before earlier. */
function dropped(sections: readonly Section[]): number {
  let chosen = 1;
  let lowest = Number.POSITIVE_INFINITY;
  for (const [index, section] of sections.entries()) {
    if (index === sections.length - 1) continue;
    const repeats = sections.slice(0, index).filter((other) => other.kind === section.kind).length;
    const weight = importance[section.kind] - 7 * repeats - index / 100;
    if (weight < lowest) {
      lowest = weight;
      chosen = index;
    }
  }
  return chosen;
}

/** The shortest grow first, chorus before verse, as long as they wish to; then everybody until it is long enough. */
function grow(sections: Section[], room: number, barSeconds: number): void {
  const total = (): number => sections.reduce((sum, section) => sum + section.bars, 0);
  const next = (section: Section): number => lengths[section.kind].find((length) => length > section.bars) ?? 99;
  const fits = (section: Section): boolean => total() - section.bars + next(section) <= room;
  const edge = (section: Section): number => (section.kind === 'intro' || section.kind === 'outro' ? 3 : 0);
  const turn = (section: Section): number => next(section) + edge(section) - importance[section.kind] / 10;
  const wishes = (section: Section): boolean => section.bars < wished(section, barSeconds) && fits(section);
  for (;;) {
    const first = sections.filter(wishes).sort((one, other) => turn(one) - turn(other))[0];
    if (!first) break;
    first.bars = next(first);
  }
  while (total() * barSeconds < leastSeconds) {
    const first = sections.filter(fits).sort((one, other) => turn(one) - turn(other))[0];
    if (!first) break;
    first.bars = next(first);
  }
}
