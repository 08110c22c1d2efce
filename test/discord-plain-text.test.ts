import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, fileName, plainLine, plainText, safeLine, safeText } from '../src/discord/plain-text.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '@everyone',
        '<@&1>',
        '[x](https://a.b)',
        '`',
        '```',
        '**',
        '\u202e',
        '\u200b',
        '\ud800',
        '👨‍👩‍👧',
        '||',
        '\n',
        '# ',
        '- ',
        'discord.gg/x',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);

const unescaped = (text: string, mark: string): boolean =>
  [...text.matchAll(/\\.|./gs)].some(([token]) => token === mark);

test('words shown where markup is read hold no markup, mention, link or invite of their own', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 300 }), (text, most) => {
      for (const shown of [safeLine(text, most), safeText(text, most)]) {
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/);
        for (const mark of ['*', '_', '~', '`', '|', '<', '>', '@', '[', ']', '#', ':', '/'])
          expect(unescaped(shown, mark)).toBe(false);
      }
      expect(safeLine(text, most)).not.toContain('\n');
    }),
    { numRuns: 300 },
  );
});

test('words that mean no harm are shown as they are', () => {
  expect(safeLine('Über den Wolken, 2. Teil', 100)).toBe('Über den Wolken, 2. Teil');
  expect(safeLine('雨の歌 👨‍👩‍👧', 100)).toBe('雨の歌 👨‍👩‍👧');
  expect(plainText('[Verse]\n  a < b', 100)).toBe('[Verse]\n  a < b');
});

test('a text is cut between characters and says so', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdef', 4)).toBe('abc…');
  expect(cut('👨👨👨', 4)).toBe('👨…');
});

test('a form field is never given more than it holds, nor half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (text, most) => {
      const shown = plainText(text, most);
      expect(shown.length).toBeLessThanOrEqual(most);
      expect(shown.isWellFormed()).toBe(true);
    }),
  );
});

test('a file name is one that every system takes, of at most 100 bytes', () => {
  expect(fileName('Tin Roof', ' - A.mp3', 'Song')).toBe('Tin Roof - A.mp3');
  expect(fileName('../../etc/passwd', ' - A.mp3', 'Song')).toBe('etc passwd - A.mp3');
  expect(fileName('<@1>', ' - A.mp3', 'Song')).toBe('1 - A.mp3');
  expect(fileName('???', ' - B.mp3', 'Song')).toBe('Song - B.mp3');
  expect(fileName('con', '.txt', 'Lyrics')).toBe('Lyrics.txt');
  fc.assert(
    fc.property(hostile, (title) => {
      const name = fileName(title, ' - A.mp3', 'Song');
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(100);
      expect(name).toMatch(/^[^\s.\\/:*?"<>|][^\\/:*?"<>|\n]* - A\.mp3$/u);
      expect(name.isWellFormed()).toBe(true);
    }),
  );
});

test('a line is one line', () => {
  expect(plainLine('a\r\n b\tc', 50)).toBe('a b c');
});
