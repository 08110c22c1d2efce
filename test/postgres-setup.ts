/** One PostgreSQL for the whole run, started by the first test that asks for it. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { type Postgres, startPostgres } from './helpers/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers the address of the server as text. */
    postgresAt: string;
  }
}

export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  let starting: Promise<Postgres> | undefined;
  // Whoever else is on this machine does not know it, and so not the server's password.
  const path = `/${randomUUID()}`;
  const landlord = createServer((request, response) => {
    if (request.url !== path) return void response.writeHead(404).end();
    starting ??= startPostgres({ durable: false });
    starting.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  landlord.listen(0, '127.0.0.1');
  await once(landlord, 'listening');
  const address = landlord.address();
  if (address === null || typeof address === 'string') throw new Error('the tests have no port');
  provide('postgresAt', `http://127.0.0.1:${address.port}${path}`);
  return async () => {
    landlord.closeAllConnections();
    landlord.close();
    await (await starting?.catch(() => undefined))?.stop();
  };
};
