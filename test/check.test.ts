import { describe, expect, test } from 'vitest';
import type { Model, Work } from '../src/providers/provider.ts';
import { checkWork, parseSecond } from '../src/songs/check.ts';

const model: Model = {
  id: 'small',
  name: 'Small',
  limits: { idea: 10, title: 5, style: 6, lyrics: 12, avoid: 4 },
};
const song = (idea: string): Work => ({ kind: 'idea', idea, instrumental: false });
const compose = (fields: Partial<Extract<Work, { kind: 'lyrics' }>>): Work => ({
  kind: 'lyrics',
  title: '',
  style: 'pop',
  lyrics: 'la la',
  avoid: '',
  vocals: 'any',
  ...fields,
});
const extend = (fields: Partial<Extract<Work, { kind: 'extend' }>>): Work => ({
  kind: 'extend',
  parent: {},
  fromSecond: 10,
  title: '',
  style: '',
  lyrics: '',
  ...fields,
});

describe('words are checked against the model before anything is held', () => {
  test.each<[string, Work, unknown]>([
    ['an idea at the limit', song('0123456789'), null],
    ['an idea one over', song('0123456789x'), { kind: 'too_long', field: 'idea', limit: 10, length: 11 }],
    ['no idea', song(''), { kind: 'empty', field: 'idea' }],
    ['an idea of spaces', song(' \n\t　'), { kind: 'empty', field: 'idea' }],
    ['an idea of signs that nobody sees', song('\u200b\u2060\ufeff\u3164'), { kind: 'empty', field: 'idea' }],
    ['ten emoji, each two units long, are ten', song('🎵'.repeat(10)), null],
    ['eleven emoji', song('🎵'.repeat(11)), { kind: 'too_long', field: 'idea', limit: 10, length: 11 }],
    ['ten Japanese signs', song('歌'.repeat(10)), null],
    ['style and lyrics alone', compose({}), null],
    ['no style', compose({ style: ' ' }), { kind: 'empty', field: 'style' }],
    ['no style for an instrumental', compose({ style: '', vocals: 'none' }), { kind: 'empty', field: 'style' }],
    ['no lyrics', compose({ lyrics: '' }), { kind: 'empty', field: 'lyrics' }],
    ['no lyrics with a chosen voice', compose({ lyrics: '', vocals: 'male' }), { kind: 'empty', field: 'lyrics' }],
    ['no lyrics for an instrumental', compose({ lyrics: '', vocals: 'none' }), null],
    ['a long title', compose({ title: '123456' }), { kind: 'too_long', field: 'title', limit: 5, length: 6 }],
    ['a long style', compose({ style: '1234567' }), { kind: 'too_long', field: 'style', limit: 6, length: 7 }],
    ['long lyrics', compose({ lyrics: '1234567890123' }), { kind: 'too_long', field: 'lyrics', limit: 12, length: 13 }],
    ['a long avoid', compose({ avoid: '12345' }), { kind: 'too_long', field: 'avoid', limit: 4, length: 5 }],
    [
      'the first fault of the form is named',
      compose({ title: '123456', style: '' }),
      { kind: 'too_long', field: 'title', limit: 5, length: 6 },
    ],
    ['an extension with nothing typed', extend({}), null],
    [
      'an extension with long lyrics',
      extend({ lyrics: '1234567890123' }),
      { kind: 'too_long', field: 'lyrics', limit: 12, length: 13 },
    ],
    [
      'an extension with a long style',
      extend({ style: '1234567' }),
      { kind: 'too_long', field: 'style', limit: 6, length: 7 },
    ],
  ])('%s', (_, work, expected) => {
    expect(checkWork(work, model)).toEqual(expected);
  });
});

describe('From second is understood as people write it', () => {
  const seconds = 198.44;

  test.each([
    ['', 198.44],
    ['  ', 198.44],
    ['1:45', 105],
    ['01:45', 105],
    ['105', 105],
    ['105.5', 105.5],
    ['105,5', 105.5],
    ['1:45.5', 105.5],
    ['1:5', 65],
    ['0:01', 1],
    ['１：４５', 105],
    [' 1:45 ', 105],
    ['198.44', 198.44],
    ['3:18', 198],
    ['3:19', 198.44],
  ])('%j is %d', (typed, second) => {
    expect(parseSecond(typed, seconds)).toEqual({ kind: 'second', second });
  });

  test('of a track whose length nobody knows, every second may be right', () => {
    expect(parseSecond('3:00', 0)).toEqual({ kind: 'second', second: 180 });
    expect(parseSecond('0', 0)).toMatchObject({ kind: 'bad_second' });
    expect(parseSecond('', 0)).toEqual({ kind: 'second', second: 0 });
  });

  test.each([
    '0',
    '0:00',
    '-5',
    '1:60',
    '1:75',
    '3:20',
    '200',
    '1:2:3',
    'middle',
    '1e2',
    'Infinity',
    'NaN',
    '0x10',
    '1:',
    ':30',
    '.',
    '1:45:',
    '١٠٥',
    '9'.repeat(400),
  ])('%j is refused with what was typed and how long the track is', (typed) => {
    expect(parseSecond(typed, seconds)).toEqual({ kind: 'bad_second', typed, durationSeconds: seconds });
  });
});
