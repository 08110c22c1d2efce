import type { Transaction } from '../database/schema.ts';
import { openAccount } from './accounts.ts';
import type { AllowanceOutcome, Every } from './outcomes.ts';
import { nextPeriod } from './periods.ts';
import { topUp } from './top-up.ts';

/**
 * Sets, changes or, with an amount of 0, ends the guild's allowance. It begins with the period that is going on. In the caller's
 * transaction.
 */
export const setAllowance = async (
  trx: Transaction,
  { guildId, amount, every }: { guildId: string; amount: number; every: Every },
  starterCredits: number,
  at: number,
): Promise<AllowanceOutcome> => {
  if (!Number.isSafeInteger(amount) || amount < 0) return { kind: 'bad_amount' };
  // What is due is due by the rule as it was until now.
  await topUp(trx, guildId, at);
  if (amount === 0) {
    await trx.deleteFrom('allowances').where('guild_id', '=', guildId).execute();
    return { kind: 'ended' };
  }
  const { firstInGuild } = await openAccount(trx, guildId, starterCredits, at);
  await trx
    .insertInto('allowances')
    .values({ guild_id: guildId, amount, every, due_at: at })
    .onConflict((conflict) => conflict.column('guild_id').doUpdateSet({ amount, every, due_at: at }))
    .execute();
  const added = await topUp(trx, guildId, at);
  const { available } = await trx
    .selectFrom('accounts')
    .select('available')
    .where('guild_id', '=', guildId)
    .executeTakeFirstOrThrow();
  const allowance = { amount, every, nextAt: nextPeriod(every, at) };
  return { kind: 'set', allowance, available, added, firstInGuild };
};
