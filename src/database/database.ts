import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import type { DatabaseOptions, Engine } from './engine.ts';
import { isPostgres, openPostgres } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';
import { createQueue } from './queue.ts';
import type { Reader, Transaction } from './schema.ts';

/** The only way to the data. A function of a repository is one whole `write` or `read` with plain-data arguments. */
export interface Database {
  readonly engine: 'sqlite' | 'postgres';
  /** Whether other processes may work on it at the same time. */
  readonly shared: boolean;
  /**
   * Runs `work` in one transaction: everything it wrote is on disk when this resolves, or nothing is, when it throws.
   * Writes run one after the other, so `work` must await nothing but its own statements; and since other processes may
   * come in between, it may be run again from its beginning, so it must change nothing else. Neither `write` nor `read`
   * may be called within: that is an assertion error, as it would wait for itself or not see what was just written.
   */
  write<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /**
   * As `write`, but may resolve when it is committed, not when it is on the disk: a power cut (not a death of this process)
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

const createDatabase = (engine: Engine): Database => {
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
    engine.assertSound();
    return queue.enqueue(async () => {
      const here = { open: true };
      try {
        return await engine.transact((trx) => inside.run(here, () => work(trx)));
      } finally {
        here.open = false;
      }
    });
  };

  const write: Database['write'] = async (work) => {
    const result = await note(work);
    // The next write may begin already; whoever waits for this one hears of it when it is on the disk.
    await engine.settled();
    return result;
  };

  const lasts: Database['lasts'] = () => {
    const flushed = engine.settled();
    // Whoever asked hears of a failure when they wait for it, which may be a moment later.
    flushed.catch(() => undefined);
    return flushed;
  };

  const read: Database['read'] = async (work) => {
    assertOutside('read');
    return work(engine.reader);
  };

  const shut = async (): Promise<void> => {
    await queue.idle();
    await engine.close();
  };

  return {
    engine: engine.name,
    shared: engine.shared,
    write,
    note,
    lasts,
    read,
    ping: async () => {
      engine.assertSound();
      await read(async (db) => void (await sql`SELECT 1 FROM songcircle_migrations`.execute(db)));
    },
    close: () => {
      closing ??= shut();
      return closing;
    },
  };
};

/**
 * Opens the database, made and migrated as needed. A file is this process's alone for as long as it lives; a PostgreSQL is
 * for any number of processes. Whatever is wrong with it is a `StartError` of one sentence.
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> =>
  createDatabase(isPostgres(options.url) ? await openPostgres(options) : await openSqlite(options));
