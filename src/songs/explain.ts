/** Which density explains what was seen: looks come now and then, so each song only tells an interval. */
import { bins, edge, type Mass, placeOf, widthOf } from './density.ts';

/** It was not there yet `afterMs` after the start (0: nobody had looked), and was there at `byMs`. */
export interface Interval {
  readonly afterMs: number;
  readonly byMs: number;
}

/** What is believed of a service before anything was seen. */
export interface Belief {
  /** Counts as a few songs at first. */
  readonly prior: Mass;
  /** What is likelier than what where looks tell nothing; far wider, and for ever. */
  readonly base: Mass;
}

/** In natural logarithms: what a service says of itself is right within a factor of two or so. */
const spreads = { prior: 0.6, base: 1 };
/** Nothing is impossible. */
const leastBase = 1e-6;

export function believe(usualMs: number): Belief {
  const base = lognormal(usualMs, spreads.base).map((chance) => Math.max(leastBase, chance));
  return { prior: lognormal(usualMs, spreads.prior), base };
}

function lognormal(medianMs: number, spread: number): Mass {
  const values = Float64Array.from({ length: bins }, (_, bin) => {
    const deviations = Math.log((edge(bin) + edge(bin + 1)) / 2 / medianMs) / spread;
    return Math.exp(-0.5 * deviations * deviations);
  });
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/**
 * How much is smoothed, against the spread and the number of songs, and at least so many bins. Silverman's 0.9 blurs two
 * humps into one; with much less, a memoryless service seems to have habits.
 */
const smoothing = 0.75;
const fewestBins = 0.6;
/** Rounds when there is a density to begin with, and when there is none. */
const rounds = { warm: 2, cold: 24 };

/**
 * EM with smoothing: each interval is spread over its bins as the present density has it, all of that is smoothed, and so
 * on. The prior counts as `priorSongs` songs. `start` is the density before the newest song; null begins from nothing.
 */
export function explain(seen: readonly Interval[], belief: Belief, priorSongs: number, start: Mass | null): Mass {
  const spans = seen.map((one) => ({ from: placeOf(one.afterMs), to: placeOf(Math.max(one.byMs, one.afterMs + 1)) }));
  const songs = spans.length + priorSongs;
  let mass = start ?? belief.base;
  for (let round = start === null ? rounds.cold : rounds.warm; round > 0; round--) {
    const next = spread(spans, mass, belief.prior, priorSongs);
    for (let bin = 0; bin < bins; bin++) next[bin] = (next[bin] ?? 0) / songs;
    mass = smooth(next, belief.base, Math.max(fewestBins, smoothing * spreadOf(next) * songs ** -0.2));
  }
  return mass;
}

type Place = ReturnType<typeof placeOf>;
interface Span {
  readonly from: Place;
  readonly to: Place;
}

/** Less than this was expected in a whole interval: then nothing is known of where in it. */
const unexpected = 1e-9;

/** Songs per bin. Whole bins inside an interval get its share by one running sum, so many songs cost no more than one. */
function spread(spans: readonly Span[], mass: Mass, prior: Mass, priorSongs: number): Float64Array {
  const songs = prior.map((chance) => chance * priorSongs);
  const before = new Float64Array(bins + 1);
  for (let bin = 0; bin < bins; bin++) before[bin + 1] = (before[bin] ?? 0) + (mass[bin] ?? 0);
  const changes = new Float64Array(bins + 1);
  const add = (to: Float64Array, bin: number, value: number) => {
    to[bin] = (to[bin] ?? 0) + value;
  };
  for (const { from, to } of spans) {
    if (from.bin === to.bin) {
      add(songs, from.bin, 1);
      continue;
    }
    const first = (mass[from.bin] ?? 0) * (1 - from.part);
    const last = (mass[to.bin] ?? 0) * to.part;
    const whole = first + last + Math.max(0, (before[to.bin] ?? 0) - (before[from.bin + 1] ?? 0));
    if (whole < unexpected) {
      spreadEvenly(songs, from, to);
      continue;
    }
    add(songs, from.bin, first / whole);
    add(songs, to.bin, last / whole);
    add(changes, from.bin + 1, 1 / whole);
    add(changes, to.bin, -1 / whole);
  }
  let share = 0;
  for (let bin = 0; bin < bins; bin++) {
    share += changes[bin] ?? 0;
    add(songs, bin, Math.max(0, share) * (mass[bin] ?? 0));
  }
  return songs;
}

function spreadEvenly(songs: Float64Array, from: Place, to: Place): void {
  const begin = edge(from.bin) + from.part * widthOf(from.bin);
  const end = edge(to.bin) + to.part * widthOf(to.bin);
  for (let bin = from.bin; bin <= to.bin; bin++) {
    const inside = Math.min(end, edge(bin + 1)) - Math.max(begin, edge(bin));
    songs[bin] = (songs[bin] ?? 0) + Math.max(0, inside) / (end - begin);
  }
}

/** In bins: the standard deviation, or what the middle half says of it where that is less (two humps, far outliers). */
function spreadOf(mass: Mass): number {
  let mean = 0;
  let square = 0;
  let sum = 0;
  let low = 0;
  let high = 0;
  for (let bin = 0; bin < bins; bin++) {
    const chance = mass[bin] ?? 0;
    if (sum < 0.25 && sum + chance >= 0.25) low = bin + (0.25 - sum) / chance;
    if (sum < 0.75 && sum + chance >= 0.75) high = bin + (0.75 - sum) / chance;
    mean += chance * bin;
    square += chance * bin * bin;
    sum += chance;
  }
  // The middle half of a bell is 1.349 standard deviations wide.
  return Math.min(Math.sqrt(Math.max(0, square - mean * mean)), (high - low) / 1.349);
}

/**
 * What is blurred, by a bell of `deviation` bins, is how much likelier bins are than the base has them: so where no look
 * tells anything apart the base comes out. Blurred themselves, chances would spread evenly down to the shortest times.
 */
function smooth(mass: Mass, base: Mass, deviation: number): Mass {
  const reach = Math.max(1, Math.ceil(3 * deviation));
  const bell = Float64Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-0.5 * ((at - reach) / deviation) ** 2),
  );
  const result = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    const chance = mass[bin] ?? 0;
    if (chance < 1e-15) continue;
    const ratio = chance / (base[bin] ?? 1);
    for (let at = Math.max(0, bin - reach); at <= Math.min(bins - 1, bin + reach); at++) {
      result[at] = (result[at] ?? 0) + ratio * (bell[at - bin + reach] ?? 0);
    }
  }
  let total = 0;
  for (let bin = 0; bin < bins; bin++) {
    const chance = (result[bin] ?? 0) * (base[bin] ?? 0);
    result[bin] = chance;
    total += chance;
  }
  for (let bin = 0; bin < bins; bin++) result[bin] = (result[bin] ?? 0) / total;
  return result;
}
