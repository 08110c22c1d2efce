import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canBeRefused, folded, hasRefused, isSameWord } from '../src/songs/refused-words.ts';

const found: [how: string, word: string, text: string][] = [
  ['as it is', 'gloom', 'a song of gloom and rain'],
  ['in capitals', 'gloom', 'GLOOM'],
  ['typed in capitals into the list', 'GLOOM', 'gloom'],
  ['with marks of punctuation around it', 'gloom', '“gloom”, they sang'],
  ['in a section tag', 'gloom', '[gloom]'],
  ['on a line of its own', 'gloom', 'rain\ngloom\nsun'],
  ['joined by an underline', 'gloom', 'my_gloom_song'],
  ['full-width', 'gloom', 'ｇｌｏｏｍ'],
  ['in mathematical letters', 'gloom', '𝐠𝐥𝐨𝐨𝐦'],
  ['in circled letters', 'gloom', 'ⓖⓛⓞⓞⓜ'],
  ['with accents', 'gloom', 'glóöm'],
  ['with accents of their own characters', 'gloom', 'glo\u0301o\u0308m'],
  ['with many marks piled up', 'gloom', 'g\u0335\u0321l\u0336o\u0337o\u0338m\u0336'],
  ['with a zero-width space inside', 'gloom', 'glo\u200Bom'],
  ['with a joiner, a soft hyphen and a direction mark inside', 'gloom', 'g\u200Dl\u00ADo\u200Eom'],
  ['with a filler that looks like nothing', 'gloom', 'glo\u3164om'],
  ['with its accents in the list', 'trübsal', 'TRUBSAL'],
  ['with ß for ss', 'strasse', 'Straße'],
  ['with a ligature', 'fluff', 'ﬂuﬀ'],
  ['with a Turkish capital İ', 'istanbul', 'İSTANBUL'],
  ['with a Turkish ı', 'istanbul', 'ıstanbul'],
  ['with I as a Turkish member writes it', 'ısırgan', 'ISIRGAN'],
  ['with a Greek sigma at the end', 'ΟΔΟΣ', 'οδός'],
  ['with a Greek sigma of the middle', 'οδος', 'οδοσ'],
  ['in Cyrillic capitals', 'тоска', 'ТОСКА'],
  ['with Arabic vowel points', 'حزن', 'حُزْن'],
  ['with Hebrew points', 'עצב', 'עֶצֶב'],
  ['of two words, parted otherwise', 'sad song', 'Sad — song'],
  ['of two words, over a line', 'sad song', 'sad\nsong'],
  ['in Japanese, amid a sentence', '憂鬱', '今日は憂鬱な雨が降る'],
  ['in half-width kana', 'バカ', 'ﾊﾞｶの歌'],
  ['in kana with its dakuten apart', 'ばか', 'は\u3099か'],
  ['in Chinese, amid a sentence', '悲伤', '一首悲伤的歌'],
  ['in Thai, amid a sentence', 'เศร้า', 'เพลงเศร้าของฉัน'],
  ['in Korean, with a particle', '슬픔', '슬픔은 비처럼'],
];

test.each(found)('a refused word is found %s', (_how, word, text) => {
  expect(hasRefused(text, [word])).toBe(true);
});

const passed: [how: string, word: string, text: string][] = [
  ['part of a longer word', 'gloom', 'gloomy'],
  ['the end of a longer word', 'ass', 'a song with class'],
  ['the middle of one', 'ass', 'classic'],
  ['a letter with a number', 'gloom', 'gloom2'],
  ['two words for one', 'gloom', 'glo om'],
  ['one of two words', 'sad song', 'a sad, slow song'],
  ['another kana', 'かき', 'がき'],
  ['kana across a comma', 'ばか', 'あば、かわいい'],
  ['a Hindi word with other vowels', 'दल', 'दिल'],
  ['nothing', 'gloom', ''],
];

test.each(passed)('%s is no refused word', (_how, word, text) => {
  expect(hasRefused(text, [word])).toBe(false);
});

test('what has no letter and no number can be refused by nobody', () => {
  for (const word of ['', '  ', '!!!', '\u200B', '🙂', '--']) expect(canBeRefused(word)).toBe(false);
  for (const word of ['a', '7', '雨', 'é', '! no !']) expect(canBeRefused(word)).toBe(true);
  expect(hasRefused('anything — at all 🙂', ['!!!', '🙂', ''])).toBe(false);
});

test('one word written two ways is one word', () => {
  expect(isSameWord('Straße', 'STRASSE')).toBe(true);
  expect(isSameWord('sad-song', 'Sad song')).toBe(true);
  expect(isSameWord('かき', 'がき')).toBe(false);
});

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });

test('folding what is folded changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(folded(folded(text))).toBe(folded(text));
    }),
    { numRuns: 2000 },
  );
});

test('every word that can be refused is found in itself, in capitals, wide, and amid other words', () => {
  const word = anyText.filter(canBeRefused);
  fc.assert(
    fc.property(word, (typed) => {
      for (const text of [typed, typed.toUpperCase(), typed.normalize('NFD'), `before ${typed} after`])
        expect([text, hasRefused(text, [typed])]).toEqual([text, true]);
    }),
    { numRuns: 2000 },
  );
});

test('unseen signs and accents between the letters hide no Latin word', () => {
  const letters = fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), { minLength: 1, maxLength: 12 });
  const noise = fc.constantFrom('', '\u200B', '\u200D', '\u2060', '\uFEFF', '\u00AD', '\u0301', '\u0327', '\uFE0F');
  fc.assert(
    fc.property(letters, fc.array(noise, { minLength: 12, maxLength: 12 }), (word, between) => {
      const hidden = word.map((letter, at) => letter + (between[at] ?? '')).join('');
      expect(hasRefused(hidden, [word.join('')])).toBe(true);
    }),
  );
});

test('a whole list over the longest lyrics is looked through in a moment', () => {
  const text = 'la li lu '.repeat(7_000);
  const words = Array.from({ length: 200 }, (_, index) => `word${index}`);
  const begun = performance.now();
  expect(hasRefused(text, words)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
