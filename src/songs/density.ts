/**
 * How likely it is that something comes when, on a grid whose bins grow with time: early on a second matters, late it
 * does not. Quantiles, the hazard and the instants of looks are read from sums that are made once.
 */

/** The first bin is the first 100 ms; each further one is 6 % longer than the one before; the last ends after two hours. */
const firstBinMs = 100;
const growth = 0.06;
export const bins = 187;

const edges = Float64Array.from({ length: bins + 1 }, (_, bin) =>
  bin === 0 ? 0 : firstBinMs * Math.exp(growth * (bin - 1)),
);

/** Where a bin begins, in ms; `edge(bins)` is where the last one ends. */
export const edge = (bin: number): number => edges[bin] ?? Number.NaN;
export const widthOf = (bin: number): number => edge(bin + 1) - edge(bin);

/** The bin of an instant, and the part of that bin which lies before it. */
export function placeOf(ms: number): { bin: number; part: number } {
  if (ms >= edge(bins)) return { bin: bins - 1, part: 1 };
  const bin = ms < firstBinMs ? 0 : Math.min(bins - 1, 1 + Math.floor(Math.log(ms / firstBinMs) / growth));
  return { bin, part: Math.min(1, Math.max(0, (ms - edge(bin)) / widthOf(bin))) };
}

/** The chance of each bin; they sum to one. */
export type Mass = Float64Array;

/** Instants are ms after the start. */
export interface Density {
  /** The chance that it is not there yet. */
  left(ms: number): number;
  /** The instant at which the chance that it is not there has fallen to this; the grid's end when it never does. */
  when(left: number): number;
  /** The chance per ms that it comes now, when it did not come before. */
  hazard(ms: number): number;
  /** The integral of the hazard's root over time, in roots of ms: the best looks are equally far apart in it. */
  urge(ms: number): number;
  /** The instant at which the urge has grown to this; infinite when it never does. */
  whenUrge(urge: number): number;
}

/** How fast the hazard fades where nobody has seen anything: by this power of time. */
const fadingPower = 3;

/**
 * `unseen`: below this chance of being left too few songs were seen to say anything. From there on the hazard is what it
 * was and fades: something that takes far longer than ever is stuck rather than due.
 */
export function density(mass: Mass, unseen: number): Density {
  const perMs = new Float64Array(bins);
  const left = new Float64Array(bins + 1);
  const urge = new Float64Array(bins + 1);
  left[0] = 1;
  let fading: { hazard: number; from: number } | null = null;
  for (let bin = 0; bin < bins; bin++) {
    const before = left[bin] ?? 0;
    const width = widthOf(bin);
    let chance = Math.min(before, mass[bin] ?? 0);
    if (fading === null && before - chance < unseen) {
      fading = { hazard: hazardBefore(bin, perMs, left), from: Math.max(edge(bin), firstBinMs) };
    }
    if (fading !== null) {
      const since = Math.max(1, (edge(bin) + width / 2) / fading.from);
      chance = before * -Math.expm1(-fading.hazard * since ** -fadingPower * width);
    }
    const after = before - chance;
    const value = chance / width;
    perMs[bin] = value;
    left[bin + 1] = after;
    urge[bin + 1] = (urge[bin] ?? 0) + urgeOf(value, before, after);
  }
  const at = (ms: number) => {
    const { bin, part } = placeOf(ms);
    const value = perMs[bin] ?? 0;
    return { bin, value, still: Math.max(0, (left[bin] ?? 0) - value * part * widthOf(bin)) };
  };
  return {
    left: (ms) => at(ms).still,
    when: (chance) => {
      const bin = firstBin((index) => (left[index + 1] ?? 0) <= chance);
      const value = perMs[bin] ?? 0;
      return value === 0 ? edge(bin) : edge(bin) + Math.max(0, (left[bin] ?? 0) - chance) / value;
    },
    hazard: (ms) => {
      const { value, still } = at(ms);
      return still === 0 ? 0 : value / still;
    },
    urge: (ms) => {
      const { bin, value, still } = at(ms);
      return (urge[bin] ?? 0) + urgeOf(value, left[bin] ?? 0, still);
    },
    whenUrge: (wanted) => {
      const bin = firstBin((index) => (urge[index + 1] ?? 0) >= wanted);
      if (bin === bins) return Number.POSITIVE_INFINITY;
      const value = perMs[bin] ?? 0;
      const begin = left[bin] ?? 0;
      const root = Math.sqrt(begin) - ((wanted - (urge[bin] ?? 0)) * Math.sqrt(value)) / 2;
      return value === 0 ? edge(bin) : edge(bin) + (begin - root * root) / value;
    },
  };
}

/** The integral of √(value / left) while `left` falls evenly. */
const urgeOf = (value: number, before: number, after: number): number =>
  value === 0 ? 0 : (2 * (Math.sqrt(before) - Math.sqrt(after))) / Math.sqrt(value);

/** What the hazard was in the bin before; a first bin that holds nearly everything has the hazard of its own length. */
function hazardBefore(bin: number, perMs: Float64Array, left: Float64Array): number {
  if (bin === 0) return 1 / firstBinMs;
  const middle = ((left[bin - 1] ?? 0) + (left[bin] ?? 0)) / 2;
  return Math.max(1e-9, (perMs[bin - 1] ?? 0) / middle);
}

/** The first bin for which `holds`, which stays true once it is; `bins` when there is none. */
function firstBin(holds: (bin: number) => boolean): number {
  let low = 0;
  let high = bins;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
