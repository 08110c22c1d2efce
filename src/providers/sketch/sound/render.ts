import type { Hit, Part, Role, Score } from '../compose/score.ts';
import { hash } from '../random.ts';
import type { Stereo } from './basics.ts';
import { createWaves, panGains, rate, stereo } from './basics.ts';
import { playKit } from './drums.ts';
import { addEcho, addHall } from './hall.ts';
import type { Tools } from './instruments.ts';
import { playNote } from './instruments.ts';
import { measure, tenth } from './loudness.ts';
import { master, tape } from './master.ts';
import { createLine } from './plucked.ts';
import { choir, sing } from './singer.ts';

/** Where each part stands: loudness in LUFS before mastering, place, and how much of it goes to hall and echo. */
interface Seat {
  loudness: number;
  pan: number;
  hall: number;
  echo: number;
  /** How far the kick may push it down. */
  pumped: number;
}

const seats: Readonly<Record<Role | 'drums', Seat>> = {
  drums: { loudness: -18.6, pan: 0, hall: 0.12, echo: 0, pumped: 0 },
  bass: { loudness: -20, pan: 0, hall: 0.03, echo: 0, pumped: 0.8 },
  chords: { loudness: -22, pan: -0.14, hall: 0.5, echo: 0, pumped: 1 },
  pad: { loudness: -27.5, pan: 0.1, hall: 0.8, echo: 0, pumped: 1 },
  lead: { loudness: -19.8, pan: 0.12, hall: 0.6, echo: 0.8, pumped: 0.25 },
  voice: { loudness: -19.6, pan: 0, hall: 0.7, echo: 0.5, pumped: 0.15 },
  harmony: { loudness: -25, pan: -0.3, hall: 0.8, echo: 0.3, pumped: 0.2 },
  sparkle: { loudness: -26.5, pan: 0.34, hall: 0.7, echo: 0.9, pumped: 0.5 },
};

const softKits = new Set(['brush', 'hand', 'dusty', 'grand']);

/** Renders a score: every part by itself, levelled by ear weighting, then mixed, in one room, and mastered. */
export function render(score: Score): Stereo {
  const samples = Math.ceil(score.seconds * rate);
  const mix = stereo(samples);
  const hall = stereo(samples);
  const echo = stereo(samples);
  const part = stereo(samples);
  const tools: Tools = { wave: createWaves(), line: createLine() };
  const pump = pumping(score.hits, samples, score.colour.pump);
  for (const played of score.parts) {
    clear(part);
    if (played.role === 'voice' || played.instrument === 'female' || played.instrument === 'male')
      choirPart(part, played, tools);
    else
      for (const [index, note] of played.notes.entries())
        playNote(part, played.instrument, note, tools, index + (hash(played.role) % 97));
    place(part, seats[played.role], { mix, hall, echo, pump });
  }
  if (score.hits.length > 0) {
    clear(part);
    playKit(part, score.hits, score.kit);
    place(
      part,
      { ...seats.drums, loudness: seats.drums.loudness - (softKits.has(score.kit) ? 3 : 0) },
      { mix, hall, echo, pump: undefined },
    );
  }
  if (score.colour.echo > 0)
    addEcho(mix, echo, score.colour.echo, (60 / score.tempo) * (score.tempo > 105 ? 0.75 : 0.5));
  if (score.colour.hall > 0) addHall(mix, hall, score.colour.hall * 1.1, score.colour.hallSeconds);
  if (score.colour.tape) tape(mix);
  master(mix, 1.6);
  return mix;
}

function choirPart(out: Stereo, part: Part, tools: Tools): void {
  const kind = part.instrument === 'male' ? 'male' : 'female';
  const singers = part.role === 'harmony' ? choir(kind).slice(1) : choir(kind);
  for (const [index, singer] of singers.entries())
    sing(out, part.notes, singer, (frequency) => tools.wave('saw', frequency), index + 1.7);
}

function clear(sound: Stereo): void {
  sound.left.fill(0);
  sound.right.fill(0);
}

interface Room {
  mix: Stereo;
  hall: Stereo;
  echo: Stereo;
  /** Gain at every sample, pushed down by the kick; absent: nothing pushes. */
  pump: Float32Array | undefined;
}

/** Levels a part to its seat's loudness, so that no instrument drowns another whatever it is made of. */
function place(part: Stereo, seat: Seat, room: Room): void {
  const { loudness, tenths } = measure(part);
  if (loudness < -100) return;
  const gain = 10 ** ((seat.loudness - loudness) / 20);
  const total = part.left.length;
  for (let block = 0; block < tenths.length; block++) {
    if (tenths[block] === 0) continue;
    const from = block * tenth;
    const until = Math.min(total, from + tenth);
    if (room.pump && seat.pumped > 0) push(part, room.pump, seat.pumped, from, until);
    const [left, right] = panGains(seat.pan);
    add(room.mix, part, left * gain, right * gain, from, until);
    if (seat.hall > 0) add(room.hall, part, left * gain * seat.hall, right * gain * seat.hall, from, until);
    if (seat.echo > 0) add(room.echo, part, left * gain * seat.echo, right * gain * seat.echo, from, until);
  }
}

function push(part: Stereo, pump: Float32Array, depth: number, from: number, until: number): void {
  for (let index = from; index < until; index++) {
    const gain = 1 - depth * (1 - (pump[index] as number));
    part.left[index] = (part.left[index] as number) * gain;
    part.right[index] = (part.right[index] as number) * gain;
  }
}

function add(to: Stereo, part: Stereo, left: number, right: number, from: number, until: number): void {
  addChannel(to.left, part.left, left, from, until);
  addChannel(to.right, part.right, right, from, until);
}

function addChannel(to: Float32Array, part: Float32Array, gain: number, from: number, until: number): void {
  for (let index = from; index < until; index++) to[index] = (to[index] as number) + (part[index] as number) * gain;
}

function pumping(hits: readonly Hit[], samples: number, depth: number): Float32Array | undefined {
  if (depth === 0) return undefined;
  const gains = new Float32Array(samples).fill(1);
  const kicks = hits.filter((hit) => hit.drum === 'kick' && hit.velocity > 0.5);
  const recovery = Math.round(0.26 * rate);
  for (const kick of kicks) {
    const start = Math.round(kick.at * rate);
    for (let index = 0; index < recovery && start + index < samples; index++) {
      const rise = index < 200 ? 1 - index / 200 : (index - 200) / (recovery - 200);
      const gain = 1 - depth * (1 - rise * rise);
      gains[start + index] = Math.min(gains[start + index] as number, gain);
    }
  }
  return gains;
}
