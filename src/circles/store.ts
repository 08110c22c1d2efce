import type { Database } from '../database/database.ts';
import { DatabaseFailure } from '../database/failure.ts';
import type { Reader, Transaction } from '../database/schema.ts';
import {
  type Acted,
  type Asked,
  act,
  type Circle,
  circleOf,
  ended,
  find,
  type LimitsOf,
  learnOf,
  type NewCircle,
  start,
} from './acts.ts';
import type { CircleEvent, Member } from './events.ts';
import type { Typed } from './outcomes.ts';
import { eventOf, eventsOf, stateOf } from './rows.ts';
import { type CircleView, viewOf } from './view.ts';

/** The circles' repository. Every function is one whole transaction; what it answers is on the disk. */
export interface Circles {
  start(circle: NewCircle, at: number): Promise<Circle>;
  /** Null when there is none, or it belongs to another guild. */
  act(asked: Asked, at: number): Promise<Acted | null>;
  /** Time and the music service: what they have brought about since. Harmless at any time. Null: there is none. */
  tick(circleId: string, at: number): Promise<Circle | null>;
  /** After `may_generate`: the song was refused before a credit was held. The words may be changed again. */
  notBegun(circleId: string, at: number): Promise<Circle | null>;
  load(circleId: string, guildId: string): Promise<Circle | null>;
  /** Circles of this channel that have not ended, the newest first, 25 at most. */
  openIn(guildId: string, channelId: string): Promise<Circle[]>;
  /** Circles for which a `tick` does something: time has come, or their song is at an end. */
  due(at: number, limit: number): Promise<string[]>;
  /** When the next circle is due by time; null when none is. */
  nextDue(): Promise<number | null>;
  /** Where the message stands, once Discord has told us. */
  placed(circleId: string, message: { channelId: string; messageId: string }): Promise<void>;
  /** The message shows this version; one that is older than what was told before is ignored. */
  shown(circleId: string, version: number): Promise<void>;
  /** Circles that changed before that instant and whose message is behind: so that it can be brought up to date. */
  stale(before: number, limit: number): Promise<string[]>;
  /** Words that event `version` handed back to this member, else null. */
  handedBack(circleId: string, version: number, userId: string): Promise<Typed | null>;
  /** All that has happened, in order. Not for members while a blind circle is being written. */
  history(circleId: string): Promise<CircleEvent[]>;
}

/** Who appends at the same moment as others tries again; each time somebody has got through. */
const mostTries = 100;

export function createCircles(database: Database, { limitsOf }: { limitsOf: LimitsOf }): Circles {
  const write = <T>(work: (trx: Transaction) => Promise<T>): Promise<T> => untilThrough(() => database.write(work));

  return {
    start: (asked, at) => write((trx) => start(trx, asked, at)),
    act: (asked, at) => write((trx) => act(trx, asked, at, limitsOf)),
    tick: (circleId, at) => write((trx) => learnOf(trx, circleId, { kind: 'tick' }, at)),
    notBegun: (circleId, at) => write((trx) => learnOf(trx, circleId, { kind: 'not_begun' }, at)),
    load: (circleId, guildId) =>
      database.read(async (db) => {
        const row = await find(db, circleId, guildId);
        return row === null ? null : circleOf(db, { row, state: await stateOf(db, row) });
      }),
    openIn: (guildId, channelId) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('circles')
          .selectAll()
          .where('guild_id', '=', guildId)
          .where('channel_id', '=', channelId)
          .where('closed_at', 'is', null)
          .orderBy('created_at', 'desc')
          .orderBy('id')
          .limit(25)
          .execute();
        const circles: Circle[] = [];
        for (const row of rows) circles.push(await circleOf(db, { row, state: await stateOf(db, row) }));
        return circles;
      }),
    due: (at, limit) =>
      database.read(async (db) => {
        const byTime = db.selectFrom('circles').select('id').where('due_at', '<=', at);
        const bySong = db
          .selectFrom('circles')
          .innerJoin('songs', 'songs.id', 'circles.song_id')
          .select('circles.id')
          .where('songs.state', 'in', ended);
        const rows = await byTime.union(bySong).limit(limit).execute();
        return rows.map(({ id }) => id);
      }),
    nextDue: () =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('circles')
          .select((select) => select.fn.min('due_at').as('at'))
          .where('due_at', 'is not', null)
          .executeTakeFirst();
        return row?.at ?? null;
      }),
    // Lost, a message is edited once more, or the circle gets a new one.
    placed: (circleId, { channelId, messageId }) =>
      database.note(async (trx) => {
        const place = { message_channel_id: channelId, message_id: messageId };
        await trx.updateTable('circles').set(place).where('id', '=', circleId).execute();
      }),
    shown: (circleId, version) =>
      database.note(async (trx) => {
        await trx
          .updateTable('circles')
          .set({ shown_version: version })
          .where('id', '=', circleId)
          .where('shown_version', '<', version)
          .execute();
      }),
    stale: (before, limit) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('circles')
          .select('id')
          .whereRef('shown_version', '<', 'version')
          .where('updated_at', '<', before)
          .limit(limit)
          .execute();
        return rows.map(({ id }) => id);
      }),
    handedBack: (circleId, version, userId) => database.read((db) => handedBack(db, { circleId, version, userId })),
    history: (circleId) => database.read((db) => eventsOf(db, circleId)),
  };
}

/** 0 names no member: somebody who is not in the circle yet is not everybody. */
const stranger = 0;

/** A circle as this member may see it; null: as everybody may, in the shared message. */
export function seenBy(circle: Circle, userId: string | null): CircleView {
  const who = (member: Member) => circle.people.get(member) ?? null;
  if (userId === null) return viewOf(circle.state, who, null);
  const [reader = stranger] = [...circle.people].find(([, id]) => id === userId) ?? [];
  return viewOf(circle.state, who, reader);
}

async function untilThrough<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isOvertaken = error instanceof DatabaseFailure && error.kind === 'constraint';
      if (!isOvertaken || tries >= mostTries) throw error;
    }
  }
}

async function handedBack(
  db: Reader,
  { circleId, version, userId }: { circleId: string; version: number; userId: string },
): Promise<Typed | null> {
  const row = await db
    .selectFrom('circle_events')
    .innerJoin('members', 'members.ref', 'circle_events.member_ref')
    .select(['version', 'kind', 'member_ref', 'at', 'body', 'words'])
    .where('circle_id', '=', circleId)
    .where('version', '=', version)
    .where('kind', '=', 'handed_back')
    .where('members.user_id', '=', userId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const event = eventOf(row);
  if (event.kind !== 'handed_back') return null;
  const { field, id, section, words: text } = event;
  if (field !== 'lyrics') return { field, text };
  return section === null ? null : { field, id, section, text };
}
