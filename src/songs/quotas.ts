/**
 * One quota a service, however many processes ask it: when its newest requests were made stands in one row. What a process
 * keeps to by itself (`asking.ts`) is not enough where several share a key.
 */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/schema.ts';
import type { Provider } from '../providers/provider.ts';

type Quota = Provider['quota'];

export interface Quotas {
  /** Resolves when the service has room for one more request, which is counted and which the caller then makes. */
  room(provider: Pick<Provider, 'id' | 'quota'>): Promise<void>;
}

const startsSchema = z.array(z.number());

/** Counts a request at `at` when there is room for it; else answers how long to wait, in ms, until there may be. */
async function take(trx: Transaction, id: string, { requests, perMs }: Quota, at: number): Promise<number> {
  const row = await trx.selectFrom('quotas').select('starts').where('provider', '=', id).executeTakeFirst();
  const known = row === undefined ? [] : startsSchema.parse(JSON.parse(row.starts));
  const within = known.filter((start) => start > at - perMs);
  const oldest = within.at(-requests);
  if (oldest !== undefined) return oldest + perMs - at;
  const starts = JSON.stringify([...within, at].sort((a, b) => a - b));
  await trx
    .insertInto('quotas')
    .values({ provider: id, starts })
    .onConflict((conflict) => conflict.column('provider').doUpdateSet({ starts }))
    .execute();
  return 0;
}

/** For a database that several processes share. */
export function createQuotas(database: Database, clock: Clock): Quotas {
  return {
    room: async ({ id, quota }) => {
      for (;;) {
        const waitMs = await database.note((trx) => take(trx, id, quota, clock.now()));
        if (waitMs <= 0) return;
        await clock.sleep(waitMs);
      }
    },
  };
}
