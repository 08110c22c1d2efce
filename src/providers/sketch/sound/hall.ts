import type { Stereo } from './basics.ts';
import { rate } from './basics.ts';

/** Lengths of the eight lines in samples: primes, so that their echoes never fall together. */
const lengths = [1297, 1453, 1627, 1801, 1999, 2203, 2411, 2617];

/**
 * A hall of eight delay lines that feed one another through a Hadamard matrix and grow darker at each turn.
 * Adds the reverberation of `send` to `out`.
 */
export function addHall(out: Stereo, send: Stereo, level: number, seconds: number): void {
  const from = send.left;
  const opposite = send.right;
  const lefts = out.left;
  const rights = out.right;
  const lines = lengths.map((length) => new Float32Array(length));
  const places = new Int32Array(8);
  const gains = Float64Array.from(lengths, (length) => 10 ** ((-3 * length) / (rate * seconds)) / Math.sqrt(8));
  const dark = new Float64Array(8);
  const v = new Float64Array(8);
  const ahead = new Float32Array(1024);
  let head = 0;
  let low = 0;
  const total = out.left.length;
  for (let index = 0; index < total; index++) {
    // Twenty-three milliseconds pass before the walls answer: the dry sound stays clear.
    const dry = ((from[index] as number) + (opposite[index] as number)) * 0.5;
    const input = ahead[head] as number;
    ahead[head] = dry;
    head = (head + 1) & 1023;
    low += 0.012 * (input - low);
    const entering = (input - low) * 0.5;
    const side = ((from[index] as number) - (opposite[index] as number)) * 0.25;
    for (let line = 0; line < 8; line++) {
      const value = (lines[line] as Float32Array)[places[line] as number] as number;
      const damped = (dark[line] as number) + 0.55 * (value - (dark[line] as number));
      dark[line] = damped;
      v[line] = damped;
    }
    const left = (v[0] as number) + (v[2] as number) + (v[4] as number) - (v[6] as number);
    const right = (v[1] as number) + (v[3] as number) + (v[5] as number) - (v[7] as number);
    for (let span = 1; span < 8; span <<= 1) {
      for (let line = 0; line < 8; line++) {
        if ((line & span) !== 0) continue;
        const one = v[line] as number;
        const other = v[line | span] as number;
        v[line] = one + other;
        v[line | span] = one - other;
      }
    }
    for (let line = 0; line < 8; line++) {
      const place = places[line] as number;
      (lines[line] as Float32Array)[place] =
        (v[line] as number) * (gains[line] as number) + entering + ((line & 1) === 0 ? side : -side);
      places[line] = place + 1 === (lengths[line] as number) ? 0 : place + 1;
    }
    lefts[index] = (lefts[index] as number) + left * level;
    rights[index] = (rights[index] as number) + right * level;
  }
}

/** Echoes that answer from side to side, each duller than the one before. */
export function addEcho(out: Stereo, send: Stereo, level: number, seconds: number): void {
  const from = send.left;
  const opposite = send.right;
  const lefts = out.left;
  const rights = out.right;
  const length = Math.max(1, Math.round(seconds * rate));
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  let place = 0;
  let dullLeft = 0;
  let dullRight = 0;
  const total = out.left.length;
  for (let index = 0; index < total; index++) {
    dullLeft += 0.32 * ((left[place] as number) - dullLeft);
    dullRight += 0.32 * ((right[place] as number) - dullRight);
    left[place] = ((from[index] as number) + (opposite[index] as number)) * 0.5 + dullRight * 0.42;
    right[place] = dullLeft * 0.95;
    place = place + 1 === length ? 0 : place + 1;
    lefts[index] = (lefts[index] as number) + dullLeft * level;
    rights[index] = (rights[index] as number) + dullRight * level;
  }
}
