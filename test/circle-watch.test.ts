/** The loop that lets time and songs have their say in circles. */
import { afterEach, expect, test, vi } from 'vitest';
import type { Circle } from '../src/circles/acts.ts';
import type { Circles } from '../src/circles/store.ts';
import { createWatch, type Watch } from '../src/circles/watch.ts';
import { createTestClock } from './helpers/clock.ts';
import { createTestLog } from './helpers/discord.ts';

const circle = (id: string) => ({ id }) as Circle;
let watch: Watch;
afterEach(() => watch.stop());

const setup = (fakes: Partial<Circles> = {}) => {
  const clock = createTestClock();
  const log = createTestLog();
  const ticks: string[] = [];
  const seen: string[] = [];
  const behind: string[] = [];
  watch = createWatch({
    circles: {
      due: async () => [],
      nextDue: async () => null,
      ofSong: async (songId) => (songId === 'ours' ? 'a' : null),
      stale: async () => ['b', 'c'],
      tick: async (id) => {
        ticks.push(id);
        return circle(id);
      },
      ...fakes,
    },
    clock,
    log,
    seen: ({ id }) => void seen.push(id),
    behind: (id) => void behind.push(id),
  });
  return { clock, log, ticks, seen, behind };
};

test('what the last run did not show is shown after a start', async () => {
  const { behind } = setup();
  await watch.start();
  expect(behind).toEqual(['b', 'c']);
});

test('a circle that falls due is told at that moment, and whoever shows it is told', async () => {
  let dueAt = Number.POSITIVE_INFINITY;
  let looks = 0;
  const { clock, ticks, seen } = setup({
    due: async (at) => (at >= dueAt ? ['a'] : []),
    nextDue: async () => {
      looks += 1;
      return looks === 1 ? dueAt : null;
    },
  });
  dueAt = clock.now() + 4_000;
  await watch.start();
  await vi.waitFor(() => expect(looks).toBe(1));
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(3_999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ticks).toEqual([]);
  clock.advance(1);
  await vi.waitFor(() => expect(seen).toEqual(['a']));
});

test('news of a song reach the circle that waits for it, and no other', async () => {
  const { ticks, seen } = setup();
  watch.hear('theirs');
  watch.hear('ours');
  await vi.waitFor(() => expect(seen).toEqual(['a']));
  expect(ticks).toEqual(['a']);
});

test('a database that stumbles is logged, and asked again later', async () => {
  let falls = 1;
  const { clock, log, seen } = setup({
    due: async () => {
      falls -= 1;
      if (falls >= 0) throw new Error('busy');
      return ['a'];
    },
  });
  await watch.start();
  await vi.waitFor(() =>
    expect(log.lines.map(({ message }) => message)).toEqual(['circles could not be looked after']),
  );
  clock.advance(10_000);
  await vi.waitFor(() => expect(seen).toContain('a'));
  expect(log.lines.length).toBe(1);
});

test('stopped, it ends what it began and begins nothing more', async () => {
  const { promise, resolve } = Promise.withResolvers<Circle>();
  const { ticks } = setup({ tick: () => promise });
  await watch.start();
  watch.hear('ours');
  const stopped = watch.stop().then(() => 'stopped');
  expect(await Promise.race([stopped, new Promise((done) => setTimeout(() => done('waits'), 20))])).toBe('waits');
  resolve(circle('a'));
  expect(await stopped).toBe('stopped');
  watch.hear('ours');
  expect(ticks).toEqual([]);
});
