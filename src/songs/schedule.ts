import type { Log } from '../log.ts';
import type { Provider } from '../providers/provider.ts';
import { hazard, interval, type Law, nextLook, quantile, remaining } from './law.ts';
import { createLaws, type LawName, type LawStore } from './laws.ts';
import type { Marks } from './marks.ts';
import { createTurns, type Turns } from './turns.ts';

/**
 * What a second in which something is ready and nobody knows is worth, in requests. Two give about 5 requests and 2.5 s
 * of delay for a song of a minute (give or take a quarter); one that takes four times as long gets twice as much of both.
 */
const requestsPerSecond = 2;
/** A provider on this machine tells of its news, so looking is only the net below it. */
const safetyLookMs = 5_000;
/** Where a service calls, it is first asked so long after nearly every song would have called, and then ever less. */
const safety = { chance: 0.99, graceMs: 5_000, againMs: 30_000, againPart: 0.25 };
/** What we were told of happened at most this long ago. */
const newsMs = 1_000;

/** One song at one service. */
export interface Working {
  readonly song: string;
  readonly provider: Provider;
  readonly model: string;
}

/** An answered look, as far as schedules learn from it. Instants are epoch ms. */
export interface Looked extends Working {
  /** The look before this one that was answered; null when there was none. */
  readonly lookedAt: number | null;
  readonly at: number;
  /** What was seen before this look, and what is after it. */
  readonly before: Marks;
  readonly after: Marks;
  /** Every track is ready or failed, and not because we ran out of patience. */
  readonly ended: boolean;
  /** We looked because somebody told us to: what is new is new only now. */
  readonly told: boolean;
}

/** When songs are ready and when to ask, learned from our own looks. Nothing here matters to money; what is lost is learned again. */
export interface Schedule {
  /** Reads what earlier runs learned; what is broken or cannot be read begins anew. */
  load(providers: readonly Provider[]): Promise<void>;
  /** From request to end, in ms, when nothing is known of the song itself. */
  estimate(provider: Provider, model: string): number;
  /** When a song that is not at its end at `now` should be, in epoch ms: never before `now`. */
  readyAt(provider: Provider, model: string, marks: Marks, now: number): number;
  /**
   * In how many ms to look next, asked right after a look (or the acceptance) at `now`. `called`: the service calls us for
   * this song.
   */
  nextLookMs(working: Working, marks: Marks, now: number, how: { called: boolean }): number;
  /**
   * How long a look that is due now has to wait so that the service's quota holds; 0 nearly always. Else the song has a
   * turn then, and is to ask again.
   */
  turnMs(working: Pick<Working, 'song' | 'provider'>, now: number): number;
  /** Learns from an answered look. Not for songs that failed or are overdue. */
  seen(looked: Looked): void;
  /** The song is looked at no more, however it ended: others may have its turns. */
  forget(working: Pick<Working, 'song' | 'provider'>, now: number): void;
  /** Resolves when what was learned so far is stored, or could not be. */
  kept(): Promise<void>;
}

/** A song that is looked at: the law it is expected by, and since when. */
interface Expected {
  law: Law;
  since: number;
}

export function createSchedule(deps: { store: LawStore; log: Log }): Schedule {
  const laws = createLaws(deps);
  const services = new Map<string, { turns: Turns; songs: Map<string, Expected> }>();

  const serviceOf = (provider: Provider) => {
    const known = services.get(provider.id) ?? { turns: createTurns(provider), songs: new Map<string, Expected>() };
    services.set(provider.id, known);
    return known;
  };

  /** By the latest stage whose law was learned, else by the song's whole age. */
  const expected = (provider: Provider, model: string, marks: Marks, target: 'first' | 'end'): Expected => {
    const isSecond = target === 'end' && marks.first !== undefined;
    for (const stage of isSecond ? (['first'] as const) : (['music', 'words'] as const)) {
      const since = marks[stage];
      const name: LawName = stage === 'first' ? 'first-end' : `${stage}-${target}`;
      if (since !== undefined && laws.isLearned(provider, model, name)) {
        return { law: laws.law(provider, model, name), since };
      }
    }
    return { law: laws.law(provider, model, `accepted-${target}`), since: marks.accepted };
  };

  const teach = ({ provider, model, ...looked }: Looked, target: 'first' | 'end') => {
    const { before, at } = looked;
    const lookedAt = Math.max(looked.lookedAt ?? before.accepted, looked.told ? at - newsMs : 0);
    const one = (name: LawName, since: number | undefined) => {
      if (since !== undefined) laws.teach(provider, model, name, interval(lookedAt - since, at - since));
    };
    one(`accepted-${target}`, before.accepted);
    one(`words-${target}`, before.words);
    one(`music-${target}`, before.music);
    if (target === 'end') one('first-end', before.first);
  };

  /** Nobody calls: by the law, and more slowly where songs together would ask for more than the quota. */
  const unaidedMs = ({ provider, song }: Working, { law, since }: Expected, now: number): number => {
    const { turns, songs } = serviceOf(provider);
    const floorMs = Math.max(1, provider.lookEveryMs);
    songs.set(song, { law, since });
    const share = Math.min(1, turns.perMs / rateOf(songs.values(), now));
    return nextLook(law, now - since, { requestsPerSecond: requestsPerSecond * share * share, floorMs });
  };

  return {
    load: laws.load,
    estimate: (provider, model) => Math.round(quantile(laws.law(provider, model, 'accepted-end'), 0.5)),
    readyAt: (provider, model, marks, now) => {
      const { law, since } = expected(provider, model, marks, 'end');
      return Math.round(now + remaining(law, Math.max(0, now - since)));
    },
    nextLookMs: (working, marks, now, { called }) => {
      const { provider, model, song } = working;
      if (provider.onNews !== undefined) return Math.max(provider.lookEveryMs, safetyLookMs);
      const found = expected(provider, model, marks, marks.first === undefined ? 'first' : 'end');
      const since = Math.min(found.since, now);
      if (called) serviceOf(provider).songs.delete(song);
      const wait = called
        ? Math.max(provider.lookEveryMs, safetyMs(found.law, now - since))
        : unaidedMs(working, { law: found.law, since }, now);
      return Math.ceil(wait);
    },
    turnMs: ({ song, provider }, now) =>
      provider.onNews === undefined ? Math.ceil(serviceOf(provider).turns.waitMs(song, now)) : 0,
    seen: (looked) => {
      const isFirst = looked.before.first === undefined && (looked.ended || looked.after.first !== undefined);
      if (isFirst) teach(looked, 'first');
      if (!looked.ended) return;
      teach(looked, 'end');
      laws.keep(looked.provider, looked.model);
    },
    forget: ({ song, provider }, now) => {
      const { turns, songs } = serviceOf(provider);
      songs.delete(song);
      turns.free(song, now);
    },
    kept: laws.kept,
  };
}

/** How often all of a service's songs together would be looked at now, per ms. */
function rateOf(songs: Iterable<Expected>, now: number): number {
  let roots = 0;
  for (const { law, since } of songs) roots += Math.sqrt(hazard(law, now - since));
  return roots * Math.sqrt(requestsPerSecond / 2_000);
}

/** A service calls: one look when nearly every song would have, and then ever fewer. */
function safetyMs(law: Law, elapsedMs: number): number {
  // What is hardly known has a far tail: not later than twice what nine of ten take.
  const late = Math.min(quantile(law, safety.chance), 2 * quantile(law, 0.9)) + safety.graceMs;
  return elapsedMs < late ? late - elapsedMs : Math.max(safety.againMs, safety.againPart * elapsedMs);
}

/** Back-off for errors only: doubles from one second, at most `capMs`, with jitter (`random` in [0, 1)). */
export const backOffMs = (failures: number, capMs: number, random: number): number =>
  Math.round(Math.min(capMs, 1_000 * 2 ** Math.min(failures, 20)) * (0.5 + random / 2));
