/**
 * Tolerant reading of what hosted services answer. They spell the same thing in many ways, write numbers as text and send
 * a list where an object was promised. Whatever comes, nothing here throws; what is not understood is as if it were absent.
 */
import { z } from 'zod';

export type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = Object.freeze({});
/** More than the longest lyrics of any model; what is longer is not meant for people. */
const longestText = 20_000;
const longestId = 200;
const longestAddress = 2048;
const longestSeconds = 24 * 60 * 60;

/** The object that was promised; of a list its first. Without fields when there is none. */
export function fieldsOf(value: unknown): Fields {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as Fields) : nothing;
}

/** Text, or a number as text; empty when there is neither. Well-formed, so that it may stand in an address. */
export function textOf(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return '';
  return value.slice(0, longestText).toWellFormed().replaceAll('\0', '').trim();
}

/** A name for a task or a track. One that is absurdly long is none. */
export function idOf(value: unknown): string {
  const id = textOf(value);
  return id.length <= longestId ? id : '';
}

export const firstOf = (...texts: readonly string[]): string => texts.find((text) => text !== '') ?? '';

/** A number, or one written as text; null when there is none. */
export function numberOf(value: unknown): number | null {
  const text = textOf(value);
  return /^-?\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A length in seconds, written `198.44`, `"198.44"`, `"109.8 s"` or `"3:18"`; null when nothing sensible is said. */
export function secondsOf(value: unknown): number | null {
  const text = textOf(value);
  const [, minutes, seconds] = /^(?:(\d{1,4}):(?=[0-5]?\d(?:\.|$)))?(\d{1,6}(?:\.\d+)?)(?: ?s)?$/i.exec(text) ?? [];
  const length = Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return length > 0 && length <= longestSeconds ? length : null;
}

/** Addresses that services give for a file that they do not have, or do not give away. */
const leadsNowhere = (path: string): boolean => /\/none\.mp[34]$|\/api\/forbidden\/?$/i.test(path);

/** `file`: it may be fetched. `stream`: it plays while the music is made, and ends with it. `dead`: the service's word for none. */
export type Address = { kind: 'file' | 'stream'; url: string } | { kind: 'dead' } | { kind: 'none' };

export function addressOf(text: string): Address {
  const url = text.length <= longestAddress ? URL.parse(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { kind: 'none' };
  if (leadsNowhere(url.pathname)) return { kind: 'dead' };
  return { kind: url.hostname === 'audiopipe.suno.ai' ? 'stream' : 'file', url: url.href };
}

/** Of several spellings the first that leads somewhere. */
export function firstUrl(...texts: readonly string[]): string | null {
  for (const text of texts) {
    const address = addressOf(text);
    if ('url' in address) return address.url;
  }
  return null;
}

/** For schemas: one field of text in whatever form it came. */
export const said = z.unknown().optional().transform(textOf);
