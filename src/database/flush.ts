/**
 * Brings what was committed onto the disk without holding up the main thread. SQLite itself would flush its write-ahead
 * log inside of each commit (`synchronous = FULL`), and everything would stand still for it. Instead it commits into the
 * operating system's memory (`NORMAL`), and nobody is told before one flush of the log, in another thread, has
 * covered the commit. The log is only appended to, so a flush covers all that was committed before it began, and one
 * flush serves everybody who waits.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { DatabaseFailure } from './failure.ts';

/** Puts everything that was written to the log so far onto the disk. */
export interface LogFile {
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Flush {
  /** Resolves when everything that was committed before the call is on the disk. */
  settled(): Promise<void>;
  /** Throws for ever once a flush failed: nobody knows then what the disk holds, and asking again may answer "all is well". */
  assertSound(): void;
  close(): Promise<void>;
}

/** The log of this database; opened at the first flush, when SQLite has surely made it. */
export const openLogFile = (databaseFile: string): LogFile => {
  let handle: Promise<FileHandle> | undefined;
  return {
    sync: async () => {
      // SQLite's locks are on the database and its -shm file: another handle of the log disturbs none of them.
      handle ??= open(`${databaseFile}-wal`, 'r+');
      await (await handle).datasync();
    },
    close: async () => (await handle)?.close(),
  };
};

export const createFlush = (log: LogFile): Flush => {
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  let failure: DatabaseFailure | undefined;

  const assertSound = (): void => {
    if (failure !== undefined) throw failure;
  };

  const flush = async (): Promise<void> => {
    waiting = undefined;
    assertSound();
    try {
      await log.sync();
    } catch (cause) {
      failure = new DatabaseFailure('unwritable', 'the disk did not take what was committed', { cause });
      throw failure;
    }
  };

  return {
    settled: () => {
      // Whoever comes while a flush runs waits for the next one, all of them for the same.
      waiting ??= last = last.then(flush, flush);
      return waiting;
    },
    assertSound,
    close: async () => {
      await last.catch(() => undefined);
      await log.close();
    },
  };
};
