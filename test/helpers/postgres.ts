import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

export interface Postgres {
  /** Of the server; `/` and the name of a database follow. */
  url: string;
  stop(): Promise<void>;
}

/** An empty server of our own; `durable`: a commit is on the disk when it is answered, as in production. */
export const startPostgres = async (options: { durable: boolean }): Promise<Postgres> => {
  const program = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));
  const child: ChildProcess = fork(program, options.durable ? ['durable'] : [], { execArgv: [], env: process.env });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { url: string }) => resolve(message.url));
    child.once('exit', (code) => reject(new Error(`PostgreSQL was not to be had: exit ${code}`)));
  });
  return {
    url,
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
};

/** Runs statements of the administrator, one after the other, on a connection that ends with them. */
export const administer = async (url: string, ...statements: string[]): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};
