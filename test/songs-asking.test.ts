import { expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { createLog } from '../src/log.ts';
import type { TaskReference } from '../src/providers/provider.ts';
import { createAsking } from '../src/songs/asking.ts';
import type { Quotas } from '../src/songs/quotas.ts';
import { createScripted, seen, working } from './helpers/songs.ts';

const asking = () => createAsking({ clock: systemClock, log: createLog({ level: 'silent' }) });
const tasks = (count: number): TaskReference[] =>
  Array.from({ length: count }, (_, index) => ({ id: `task-${index}` }));

/** A service that notes what each of its requests asked for, and when. */
function noting(more: Parameters<typeof createScripted>[1]) {
  const requests: { at: number; ids: string[] }[] = [];
  const provider = createScripted('noting', more);
  provider.look = async (asked) => {
    requests.push({ at: performance.now(), ids: asked.map((task) => String(task.id)) });
    return asked.map((task) => ({ ...seen(working(0)), stage: 'music', detail: String(task.id) }) as never);
  };
  return { provider, requests };
}

test('looks that come together go in one request where the service takes that, and each gets its own answer', async () => {
  const { provider, requests } = noting({ batch: 3, lookEveryMs: 1_000 });
  const asker = asking();
  const answers = await Promise.all(tasks(7).map((task) => asker.look(provider, task)));
  expect(requests.map(({ ids }) => ids.length)).toEqual([3, 3, 1]);
  expect(answers.map((answer) => (answer as never as { detail: string }).detail)).toEqual(tasks(7).map(({ id }) => id));
});

test('no window of the quota ever holds more requests than the service takes, and submissions go first', async () => {
  const { provider, requests } = noting({ batch: 1, quota: { requests: 4, perMs: 200 } });
  const asker = asking();
  const looks = tasks(12).map((task) => asker.look(provider, task));
  const submitted = asker.room(provider).then(() => performance.now());
  await Promise.all([...looks, submitted]);
  const at = [...requests.map((request) => request.at), await submitted].sort((a, b) => a - b);
  for (const [index, instant] of at.entries()) {
    const fourBefore = at[index - 4];
    // Half a tick of tolerance for timers that fire early.
    if (fourBefore !== undefined) expect(instant - fourBefore).toBeGreaterThan(195);
  }
  expect(at.indexOf(await submitted)).toBeLessThan(8);
});

test('the quota of one service does not hold up another', async () => {
  const slow = noting({ id: 'slow', batch: 1, quota: { requests: 1, perMs: 60_000 } });
  const quick = noting({ id: 'quick', batch: 1 });
  const asker = asking();
  const [first] = tasks(1);
  await asker.look(slow.provider, first as TaskReference);
  void asker.look(slow.provider, first as TaskReference);
  await asker.look(quick.provider, first as TaskReference);
  expect([slow.requests.length, quick.requests.length]).toEqual([1, 1]);
});

test('an adapter that throws or answers too little has told nothing, and the next look goes on', async () => {
  const provider = createScripted('odd', { batch: 2, lookEveryMs: 100 });
  const asker = asking();
  provider.look = () => Promise.reject(new Error('our own bug'));
  const [first, second] = tasks(2) as [TaskReference, TaskReference];
  expect((await asker.look(provider, first)).kind).toBe('blip');
  provider.look = async () => [seen(working(0))];
  const answers = await Promise.all([asker.look(provider, first), asker.look(provider, second)]);
  expect(answers.map(({ kind }) => kind)).toEqual(['seen', 'blip']);
});

test('where other processes ask too, each request waits for room with all of them, submissions first', async () => {
  const { provider, requests } = noting({ batch: 1 });
  const waiting: (() => void)[] = [];
  const shared: Quotas = { room: () => new Promise((resolve) => waiting.push(resolve)) };
  const asker = createAsking({ clock: systemClock, log: createLog({ level: 'silent' }), shared });
  const [first, second] = tasks(2) as [TaskReference, TaskReference];
  const looks = [asker.look(provider, first), asker.look(provider, second)];
  let submitted = false;
  const submission = asker.room(provider).then(() => {
    submitted = true;
  });
  await expect.poll(() => waiting.length).toBe(1);
  expect(requests).toEqual([]);
  waiting.shift()?.();
  await expect.poll(() => waiting.length).toBe(1);
  expect([requests.length, submitted]).toEqual([1, false]);
  waiting.shift()?.();
  await submission;
  expect(requests.length).toBe(1);
  await expect.poll(() => waiting.length).toBe(1);
  waiting.shift()?.();
  await Promise.all(looks);
  expect(requests.length).toBe(2);
});

test('a look that has no room because the database is gone has told nothing, and the next one goes on', async () => {
  const { provider, requests } = noting({ batch: 2, lookEveryMs: 100 });
  let gone = true;
  const shared: Quotas = { room: async () => (gone ? Promise.reject(new Error('gone')) : undefined) };
  const asker = createAsking({ clock: systemClock, log: createLog({ level: 'silent' }), shared });
  const [first, second] = tasks(2) as [TaskReference, TaskReference];
  const answers = await Promise.all([asker.look(provider, first), asker.look(provider, second)]);
  expect(answers.map(({ kind }) => kind)).toEqual(['blip', 'blip']);
  expect(requests).toEqual([]);
  gone = false;
  expect((await asker.look(provider, first)).kind).toBe('seen');
});
