/**
 * Allowances: credits that come by themselves. One tops up before anything else happens in its guild in a new period, so that
 * when exactly it is done changes nothing; and once a period, however long nobody was there.
 */
import { sql } from 'kysely';
import { utcDay } from '../clock.ts';
import { prepared } from '../database/prepared.ts';
import type { Transaction } from '../database/schema.ts';
import type { AllowancesTable } from '../database/schema-rules.ts';
import { answered, append } from './entries.ts';
import { nextPeriod, periodStart } from './periods.ts';

/** Of entries: an allowance is a grant that says so in its key. */
export const allowanceKey = 'allowance:';

interface Due extends Pick<AllowancesTable, 'amount' | 'every'> {
  available: number;
  held: number;
}

const due = prepared<{ guildId: string; at: number }, Due>((db, { guildId, at }) => ({
  compile: () =>
    sql<Due>`
      SELECT allowances.amount, allowances.every, accounts.available, accounts.held
      FROM allowances JOIN accounts ON accounts.guild_id = allowances.guild_id
      WHERE allowances.guild_id = ${guildId} AND allowances.due_at <= ${at}`.compile(db),
}));

/**
 * Tops the guild up when a new period has begun; else costs one read. What is held counts, since it may come back: nothing
 * ever makes it more than the allowance. In the caller's transaction, before it looks at the balance. Answers what was added.
 */
export const topUp = async (trx: Transaction, guildId: string, at: number): Promise<number> => {
  const [allowance] = await due(trx, { guildId, at });
  if (allowance === undefined) return 0;
  const { amount, every, available, held } = allowance;
  await trx
    .updateTable('allowances')
    .set({ due_at: nextPeriod(every, at) })
    .where('guild_id', '=', guildId)
    .execute();
  const missing = amount - held - available;
  const key = `${allowanceKey}${guildId}:${every}:${utcDay(periodStart(every, at))}`;
  // A period that was topped up under the rule as it was before has had its share.
  if (missing <= 0 || (await answered(trx, key)) !== undefined) return 0;
  await append(trx, {
    guildId,
    kind: 'grant',
    availableChange: missing,
    heldChange: 0,
    key,
    input: JSON.stringify([amount, every]),
    songId: null,
    memberRef: null,
    reason: null,
    at,
  });
  return missing;
};
