/** Words against the limits of a model, before anything is held. Pure. */
import type { Model, Work } from '../providers/provider.ts';
import { hasRefused } from './refused-words.ts';
import type { Refusal, TextField } from './song.ts';

export type WordsRefusal = Extract<Refusal, { kind: 'empty' | 'too_long' }>;
export type SecondRefusal = Extract<Refusal, { kind: 'bad_second' }>;

interface Field {
  field: TextField;
  text: string;
  isRequired: boolean;
}

/**
 * Null when the model takes these words; else the first field, in the order of the form, that it does not take.
 * Lengths are in Unicode code points, as services count.
 */
export function checkWork(work: Work, model: Model): WordsRefusal | null {
  for (const { field, text, isRequired } of fieldsOf(work)) {
    if (isRequired && isBlank(text)) return { kind: 'empty', field };
    const length = codePoints(text);
    const limit = model.limits[field];
    if (length > limit) return { kind: 'too_long', field, limit, length };
  }
  return null;
}

/**
 * Null when none of `words` stands in it; else the field. The title last but for Avoid: one that nobody typed is made of
 * lyrics or style, and then those are what to change.
 */
export function refusedWord(work: Work, words: readonly string[]): Extract<Refusal, { kind: 'refused_word' }> | null {
  const order: TextField[] = ['idea', 'lyrics', 'style', 'title', 'avoid'];
  const fields = fieldsOf(work).toSorted((one, other) => order.indexOf(one.field) - order.indexOf(other.field));
  const found = fields.find(({ text }) => hasRefused(text, words));
  return found === undefined ? null : { kind: 'refused_word', field: found.field };
}

function fieldsOf(work: Work): Field[] {
  const optional = (field: TextField, text: string): Field => ({ field, text, isRequired: false });
  const required = (field: TextField, text: string): Field => ({ field, text, isRequired: true });
  switch (work.kind) {
    case 'idea':
      return [required('idea', work.idea)];
    case 'lyrics':
      return [
        optional('title', work.title),
        required('style', work.style),
        { field: 'lyrics', text: work.lyrics, isRequired: work.vocals !== 'none' },
        optional('avoid', work.avoid),
      ];
    case 'extend':
      return [optional('lyrics', work.lyrics), optional('style', work.style), optional('title', work.title)];
  }
}

/**
 * **From second** as typed: `1:45`, `105`, `105.5`, `1:45.5`; empty is the end of the track. Seconds, above zero and at
 * most the track's length. A card shows lengths in whole seconds, so that the shown end is taken for the real one.
 * `durationSeconds` is 0 when the service never said it: then every second may be right, and the end stays 0.
 */
export function parseSecond(
  typed: string,
  durationSeconds: number,
): { kind: 'second'; second: number } | SecondRefusal {
  // NFKC: Japanese keyboards type full-width digits and colons. A comma is the decimal sign of half of Europe.
  const text = typed.normalize('NFKC').trim().replace(',', '.');
  if (text === '') return { kind: 'second', second: durationSeconds };
  const [, minutes, seconds] = /^(?:(\d{1,3}):(?=[0-5]?\d(?:\.|$)))?(\d{1,5}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  const second = Number(minutes ?? 0) * 60 + Number(seconds ?? Number.NaN);
  const end = durationSeconds > 0 ? durationSeconds : Number.POSITIVE_INFINITY;
  const isWithin = second > 0 && second <= Math.ceil(end);
  if (!isWithin) return { kind: 'bad_second', typed, durationSeconds };
  return { kind: 'second', second: Math.min(second, end) };
}

/** As services count: an emoji is one, whatever it takes in memory. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Spaces, and signs that nobody sees. */
export const isBlank = (text: string): boolean => !/[^\s\p{Cc}\p{Cf}\u2800\u3164\uffa0]/u.test(text);
