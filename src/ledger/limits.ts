import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { prepared } from '../database/prepared.ts';
import type { Transaction } from '../database/schema.ts';
import type { Caps, HoldInput, HoldOutcome } from './outcomes.ts';

/** `spent` has one row of this scope a day, beside one for each guild. */
export const wholeBot = 'bot';

/** What a hold is decided by. `input` and `answer` are those of an earlier hold for the same song, else null. */
export interface Standing {
  input: string | null;
  answer: number | null;
  member_open: number;
  guild_open: number;
  available: number;
  guild_spent: number;
  bot_spent: number;
  /** The member's own limit a day here, or null. */
  own_limit: number | null;
  /** 1 when limits of roles, or one for everybody, are to be looked at. */
  role_limits: number;
  /** When the guild's allowance tops up; null when there is none. */
  allowance_due: number | null;
}

interface Asked {
  guildId: string;
  memberRef: number;
  day: string;
  key: string;
}

const read = prepared<Asked, Standing>((db, asked) => ({
  compile: () =>
    sql<Standing>`
      SELECT entries.input, entries.available_after AS answer,
        (SELECT count(*) FROM holds WHERE member_ref = ${asked.memberRef} AND state = 'held') AS member_open,
        (SELECT count(*) FROM holds WHERE guild_id = ${asked.guildId} AND state = 'held') AS guild_open,
        coalesce((SELECT available FROM accounts WHERE guild_id = ${asked.guildId}), 0) AS available,
        coalesce((SELECT amount FROM spent WHERE scope = ${asked.guildId} AND day = ${asked.day}), 0) AS guild_spent,
        coalesce((SELECT amount FROM spent WHERE scope = ${wholeBot} AND day = ${asked.day}), 0) AS bot_spent,
        (SELECT per_day FROM member_limits
          WHERE guild_id = ${asked.guildId} AND member_ref = ${asked.memberRef}) AS own_limit,
        (SELECT count(*) FROM (SELECT 1 FROM role_limits WHERE guild_id = ${asked.guildId} LIMIT 1) AS one_rule) AS role_limits,
        (SELECT due_at FROM allowances WHERE guild_id = ${asked.guildId}) AS allowance_due
      FROM (SELECT 1) AS one LEFT JOIN entries ON entries.key = ${asked.key}`.compile(db),
}));

/** Reads all of it in one statement: it stands between the member and the answer. */
export const standing = async (trx: Transaction, hold: HoldInput, day: string): Promise<Standing> => {
  const { songId, guildId, memberRef } = hold;
  const [row] = await read(trx, { guildId, memberRef, day, key: `hold:${songId}` });
  assert(row !== undefined, 'a select without a condition answers one row');
  return row;
};

/** What a member has of their limit a day. */
interface MemberDay {
  limit: number;
  spent: number;
}

/** Why this hold is not to be, in the order of `HoldOutcome`; null when nothing speaks against it. */
export const refusal = (hold: HoldInput, caps: Caps, now: Standing, own: MemberDay | null): HoldOutcome | null => {
  const { amount } = hold;
  if (now.member_open >= caps.memberAtOnce) return { kind: 'member_at_once', limit: caps.memberAtOnce };
  if (now.guild_open >= caps.guildAtOnce) return { kind: 'guild_at_once', limit: caps.guildAtOnce };
  if (amount > now.available) return { kind: 'not_enough', price: amount, available: now.available };
  if (own !== null && amount > own.limit - own.spent) return { kind: 'member_daily', ...own };
  if (amount > caps.guild - now.guild_spent) return { kind: 'guild_daily', limit: caps.guild, spent: now.guild_spent };
  if (amount > caps.bot - now.bot_spent) return { kind: 'bot_daily', limit: caps.bot, spent: now.bot_spent };
  return null;
};
