import type { Clock } from '../../src/clock.ts';

export interface TestClock extends Clock {
  /** Moves time on; who sleeps until then wakes, the earliest first, each at its own instant. */
  advance(ms: number): void;
}

/** Time that stands still until the test moves it. `start` is epoch ms. */
export const createTestClock = (start = Date.UTC(2026, 0, 15, 12)): TestClock => {
  let now = start;
  const sleepers = new Set<{ until: number; wake: () => void }>();
  const wakeUntil = (at: number): void => {
    const due = [...sleepers].filter(({ until }) => until <= at).sort((a, b) => a.until - b.until);
    for (const sleeper of due) {
      now = Math.max(now, sleeper.until);
      sleeper.wake();
    }
  };
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || ms <= 0) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { until: now + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
      }),
    advance: (ms) => {
      const target = now + ms;
      wakeUntil(target);
      now = target;
    },
  };
};
