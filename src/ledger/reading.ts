import { sql } from 'kysely';
import { utcDay } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Balance, Entry } from './outcomes.ts';

interface BalanceRow {
  available: number | null;
  held: number | null;
  spent: number | null;
  opened: number | null;
}

/** One indexed read. Starter credits the guild may still have for the asking count as available. */
export const readBalance = async (
  database: Database,
  guildId: string,
  { dailyCap, starterCredits, at }: { dailyCap: number; starterCredits: number; at: number },
): Promise<Balance> => {
  const { rows } = await database.read((db) =>
    sql<BalanceRow>`
      SELECT accounts.available, accounts.held, spent.amount AS spent, starters.at AS opened
      FROM (SELECT ${guildId} AS id) AS guild
      LEFT JOIN accounts ON accounts.guild_id = guild.id
      LEFT JOIN starters ON starters.guild_id = guild.id
      LEFT JOIN spent ON spent.scope = guild.id AND spent.day = ${utcDay(at)}`.execute(db),
  );
  const row = rows[0];
  const waiting = (row?.opened ?? null) === null ? starterCredits : 0;
  return {
    available: (row?.available ?? 0) + waiting,
    held: row?.held ?? 0,
    spentToday: row?.spent ?? 0,
    dailyCap,
  };
};

/** A guild's entries, newest first. */
export const readHistory = (
  database: Database,
  guildId: string,
  { beforeVersion, limit }: { beforeVersion?: number; limit: number },
): Promise<Entry[]> =>
  database.read((db) =>
    db
      .selectFrom('entries')
      .leftJoin('members', 'members.ref', 'entries.member_ref')
      .select([
        'version',
        'kind',
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
