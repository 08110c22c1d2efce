/** Requests of members who may not spend: kept until somebody who may decides. Nothing is held meanwhile. */

import type { Selectable } from 'kysely';
import type { Database } from '../database/database.ts';
import { memberRef } from '../database/members.ts';
import type { Reader, Transaction } from '../database/schema.ts';
import type { ApprovalsTable } from '../database/schema-rules.ts';
import { newId } from './ids.ts';
import type { Author, Refusal } from './song.ts';
import type { ApprovalView, SongRequest, Words } from './songs.ts';
import { begin, keepDraft, type Limits, type Order, operatorRefuses, type Taken, useDrafts } from './take.ts';

/** So long a request waits. */
const waitsMs = 7 * 24 * 60 * 60 * 1000;
/** So many of one member's wait in one server; each stands in a channel, and asks others for their time. */
const mostWaiting = 5;
/** A decision this old is shown by now, or never will be. */
const shownWithinMs = 60 * 60 * 1000;
/** Expired in one go; the rest follows with the next chores. */
const page = 100;

type Proposed =
  | { kind: 'waiting'; approval: ApprovalView; fresh: boolean }
  | Extract<Taken, { kind: 'known' | 'refused' }>;

type Approved =
  | Extract<Taken, { kind: 'taken' }>
  | { kind: 'over'; approval: ApprovalView }
  | { kind: 'unknown' }
  | { kind: 'not_now'; refusal: Refusal };

/** Every function is one whole transaction. `lasting` resolves when it is on the disk: nobody may be told before. */
export interface Approvals {
  /** The same cause is the same request. */
  propose(
    request: SongRequest,
    offer: Pick<ApprovalView, 'service' | 'modelName' | 'price'>,
    at: number,
  ): Promise<{ proposed: Proposed; lasting: Promise<void> }>;
  find(approvalId: string): Promise<ApprovalView | null>;
  /** The song that this very press made of it, when Discord delivered the press twice; else null. */
  madeBy(approvalId: string, press: Pick<SongRequest, 'reply'>): Promise<string | null>;
  /** Song, hold and decision, or none of them. `request`: of its author, with the reply to whoever presses. */
  approve(
    approvalId: string,
    request: SongRequest,
    order: Order,
    byUserId: string,
    at: number,
  ): Promise<{ approved: Approved; lasting: Promise<void> }>;
  /** False: it is decided already. */
  decline(approvalId: string, byUserId: string, at: number): Promise<boolean>;
  /** Ends what waited too long; answers which. */
  expire(at: number): Promise<string[]>;
  /** Where its message stands; null: nowhere that is known. False: that is not how it stands, so it is to be shown. */
  placed(approvalId: string, messageId: string | null): Promise<boolean>;
  moved(approvalId: string, to: { messageId: string; earlierMessageId: string | null }): Promise<void>;
  /** What was decided, or forgotten, since then. */
  decidedSince(at: number): Promise<string[]>;
  /** After a start no answer is under way any more: what is not shown as it stands. */
  unshown(at: number): Promise<string[]>;
}

export function createApprovals(database: Database, limits: Limits): Approvals {
  return {
    propose: async (request, offer, at) => {
      const proposed = await database.note((trx) => propose(trx, request, offer, at));
      return { proposed, lasting: database.lasts() };
    },
    find: (approvalId) => database.read((db) => load(db, approvalId)),
    madeBy: (approvalId, { reply }) =>
      database.read(async (db) => {
        const made = await db
          .selectFrom('approvals')
          .innerJoin('songs', 'songs.id', 'approvals.song_id')
          .select('songs.id')
          .where('approvals.id', '=', approvalId)
          .where('songs.interaction_token', '=', reply.token)
          .executeTakeFirst();
        return made?.id ?? null;
      }),
    approve: async (approvalId, request, order, byUserId, at) => {
      const approved = await database.note((trx) => approve(trx, approvalId, { request, order, byUserId, at, limits }));
      return { approved, lasting: database.lasts() };
    },
    decline: (approvalId, byUserId, at) =>
      database.write(async (trx) => end(trx, approvalId, 'declined', at, await memberRef(trx, byUserId))),
    expire: async (at) => {
      const due = await database.read((db) =>
        db
          .selectFrom('approvals')
          .select('id')
          .where('state', '=', 'waiting')
          .where('expires_at', '<=', at)
          .limit(page)
          .execute(),
      );
      if (due.length === 0) return [];
      return database.write(async (trx) => {
        const ended: string[] = [];
        for (const { id } of due) if (await end(trx, id, 'expired', at, null)) ended.push(id);
        return ended;
      });
    },
    placed: (approvalId, messageId) =>
      // Lost, it is posted once more.
      database.note(async (trx) => {
        const at = messageId === null ? {} : { message_id: messageId };
        const row = await trx
          .updateTable('approvals')
          .set({ placed: 1, ...at })
          .where('id', '=', approvalId)
          .returning('state')
          .executeTakeFirst();
        // Somebody may have decided while its place was not yet known.
        return messageId !== null && row?.state === 'waiting';
      }),
    moved: (approvalId, { messageId, earlierMessageId }) =>
      database.write(async (trx) => {
        await trx
          .updateTable('approvals')
          .set({ message_id: messageId, earlier_message_id: earlierMessageId })
          .where('id', '=', approvalId)
          .execute();
      }),
    decidedSince: (at) =>
      database.read(async (db) => {
        const rows = await db.selectFrom('approvals').select('id').where('decided_at', '>=', at).execute();
        return rows.map((row) => row.id);
      }),
    unshown: (at) =>
      database.write(async (trx) => {
        await trx.updateTable('approvals').set({ placed: 1 }).where('placed', '=', 0).execute();
        const rows = await trx
          .selectFrom('approvals')
          .select('id')
          .where((or) =>
            or.or([
              or.and([or('state', '=', 'waiting'), or('message_id', 'is', null)]),
              or('decided_at', '>', at - shownWithinMs),
            ]),
          )
          .execute();
        return rows.map((row) => row.id);
      }),
  };
}

async function propose(
  trx: Transaction,
  request: SongRequest,
  offer: Pick<ApprovalView, 'service' | 'modelName' | 'price'>,
  at: number,
): Promise<Proposed> {
  const { cause, guildId, words } = request;
  const song = await trx.selectFrom('songs').select('id').where('cause', '=', cause).executeTakeFirst();
  if (song !== undefined) return { kind: 'known', songId: song.id };
  // A circle's round may be asked for again after somebody declined; anything else is asked for once.
  const isCircles = cause.startsWith('circle:');
  const before = await trx
    .selectFrom('approvals')
    .select('id')
    .where((or) =>
      isCircles ? or.and([or('song_cause', '=', cause), or('state', '=', 'waiting')]) : or('cause', '=', cause),
    )
    .executeTakeFirst();
  // The very same press or form, delivered twice, is answered as the first time.
  const fresh = cause.startsWith('interaction:');
  if (before !== undefined) return { kind: 'waiting', approval: await loadKnown(trx, before.id), fresh };
  const ref = await memberRef(trx, request.userId);
  const { waiting } = await trx
    .selectFrom('approvals')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('member_ref', '=', ref)
    .where('guild_id', '=', guildId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  if (waiting >= mostWaiting) {
    const refusal: Refusal = { kind: 'waiting', limit: mostWaiting };
    return { kind: 'refused', refusal, draftId: await keepDraft(trx, request, ref, refusal, at) };
  }
  const id = newId();
  await trx
    .insertInto('approvals')
    .values({
      id,
      cause: isCircles ? `${cause}:${id}` : cause,
      song_cause: isCircles ? cause : `approval:${id}`,
      guild_id: guildId,
      channel_id: request.channelId,
      member_ref: ref,
      locale: request.guildLocale,
      words: JSON.stringify(words),
      authors: request.authors === undefined ? null : JSON.stringify(request.authors),
      model: request.model,
      service: offer.service,
      model_name: offer.modelName,
      price: offer.price,
      state: 'waiting',
      placed: 0,
      created_at: at,
      expires_at: at + waitsMs,
    })
    .execute();
  if (request.wordsKept !== true) await useDrafts(trx, { ref, guildId, form: words.form, at });
  return { kind: 'waiting', approval: await loadKnown(trx, id), fresh: true };
}

async function approve(
  trx: Transaction,
  approvalId: string,
  by: { request: SongRequest; order: Order; byUserId: string; at: number; limits: Limits },
): Promise<Approved> {
  const { request, order, byUserId, at, limits } = by;
  const row = await trx
    .selectFrom('approvals')
    .select(['member_ref', 'state', 'expires_at'])
    .where('id', '=', approvalId)
    .executeTakeFirst();
  if (row === undefined) return { kind: 'unknown' };
  if (row.state !== 'waiting' || row.expires_at <= at)
    return { kind: 'over', approval: await loadKnown(trx, approvalId) };
  const made = await trx.selectFrom('songs').select('id').where('cause', '=', request.cause).executeTakeFirst();
  if (made !== undefined) {
    // A circle's song was asked for meanwhile by somebody who may.
    await end(trx, approvalId, 'expired', at, null);
    return { kind: 'over', approval: await loadKnown(trx, approvalId) };
  }
  const refusal = await operatorRefuses(trx, order.work);
  if (refusal !== null) return { kind: 'not_now', refusal };
  const approvedByRef = await memberRef(trx, byUserId);
  const begun = await begin(trx, request, order, { at, limits, ref: row.member_ref, approvedByRef, isOpened: false });
  if (begun.kind === 'refused') return { kind: 'not_now', refusal: begun.refusal };
  await trx
    .updateTable('approvals')
    .set({ state: 'approved', decided_by_ref: approvedByRef, decided_at: at, song_id: begun.song.id })
    .where('id', '=', approvalId)
    .execute();
  return { kind: 'taken', song: begun.song, firstInGuild: begun.firstInGuild };
}

/** The words go back to their author. False: it was decided before. */
async function end(
  trx: Transaction,
  approvalId: string,
  why: 'declined' | 'expired',
  at: number,
  byRef: number | null,
): Promise<boolean> {
  const row = await trx
    .selectFrom('approvals')
    .select(['guild_id', 'member_ref', 'words', 'model'])
    .where('id', '=', approvalId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (row === undefined) return false;
  const words = JSON.parse(row.words) as Words;
  const unsent = { cause: `approval:${approvalId}`, guildId: row.guild_id, words, model: row.model };
  const draftId = await keepDraft(trx, unsent, row.member_ref, { kind: 'not_approved', why }, at);
  await trx
    .updateTable('approvals')
    .set({ state: why, decided_by_ref: byRef, decided_at: at, draft_id: draftId })
    .where('id', '=', approvalId)
    .execute();
  return true;
}

async function load(db: Reader | Transaction, approvalId: string): Promise<ApprovalView | null> {
  const row = await db
    .selectFrom('approvals')
    .innerJoin('members as asker', 'asker.ref', 'approvals.member_ref')
    .leftJoin('members as decider', 'decider.ref', 'approvals.decided_by_ref')
    .selectAll('approvals')
    .select(['asker.user_id as asker_id', 'decider.user_id as decider_id'])
    .where('approvals.id', '=', approvalId)
    .executeTakeFirst();
  return row === undefined ? null : viewOf(row);
}

async function loadKnown(trx: Transaction, approvalId: string): Promise<ApprovalView> {
  const view = await load(trx, approvalId);
  if (view === null) throw new Error(`The request ${approvalId} is known and is not there.`);
  return view;
}

const viewOf = (
  row: Selectable<ApprovalsTable> & { asker_id: string | null; decider_id: string | null },
): ApprovalView => ({
  id: row.id,
  guildId: row.guild_id,
  channelId: row.channel_id,
  locale: row.locale,
  userId: row.asker_id,
  words: JSON.parse(row.words) as Words,
  authors: row.authors === null ? undefined : (JSON.parse(row.authors) as Author[]),
  songCause: row.song_cause,
  model: row.model,
  service: row.service,
  modelName: row.model_name,
  price: row.price,
  state: row.state,
  decidedByUserId: row.decider_id,
  draftId: row.draft_id,
  expiresAt: row.expires_at,
  isBeingPlaced: row.placed === 0,
  messageId: row.message_id,
  earlierMessageId: row.earlier_message_id,
});

/** What is left of a request whose words were forgotten. */
const noWords: Words = { form: 'song', idea: '', instrumental: false };

/**
 * A part of being forgotten, in the caller's transaction: requests that the member asked for, or wrote some of. What waits
 * ends; what stands in the channel is shown again without its words.
 */
export const forgetApprovals = async (
  trx: Transaction,
  whose: { ref: number; userId: string } | { guildId: string },
  at: number,
): Promise<void> => {
  await trx
    .updateTable('approvals')
    .set((set) => ({
      words: JSON.stringify(noWords),
      authors: null,
      draft_id: null,
      state: set
        .case()
        .when('state', '=', 'waiting')
        .then('expired' as const)
        .else(set.ref('state'))
        .end(),
      decided_at: at,
    }))
    .where((or) =>
      'guildId' in whose
        ? or('guild_id', '=', whose.guildId)
        : or.or([or('member_ref', '=', whose.ref), or('authors', 'like', `%"${whose.userId}"%`)]),
    )
    .execute();
};
