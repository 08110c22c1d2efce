import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/schema.ts';
import { capture, release } from '../ledger/holds.ts';
import { emptyOut } from './forgotten.ts';
import {
  type Ending,
  isOpen,
  lateEndings,
  type MoneyState,
  moveMoney,
  moveWork,
  openStates,
  type WorkState,
} from './song.ts';
import { type AttemptRow, type Loaded, loadSong, type SongRow, type TrackRow } from './views.ts';

/** The right to work on a song: every write names the fence it was given, so that a zombie's write is refused. */
export interface Lease {
  songId: string;
  fence: number;
  /** Somebody called: there is news at the service. */
  called: boolean;
}

/** What one committed step changes; what is left out stays. */
export interface Change {
  work?: WorkState;
  ending?: Ending;
  /** Credits to capture (the rest goes back), or all of them back. */
  settle?: { capture: number } | 'release';
  set?: Partial<
    Pick<
      SongRow,
      | 'provider'
      | 'model'
      | 'price'
      | 'title'
      | 'style'
      | 'lyrics'
      | 'stage'
      | 'ready_estimate_at'
      | 'failures'
      | 'placed'
      | 'message_channel_id'
      | 'message_id'
      | 'attachments'
      | 'shown'
      | 'shown_at'
      | 'delivered_at'
      | 'late_look_until'
      | 'looked_at'
      | 'marks'
      | 'amend'
    >
  >;
  /** A new attempt, or the present one's answer (same id). */
  attempt?: Omit<AttemptRow, 'song_id'>;
  /** Every track that is new or changed. */
  tracks?: TrackRow[];
  /** Ends the lease: when it is due next, or null for never. Absent: the lease is kept. */
  rest?: number | null;
}

/** An attempt, as whoever is called back finds it. */
export interface Called {
  id: string;
  songId: string;
  provider: string;
  task: string | null;
  callbackHash: string;
}

/**
 * The worker's half of the song repository. Every function is one whole transaction. What was said to a service or heard
 * from it, and what ends a song, is on the disk before the next step; the rest a start after a power cut does again.
 */
export interface Steps {
  /** On start: leases of whoever worked before are void, and everything open is due. Answers how many are open. */
  takeOver(at: number): Promise<number>;
  /** Leases up to `limit` songs that are due or hinted at. */
  claim(owner: string, at: number, leaseMs: number, limit: number, hinted: readonly string[]): Promise<Lease[]>;
  /** When the next song is due that nobody works on; null when nothing waits. */
  nextDue(at: number): Promise<number | null>;
  renew(owner: string, at: number, leaseMs: number): Promise<void>;
  load(songId: string): Promise<Loaded | null>;
  /** False when the fence is no longer ours: stop working on it. */
  commit(lease: Lease, at: number, change: Change): Promise<boolean>;
  /** The attempt that was given an address with this hash. */
  attemptCalled(hash: string): Promise<Called | null>;
  /**
   * There is news of this attempt: its task is kept where none was known, and its song is due. Answers whether the song
   * is to be looked at: not when it is over, or another service has it by now.
   */
  called(attemptId: string, task: string | null, at: number): Promise<boolean>;
  /** The song a provider's task belongs to. */
  songOfTask(provider: string, task: string): Promise<string | null>;
  /** Which of these songs are not at an end: nobody has their files yet. At most a few hundred at once. */
  needed(songIds: readonly string[]): Promise<Set<string>>;
  /** Reply tokens that expired are worth nothing and are forgotten. Answers how many. */
  purgeTokens(at: number): Promise<number>;
}

export function createSteps(database: Database): Steps {
  return {
    takeOver: (at) => database.note((trx) => takeOver(trx, at)),
    claim: (owner, at, leaseMs, limit, hinted) =>
      database.note((trx) => claim(trx, { owner, at, leaseMs, limit, hinted })),
    nextDue: (at) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('songs')
          .select((select) => select.fn.min('due_at').as('at'))
          .where('due_at', 'is not', null)
          .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', at)]))
          .executeTakeFirst();
        return row?.at ?? null;
      }),
    renew: (owner, at, leaseMs) =>
      database.note(async (trx) => {
        await trx
          .updateTable('songs')
          .set({ lease_until: at + leaseMs })
          .where('lease_owner', '=', owner)
          .where('lease_until', 'is not', null)
          .execute();
      }),
    load: (songId) => database.read((db) => loadSong(db, songId)),
    commit: (lease, at, change) => {
      const work = (trx: Transaction) => commit(trx, lease, at, change);
      return mustLast(change) ? database.write(work) : database.note(work);
    },
    attemptCalled: (hash) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('attempts')
          .select(['id', 'song_id as songId', 'provider', 'task', 'callback_hash as callbackHash'])
          .where('callback_hash', '=', hash)
          .executeTakeFirst();
        return row === undefined ? null : { ...row, callbackHash: row.callbackHash ?? '' };
      }),
    called: (attemptId, task, at) => {
      const work = (trx: Transaction) => called(trx, attemptId, task, at);
      // A task that no answer told of is known from here alone.
      return task === null ? database.note(work) : database.write(work);
    },
    songOfTask: (provider, task) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('attempts')
          .select('song_id')
          .where('task', '=', task)
          .where('provider', '=', provider)
          .executeTakeFirst();
        return row?.song_id ?? null;
      }),
    needed: (songIds) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('songs')
          .select('id')
          .where('id', 'in', songIds)
          .where('state', 'in', openStates)
          .execute();
        return new Set(rows.map((row) => row.id));
      }),
    purgeTokens: (at) =>
      database.write(async (trx) => {
        const result = await trx
          .updateTable('songs')
          .set({ interaction_token: null })
          .where('token_expires_at', '<=', at)
          .where('interaction_token', 'is not', null)
          .executeTakeFirst();
        return Number(result.numUpdatedRows);
      }),
  };
}

/** A look, a fetched file or a shown card is had again; a submission, its answer and an ending are not. */
const mustLast = (change: Change): boolean => change.attempt !== undefined || change.settle === 'release';

async function takeOver(trx: Transaction, at: number): Promise<number> {
  await trx.updateTable('songs').set({ lease_until: null }).where('lease_until', 'is not', null).execute();
  const result = await trx.updateTable('songs').set({ due_at: at }).where('state', 'in', openStates).executeTakeFirst();
  return Number(result.numUpdatedRows);
}

async function claim(
  trx: Transaction,
  wish: { owner: string; at: number; leaseMs: number; limit: number; hinted: readonly string[] },
): Promise<Lease[]> {
  const rows = await trx
    .selectFrom('songs')
    .select(['id', 'fence', 'woken'])
    .where('due_at', 'is not', null)
    .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', wish.at)]))
    .where((where) =>
      wish.hinted.length === 0
        ? where('due_at', '<=', wish.at)
        : where.or([where('due_at', '<=', wish.at), where('id', 'in', wish.hinted)]),
    )
    .orderBy('due_at')
    .limit(wish.limit)
    .execute();
  if (rows.length === 0) return [];
  await trx
    .updateTable('songs')
    .set({ lease_owner: wish.owner, lease_until: wish.at + wish.leaseMs, fence: sql<number>`fence + 1`, woken: 0 })
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute();
  return rows.map((row) => ({ songId: row.id, fence: row.fence + 1, called: row.woken === 1 }));
}

async function commit(trx: Transaction, lease: Lease, at: number, change: Change): Promise<boolean> {
  const row = await trx
    .selectFrom('songs')
    .select(['state', 'money', 'fence', 'woken', 'looked_at', 'forgotten_at'])
    .where('id', '=', lease.songId)
    .executeTakeFirst();
  if (row === undefined || row.fence !== lease.fence) return false;
  if (change.attempt !== undefined) await writeAttempt(trx, lease.songId, change.attempt);
  for (const track of change.tracks ?? []) await writeTrack(trx, track);
  await trx
    .updateTable('songs')
    .set({
      ...change.set,
      ...(change.work === undefined ? {} : { state: moveWork(row.state as WorkState, change.work) }),
      ...(change.ending === undefined ? {} : { ending: change.ending }),
      ...(change.rest === undefined
        ? {}
        : {
            due_at: row.woken === 1 ? lookableAt(change.set?.looked_at ?? row.looked_at, at) : change.rest,
            lease_until: null,
          }),
      money: await settle(trx, lease.songId, row.money as MoneyState, at, change),
      updated_at: at,
    })
    .where('id', '=', lease.songId)
    .execute();
  const isOver = isOpen(row.state as WorkState) && change.work !== undefined && !isOpen(change.work);
  if (isOver && row.forgotten_at !== null) await emptyOut(trx, [lease.songId], at);
  return true;
}

/** The money axis moves here and nowhere else; a late song's credits went back already, so it stays free. */
export async function settle(
  trx: Transaction,
  songId: string,
  money: MoneyState,
  at: number,
  change: Pick<Change, 'settle' | 'ending'>,
): Promise<MoneyState> {
  if (change.settle === undefined || money === 'released') return money;
  const asked = change.settle;
  const outcome =
    asked === 'release'
      ? await release(trx, { songId, reason: change.ending ?? 'released', at })
      : await capture(trx, { songId, amount: asked.capture, at });
  if (outcome.kind !== 'resolved') throw new Error(`The hold of song ${songId} answered ${outcome.kind}.`);
  return moveMoney(money, asked === 'release' ? 'released' : 'captured');
}

async function writeAttempt(trx: Transaction, songId: string, attempt: Omit<AttemptRow, 'song_id'>): Promise<void> {
  const { id, n, provider, model, submitted_at, callback_hash, task, ...answer } = attempt;
  await trx
    .insertInto('attempts')
    .values({ id, song_id: songId, n, provider, model, submitted_at, callback_hash, task, ...answer })
    // A task that a callback told of meanwhile is not forgotten by an answer that told of none.
    .onConflict((conflict) => conflict.column('id').doUpdateSet(task === null ? answer : { task, ...answer }))
    .execute();
}

/** However many calls come, a song is looked at once in so long. */
const calledEveryMs = 500;

async function called(trx: Transaction, attemptId: string, task: string | null, at: number): Promise<boolean> {
  const row = await trx
    .selectFrom('attempts')
    .innerJoin('songs', 'songs.id', 'attempts.song_id')
    .select(['songs.id', 'songs.state', 'songs.ending', 'songs.looked_at', 'attempts.task', 'attempts.n'])
    .select((select) =>
      select
        .selectFrom('attempts as any')
        .whereRef('any.song_id', '=', 'songs.id')
        .select(sql<number>`max(n)`.as('n'))
        .as('last'),
    )
    .where('attempts.id', '=', attemptId)
    .executeTakeFirst();
  if (row === undefined) return false;
  if (task !== null && row.task === null)
    await trx.updateTable('attempts').set({ task }).where('id', '=', attemptId).execute();
  const isAwaited =
    isOpen(row.state as WorkState) || (row.state === 'gave_up' && lateEndings.includes(row.ending as Ending));
  if (!isAwaited || row.n !== row.last) return false;
  await trx
    .updateTable('songs')
    .set({ woken: 1, due_at: lookableAt(row.looked_at, at) })
    .where('id', '=', row.id)
    .execute();
  return true;
}

const lookableAt = (lookedAt: number | null, at: number): number => Math.max(at, (lookedAt ?? 0) + calledEveryMs);

async function writeTrack(trx: Transaction, track: TrackRow): Promise<void> {
  const { song_id, position, ...rest } = track;
  await trx
    .insertInto('tracks')
    .values({ song_id, position, ...rest })
    .onConflict((conflict) => conflict.columns(['song_id', 'position']).doUpdateSet(rest))
    .execute();
}
