import { type InsertResult, sql, type UpdateResult } from 'kysely';
import { memberRef } from '../database/members.ts';
import { operatorWords } from '../database/operator.ts';
import { prepared } from '../database/prepared.ts';
import type { Transaction } from '../database/schema.ts';
import { openAccount } from '../ledger/accounts.ts';
import { hold } from '../ledger/holds.ts';
import type { Caps } from '../ledger/outcomes.ts';
import type { Work } from '../providers/provider.ts';
import { writeAuthors } from './authors.ts';
import { refusedWord } from './check.ts';
import { newId } from './ids.ts';
import { withoutRefused } from './messages.ts';
import type { Refusal, SongView } from './song.ts';
import type { SongRequest } from './songs.ts';
import type { SongRow } from './views.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A request's card goes out at once; should we die before that, the worker begins all the same after this long. */
const answerWithinMs = 3_000;

/** A service that refuses a text may have charged for it: so many of one member within an hour, and no more. */
export const mostRefusedTexts = 10;
const hourMs = 60 * 60 * 1000;

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
  /** Songs at once here, at most the operator's cap. */
  guildAtOnce: number;
}

export interface Limits {
  caps: Caps;
  starterCredits: number;
  deadlineMs: number;
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
  limits: Limits,
): Promise<Taken> {
  const { cause, userId, guildId, words } = request;
  const [now] = await outlook(trx, { cause, userId, guildId, form: words.form, hourAgo: at - hourMs });
  if (now === undefined) throw new Error('A select without a condition answered nothing.');
  if (now.song !== null) return { kind: 'known', songId: now.song };
  const ref = now.member ?? (await memberRef(trx, userId));
  // In the moment between their being asked about and this.
  if ((await withoutRefused(trx, words)) !== null) {
    const refusal: Refusal = { kind: 'author_refuses' };
    return { kind: 'refused', refusal, draftId: await keepDraft(trx, request, ref, refusal, at) };
  }
  const barred = await barredBy(trx, order.work, now);
  if (barred !== null)
    return { kind: 'refused', refusal: barred, draftId: await keepDraft(trx, request, ref, barred, at) };
  const begun = await begin(trx, request, order, { at, limits, ref, approvedByRef: null, isOpened: now.opened > 0 });
  const { firstInGuild } = begun;
  if (begun.kind === 'refused') {
    const { refusal } = begun;
    const draftId = await keepDraft(trx, request, ref, refusal, at);
    return { kind: 'refused', refusal, draftId, ...(firstInGuild ? { startsWith: limits.starterCredits } : {}) };
  }
  if (now.drafts > 0 && request.wordsKept !== true) await useDrafts(trx, { ref, guildId, form: words.form, at });
  return { kind: 'taken', song: begun.song, firstInGuild };
}

type Begun = { firstInGuild: boolean } & ({ kind: 'begun'; song: SongRow } | { kind: 'refused'; refusal: Refusal });

/** Song and hold, or why not; nothing is written then but the server's account. The hold is whose who approved it, if anybody did. */
export async function begin(
  trx: Transaction,
  request: SongRequest,
  order: Order,
  how: { at: number; limits: Limits; ref: number; approvedByRef: number | null; isOpened: boolean },
): Promise<Begun> {
  const { at, limits, ref, approvedByRef } = how;
  const { guildId } = request;
  const firstInGuild = !how.isOpened && (await openAccount(trx, guildId, limits.starterCredits, at)).firstInGuild;
  const songId = newId();
  const memberRef = approvedByRef ?? ref;
  const caps = { ...limits.caps, guildAtOnce: order.guildAtOnce };
  const held = await hold(trx, { songId, guildId, memberRef, roles: request.roles, amount: order.price }, caps, at);
  if (held.kind !== 'held') return { kind: 'refused', refusal: refusalOf(held, order.price, at), firstInGuild };
  const { deadlineMs } = limits;
  const song = songRow(request, order, { songId, ref, approvedByRef, at, available: held.available, deadlineMs });
  await insertSong(trx, song);
  if (request.authors !== undefined) await writeAuthors(trx, song, request.authors);
  return { kind: 'begun', song, firstInGuild };
}

interface Outlook {
  /** The song that this cause had already. */
  song: string | null;
  member: number | null;
  opened: number;
  /** Words of this form that were not sent yet. */
  drafts: number;
  /** Words that the operator refuses. */
  words: number;
  /** When the oldest was refused of as many texts of this member as may be refused in an hour; null: fewer were. */
  oldest_refused: number | null;
}

/** What the operator has against it. */
async function barredBy(trx: Transaction, work: Work, now: Outlook): Promise<Refusal | null> {
  if (now.oldest_refused !== null)
    return { kind: 'refused_texts', limit: mostRefusedTexts, againAt: now.oldest_refused + hourMs };
  return now.words === 0 ? null : operatorRefuses(trx, work);
}

/** A word that the operator refuses, wherever the words come from. */
export const operatorRefuses = async (trx: Transaction, work: Work): Promise<Refusal | null> =>
  refusedWord(work, await operatorWords(trx));

/** All that is asked before anything is written, in one statement: a member waits. */
const outlook = prepared<{ cause: string; userId: string; guildId: string; form: string; hourAgo: number }, Outlook>(
  (db, asked) => ({
    compile: () =>
      sql<Outlook>`
      SELECT (SELECT id FROM songs WHERE cause = ${asked.cause}) AS song,
        (SELECT ref FROM members WHERE user_id = ${asked.userId}) AS member,
        (SELECT count(*) FROM starters WHERE guild_id = ${asked.guildId}) AS opened,
        (SELECT count(*) FROM drafts
          WHERE member_ref = (SELECT ref FROM members WHERE user_id = ${asked.userId})
            AND guild_id = ${asked.guildId} AND form = ${asked.form} AND used_at IS NULL) AS drafts,
        (SELECT count(*) FROM operator_words) AS words,
        (SELECT attempts.answered_at
          -- Not an inner join: in this order, from the few that were refused lately.
          FROM attempts CROSS JOIN songs
          WHERE attempts.state = 'refused' AND attempts.reason = 'text' AND attempts.answered_at > ${asked.hourAgo}
            AND songs.id = attempts.song_id
            AND songs.member_ref = (SELECT ref FROM members WHERE user_id = ${asked.userId})
          ORDER BY attempts.answered_at DESC
          LIMIT 1 OFFSET ${sql.lit(mostRefusedTexts - 1)}) AS oldest_refused`.compile(db),
  }),
);
const insertSong = prepared<SongRow, InsertResult>((db, row) => db.insertInto('songs').values(row));
/** What was sent after all is no longer offered. */
export const useDrafts = prepared<{ ref: number; guildId: string; form: string; at: number }, UpdateResult>(
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
  made: {
    songId: string;
    ref: number;
    approvedByRef: number | null;
    at: number;
    available: number;
    deadlineMs: number;
  },
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
    approved_by_ref: made.approvedByRef,
    late_look_until: null,
    message_channel_id: null,
    message_id: null,
    shown: null,
    delivered_at: null,
    woken: 0,
    looked_at: null,
    marks: '{}',
    forgotten_at: null,
    amend: null,
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

/** What is kept of words that were not sent. */
type Unsent = Pick<SongRequest, 'cause' | 'guildId' | 'words' | 'model' | 'wordsKept'>;

/** Keeps refused words; the same cause keeps them once, as they were said last. */
export async function keepDraft(
  trx: Transaction,
  request: Unsent,
  ref: number,
  refusal: Refusal,
  at: number,
): Promise<string> {
  const words = (await withoutRefused(trx, request.words)) ?? request.words;
  const draft = {
    id: newId(),
    cause: request.cause,
    guild_id: request.guildId,
    member_ref: ref,
    form: words.form,
    fields: JSON.stringify(words),
    model: request.model,
    refusal: JSON.stringify(refusal),
    created_at: at,
    used_at: request.wordsKept === true ? at : null,
  };
  await trx
    .insertInto('drafts')
    .values(draft)
    .onConflict((conflict) => conflict.column('cause').doUpdateSet({ fields: draft.fields, refusal: draft.refusal }))
    .execute();
  const row = await trx.selectFrom('drafts').select('id').where('cause', '=', request.cause).executeTakeFirstOrThrow();
  return row.id;
}
