import type { Note } from '../compose/score.ts';
import type { Stereo, Wave } from './basics.ts';
import { frequencyOf, panGains, rate, sine, tableSize } from './basics.ts';

/** An instrument of oscillators, a low-pass filter and two envelopes. Seconds, hertz, cents. */
export interface Patch {
  wave: Wave;
  /** Oscillators a note, spread over `detune` cents and `width` of the stereo field. */
  voices: number;
  detune: number;
  width: number;
  /** Where the filter rests at the key's own middle C, and how far it follows the pitch (1: fully). */
  cutoff: number;
  tracking: number;
  /** Octaves the filter opens at the stroke, and seconds until it has closed again. */
  sweep: number;
  sweepSeconds: number;
  resonance: number;
  attack: number;
  decay: number;
  sustain: number;
  release: number;
  vibrato: number;
  /** A sine an octave below, as loud as this. */
  sub: number;
  /** Warm distortion, 0 none. */
  drive: number;
}

/** Samples in which nothing but the phase moves: envelopes and filter step once a block. */
const block = 32;

export function playSynth(out: Stereo, note: Note, patch: Patch, table: Float32Array, seed: number): void {
  const lefts = out.left;
  const rights = out.right;
  const start = Math.round(note.at * rate);
  const held = Math.round(note.length * rate);
  const total = Math.min(out.left.length - start, held + Math.round(patch.release * rate * 1.6));
  const frequency = frequencyOf(note.pitch);
  const voices = patch.voices;
  const phases = new Float64Array(voices + 1);
  const steps = new Float64Array(voices + 1);
  const shareLeft = new Float64Array(voices);
  const shareRight = new Float64Array(voices);
  for (let voice = 0; voice < voices; voice++) {
    const place = voices === 1 ? 0 : (2 * voice) / (voices - 1) - 1;
    phases[voice] = ((((seed * 0.618 + voice * 0.37) % 1) + 1) % 1) * tableSize;
    steps[voice] = ((frequency * 2 ** ((place * patch.detune) / 1200)) / rate) * tableSize;
    const [left, right] = panGains(place * patch.width);
    shareLeft[voice] = left / Math.sqrt(voices);
    shareRight[voice] = right / Math.sqrt(voices);
  }
  const subStep = (frequency / 2 / rate) * tableSize;
  const follow = 2 ** (((note.pitch - 60) / 12) * patch.tracking);
  const brightness = 0.55 + 0.6 * note.velocity;
  let level = 0;
  let l1 = 0;
  let l2 = 0;
  let r1 = 0;
  let r2 = 0;
  for (let from = 0; from < total; from += block) {
    const many = Math.min(block, total - from);
    const seconds = from / rate;
    const goal = envelope(patch, (from + many) / rate, held / rate, level, many) * note.velocity;
    const step = (goal - level) / many;
    const bend =
      patch.vibrato === 0
        ? 1
        : 2 **
          ((patch.vibrato *
            Math.min(1, Math.max(0, (seconds - 0.22) * 3)) *
            Math.sin(2 * Math.PI * 5.3 * seconds + seed)) /
            1200);
    const opened = patch.sweep * Math.exp(-seconds / patch.sweepSeconds);
    const cutoff = Math.min(15000, patch.cutoff * follow * brightness * 2 ** opened);
    const g = Math.tan((Math.PI * cutoff) / rate);
    const k = 1 / patch.resonance;
    const a1 = 1 / (1 + g * (g + k));
    const a2 = g * a1;
    const a3 = g * a2;
    for (let index = 0; index < many; index++) {
      let left = 0;
      let right = 0;
      for (let voice = 0; voice < voices; voice++) {
        let phase = phases[voice] as number;
        const point = phase | 0;
        const one = table[point] as number;
        const value = one + ((table[point + 1] as number) - one) * (phase - point);
        left += value * (shareLeft[voice] as number);
        right += value * (shareRight[voice] as number);
        phase += (steps[voice] as number) * bend;
        phases[voice] = phase >= tableSize ? phase - tableSize : phase;
      }
      if (patch.sub > 0) {
        let phase = phases[voices] as number;
        const low = (sine[phase | 0] as number) * patch.sub;
        left += low;
        right += low;
        phase += subStep;
        phases[voices] = phase >= tableSize ? phase - tableSize : phase;
      }
      let v3 = left - l2;
      let v1 = a1 * l1 + a2 * v3;
      let v2 = l2 + a2 * l1 + a3 * v3;
      l1 = 2 * v1 - l1;
      l2 = 2 * v2 - l2;
      left = v2;
      v3 = right - r2;
      v1 = a1 * r1 + a2 * v3;
      v2 = r2 + a2 * r1 + a3 * v3;
      r1 = 2 * v1 - r1;
      r2 = 2 * v2 - r2;
      right = v2;
      level += step;
      if (patch.drive > 0) {
        left = Math.tanh(left * (1 + patch.drive)) * 0.8;
        right = Math.tanh(right * (1 + patch.drive)) * 0.8;
      }
      const at = start + from + index;
      lefts[at] = (lefts[at] as number) + left * level;
      rights[at] = (rights[at] as number) + right * level;
    }
  }
}

/** Level at a moment of the note: a rise, a fall towards the held level, and after the hand is gone a fading tail. */
function envelope(patch: Patch, seconds: number, held: number, level: number, many: number): number {
  if (seconds > held) return level === 0 ? 0 : (level / 1) * Math.exp((-3.2 * many) / rate / patch.release);
  if (seconds < patch.attack) return seconds / patch.attack;
  return patch.sustain + (1 - patch.sustain) * Math.exp(-(seconds - patch.attack) / patch.decay);
}
