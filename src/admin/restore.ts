/**
 * Puts a backup in the place of the database, while nothing runs on it. What is there stays whole until one rename, and is
 * kept aside after it; so a death at any line leaves the one or the other.
 */
import { chmod, chown, copyFile, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseFailure, toDatabaseFailure } from '../database/failure.ts';
import { lockOut } from '../database/lock.ts';
import { newestVersion } from '../database/migrations.ts';
import { databaseFile } from '../database/open-sqlite.ts';
import { operatorName } from '../database/operator.ts';
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

/** `at`: epoch ms, for the record. @throws StartError of one sentence; then everything is as it was */
export async function restore(url: string, source: string, at: number): Promise<Restored> {
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
    await tidyUp(incoming);
    await copyFile(from, incoming);
    const inspected = await inspect(incoming, source);
    if (inspected.faults.length > 0)
      throw new StartError(`The books in ${source} do not agree: ${inspected.faults[0]}.`, exitCodes.file);
    makeReady(incoming, { version: inspected.version, source: basename(source), at });
    await settle(incoming);
    const kept = await keepAside(file, url, incoming);
    await removeBeside(file);
    await putInPlace(incoming, file);
    return { ...inspected, kept };
  } catch (error) {
    throw asStartError(error, url);
  } finally {
    await tidyUp(incoming);
    lock.close();
  }
}

/**
 * A song that was only asked for then may have been sent to a service since. It is not sent again: its time is over, and its
 * credits go back at the next start. One caught in the act of submission is known for that already.
 */
function makeReady(path: string, { version, source, at }: { version: number; source: string; at: number }): void {
  using sqlite = new DatabaseSync(path);
  sqlite.exec(`PRAGMA journal_mode = DELETE; UPDATE songs SET deadline_at = 0 WHERE state = 'requested'`);
  // An older one has no place for it yet.
  if (version < newestVersion) return;
  const note = sqlite.prepare('INSERT INTO operator_acts (at, who, act, about) VALUES (?, ?, ?, ?)');
  note.run(at, operatorName, 'restore', source);
}

/** A copy of what is there, under a name of its own; whoever may use the file may use the new one. */
async function keepAside(file: string, url: string, incoming: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found === null) return null;
  await chmod(incoming, found.mode);
  await chown(incoming, found.uid, found.gid).catch(() => undefined);
  let n = 1;
  while ((await sizeOf(`${file}.before-restore-${n}`)) !== null) n += 1;
  const kept = `${file}.before-restore-${n}`;
  try {
    // As it lies there first: SQLite may clear up beside a file that it finds damaged.
    const parts = await partsOf(file);
    for (const part of parts) await copyWhole(`${file}${part}`, `${kept}${part}`, unfinishedOf(incoming));
    if (foldIn(file, url) && parts.length > 1) {
      await copyWhole(file, kept, unfinishedOf(incoming));
      await removeBeside(kept);
    }
    return kept;
  } catch (error) {
    await rm(kept, { force: true });
    await removeBeside(kept);
    throw error;
  }
}

/**
 * Brings what a bot that was killed left beside the file into it, so that it is whole by itself. False: it is too damaged
 * for that.
 */
function foldIn(file: string, url: string): boolean {
  try {
    using sqlite = new DatabaseSync(file);
    sqlite.exec('PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE');
    return true;
  } catch (error) {
    const failure = toDatabaseFailure(error);
    if (failure instanceof DatabaseFailure && failure.kind === 'damaged') return false;
    throw asStartError(error, url);
  }
}

/** The file itself comes last: where it is, all of it is. */
async function partsOf(file: string): Promise<string[]> {
  const sizes = await Promise.all(companions.map((part) => sizeOf(`${file}${part}`)));
  return [...companions.filter((_, n) => sizes[n] !== null), ''];
}

/** Where a copy is written until it is whole. */
const unfinishedOf = (incoming: string): string => `${incoming}.unfinished`;

async function tidyUp(incoming: string): Promise<void> {
  for (const path of [incoming, unfinishedOf(incoming)]) await rm(path, { force: true });
  await removeBeside(incoming);
}

/** The log of one file must never meet another. */
async function removeBeside(file: string): Promise<void> {
  for (const companion of [...companions, '-shm']) await rm(`${file}${companion}`, { force: true });
}
