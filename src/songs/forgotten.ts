/** A song without its words: what is left of it when whoever asked for it, or wrote it, was forgotten. */
import { sql } from 'kysely';
import type { SongsTable, Transaction } from '../database/schema.ts';
import type { Work } from '../providers/provider.ts';

const nothing: Work = { kind: 'idea', idea: '', instrumental: false };

/** Every column of a song that holds words. */
export const noWords = {
  work: JSON.stringify(nothing),
  title: null,
  style: null,
  lyrics: null,
} as const satisfies Partial<SongsTable>;

/**
 * Empties songs that have ended: their words, and whatever leads to their takes. Our copies of the files and what stands in
 * the channel go next, by `amend`, after a death as well. Money and states stay as they are.
 */
export async function emptyOut(trx: Transaction, songIds: readonly string[], at: number): Promise<void> {
  await trx
    .updateTable('songs')
    .set((is) => ({
      ...noWords,
      attachments: '[]',
      shown: null,
      // Without a message's id only the token leads to the card.
      interaction_token: sql<string | null>`CASE WHEN message_id IS NULL THEN interaction_token END`,
      forgotten_at: is.fn.coalesce('forgotten_at', is.val(at)),
      late_look_until: null,
      amend: 'files',
      due_at: at,
      updated_at: at,
      // Whoever works on it has loaded its words: that one's writes are refused from here on.
      fence: is('fence', '+', 1),
      lease_until: null,
    }))
    .where('id', 'in', songIds)
    .execute();
  await trx
    .updateTable('tracks')
    .set({ title: null, video_url: null, audio: null, cover: null, reference: '{}' })
    .where('song_id', 'in', songIds)
    .execute();
  await trx.updateTable('attempts').set({ detail: null }).where('song_id', 'in', songIds).execute();
  await trx.deleteFrom('song_authors').where('song_id', 'in', songIds).execute();
}

/** What stands of these songs in the channel says too much by now. Those that are still being made are shown again anyway. */
export async function outdate(
  trx: Transaction,
  songIds: readonly string[],
  amend: 'card' | 'files',
  at: number,
): Promise<void> {
  await trx
    .updateTable('songs')
    .set((is) => ({
      amend: amend === 'files' ? amend : sql<'card' | 'files'>`coalesce(amend, 'card')`,
      due_at: at,
      // As above: who works on it would take this for done.
      fence: is('fence', '+', 1),
      lease_until: null,
    }))
    .where('id', 'in', songIds)
    .where('state', 'in', ['done', 'gave_up', 'refused'])
    .execute();
}
