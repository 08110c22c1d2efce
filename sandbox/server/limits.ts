/** What has been observed of Discord's limits on messages: 5 in 5 seconds, by channel or interaction token. */
const CALLS = 5;
const WINDOW_MS = 5_000;

export interface Allowance {
  allowed: boolean;
  /** Seconds until the window begins anew. */
  resetAfter: number;
  headers: Record<string, string>;
}

export interface Limits {
  /** Counts one call. @param route names the bucket to the client; `key` is what is counted together. */
  take(route: string, key: string): Allowance;
}

export const createLimits = (now: () => number): Limits => {
  const windows = new Map<string, { began: number; calls: number }>();
  return {
    take(route, key) {
      const at = now();
      const known = windows.get(key);
      const window = known && at - known.began < WINDOW_MS ? known : { began: at, calls: 0 };
      windows.set(key, window);
      if (windows.size > 1000) for (const [old, { began }] of windows) if (at - began >= WINDOW_MS) windows.delete(old);
      const allowed = window.calls < CALLS;
      if (allowed) window.calls += 1;
      const resetAfter = Math.max(0.001, (window.began + WINDOW_MS - at) / 1000);
      return {
        allowed,
        resetAfter,
        headers: {
          'x-ratelimit-limit': String(CALLS),
          'x-ratelimit-remaining': String(CALLS - window.calls),
          'x-ratelimit-reset': ((window.began + WINDOW_MS) / 1000).toFixed(3),
          'x-ratelimit-reset-after': resetAfter.toFixed(3),
          'x-ratelimit-bucket': Buffer.from(route).toString('hex').slice(0, 32),
        },
      };
    },
  };
};
