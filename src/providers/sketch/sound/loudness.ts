import type { Stereo } from './basics.ts';
import { rate } from './basics.ts';

interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** The ear's weighting of ITU-R BS.1770 at 44.1 kHz: a shelf for the head, a high-pass for the low end. */
const shelf: Biquad = fromAnalogue(1681.974450955533, 3.999843853973347, 0.7071752369554196, true);
const pass: Biquad = fromAnalogue(38.13547087602444, 0, 0.5003270373238773, false);

function fromAnalogue(frequency: number, decibels: number, quality: number, high: boolean): Biquad {
  const k = Math.tan((Math.PI * frequency) / rate);
  const bottom = 1 + k / quality + k * k;
  const a1 = (2 * (k * k - 1)) / bottom;
  const a2 = (1 - k / quality + k * k) / bottom;
  if (!high) return { b0: 1, b1: -2, b2: 1, a1, a2 };
  const top = 10 ** (decibels / 20);
  const middle = top ** 0.4996667741545416;
  return {
    b0: (top + (middle * k) / quality + k * k) / bottom,
    b1: (2 * (k * k - top)) / bottom,
    b2: (top - (middle * k) / quality + k * k) / bottom,
    a1,
    a2,
  };
}

/** Samples of one block: a tenth of a second. */
export const tenth = Math.round(rate / 10);

function isSilent(channel: Float32Array, from: number, until: number): boolean {
  for (let index = from; index < until; index++) if (channel[index] !== 0) return false;
  return true;
}

/** Adds the mean square of every weighted block of a tenth of a second of one channel. */
function addTenths(channel: Float32Array, sums: Float64Array): void {
  const { b0, b1, b2, a1, a2 } = shelf;
  const p1 = pass.a1;
  const p2 = pass.a2;
  // Transposed filters: four numbers of memory.
  let s1 = 0;
  let s2 = 0;
  let t1 = 0;
  let t2 = 0;
  for (let block = 0; block < sums.length; block++) {
    const from = block * tenth;
    const until = Math.min(channel.length, from + tenth);
    if (isSilent(channel, from, until)) {
      s1 = 0;
      s2 = 0;
      t1 = 0;
      t2 = 0;
      continue;
    }
    let sum = 0;
    for (let index = from; index < until; index++) {
      const x = channel[index] as number;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = -2 * y - p1 * z + t2;
      t2 = y - p2 * z;
      sum += z * z;
    }
    sums[block] = (sums[block] as number) + sum / tenth;
  }
}

const decibels = (power: number): number => -0.691 + 10 * Math.log10(Math.max(power, 1e-12));

const mean = (list: readonly number[]): number =>
  list.reduce((sum, power) => sum + power, 0) / Math.max(1, list.length);

export interface Measured {
  /** Integrated loudness in LUFS, with both gates of BS.1770; -120 for silence. */
  loudness: number;
  /** Weighted power of each tenth of a second; 0 where nothing sounds. */
  tenths: Float64Array;
}

export function measure(sound: Stereo): Measured {
  const tenths = new Float64Array(Math.ceil(sound.left.length / tenth));
  addTenths(sound.left, tenths);
  addTenths(sound.right, tenths);
  const blocks: number[] = [];
  for (let index = 0; index + 4 <= tenths.length; index++) {
    const power =
      (tenths[index] as number) +
      (tenths[index + 1] as number) +
      (tenths[index + 2] as number) +
      (tenths[index + 3] as number);
    if (decibels(power / 4) > -70) blocks.push(power / 4);
  }
  if (blocks.length === 0) return { loudness: -120, tenths };
  const gate = decibels(mean(blocks)) - 10;
  return { loudness: decibels(mean(blocks.filter((power) => decibels(power) > gate))), tenths };
}
