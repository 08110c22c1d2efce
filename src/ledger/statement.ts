/** The history as a file for spreadsheets: CSV as RFC 4180 has it, newest first. */
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { allowanceKey } from './top-up.ts';

export interface Statement {
  csv: string;
  /** How many entries are in it. */
  entries: number;
  /** False: older ones did not fit. */
  isWhole: boolean;
}

interface Row {
  version: number;
  kind: string;
  key: string;
  available_change: number;
  held_change: number;
  available_after: number;
  held_after: number;
  member: string | null;
  song: string | null;
  title: string | null;
  reason: string | null;
  at: number;
}

/** So many are read at once: a few milliseconds for everybody else. */
const pageSize = 500;
/** Spreadsheets take UTF-8 for something else without it. */
const byteOrderMark = '\uFEFF';
const head = [
  'number',
  'time (UTC)',
  'kind',
  'available change',
  'held change',
  'available after',
  'held after',
  'member',
  'song',
  'title',
  'reason',
];

/** What a spreadsheet would take for a formula, as it begins; some look past spaces. */
const formula = /^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Words of members as a cell: nothing that is computed, nothing that ends the cell. */
export const cell = (words: string | null): string => {
  if (words === null || words === '') return '';
  const harmless = formula.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

const lineOf = (row: Row): string =>
  [
    row.version,
    new Date(row.at).toISOString(),
    row.key.startsWith(allowanceKey) ? 'allowance' : row.kind,
    row.available_change,
    row.held_change,
    row.available_after,
    row.held_after,
    cell(row.member),
    // An id of ours may begin with a hyphen.
    cell(row.song),
    cell(row.title),
    cell(row.reason),
  ].join(',');

const readPage = (database: Database, guildId: string, before: number): Promise<Row[]> =>
  database.read((db) =>
    db
      .selectFrom('entries')
      .leftJoin('members', 'members.ref', 'entries.member_ref')
      .leftJoin('songs', 'songs.id', 'entries.song_id')
      .select(['entries.version', 'entries.kind', 'entries.key', 'entries.available_change', 'entries.held_change'])
      .select(['entries.available_after', 'entries.held_after', 'members.user_id as member', 'entries.song_id as song'])
      .select(['songs.title', 'entries.reason', 'entries.at'])
      .where('entries.guild_id', '=', guildId)
      .where('entries.version', '<', before)
      .orderBy('entries.version', 'desc')
      .limit(pageSize)
      .execute(),
  );

/** Reads page by page and lets everybody else go first in between; keeps no more than `mostBytes` of UTF-8. */
export const readStatement = async (database: Database, guildId: string, mostBytes: number): Promise<Statement> => {
  const parts = [`${byteOrderMark}${head.join(',')}\r\n`];
  let bytes = Buffer.byteLength(parts[0] ?? '');
  let entries = 0;
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = await readPage(database, guildId, before);
    let part = '';
    for (const row of page) {
      const line = `${lineOf(row)}\r\n`;
      bytes += Buffer.byteLength(line);
      if (bytes > mostBytes) return { csv: `${parts.join('')}${part}`, entries, isWhole: false };
      part += line;
      entries += 1;
      before = row.version;
    }
    parts.push(part);
    if (page.length < pageSize) return { csv: parts.join(''), entries, isWhole: true };
    await afterOthers();
  }
};
