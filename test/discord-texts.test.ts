import { expect, test } from 'vitest';
import { en } from '../src/discord/texts/en.ts';
import { createTexts } from '../src/discord/texts/texts.ts';

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
