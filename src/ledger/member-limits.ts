/** What managers let a member spend a UTC day in their guild. A limit is compared in the transaction of the hold it decides. */
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { memberRef } from '../database/members.ts';
import { prepared } from '../database/prepared.ts';
import type { Transaction } from '../database/schema.ts';
import type { Limit, LimitOutcome, Subject } from './outcomes.ts';

const spentBy = prepared<{ guildId: string; day: string; ref: number }, { amount: number | null }>(
  (db, { guildId, day, ref }) => ({
    compile: () =>
      sql<{ amount: number | null }>`
        SELECT sum(CASE state WHEN 'held' THEN amount ELSE captured END) AS amount
        FROM holds WHERE guild_id = ${guildId} AND day = ${day} AND member_ref = ${ref}`.compile(db),
  }),
);

const roleLimits = prepared<{ guildId: string }, { role_id: string; per_day: number }>((db, { guildId }) =>
  db.selectFrom('role_limits').select(['role_id', 'per_day']).where('guild_id', '=', guildId),
);

interface Who {
  guildId: string;
  ref: number;
  roles: readonly string[];
}

/**
 * What this member may spend a day: their own limit; else, of those of their roles, the most generous; else that for everybody;
 * else null, as much as the guild may. A role that is gone has no members and limits nobody.
 */
const perDayOf = async (trx: Transaction, { guildId, roles }: Who, own: number | null): Promise<number | null> => {
  if (own !== null) return own;
  const rules = await roleLimits(trx, { guildId });
  const named = rules.filter(({ role_id }) => role_id !== guildId && roles.includes(role_id));
  if (named.length > 0) return Math.max(...named.map(({ per_day }) => per_day));
  return rules.find(({ role_id }) => role_id === guildId)?.per_day ?? null;
};

/** The member's limit and what they held or captured that day; null when nothing limits them. `own`: their own limit. */
export const memberDay = async (
  trx: Transaction,
  who: Who,
  day: string,
  own: number | null,
): Promise<{ limit: number; spent: number } | null> => {
  const limit = await perDayOf(trx, who, own);
  if (limit === null) return null;
  const [row] = await spentBy(trx, { guildId: who.guildId, day, ref: who.ref });
  // PostgreSQL answers sums as text where they might not fit.
  return { limit, spent: Number(row?.amount ?? 0) };
};

/** As `memberDay`, for somebody who only asks. */
export const readMemberDay = (
  database: Database,
  { guildId, userId, roles }: { guildId: string; userId: string; roles: readonly string[] },
  day: string,
): Promise<{ limit: number; spent: number } | null> =>
  database.read(async (db) => {
    const member = await db
      .selectFrom('members')
      .leftJoin('member_limits', (join) =>
        join.onRef('member_limits.member_ref', '=', 'members.ref').on('member_limits.guild_id', '=', guildId),
      )
      .select(['members.ref', 'member_limits.per_day as own'])
      .where('members.user_id', '=', userId)
      .executeTakeFirst();
    // Nobody has the reference 0: who is new here has spent nothing.
    const who = { guildId, ref: member?.ref ?? 0, roles };
    return memberDay(db as Transaction, who, day, member?.own ?? null);
  });

/** Sets a limit, or removes it with `perDay` null. 0 is a limit: nothing at all. In the caller's transaction. */
export const setLimit = async (
  trx: Transaction,
  { guildId, subject, perDay }: { guildId: string; subject: Subject; perDay: number | null },
): Promise<LimitOutcome> => {
  if (perDay !== null && (!Number.isSafeInteger(perDay) || perDay < 0)) return { kind: 'bad_amount' };
  const before =
    subject.kind === 'member'
      ? await forMember(trx, guildId, await memberRef(trx, subject.userId), perDay)
      : await forRole(trx, guildId, subject.kind === 'role' ? subject.roleId : guildId, perDay);
  return { kind: perDay === null ? 'removed' : 'set', before };
};

const forRole = async (trx: Transaction, guildId: string, roleId: string, perDay: number | null) => {
  const before = await trx
    .selectFrom('role_limits')
    .select('per_day')
    .where('guild_id', '=', guildId)
    .where('role_id', '=', roleId)
    .executeTakeFirst();
  if (perDay === null)
    await trx.deleteFrom('role_limits').where('guild_id', '=', guildId).where('role_id', '=', roleId).execute();
  else
    await trx
      .insertInto('role_limits')
      .values({ guild_id: guildId, role_id: roleId, per_day: perDay })
      .onConflict((conflict) => conflict.columns(['guild_id', 'role_id']).doUpdateSet({ per_day: perDay }))
      .execute();
  return before?.per_day ?? null;
};

const forMember = async (trx: Transaction, guildId: string, ref: number, perDay: number | null) => {
  const before = await trx
    .selectFrom('member_limits')
    .select('per_day')
    .where('guild_id', '=', guildId)
    .where('member_ref', '=', ref)
    .executeTakeFirst();
  if (perDay === null)
    await trx.deleteFrom('member_limits').where('guild_id', '=', guildId).where('member_ref', '=', ref).execute();
  else
    await trx
      .insertInto('member_limits')
      .values({ guild_id: guildId, member_ref: ref, per_day: perDay })
      .onConflict((conflict) => conflict.columns(['guild_id', 'member_ref']).doUpdateSet({ per_day: perDay }))
      .execute();
  return before?.per_day ?? null;
};

/** Removes a listed limit of a member, who may have been forgotten since. In the caller's transaction. */
export const removeMemberLimit = async (trx: Transaction, guildId: string, ref: number): Promise<LimitOutcome> => ({
  kind: 'removed',
  before: await forMember(trx, guildId, ref, null),
});

/** Everybody's, then those of roles, then those of members; at most `most` of each. */
export const readLimits = (database: Database, guildId: string, most: number): Promise<Limit[]> =>
  database.read(async (db) => {
    const roles = await db
      .selectFrom('role_limits')
      .select(['role_id as roleId', 'per_day as perDay'])
      .where('guild_id', '=', guildId)
      .orderBy('role_id')
      .limit(most)
      .execute();
    const members = await db
      .selectFrom('member_limits')
      .innerJoin('members', 'members.ref', 'member_limits.member_ref')
      .select(['ref', 'user_id as userId', 'per_day as perDay'])
      .where('guild_id', '=', guildId)
      .orderBy('ref')
      .limit(most)
      .execute();
    const everybody = roles.filter(({ roleId }) => roleId === guildId);
    return [
      ...everybody.map(({ perDay }) => ({ kind: 'everybody' as const, perDay })),
      ...roles.filter(({ roleId }) => roleId !== guildId).map((rule) => ({ kind: 'role' as const, ...rule })),
      ...members.map((rule) => ({ kind: 'member' as const, ...rule })),
    ];
  });
