import type { Provider } from '../providers/provider.ts';

/** The part of a service's quota that looks may use; submissions and other questions need some too. */
const part = 0.8;
/** A look that comes this much too late (a stalled machine) queues anew: what piled up must not go out at once. */
const lateMs = 1_000;

/** Whose turn it is at one service: never more requests in any `perMs` of its quota than looks may use. */
export interface Turns {
  /** Looks per ms that the quota allows. */
  readonly perMs: number;
  /**
   * How long a song that would look now has to wait, in ms. 0: it looks now, and its turn is used up. Else a turn is kept
   * for it, and it asks again when that has come.
   */
  waitMs(song: string, now: number): number;
  /** Gives back a turn that has not come. */
  free(song: string, now: number): void;
}

interface Request {
  readonly at: number;
  songs: number;
}

/** First come, first served. Up to `batch` songs that have to wait are given the same instant: one request carries them. */
export function createTurns({ quota, batch }: Pick<Provider, 'quota' | 'batch'>): Turns {
  const most = Math.max(1, Math.floor(quota.requests * part));
  /** By instant: what went out within the last `perMs`, and what is to go out. */
  const requests: Request[] = [];
  const turns = new Map<string, Request>();

  const take = (now: number): Request => {
    while ((requests[0]?.at ?? now) < now - quota.perMs) requests.shift();
    const shared = requests.find((one) => one.at > now && one.songs < batch);
    if (shared !== undefined) {
      shared.songs += 1;
      return shared;
    }
    const fits = (requests.at(-most)?.at ?? Number.NEGATIVE_INFINITY) + quota.perMs;
    const request = { at: Math.max(now, requests.at(-1)?.at ?? now, fits), songs: 1 };
    requests.push(request);
    return request;
  };

  return {
    perMs: (most * batch) / quota.perMs,
    waitMs: (song, now) => {
      const kept = turns.get(song);
      const request = kept === undefined || now - kept.at > lateMs ? take(now) : kept;
      if (request.at > now) turns.set(song, request);
      else turns.delete(song);
      return Math.max(0, request.at - now);
    },
    free: (song, now) => {
      const request = turns.get(song);
      turns.delete(song);
      // What went out counts as long as the service counts it.
      if (request === undefined || request.at <= now) return;
      request.songs -= 1;
      if (request.songs === 0) requests.splice(requests.indexOf(request), 1);
    },
  };
}
