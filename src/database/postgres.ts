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
import { toPostgresFailure } from './failure.ts';
import type { Schema } from './schema.ts';

const connectMs = 5_000;
/** Longer than any statement of ours takes; whoever waits longer is told that the database does not answer. */
const statementMs = 20_000;
/** A process that stands still in the middle of a write would hold up all others: the server ends its transaction. */
const stallMs = 5_000;

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
export type Query = Pick<CompiledQuery, 'sql' | 'parameters'>;

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
export const command = async (client: Client, text: string): Promise<string | undefined> => {
  try {
    return (await client.query(text)).command;
  } catch (error) {
    throw toPostgresFailure(error);
  }
};

/** Statements that are built once are also planned once by each connection, under these names. */
export const createNames = () => {
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

export const openPool = (url: string, log: Log | undefined, max: number, session?: string): Pool => {
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
