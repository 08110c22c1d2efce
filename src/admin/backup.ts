/** A copy of the database as it is at one moment, while the bot goes on. */
import { randomUUID } from 'node:crypto';
import { link, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lockOut } from '../database/lock.ts';
import { standing } from '../database/migrate.ts';
import { newestVersion } from '../database/migrations.ts';
import { databaseFile } from '../database/open-sqlite.ts';
import { asStartError, sentences } from '../database/start.ts';
import { exitCodes, StartError } from '../errors.ts';
import { putInPlace, settle } from './files.ts';
import { type Inspected, inspect } from './inspect.ts';

/** How long it waits for the bot to begin; after that it reads beside it. */
const waitMs = 15_000;

export const notOurs = 'A PostgreSQL is backed up with pg_dump and put back with pg_restore, not from here.';

/** @throws StartError when the database is no file */
export const assertSqlite = (url: string): void => {
  if (/^postgres(ql)?:/i.test(url)) throw new StartError(notOurs, exitCodes.usage);
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Writes everything that was answered before it began into `target`, a file that is not there yet, and proves that it can
 * be read. What was deleted is not in it. @throws StartError of one sentence; then there is no such file
 */
export async function backUp(url: string, target: string): Promise<Inspected> {
  assertSqlite(url);
  const file = await databaseFile(url);
  if (!(await isThere(file))) throw new StartError(sentences.absent(url), exitCodes.file);
  const path = resolve(target);
  if (await isThere(path)) throw taken(target);
  await assertFolder(dirname(path), target);
  const lock = lockOut(file, url, 'beside');
  // Not by the target's name alone: two of them must not write into one file.
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  try {
    copyInto(file, url, unfinished);
    await settle(unfinished);
    const inspected = await inspect(unfinished, `The database ${url}`);
    await publish(unfinished, path, target);
    return inspected;
  } catch (error) {
    throw asStartError(error, url);
  } finally {
    await rm(unfinished, { force: true });
    lock.close();
  }
}

/** One read transaction: it sees one moment, and in the write-ahead log nobody waits for a reader. */
function copyInto(file: string, url: string, path: string): void {
  using sqlite = new DatabaseSync(file, { timeout: waitMs });
  const { kind, version } = standing(sqlite);
  if (kind === 'empty') throw new StartError(sentences.absent(url), exitCodes.file);
  if (kind === 'foreign') throw new StartError(sentences.foreign(url), exitCodes.file);
  if (version > newestVersion) throw new StartError(sentences.newer(url, version, newestVersion), exitCodes.config);
  sqlite.prepare('VACUUM INTO ?').run(path);
}

const taken = (target: string): StartError =>
  new StartError(`${target} is there already, and a backup overwrites nothing: name another file.`, exitCodes.file);

async function assertFolder(folder: string, target: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    throw new StartError(`The folder of ${target} is not there: make it, or name another file.`, exitCodes.file);
}

/** Under its name only when it is whole, and never in place of another file. */
async function publish(from: string, path: string, target: string): Promise<void> {
  try {
    await link(from, path);
    await settle(dirname(path));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EEXIST') throw taken(target);
    // A file system without links, such as that of a memory stick.
    if (await isThere(path)) throw taken(target);
    await putInPlace(from, path);
  }
}
