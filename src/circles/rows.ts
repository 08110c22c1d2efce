/** Circles in the database: rows into states, events into rows. In the caller's transaction. */
import type { Selectable } from 'kysely';
import type { Reader, Transaction } from '../database/schema.ts';
import type { CircleEventsTable, CirclesTable } from '../database/schema-together.ts';
import { dueAt } from './circle.ts';
import { type CircleEvent, circleEvent, type Later, type Member } from './events.ts';
import { apply, type CircleState, replay } from './state.ts';

export type CircleRow = Selectable<CirclesTable>;
type EventRow = Selectable<CircleEventsTable>;

/**
 * Words stand in a column of their own, so that they can be emptied; everything else of an event is for ever. What could
 * not be read back is our own bug, and must not get in: it would make the whole circle unreadable.
 */
const rowOf = (circleId: string, version: number, event: CircleEvent, cause: string | null): EventRow => {
  const { kind, by, at, ...rest } = circleEvent.parse(event);
  const { words = null, ...body } = 'words' in rest ? rest : { ...rest, words: null };
  return { circle_id: circleId, version, kind, member_ref: by, at, body: JSON.stringify(body), words, cause };
};

export const eventOf = ({
  kind,
  member_ref: by,
  at,
  body,
  words,
}: Omit<EventRow, 'circle_id' | 'cause'>): CircleEvent =>
  circleEvent.parse({ ...(JSON.parse(body) as object), kind, by, at, words: words ?? '' });

/** What has happened in a circle, in order. */
export const eventsOf = async (db: Reader | Transaction, circleId: string): Promise<CircleEvent[]> => {
  const rows = await db
    .selectFrom('circle_events')
    .select(['version', 'kind', 'member_ref', 'at', 'body', 'words'])
    .where('circle_id', '=', circleId)
    .orderBy('version')
    .execute();
  return rows.map(eventOf);
};

export const stateOf = async (db: Reader | Transaction, row: CircleRow): Promise<CircleState> =>
  row.state === null ? replay(await eventsOf(db, row.id)) : (JSON.parse(row.state) as CircleState);

/** What the row says besides the state, so that what is due can be found. */
const standing = (state: CircleState) => ({
  version: state.version,
  state: JSON.stringify(state),
  song_id: state.stage.kind === 'making' ? state.stage.songId : null,
  due_at: dueAt(state),
  closed_at: state.closed?.at ?? null,
});

/** A new circle with its first event. */
export const insert = async (
  trx: Transaction,
  row: Pick<CircleRow, 'id' | 'cause' | 'guild_id' | 'channel_id' | 'application_id' | 'locale'>,
  started: CircleEvent,
): Promise<CircleRow> => {
  const whole = {
    ...row,
    ...standing(replay([started])),
    message_channel_id: null,
    message_id: null,
    earlier_message_id: null,
    shown_version: 0,
    created_at: started.at,
    updated_at: started.at,
  };
  await trx.insertInto('circles').values(whole).execute();
  await trx
    .insertInto('circle_events')
    .values(rowOf(row.id, 1, started, null))
    .execute();
  return whole;
};

/**
 * The events, and the state they lead to, together. Of two who append at once the database lets one through: an event's
 * number is taken once. `cause` is written beside the first event.
 */
export const append = async (
  trx: Transaction,
  row: CircleRow,
  before: CircleState,
  events: readonly Later[],
  { cause, at }: { cause: string | null; at: number },
): Promise<{ row: CircleRow; state: CircleState }> => {
  if (events.length === 0) return { row, state: before };
  const state = events.reduce(apply, before);
  const rows = events.map((event, n) => rowOf(row.id, before.version + n + 1, event, n === 0 ? cause : null));
  await trx.insertInto('circle_events').values(rows).execute();
  const change = { ...standing(state), updated_at: at };
  await trx.updateTable('circles').set(change).where('id', '=', row.id).execute();
  return { row: { ...row, ...change }, state };
};

/** Everybody whom the state names, with their Discord ids (null for those who were forgotten) and names in the guild. */
export const peopleOf = async (
  db: Reader | Transaction,
  guildId: string,
  state: CircleState,
): Promise<{ people: ReadonlyMap<Member, string | null>; names: ReadonlyMap<string, string> }> => {
  const sections = [state.sections, ...state.past.map((round) => round.sections)].flat();
  const proposals = [...state.proposals.title, ...state.proposals.style];
  const named = [...state.members, ...[...sections, ...proposals].map(({ author }) => author)];
  const refs = [...new Set(named)];
  if (refs.length === 0) return { people: new Map(), names: new Map() };
  const rows = await db
    .selectFrom('members')
    .leftJoin('member_names', (join) =>
      join.onRef('member_names.member_ref', '=', 'members.ref').on('member_names.guild_id', '=', guildId),
    )
    .select(['members.ref', 'members.user_id', 'member_names.name'])
    .where('members.ref', 'in', refs)
    .execute();
  return {
    people: new Map(rows.map((row) => [row.ref, row.user_id])),
    names: new Map(rows.flatMap(({ user_id, name }) => (user_id === null || name === null ? [] : [[user_id, name]]))),
  };
};
