import type { InsertResult, UpdateResult } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import { memberRef } from '../database/members.ts';
import { prepared } from '../database/prepared.ts';
import { openAccount } from '../ledger/accounts.ts';
import { hold } from '../ledger/holds.ts';
import type { Caps } from '../ledger/outcomes.ts';
import type { Work } from '../providers/provider.ts';
import { newId } from './ids.ts';
import { isOpen, type Refusal, type WorkState } from './song.ts';
import type { Draft, SongRequest, Stands, Words } from './songs.ts';
import { settle } from './steps.ts';
import type { SongRow } from './views.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A request's card goes out at once; should we die before that, the worker begins all the same after this long. */
const answerWithinMs = 3_000;

/** A request that passed every check that needs no database. */
export interface Order {
  work: Work;
  provider: string;
  model: string;
  price: number;
  modelChosen: boolean;
  /** The track it extends, and where that one's card stands. */
  parent: {
    songId: string;
    track: number;
    title: string | null;
    channelId: string | null;
    messageId: string | null;
  } | null;
  readyEstimateAt: number;
}

export type Taken =
  /** The song as it now stands in the database. */
  | { kind: 'taken'; song: SongRow; firstInGuild: boolean }
  /** This cause had its song already. */
  | { kind: 'known'; songId: string }
  | { kind: 'refused'; refusal: Refusal; draftId: string; startsWith?: number };

/** The members' half of the song repository. Every function is one whole transaction. */
export interface Requests {
  take(request: SongRequest, order: Order, at: number): Promise<Taken>;
  /** Keeps the words of a request that was refused before any credit was asked for. */
  refuse(request: SongRequest, refusal: Refusal, at: number): Promise<Extract<Taken, { kind: 'refused' }>>;
  /** The newest **Again** of this song by this member: its number, and the song when it still lives. */
  latestAgain(songId: string, userId: string): Promise<{ n: number; openSongId: string | null }>;
  answered(songId: string, at: number, stands: Stands): Promise<void>;
  cancel(songId: string, userId: string, at: number): Promise<'released' | 'goes_on' | 'over'>;
  draft(draftId: string, userId: string): Promise<Draft | null>;
  latestDraft(form: Words['form'], guildId: string, userId: string, at: number): Promise<Draft | null>;
}

export function createRequests(
  database: Database,
  limits: { caps: Caps; starterCredits: number; deadlineMs: number },
): Requests {
  return {
    take: (request, order, at) => database.write((trx) => take(trx, request, order, at, limits)),
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
        const row = await db
          .selectFrom('drafts')
          .innerJoin('members', 'members.ref', 'drafts.member_ref')
          .selectAll('drafts')
          .where('members.user_id', '=', userId)
          .where('drafts.guild_id', '=', guildId)
          .where('drafts.form', '=', form)
          .where('drafts.used_at', 'is', null)
          .where('drafts.created_at', '>', at - dayMs)
          .orderBy('drafts.created_at', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row === undefined ? null : draftOf(row, userId);
      }),
  };
}

async function take(
  trx: Transaction,
  request: SongRequest,
  order: Order,
  at: number,
  limits: { caps: Caps; starterCredits: number; deadlineMs: number },
): Promise<Taken> {
  const [known] = await songOfCause(trx, { cause: request.cause });
  if (known !== undefined) return { kind: 'known', songId: known.id };
  const ref = await memberRef(trx, request.userId);
  const { firstInGuild } = await openAccount(trx, request.guildId, limits.starterCredits, at);
  const songId = newId();
  const held = await hold(
    trx,
    { songId, guildId: request.guildId, memberRef: ref, amount: order.price },
    limits.caps,
    at,
  );
  if (held.kind !== 'held') {
    const refusal = refusalOf(held, order.price, at);
    const draftId = await keepDraft(trx, request, ref, refusal, at);
    return { kind: 'refused', refusal, draftId, ...(firstInGuild ? { startsWith: limits.starterCredits } : {}) };
  }
  const row = songRow(request, order, { songId, ref, at, available: held.available, deadlineMs: limits.deadlineMs });
  await insertSong(trx, row);
  const { guildId, words } = request;
  await useDrafts(trx, { ref, guildId, form: words.form, at });
  return { kind: 'taken', song: row, firstInGuild };
}

const songOfCause = prepared<{ cause: string }, { id: string }>((db, { cause }) =>
  db.selectFrom('songs').select('id').where('cause', '=', cause),
);
const insertSong = prepared<SongRow, InsertResult>((db, row) =>
  db.insertInto('songs').values(Object.fromEntries(songColumns.map((name) => [name, row[name]])) as unknown as SongRow),
);
/** What was sent after all is no longer offered. */
const useDrafts = prepared<{ ref: number; guildId: string; form: string; at: number }, UpdateResult>(
  (db, { ref, guildId, form, at }) =>
    db
      .updateTable('drafts')
      .set({ used_at: at })
      .where('member_ref', '=', ref)
      .where('guild_id', '=', guildId)
      .where('form', '=', form)
      .where('used_at', 'is', null),
);

function songRow(
  request: SongRequest,
  order: Order,
  made: { songId: string; ref: number; at: number; available: number; deadlineMs: number },
): SongRow {
  const { work } = order;
  const typed = work.kind === 'idea' ? { title: '', style: '', lyrics: '' } : work;
  return {
    id: made.songId,
    cause: request.cause,
    guild_id: request.guildId,
    channel_id: request.channelId,
    member_ref: made.ref,
    locale: request.guildLocale,
    work: JSON.stringify(work),
    title: typed.title || null,
    style: typed.style || null,
    lyrics: typed.lyrics || null,
    parent_song_id: order.parent?.songId ?? null,
    parent_track: order.parent?.track ?? null,
    provider: order.provider,
    model: order.model,
    price: order.price,
    model_chosen: order.modelChosen ? 1 : 0,
    balance_after: made.available,
    state: 'requested',
    money: 'held',
    stage: 'queued',
    due_at: made.at + answerWithinMs,
    deadline_at: made.at + made.deadlineMs,
    ready_estimate_at: order.readyEstimateAt,
    fence: 0,
    failures: 0,
    application_id: request.reply.applicationId,
    interaction_token: request.reply.token,
    token_expires_at: request.reply.tokenExpiresAt,
    placed: 'reply',
    attachments: '[]',
    shown_at: made.at,
    attachment_limit: request.reply.attachmentLimit,
    created_at: made.at,
    updated_at: made.at,
    ending: null,
    lease_owner: null,
    lease_until: null,
    cancelled_by_ref: null,
    late_look_until: null,
    message_channel_id: null,
    message_id: null,
    shown: null,
    delivered_at: null,
  };
}

/** Every column of `songs`, so that its insert is built once. */
const songColumns = [
  'id',
  'cause',
  'guild_id',
  'channel_id',
  'member_ref',
  'locale',
  'work',
  'title',
  'style',
  'lyrics',
  'parent_song_id',
  'parent_track',
  'provider',
  'model',
  'price',
  'model_chosen',
  'balance_after',
  'state',
  'money',
  'stage',
  'due_at',
  'deadline_at',
  'ready_estimate_at',
  'fence',
  'failures',
  'application_id',
  'interaction_token',
  'token_expires_at',
  'placed',
  'attachments',
  'shown_at',
  'attachment_limit',
  'created_at',
  'updated_at',
  'ending',
  'lease_owner',
  'lease_until',
  'cancelled_by_ref',
  'late_look_until',
  'message_channel_id',
  'message_id',
  'shown',
  'delivered_at',
] as const satisfies readonly (keyof SongRow)[];

function refusalOf(
  outcome: Exclude<Awaited<ReturnType<typeof hold>>, { kind: 'held' }>,
  price: number,
  at: number,
): Refusal {
  const againAt = (Math.floor(at / dayMs) + 1) * dayMs;
  switch (outcome.kind) {
    case 'not_enough':
      return { kind: 'credits', price, available: outcome.available };
    case 'guild_daily':
      return { kind: 'guild_daily', price, limit: outcome.limit, spent: outcome.spent, againAt };
    case 'bot_daily':
      return { kind: 'bot_daily', againAt };
    case 'member_at_once':
    case 'guild_at_once':
      return { kind: outcome.kind, limit: outcome.limit };
    case 'altered':
      throw new Error('A song id was used twice for different holds.');
  }
}

async function keepDraft(
  trx: Transaction,
  request: SongRequest,
  ref: number,
  refusal: Refusal,
  at: number,
): Promise<string> {
  const draft = {
    id: newId(),
    cause: request.cause,
    guild_id: request.guildId,
    member_ref: ref,
    form: request.words.form,
    fields: JSON.stringify(request.words),
    model: request.model,
    refusal: JSON.stringify(refusal),
    created_at: at,
  };
  await trx
    .insertInto('drafts')
    .values(draft)
    .onConflict((conflict) => conflict.column('cause').doNothing())
    .execute();
  const row = await trx.selectFrom('drafts').select('id').where('cause', '=', request.cause).executeTakeFirstOrThrow();
  return row.id;
}

async function latestAgain(
  db: Pick<Transaction, 'selectFrom'>,
  songId: string,
  userId: string,
): Promise<{ n: number; openSongId: string | null }> {
  const rows = await db
    .selectFrom('songs')
    .select(['id', 'state', 'cause'])
    .where('cause', '>=', `again:${songId}:${userId}:`)
    // `;` follows `:`: every cause with this prefix, by the index.
    .where('cause', '<', `again:${songId}:${userId};`)
    .execute();
  const n = rows.reduce((most, row) => Math.max(most, Number(row.cause.split(':')[3])), 0);
  const open = rows.find((row) => isOpen(row.state as WorkState));
  return { n, openSongId: open?.id ?? null };
}

async function cancel(
  trx: Transaction,
  songId: string,
  userId: string,
  at: number,
): Promise<'released' | 'goes_on' | 'over'> {
  const row = await trx
    .selectFrom('songs')
    .select(['state', 'money', 'cancelled_by_ref', 'fence'])
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
  // The fence rises, so that a worker that is about to submit finds its write refused.
  await trx
    .updateTable('songs')
    .set({
      state: 'refused',
      money: await settle(trx, songId, 'held', at, { settle: 'release', ending: 'cancelled' }),
      ending: 'cancelled',
      cancelled_by_ref: ref,
      fence: row.fence + 1,
      lease_until: null,
      due_at: at,
      updated_at: at,
    })
    .where('id', '=', songId)
    .execute();
  return 'released';
}

function draftOf(row: { id: string; guild_id: string; fields: string; model: string | null }, userId: string): Draft {
  return { id: row.id, guildId: row.guild_id, userId, words: JSON.parse(row.fields) as Words, model: row.model };
}
