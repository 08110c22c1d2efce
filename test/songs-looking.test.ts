/** Songs that are looked at when it is worth it, and cards that know when they will be done: with what is really learned. */
import { afterEach, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import type { Provider } from '../src/providers/provider.ts';
import { createSchedule } from '../src/songs/schedule.ts';
import {
  ask,
  createRooms,
  createScripted,
  guild,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  type ScriptedProvider,
  seen,
  working,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

const learning = () =>
  createSchedule({
    store: { get: async () => undefined, set: async () => undefined },
    log: createLog({ level: 'silent' }),
  });

/** A service whose songs take so long, in seconds, and that may call. `calls`: the addresses it was given. */
async function service(seconds: () => number, more: Partial<Provider> = {}) {
  const provider = createScripted('sketch', { usualMs: 150_000, lookEveryMs: 5_000, ...more });
  const room = await open({
    providers: [provider],
    schedule: learning(),
    starterCredits: 100_000,
    publicUrl: 'https://x.example',
  });
  const path = await mp3(room, 'take.mp3');
  const tasks = new Map<string, { until: number; url: string | null }>();
  provider.submit = async (work, context) => {
    provider.submissions.push(work);
    const id = `task-${provider.submissions.length}`;
    tasks.set(id, { until: room.clock.now() + seconds() * 1_000, url: context.callbackUrl ?? null });
    return { kind: 'accepted', task: { id } };
  };
  provider.onLook = (task) =>
    room.clock.now() >= (tasks.get(String(task.id))?.until ?? 0)
      ? seen(ready(0, path), ready(1, path))
      : seen(working(0), working(1));
  return { provider, room, tasks };
}

/** One song from the request to its end. Answers how long it took, in seconds. */
async function oneSong(room: OpenRoom, { model = null as string | null, each = async () => {} } = {}): Promise<number> {
  const song = await ask(room, requestOf({}, { model }));
  const begun = room.clock.now();
  for (let step = 0; step < 2_000; step += 1) {
    await room.turn();
    if ((await room.songs.find(song.id, guild))?.state === 'done') return (room.clock.now() - begun) / 1_000;
    room.clock.advance(250);
    await each();
  }
  throw new Error('it never came');
}

/** What the card of a song that is asked for now says of when it will be done, in seconds from now. */
async function promised(room: OpenRoom, model: string | null = null): Promise<number> {
  const song = await ask(room, requestOf({}, { model }));
  return ((song.readyEstimateAt ?? 0) - room.clock.now()) / 1_000;
}

test('after twenty songs of 8 s the card says 8 ± 2 s, and for another model what its service says', async () => {
  const limits = { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 };
  const models = ['one', 'two'].map((id) => ({ id, name: id, limits }));
  const { room } = await service(() => 8, { models, defaultModel: 'one' });
  expect(await promised(room)).toBeGreaterThan(100);
  for (let n = 0; n < 20; n += 1) await oneSong(room);
  const now = await promised(room);
  expect(now).toBeGreaterThanOrEqual(6);
  expect(now).toBeLessThanOrEqual(10);
  expect(await promised(room, 'sketch/two')).toBeGreaterThan(100);
});

test('a service of about a minute is asked a few times a song, not every five seconds', async () => {
  let n = 0;
  const { provider, room } = await service(() => 50 + 20 * ((n++ * 0.618) % 1));
  for (let song = 0; song < 20; song += 1) await oneSong(room);
  const before = provider.looks;
  const took: number[] = [];
  for (let song = 0; song < 20; song += 1) took.push(await oneSong(room));
  const looks = (provider.looks - before) / 20;
  expect(looks).toBeLessThan(6);
  expect(took.reduce((sum, one) => sum + one, 0) / 20).toBeLessThan(60 + 6);
});

test('between two looks the card moves on, at most once in ten seconds and a handful of times, without asking the service', async () => {
  const { provider, room } = await service(() => 60);
  for (let song = 0; song < 10; song += 1) await oneSong(room);
  const cards = room.delivery.cards.length;
  const looks = provider.looks;
  await oneSong(room);
  const shown = room.delivery.cards.length - cards;
  expect(shown).toBeGreaterThan(provider.looks - looks);
  expect(shown).toBeLessThanOrEqual(8);
});

test('with callbacks at most 0.1 looks a song are our own, and one that did not call is found all the same', async () => {
  let n = 0;
  const { provider, room, tasks } = await service(() => 50 + 20 * ((n++ * 0.618) % 1), { callbacks: 'wakes' });
  let isLost = false;
  let called = 0;
  const call = async () => {
    for (const task of tasks.values()) {
      if (task.url === null || isLost || room.clock.now() < task.until) continue;
      const { url } = task;
      task.url = null;
      called += 1;
      await room.callbacks.receive('sketch', url.split('/').at(-1) ?? '', []);
    }
  };
  for (let song = 0; song < 20; song += 1) await oneSong(room, { each: call });
  const before = { looks: provider.looks, called };
  for (let song = 0; song < 40; song += 1) await oneSong(room, { each: call });
  const own = provider.looks - before.looks - (called - before.called);
  expect(own / 40).toBeLessThanOrEqual(0.1);
  isLost = true;
  expect(await oneSong(room, { each: call })).toBeLessThan(90);
});

test('a stage that is seen moves the time on the card', async () => {
  const provider: ScriptedProvider = createScripted('sketch', { usualMs: 100_000, lookEveryMs: 5_000 });
  const room = await open({ providers: [provider], schedule: learning() });
  const path = await mp3(room, 'take.mp3');
  provider.onLook = () => seen(ready(0, path), working(1));
  const song = await ask(room);
  await room.pass(100_000, 1_000);
  const view = await room.songs.find(song.id, guild);
  expect(view?.tracks.map((track) => track.state)).toEqual(['fetched', 'working']);
  expect(view?.readyEstimateAt).toBeGreaterThan((song.readyEstimateAt ?? 0) - 1);
  expect(view?.readyEstimateAt).not.toBe(song.readyEstimateAt);
});
