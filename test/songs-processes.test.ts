/** Several processes carry the same songs on: each song is one process's at a time, and nothing is done twice. */

import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database/database.ts';
import { createQuotas } from '../src/songs/quotas.ts';
import { createSteps } from '../src/songs/steps.ts';
import { createTestClock } from './helpers/clock.ts';
import { createPostgres } from './helpers/engines.ts';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  guild,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  seen,
  soundBooks,
  working,
} from './helpers/songs.ts';

const rooms = createRooms();
afterEach(rooms.close);

/** Two processes, as far as the database can tell: connections, folders and memory of their own. */
const openTwo = async (options: Parameters<typeof rooms.open>[0] = {}): Promise<[OpenRoom, OpenRoom]> => {
  const shared = { ...options, url: await createPostgres(), clock: createTestClock() };
  return [await rooms.open(shared), await rooms.open(shared)];
};

describe('leases', () => {
  test('processes that look at the same moment share what is due, and nobody waits for what another takes', async () => {
    const [one, other] = await openTwo({ starterCredits: 1_000 });
    for (let n = 0; n < 20; n += 1) await ask(one);
    const claims = await Promise.all(
      [one, other, one, other].map((room, n) => room.steps.claim(`w${n}`, room.clock.now(), 60_000, 5, [])),
    );
    const more = await one.steps.claim('w9', one.clock.now(), 60_000, 20, []);
    const songs = [...claims.flat(), ...more].map(({ songId }) => songId);
    expect(songs).toHaveLength(20);
    expect(new Set(songs).size).toBe(20);
  });

  test('a start leaves living processes what they work on, and takes what a dead one left when its time is over', async () => {
    const [one, other] = await openTwo();
    await ask(one);
    const [lease] = await one.steps.claim('one', one.clock.now(), 60_000, 1, []);
    if (lease === undefined) throw new Error('nothing was due');
    expect(await other.steps.takeOver(other.clock.now())).toBe(0);
    expect(await other.turn()).toBe(0);
    expect(await one.steps.commit(lease, one.clock.now(), { set: { stage: 'words' } })).toBe(true);
    one.clock.advance(60_000);
    expect(await other.steps.takeOver(other.clock.now())).toBe(1);
    expect(await other.turn()).toBe(1);
    expect(other.providers[0]?.submissions).toHaveLength(1);
    expect(await one.steps.commit(lease, one.clock.now(), { set: { stage: 'music' } })).toBe(false);
  });

  test('a process that was stopped for longer than its lease finds its write refused when it goes on', async () => {
    const url = await createPostgres();
    const room = await rooms.open({ url, clock: { ...createTestClock(), now: () => Date.now() } });
    const song = await ask(room);
    const program = fileURLToPath(new URL('./helpers/zombie-process.ts', import.meta.url));
    const zombie = spawn(process.execPath, [program, url], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void zombie.kill('SIGKILL'));
    const lines = createInterface({ input: zombie.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe(`leased ${song.id}`);
    zombie.kill('SIGSTOP');
    // The zombie's lease is of 300 ms.
    await expect.poll(() => room.turn(), { timeout: 20_000 }).toBe(1);
    zombie.kill('SIGCONT');
    zombie.stdin.write('go on\n');
    expect((await lines.next()).value).toBe('written: false');
    expect(await room.steps.load(song.id)).toMatchObject({ song: { state: 'generating', stage: 'queued' } });
  });
});

describe('a song', () => {
  test('that both processes could carry on is submitted once, delivered once and paid once', async () => {
    const provider = createScripted('sketch', { lookEveryMs: 0 });
    const [one, other] = await openTwo({ providers: [provider] });
    const path = await mp3(one, 'take.mp3');
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    const songs = [await ask(one), await ask(other), await ask(one)];
    for (let n = 0; n < 6; n += 1) {
      await Promise.all([one.turn(), other.turn()]);
      one.clock.advance(1_000);
    }
    for (const song of songs)
      expect(await other.songs.find(song.id, guild)).toMatchObject({ state: 'done', money: 'captured' });
    expect(provider.submissions).toHaveLength(3);
    const ends = [...one.delivery.cards, ...other.delivery.cards].filter(({ song }) => song.state === 'done');
    expect(ends).toHaveLength(3);
    expect(await balance(one)).toEqual({ available: 70, held: 0 });
    await soundBooks(one);
  });

  test('whose interaction reaches both at the same moment is one song', async () => {
    const [one, other] = await openTwo();
    for (let n = 0; n < 5; n += 1) {
      const request = requestOf();
      const outcomes = await Promise.all([one.songs.request(request), other.songs.request(request)]);
      const ids = outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.song.id);
      expect(ids[0]).toBe(ids[1]);
      expect(outcomes.filter((outcome) => outcome.kind === 'accepted' && outcome.fresh)).toHaveLength(1);
    }
    expect(await balance(one)).toEqual({ available: 50, held: 50 });
    await soundBooks(one);
  });

  test('whose first take lies in the folder of another process is delivered whole: the file is fetched again', async () => {
    const provider = createScripted();
    const [one, other] = await openTwo({ providers: [provider] });
    const path = await mp3(one, 'take.mp3');
    await ask(one);
    await one.turn();
    provider.onLook = () => seen(ready(0, path), working(1));
    await one.pass(2_000);
    expect(one.delivery.cards.at(-1)?.song.tracks[0]?.audioPath).not.toBeNull();
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    await other.pass(2_000);
    const last = other.delivery.cards.at(-1)?.song;
    expect(last?.state).toBe('done');
    expect(last?.tracks.map(({ audioPath }) => audioPath?.startsWith(other.dir))).toEqual([true, true]);
    expect((await readdir(`${other.dir}/media`)).filter((name) => name.endsWith('.mp3'))).toHaveLength(2);
  });

  test('waits with its card while such a file cannot be had, and goes on without one that is gone', async () => {
    const provider = createScripted();
    const [one, other] = await openTwo({ providers: [provider] });
    const path = await mp3(one, 'take.mp3');
    await ask(one);
    await one.turn();
    provider.onLook = () => seen(ready(0, path), working(1));
    await one.pass(2_000);
    await other.database.write((trx) =>
      trx
        .updateTable('tracks')
        .set({ audio: JSON.stringify({ kind: 'url', url: 'http://127.0.0.1:1/take.mp3' }) })
        .execute(),
    );
    provider.onLook = () => seen({ ...ready(1, path) });
    await other.pass(4_000);
    expect(other.delivery.cards.filter(({ song }) => song.state === 'done')).toEqual([]);
    expect(await balance(other)).toEqual({ available: 90, held: 10 });
    await other.database.write((trx) =>
      trx
        .updateTable('tracks')
        .set({ audio: JSON.stringify({ kind: 'file', path: '/nowhere' }) })
        .where('position', '=', 0)
        .execute(),
    );
    await other.pass(60_000);
    expect(other.delivery.cards.at(-1)?.song).toMatchObject({ state: 'done' });
  });
});

test("a service's quota is one for all processes: no window of it ever holds more requests", async () => {
  const url = await createPostgres();
  const databases = await Promise.all(Array.from({ length: 3 }, () => openDatabase({ url, clock: systemClock })));
  onTestFinished(async () => {
    for (const database of databases) await database.close();
  });
  const provider = { id: 'narrow', quota: { requests: 5, perMs: 400 } };
  const starts: number[] = [];
  const askOn = async (database: (typeof databases)[number]) => {
    // The instant that was counted is the last one it looked at: the answer to whoever asked comes a little later.
    let looked = 0;
    const clock = { ...systemClock, now: () => (looked = Date.now()) };
    const quotas = createQuotas(database, clock);
    for (let n = 0; n < 5; n += 1) {
      await quotas.room(provider);
      starts.push(looked);
    }
  };
  await Promise.all(databases.flatMap((database) => [askOn(database), askOn(database)]));
  const sorted = starts.sort((a, b) => a - b);
  expect(sorted).toHaveLength(30);
  for (const [index, start] of sorted.slice(5).entries())
    expect(start - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(provider.quota.perMs);
  const row = await databases[0]?.read((db) => db.selectFrom('quotas').selectAll().executeTakeFirstOrThrow());
  expect(JSON.parse(row?.starts ?? '[]').length).toBeLessThanOrEqual(5);
});

test('a lease is found by every process as soon as it is over', async () => {
  const url = await createPostgres();
  const [one, other] = [await rooms.open({ url }), await openDatabase({ url, clock: systemClock })];
  onTestFinished(() => other.close());
  await ask(one);
  await one.steps.claim('one', one.clock.now(), 60_000, 1, []);
  const steps = createSteps(other);
  expect(await steps.nextDue(one.clock.now())).toBeNull();
  expect(await steps.nextDue(one.clock.now() + 60_000)).not.toBeNull();
});
