import assert from 'node:assert/strict';
import { memberRef } from '../database/members.ts';
import { prepared } from '../database/prepared.ts';
import type { Transaction } from '../database/schema.ts';
import { answered, append, isAmount } from './entries.ts';
import type { GrantOutcome } from './outcomes.ts';
import { topUp } from './top-up.ts';

export interface GrantInput {
  /** What caused it, e.g. `interaction:<id>`: the same key grants once. */
  key: string;
  guildId: string;
  /** Whole credits, > 0. */
  amount: number;
  reason: string;
  /** Null when nobody in particular did it. */
  byUserId: string | null;
}

const started = prepared<{ guildId: string }, { at: number }>((db, { guildId }) =>
  db.selectFrom('starters').select('at').where('guild_id', '=', guildId),
);

/**
 * Makes the guild's account, with its starter credits, unless it had them: once per guild id, for ever. In the caller's
 * transaction. `firstInGuild` is true that once.
 */
export const openAccount = async (
  trx: Transaction,
  guildId: string,
  starterCredits: number,
  at: number,
): Promise<{ firstInGuild: boolean }> => {
  const [known] = await started(trx, { guildId });
  if (known !== undefined) return { firstInGuild: false };
  assert(Number.isSafeInteger(starterCredits) && starterCredits >= 0, 'starter credits are whole and not negative');
  await trx.insertInto('starters').values({ guild_id: guildId, at }).execute();
  await trx.insertInto('accounts').values({ guild_id: guildId, available: 0, held: 0, version: 0 }).execute();
  if (starterCredits > 0)
    await append(trx, {
      guildId,
      kind: 'starter',
      availableChange: starterCredits,
      heldChange: 0,
      key: `starter:${guildId}`,
      input: JSON.stringify([starterCredits]),
      songId: null,
      memberRef: null,
      reason: null,
      at,
    });
  return { firstInGuild: true };
};

const fits = async (trx: Transaction, guildId: string, amount: number, starterCredits: number): Promise<boolean> => {
  const account = await trx
    .selectFrom('accounts')
    .select(['available', 'held'])
    .where('guild_id', '=', guildId)
    .executeTakeFirst();
  const { available, held } = account ?? { available: starterCredits, held: 0 };
  // Subtracting from the most there can be stays exact where adding might not.
  return amount <= Number.MAX_SAFE_INTEGER - available - held;
};

/** Adds credits to a guild, opening its account when need be. In the caller's transaction. */
export const grant = async (
  trx: Transaction,
  input: GrantInput,
  starterCredits: number,
  at: number,
): Promise<GrantOutcome> => {
  const { guildId, amount, reason } = input;
  if (!isAmount(amount)) return { kind: 'bad_amount' };
  const by = input.byUserId === null ? null : await memberRef(trx, input.byUserId);
  const key = `grant:${input.key}`;
  // By reference, so that nothing of a forgotten member stays here.
  const asked = JSON.stringify([guildId, amount, reason, by]);
  const before = await answered(trx, key);
  if (before !== undefined)
    return before.input === asked
      ? { kind: 'granted', available: before.available, repeated: true, firstInGuild: false }
      : { kind: 'altered' };
  await topUp(trx, guildId, at);
  if (!(await fits(trx, guildId, amount, starterCredits))) return { kind: 'bad_amount' };
  const { firstInGuild } = await openAccount(trx, guildId, starterCredits, at);
  const available = await append(trx, {
    guildId,
    kind: 'grant',
    availableChange: amount,
    heldChange: 0,
    key,
    input: asked,
    songId: null,
    memberRef: by,
    reason,
    at,
  });
  return { kind: 'granted', available, repeated: false, firstInGuild };
};
