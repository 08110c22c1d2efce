/** Completion times that schedules are not told of, and the best that could be done by who knew them. Seconds throughout. */
import type { Random } from '../src/providers/sketch/random.ts';

export interface TrueLaw {
  name: string;
  draw(random: Random): number;
  /** The chance that it has come by then. */
  by(seconds: number): number;
}

/** The error is below 2e-7 (Abramowitz and Stegun 7.1.26). */
function normalBelow(deviations: number): number {
  const x = Math.abs(deviations) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const above = (polynomial * Math.exp(-x * x)) / 2;
  return deviations < 0 ? above : 1 - above;
}

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

export const lognormal = (median: number, spread: number): TrueLaw => ({
  name: `lognormal, σ ${spread}`,
  draw: (random) => median * Math.exp(spread * normal(random)),
  by: (seconds) => (seconds <= 0 ? 0 : normalBelow(Math.log(seconds / median) / spread)),
});

export const exponential = (median: number): TrueLaw => ({
  name: 'exponential',
  draw: (random) => (-Math.log(1 - random.next()) * median) / Math.LN2,
  by: (seconds) => (seconds <= 0 ? 0 : 1 - Math.exp((-seconds * Math.LN2) / median)),
});

export const either = (one: TrueLaw, other: TrueLaw): TrueLaw => ({
  name: 'two humps',
  draw: (random) => (random.chance(0.5) ? one : other).draw(random),
  by: (seconds) => (one.by(seconds) + other.by(seconds)) / 2,
});

export const slower = (law: TrueLaw, times: number): TrueLaw => ({
  name: `${law.name}, ${times} times`,
  draw: (random) => times * law.draw(random),
  by: (seconds) => law.by(seconds / times),
});

/** What looking costs a song: requests, and seconds between its end and the look that finds it. */
export interface Cost {
  requests: number;
  delay: number;
}
/** What a second is worth in requests, as the schedule has it. */
export const worth = 2;
export const costOf = ({ requests, delay }: Cost): number => requests + worth * delay;

const stepSeconds = 0.25;

/** `left`: the chance that it is not there yet at each step; `waited`: the integral of `left` up to it. */
function tabulate(law: TrueLaw): { left: Float64Array; waited: Float64Array; end: number } {
  let end = 1;
  while (1 - law.by(end * stepSeconds) > 1e-6) end += 1;
  const left = Float64Array.from({ length: end + 1 }, (_, at) => (at === end ? 0 : 1 - law.by(at * stepSeconds)));
  const waited = new Float64Array(end + 1);
  for (let at = 0; at < end; at++) {
    waited[at + 1] = (waited[at] ?? 0) + (((left[at] ?? 0) + (left[at + 1] ?? 0)) / 2) * stepSeconds;
  }
  return { left, waited, end };
}

/** The least cost of any sequence of looks, by dynamic programming over quarter seconds; looks at least `floor` s apart. */
export function optimum(law: TrueLaw, floor = 0): Cost {
  const { left, waited, end } = tabulate(law);
  const shortest = Math.max(1, Math.round(floor / stepSeconds));
  const cost = new Float64Array(end + 1);
  const next = new Int32Array(end + 1);
  const step = (from: number, to: number) =>
    (left[from] ?? 0) * (1 + worth * (to - from) * stepSeconds) - worth * ((waited[to] ?? 0) - (waited[from] ?? 0));
  for (let from = end - 1; from >= 0; from--) {
    let best = Number.POSITIVE_INFINITY;
    for (let to = Math.min(end, from + shortest); to <= end; to++) {
      const now = step(from, to);
      if (now > best) break;
      if (now + (cost[to] ?? 0) < best) {
        best = now + (cost[to] ?? 0);
        next[from] = to;
      }
    }
    cost[from] = best;
  }
  let requests = 0;
  for (let at = 0; at < end; at = next[at] ?? end) requests += left[at] ?? 0;
  return { requests, delay: ((cost[0] ?? 0) - requests) / worth };
}

/** What looks at these instants cost on average; they go on for as long as it may not be there. */
export function expectedCost(law: TrueLaw, looks: readonly number[]): Cost {
  let requests = 0;
  let delay = 0;
  let from = 0;
  for (const to of looks) {
    requests += 1 - law.by(from);
    const parts = Math.max(8, Math.ceil((to - from) / stepSeconds));
    const width = (to - from) / parts;
    for (let part = 0; part < parts; part++) delay += width * (law.by(from + (part + 0.5) * width) - law.by(from));
    from = to;
  }
  return { requests, delay };
}
