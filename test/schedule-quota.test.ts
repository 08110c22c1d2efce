import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crowd, sharedOut } from '../bench/looking-crowd.ts';
import { lognormal } from '../bench/looking-laws.ts';
import { createLine, miniature } from '../bench/looking-runs.ts';
import { createRandom } from '../src/providers/sketch/random.ts';
import { createTurns } from '../src/songs/turns.ts';

const start = Date.UTC(2026, 0, 15, 12);
const narrow = lognormal(60, 0.25);

describe('many songs at one service', () => {
  const quota = { requests: 20, perMs: 10_000 };

  test('never ask for more than its quota, and everybody has a turn', () => {
    const asked = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 300, size: 'max' });
    const limits = fc.record({
      requests: fc.integer({ min: 1, max: 40 }),
      perMs: fc.integer({ min: 100, max: 10_000 }),
      batch: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(asked, limits, (gaps, { requests, perMs, batch }) => {
        const turns = createTurns({ quota: { requests, perMs }, batch });
        const waiting = new Map<string, number>();
        let now = start;
        for (const [index, gap] of gaps.entries()) {
          now += gap;
          waiting.set(`song-${index}`, now);
        }
        const gone = new Map<number, number>();
        while (waiting.size > 0) {
          const [song, at] = [...waiting].reduce((least, one) => (one[1] < least[1] ? one : least));
          const wait = turns.waitMs(song, at);
          if (wait > 0) waiting.set(song, at + wait);
          else {
            waiting.delete(song);
            gone.set(at, (gone.get(at) ?? 0) + 1);
          }
        }
        const sent = [...gone].flatMap(([at, songs]) => Array.from({ length: Math.ceil(songs / batch) }, () => at));
        for (const from of sent) {
          expect(sent.filter((at) => at >= from && at < from + perMs).length).toBeLessThanOrEqual(requests);
        }
        expect([...gone.values()].reduce((sum, songs) => sum + songs, 0)).toBe(gaps.length);
      }),
      { numRuns: 60 },
    );
  });

  test('a song that ends while it waits gives its turn back', () => {
    const turns = createTurns({ quota: { requests: 1, perMs: 1_000 }, batch: 1 });
    expect(turns.waitMs('a', start)).toBe(0);
    expect(turns.waitMs('b', start)).toBe(1_000);
    expect(turns.waitMs('c', start)).toBe(2_000);
    turns.free('c', start);
    expect(turns.waitMs('d', start)).toBe(2_000);
    expect(turns.waitMs('b', start + 1_000)).toBe(0);
  });

  test('songs that wait go together where one request carries them', () => {
    const turns = createTurns({ quota: { requests: 1, perMs: 1_000 }, batch: 3 });
    expect(['a', 'b', 'c', 'd', 'e'].map((song) => turns.waitMs(song, start))).toEqual([0, 1_000, 1_000, 1_000, 2_000]);
  });

  test('look less often together, each as its own chance is, until the others have ended', () => {
    const provider = miniature(60, { quota });
    const { schedule, song } = createLine(provider);
    const random = createRandom('many');
    for (let before = 0; before < 60; before++) song(narrow.draw(random));
    const now = start + 60_000;
    const wait = () =>
      schedule.nextLookMs({ song: 'x', provider, model: 'one' }, { accepted: start }, now, { called: false });
    const alone = wait();
    const others = Array.from({ length: 99 }, (_, at) => ({ song: `other-${at}`, provider, model: 'one' }));
    for (const other of others) schedule.nextLookMs(other, { accepted: start }, now, { called: false });
    expect(wait()).toBeGreaterThan(2 * alone);
    // Young songs want no looks yet, so they take nothing away.
    for (const other of others) schedule.nextLookMs(other, { accepted: now }, now, { called: false });
    expect(wait()).toBeLessThan(1.2 * alone);
    for (const other of others) schedule.forget(other, now);
    expect(wait()).toBe(alone);
  });

  test('are found about as soon as by who knows the law and shares out looks by √hazard', () => {
    const { delay, most, songs } = crowd(narrow, createRandom('crowd'), 300, 500);
    expect(most).toBeLessThanOrEqual(quota.requests);
    // The benchmark says 0.9 to 1.2 times.
    expect(delay / sharedOut(narrow, songs, 'by root')).toBeLessThan(1.5);
    expect(delay / sharedOut(narrow, songs, 'evenly')).toBeLessThan(0.75);
  });
});
