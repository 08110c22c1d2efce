import { describe, expect, test } from 'vitest';
import { costOf, either, exponential, lognormal, optimum, type TrueLaw } from '../bench/looking-laws.ts';
import { againstFixed, learned, miniature, recovered } from '../bench/looking-runs.ts';
import { createRandom } from '../src/providers/sketch/random.ts';

const narrow = lognormal(60, 0.25);

describe('against a fixed poller with the same mean delay, the law learned from the looks alone', () => {
  const run = (law: TrueLaw) => againstFixed(law, createRandom(law.name), 2_000, miniature(120)).fewer;

  test('at least half of the requests are saved where songs take much the same time', () => {
    expect(run(narrow)).toBeGreaterThanOrEqual(0.5);
  });
  test('at least a quarter where they differ widely', () => {
    expect(run(lognormal(60, 0.5))).toBeGreaterThanOrEqual(0.25);
  });
  test('where nothing can be known, next to nothing is lost', () => {
    expect(run(exponential(60))).toBeGreaterThanOrEqual(-0.03);
  });
  test('two kinds of songs are no trap', () => {
    expect(run(either(lognormal(40, 0.15), lognormal(90, 0.15)))).toBeGreaterThanOrEqual(0.3);
  });
});

describe('against who knows the law', () => {
  const best = costOf(optimum(narrow));

  test.each([30, 120])(
    'looking costs little more from the first song on, though the service says %d s of 60',
    (usual) => {
      const { during, after } = learned(narrow, createRandom('cold'), 50, 10, miniature(usual));
      expect(during / best).toBeLessThanOrEqual(1.6);
      expect(after / best).toBeLessThanOrEqual(1.2);
    },
  );

  test.each([3, 1 / 3])('also a hundred songs after the service took %d times as long', (times) => {
    const after = lognormal(60 * times, 0.25);
    expect(recovered(narrow, after, createRandom('shift'), 100, 2) / costOf(optimum(after))).toBeLessThanOrEqual(1.25);
  });
});
