import type { Selectable } from 'kysely';
import type { Database } from '../database/database.ts';
import { memberRef } from '../database/members.ts';
import { prepared } from '../database/prepared.ts';
import type { DraftsTable, Transaction } from '../database/schema.ts';
import { isOpen, type Refusal, type WorkState } from './song.ts';
import type { Draft, SongRequest, Stands, Words } from './songs.ts';
import { settle } from './steps.ts';
import { keepDraft, type Limits, type Order, type Taken, take } from './take.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The members' half of the song repository. Every function is one whole transaction. */
export interface Requests {
  /** Committed, and on the disk once `lasting` resolves: nobody may be told before. */
  take(request: SongRequest, order: Order, at: number): Promise<{ taken: Taken; lasting: Promise<void> }>;
  /** Keeps the words of a request that was refused before any credit was asked for. */
  refuse(request: SongRequest, refusal: Refusal, at: number): Promise<Extract<Taken, { kind: 'refused' }>>;
  /** The newest **Again** of this song by this member: its number, and the song when it still lives, or whether it waits for approval. */
  latestAgain(songId: string, userId: string): Promise<{ n: number; openSongId: string | null; isWaiting: boolean }>;
  answered(songId: string, at: number, stands: Stands): Promise<void>;
  cancel(songId: string, userId: string, at: number): Promise<'released' | 'goes_on' | 'over'>;
  draft(draftId: string, userId: string): Promise<Draft | null>;
  latestDraft(form: Words['form'], guildId: string, userId: string, at: number): Promise<Draft | null>;
}

export function createRequests(database: Database, limits: Limits): Requests {
  return {
    take: async (request, order, at) => {
      const taken = await database.note((trx) => take(trx, request, order, at, limits));
      return { taken, lasting: database.lasts() };
    },
    refuse: (request, refusal, at) =>
      database.write(async (trx) => {
        const draftId = await keepDraft(trx, request, await memberRef(trx, request.userId), refusal, at);
        return { kind: 'refused', refusal, draftId };
      }),
    latestAgain: (songId, userId) => database.read((db) => latestAgain(db, songId, userId)),
    answered: (songId, at, stands) =>
      // Lost, the card would be found again by the reply's token.
      database.note(async (trx) => {
        const standing =
          typeof stands === 'string'
            ? { placed: stands === 'deferred' ? 'post' : 'reply' }
            : {
                message_channel_id: stands.channelId,
                message_id: stands.messageId,
                ...(stands.digest === undefined ? {} : { shown: stands.digest }),
              };
        await trx
          .updateTable('songs')
          .set({ ...standing, shown_at: at, due_at: at })
          .where('id', '=', songId)
          .where('due_at', 'is not', null)
          .execute();
      }),
    cancel: (songId, userId, at) => database.write((trx) => cancel(trx, songId, userId, at)),
    draft: (draftId, userId) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('drafts')
          .innerJoin('members', 'members.ref', 'drafts.member_ref')
          .selectAll('drafts')
          .where('drafts.id', '=', draftId)
          .where('members.user_id', '=', userId)
          .executeTakeFirst();
        return row === undefined ? null : draftOf(row, userId);
      }),
    latestDraft: (form, guildId, userId, at) =>
      database.read(async (db) => {
        const [row] = await newestDraft(db, { form, guildId, userId, since: at - dayMs });
        return row === undefined ? null : draftOf(row, userId);
      }),
  };
}

const newestDraft = prepared<
  { form: string; guildId: string; userId: string; since: number },
  Pick<Selectable<DraftsTable>, 'id' | 'guild_id' | 'fields' | 'model'>
>((db, { form, guildId, userId, since }) =>
  db
    .selectFrom('drafts')
    .innerJoin('members', 'members.ref', 'drafts.member_ref')
    .select(['drafts.id', 'drafts.guild_id', 'drafts.fields', 'drafts.model'])
    .where('members.user_id', '=', userId)
    .where('drafts.guild_id', '=', guildId)
    .where('drafts.form', '=', form)
    .where('drafts.used_at', 'is', null)
    .where('drafts.created_at', '>', since)
    .orderBy('drafts.created_at', 'desc')
    .limit(1),
);

async function latestAgain(
  db: Pick<Transaction, 'selectFrom'>,
  songId: string,
  userId: string,
): Promise<{ n: number; openSongId: string | null; isWaiting: boolean }> {
  const from = `again:${songId}:${userId}:`;
  // `;` follows `:`: every cause with this prefix, by the index.
  const to = `again:${songId}:${userId};`;
  const songs = await db
    .selectFrom('songs')
    .select(['id', 'state', 'cause'])
    .where('cause', '>=', from)
    .where('cause', '<', to)
    .execute();
  const asked = await db
    .selectFrom('approvals')
    .leftJoin('songs', 'songs.id', 'approvals.song_id')
    .select(['approvals.cause', 'approvals.state as waits', 'songs.id', 'songs.state'])
    .where('approvals.cause', '>=', from)
    .where('approvals.cause', '<', to)
    .execute();
  const n = [...songs, ...asked].reduce((most, row) => Math.max(most, Number(row.cause.split(':')[3])), 0);
  const open = [...songs, ...asked].find((row) => row.state !== null && isOpen(row.state as WorkState));
  return { n, openSongId: open?.id ?? null, isWaiting: asked.some((row) => row.waits === 'waiting') };
}

async function cancel(
  trx: Transaction,
  songId: string,
  userId: string,
  at: number,
): Promise<'released' | 'goes_on' | 'over'> {
  const row = await trx
    .selectFrom('songs')
    .select(['state', 'cancelled_by_ref'])
    .where('id', '=', songId)
    .executeTakeFirst();
  if (row === undefined || !isOpen(row.state as WorkState)) return 'over';
  const ref = row.cancelled_by_ref ?? (await memberRef(trx, userId));
  if (row.state !== 'requested') {
    await trx
      .updateTable('songs')
      .set({ cancelled_by_ref: ref, due_at: at, updated_at: at })
      .where('id', '=', songId)
      .execute();
    return 'goes_on';
  }
  await withdraw(trx, songId, ref, at);
  return 'released';
}

/** Ends a song that is still `requested`, and gives its credits back. `byRef`: null when it was no member. */
export async function withdraw(trx: Transaction, songId: string, byRef: number | null, at: number): Promise<void> {
  // The fence rises, so that a worker that is about to submit finds its write refused.
  await trx
    .updateTable('songs')
    .set((is) => ({ fence: is('fence', '+', 1), lease_until: null }))
    .where('id', '=', songId)
    .execute();
  await trx
    .updateTable('songs')
    .set({
      state: 'refused',
      money: await settle(trx, songId, 'held', at, { settle: 'release', ending: 'cancelled' }),
      ending: 'cancelled',
      cancelled_by_ref: byRef,
      due_at: at,
      updated_at: at,
    })
    .where('id', '=', songId)
    .execute();
}

function draftOf(row: { id: string; guild_id: string; fields: string; model: string | null }, userId: string): Draft {
  return { id: row.id, guildId: row.guild_id, userId, words: JSON.parse(row.fields) as Words, model: row.model };
}
