import assert from 'node:assert/strict';
import type { InsertResult } from 'kysely';
import { utcDay } from '../clock.ts';
import { prepared } from '../database/prepared.ts';
import type { HoldsTable, Transaction } from '../database/schema.ts';
import { answered, append, isAmount } from './entries.ts';
import { refusal, type Standing, standing, wholeBot } from './limits.ts';
import { memberDay } from './member-limits.ts';
import type { Caps, HoldInput, HoldOutcome, ResolveOutcome } from './outcomes.ts';
import { topUp } from './top-up.ts';

const insertHold = prepared<
  { songId: string; guildId: string; memberRef: number; amount: number; day: string; at: number },
  InsertResult
>((db, { songId, guildId, memberRef, amount, day, at }) =>
  db.insertInto('holds').values({
    song_id: songId,
    guild_id: guildId,
    member_ref: memberRef,
    amount,
    state: 'held',
    captured: 0,
    day,
    at,
  }),
);

const countAsSpent = prepared<{ guildId: string; day: string; amount: number }, InsertResult>(
  (db, { guildId, day, amount }) =>
    db
      .insertInto('spent')
      .values([
        { scope: wholeBot, day, amount },
        { scope: guildId, day, amount },
      ])
      .onConflict((conflict) =>
        conflict.columns(['scope', 'day']).doUpdateSet((is) => ({ amount: is('spent.amount', '+', amount) })),
      ),
);

/** As it is once the allowance has topped up. Asked together with the rest, it costs nothing when it has not to. */
const standingAt = async (trx: Transaction, input: HoldInput, day: string, at: number): Promise<Standing> => {
  const now = await standing(trx, input, day);
  if (now.allowance_due === null || now.allowance_due > at) return now;
  await topUp(trx, input.guildId, at);
  return standing(trx, input, day);
};

/**
 * Sets credits aside for a song, in the caller's transaction. Every cap holds exactly: it is compared where it is
 * counted. Once per song: the same input again is answered as the first time, whatever became of the hold since.
 * A member's songs at once are counted over all guilds. `at` is epoch ms; its UTC day bears the amount.
 */
export const hold = async (trx: Transaction, input: HoldInput, caps: Caps, at: number): Promise<HoldOutcome> => {
  assert(isAmount(input.amount), 'a hold is of whole credits, at least one');
  const asked = JSON.stringify([input.guildId, input.memberRef, input.amount]);
  const day = utcDay(at);
  const now = await standingAt(trx, input, day, at);
  if (now.answer !== null)
    return now.input === asked ? { kind: 'held', available: now.answer, repeated: true } : { kind: 'altered' };
  const { songId, guildId, memberRef, roles, amount } = input;
  const isLimited = now.own_limit !== null || now.role_limits > 0;
  const own = isLimited ? await memberDay(trx, { guildId, ref: memberRef, roles }, day, now.own_limit) : null;
  const refused = refusal(input, caps, now, own);
  if (refused !== null) return refused;
  await insertHold(trx, { songId, guildId, memberRef, amount, day, at });
  await countAsSpent(trx, { guildId, day, amount });
  const available = await append(trx, {
    guildId,
    kind: 'hold',
    availableChange: -amount,
    heldChange: amount,
    key: `hold:${songId}`,
    input: asked,
    songId,
    memberRef,
    reason: null,
    at,
  });
  return { kind: 'held', available, repeated: false };
};

interface Resolution {
  songId: string;
  kind: 'capture' | 'release';
  captured: number;
  input: string;
  reason: string | null;
  at: number;
}

/** Ends a hold: what is captured is gone, the rest is available again and counts no longer for the day it was held. */
const settle = async (trx: Transaction, held: HoldsTable, resolution: Resolution): Promise<number> => {
  const { kind, captured, songId, input, reason, at } = resolution;
  const back = held.amount - captured;
  await topUp(trx, held.guild_id, at);
  await trx
    .updateTable('holds')
    .set({ state: kind === 'capture' ? 'captured' : 'released', captured })
    .where('song_id', '=', songId)
    .execute();
  if (back > 0)
    await trx
      .updateTable('spent')
      .set((is) => ({ amount: is('amount', '-', back) }))
      .where('scope', 'in', [wholeBot, held.guild_id])
      .where('day', '=', held.day)
      .execute();
  return append(trx, {
    guildId: held.guild_id,
    kind,
    availableChange: back,
    heldChange: -held.amount,
    key: `${kind}:${songId}`,
    input,
    songId,
    memberRef: held.member_ref,
    reason,
    at,
  });
};

const resolve = async (trx: Transaction, resolution: Resolution): Promise<ResolveOutcome> => {
  const held = await trx.selectFrom('holds').selectAll().where('song_id', '=', resolution.songId).executeTakeFirst();
  if (held === undefined) return { kind: 'no_hold' };
  if (held.state === 'held') {
    assert(resolution.captured <= held.amount, 'no more is captured than was held');
    return { kind: 'resolved', available: await settle(trx, held, resolution), repeated: false };
  }
  const before = await answered(trx, `${resolution.kind}:${resolution.songId}`);
  if (before === undefined) return { kind: held.state === 'captured' ? 'already_captured' : 'already_released' };
  return before.input === resolution.input
    ? { kind: 'resolved', available: before.available, repeated: true }
    : { kind: 'altered' };
};

/** Spends a hold, whole or in part (`amount` from 1 to what is held); the rest goes back. In the caller's transaction. */
export const capture = async (
  trx: Transaction,
  { songId, amount, at }: { songId: string; amount: number; at: number },
): Promise<ResolveOutcome> => {
  assert(isAmount(amount), 'a capture is of whole credits, at least one');
  return resolve(trx, { songId, kind: 'capture', captured: amount, input: JSON.stringify([amount]), reason: null, at });
};

/** Gives a hold back whole. `reason` is a code, kept in the history. In the caller's transaction. */
export const release = async (
  trx: Transaction,
  { songId, reason, at }: { songId: string; reason: string; at: number },
): Promise<ResolveOutcome> =>
  resolve(trx, { songId, kind: 'release', captured: 0, input: JSON.stringify([reason]), reason, at });
