import { describe, expect, test } from 'vitest';
import { withoutSections } from '../src/members/sections.ts';

describe('lyrics without a section', () => {
  const row = (member_ref: number, line: number, position: number) => ({
    song_id: 's',
    member_ref,
    line,
    position,
    section: 'Verse',
  });
  const lyrics = 'intro\n[Verse]\na\n\n[Verse]\nb\n\n[Verse]\nc';
  const rows = [row(1, 1, 0), row(2, 4, 1), row(1, 7, 2)];

  test('keep the others’ sections whole, and know where they begin', () => {
    expect(withoutSections(lyrics, rows, 1)).toEqual({ lyrics: 'intro\n[Verse]\nb', kept: [row(2, 1, 0)] });
    expect(withoutSections(lyrics, rows, 2)).toEqual({
      lyrics: 'intro\n[Verse]\na\n\n[Verse]\nc',
      kept: [row(1, 1, 0), row(1, 4, 1)],
    });
  });

  test('are as they were for whoever has none in them', () => {
    expect(withoutSections(lyrics, rows, 3)).toEqual({ lyrics, kept: rows });
  });

  test('are nothing when one wrote all of it', () => {
    expect(withoutSections('a\nb', [{ ...row(1, 0, 0), section: null as never }], 1)).toEqual({ lyrics: '', kept: [] });
  });
});
