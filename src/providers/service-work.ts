/** What is asked of every hosted service, before it is put into the words of one. */
import type { TrackReference, Work } from './provider.ts';
import { numberOf, textOf } from './reading.ts';
import type { Listed } from './reading-takes.ts';

export type Lyrics = Extract<Work, { kind: 'lyrics' }>;
export type Extension = Extract<Work, { kind: 'extend' }>;

/** Stands for the lyrics where a service must have some and nobody sings. */
export const unsung = '[Instrumental]';
/** Stands for the lyrics of an extension where a service must have some and none were written: it sings on by itself. */
const sungOn = '[Verse]';
const longestTitle = 80;
/** So far before its end a track goes on "at the end", where a service wants a second within the track. */
const beforeEndSeconds = 0.1;

/** The title, which most services must have: by default the first line that is sung, else the style. */
export function titleOf(work: Lyrics): string {
  const lines = work.lyrics.split('\n').map((line) => line.trim());
  const sung = lines.find((line) => line !== '' && !line.startsWith('['));
  const title = work.title.trim() || sung || work.style.trim();
  return Array.from(title).slice(0, longestTitle).join('');
}

/** What an extension inherits where its request leaves something empty: kept with the track, flat. */
export function heritageOf(listed: Listed, isInstrumental: boolean): Record<string, string | number> {
  return {
    ...(listed.seconds === null ? {} : { seconds: listed.seconds }),
    ...(listed.title === '' ? {} : { title: listed.title }),
    ...(listed.style === '' ? {} : { style: listed.style }),
    ...(isInstrumental || listed.lyrics === unsung ? { instrumental: 1 } : {}),
  };
}

/** An extension with what it inherits filled in. */
export interface Continuation {
  /** Nothing was written: the service is to take over everything. */
  isPlain: boolean;
  /** In seconds, within the parent; null: at its end. */
  from: number | null;
  /** The last second that counts as within the parent; null when its length is unknown. */
  lastSecond: number | null;
  title: string;
  style: string;
  /** As written. */
  lyrics: string;
  /** Where the service must have lyrics. */
  lyricsOrMark: string;
}

export function continuationOf(work: Extension): Continuation {
  const { parent } = work;
  const end = numberOf(parent.seconds);
  const from = toHundredths(work.fromSecond);
  const isWithin = from > 0 && (end === null || from < end);
  const last = end === null ? 0 : toHundredths(end - beforeEndSeconds);
  return {
    isPlain: work.title === '' && work.style === '' && work.lyrics === '',
    from: isWithin ? from : null,
    lastSecond: last > 0 ? last : null,
    title: work.title || textOf(parent.title),
    style: work.style || textOf(parent.style),
    lyrics: work.lyrics,
    lyricsOrMark: work.lyrics || (parent.instrumental === 1 ? unsung : sungOn),
  };
}

/** Downwards, so that no second moves past the end. */
const toHundredths = (seconds: number): number => Math.floor(seconds * 100) / 100;

/** A name in a reference of ours; empty when it has none. */
export const nameIn = (reference: TrackReference, key: string): string => textOf(reference[key]);
