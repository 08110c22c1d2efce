/**
 * Forgetting a guild: the words, names and media of everything that was made there; never an amount in the ledger, and never
 * that it had its starter credits. In short transactions, so that nobody who asks meanwhile waits for it.
 */
import type { Database } from '../database/database.ts';
import { forgetApprovals } from '../songs/approvals.ts';
import { forgetWhole } from './songs.ts';

const songsAtOnce = 100;

/** Answers how many songs were forgotten. Files and cards are then due for the worker. Safe to repeat, also halfway. */
export async function forgetGuild(database: Database, guildId: string, at: number): Promise<number> {
  const some = () => forgetSome(database, guildId, at);
  let songs = 0;
  for (let n = await some(); n > 0; n = await some()) songs += n;
  await database.write(async (trx) => {
    await forgetApprovals(trx, { guildId }, at);
    await trx.deleteFrom('settings').where('guild_id', '=', guildId).execute();
    for (const table of ['drafts', 'lyric_files', 'message_songs', 'member_names'] as const)
      await trx.deleteFrom(table).where('guild_id', '=', guildId).execute();
    const circles = trx.selectFrom('circles').select('id').where('guild_id', '=', guildId);
    await trx
      .updateTable('circle_events')
      .set({ words: null })
      .where('circle_id', 'in', circles)
      .where('words', 'is not', null)
      .execute();
    // Added up again, they have no words; and their messages are shown again.
    await trx.updateTable('circles').set({ state: null, shown_version: 0 }).where('guild_id', '=', guildId).execute();
  });
  return songs;
}

const forgetSome = (database: Database, guildId: string, at: number): Promise<number> =>
  database.write(async (trx) => {
    const rows = await trx
      .selectFrom('songs')
      .select('id')
      .where('guild_id', '=', guildId)
      .where('forgotten_at', 'is', null)
      .limit(songsAtOnce)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await forgetWhole(trx, ids, { ref: null, at });
    return ids.length;
  });
