import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { exitCodes, StartError } from '../errors.ts';
import type { DatabaseOptions, Engine } from './engine.ts';
import { createFlush, type Flush, openLogFile } from './flush.ts';
import { lockOut } from './lock.ts';
import { copyAside, migrate, type Standing, standing } from './migrate.ts';
import { migrations as ownMigrations } from './migrations.ts';
import { allowDirectly } from './prepared.ts';
import type { Schema, Transaction } from './schema.ts';
import { sqliteSpelling } from './spelling.ts';
import { connectSqlite, type SqliteConnection } from './sqlite.ts';
import { asStartError, sentences } from './start.ts';

/** How long a statement waits for another process (a backup) that holds the file. It blocks this one, so not for long. */
const busyTimeoutMs = 2_000;
/** Nobody waits for an answer of a process beside it: it may wait for the bot. */
const besideTimeoutMs = 15_000;

const pathOf = (url: string): string => {
  const path = /^file:(?:\/\/(?=\/))?([^?#]+)$/.exec(url)?.[1];
  if (path === undefined || path === ':memory:') throw new StartError(sentences.url(url), exitCodes.config);
  return path;
};

/** One name for the file however it was reached, so that two bots cannot pass each other by two names. */
const trueName = async (path: string): Promise<string> => {
  const inFolder = async () => join(await realpath(dirname(path)).catch(() => resolve(dirname(path))), basename(path));
  return realpath(path).catch(inFolder);
};

/** The file of a `DATABASE_URL` by its one name, whether or not it is there. @throws StartError */
export const databaseFile = (url: string): Promise<string> => trueName(pathOf(url));

/** A file that is not ours to open is refused before anything in it is touched. */
const assertOurs = ({ url, migrations = ownMigrations }: DatabaseOptions, found: Standing): void => {
  const newest = migrations.at(-1)?.version ?? 0;
  if (found.kind === 'foreign') throw new StartError(sentences.foreign(url), exitCodes.file);
  if (found.version > newest) throw new StartError(sentences.newer(url, found.version, newest), exitCodes.config);
};

/** Who works beside the bot leaves making and migrating to it. */
const assertCurrent = ({ url, migrations = ownMigrations }: DatabaseOptions, found: Standing): void => {
  const newest = migrations.at(-1)?.version ?? 0;
  if (found.kind === 'empty') throw new StartError(sentences.absent(url), exitCodes.file);
  if (found.version < newest) throw new StartError(sentences.older(url, found.version, newest), exitCodes.config);
};

const kyselyOver = (connection: SqliteConnection): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: connection.dialect });

const bringUpToDate = async (options: DatabaseOptions, file: string, sqlite: DatabaseSync, found: Standing) => {
  const { migrations = ownMigrations, log, clock } = options;
  if (found.version === (migrations.at(-1)?.version ?? 0)) return;
  if (found.kind === 'ours') {
    const copy = `${file}.version-${found.version}`;
    await copyAside(sqlite, copy);
    log?.info({ from: found.version, copy: basename(copy) }, 'database copied aside before it is migrated');
  }
  const writer = kyselyOver(connectSqlite(sqlite, { onlyInTransaction: true }));
  await migrate(writer, migrations, sqliteSpelling, clock.now());
};

const createEngine = (writing: SqliteConnection, reading: SqliteConnection, flush: Flush, free: () => void): Engine => {
  const writer = kyselyOver(writing);
  const reader = kyselyOver(reading);
  allowDirectly(writer, writing.run);
  allowDirectly(reader, reading.run);
  return {
    name: 'sqlite',
    shared: false,
    transact: async (work) => {
      try {
        writing.begin();
        // There is one connection and one write at a time, so all of Kysely that is needed is its builder.
        const result = await work(writer as Transaction);
        writing.commit();
        return result;
      } catch (error) {
        writing.rollback();
        throw error;
      }
    },
    reader,
    settled: flush.settled,
    assertSound: flush.assertSound,
    close: async () => {
      await flush.close();
      await reader.destroy();
      await writer.destroy();
      // Kysely leaves alone what was never used.
      free();
    },
  };
};

const openFile = async (options: DatabaseOptions, file: string): Promise<Engine> => {
  const beside = options.beside === true;
  const found = await stat(file).catch(() => null);
  if (found === null && beside) throw new StartError(sentences.absent(options.url), exitCodes.file);
  if (found?.isDirectory()) throw new StartError(sentences.directory(options.url), exitCodes.file);
  // SQLite would only say that it is unable to open, or open what cannot be written and fail later.
  await access(dirname(file), constants.W_OK);
  if (found !== null) await access(file, constants.R_OK | constants.W_OK);
  const lock = lockOut(file, options.url, beside ? 'beside' : 'bot');
  const opened: DatabaseSync[] = [];
  const connect = (): DatabaseSync => {
    const timeout = beside ? besideTimeoutMs : busyTimeoutMs;
    const sqlite = new DatabaseSync(file, { timeout, enableForeignKeyConstraints: true });
    opened.push(sqlite);
    return sqlite;
  };
  const free = (): void => {
    for (const sqlite of opened) if (sqlite.isOpen) sqlite.close();
    lock.close();
  };
  try {
    const writing = connect();
    const version = standing(writing);
    assertOurs(options, version);
    if (beside) assertCurrent(options, version);
    // A commit that was answered survives a power cut: that is `flush`'s promise, which does not stop the world for it.
    // Beside it SQLite flushes by itself: that process has nothing else to do meanwhile.
    writing.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${beside ? 'FULL' : 'NORMAL'}`);
    // A file opened read-only shows it no earlier than here.
    writing.exec('BEGIN IMMEDIATE; ROLLBACK');
    await bringUpToDate(options, file, writing, version);
    const reading = connect();
    reading.exec('PRAGMA query_only = ON');
    const flush = createFlush(options.logFile ?? openLogFile(file));
    return createEngine(
      connectSqlite(writing, { onlyInTransaction: true }),
      connectSqlite(reading, { onlyInTransaction: false }),
      flush,
      free,
    );
  } catch (error) {
    free();
    throw error;
  }
};

/**
 * The embedded engine: one file, one bot. A second one is kept out for as long as this one lives; the operator's commands
 * come and go `beside` it.
 */
export const openSqlite = async (options: DatabaseOptions): Promise<Engine> => {
  const path = pathOf(options.url);
  try {
    if (options.beside !== true) await mkdir(dirname(path), { recursive: true });
    return await openFile(options, await trueName(path));
  } catch (error) {
    throw asStartError(error, options.url);
  }
};
