/** Lyrics without what one of their authors wrote. Pure. */
import type { Selectable } from 'kysely';
import type { SongAuthorsTable } from '../database/schema-together.ts';

export type Row = Selectable<SongAuthorsTable>;

/**
 * Each author's part goes from its line to where the next one begins. Answers the lyrics without the parts of `ref`, and the
 * rows of the others, numbered anew, with the lines where their parts begin now.
 */
export function withoutSections(
  lyrics: string,
  rows: readonly Row[],
  ref: number,
): { lyrics: string; kept: readonly Row[] } {
  if (rows.every((row) => row.member_ref !== ref)) return { lyrics, kept: rows };
  const lines = lyrics.split('\n');
  const sorted = [...rows].sort((a, b) => a.line - b.line);
  const before = lines.slice(0, sorted[0]?.line ?? 0);
  const parts = sorted.map((row, at) => ({ row, lines: lines.slice(row.line, sorted[at + 1]?.line) }));
  const left = [...before];
  const kept: Row[] = [];
  for (const part of parts) {
    if (part.row.member_ref === ref) continue;
    kept.push({ ...part.row, position: kept.length, line: left.length });
    left.push(...part.lines);
  }
  return { lyrics: left.join('\n').trimEnd(), kept };
}
