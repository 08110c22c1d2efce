import type { Vocals, Work } from '../provider.ts';
import { takeSeconds } from './compose/compose.ts';
import type { GenreName } from './compose/genres.ts';
import { genreOf } from './compose/genres.ts';
import type { Entry } from './compose/harmony.ts';
import type { Layout, Music, Section } from './compose/plan.ts';
import { layOut, planMusic, secondsOfBar } from './compose/plan.ts';
import { keyName } from './compose/theory.ts';
import type { Plan, PlannedTake, Request } from './papers.ts';
import { hash } from './random.ts';
import type { LyricSection } from './words/lyrics.ts';
import { readLyrics } from './words/lyrics.ts';
import { limitText, printable } from './words/text.ts';
import { titleFor } from './words/title.ts';
import type { Traits } from './words/traits.ts';
import { readIdea, readTraits } from './words/traits.ts';
import { writeLyrics } from './words/writer.ts';

const titleLimit = 80;
const styleLimit = 200;

/** Settles everything about a song but its sound, from its words alone: the same request is always the same song. */
export function planSong(request: Request): Plan {
  const { work } = request;
  if (work.kind === 'idea') return planIdea(work);
  if (work.kind === 'lyrics') return planLyrics(work);
  return planExtension(work, request.parent);
}

const seedOf = (...words: readonly string[]): string => hash(words.join('\u0000')).toString(36);

function planIdea(work: Extract<Work, { kind: 'idea' }>): Plan {
  const seed = seedOf('idea', work.idea, String(work.instrumental));
  const traits = readIdea(work.idea);
  const voice = work.instrumental ? 'none' : hash(`voice ${seed}`) % 2 === 0 ? 'female' : 'male';
  const music = planMusic(seed, traits, voice);
  const lyrics = work.instrumental ? '' : writeLyrics(work.idea, traits);
  return finish({ music, title: titleFor(printable(work.idea)), style: styleOf(music, traits), lyrics });
}

const voiceFor = (vocals: Vocals, seed: string): Music['voice'] => {
  if (vocals === 'any') return hash(`voice ${seed}`) % 2 === 0 ? 'female' : 'male';
  return vocals;
};

function planLyrics(work: Extract<Work, { kind: 'lyrics' }>): Plan {
  const seed = seedOf('lyrics', work.title, work.style, work.lyrics, work.avoid, work.vocals);
  const traits = readTraits(work.style, `${work.title} ${work.lyrics}`, work.avoid);
  const music = planMusic(seed, traits, voiceFor(work.vocals, seed));
  const firstLine = readLyrics(work.lyrics).flatMap((section) => section.lines)[0] ?? '';
  const title = printable(work.title) || printable(firstLine) || capital(printable(work.style)) || 'Untitled';
  return finish({
    music,
    title,
    style: printable(work.style) || styleOf(music, traits),
    lyrics: music.voice === 'none' ? '' : work.lyrics,
    form: work.lyrics,
  });
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase('en') + text.slice(1);

interface Draft {
  music: Music;
  title: string;
  style: string;
  lyrics: string;
  /** Lyrics that give an instrumental its sections; absent: `lyrics`. */
  form?: string;
}

function finish({ music, title, style, lyrics, form = lyrics }: Draft): Plan {
  const layout = layOut(readLyrics(form), secondsOfBar(music), { intro: true });
  return withTakes({ music, title, style, lyrics: lyrics.trim(), layout, tunes: ['A', 'B'] });
}

interface Parts {
  music: Music;
  title: string;
  style: string;
  lyrics: string;
  layout: Layout;
  tunes: [string, string];
  entry?: Entry;
}

function withTakes({ music, title, style, lyrics, layout, tunes, entry }: Parts): Plan {
  const seconds = takeSeconds(music, layout.sections);
  const take = (tune: string): PlannedTake => ({ tune, seconds });
  return {
    version: 1,
    title: limitText(title, titleLimit),
    style: limitText(style, styleLimit),
    lyrics,
    key: keyName(music.key),
    tempo: music.tempo,
    music,
    sections: layout.sections,
    rest: layout.rest,
    takes: [take(tunes[0]), take(tunes[1])],
    ...(entry ? { entry } : {}),
  };
}

const genreTitles: Readonly<Partial<Record<GenreName, string>>> = {
  lofi: 'lo-fi',
  dnb: 'drum and bass',
  hiphop: 'hip hop',
  jpop: 'j-pop',
  citypop: 'city pop',
  bossa: 'bossa nova',
  piano: 'solo piano',
  children: "children's song",
  celtic: 'celtic folk',
};

const instrumentTitles: Readonly<Record<string, string>> = {
  epiano: 'electric piano',
  nylon: 'nylon guitar',
  steel: 'acoustic guitar',
  drive: 'electric guitar',
  saws: 'bright synths',
  warm: 'warm pads',
  clav: 'clavinet',
  chip: 'square waves',
  glass: 'glass tones',
  pluck: 'synth plucks',
};

/** Style tags in words, for a song that was asked for by its idea. */
function styleOf(music: Music, traits: Traits): string {
  const { brightness, energy } = traits;
  const mood =
    brightness > 0.3
      ? energy > 0.3
        ? 'joyful'
        : 'warm'
      : brightness < -0.3
        ? energy > 0.3
          ? 'fierce'
          : 'wistful'
        : energy > 0.3
          ? 'driving'
          : energy < -0.3
            ? 'calm'
            : 'easygoing';
  const chords = music.bands[0].chords;
  const voice = music.voice === 'none' ? 'instrumental' : `${music.voice} voice`;
  return [
    genreTitles[music.genre] ?? music.genre,
    mood,
    instrumentTitles[chords] ?? chords,
    voice,
    `${music.tempo} bpm`,
    keyName(music.key),
  ].join(', ');
}

const asText = (sections: readonly LyricSection[]): string =>
  sections
    .filter((section) => section.lines.length > 0)
    .map((section) => `[${section.tag}]\n${section.lines.join('\n')}`)
    .join('\n\n');

function planExtension(work: Extract<Work, { kind: 'extend' }>, parent: Request['parent']): Plan {
  if (!parent) throw new Error('assertion: an extension without its parent');
  const before = parent.plan;
  const entry = entryAt(before, work.fromSecond);
  const changed = printable(work.style) !== '' && printable(work.style) !== before.style;
  const music = changed ? restyled(before.music, work.style, parent.take) : carried(before.music, parent.take);
  const sections = printable(work.lyrics) === '' ? whatComesNext(before) : readLyrics(work.lyrics);
  const layout = layOut(sections, secondsOfBar(music), { intro: false });
  const tune = before.takes[parent.take].tune;
  return withTakes({
    music,
    title: printable(work.title) || before.title,
    style: printable(work.style) || before.style,
    lyrics: music.voice === 'none' ? '' : asText(sections),
    layout,
    tunes: [tune, `${tune} on from ${Math.round(work.fromSecond)} ${seedOf(work.lyrics, work.style)}`],
    entry,
  });
}

/** The parent's section and bar at a second, to the nearest bar; absent at the end, where chords begin anew. */
function entryAt(plan: Plan, second: number): Entry | undefined {
  let bar = Math.round(Math.max(0, second) / secondsOfBar(plan.music));
  for (const section of plan.sections) {
    if (bar < section.bars) return { kind: section.kind, bar };
    bar -= section.bars;
  }
  return undefined;
}

/** The band of the take that goes on; in the other take a friend joins on lead and on top. */
function carried(music: Music, take: 0 | 1): Music {
  const band = music.bands[take];
  const other = music.bands[take === 0 ? 1 : 0];
  return { ...music, bands: [band, { ...band, lead: other.lead, sparkle: other.sparkle }] };
}

/** A new style changes who plays and how, never key, tempo or metre: it has to join on. */
function restyled(music: Music, style: string, take: 0 | 1): Music {
  const traits = readTraits(style, '', '');
  const kept: Traits = {
    ...traits,
    tempo: music.tempo,
    root: music.key.root,
    mode: music.key.mode,
    beats: music.beats,
  };
  const same = traits.genre === undefined || traits.genre === music.genre;
  const fresh = planMusic(music.seed, { ...kept, genre: traits.genre ?? music.genre }, music.voice);
  const own = carried(music, take);
  if (!same) return { ...fresh, seed: music.seed, richness: music.richness };
  const asked = (index: 0 | 1): Music['bands'][0] => {
    const band = own.bands[index];
    const seats = traits.instruments;
    return {
      ...band,
      chords: seats.chords?.[0] ?? band.chords,
      lead: seats.lead?.[0] ?? band.lead,
      pad: seats.pad?.[0] ?? band.pad,
      bass: seats.bass?.[0] ?? band.bass,
      sparkle: seats.sparkle?.[0] ?? band.sparkle,
    };
  };
  const quiet = (thing: string, was: boolean): boolean => was && !traits.without.has(thing);
  return {
    ...own,
    energy: fresh.energy,
    brightness: fresh.brightness,
    drums:
      quiet('drums', own.drums) || (!own.drums && /\bdrums\b/i.test(style) && genreOf(own.genre).groove !== 'none'),
    bass: quiet('bass', own.bass),
    pad: quiet('pad', own.pad),
    voice: traits.without.has('voice') ? 'none' : own.voice,
    bands: [asked(0), asked(1)],
  };
}

/** What a song goes on with when nobody wrote more: what had no room before, else a bridge and the chorus once more. */
function whatComesNext(plan: Plan): LyricSection[] {
  if (plan.rest.length > 0) return plan.rest;
  const again = (section: Section): LyricSection => ({ kind: section.kind, tag: section.tag, lines: section.lines });
  const chorus = plan.sections.filter((section) => section.kind === 'chorus').at(-1);
  const verse = plan.sections.find((section) => section.kind === 'verse');
  const bridge: LyricSection = { kind: 'bridge', tag: 'Bridge', lines: [] };
  const last = chorus ?? verse;
  return last ? [bridge, again(last)] : [bridge, { kind: 'chorus', tag: 'Chorus', lines: [] }];
}
