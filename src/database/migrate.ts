import { open, rename, rm } from 'node:fs/promises';
import { backup, type DatabaseSync } from 'node:sqlite';
import { type Kysely, sql } from 'kysely';
import type { Migration } from './migrations.ts';
import type { Schema } from './schema.ts';
import type { Spelling } from './spelling.ts';

/** Where a file stands: without tables, with another program's, or ours. */
export interface Standing {
  kind: 'empty' | 'foreign' | 'ours';
  /** The newest migration it had; 0 for none. */
  version: number;
}

/** Reads the version a database keeps of itself. */
export const standing = (sqlite: DatabaseSync): Standing => {
  const tables = sqlite.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  if (tables.length === 0) return { kind: 'empty', version: 0 };
  if (!tables.some((table) => table.name === 'songcircle_migrations')) return { kind: 'foreign', version: 0 };
  const row = sqlite.prepare('SELECT coalesce(max(version), 0) AS version FROM songcircle_migrations').get();
  return { kind: 'ours', version: Number(row?.version ?? 0) };
};

const flush = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Copies the database to `target`, whole or not at all: an interrupted copy never stands under that name. */
export const copyAside = async (sqlite: DatabaseSync, target: string): Promise<void> => {
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { force: true });
  await backup(sqlite, unfinished);
  await flush(unfinished);
  await rename(unfinished, target);
};

/** Runs those migrations that are missing, each with its version in one transaction. */
export const migrate = async (
  writer: Kysely<Schema>,
  migrations: readonly Migration[],
  is: Spelling,
  at: number,
): Promise<void> => {
  for (const migration of migrations) {
    await writer.transaction().execute(async (trx) => {
      for (const statement of is.alone) await sql.raw(statement).execute(trx);
      await sql
        .raw(`CREATE TABLE IF NOT EXISTS songcircle_migrations (
        version ${is.migration}, name ${is.text} NOT NULL, at ${is.whole} NOT NULL)${is.table}`)
        .execute(trx);
      // Asked within: another process may have been here a moment ago.
      const { rows } = await sql<{ version: number }>`
        SELECT coalesce(max(version), 0) AS version FROM songcircle_migrations`.execute(trx);
      if ((rows[0]?.version ?? 0) >= migration.version) return;
      for (const statement of migration.statements(is)) await sql.raw(statement).execute(trx);
      await sql`INSERT INTO songcircle_migrations (version, name, at)
        VALUES (${migration.version}, ${migration.name}, ${at})`.execute(trx);
    });
  }
};
