import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { toDatabaseFailure } from './failure.ts';

/** Far more than the code has statements; only a bound against texts made at run time. */
const statementsKept = 500;

/** Serialising is the business of `database.ts`, which queues writes; Kysely's own lock would only wait a second time. */
class Adapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

interface Prepared {
  statement: StatementSync;
  /** Whether it answers rows: a select, or a write with `returning`. */
  reads: boolean;
}

/** Preparing a statement costs more than running it, so each text is prepared once. */
const createStatements = (sqlite: DatabaseSync) => {
  const kept = new Map<string, Prepared>();
  return (text: string): Prepared => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const statement = sqlite.prepare(text);
    const prepared = { statement, reads: statement.columns().length > 0 };
    const oldest = kept.size < statementsKept ? undefined : kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(text, prepared);
    return prepared;
  };
};

const createConnection = (sqlite: DatabaseSync, onlyInTransaction: boolean): DatabaseConnection & { run: Run } => {
  const prepare = createStatements(sqlite);
  const run: Run = <Row>(query: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<Row> => {
    // SQLite ends a transaction by itself on some failures (disk full); what follows must not commit on its own.
    if (onlyInTransaction && !sqlite.isTransaction) throw new Error('this transaction is over');
    const parameters = query.parameters as SQLInputValue[];
    try {
      const { statement, reads } = prepare(query.sql);
      if (reads) return { rows: statement.all(...parameters) as Row[] };
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    } catch (error) {
      throw toDatabaseFailure(error);
    }
  };
  return {
    run,
    executeQuery: async <Row>(query: CompiledQuery) => run<Row>(query),
    streamQuery: async function* <Row>(query: CompiledQuery) {
      // A statement of its own: a kept one could be asked again while this one is still being walked.
      const rows = sqlite.prepare(query.sql).iterate(...(query.parameters as SQLInputValue[]));
      for (const row of rows) yield { rows: [row as Row] };
    },
  };
};

/** One statement, at once and synchronously. */
export type Run = <Row>(query: Pick<CompiledQuery, 'sql' | 'parameters'>) => QueryResult<Row>;

/** One open `node:sqlite` connection: as a dialect for Kysely, and with as little as possible in between. */
export interface SqliteConnection {
  dialect: Dialect;
  run: Run;
  /** Immediate: the write lock is had at once or not at all, never asked for halfway. */
  begin(): void;
  commit(): void;
  /** SQLite ends a transaction by itself on some failures. */
  rollback(): void;
}

/**
 * Every statement is synchronous and short; failures are `DatabaseFailure`. With `onlyInTransaction` a statement outside a
 * transaction is refused.
 */
export const connectSqlite = (sqlite: DatabaseSync, options: { onlyInTransaction: boolean }): SqliteConnection => {
  const connection = createConnection(sqlite, options.onlyInTransaction);
  const statement = (text: string) => {
    const ready = sqlite.prepare(text);
    return () => {
      try {
        ready.run();
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    };
  };
  const [begin, commit, undo] = [statement('begin immediate'), statement('commit'), statement('rollback')];
  const rollback = () => {
    if (sqlite.isTransaction) undo();
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => begin(),
    commitTransaction: async () => commit(),
    rollbackTransaction: async () => rollback(),
    releaseConnection: async () => {},
    destroy: async () => {
      if (sqlite.isOpen) sqlite.close();
    },
  };
  const dialect: Dialect = {
    createDriver: () => driver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
  return { dialect, run: connection.run, begin, commit, rollback };
};
