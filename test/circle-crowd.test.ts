/** A crowd on one circle; `npm run bench` does the same for a minute. */
import { expect, test } from 'vitest';
import { measureCircle } from '../bench/circle.ts';

test('fifty members who act at once lose nothing, double nothing and are answered in time', async () => {
  const run = await measureCircle({ members: 50, seconds: 10 });
  expect(run.failed).toEqual([]);
  expect(run.faults).toEqual([]);
  expect(run.isTrue).toBe(true);
  // One in two seconds: 30 a minute.
  expect(run.edits).toBeLessThanOrEqual(5);
  expect(run.edits).toBeGreaterThan(1);
  expect(run.acts).toBeGreaterThan(100);
  expect(run.told).toMatchObject({ saved: 25, suggested: 25 });
  expect(run.told.handedBack).toBeGreaterThan(0);
  expect(run.told.voted).toBeGreaterThan(0);
}, 90_000);
