import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { type ClientConfig, type CustomTypesConfig, Pool, type PoolClient, types } from 'pg';
import type { Log } from '../log.ts';
import { DatabaseFailure, toPostgresFailure } from './failure.ts';
import { allowDirectly } from './prepared.ts';
import { createQueue } from './queue.ts';
import type { Reader, Schema, Transaction } from './schema.ts';

/** Reads at the same time; more of them wait. Members' reads are short. */
const readers = 4;
const connectMs = 5_000;
/** Longer than any statement of ours takes; whoever waits longer is told that the database does not answer. */
const statementMs = 20_000;
/** A process that stands still in the middle of a write would hold up all others: the server ends its transaction. */
const stallMs = 5_000;
/** How often one write is begun; only the first time beside others, so a second failure is no coincidence. */
const mostBeginnings = 5;

const int8 = 20;
const numeric = 1700;

/** Whole numbers come as text, since they may be larger than a number holds; ours never are. */
const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RangeError('a number beyond 2^53 - 1 came from the database');
  return value;
};

const parsers: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === int8 || type === numeric ? wholeNumber : types.getTypeParser(type, format),
};

/** PostgreSQL holds every character of a text but this one. */
const storable = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

type Client = Pick<PoolClient, 'query'>;
type Query = Pick<CompiledQuery, 'sql' | 'parameters'>;

export const send = async <Row>(client: Client, query: Query, name?: string): Promise<QueryResult<Row>> => {
  const asked = { text: query.sql, values: query.parameters.map(storable), ...(name === undefined ? {} : { name }) };
  try {
    const { rows, rowCount } = await client.query(asked);
    return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
  } catch (error) {
    throw toPostgresFailure(error);
  }
};

/** Text without values, perhaps several statements; answers what the last one did. */
const command = async (client: Client, text: string): Promise<string | undefined> => {
  try {
    return (await client.query(text)).command;
  } catch (error) {
    throw toPostgresFailure(error);
  }
};

/** Statements that are built once are also planned once by each connection, under these names. */
const createNames = () => {
  const names = new Map<string, string>();
  return (text: string): string => {
    const name = names.get(text) ?? `s${names.size}`;
    names.set(text, name);
    return name;
  };
};

/** Kysely as builder and compiler; where a statement goes is `execute`'s business. */
export const kyselyOver = (execute: <Row>(query: Query) => Promise<QueryResult<Row>>): Kysely<Schema> => {
  const connection: DatabaseConnection = {
    executeQuery: (query) => execute(query),
    streamQuery: () => {
      throw new Error('rows are not streamed');
    },
  };
  const text = (sql: string) => async (): Promise<void> => void (await execute({ sql, parameters: [] }));
  const dialect: Dialect = {
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: text('begin'),
      commitTransaction: text('commit'),
      rollbackTransaction: text('rollback'),
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
  return new Kysely<Schema>({ dialect });
};

/** What every connection has in common. */
export const clientOptions = (url: string): ClientConfig => ({
  connectionString: url,
  application_name: 'songcircle',
  types: parsers,
  keepAlive: true,
  connectionTimeoutMillis: connectMs,
});

const openPool = (url: string, log: Log | undefined, max: number, session?: string): Pool => {
  const pool = new Pool({
    ...clientOptions(url),
    max,
    statement_timeout: statementMs,
    query_timeout: statementMs + 1_000,
    idle_in_transaction_session_timeout: stallMs,
    // Not as an option of the connection: one in the address would take its place.
    ...(session === undefined ? {} : { verify: (client, done) => void client.query(session).then(() => done(), done) }),
  });
  pool.on('error', (error) => log?.warn({ err: toPostgresFailure(error) }, 'a connection to the database was lost'));
  // While it is lent out, nobody else listens.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
};

/**
 * `beside`: at the same time as others, each seeing one moment; a pair that could not have run one after the other is
 * found out, and one of the two begins again. `alone`: none of ours runs until it has ended, so nothing can come in between.
 * The lock is had before the moment that is seen; it lies on a table that nobody changes.
 */
const beginnings = {
  beside: 'begin isolation level serializable; lock table songcircle_migrations in row share mode',
  alone: 'begin isolation level serializable; lock table songcircle_migrations in exclusive mode',
};

/** Two writes met, or one of them had to wait for the other in a circle. */
const collisions: readonly (string | undefined)[] = ['40001', '40P01'];
/** The same key twice: our own mistake, unless another process was a moment earlier; the second time tells which. */
const uniqueViolation = '23505';

/** Whether a write that failed like this, before its commit was sent, has a chance when it begins again. */
const mayBegin = (error: unknown, tries: number): boolean => {
  if (!(error instanceof DatabaseFailure)) return false;
  if (collisions.includes(error.state)) return tries < mostBeginnings;
  // A line that broke while nobody used it shows when it is used; the next one is new.
  return tries === 1 && (error.state === uniqueViolation || error.kind === 'unopenable');
};

/** A transaction under way: its statements one after the other, and none once it is over. */
const createWriter = (pool: Pool, nameOf: (text: string) => string) => {
  let current: { client: PoolClient } | undefined;
  const queue = createQueue();
  const run = <Row>(query: Query, name?: string): Promise<QueryResult<Row>> => {
    const mine = current;
    return queue.enqueue(async () => {
      if (mine === undefined || mine !== current) throw new Error('this transaction is over');
      return send<Row>(mine.client, query, name);
    });
  };
  const writer = kyselyOver((query) => run(query));
  allowDirectly(writer, (query) => run(query, nameOf(query.sql)));

  const attempt = async <T>(
    work: (trx: Transaction) => Promise<T>,
    begin: string,
    beforeCommit: () => void,
  ): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw toPostgresFailure(error);
    });
    try {
      await command(client, begin);
      current = { client };
      const result = await work(writer as Transaction);
      current = undefined;
      beforeCommit();
      // After a statement that failed, PostgreSQL undoes the transaction however it is ended.
      if ((await command(client, 'commit')) !== 'COMMIT')
        throw new DatabaseFailure('other', 'a statement failed, and the write with it', {});
      client.release();
      return result;
    } catch (error) {
      current = undefined;
      await client.query('rollback').then(
        () => client.release(),
        () => client.release(true),
      );
      throw error;
    }
  };

  const transact = async <T>(work: (trx: Transaction) => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      let committing = false;
      try {
        return await attempt(work, tries === 1 ? beginnings.beside : beginnings.alone, () => {
          committing = true;
        });
      } catch (error) {
        // A commit whose answer was lost may have happened; one that collided has not.
        const isOver = committing && !(error instanceof DatabaseFailure && collisions.includes(error.state));
        if (isOver || !mayBegin(error, tries)) throw error;
      }
    }
  };

  return { transact };
};

export interface PostgresConnections {
  transact<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  reader: Reader;
  close(): Promise<void>;
}

/** Connections are made when they are needed, and again when they break. Failures are `DatabaseFailure`. */
export const connectPostgres = (url: string, log: Log | undefined): PostgresConnections => {
  const nameOf = createNames();
  const writing = openPool(url, log, 1);
  const reading = openPool(url, log, readers, 'set default_transaction_read_only = on');
  const read = async <Row>(query: Query, name?: string): Promise<QueryResult<Row>> => {
    try {
      return await send<Row>(reading, query, name);
    } catch (error) {
      if (!mayBegin(error, 1)) throw error;
      return await send<Row>(reading, query, name);
    }
  };
  const reader = kyselyOver((query) => read(query));
  allowDirectly(reader, (query) => read(query, nameOf(query.sql)));
  return {
    transact: createWriter(writing, nameOf).transact,
    reader,
    close: async () => {
      await writing.end();
      await reading.end();
    },
  };
};
