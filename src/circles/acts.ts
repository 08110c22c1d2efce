/** The acts of circles on the database, each a part of one transaction of the caller's. */
import { memberRef } from '../database/members.ts';
import type { Reader, Transaction } from '../database/schema.ts';
import { newId } from '../songs/ids.ts';
import type { WorkState } from '../songs/song.ts';
import { decide, leave, notice } from './circle.ts';
import type { Later, Member, Mode } from './events.ts';
import { clean } from './lyrics.ts';
import type { Action, Fact, Limits, Outcome } from './outcomes.ts';
import { causeOf } from './rounds.ts';
import { append, type CircleRow, insert, peopleOf, stateOf } from './rows.ts';
import { apply, type CircleState, isIn } from './state.ts';

export interface NewCircle {
  /** `interaction:<id>`: the same cause is the same circle. */
  cause: string;
  guildId: string;
  channelId: string;
  applicationId: string;
  /** Of the shared message: the server's. */
  locale: string;
  userId: string;
  mode: Mode;
  /** `provider/model`: whose limits hold. */
  model: string;
  theme: string;
}

/** What a member did. */
export interface Asked {
  circleId: string;
  guildId: string;
  /** `interaction:<id>`: the same cause happens once. */
  cause: string;
  action: Action<string>;
}

/** A circle as it stands in the database. */
export interface Circle {
  id: string;
  guildId: string;
  channelId: string;
  applicationId: string;
  locale: string;
  /** Where its message stands; null until it was told with `placed`. */
  message: { channelId: string; messageId: string } | null;
  /** The version that the message shows; `state.version` is the present one. */
  shownVersion: number;
  state: CircleState;
  /** Discord ids of all whom the state and an outcome name; null for who was forgotten. */
  people: ReadonlyMap<Member, string | null>;
}

/** `repeated`: this cause had happened before, and nothing more did. */
export type Acted = { circle: Circle; outcome: Outcome | { kind: 'repeated' } };

/** Of a model (`provider/model`), also when it is no longer offered. */
export type LimitsOf = (model: string) => Limits;

/** Songs that nothing more comes of, but for a late one, which is nobody's round any more. */
export const ended: readonly WorkState[] = ['done', 'gave_up', 'refused'];

export async function start(trx: Transaction, asked: NewCircle, at: number): Promise<Circle> {
  const known = await trx.selectFrom('circles').selectAll().where('cause', '=', asked.cause).executeTakeFirst();
  if (known !== undefined) return circleOf(trx, { row: known, state: await stateOf(trx, known) });
  const by = await memberRef(trx, asked.userId);
  const { mode, model, theme } = asked;
  const row = await insert(
    trx,
    {
      id: newId(),
      cause: asked.cause,
      guild_id: asked.guildId,
      channel_id: asked.channelId,
      application_id: asked.applicationId,
      locale: asked.locale,
    },
    { kind: 'started', by, at, mode, model, words: clean(theme).trim() },
  );
  return circleOf(trx, { row, state: await stateOf(trx, row) });
}

export async function act(trx: Transaction, asked: Asked, at: number, limitsOf: LimitsOf): Promise<Acted | null> {
  const row = await find(trx, asked.circleId, asked.guildId);
  if (row === null) return null;
  const before = await stateOf(trx, row);
  const happened = await trx
    .selectFrom('circle_events')
    .select('version')
    .where('circle_id', '=', row.id)
    .where('cause', '=', asked.cause)
    .executeTakeFirst();
  if (happened !== undefined) {
    return { circle: await circleOf(trx, { row, state: before }), outcome: { kind: 'repeated' } as const };
  }
  const told = await toldBySong(trx, row, before, at);
  const action = await within(trx, asked.action);
  const { events, outcome } = decide(told.reduce(apply, before), action, at, limitsOf(before.model));
  const after = await append(trx, row, before, [...told, ...events], { cause: asked.cause, at });
  return { circle: await circleOf(trx, after), outcome };
}

/** The action with members as the database names them. */
async function within(trx: Transaction, action: Action<string>): Promise<Action> {
  const by = await memberRef(trx, action.by);
  return action.kind === 'hand_over' ? { ...action, by, to: await memberRef(trx, action.to) } : { ...action, by };
}

/**
 * What the round's song has come to, from its own row: no message between songs and circles can be lost, and a song that
 * was asked for right before we died is found again.
 */
async function toldBySong(trx: Transaction, { id }: CircleRow, state: CircleState, at: number): Promise<Later[]> {
  const { stage, round, closed } = state;
  if (closed !== null || stage.kind === 'voting' || stage.kind === 'chosen') return [];
  const song = await trx
    .selectFrom('songs')
    .select(['id', 'state'])
    .where('cause', '=', causeOf(id, round))
    .executeTakeFirst();
  if (song === undefined) return [];
  const begun = notice(state, { kind: 'song_begun', round, songId: song.id }, at);
  if (!ended.includes(song.state as WorkState)) return begun;
  const takes = song.state === 'done' ? await takesOf(trx, song.id) : [];
  return [...begun, ...notice(begun.reduce(apply, state), { kind: 'song_ended', round, takes }, at)];
}

async function takesOf(trx: Transaction, songId: string): Promise<number[]> {
  const rows = await trx
    .selectFrom('tracks')
    .select('position')
    .where('song_id', '=', songId)
    .where('state', '=', 'fetched')
    .orderBy('position')
    .execute();
  return rows.map(({ position }) => position);
}

/** Time and the music service have their say; then the fact. */
export async function learnOf(trx: Transaction, circleId: string, fact: Fact, at: number): Promise<Circle | null> {
  const row = await find(trx, circleId);
  if (row === null) return null;
  const before = await stateOf(trx, row);
  const told = await toldBySong(trx, row, before, at);
  const events = [...told, ...notice(told.reduce(apply, before), fact, at)];
  return circleOf(trx, await append(trx, row, before, events, { cause: null, at }));
}

/**
 * A member's part of being forgotten, in the caller's transaction, which empties the reference itself: they leave every
 * open circle, and every word they typed in one is emptied. What remains says that somebody was there, not who.
 */
export async function forgetInCircles(trx: Transaction, ref: Member, at: number): Promise<void> {
  const rows = await trx
    .selectFrom('circles')
    .selectAll()
    .where('id', 'in', (select) => select.selectFrom('circle_events').select('circle_id').where('member_ref', '=', ref))
    .execute();
  for (const row of rows) {
    const state = await stateOf(trx, row);
    const isThere = state.closed === null && isIn(state, ref);
    const events = isThere ? leave(state, ref, at).events : [];
    await append(trx, row, state, events, { cause: null, at });
    // The words are gone from the sum only when it is added up again, and from the message when it is shown again.
    await trx.updateTable('circles').set({ state: null, shown_version: 0 }).where('id', '=', row.id).execute();
  }
  await trx
    .updateTable('circle_events')
    .set({ words: null })
    .where('member_ref', '=', ref)
    .where('words', 'is not', null)
    .execute();
}

export async function find(db: Reader | Transaction, circleId: string, guildId?: string): Promise<CircleRow | null> {
  const row = await db.selectFrom('circles').selectAll().where('id', '=', circleId).executeTakeFirst();
  return row === undefined || (guildId !== undefined && row.guild_id !== guildId) ? null : row;
}

export async function circleOf(
  db: Reader | Transaction,
  { row, state }: { row: CircleRow; state: CircleState },
): Promise<Circle> {
  const { message_channel_id: channelId, message_id: messageId } = row;
  return {
    id: row.id,
    guildId: row.guild_id,
    channelId: row.channel_id,
    applicationId: row.application_id,
    locale: row.locale,
    message: channelId === null || messageId === null ? null : { channelId, messageId },
    shownVersion: row.shown_version,
    state,
    people: await peopleOf(db, state),
  };
}
