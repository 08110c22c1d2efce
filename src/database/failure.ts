/**
 * What went wrong in the database, independent of the engine. `constraint`: a rule of the schema refused the write;
 * `full`: no room left; `busy`: another process holds the file; `damaged`: not (or no longer) a database; `unwritable`:
 * read-only; `other`: the rest, our own faulty SQL included.
 */
export type DatabaseFailureKind = 'constraint' | 'full' | 'busy' | 'damaged' | 'unwritable' | 'unopenable' | 'other';

/** A failed statement. The message is the engine's and names tables and constraints, never values. */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';
  readonly kind: DatabaseFailureKind;

  constructor(kind: DatabaseFailureKind, message: string, options: { cause: unknown }) {
    super(message, options);
    this.kind = kind;
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
