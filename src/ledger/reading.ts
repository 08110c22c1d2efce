import { sql } from 'kysely';
import { utcDay } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Balance, DaySpent, Entry, Every } from './outcomes.ts';
import { allowanceKey } from './top-up.ts';

interface BalanceRow {
  available: number | null;
  held: number | null;
  spent: number | null;
  opened: number | null;
  allowance: number | null;
  every: Every | null;
  due_at: number | null;
}

/** One indexed read. Starter credits the guild may still have for the asking count as available. */
export const readBalance = async (
  database: Database,
  guildId: string,
  { dailyCap, starterCredits, at }: { dailyCap: number; starterCredits: number; at: number },
): Promise<Balance> => {
  const { rows } = await database.read((db) =>
    sql<BalanceRow>`
      SELECT accounts.available, accounts.held, spent.amount AS spent, starters.at AS opened,
        allowances.amount AS allowance, allowances.every, allowances.due_at
      FROM (SELECT ${guildId} AS id) AS guild
      LEFT JOIN accounts ON accounts.guild_id = guild.id
      LEFT JOIN starters ON starters.guild_id = guild.id
      LEFT JOIN allowances ON allowances.guild_id = guild.id
      LEFT JOIN spent ON spent.scope = guild.id AND spent.day = ${utcDay(at)}`.execute(db),
  );
  const row = rows[0];
  const waiting = (row?.opened ?? null) === null ? starterCredits : 0;
  return {
    available: (row?.available ?? 0) + waiting,
    held: row?.held ?? 0,
    spentToday: row?.spent ?? 0,
    dailyCap,
    allowance: row === undefined ? null : allowanceOf(row),
  };
};

const allowanceOf = ({ allowance: amount, every, due_at: nextAt }: BalanceRow): Balance['allowance'] =>
  amount === null || every === null || nextAt === null ? null : { amount, every, nextAt };

/** A guild's entries, newest first. An allowance is a grant that says so in its key. */
export const readHistory = (
  database: Database,
  guildId: string,
  { beforeVersion, limit }: { beforeVersion?: number; limit: number },
): Promise<Entry[]> =>
  database.read((db) =>
    db
      .selectFrom('entries')
      .leftJoin('members', 'members.ref', 'entries.member_ref')
      .select((select) => [
        'version',
        select
          .case()
          .when('key', 'like', `${allowanceKey}%`)
          .then(sql.lit<Entry['kind']>('allowance'))
          .else(select.ref('kind'))
          .end()
          .as('kind'),
        'available_change as availableChange',
        'held_change as heldChange',
        'song_id as songId',
        'members.user_id as userId',
        'reason',
        'at',
      ])
      .where('guild_id', '=', guildId)
      .where('version', '<', beforeVersion ?? Number.MAX_SAFE_INTEGER)
      .orderBy('version', 'desc')
      .limit(limit)
      .execute(),
  );

/** What each member held or captured on each of the guild's days from `fromDay` on; days and members without are left out. */
export const readSpending = (database: Database, guildId: string, fromDay: string): Promise<DaySpent[]> =>
  database.read(async (db) => {
    const { rows } = await sql<DaySpent>`
      SELECT spending.day, spending.ref, members.user_id AS "userId", spending.amount
      FROM (
        SELECT day, member_ref AS ref, sum(CASE state WHEN 'held' THEN amount ELSE captured END) AS amount
        FROM holds WHERE guild_id = ${guildId} AND day >= ${fromDay}
        GROUP BY day, member_ref) AS spending
      JOIN members ON members.ref = spending.ref
      WHERE spending.amount > 0 ORDER BY spending.day, spending.ref`.execute(db);
    return rows.map((row) => ({ ...row, amount: Number(row.amount) }));
  });

/** Guilds whose allowance is due, the longest first. */
export const readDueGuilds = (database: Database, at: number, limit: number): Promise<string[]> =>
  database.read(async (db) => {
    const rows = await db
      .selectFrom('allowances')
      .select('guild_id')
      .where('due_at', '<=', at)
      .orderBy('due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => row.guild_id);
  });
