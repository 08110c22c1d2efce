import { DatabaseSync } from 'node:sqlite';
import { exitCodes, StartError } from '../errors.ts';
import { DatabaseFailure, toDatabaseFailure } from './failure.ts';
import { sentences } from './start.ts';

/**
 * Who works on the database. `bot`: no second bot, while the operator's commands come and go. `beside`: one of those, any
 * number at a time, with a bot or without. `alone`: nobody else at all, for whoever puts another file in its place.
 */
export type Presence = 'bot' | 'beside' | 'alone';

/** SQLite's own three: reserved (one, beside readers), shared, and exclusive. Reading is what takes the second. */
const statements: Readonly<Record<Presence, string>> = {
  bot: 'BEGIN IMMEDIATE',
  beside: 'BEGIN; SELECT count(*) FROM sqlite_schema',
  alone: 'BEGIN EXCLUSIVE',
};

/**
 * Keeps out whoever may not be there at the same time: a transaction on a file beside the database, never ended. The
 * operating system lets go of it when this process is gone, however it went. The file stays and means nothing by itself.
 */
export const lockOut = (file: string, url: string, presence: Presence): { close(): void } => {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec(statements[presence]);
    return lock;
  } catch (error) {
    lock.close();
    const failure = toDatabaseFailure(error);
    if (!(failure instanceof DatabaseFailure && failure.kind === 'busy')) throw error;
    const sentence = presence === 'bot' ? sentences.taken(url) : sentences[presence](url);
    throw new StartError(sentence, exitCodes.file, { cause: error });
  }
};
