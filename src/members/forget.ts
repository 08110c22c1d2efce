/**
 * Forgetting a member: their names, words and media, in every server; never an amount in the ledger. One transaction empties
 * the database; what stands elsewhere (files, cards) is then due for the worker, which goes on after any death.
 */
import { forgetInCircles } from '../circles/acts.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Reader, Transaction } from '../database/schema.ts';
import { refuseCredit } from '../database/uncredited.ts';
import { forgetApprovals } from '../songs/approvals.ts';
import { withoutRefused } from '../songs/messages.ts';
import type { Words } from '../songs/songs.ts';
import { forgetSongs } from './songs.ts';

export interface Forgetting {
  /**
   * Under which reference the bot knows them now, 0 when it does not. Whoever confirms names it: it ends with their being
   * forgotten, so that one confirmation forgets once.
   */
  referenceOf(userId: string): Promise<number>;
  /** False, and nothing happens, unless that is still their reference. */
  forget(userId: string, reference: number): Promise<boolean>;
}

export const createForgetting = (deps: { database: Database; clock: Clock; wake: () => void }): Forgetting => ({
  referenceOf: (userId) => deps.database.read((db) => referenceOf(db, userId)),
  forget: async (userId, reference) => {
    const at = deps.clock.now();
    const done = await deps.database.write(async (trx) => {
      if ((await referenceOf(trx, userId)) !== reference) return false;
      await forget(trx, userId, reference, at);
      return true;
    });
    if (done) deps.wake();
    return done;
  },
});

const stranger = 0;

async function referenceOf(db: Reader | Transaction, userId: string): Promise<number> {
  const row = await db.selectFrom('members').select('ref').where('user_id', '=', userId).executeTakeFirst();
  return row?.ref ?? stranger;
}

async function forget(trx: Transaction, userId: string, ref: number, at: number): Promise<void> {
  await refuseCredit(trx, userId);
  await forgetMessages(trx, userId);
  if (ref === stranger) return;
  // Before the circles: what they wrote there tells what of a circle's songs is theirs.
  await forgetSongs(trx, { ref, userId, at });
  await forgetInCircles(trx, ref, at);
  await forgetApprovals(trx, { ref, userId }, at);
  for (const table of ['drafts', 'lyric_files', 'message_songs', 'member_names', 'member_limits'] as const)
    await trx.deleteFrom(table).where('member_ref', '=', ref).execute();
  await trx.updateTable('members').set({ user_id: null }).where('ref', '=', ref).execute();
}

/** Messages of theirs that others opened a form with: the form is refused when it is sent, and what was kept of it goes. */
async function forgetMessages(trx: Transaction, userId: string): Promise<void> {
  const rows = await trx.selectFrom('message_songs').select(['id', 'text']).where('author_id', '=', userId).execute();
  await trx
    .updateTable('message_songs')
    .set({ author_id: null, author_name: null, text: null })
    .where('author_id', '=', userId)
    .execute();
  for (const { id, text } of rows) {
    if (text !== null) await trx.deleteFrom('lyric_files').where('text', '=', text).execute();
    const drafts = await trx
      .selectFrom('drafts')
      .select(['id', 'fields'])
      .where('fields', 'like', `%"${id}"%`)
      .execute();
    for (const draft of drafts) {
      const words = await withoutRefused(trx, JSON.parse(draft.fields) as Words);
      if (words === null) continue;
      const fields = JSON.stringify(words);
      await trx.updateTable('drafts').set({ fields }).where('id', '=', draft.id).execute();
    }
  }
}
