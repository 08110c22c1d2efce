import type { Stereo } from './basics.ts';
import { rate } from './basics.ts';

/** The ear's weighting of ITU-R BS.1770 at 44.1 kHz: a shelf for the head, a high-pass for the low end. */
interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

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

/** Mean squares of weighted blocks of a tenth of a second, added up over both channels. */
function tenths(sound: Stereo): Float64Array {
  const size = Math.round(rate / 10);
  const sums = new Float64Array(Math.floor(sound.left.length / size));
  for (const channel of [sound.left, sound.right]) {
    let x1 = 0,
      x2 = 0,
      y1 = 0,
      y2 = 0,
      z1 = 0,
      z2 = 0;
    for (let block = 0; block < sums.length; block++) {
      let sum = 0;
      const end = (block + 1) * size;
      for (let index = block * size; index < end; index++) {
        const x = channel[index] as number;
        const y = shelf.b0 * x + shelf.b1 * x1 + shelf.b2 * x2 - shelf.a1 * y1 - shelf.a2 * y2;
        const z = pass.b0 * y + pass.b1 * y1 + pass.b2 * y2 - pass.a1 * z1 - pass.a2 * z2;
        x2 = x1;
        x1 = x;
        y2 = y1;
        y1 = y;
        z2 = z1;
        z1 = z;
        sum += z * z;
      }
      sums[block] = (sums[block] as number) + sum / size;
    }
  }
  return sums;
}

const decibels = (power: number): number => -0.691 + 10 * Math.log10(Math.max(power, 1e-12));

/** Integrated loudness in LUFS, with both gates of BS.1770; -120 for silence. */
export function loudnessOf(sound: Stereo): number {
  const parts = tenths(sound);
  const blocks: number[] = [];
  for (let index = 0; index + 4 <= parts.length; index++) {
    blocks.push(
      ((parts[index] as number) +
        (parts[index + 1] as number) +
        (parts[index + 2] as number) +
        (parts[index + 3] as number)) /
        4,
    );
  }
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, power) => sum + power, 0) / Math.max(1, list.length);
  const audible = blocks.filter((power) => decibels(power) > -70);
  if (audible.length === 0) return -120;
  const gate = decibels(mean(audible)) - 10;
  return decibels(mean(audible.filter((power) => decibels(power) > gate)));
}
