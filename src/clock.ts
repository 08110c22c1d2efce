/** Time as an argument, so that tests own it. All instants are epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or at once (without an error) when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};

/** Resolves when `work` has ended, however it ended, or after `ms`. */
export async function atMost(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await Promise.race([Promise.allSettled([work]), clock.sleep(Math.max(0, ms), done.signal)]);
  // A reason of ours: the default one is an error with a stack.
  done.abort('done');
}

/** The UTC day an instant falls on, `YYYY-MM-DD`: the unit of the daily caps. */
export const utcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
