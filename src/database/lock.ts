import { DatabaseSync } from 'node:sqlite';
import { exitCodes, StartError } from '../errors.ts';
import { DatabaseFailure, toDatabaseFailure } from './failure.ts';
import { sentences } from './start.ts';

/**
 * Keeps a second bot out: an exclusive transaction on a file beside the database, never ended. The operating system
 * lets go of it when this process is gone, however it went. The file stays and means nothing by itself.
 */
export const lockOut = (file: string, url: string): { close(): void } => {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    const failure = toDatabaseFailure(error);
    if (failure instanceof DatabaseFailure && failure.kind === 'busy')
      throw new StartError(sentences.taken(url), exitCodes.file, { cause: error });
    throw error;
  }
};
