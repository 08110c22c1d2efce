import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { LogFile } from './flush.ts';
import type { Migration } from './migrations.ts';
import type { Reader, Transaction } from './schema.ts';

/** What `database.ts` needs of an engine to keep its promises. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres';
  readonly shared: boolean;
  /**
   * One whole transaction, as if no other ran beside it, in this process or another: committed when it resolves, undone
   * when it rejects. `work` may be run again from its beginning when another process came in between. Called one at a time.
   */
  transact<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  reader: Reader;
  /** Resolves when everything that was committed before the call is on the disk. */
  settled(): Promise<void>;
  /** Throws when nobody knows any longer what is on the disk. */
  assertSound(): void;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `file:` and a path, relative to the working directory or absolute; or `postgres:` as PostgreSQL's own tools take it. */
  url: string;
  clock: Clock;
  log?: Log;
  /**
   * True: beside a bot that may be running, as whoever gives it orders. Nothing is made or migrated; the database must be
   * there and up to date. Default: as the bot.
   */
  beside?: boolean;
  /** For tests of migrating itself. */
  migrations?: readonly Migration[];
  /** SQLite, for tests of what is told when; default: the database's own log. */
  logFile?: LogFile;
}
