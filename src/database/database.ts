import { AsyncLocalStorage } from 'node:async_hooks';
import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { exitCodes, StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createFlush, type Flush, type LogFile, openLogFile } from './flush.ts';
import { lockOut } from './lock.ts';
import { copyAside, migrate, type Standing, standing } from './migrate.ts';
import { type Migration, migrations as ownMigrations } from './migrations.ts';
import { allowDirectly } from './prepared.ts';
import type { Reader, Schema, Transaction } from './schema.ts';
import { connectSqlite, type SqliteConnection } from './sqlite.ts';
import { asStartError, sentences } from './start.ts';

/** The only way to the data. A function of a repository is one whole `write` or `read` with plain-data arguments. */
export interface Database {
  readonly engine: 'sqlite';
  /**
   * Runs `work` in one transaction: everything it wrote is on disk when this resolves, or nothing is, when it throws.
   * Writes run one after the other, so `work` must await nothing but its own statements. Neither `write` nor `read`
   * may be called within: that is an assertion error, as it would wait for itself or not see what was just written.
   */
  write<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /**
   * As `write`, but resolves when it is committed, not when it is on the disk: a power cut (not a death of this process)
   * may take it back, and everything after it. Only for what the next start would simply do again.
   */
  note<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /** Resolves when everything that is committed by now is on the disk: so that a `note` can become as good as a `write`. */
  lasts(): Promise<void>;
  /** Runs selects on what is committed. Each sees one moment; two of them may see different ones. Never waits for a write. */
  read<T>(work: (db: Reader) => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Waits for the writes under way, then closes. More of them are refused. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `file:` and a path, relative to the working directory or absolute. */
  url: string;
  clock: Clock;
  log?: Log;
  /**
   * True: beside a bot that may be running, as whoever gives it orders. Nothing is made or migrated; the database must be
   * there and up to date. Default: as the one bot.
   */
  beside?: boolean;
  /** For tests of migrating itself. */
  migrations?: readonly Migration[];
  /** For tests of what is told when; default: the database's own log. */
  logFile?: LogFile;
}

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

const bringUpToDate = async (options: DatabaseOptions, file: string, sqlite: DatabaseSync, found: Standing) => {
  const { migrations = ownMigrations, log, clock } = options;
  if (found.version === (migrations.at(-1)?.version ?? 0)) return;
  if (found.kind === 'ours') {
    const copy = `${file}.version-${found.version}`;
    await copyAside(sqlite, copy);
    log?.info({ from: found.version, copy: basename(copy) }, 'database copied aside before it is migrated');
  }
  await migrate(kyselyOver(connectSqlite(sqlite, { onlyInTransaction: true })), migrations, found.version, clock.now());
};

/** Serialises: each piece of work starts when the one before has ended, however it ended. */
const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
  const idle = (): Promise<void> =>
    last.then(
      () => {},
      () => {},
    );
  return { enqueue, idle };
};

const createDatabase = (
  writing: SqliteConnection,
  reading: SqliteConnection,
  flush: Flush,
  free: () => void,
): Database => {
  const writer = kyselyOver(writing);
  const reader = kyselyOver(reading);
  allowDirectly(writer, writing.run);
  allowDirectly(reader, reading.run);
  const queue = createQueue();
  // Which write the present call belongs to. `open` ends with it: what was begun within and outlives it is free again.
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  let closing: Promise<void> | undefined;

  const assertOutside = (what: string): void => {
    if (closing !== undefined) throw new Error(`${what} on a closed database`);
    if (inside.getStore()?.open) throw new Error(`${what} inside a write: use its transaction`);
  };

  const note: Database['note'] = async (work) => {
    assertOutside('write');
    flush.assertSound();
    return queue.enqueue(async () => {
      const here = { open: true };
      try {
        writing.begin();
        // There is one connection and one write at a time, so all of Kysely that is needed is its builder.
        const result = await inside.run(here, () => work(writer as Transaction));
        writing.commit();
        return result;
      } catch (error) {
        writing.rollback();
        throw error;
      } finally {
        here.open = false;
      }
    });
  };

  const write: Database['write'] = async (work) => {
    const result = await note(work);
    // The next write may begin already; whoever waits for this one hears of it when it is on the disk.
    await flush.settled();
    return result;
  };

  const lasts: Database['lasts'] = () => {
    const flushed = flush.settled();
    // Whoever asked hears of a failure when they wait for it, which may be a moment later.
    flushed.catch(() => undefined);
    return flushed;
  };

  const read: Database['read'] = async (work) => {
    assertOutside('read');
    return work(reader);
  };

  const shut = async (): Promise<void> => {
    await queue.idle();
    await flush.close();
    await reader.destroy();
    await writer.destroy();
    // Kysely leaves alone what was never used.
    free();
  };

  return {
    engine: 'sqlite',
    write,
    note,
    lasts,
    read,
    ping: async () => {
      flush.assertSound();
      await read(async (db) => void (await sql`SELECT 1 FROM songcircle_migrations`.execute(db)));
    },
    close: () => {
      closing ??= shut();
      return closing;
    },
  };
};

const kyselyOver = (connection: SqliteConnection): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: connection.dialect });

const openFile = async (options: DatabaseOptions, file: string): Promise<Database> => {
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
    return createDatabase(
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
 * Opens the database, made and migrated as needed, and keeps a second bot out of it for as long as this process lives;
 * or, `beside`, what is there already.
 * Whatever is wrong with it is a `StartError` of one sentence.
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const path = pathOf(options.url);
  try {
    if (options.beside !== true) await mkdir(dirname(path), { recursive: true });
    return await openFile(options, await trueName(path));
  } catch (error) {
    throw asStartError(error, options.url);
  }
};
