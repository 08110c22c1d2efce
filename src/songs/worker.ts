import { atMost, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { newId } from './ids.ts';
import type { Lease, Steps } from './steps.ts';

/** A worker that stopped renewing is taken for dead after this long, and its songs go to another. */
const leaseMs = 60_000;
const renewEveryMs = leaseMs / 3;
/** With nothing due it looks again after this long at most, should a wake have been missed. */
const idleMs = 10_000;
const choresEveryMs = 60_000;

export interface Worker {
  start(): Promise<void>;
  /** Something happened to this song (or to any): look now. It only cancels the sleep; the loop does the work. */
  wake(songId?: string): void;
  /**
   * No new work; resolves when what is under way has come to a rest, or after `withinMs`; songs in `submitting` may take
   * until `submissionsWithinMs`, since a submission that is cut off has an unknown outcome.
   */
  stop(patience: { withinMs: number; submissionsWithinMs: number; submitting: ReadonlySet<string> }): Promise<void>;
}

/**
 * The loop: leases what is due, up to `atOnce` songs, and sleeps until the next is due or somebody wakes it. It knows
 * nothing of songs but their leases; `advance` must end each lease by a rest.
 */
export function createWorker(deps: {
  steps: Steps;
  advance: (lease: Lease) => Promise<void>;
  clock: Clock;
  log: Log;
  atOnce: number;
  /** What has to be tidied now and then; may fail. */
  chores: () => Promise<void>;
}): Worker {
  const { steps, clock, log } = deps;
  const owner = newId();
  const running = new Map<string, Promise<void>>();
  const hinted = new Set<string>();
  let stopping = false;
  let sleep = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  let renewedAt = 0;
  let choresAt = 0;

  // A reason of ours: the default one is an error with a stack, made each time.
  const wakeUp = () => sleep.abort('awake');

  const begin = (lease: Lease) => {
    hinted.delete(lease.songId);
    const work = deps
      .advance(lease)
      .catch((cause: unknown) => restAfterBug(lease, cause))
      .finally(() => {
        running.delete(lease.songId);
        wakeUp();
      });
    running.set(lease.songId, work);
  };

  // Our own bug, or a database that stumbles: the song must neither spin nor be lost.
  const restAfterBug = async (lease: Lease, cause: unknown) => {
    log.error({ err: cause, song: lease.songId }, 'a step failed; the song rests and is tried again');
    await steps
      .commit(lease, clock.now(), { rest: clock.now() + idleMs })
      .catch((err: unknown) => log.error({ err, song: lease.songId }, 'its lease has to run out'));
  };

  const pass = async (): Promise<number> => {
    const at = clock.now();
    if (at - renewedAt >= renewEveryMs) {
      renewedAt = at;
      if (running.size > 0) await steps.renew(owner, at, leaseMs);
    }
    if (at - choresAt >= choresEveryMs) {
      choresAt = at;
      await deps.chores().catch((err: unknown) => log.error({ err }, 'tidying up failed'));
    }
    const free = deps.atOnce - running.size;
    if (free <= 0) return renewEveryMs;
    const hints = [...hinted];
    const leases = await dueNow(at, free, hints);
    for (const hint of hints) if (!running.has(hint)) hinted.delete(hint);
    for (const lease of leases) begin(lease);
    if (leases.length === free) return renewEveryMs;
    const next = await steps.nextDue(clock.now());
    return Math.min(next === null ? idleMs : Math.max(0, next - clock.now()), idleMs);
  };

  // A read first: an idle loop must not cost the disk a commit.
  const dueNow = async (at: number, free: number, hints: readonly string[]): Promise<Lease[]> => {
    if (hints.length === 0) {
      const next = await steps.nextDue(at);
      if (next === null || next > at) return [];
    }
    return steps.claim(owner, at, leaseMs, free, hints);
  };

  const run = async () => {
    while (!stopping) {
      // A fresh sleep before the look, so that a wake during the look is not missed.
      sleep = new AbortController();
      const { signal } = sleep;
      const waitMs = await pass().catch((err: unknown) => {
        log.error({ err }, 'the worker could not look for due songs');
        return 1_000;
      });
      if (!stopping && waitMs > 0) await clock.sleep(waitMs, signal);
    }
  };

  return {
    start: async () => {
      const open = await steps.takeOver(clock.now());
      if (open > 0) log.info({ open }, 'going on with the songs of the last run');
      loop = run();
    },
    wake: (songId) => {
      if (songId !== undefined) hinted.add(songId);
      wakeUp();
    },
    stop: async ({ withinMs, submissionsWithinMs, submitting }) => {
      stopping = true;
      wakeUp();
      await loop;
      await atMost(clock, withinMs, Promise.allSettled(running.values()));
      const cut = [...running].filter(([songId]) => submitting.has(songId)).map(([, work]) => work);
      if (cut.length > 0) await atMost(clock, submissionsWithinMs - withinMs, Promise.allSettled(cut));
    },
  };
}
