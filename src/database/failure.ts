import { DatabaseError } from 'pg';

/**
 * What went wrong in the database, independent of the engine. `constraint`: a rule of the schema refused the write;
 * `full`: no room left; `busy`: another process holds it; `damaged`: not (or no longer) a database; `unwritable`:
 * read-only; `unopenable`: not to be reached; `other`: the rest, our own faulty SQL included.
 */
export type DatabaseFailureKind = 'constraint' | 'full' | 'busy' | 'damaged' | 'unwritable' | 'unopenable' | 'other';

/** A failed statement. The message is the engine's and names tables and constraints, never values. */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';
  readonly kind: DatabaseFailureKind;
  /** PostgreSQL's SQLSTATE; undefined when it had no say. */
  readonly state: string | undefined;

  constructor(kind: DatabaseFailureKind, message: string, options: { cause?: unknown; state?: string }) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.state = options.state;
  }
}

/** SQLite's primary result codes, https://sqlite.org/rescode.html; the lowest byte of the extended ones. */
const kinds: Readonly<Record<number, DatabaseFailureKind>> = {
  3: 'unwritable',
  5: 'busy',
  6: 'busy',
  8: 'unwritable',
  11: 'damaged',
  13: 'full',
  14: 'unopenable',
  19: 'constraint',
  26: 'damaged',
};

/** Turns what `node:sqlite` threw into a `DatabaseFailure`; anything else (our own bug) is handed back as it is. */
export const toDatabaseFailure = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  return new DatabaseFailure(kinds[error.errcode & 0xff] ?? 'other', error.message, { cause: error });
};

/** SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html: the longest beginning that is listed counts. */
const states: Readonly<Record<string, DatabaseFailureKind>> = {
  '08': 'unopenable',
  // What a type refuses; SQLite's strict tables call that a constraint too.
  '22': 'constraint',
  '23': 'constraint',
  25006: 'unwritable',
  28: 'unopenable',
  '3D': 'unopenable',
  40: 'busy',
  53: 'busy',
  53100: 'full',
  '55P03': 'busy',
  '57P': 'unopenable',
  XX001: 'damaged',
  XX002: 'damaged',
};

const kindOfState = (state: string): DatabaseFailureKind =>
  [5, 3, 2].map((length) => states[state.slice(0, length)]).find((kind) => kind !== undefined) ?? 'other';

/**
 * What a statement or connection of PostgreSQL met, as a `DatabaseFailure`. The foreign error is not kept: its details
 * quote rows, and so members' words.
 */
export const toPostgresFailure = (error: unknown): DatabaseFailure => {
  if (error instanceof DatabaseFailure) return error;
  if (error instanceof DatabaseError && error.code !== undefined) {
    const message = error.code.startsWith('22') ? error.message.replace(/: ".*$/s, '') : error.message;
    return new DatabaseFailure(kindOfState(error.code), message, { state: error.code });
  }
  // Not the server's word: the line broke, or nobody is there. Several addresses of one name fail as several errors.
  const [first] = error instanceof AggregateError ? error.errors : [error];
  const code = first instanceof Error && 'code' in first ? String(first.code) : null;
  return new DatabaseFailure('unopenable', code ?? (first instanceof Error ? first.message : 'lost'), {});
};
