import type { Random } from '../random.ts';
import { fullness } from './drums.ts';
import type { BassLine } from './genre.ts';
import type { Bar, PlacedSection, Slot } from './harmony.ts';
import { barsOf, chordAt, endOf } from './harmony.ts';
import type { Music } from './plan.ts';
import type { Note } from './score.ts';
import { pitchesBetween } from './theory.ts';

type Tone = 'root' | 'fifth' | 'octave' | 'third' | 'towards';
type Step = readonly [beat: number, length: number, tone: Tone, velocity: number];

const eighths = (tone: (index: number) => Tone, length: number): Step[] =>
  Array.from({ length: 8 }, (_, index) => [index / 2, length, tone(index), index % 2 === 0 ? 0.8 : 0.66] as const);

/** One bar of each manner of bass; `calm` is for verses and intros of the driving kinds. */
const lines: Readonly<Record<BassLine, { calm: readonly Step[]; full: readonly Step[] }>> = {
  root: {
    calm: [[0, 3.6, 'root', 0.8]],
    full: [
      [0, 1.9, 'root', 0.85],
      [2, 1.4, 'fifth', 0.7],
      [3.5, 0.5, 'towards', 0.6],
    ],
  },
  drive: {
    calm: [
      [0, 1.4, 'root', 0.85],
      [1.5, 0.5, 'root', 0.6],
      [2, 1.4, 'root', 0.75],
      [3.5, 0.5, 'towards', 0.6],
    ],
    full: eighths((index) => (index === 7 ? 'towards' : 'root'), 0.46),
  },
  octaves: {
    calm: [
      [0, 0.9, 'root', 0.85],
      [1.5, 0.4, 'octave', 0.6],
      [2, 0.9, 'root', 0.8],
      [3.5, 0.4, 'octave', 0.6],
    ],
    full: eighths((index) => (index % 2 === 0 ? 'root' : 'octave'), 0.4),
  },
  walking: {
    calm: [
      [0, 0.9, 'root', 0.85],
      [1, 0.9, 'third', 0.7],
      [2, 0.9, 'fifth', 0.76],
      [3, 0.9, 'towards', 0.7],
    ],
    full: [
      [0, 0.9, 'root', 0.9],
      [1, 0.9, 'fifth', 0.72],
      [2, 0.9, 'third', 0.78],
      [3, 0.9, 'towards', 0.74],
    ],
  },
  bossa: {
    calm: [
      [0, 1.3, 'root', 0.8],
      [1.5, 0.5, 'fifth', 0.6],
      [2, 1.3, 'fifth', 0.74],
      [3.5, 0.5, 'root', 0.6],
    ],
    full: [
      [0, 1.3, 'root', 0.86],
      [1.5, 0.5, 'fifth', 0.66],
      [2, 1.3, 'fifth', 0.8],
      [3.5, 0.5, 'towards', 0.66],
    ],
  },
  waltz: {
    calm: [[0, 1.8, 'root', 0.8]],
    full: [
      [0, 1.8, 'root', 0.86],
      [2, 0.8, 'towards', 0.55],
    ],
  },
  offbeat: {
    calm: [
      [0.5, 0.4, 'root', 0.8],
      [1.5, 0.4, 'root', 0.8],
      [2.5, 0.4, 'root', 0.8],
      [3.5, 0.4, 'root', 0.8],
    ],
    full: [
      [0.5, 0.34, 'root', 0.85],
      [0.75, 0.2, 'root', 0.6],
      [1.5, 0.34, 'root', 0.85],
      [1.75, 0.2, 'octave', 0.55],
      [2.5, 0.34, 'root', 0.85],
      [2.75, 0.2, 'root', 0.6],
      [3.5, 0.34, 'towards', 0.8],
    ],
  },
  long: {
    calm: [[0, 3.8, 'root', 0.8]],
    full: [
      [0, 2.2, 'root', 0.9],
      [2.5, 0.8, 'root', 0.74],
      [3.5, 0.45, 'octave', 0.6],
    ],
  },
  funk: {
    calm: [
      [0, 0.9, 'root', 0.9],
      [1.5, 0.4, 'root', 0.6],
      [2.5, 0.9, 'fifth', 0.72],
      [3.5, 0.4, 'towards', 0.6],
    ],
    full: [
      [0, 0.6, 'root', 0.92],
      [0.75, 0.25, 'octave', 0.6],
      [1.5, 0.4, 'root', 0.7],
      [2, 0.4, 'fifth', 0.74],
      [2.75, 0.6, 'root', 0.72],
      [3.5, 0.4, 'towards', 0.66],
    ],
  },
  oompah: {
    calm: [
      [0, 0.9, 'root', 0.85],
      [2, 0.9, 'fifth', 0.75],
    ],
    full: [
      [0, 0.9, 'root', 0.9],
      [2, 0.9, 'fifth', 0.8],
      [3.5, 0.4, 'towards', 0.5],
    ],
  },
  dub: {
    calm: [
      [0, 0.9, 'root', 0.9],
      [1, 0.4, 'root', 0.6],
      [1.75, 0.7, 'third', 0.74],
      [2.5, 1.2, 'fifth', 0.78],
    ],
    full: [
      [0, 0.9, 'root', 0.9],
      [1, 0.4, 'root', 0.66],
      [1.75, 0.7, 'third', 0.74],
      [2.5, 0.7, 'fifth', 0.78],
      [3.5, 0.4, 'towards', 0.6],
    ],
  },
};

const lowest = 29;
const highest = 47;

const near = (tone: number, previous: number): number => {
  let best = 36;
  for (let pitch = lowest; pitch <= highest - 4; pitch++) {
    if (
      pitch % 12 === tone &&
      Math.abs(pitch - previous) + (pitch > 43 ? 2 : 0) < Math.abs(best - previous) + (best % 12 === tone ? 0 : 99)
    )
      best = pitch;
  }
  return best;
};

/** What the hand does in a bar of a section. */
function stepsIn(music: Music, { section, index }: Bar): readonly Step[] {
  const full = section.kind === 'chorus' || section.kind === 'solo' ? 'full' : 'calm';
  if (section.kind === 'intro' && index < section.bars / 2) return [];
  if (music.beats === 3) return lines.waltz[full];
  const still = section.kind === 'bridge' || section.kind === 'outro' || section.kind === 'intro';
  return still ? lines.root.calm : lines[music.bassLine][full];
}

/** The bass: root at every change of chord, walking towards the next one where the manner asks for it. */
export function playBass(
  music: Music,
  sections: readonly PlacedSection[],
  slots: readonly Slot[],
  random: Random,
): Note[] {
  if (!music.bass) return [];
  const notes: Note[] = [];
  const end = endOf(sections);
  let root = 36;
  for (const bar of barsOf(music, sections)) {
    const force = 0.72 + 0.28 * fullness(bar.section);
    for (const [beat, length, tone, velocity] of withChanges(stepsIn(music, bar), slots, bar.at, music.beats)) {
      if (beat >= music.beats || (tone === 'towards' && random.chance(0.25))) continue;
      const at = bar.at + beat;
      const slot = chordAt(slots, at + 0.01);
      root = near(slot.chord.tones[0] ?? 0, root);
      const pitch = pitchOf(tone, root, slot, chordAt(slots, Math.min(end - 1, at + 1)), music);
      notes.push({ at, length, pitch, velocity: velocity * force });
    }
  }
  notes.push({ at: end - music.beats, length: music.beats + 1, pitch: near(music.key.root, root), velocity: 0.8 });
  return notes;
}

/** A chord that begins inside the bar gets its root there, whatever the pattern says, and long notes end where it begins. */
function withChanges(steps: readonly Step[], slots: readonly Slot[], at: number, beats: number): Step[] {
  const changes = slots
    .filter((slot) => slot.at > at + 0.01 && slot.at < at + beats - 0.01)
    .map((slot) => slot.at - at);
  if (changes.length === 0 || steps.length === 0) return [...steps];
  const kept = steps
    .filter(([beat]) => !changes.includes(beat))
    .map(([beat, length, tone, velocity]): Step => {
      const change = changes.find((one) => one > beat) ?? beats;
      return [beat, Math.min(length, change - beat), tone, velocity];
    });
  return [...kept, ...changes.map((beat): Step => [beat, Math.min(1.8, beats - beat), 'root', 0.78])].sort(
    (one, other) => one[0] - other[0],
  );
}

function pitchOf(tone: Tone, root: number, slot: Slot, next: Slot, music: Music): number {
  const over = (index: number): number => root + (((((slot.chord.tones[index] ?? 0) - root) % 12) + 12) % 12);
  if (tone === 'octave') return root + 12;
  if (tone === 'third') return over(1);
  if (tone === 'fifth') return over(2) > highest ? over(2) - 12 : over(2);
  if (tone === 'towards') {
    const goal = near(next.chord.tones[0] ?? 0, root);
    if (goal === root) return over(2) - 12 >= lowest ? over(2) - 12 : over(2);
    const steps = pitchesBetween(music.key, goal - 3, goal + 3).filter((pitch) => pitch !== goal);
    const from = goal > root ? steps.filter((pitch) => pitch < goal).at(-1) : steps.find((pitch) => pitch > goal);
    return from ?? root;
  }
  return root;
}
