import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** All that an audit needs of a database. */
type Readable = Pick<Database, 'read'>;

export interface Audit {
  guilds: number;
  /** Sentences for the operator, at most one per guild and rule. */
  faults: string[];
}

/** Guilds are read in pages, so that no single statement holds the process up for long. */
const pageSize = 100;

/** Each rule is 1 or true when it is broken. All of them are read in one statement: at one moment, while the bot goes on. */
const readFaults = async (database: Readable, guildId: string): Promise<Record<string, number | boolean>> => {
  const { rows } = await database.read((db) =>
    sql<Record<string, number | boolean>>`
      WITH own AS (SELECT * FROM entries WHERE guild_id = ${guildId}),
      account AS (
        SELECT coalesce(max(available), 0) AS available, coalesce(max(held), 0) AS held, coalesce(max(version), 0) AS version
        FROM accounts WHERE guild_id = ${guildId}),
      sums AS (
        SELECT coalesce(sum(available_change), 0) AS available, coalesce(sum(held_change), 0) AS held,
          count(*) AS entries, coalesce(max(version), 0) AS version,
          coalesce(sum(available_change) FILTER (WHERE kind IN ('starter', 'grant')), 0) AS given
        FROM own),
      reserved AS (
        SELECT coalesce(sum(amount) FILTER (WHERE state = 'held'), 0) AS held, coalesce(sum(captured), 0) AS captured
        FROM holds WHERE guild_id = ${guildId}),
      chain AS (
        SELECT available_after - available_change
            <> lag(available_after, 1, 0) OVER (ORDER BY version) AS available_torn,
          held_after - held_change <> lag(held_after, 1, 0) OVER (ORDER BY version) AS held_torn
        FROM own),
      days AS (
        SELECT day, sum(amount) AS amount FROM (
          SELECT day, CASE state WHEN 'held' THEN amount ELSE captured END AS amount FROM holds WHERE guild_id = ${guildId}
          UNION ALL SELECT day, -amount FROM spent WHERE scope = ${guildId}) AS all_of_them
        GROUP BY day)
      SELECT
        account.available <> sums.available OR account.held <> sums.held AS "the balance is not the sum of its entries",
        account.version <> sums.version OR sums.entries <> sums.version AS "the entries have a gap",
        EXISTS (SELECT 1 FROM chain WHERE available_torn OR held_torn) AS "an entry does not follow from the one before",
        account.held <> reserved.held AS "what is held is not the sum of the open holds",
        sums.given <> account.available + account.held + reserved.captured
          AS "what was given is not what is available, held and captured",
        EXISTS (
          SELECT 1 FROM holds WHERE guild_id = ${guildId} AND 1 <> (
            SELECT count(*) FROM entries WHERE key = 'hold:' || holds.song_id AND available_change = -holds.amount))
          OR EXISTS (
          SELECT 1 FROM holds WHERE guild_id = ${guildId} AND CASE state WHEN 'held' THEN 0 ELSE 1 END <> (
            SELECT count(*) FROM entries WHERE key IN ('capture:' || holds.song_id, 'release:' || holds.song_id)
              AND available_change = holds.amount - holds.captured AND held_change = -holds.amount))
          AS "a hold and its entries do not agree",
        EXISTS (SELECT 1 FROM days WHERE amount <> 0) AS "a day's spending is not that of its songs"
      FROM account, sums, reserved`.execute(db),
  );
  return rows[0] ?? {};
};

const guildsAfter = (database: Readable, last: string): Promise<{ guild_id: string }[]> =>
  database.read((db) =>
    db
      .selectFrom('accounts')
      .select('guild_id')
      .where('guild_id', '>', last)
      .orderBy('guild_id')
      .limit(pageSize)
      .execute(),
  );

const daysWithFaults = (database: Readable): Promise<{ day: string }[]> =>
  database.read(async (db) => {
    const { rows } = await sql<{ day: string }>`
      SELECT day FROM (
        SELECT day, amount FROM spent WHERE scope = 'bot'
        UNION ALL SELECT day, -amount FROM spent WHERE scope <> 'bot') AS all_of_them
      GROUP BY day HAVING sum(amount) <> 0 ORDER BY day`.execute(db);
    return rows;
  });

/**
 * Recomputes every guild's balance from its entries, holds and days, and the whole bot's days from the guilds'. Guilds are
 * judged one after the other while the bot goes on, each at one moment.
 */
export const audit = async (database: Readable): Promise<Audit> => {
  const faults: string[] = [];
  let guilds = 0;
  let last = '';
  for (let page = await guildsAfter(database, last); page.length > 0; page = await guildsAfter(database, last)) {
    for (const { guild_id: guildId } of page) {
      const found = await readFaults(database, guildId);
      for (const [rule, broken] of Object.entries(found)) if (broken) faults.push(`guild ${guildId}: ${rule}`);
      guilds += 1;
      last = guildId;
    }
  }
  for (const { day } of await daysWithFaults(database))
    faults.push(`${day}: the whole bot's spending is not that of its guilds`);
  return { guilds, faults };
};
