import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type Database, openDatabase } from '../../src/database/database.ts';
import { administer } from './postgres.ts';

export interface Opened {
  database: Database;
  /** Where it lies, as DATABASE_URL. */
  url: string;
  /** Closes it and leaves nothing behind. */
  dispose(): Promise<void>;
}

export interface Engine {
  name: 'sqlite' | 'postgres';
  /** An empty database of its own. */
  open(clock?: Clock): Promise<Opened>;
}

const sqlite: Engine = {
  name: 'sqlite',
  open: async (clock = systemClock) => {
    const folder = await mkdtemp(join(tmpdir(), 'songcircle-database-'));
    const url = `file:${join(folder, 'songcircle.db')}`;
    const database = await openDatabase({ url, clock });
    return {
      database,
      url,
      dispose: async () => {
        await database.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

/** The server of this run; it is started by whoever asks first. */
const serverUrl = async (): Promise<string> => {
  const answer = await fetch(inject('postgresAt'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
};

/** An empty database of its own, not even migrated. It goes with the server. */
export const createPostgres = async (): Promise<string> => {
  const server = await serverUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`${server}/postgres`, `CREATE DATABASE ${name}`);
  return `${server}/${name}`;
};

/** Databases of this file's earlier tests: emptying one takes a tenth of making one. */
const used: string[] = [];

/** No trigger is asked: entries cannot be deleted otherwise. */
const empty = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ statement: string }>(`
      SELECT 'DELETE FROM ' || tablename AS statement FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> 'songcircle_migrations'`);
    await client.query(['SET session_replication_role = replica', ...rows.map((row) => row.statement)].join('; '));
  } finally {
    await client.end();
  }
};

const postgres: Engine = {
  name: 'postgres',
  open: async (clock = systemClock) => {
    const url = used.pop() ?? (await createPostgres());
    const database = await openDatabase({ url, clock });
    return {
      database,
      url,
      dispose: async () => {
        await database.close();
        await empty(url);
        used.push(url);
      },
    };
  },
};

/** Every promise of the database and the ledger is kept by each of these. */
export const engines: readonly Engine[] = [sqlite, postgres];
