/**
 * Puts a backup in the place of the database, while nothing runs on it. What is there stays whole until one rename, and is
 * kept aside after it; so a death at any line leaves the one or the other.
 */
import { chmod, chown, copyFile, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from '../database/database.ts';
import { DatabaseFailure, toDatabaseFailure } from '../database/failure.ts';
import { lockOut } from '../database/lock.ts';
import { asStartError } from '../database/start.ts';
import { exitCodes, StartError } from '../errors.ts';
import { assertSqlite } from './backup.ts';
import { copyWhole, putInPlace, settle } from './files.ts';
import { assertFile, type Inspected, inspect } from './inspect.ts';

export interface Restored extends Inspected {
  /** Where the database that was there is now; null when there was none. */
  kept: string | null;
}

/** What SQLite keeps beside a database that was not closed in good order. */
const companions = ['-wal', '-journal'] as const;

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );

/** @throws StartError of one sentence; then everything is as it was */
export async function restore(url: string, source: string): Promise<Restored> {
  assertSqlite(url);
  await assertFile(source, source);
  const from = await realpath(source);
  const file = await databaseFile(url);
  if (from === file) throw new StartError(`${source} is the database itself.`, exitCodes.file);
  for (const companion of companions)
    if ((await sizeOf(`${from}${companion}`)) ?? 0)
      throw new StartError(
        `${source} is no backup, but a database with ${basename(from)}${companion} beside it: back it up with npm run admin -- backup.`,
        exitCodes.file,
      );
  await mkdir(dirname(file), { recursive: true });
  const lock = lockOut(file, url, 'alone');
  const incoming = `${file}.restoring`;
  try {
    // A restore that died may have left some of it.
    await removeBeside(incoming);
    await copyFile(from, incoming);
    const inspected = await inspect(incoming, source);
    if (inspected.faults.length > 0)
      throw new StartError(`The books in ${source} do not agree: ${inspected.faults[0]}.`, exitCodes.file);
    makeReady(incoming);
    await settle(incoming);
    const kept = await keepAside(file, url, incoming);
    await removeBeside(file);
    await putInPlace(incoming, file);
    return { ...inspected, kept };
  } catch (error) {
    throw asStartError(error, url);
  } finally {
    await rm(incoming, { force: true });
    await removeBeside(incoming);
    lock.close();
  }
}

/**
 * A song that was only asked for then may have been sent to a service since. It is not sent again: its time is over, and its
 * credits go back at the next start. One caught in the act of submission is known for that already.
 */
function makeReady(path: string): void {
  using sqlite = new DatabaseSync(path);
  sqlite.exec(`PRAGMA journal_mode = DELETE; UPDATE songs SET deadline_at = 0 WHERE state = 'requested'`);
}

/** A copy of what is there, under a name of its own; whoever may use the file may use the new one. */
async function keepAside(file: string, url: string, incoming: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found === null) return null;
  foldIn(file, url);
  await chmod(incoming, found.mode);
  await chown(incoming, found.uid, found.gid).catch(() => undefined);
  let n = 1;
  while ((await sizeOf(`${file}.before-restore-${n}`)) !== null) n += 1;
  const kept = `${file}.before-restore-${n}`;
  // The file itself comes last: where it is, all of it is.
  for (const part of [...companions, ''])
    if ((await sizeOf(`${file}${part}`)) !== null) await copyWhole(`${file}${part}`, `${kept}${part}`);
  return kept;
}

/**
 * Brings what a bot that was killed left beside the file into it, so that it is whole by itself. A file that is too damaged
 * for that is kept as it is, with what lies beside it.
 */
function foldIn(file: string, url: string): void {
  try {
    using sqlite = new DatabaseSync(file);
    sqlite.exec('PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE');
  } catch (error) {
    const failure = toDatabaseFailure(error);
    if (!(failure instanceof DatabaseFailure)) throw error;
    if (failure.kind !== 'damaged') throw asStartError(error, url);
  }
}

/** The log of one file must never meet another. */
async function removeBeside(file: string): Promise<void> {
  for (const companion of [...companions, '-shm']) await rm(`${file}${companion}`, { force: true });
}
