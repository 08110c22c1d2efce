import type { QueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Log } from '../log.ts';
import { DatabaseFailure, toPostgresFailure } from './failure.ts';
import { command, createNames, kyselyOver, openPool, type Query, send } from './postgres.ts';
import { allowDirectly } from './prepared.ts';
import { createQueue } from './queue.ts';
import type { Reader, Transaction } from './schema.ts';

/** Reads at the same time; more of them wait. Members' reads are short. */
const readers = 4;

/**
 * `beside`: at the same time as others, each seeing one moment; a pair that could not have run one after the other is
 * found out, and one of the two begins again. `alone`: none of ours runs until it has ended, so nothing can come in between.
 * The lock is had before the moment that is seen; it lies on a table that nobody changes.
 */
const beginnings = {
  beside: 'begin isolation level serializable; lock table songcircle_migrations in row share mode',
  alone: 'begin isolation level serializable; lock table songcircle_migrations in exclusive mode',
};

/** How often one write is begun; only the first time beside others, so a second collision is no coincidence. */
const mostBeginnings = 5;
/**
 * Two writes met; one had to wait for the other in a circle; the server has no room left for what so many have read, which
 * it forgets as soon as one is alone.
 */
const collisions: readonly (string | undefined)[] = ['40001', '40P01', '53200'];
/** The same key twice: our own mistake, unless another process was a moment earlier; the second time tells which. */
const uniqueViolation = '23505';

/** A line that broke while nobody used it shows when it is used; the next one is new. */
const isBroken = (error: unknown): boolean => error instanceof DatabaseFailure && error.kind === 'unopenable';

/** Whether a write that failed like this, before its commit was sent, has a chance when it begins again. */
const mayBegin = (error: unknown, tries: number): boolean => {
  if (!(error instanceof DatabaseFailure)) return false;
  if (collisions.includes(error.state)) return tries < mostBeginnings;
  return tries === 1 && (error.state === uniqueViolation || isBroken(error));
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
      if (!isBroken(error)) throw error;
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
