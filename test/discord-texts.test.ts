import { expect, test } from 'vitest';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import { en } from '../src/discord/texts/en.ts';
import { catalogues, createTexts } from '../src/discord/texts/texts.ts';

const texts = createTexts();

test('plural forms are chosen by the number', () => {
  const english = texts.in('en-US');
  expect(english.say('card.price', { count: 1, amount: '1' })).toBe('Price: 1 credit');
  expect(english.say('card.price', { count: 0, amount: '0' })).toBe('Price: 0 credits');
});

test('an unknown language speaks English', () => {
  expect(texts.in('xx').say('button.again')).toBe('Again');
  expect(texts.in('en-GB').say('button.again')).toBe('Again');
});

test('what members wrote is never read as a template', () => {
  const said = texts.in('en-US').say('note.kept', { words: '{{words}} $t(button.again) {{- x}}' });
  expect(said).toContain('“{{words}} $t(button.again) {{- x}}”');
});

test('every label that people rely on is spelt as it was fixed', () => {
  const fixed = [
    en['form.compose'],
    en['form.idea'],
    en['field.title'],
    en['field.style'],
    en['field.lyrics'],
    en['field.avoid'],
    en['field.vocals'],
    en['field.from'],
  ];
  expect(fixed).toEqual([
    'Write a song',
    'Edit the idea',
    'Title',
    'Style (tags)',
    'Lyrics',
    'Avoid (tags)',
    'Vocals',
    'From second',
  ]);
});

test('a circle’s buttons are spelt as they were fixed', () => {
  const { say } = texts.in('en-US');
  const buttons = ['addSection', 'suggest.title', 'suggest.style', 'vote', 'editMine', 'generate', 'lyrics', 'leave'];
  expect([...buttons, 'manage', 'goOn'].map((name) => say(`button.${name}` as TextKey))).toEqual([
    'Add section',
    'Suggest title',
    'Suggest style',
    'Vote',
    'Edit mine',
    'Generate',
    'Lyrics',
    'Leave',
    'Manage',
    'Extend',
  ]);
  expect(say('card.take', { take: 'A' })).toBe('Take A');
});

const blanks = (sentence: string): string[] => [...new Set(sentence.match(/\{\{\w+\}\}/g))].sort();
const others = Object.entries(catalogues).filter(([locale]) => locale !== 'en-US');

test.each(others)('%s says every sentence, with the same blanks as English', (_locale, catalogue) => {
  const english: Readonly<Record<string, string>> = en;
  for (const [key, sentence] of Object.entries(catalogue)) {
    const twin = english[key.replace(/_one$/, '_other')] ?? '';
    // The singular may be a word; the plural may not lose its number.
    const expected = key.endsWith('_one') ? blanks(twin).filter((blank) => sentence.includes(blank)) : blanks(twin);
    expect([key, blanks(sentence)]).toEqual([key, expected]);
    expect(sentence.trim()).not.toBe('');
  }
  const missing = Object.keys(english).filter((key) => !key.endsWith('_one') && !(key in catalogue));
  expect(missing).toEqual([]);
});

test.each(others)('%s fits into what Discord shows', (locale) => {
  const speech = texts.in(locale);
  const longest = (prefix: string): number =>
    Math.max(
      ...Object.keys(en)
        .filter((key) => key.startsWith(prefix))
        .map((key) => speech.say(key as TextKey).length),
    );
  expect(longest('command.')).toBeLessThanOrEqual(100);
  expect(longest('button.')).toBeLessThanOrEqual(80);
  for (const key of Object.keys(en).filter((one) => one.startsWith('field.') && !one.startsWith('field.name.')))
    expect(speech.say(key as TextKey).length).toBeLessThanOrEqual(key.endsWith('int') ? 100 : 45);
});

test('a language speaks of one, of many and of a million', () => {
  const said = (locale: string, count: number) =>
    texts.in(locale).say('note.credits', { count, amount: texts.in(locale).number(count) });
  expect([said('de', 1), said('de', 2)]).toEqual(['1 Credit', '2 Credits']);
  expect(said('pt-BR', 1_000_000)).toContain('créditos');
  expect(said('fr', 1_000_000)).toContain('crédits');
  expect(said('ja', 1)).toBe('1 クレジット');
});
