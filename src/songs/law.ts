/**
 * The law of one duration: how long something takes, learned song by song, and what follows from it. Nothing here knows
 * of clocks, services or songs; durations are in ms.
 */
import { z } from 'zod';
import { type Density, density, type Mass } from './density.ts';
import { type Belief, believe, explain, type Interval } from './explain.ts';

export interface Law {
  /** Songs it was ever taught. */
  readonly songs: number;
  /** The newest of them, the newest last: everything the law rests on. */
  readonly seen: readonly Interval[];
  readonly belief: Belief;
  readonly mass: Mass;
  readonly density: Density;
}

/** The law is made of so many songs: more are sharper, fewer forget faster. */
const window = 120;
/** What is believed before counts as so many songs at first, and fades with each one seen: after a handful it says nothing any more. */
const priorSongs = 1.5;
const priorKept = 0.85;

/** What is believed of a service that says that it usually takes so long. */
export const newLaw = (usualMs: number): Law => shaped(0, [], believe(Math.max(1, usualMs)), null);

/** The law after one more song. Where the newest songs clearly follow another law, the older ones are forgotten. */
export function learn(law: Law, interval: Interval): Law {
  const all = [...law.seen, interval].slice(-window);
  const seen = sinceShift(all);
  // The density before is a good beginning unless it is mostly a guess, or of a time that is over.
  const start = seen.length < all.length || law.songs < 3 ? null : law.mass;
  return shaped(law.songs + 1, seen, law.belief, start);
}

function shaped(songs: number, seen: readonly Interval[], belief: Belief, start: Mass | null): Law {
  const guessed = priorSongs * priorKept ** songs;
  const mass = seen.length === 0 ? belief.prior : explain(seen, belief, guessed, start);
  return { songs, seen, belief, mass, density: density(mass, Math.max(0.002, 0.5 / (seen.length + guessed + 1))) };
}

/** So many newest songs are compared with all before them: few tell of a jump, more of a step. */
const recents = [8, 16, 32];
/** In standard deviations of the rank test: once in many thousand songs by chance, and then it only costs a few songs. */
const clearly = 4;

/** The newest songs that follow one law: a rank test (Mann and Whitney) in which intervals that overlap are ties. */
function sinceShift(all: readonly Interval[]): readonly Interval[] {
  for (const count of recents) {
    const old = all.slice(0, -count);
    if (old.length < count) break;
    const recent = all.slice(-count);
    let longer = 0;
    for (const then of old) {
      for (const now of recent) longer += then.byMs <= now.afterMs ? 1 : now.byMs <= then.afterMs ? 0 : 0.5;
    }
    const pairs = old.length * count;
    const deviation = Math.sqrt((all.length + 1) / (12 * pairs));
    if (Math.abs(longer / pairs - 0.5) > clearly * deviation) return recent;
  }
  return all;
}

// --- what follows ----------------------------------------------------------------------------------------------------

/** By when it is there with this chance, 0 to 1. */
export const quantile = (law: Law, chance: number): number => law.density.when(1 - chance);

/** The chance per ms that it comes now, when it was not there before. */
export const hazard = (law: Law, elapsedMs: number): number => law.density.hazard(elapsedMs);

/** The median of what is still to come when it is not there after `elapsedMs`. What is later than ever may take half as long again. */
export function remaining(law: Law, elapsedMs: number): number {
  const { left, when } = law.density;
  const middle = when(left(elapsedMs) / 2);
  return Math.max(0, Math.min(middle, Math.max(1.5 * elapsedMs, when(0.1))) - elapsedMs);
}

/** What bounds looks, whatever a law says. */
export interface Bounds {
  /** What a second of delay is worth, in requests. */
  readonly requestsPerSecond: number;
  /** Never sooner than this after the look before, in ms. */
  readonly floorMs: number;
}

/** Where a law says nothing more (a service that stalls) it is asked every quarter of a minute, or when it took 15 % longer. */
const ceilingMs = 15_000;
const ceilingPart = 0.15;

/**
 * How long to wait with the next look, after one at `elapsedMs` (0: the start) that found nothing. Looks at the rate
 * √(worth · hazard / 2) cost least (Keller 1974), so the next one is when that rate's integral has grown by one.
 */
export function nextLook(law: Law, elapsedMs: number, { requestsPerSecond, floorMs }: Bounds): number {
  const { urge, whenUrge, when } = law.density;
  const best = whenUrge(urge(elapsedMs) + Math.sqrt(2_000 / requestsPerSecond));
  const latest = Math.max(when(0.05), elapsedMs + Math.max(ceilingMs, ceilingPart * elapsedMs));
  return Math.max(floorMs, Math.min(best, latest) - elapsedMs);
}

// --- what is stored --------------------------------------------------------------------------------------------------

const longestMs = 1e9;
const whole = z.int().min(0).max(longestMs);

/** A law as JSON, below 2 KB: `seen` is `afterMs` and what lies between it and `byMs`, in turn. */
export const lawSchema = z.object({
  songs: z.int().min(0),
  seen: z
    .array(whole)
    .max(2 * window)
    .refine((numbers) => numbers.length % 2 === 0),
});
export type StoredLaw = z.infer<typeof lawSchema>;

export const encodeLaw = (law: Law): StoredLaw => ({
  songs: law.songs,
  seen: law.seen.flatMap(({ afterMs, byMs }) => [afterMs, byMs - afterMs]),
});

export function decodeLaw(stored: StoredLaw, usualMs: number): Law {
  const seen = Array.from({ length: stored.seen.length / 2 }, (_, at) => {
    const afterMs = stored.seen[2 * at] ?? 0;
    return { afterMs, byMs: afterMs + (stored.seen[2 * at + 1] ?? 0) };
  });
  return shaped(stored.songs, seen, believe(Math.max(1, usualMs)), null);
}

/** Whole ms, in order, and within what is stored. */
export function interval(afterMs: number, byMs: number): Interval {
  const after = Math.round(Math.min(longestMs - 1, Math.max(0, afterMs)));
  return { afterMs: after, byMs: Math.round(Math.min(longestMs, Math.max(after + 1, byMs))) };
}
