import { exitCodes, StartError } from '../errors.ts';
import { DatabaseFailure, toDatabaseFailure } from './failure.ts';

const choose = 'or choose another file with DATABASE_URL';

/** What the person who starts the bot reads when its database is not to be had. */
export const sentences = {
  url: (url: string) =>
    `DATABASE_URL is "${url}", but must be file:<path>, e.g. file:data/songcircle.db, or postgres://user:password@host/database.`,
  taken: (url: string) => `Another Songcircle is running on the database ${url}: stop that one first, ${choose}.`,
  beside: (url: string) => `The database ${url} is being restored: wait until that is done.`,
  alone: (url: string) =>
    `The database ${url} is in use: stop the bot, and wait for other commands of npm run admin to end.`,
  absent: (url: string) =>
    `There is no database ${url} yet: start the bot once, which makes it, or name another file with DATABASE_URL.`,
  older: (url: string, found: number, known: number) =>
    `The database ${url} is of version ${found}, and this Songcircle works with version ${known}: start the bot once, which brings it up to date.`,
  foreign: (url: string) => `The database ${url} belongs to another program: choose another file with DATABASE_URL.`,
  newer: (url: string, found: number, known: number) =>
    `The database ${url} is of version ${found}, but this Songcircle knows only version ${known}: start the newer Songcircle that made it.`,
  directory: (url: string) =>
    `The database ${url} is a folder, not a file: name a file in it with DATABASE_URL, e.g. ${url.replace(/\/+$/, '')}/songcircle.db.`,
  damaged: (url: string) =>
    `The database ${url} is not a database, or it is damaged: put a backup in its place, ${choose}.`,
  unwritable: (url: string) =>
    `The database ${url} cannot be written: let this user write the file and its folder, ${choose}.`,
  full: (url: string) => `The database ${url} cannot be written, as the disk is full: make room, ${choose}.`,
  busy: (url: string) => `The database ${url} is held by another program: close that one, ${choose}.`,
  unopenable: (url: string, why: string) => `The database ${url} cannot be opened (${why}): mend that, ${choose}.`,
};

const mend = 'mend that, or choose another database with DATABASE_URL';

/** The same for a PostgreSQL. `place`: its address without name and password. */
export const postgresSentences = {
  foreign: (place: string) =>
    `The database ${place} has tables of another program: choose an empty database or schema with DATABASE_URL.`,
  newer: sentences.newer,
  older: sentences.older,
  refused: (place: string, why: string) =>
    `The database ${place} refuses us (${why}): set DATABASE_URL to a user, password and database that exist there.`,
  unreachable: (place: string, why: string) => `The database ${place} cannot be reached (${why}): ${mend}.`,
  unusable: (place: string, why: string) => `The database ${place} cannot be used (${why}): ${mend}.`,
};

const ofFailure = (failure: DatabaseFailure, url: string): string => {
  switch (failure.kind) {
    case 'damaged':
    case 'unwritable':
    case 'full':
    case 'busy':
      return sentences[failure.kind](url);
    default:
      return sentences.unopenable(url, failure.message);
  }
};

/** What the file system said before SQLite had a turn; null when it is none of its codes. */
const ofFileSystem = (error: unknown, url: string): string | null => {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return sentences.unwritable(url);
    case 'ENOSPC':
      return sentences.full(url);
    case 'ENOTDIR':
    case 'EEXIST':
      return sentences.unopenable(url, 'a part of its path is a file');
    default:
      return sentences.unopenable(url, String(error.code));
  }
};

/** Any failure to open `url` as a `StartError`; our own bugs stay what they are. */
export const asStartError = (error: unknown, url: string): unknown => {
  if (error instanceof StartError) return error;
  const failure = toDatabaseFailure(error);
  const sentence = failure instanceof DatabaseFailure ? ofFailure(failure, url) : ofFileSystem(error, url);
  return sentence === null ? error : new StartError(sentence, exitCodes.file, { cause: error });
};
