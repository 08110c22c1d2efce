import { describe, expect, test } from 'vitest';
import { compose } from '../src/providers/sketch/compose/compose.ts';
import { drawCover } from '../src/providers/sketch/cover/cover.ts';
import { drawable, letter, textRuns, widthOf } from '../src/providers/sketch/cover/lettering.ts';
import { planSong } from '../src/providers/sketch/song.ts';
import { lyricsWork } from './helpers/sketch.ts';

function cover(title: string, style = 'folk', take: 0 | 1 = 0): Buffer {
  const plan = planSong({ version: 1, work: lyricsWork({ title, style }) });
  const score = compose({ music: plan.music, sections: plan.sections, index: take, tune: plan.takes[take].tune });
  return Buffer.from(drawCover(plan, score, take));
}

const isPicture = (png: Buffer): void => {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]);
  expect(png.length).toBeLessThan(400_000);
};

test('a cover is a PNG of 1024 by 1024, the same for the same words, another for another title, style or take', () => {
  const usual = cover('Paper Boats');
  isPicture(usual);
  expect(cover('Paper Boats').equals(usual)).toBe(true);
  for (const other of [cover('Paper Planes'), cover('Paper Boats', 'techno'), cover('Paper Boats', 'folk', 1)]) {
    isPicture(other);
    expect(other.equals(usual)).toBe(false);
  }
});

test('hostile titles still give a picture', () => {
  const titles = [
    '</text><svg onload="x"><image href="file:///etc/passwd"/>',
    '\u0000\u0007\u202e\ufeff',
    'W'.repeat(4000),
    '﷽',
    '&amp;&#0;]]>',
    'مرحبا',
    '👩‍👩‍👧‍👦',
    'é'.repeat(80),
  ];
  for (const title of titles) isPicture(cover(title));
});

describe('lettering', () => {
  test('markup in a title is text', () => {
    expect(textRuns('<b>&"')).not.toMatch(/<b>/);
    expect(textRuns('<b>&"')).toContain('&#60;b&#62;&#38;&#34;');
  });

  test('Latin with accents, Cyrillic and Japanese can be drawn; what cannot is left out', () => {
    for (const title of ['Größe ñandú ça œuvre Łódź', 'Полночь', '夜の街で君を待つ', 'カフェ・ノワール'])
      expect(drawable(title)).toBe(title);
    expect(drawable('Party 🎉 time')).toBe('Party time');
    expect(drawable('مرحبا !')).toBe('');
  });

  test('every line fits, whatever the title, and words are not torn where there is room', () => {
    for (const title of [
      'Hi',
      'Sonnenuntergang über München',
      'Donaudampfschifffahrtsgesellschaftskapitän',
      'W'.repeat(80),
      '長い長い題名の歌をみんなで歌おう今夜も',
      'a b '.repeat(20),
    ]) {
      const { size, lines } = letter(title, 896);
      expect(lines.length).toBeLessThanOrEqual(4);
      for (const line of lines) expect(widthOf(line, size)).toBeLessThanOrEqual(897);
    }
    expect(letter('Sonnenuntergang über München', 896).lines).toEqual(['Sonnenuntergang', 'über München']);
  });
});
