/** Whether a file is a whole database of ours, before anybody relies on it. */
import { stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { DatabaseFailure, toDatabaseFailure } from '../database/failure.ts';
import { standing } from '../database/migrate.ts';
import { newestVersion } from '../database/migrations.ts';
import type { Schema } from '../database/schema.ts';
import { connectSqlite } from '../database/sqlite.ts';
import { exitCodes, StartError } from '../errors.ts';
import { audit } from '../ledger/audit.ts';

export interface Inspected {
  version: number;
  guilds: number;
  /** Where its books do not agree, in sentences. */
  faults: readonly string[];
}

const unfit = (sentence: string, cause?: unknown): StartError => new StartError(sentence, exitCodes.file, { cause });

/** @throws StartError when there is no such file; `name`: what the operator calls it. */
export async function assertFile(path: string, name: string): Promise<void> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw unfit(
      cause.code === 'ENOENT' ? `There is no file ${name}.` : `The file ${name} cannot be read (${cause.code}).`,
      cause,
    );
  });
  if (!found.isFile()) throw unfit(`${name} is no file.`);
}

/**
 * Every page, every reference and every balance of it. Opens it for writing, so it must be a copy of our own.
 * @throws StartError of one sentence about `name`
 */
export async function inspect(path: string, name: string): Promise<Inspected> {
  try {
    using sqlite = new DatabaseSync(path);
    const { kind, version } = standing(sqlite);
    if (kind === 'empty') throw unfit(`There is nothing in ${name}.`);
    if (kind === 'foreign') throw unfit(`${name} belongs to another program.`);
    if (version > newestVersion)
      throw unfit(
        `${name} is of version ${version}, but this Songcircle knows only version ${newestVersion}: restore it with the newer one.`,
      );
    const pages = sqlite.prepare('PRAGMA integrity_check(1)').get();
    const references = sqlite.prepare('PRAGMA foreign_key_check').get();
    if (pages?.integrity_check !== 'ok' || references !== undefined) throw unfit(`${name} is damaged.`);
    const reader = new Kysely<Schema>({ dialect: connectSqlite(sqlite, { onlyInTransaction: false }).dialect });
    const { guilds, faults } = await audit({ read: (work) => work(reader) });
    return { version, guilds, faults };
  } catch (error) {
    const failure = toDatabaseFailure(error);
    if (failure instanceof DatabaseFailure) throw unfit(`${name} is not a database, or it is damaged.`, error);
    throw error;
  }
}
