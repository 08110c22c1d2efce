import type { Drum, Hit, Kit } from '../compose/score.ts';
import type { Stereo } from './basics.ts';
import { createNoise, panGains, rate } from './basics.ts';

/** How a kit differs from the plain one. Hertz, seconds. */
interface KitSound {
  kick: { from: number; to: number; seconds: number; click: number };
  snare: { tone: number; seconds: number; noise: number; body: number };
  /** Cut of the cymbals' lower end, and how long a closed hat rings. */
  metal: { low: number; hat: number; level: number };
  /** Low-pass over everything, for old records. */
  dull: number;
}

const kits: Readonly<Record<Kit, KitSound>> = {
  pop: {
    kick: { from: 150, to: 52, seconds: 0.26, click: 0.3 },
    snare: { tone: 190, seconds: 0.17, noise: 0.8, body: 0.55 },
    metal: { low: 7000, hat: 0.045, level: 1.3 },
    dull: 15000,
  },
  rock: {
    kick: { from: 170, to: 58, seconds: 0.22, click: 0.5 },
    snare: { tone: 205, seconds: 0.21, noise: 0.9, body: 0.6 },
    metal: { low: 6500, hat: 0.05, level: 1.2 },
    dull: 15000,
  },
  brush: {
    kick: { from: 110, to: 56, seconds: 0.2, click: 0.08 },
    snare: { tone: 200, seconds: 0.15, noise: 0.55, body: 0.16 },
    metal: { low: 6000, hat: 0.04, level: 1 },
    dull: 9500,
  },
  dusty: {
    kick: { from: 120, to: 54, seconds: 0.24, click: 0.14 },
    snare: { tone: 180, seconds: 0.16, noise: 0.62, body: 0.6 },
    metal: { low: 5200, hat: 0.035, level: 1.3 },
    dull: 6200,
  },
  electronic: {
    kick: { from: 210, to: 48, seconds: 0.34, click: 0.35 },
    snare: { tone: 185, seconds: 0.19, noise: 0.85, body: 0.4 },
    metal: { low: 7600, hat: 0.04, level: 2.1 },
    dull: 16000,
  },
  chip: {
    kick: { from: 260, to: 60, seconds: 0.13, click: 0 },
    snare: { tone: 240, seconds: 0.1, noise: 0.9, body: 0.1 },
    metal: { low: 5000, hat: 0.025, level: 1.5 },
    dull: 12000,
  },
  hand: {
    kick: { from: 120, to: 62, seconds: 0.22, click: 0.16 },
    snare: { tone: 260, seconds: 0.12, noise: 0.5, body: 0.35 },
    metal: { low: 6500, hat: 0.04, level: 1.2 },
    dull: 11000,
  },
  grand: {
    kick: { from: 105, to: 46, seconds: 0.5, click: 0.12 },
    snare: { tone: 185, seconds: 0.2, noise: 0.8, body: 0.3 },
    metal: { low: 5500, hat: 0.06, level: 1 },
    dull: 12000,
  },
};

const pans: Readonly<Record<Drum, number>> = {
  kick: 0,
  snare: 0.05,
  rim: -0.22,
  clap: 0.12,
  hat: 0.28,
  open: 0.28,
  ride: -0.34,
  shaker: -0.4,
  tom: 0.34,
  low: -0.08,
  crash: -0.24,
  sleigh: 0.36,
};
const levels: Readonly<Record<Drum, number>> = {
  kick: 1,
  snare: 0.72,
  rim: 0.4,
  clap: 0.5,
  hat: 0.24,
  open: 0.24,
  ride: 0.19,
  shaker: 0.2,
  tom: 0.6,
  low: 0.85,
  crash: 0.3,
  sleigh: 0.26,
};

const bright: ReadonlySet<Drum> = new Set(['hat', 'open', 'shaker']);

/** Plays the kit. Each drum is struck once into a short sample that all its hits share. */
export function playKit(out: Stereo, hits: readonly Hit[], kit: Kit): void {
  const sound = kits[kit];
  const samples = new Map<Drum, Float32Array>();
  for (const hit of hits) {
    const sample = samples.get(hit.drum) ?? softened(strike(hit.drum, sound), sound.dull);
    samples.set(hit.drum, sample);
    const [left, right] = panGains(pans[hit.drum]);
    const level =
      levels[hit.drum] * (bright.has(hit.drum) ? sound.metal.level : 1) * hit.velocity * (0.6 + 0.4 * hit.velocity);
    const start = Math.round(hit.at * rate);
    const total = Math.min(sample.length, out.left.length - start);
    for (let index = 0; index < total; index++) {
      const value = (sample[index] as number) * level;
      out.left[start + index] = (out.left[start + index] as number) + value * left;
      out.right[start + index] = (out.right[start + index] as number) + value * right;
    }
  }
}

function softened(sample: Float32Array, cut: number): Float32Array {
  const share = 1 - Math.exp((-2 * Math.PI * cut) / rate);
  let low = 0;
  for (let index = 0; index < sample.length; index++) {
    low += share * ((sample[index] as number) - low);
    sample[index] = low;
  }
  return sample;
}

function strike(drum: Drum, sound: KitSound): Float32Array {
  switch (drum) {
    case 'kick':
      return skin(sound.kick.from, sound.kick.to, sound.kick.seconds, sound.kick.click);
    case 'low':
      return skin(140, 64, 0.42, 0.1);
    case 'tom':
      return skin(230, 118, 0.24, 0.14);
    case 'snare':
      return snare(sound.snare);
    case 'rim':
      return rim();
    case 'clap':
      return clap();
    case 'hat':
      return metal(sound.metal.low, sound.metal.hat, 0.0008, 11);
    case 'open':
      return metal(sound.metal.low, 0.17, 0.0008, 12);
    case 'ride':
      return metal(sound.metal.low * 0.75, 0.34, 0.0006, 13, 0.5);
    case 'crash':
      return metal(sound.metal.low * 0.5, 0.8, 0.002, 14);
    case 'shaker':
      return metal(6200, 0.035, 0.016, 15);
    case 'sleigh':
      return sleigh();
  }
}

const seconds = (length: number): Float32Array => new Float32Array(Math.round(length * rate));

function skin(from: number, to: number, length: number, click: number): Float32Array {
  const sample = seconds(length * 2.2);
  const noise = createNoise(3);
  let phase = 0;
  for (let index = 0; index < sample.length; index++) {
    const time = index / rate;
    phase += (2 * Math.PI * (to + (from - to) * Math.exp(-time / 0.028))) / rate;
    const body = Math.sin(phase) * Math.exp(-time / (length * 0.42)) * Math.min(1, time / 0.0012);
    sample[index] = Math.tanh(1.25 * body) + click * noise() * Math.exp(-time / 0.004) * 0.6;
  }
  return fadeEnd(sample);
}

function snare({ tone, seconds: length, noise: rattle, body }: KitSound['snare']): Float32Array {
  const sample = seconds(length * 2.4);
  const noise = createNoise(5);
  let low = 0;
  let before = 0;
  for (let index = 0; index < sample.length; index++) {
    const time = index / rate;
    const shell =
      (Math.sin(2 * Math.PI * tone * time) + 0.6 * Math.sin(2 * Math.PI * tone * 1.62 * time)) *
      Math.exp(-time / 0.055);
    const white = noise();
    low += 0.55 * (white - low);
    const wires = low - before * 0.82;
    before = low;
    sample[index] = body * 0.75 * shell + rattle * wires * Math.exp(-time / (length * 0.5)) * 1.5;
  }
  return fadeEnd(sample);
}

function rim(): Float32Array {
  const sample = seconds(0.09);
  for (let index = 0; index < sample.length; index++) {
    const time = index / rate;
    sample[index] =
      (Math.sin(2 * Math.PI * 1720 * time) * 0.7 + Math.sin(2 * Math.PI * 980 * time) * 0.6) *
      Math.exp(-time / 0.011) *
      Math.min(1, time / 0.0004);
  }
  return sample;
}

function clap(): Float32Array {
  const sample = seconds(0.3);
  const noise = createNoise(9);
  let low = 0;
  let band = 0;
  for (let index = 0; index < sample.length; index++) {
    const time = index / rate;
    const hands = time < 0.03 ? Math.exp(-(time % 0.0105) / 0.0035) : Math.exp(-(time - 0.03) / 0.055);
    low += 0.17 * band;
    band += 0.17 * (noise() - low - 0.7 * band);
    sample[index] = band * hands * 1.9;
  }
  return fadeEnd(sample);
}

/** Noise with a metallic core of six clashing squares, and everything below `low` cut away. */
function metal(low: number, ring: number, rise: number, seed: number, ping = 0): Float32Array {
  const sample = seconds(Math.min(1.9, ring * 4.5));
  const noise = createNoise(seed);
  const clang = [205.3, 304.4, 369.6, 522.7, 540, 800].map((frequency) => frequency * 8.1);
  const share = Math.exp((-2 * Math.PI * low) / rate);
  let before = 0;
  let high = 0;
  let second = 0;
  let previous = 0;
  for (let index = 0; index < sample.length; index++) {
    const time = index / rate;
    let value = noise() * 0.8;
    for (const frequency of clang) value += 0.12 * Math.sin(2 * Math.PI * frequency * time);
    high = share * (high + value - before);
    before = value;
    second = share * (second + high - previous);
    previous = high;
    const level = Math.exp(-time / ring) * Math.min(1, time / rise);
    sample[index] = second * level * 1.6 + ping * Math.sin(2 * Math.PI * 4870 * time) * Math.exp(-time / 0.05) * 0.4;
  }
  return fadeEnd(sample);
}

function sleigh(): Float32Array {
  const sample = seconds(0.22);
  const noise = createNoise(17);
  for (let index = 0; index < sample.length; index++) {
    const time = index / rate;
    const bells =
      Math.sin(2 * Math.PI * 6230 * time) +
      Math.sin(2 * Math.PI * 7410 * time) +
      Math.sin(2 * Math.PI * 8890 * time) +
      Math.sin(2 * Math.PI * 5180 * time);
    sample[index] = (bells * 0.3 + noise() * 0.25) * Math.exp(-time / 0.05) * Math.min(1, time / 0.004);
  }
  return fadeEnd(sample);
}

function fadeEnd(sample: Float32Array): Float32Array {
  const tail = Math.min(400, sample.length);
  for (let index = 0; index < tail; index++) {
    const at = sample.length - 1 - index;
    sample[at] = ((sample[at] as number) * index) / tail;
  }
  return sample;
}
