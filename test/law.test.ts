import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lognormal } from '../bench/looking-laws.ts';
import { createRandom } from '../src/providers/sketch/random.ts';
import {
  decodeLaw,
  encodeLaw,
  hazard,
  interval,
  type Law,
  lawSchema,
  learn,
  newLaw,
  nextLook,
  quantile,
  remaining,
} from '../src/songs/law.ts';

const hourMs = 3_600_000;
const bounds = { requestsPerSecond: 2, floorMs: 0 };

/** By which part two values differ. */
const offBy = (value: number, right: number): number => Math.abs(value / right - 1);

const learnAll = (law: Law, seen: { afterMs: number; byMs: number }[]): Law => seen.reduce(learn, law);
/** Songs of this length, looked at every `everyMs` with a phase of their own. */
const polled = (seconds: number[], everyMs: number, random = createRandom('polled')) =>
  seconds.map((one) => {
    const phase = random.between(0, everyMs);
    const looks = Math.max(0, Math.ceil((one * 1_000 - phase) / everyMs));
    return interval(looks === 0 ? 0 : phase + (looks - 1) * everyMs, phase + looks * everyMs);
  });
const drawn = (median: number, spread: number, count: number, seed = 'drawn'): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => lognormal(median, spread).draw(random));
};

const someLaw = fc
  .record({
    usualMs: fc.integer({ min: 0, max: hourMs }),
    seen: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 * hourMs }), fc.integer({ min: 0, max: 2 * hourMs })), {
      maxLength: 60,
    }),
  })
  .map(({ usualMs, seen }) =>
    learnAll(
      newLaw(usualMs),
      seen.map(([one, other]) => interval(Math.min(one, other), Math.max(one, other))),
    ),
  );
const instants = fc
  .array(fc.integer({ min: 0, max: 3 * hourMs }), { minLength: 2, maxLength: 20 })
  .map((all) => all.sort((a, b) => a - b));

describe('whatever was seen', () => {
  test('what is left never grows, and quantiles are in order', () => {
    fc.assert(
      fc.property(someLaw, instants, (law, times) => {
        const left = times.map((ms) => law.density.left(ms));
        for (const [at, chance] of left.entries()) {
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(at === 0 ? 1 : (left[at - 1] ?? 1) + 1e-9);
        }
        const quantiles = [0.01, 0.1, 0.5, 0.9, 0.99].map((chance) => quantile(law, chance));
        expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
        for (const ms of quantiles) expect(Number.isFinite(ms)).toBe(true);
      }),
    );
  });

  test('the hazard is a number, and the longer something took the later it is expected', () => {
    fc.assert(
      fc.property(someLaw, instants, (law, times) => {
        let latest = 0;
        for (const ms of times) {
          expect(hazard(law, ms)).toBeGreaterThanOrEqual(0);
          expect(hazard(law, ms)).toBeLessThan(Number.POSITIVE_INFINITY);
          expect(remaining(law, ms)).toBeGreaterThanOrEqual(0);
          expect(ms + remaining(law, ms)).toBeGreaterThanOrEqual(latest - 1);
          latest = ms + remaining(law, ms);
        }
      }),
    );
  });

  test('the floor between looks holds, and looking never stops', () => {
    const floors = fc.integer({ min: 0, max: 30_000 });
    fc.assert(
      fc.property(someLaw, instants, floors, (law, times, floorMs) => {
        for (const ms of times) {
          const wait = nextLook(law, ms, { ...bounds, floorMs });
          expect(wait).toBeGreaterThanOrEqual(floorMs);
          const ceiling = Math.max(60_000, 0.15 * ms, quantile(law, 0.95) - ms, floorMs);
          expect(wait).toBeLessThanOrEqual(ceiling + 1);
        }
      }),
    );
  });

  test('what is stored is below 2 KB and says the same', () => {
    fc.assert(
      fc.property(someLaw, (law) => {
        const text = JSON.stringify(encodeLaw(law));
        expect(text.length).toBeLessThanOrEqual(2_048);
        const again = decodeLaw(lawSchema.parse(JSON.parse(text)), 60_000);
        expect(again.seen).toEqual(law.seen);
        expect(again.songs).toBe(law.songs);
      }),
    );
  });

  test('nothing that is stored can break it: it is refused, or it is a law', () => {
    const stored = fc.oneof(
      fc.anything(),
      fc.record({ songs: fc.anything(), seen: fc.oneof(fc.anything(), fc.array(fc.integer())) }),
      fc.record({ songs: fc.nat(), seen: fc.array(fc.nat({ max: 1e9 }), { maxLength: 300 }) }),
    );
    fc.assert(
      fc.property(stored, (value) => {
        const parsed = lawSchema.safeParse(value);
        if (!parsed.success) return;
        const law = decodeLaw(parsed.data, 60_000);
        expect(Number.isFinite(quantile(law, 0.5))).toBe(true);
        expect(Number.isFinite(nextLook(law, 0, bounds))).toBe(true);
      }),
    );
  });
});

describe('a law', () => {
  test('is what the service says at first, and what is seen after a handful of songs', () => {
    expect(offBy(quantile(newLaw(120_000), 0.5), 120_000)).toBeLessThan(0.05);
    const law = learnAll(newLaw(120_000), polled(drawn(60, 0.1, 6), 2_000));
    expect(quantile(law, 0.5)).toBeGreaterThan(50_000);
    expect(quantile(law, 0.5)).toBeLessThan(75_000);
  });

  test('is found although looks are ten seconds apart', () => {
    const law = learnAll(newLaw(120_000), polled(drawn(60, 0.25, 400), 10_000));
    // The window's own median and tenths are off by about 3 % already.
    expect(offBy(quantile(law, 0.5), 60_000)).toBeLessThan(0.06);
    expect(offBy(quantile(law, 0.1), 60_000 * Math.exp(-0.25 * 1.2816))).toBeLessThan(0.1);
    expect(offBy(quantile(law, 0.9), 60_000 * Math.exp(0.25 * 1.2816))).toBeLessThan(0.1);
  });

  test('says what is still to come when something has taken long already', () => {
    const law = learnAll(newLaw(60_000), polled(drawn(60, 0.25, 300), 1_000));
    expect(offBy(remaining(law, 0), quantile(law, 0.5))).toBeLessThan(0.001);
    expect(remaining(law, 70_000)).toBeGreaterThan(3_000);
    expect(remaining(law, 70_000)).toBeLessThan(15_000);
  });

  test('two humps stay two: nothing is looked for between them', () => {
    const random = createRandom('humps');
    const both = Array.from({ length: 200 }, () => lognormal(random.chance(0.5) ? 30 : 120, 0.1).draw(random));
    const law = learnAll(newLaw(60_000), polled(both, 2_000));
    expect(hazard(law, 60_000)).toBeLessThan(hazard(law, 30_000) / 5);
    expect(hazard(law, 60_000)).toBeLessThan(hazard(law, 115_000) / 5);
  });

  test.each([3, 1 / 3])('that becomes %d times as long is learned anew within twenty songs', (times) => {
    const known = learnAll(newLaw(60_000), polled(drawn(60, 0.25, 150), 5_000));
    const law = learnAll(known, polled(drawn(60 * times, 0.25, 20, 'after'), 5_000));
    expect(quantile(law, 0.5) / (60_000 * times)).toBeGreaterThan(0.8);
    expect(quantile(law, 0.5) / (60_000 * times)).toBeLessThan(1.25);
  });

  test('that shrinks below its first look is found by looking earlier', () => {
    let law = learnAll(newLaw(60_000), polled(drawn(60, 0.25, 150), 5_000));
    for (const seconds of drawn(15, 0.25, 40, 'shrunk')) {
      let before = 0;
      let at = nextLook(law, 0, bounds);
      while (at < seconds * 1_000) {
        before = at;
        at += nextLook(law, at, bounds);
      }
      law = learn(law, interval(before, at));
    }
    expect(quantile(law, 0.5)).toBeGreaterThan(11_000);
    expect(quantile(law, 0.5)).toBeLessThan(20_000);
  });

  test('is not moved by one song that nobody looked at for an hour', () => {
    const law = learnAll(newLaw(60_000), polled(drawn(60, 0.25, 100), 5_000));
    const after = learn(law, interval(0, hourMs));
    expect(offBy(quantile(after, 0.5), quantile(law, 0.5))).toBeLessThan(0.02);
    expect(offBy(quantile(after, 0.9), quantile(law, 0.9))).toBeLessThan(0.03);
  });

  test('costs the main thread far less than a millisecond a song', () => {
    const seen = polled(drawn(60, 0.5, 1_000), 5_000);
    const start = process.cpuUsage().user;
    let law = newLaw(60_000);
    for (const one of seen) {
      law = learn(law, one);
      for (let look = 0; look < 10; look++) nextLook(law, 6_000 * look, bounds);
    }
    // About 0.06 ms here; the machine may be slow and the code not yet compiled.
    expect((process.cpuUsage().user - start) / 1_000 / seen.length).toBeLessThan(1);
  });
});
