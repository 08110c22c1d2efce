import type { Random } from '../random.ts';
import { fullness } from './drums.ts';
import type { Comp } from './genre.ts';
import type { PlacedSection, Slot } from './harmony.ts';
import { barsOf, chordAt, endOf, voiceChords } from './harmony.ts';
import type { Music } from './plan.ts';
import { secondsOfBar } from './plan.ts';
import type { Note } from './score.ts';

/** A touch of the chord: beat in the bar, length in beats, velocity, and which way a strum goes. */
interface Touch {
  beat: number;
  length: number;
  velocity: number;
  stroke?: 'down' | 'up';
}

const touch = (beat: number, length: number, velocity: number, stroke?: 'down' | 'up'): Touch => ({
  beat,
  length,
  velocity,
  stroke,
});

/** What the hands do in one bar. `broken` and `hold` are not struck as blocks and are played elsewhere. */
function touches(comp: Comp, beats: number, bar: number, busy: boolean): Touch[] {
  const even = bar % 2 === 0;
  const all: Readonly<Record<Exclude<Comp, 'broken' | 'hold'>, Touch[]>> = {
    block: busy
      ? [touch(0, 1.4, 0.8), touch(1.5, 0.5, 0.55), touch(2, 1.4, 0.7), touch(3.5, 0.5, 0.6)]
      : [touch(0, 2, 0.75), touch(2, 1.9, 0.62)],
    eighths: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((beat) =>
      touch(beat, busy ? 0.48 : 0.36, Number.isInteger(beat) ? 0.72 : 0.55, 'down'),
    ),
    strum: [
      touch(0, 1, 0.85, 'down'),
      touch(1, 0.5, 0.6, 'down'),
      touch(1.5, 1, 0.48, 'up'),
      touch(2.5, 0.5, 0.5, 'up'),
      touch(3, 0.5, 0.66, 'down'),
      touch(3.5, 0.5, 0.46, 'up'),
    ],
    skank: [0.5, 1.5, 2.5, 3.5].map((beat) => touch(beat, 0.22, 0.72, 'up')),
    swing: even ? [touch(0, 0.4, 0.7), touch(1.5, 0.9, 0.62)] : [touch(0.5, 0.4, 0.6), touch(2.5, 0.8, 0.66)],
    bossa: even
      ? [touch(0, 0.9, 0.7), touch(1.5, 0.9, 0.6), touch(3, 0.8, 0.66)]
      : [touch(0.5, 0.9, 0.6), touch(2, 0.9, 0.64), touch(3.5, 0.5, 0.62)],
    stabs: even
      ? [touch(0, 0.3, 0.75), touch(0.75, 0.3, 0.6), touch(2.5, 0.35, 0.7)]
      : [touch(0.5, 0.3, 0.66), touch(1.5, 0.4, 0.7), touch(2.75, 0.3, 0.6)],
    waltz: [touch(1, 0.7, 0.6), touch(2, 0.7, 0.52)],
    pulse: [
      touch(0, 0.6, 0.78),
      touch(0.75, 0.5, 0.55),
      touch(1.5, 0.5, 0.66),
      touch(2, 0.6, 0.7),
      touch(2.75, 0.5, 0.55),
      touch(3.5, 0.4, 0.62),
    ],
    oompah: [touch(1, 0.4, 0.66, 'down'), touch(3, 0.4, 0.62, 'down')],
  };
  if (comp === 'broken' || comp === 'hold') return [];
  const played = comp === 'oompah' && beats === 3 ? all.waltz : all[comp];
  return played.filter((one) => one.beat < beats);
}

const strummed = new Set(['steel', 'nylon', 'ukulele', 'drive', 'clav']);

/** A guitar's grip: the chord over an octave and a half, root at the bottom. */
function grip(slot: Slot, low: number): number[] {
  const root = low + (((((slot.chord.tones[0] ?? 0) - low) % 12) + 12) % 12);
  const pitches = [root];
  for (const tone of [2, 0, 1, 2, 3, 0]) {
    const wanted = slot.chord.tones[tone];
    if (wanted === undefined) continue;
    const previous = pitches.at(-1) ?? root;
    const next = previous + ((((wanted - previous) % 12) + 12) % 12 || 12);
    if (next <= low + 31) pitches.push(next);
  }
  return pitches.slice(0, 6);
}

/** The chords of the take, by the take's own manner of playing; thinner in an intro, fuller in a chorus. */
export function playChords(
  music: Music,
  sections: readonly PlacedSection[],
  slots: readonly Slot[],
  instrument: string,
  comp: Comp,
  random: Random,
): Note[] {
  const voicings = voiceChords(slots, instrument === 'warm' || instrument === 'strings' ? 62 : 60, random);
  const byStart = new Map(slots.map((slot, index) => [slot.at, voicings[index] ?? []]));
  const notes: Note[] = [];
  const guitar = strummed.has(instrument);
  const low = instrument === 'ukulele' ? 60 : instrument === 'drive' ? 40 : 43;
  const secondsPerBeat = secondsOfBar(music) / music.beats;
  for (const { section, index, at } of barsOf(music, sections)) {
    const manner = mannerOf(comp, section, music);
    const full = fullness(section);
    if (manner === 'broken') arpeggiate(notes, music, slots, byStart, at, full);
    else if (manner === 'hold') hold(notes, slots, byStart, at, music.beats, full);
    else {
      const played = touches(manner, music.beats, index, section.kind === 'chorus');
      strike(notes, { slots, byStart, at, touches: played, full, guitar, low, secondsPerBeat });
    }
  }
  const last = byStart.get(slots.at(-1)?.at ?? 0) ?? [];
  lastChord(notes, last, endOf(sections) - music.beats, music.beats, guitar ? 0.06 : 0.03);
  return notes;
}

/** Rhythm rests in intro and outro; a bridge breathes in long chords. */
function mannerOf(comp: Comp, section: PlacedSection, music: Music): Comp {
  const rhythmic = comp !== 'broken' && comp !== 'hold' && comp !== 'waltz';
  if (section.kind === 'bridge' && rhythmic) return 'hold';
  if (
    (section.kind === 'intro' || section.kind === 'outro') &&
    rhythmic &&
    music.energy < 0.5 &&
    comp !== 'strum' &&
    comp !== 'oompah'
  )
    return 'broken';
  return comp;
}

function arpeggiate(
  notes: Note[],
  music: Music,
  slots: readonly Slot[],
  byStart: ReadonlyMap<number, number[]>,
  at: number,
  full: number,
): void {
  const slow = secondsOfBar(music) / music.beats > 0.95;
  const step = slow && full > 0.7 ? 0.25 : 0.5;
  const order = music.beats === 3 ? [0, 1, 2, 3, 2, 1] : [0, 1, 2, 3, 2, 1, 2, 1];
  for (let beat = 0, index = 0; beat < music.beats - 1e-6; beat += step, index++) {
    const slot = chordAt(slots, at + beat);
    const voicing = byStart.get(slot.at) ?? [];
    const ladder = [(voicing[0] ?? 60) - (full > 0.5 ? 12 : 0), ...voicing.slice(1), (voicing[0] ?? 60) + 12];
    const pitch = ladder[(order[index % order.length] ?? 0) % ladder.length] ?? 60;
    const ring = Math.min(slot.at + slot.beats - at - beat, step * 3);
    notes.push({
      at: at + beat,
      length: Math.max(ring, step),
      pitch,
      velocity: (Number.isInteger(beat) ? 0.66 : 0.5) * (0.65 + 0.35 * full),
    });
  }
}

function hold(
  notes: Note[],
  slots: readonly Slot[],
  byStart: ReadonlyMap<number, number[]>,
  at: number,
  beats: number,
  full: number,
): void {
  for (const slot of slots) {
    if (slot.at < at - 1e-6 || slot.at >= at + beats - 1e-6) continue;
    for (const pitch of byStart.get(slot.at) ?? [])
      notes.push({ at: slot.at, length: slot.beats * 0.99, pitch, velocity: 0.62 * (0.6 + 0.4 * full) });
  }
}

interface Strike {
  slots: readonly Slot[];
  byStart: ReadonlyMap<number, number[]>;
  at: number;
  touches: readonly Touch[];
  full: number;
  guitar: boolean;
  low: number;
  secondsPerBeat: number;
}

function strike(
  notes: Note[],
  { slots, byStart, at, touches: played, full, guitar, low, secondsPerBeat }: Strike,
): void {
  for (const { beat, length, velocity, stroke } of played) {
    const slot = chordAt(slots, at + beat + 0.02);
    const whole = guitar ? grip(slot, low) : (byStart.get(slot.at) ?? []);
    const pitches =
      stroke === 'up' ? whole.slice(-3).reverse() : low === 40 ? [...whole.slice(0, 2), (whole[0] ?? 40) + 12] : whole;
    const spread = guitar && stroke ? 0.011 / secondsPerBeat : 0;
    const until = Math.min(length, slot.at + slot.beats - at - beat);
    for (const [index, pitch] of pitches.entries()) {
      notes.push({
        at: at + beat + index * spread,
        length: Math.max(0.15, until),
        pitch,
        velocity: velocity * (0.65 + 0.35 * full) * (index === 0 ? 1 : 0.9),
      });
    }
  }
}

function lastChord(notes: Note[], voicing: readonly number[], at: number, beats: number, spread: number): void {
  for (const [index, pitch] of [(voicing[0] ?? 60) - 12, ...voicing].entries())
    notes.push({ at: at + index * spread, length: beats + 1.5, pitch, velocity: 0.62 });
}

/** Long soft chords behind a chorus, a bridge and the end, in open position. */
export function playPad(
  music: Music,
  sections: readonly PlacedSection[],
  slots: readonly Slot[],
  random: Random,
): Note[] {
  if (!music.pad) return [];
  const notes: Note[] = [];
  const voicings = voiceChords(slots, 65, random);
  for (const [index, slot] of slots.entries()) {
    const section = sections.find((one) => slot.at >= one.at && slot.at < one.at + one.beats);
    if (!section) continue;
    const late =
      section.kind === 'verse' ? slot.at < section.at + section.beats / 2 && music.genre !== 'ambient' : false;
    if (late) continue;
    const soft = section.kind === 'verse' || section.kind === 'intro' ? 0.34 : 0.36 + 0.26 * fullness(section);
    for (const [voice, pitch] of (voicings[index] ?? []).entries())
      notes.push({ at: slot.at, length: slot.beats, pitch: voice === 1 ? pitch - 12 : pitch, velocity: soft });
  }
  return notes;
}
