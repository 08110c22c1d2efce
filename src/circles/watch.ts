/**
 * Time and music services have their say in circles: a loop that sleeps until the next circle is due. It keeps nothing, so
 * a start finds everything that fell due meanwhile.
 */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Circle } from './acts.ts';
import type { Circles } from './store.ts';

export interface Watch {
  start(): Promise<void>;
  /** Something happened to this song: the circle that waits for it, if any, is told. Cheap, and never throws. */
  hear(songId: string): void;
  /** Circles may have changed beside their members (somebody was forgotten): messages that are behind are shown again. */
  catchUp(): void;
  /** Resolves when what was begun has ended; nothing more is begun. */
  stop(): Promise<void>;
}

/** Of circles that are due, so many in one go. */
const atOnce = 100;
/** It looks after this long at most: what is due is also due because of what members did meanwhile. */
const idleMs = 10_000;

export function createWatch(deps: {
  circles: Pick<Circles, 'due' | 'nextDue' | 'tick' | 'ofSong' | 'stale'>;
  clock: Clock;
  log: Log;
  /** The circle as it is now: whatever shows it may be behind. */
  seen(circle: Circle): void;
  /** Its message was behind already when the last run ended. */
  behind(circleId: string): void;
}): Watch {
  const { circles, clock, log, seen, behind } = deps;
  const stopping = new AbortController();
  const hearing = new Set<Promise<void>>();
  let loop: Promise<void> = Promise.resolve();

  const tick = async (circleId: string): Promise<void> => {
    const circle = await circles.tick(circleId, clock.now());
    if (circle !== null) seen(circle);
  };

  const pass = async (): Promise<number> => {
    const due = await circles.due(clock.now(), atOnce);
    for (const circleId of due) await tick(circleId);
    if (due.length === atOnce) return 0;
    const next = await circles.nextDue();
    return Math.min(next === null ? idleMs : Math.max(0, next - clock.now()), idleMs);
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const waitMs = await pass().catch((err: unknown) => {
        log.error({ err }, 'circles could not be looked after');
        return idleMs;
      });
      await clock.sleep(waitMs, stopping.signal);
    }
  };

  const told = async (songId: string): Promise<void> => {
    const circleId = await circles.ofSong(songId);
    if (circleId !== null) await tick(circleId);
  };

  const showStale = async (): Promise<void> => {
    for (const circleId of await circles.stale(clock.now(), Number.MAX_SAFE_INTEGER)) behind(circleId);
  };

  /** What is missed here, the loop or the next start finds. */
  const aside = (work: Promise<void>): void => {
    const done = work.catch((err: unknown) => log.error({ err }, 'a circle was not told'));
    hearing.add(done);
    void done.finally(() => hearing.delete(done));
  };

  return {
    start: async () => {
      await showStale();
      loop = run();
    },
    hear: (songId) => {
      if (!stopping.signal.aborted) aside(told(songId));
    },
    catchUp: () => {
      if (!stopping.signal.aborted) aside(showStale());
    },
    stop: async () => {
      stopping.abort('stopped');
      await Promise.all([loop, ...hearing]);
    },
  };
}
