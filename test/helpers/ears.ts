import { MPEGDecoder } from 'mpg123-decoder';

/** What a listener learns from an MP3, measured on the decoded sound and on nothing else. */
export interface Heard {
  left: Float32Array;
  right: Float32Array;
  rate: number;
  seconds: number;
  /** Highest sample of either channel; 1 is full scale. */
  peak: number;
}

export async function listen(mp3: Uint8Array): Promise<Heard> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { channelData, sampleRate } = decoder.decode(mp3);
  decoder.free();
  const [left, right] = channelData;
  if (!left || !right) throw new Error('the file is not stereo');
  let peak = 0;
  for (const channel of [left, right]) for (const value of channel) peak = Math.max(peak, Math.abs(value));
  return { left, right, rate: sampleRate, seconds: left.length / sampleRate, peak };
}

/** Frames of an MPEG 1 layer III file by their headers, e.g. `128 kbit/s 44100 Hz 2 channels`; each kind once. */
export function framesOf(mp3: Uint8Array): Set<string> {
  const bitrates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
  const rates = [44100, 48000, 32000];
  const kinds = new Set<string>();
  const bytes = Buffer.from(mp3);
  for (let at = 0; at + 4 <= bytes.length; ) {
    const head = bytes.readUInt32BE(at);
    if (head >>> 19 !== 0x1fff) throw new Error(`no frame at ${at}`);
    const bitrate = bitrates[(head >>> 12) & 15] ?? 0;
    const rate = rates[(head >>> 10) & 3] ?? 0;
    kinds.add(`${bitrate} kbit/s ${rate} Hz ${((head >>> 6) & 3) === 3 ? 1 : 2} channels`);
    at += Math.floor((144000 * bitrate) / rate) + ((head >>> 9) & 1);
  }
  return kinds;
}

/** Second-order filter of the audio cookbook, for BS.1770's two weighting stages. */
function filtered(samples: Float32Array, b: readonly number[], a: readonly number[]): Float32Array {
  const [b0 = 0, b1 = 0, b2 = 0] = b.map((value) => value / (a[0] ?? 1));
  const [, a1 = 0, a2 = 0] = a.map((value) => value / (a[0] ?? 1));
  const out = new Float32Array(samples.length);
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let index = 0; index < samples.length; index++) {
    const x = samples[index] ?? 0;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out[index] = y;
  }
  return out;
}

function weighted(samples: Float32Array, rate: number): Float32Array {
  const top = 10 ** (3.999843853973347 / 40);
  const high = (2 * Math.PI * 1681.974450955533) / rate;
  const alpha = Math.sin(high) / (2 * 0.7071752369554196);
  const root = 2 * Math.sqrt(top) * alpha;
  const c = Math.cos(high);
  const shelf = filtered(
    samples,
    [
      top * (top + 1 + (top - 1) * c + root),
      -2 * top * (top - 1 + (top + 1) * c),
      top * (top + 1 + (top - 1) * c - root),
    ],
    [top + 1 - (top - 1) * c + root, 2 * (top - 1 - (top + 1) * c), top + 1 - (top - 1) * c - root],
  );
  const low = (2 * Math.PI * 38.13547087602444) / rate;
  const width = Math.sin(low) / (2 * 0.5003270373238773);
  return filtered(shelf, [1, -2, 1], [1 + width, -2 * Math.cos(low), 1 - width]);
}

/** Integrated loudness in LUFS by ITU-R BS.1770-4: 400 ms blocks, three quarters overlapping, both gates. */
export function loudnessOf(heard: Heard): number {
  const channels = [heard.left, heard.right].map((channel) => weighted(channel, heard.rate));
  const size = Math.round(heard.rate * 0.4);
  const powers: number[] = [];
  for (let start = 0; start + size <= heard.left.length; start += Math.round(size / 4)) {
    let power = 0;
    for (const channel of channels) {
      let sum = 0;
      for (let index = start; index < start + size; index++) sum += (channel[index] ?? 0) ** 2;
      power += sum / size;
    }
    powers.push(power);
  }
  const loud = (power: number): number => -0.691 + 10 * Math.log10(power);
  const mean = (list: readonly number[]): number => list.reduce((sum, power) => sum + power, 0) / list.length;
  const audible = powers.filter((power) => loud(power) > -70);
  const gate = loud(mean(audible)) - 10;
  return loud(mean(audible.filter((power) => loud(power) > gate)));
}

/** Samples between two measurements of loudness for onsets. */
const hop = 256;

/** How much louder each moment is than the one before, in the octaves where strokes are heard. */
function onsets(heard: Heard): Float64Array {
  const many = Math.floor(heard.left.length / hop);
  const rises = new Float64Array(many);
  let before = 0;
  let last = 0;
  for (let frame = 0; frame < many; frame++) {
    let sum = 0;
    for (let index = frame * hop; index < (frame + 1) * hop; index++) {
      const sample = (heard.left[index] ?? 0) + (heard.right[index] ?? 0);
      sum += (sample - last) ** 2;
      last = sample;
    }
    const level = Math.log10(sum + 1e-4);
    rises[frame] = Math.max(0, level - before);
    before = level;
  }
  const mean = rises.reduce((sum, value) => sum + value, 0) / many;
  return rises.map((value) => value - mean);
}

/** Beats a minute: the period at which the onsets repeat best over sixteen beats, searched from `low` to `high`. */
export function tempoOf(heard: Heard, low: number, high: number): number {
  const rises = onsets(heard);
  const repeats = new Float64Array(Math.floor(rises.length / 2));
  for (let lag = 1; lag < repeats.length; lag++) {
    let sum = 0;
    for (let index = 0; index + lag < rises.length; index++) sum += (rises[index] ?? 0) * (rises[index + lag] ?? 0);
    repeats[lag] = sum / (rises.length - lag);
  }
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let tempo = low; tempo <= high; tempo += 0.1) {
    const beat = ((60 / tempo) * heard.rate) / hop;
    let sum = 0;
    let counted = 0;
    for (let beats = 1; beats <= 16 && beats * beat < repeats.length - 1; beats++) {
      const lag = beats * beat;
      const whole = Math.floor(lag);
      sum += (repeats[whole] ?? 0) * (1 - lag + whole) + (repeats[whole + 1] ?? 0) * (lag - whole);
      counted++;
    }
    if (sum / counted > highest) {
      highest = sum / counted;
      best = tempo;
    }
  }
  return best;
}

/** In-place transform of a power-of-two length. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, other = 0; index < size; index++) {
    let bit = size >> 1;
    for (; other & bit; bit >>= 1) other ^= bit;
    other ^= bit;
    if (index >= other) continue;
    const value = real[index] ?? 0;
    real[index] = real[other] ?? 0;
    real[other] = value;
  }
  for (let span = 2; span <= size; span <<= 1) {
    for (let step = 0; step < span / 2; step++) {
      const angle = (-2 * Math.PI * step) / span;
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      for (let at = step; at < size; at += span) {
        const to = at + span / 2;
        const x = (real[to] ?? 0) * cosine - (imaginary[to] ?? 0) * sine;
        const y = (real[to] ?? 0) * sine + (imaginary[to] ?? 0) * cosine;
        real[to] = (real[at] ?? 0) - x;
        imaginary[to] = (imaginary[at] ?? 0) - y;
        real[at] = (real[at] ?? 0) + x;
        imaginary[at] = (imaginary[at] ?? 0) + y;
      }
    }
  }
}

/** Energy of each pitch class, C first, in the spectral peaks between 110 and 1400 Hz; the sum is 1. */
export function pitchClasses(heard: Heard): number[] {
  const size = 16384;
  const energy: number[] = new Array<number>(12).fill(0);
  for (let start = 0; start + size <= heard.left.length; start += size) {
    const real = Float64Array.from(
      { length: size },
      (_, index) =>
        ((heard.left[start + index] ?? 0) + (heard.right[start + index] ?? 0)) *
        (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size)),
    );
    const imaginary = new Float64Array(size);
    transform(real, imaginary);
    const power = (bin: number): number => (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    for (let bin = Math.ceil((110 * size) / heard.rate); (bin * heard.rate) / size < 1400; bin++) {
      if (power(bin) < power(bin - 1) || power(bin) < power(bin + 1)) continue;
      const pitch = 69 + 12 * Math.log2((bin * heard.rate) / size / 440);
      const tone = Math.round(pitch) % 12;
      energy[tone] = (energy[tone] ?? 0) + power(bin);
    }
  }
  const total = energy.reduce((sum, value) => sum + value, 0);
  return energy.map((value) => value / total);
}

const majorScale = [0, 2, 4, 5, 7, 9, 11];

/** The root of the major scale that holds most of the energy, and how much: A minor answers C, its relative. */
export function scaleOf(heard: Heard): { root: number; share: number } {
  const classes = pitchClasses(heard);
  const shares = Array.from({ length: 12 }, (_, root) =>
    majorScale.reduce((sum, step) => sum + (classes[(root + step) % 12] ?? 0), 0),
  );
  const share = Math.max(...shares);
  return { root: shares.indexOf(share), share };
}
