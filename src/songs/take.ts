import { type InsertResult, sql, type UpdateResult } from 'kysely';
import { memberRef } from '../database/members.ts';
import { prepared } from '../database/prepared.ts';
import type { Transaction } from '../database/schema.ts';
import { openAccount } from '../ledger/accounts.ts';
import { hold } from '../ledger/holds.ts';
import type { Caps } from '../ledger/outcomes.ts';
import type { Work } from '../providers/provider.ts';
import { newId } from './ids.ts';
import type { Refusal, SongView } from './song.ts';
import type { SongRequest } from './songs.ts';
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
  parent: SongView['parent'];
  readyEstimateAt: number;
}

export type Taken =
  /** The song as it now stands in the database. */
  | { kind: 'taken'; song: SongRow; firstInGuild: boolean }
  /** This cause had its song already. */
  | { kind: 'known'; songId: string }
  | { kind: 'refused'; refusal: Refusal; draftId: string; startsWith?: number };

/** The transaction between a member and the answer: song and hold, or the refused draft. */
export async function take(
  trx: Transaction,
  request: SongRequest,
  order: Order,
  at: number,
  limits: { caps: Caps; starterCredits: number; deadlineMs: number },
): Promise<Taken> {
  const { cause, userId, guildId, words } = request;
  const [now] = await outlook(trx, { cause, userId, guildId, form: words.form });
  if (now === undefined) throw new Error('A select without a condition answered nothing.');
  if (now.song !== null) return { kind: 'known', songId: now.song };
  const ref = now.member ?? (await memberRef(trx, userId));
  const firstInGuild = now.opened === 0 && (await openAccount(trx, guildId, limits.starterCredits, at)).firstInGuild;
  const songId = newId();
  const held = await hold(
    trx,
    { songId, guildId: request.guildId, memberRef: ref, roles: request.roles, amount: order.price },
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
  if (now.drafts > 0) await useDrafts(trx, { ref, guildId, form: words.form, at });
  return { kind: 'taken', song: row, firstInGuild };
}

interface Outlook {
  /** The song that this cause had already. */
  song: string | null;
  member: number | null;
  opened: number;
  /** Words of this form that were not sent yet. */
  drafts: number;
}

/** All that is asked before anything is written, in one statement: a member waits. */
const outlook = prepared<{ cause: string; userId: string; guildId: string; form: string }, Outlook>((db, asked) => ({
  compile: () =>
    sql<Outlook>`
      SELECT (SELECT id FROM songs WHERE cause = ${asked.cause}) AS song,
        (SELECT ref FROM members WHERE user_id = ${asked.userId}) AS member,
        (SELECT count(*) FROM starters WHERE guild_id = ${asked.guildId}) AS opened,
        (SELECT count(*) FROM drafts
          WHERE member_ref = (SELECT ref FROM members WHERE user_id = ${asked.userId})
            AND guild_id = ${asked.guildId} AND form = ${asked.form} AND used_at IS NULL) AS drafts`.compile(db),
}));
const insertSong = prepared<SongRow, InsertResult>((db, row) => db.insertInto('songs').values(row));
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
    woken: 0,
    looked_at: null,
    marks: '{}',
  };
}

function refusalOf(
  outcome: Exclude<Awaited<ReturnType<typeof hold>>, { kind: 'held' }>,
  price: number,
  at: number,
): Refusal {
  const againAt = (Math.floor(at / dayMs) + 1) * dayMs;
  switch (outcome.kind) {
    case 'not_enough':
      return { kind: 'credits', price, available: outcome.available };
    case 'member_daily':
      return { kind: 'member_daily', price, limit: outcome.limit, spent: outcome.spent, againAt };
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

/** Keeps refused words; the same cause keeps them once, as they were said last. */
export async function keepDraft(
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
    .onConflict((conflict) => conflict.column('cause').doUpdateSet({ fields: draft.fields, refusal: draft.refusal }))
    .execute();
  const row = await trx.selectFrom('drafts').select('id').where('cause', '=', request.cause).executeTakeFirstOrThrow();
  return row.id;
}
