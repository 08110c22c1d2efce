import type { GenreName } from '../compose/genres.ts';
import { genreOf, genres } from '../compose/genres.ts';
import type { Mode } from '../compose/theory.ts';
import { genreWords, instrumentWords, modeWords, moodWords, seatWords, tempoWords } from './dictionary.ts';
import { keyIn } from './key.ts';

export type Seat = 'chords' | 'lead' | 'pad' | 'bass' | 'sparkle';

/** What a style asks for, as far as the sketch understands it. Absent: it is free. */
export interface Traits {
  genre?: GenreName;
  /** Beats a minute, 50 to 200. */
  tempo?: number;
  /** Factor on the genre's tempo: `slow`, `fast`. */
  pace: number;
  beats?: 3 | 4;
  root?: number;
  mode?: Mode;
  /** -1 sad to 1 glad. */
  brightness: number;
  /** -1 calm to 1 wild. */
  energy: number;
  instruments: Partial<Record<Seat, string[]>>;
  without: ReadonlySet<string>;
}

export const slowest = 50;
export const fastest = 200;

/** Lower case, no accents, everything that is no letter and no digit a space; with a space at both ends. */
export function plain(text: string): string {
  const bare = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();
  return ` ${bare.replace(/[^\p{L}\p{N}#♯♭ー]+/gu, ' ').trim()} `;
}

/** How often any of the words stands in a text made `plain`. Japanese writes no spaces, so its words match anywhere. */
function count(text: string, words: string): number {
  let found = 0;
  for (const word of words.split('|')) {
    const needle = /[^\p{ASCII}]/u.test(word) ? plain(word).trim() : ` ${word} `;
    if (text.includes(needle)) found++;
  }
  return found;
}

const has = (text: string, words: string): boolean => count(text, words) > 0;

const negation = '(?:no|without|ohne|kein|keine|sin|sans|sem|pas de|non)';

/** Splits `no drums, soft piano` into what is wanted and what is not. */
function wantedAndNot(style: string): { wanted: string; unwanted: string } {
  const text = plain(style);
  const unwanted: string[] = [];
  const wanted = text.replace(new RegExp(` ${negation} (\\S+)(?= )`, 'gu'), (_all, word: string) => {
    unwanted.push(word);
    return ' ';
  });
  return { wanted: `${wanted} `, unwanted: ` ${unwanted.join(' ')} ` };
}

/** `120 bpm`, `bpm: 96.5`, `♩=72`; nonsense is held between the slowest and the fastest. */
function tempoIn(style: string): number | undefined {
  const text = style.normalize('NFKC').toLowerCase();
  const found =
    /(\d{1,9}(?:[.,]\d{1,3})?)\s*(?:bpm|beats per minute)/u.exec(text) ??
    /(?:bpm|tempo|♩)\s*[:=]?\s*(\d{1,9}(?:[.,]\d{1,3})?)/u.exec(text);
  if (!found?.[1]) return undefined;
  return Math.min(fastest, Math.max(slowest, Number(found[1].replace(',', '.'))));
}

const clampUnit = (value: number): number => Math.max(-1, Math.min(1, value));

function moodIn(text: string): { brightness: number; energy: number } {
  let brightness = 0;
  let energy = 0;
  for (const [bright, wild, words] of moodWords) {
    const weight = Math.min(2, count(text, words));
    brightness += bright * weight;
    energy += wild * weight;
  }
  return { brightness: clampUnit(brightness), energy: clampUnit(energy) };
}

const genreIn = (text: string): GenreName | undefined => genreWords.find(([, words]) => has(text, words))?.[0];

function instrumentsIn(text: string, without: ReadonlySet<string>): Traits['instruments'] {
  const seats: Traits['instruments'] = {};
  let rest = text;
  for (const [instrument, places, words] of instrumentWords) {
    if (!has(rest, words) || without.has(instrument)) continue;
    // `electric piano` must not ask for a piano too.
    for (const word of words.split('|')) rest = rest.replaceAll(` ${word} `, '  ');
    for (const place of places) seats[place] = [...(seats[place] ?? []), instrument];
  }
  return seats;
}

/** Instruments, seats and moods that are not wanted. */
function unwantedIn(text: string): Set<string> {
  const without = new Set<string>();
  for (const [instrument, , words] of instrumentWords) if (has(text, words)) without.add(instrument);
  for (const [seat, words] of seatWords) if (has(text, words)) without.add(seat);
  if (has(text, 'guitar|guitars|gitarre|guitarra|guitare|ギター'))
    for (const name of ['steel', 'nylon', 'drive', 'guitar', 'ukulele']) without.add(name);
  if (has(text, 'piano|klavier|ピアノ')) without.add('epiano');
  if (has(text, 'synth|synths|synthesizer|electronic'))
    for (const name of ['saws', 'warm', 'pluck', 'acid', 'plump']) without.add(name);
  if (has(text, 'violin|fiddle|strings|streicher'))
    for (const name of ['fiddle', 'strings', 'bowed']) without.add(name);
  if (has(text, 'brass|trumpet|horns')) for (const name of ['trumpet', 'brass', 'tuba']) without.add(name);
  return without;
}

/**
 * Reads a style (and, with less weight, the words around it). Never fails: what it does not understand it leaves free.
 * `avoid` takes away instruments, drums, genres and moods.
 */
export function readTraits(style: string, around: string, avoid: string): Traits {
  const { wanted, unwanted } = wantedAndNot(style);
  const words = plain(around);
  const avoided = `${unwanted}${plain(avoid)}`;
  const without = unwantedIn(avoided);
  const asked = moodIn(wanted);
  const told = moodIn(words);
  const shunned = moodIn(avoided);
  const forbidden = new Set(genreWords.filter(([, list]) => has(avoided, list)).map(([name]) => name));
  const named = [genreIn(wanted), genreIn(words)].find((name) => name !== undefined && !forbidden.has(name));
  const key = keyIn(style);
  const noted = modeWords.find(([, list]) => has(wanted, list))?.[0];
  const beats = /(?<!\d)[36]\s*\/\s*[48](?!\d)/.test(style) ? 3 : /(?<!\d)4\s*\/\s*4(?!\d)/.test(style) ? 4 : undefined;
  return {
    genre: named,
    tempo: tempoIn(style),
    pace: tempoWords.find(([, list]) => has(wanted, list))?.[0] ?? 1,
    beats,
    root: key.root,
    mode: key.mode ?? noted,
    brightness: clampUnit(asked.brightness + 0.6 * told.brightness - 0.8 * shunned.brightness),
    energy: clampUnit(asked.energy + 0.5 * told.energy - 0.8 * shunned.energy),
    instruments: instrumentsIn(wanted, without),
    without: new Set([...without, ...forbidden]),
  };
}

/** Genres to choose from when the words named none, by mood. */
export function freeGenres(traits: Traits): GenreName[] {
  const { brightness, energy } = traits;
  const calm: GenreName[] =
    brightness < -0.2 ? ['ballad', 'lofi', 'piano', 'folk'] : ['folk', 'lofi', 'bossa', 'ballad', 'soul'];
  const lively: GenreName[] = brightness < -0.2 ? ['synthwave', 'rock', 'cinematic'] : ['pop', 'funk', 'jpop', 'disco'];
  const middle: GenreName[] =
    brightness < -0.2 ? ['ballad', 'synthwave', 'lofi', 'folk'] : ['pop', 'folk', 'citypop', 'soul', 'bossa'];
  const list = energy < -0.3 ? calm : energy > 0.35 ? lively : middle;
  const free = list.filter((name) => !traits.without.has(name) && genreOf(name).beats === 4);
  return free.length > 0
    ? free
    : (Object.keys(genres) as GenreName[]).filter((name) => !traits.without.has(name)).slice(0, 1);
}

/** Words that name a kind of music only beside a word for music: a house by the sea is no techno. */
const doubtful = new Set(
  'house rock trap swing march country club dance soul metal classic film movie dub rave jungle western garage drone spa epic hymn pirate pirates anthem tango noel hardcore folk doom idol military parade kids children kinder cowboy 80s drill motown game'.split(
    ' ',
  ),
);
const musicWord =
  '(?:song|songs|music|track|tune|beat|beats|ballad|anthem|number|style|banger|jam|groove|lied|cancion|chanson|cancao|musica|musique|musik|風|の曲)';

/** Reads an idea: a sentence about something, in which a kind of music or an instrument may be named too. */
export function readIdea(idea: string): Traits {
  let text = plain(idea);
  for (const word of doubtful) {
    if (text.includes(` ${word} `) && !new RegExp(` ${word} ${musicWord}`, 'u').test(text))
      text = text.replaceAll(` ${word} `, ' ');
  }
  const traits = readTraits(idea, '', '');
  return { ...traits, genre: genreWords.find(([name, words]) => !traits.without.has(name) && has(text, words))?.[0] };
}
