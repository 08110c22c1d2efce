import type { Random } from '../random.ts';
import type { PlacedSection, Slot } from './harmony.ts';
import { barsOf, chordAt } from './harmony.ts';
import type { Music } from './plan.ts';
import { secondsOfBar } from './plan.ts';
import type { Note } from './score.ts';

const figures = [
  [0, 1, 2, 1],
  [0, 2, 1, 2],
  [2, 1, 0, 1],
  [0, 1, 2, 3],
];

/** Small high figures: running chords in a chorus, an answer at the end of every second bar elsewhere. */
export function playSparkle(
  music: Music,
  sections: readonly PlacedSection[],
  slots: readonly Slot[],
  random: Random,
): Note[] {
  const secondsPerBeat = secondsOfBar(music) / music.beats;
  const quick = secondsPerBeat > 0.8 || (secondsPerBeat >= 0.42 && random.chance(0.5));
  const step = quick ? 0.25 : 0.5;
  const figure = random.pick(figures);
  const notes: Note[] = [];
  for (const { section, index, at } of barsOf(music, sections)) {
    const running = section.kind === 'chorus' || section.kind === 'solo';
    if (!running && (index % 2 === 0 || section.kind === 'bridge')) continue;
    for (let beat = running ? 0 : music.beats - 1; beat < music.beats; beat += step) {
      if (running && random.chance(0.18)) continue;
      const place = figure[Math.round((index * music.beats + beat) / step) % figure.length] ?? 0;
      notes.push(figureNote(chordAt(slots, at + beat), place, at + beat, step, running ? 1 : 0.85));
    }
  }
  return notes;
}

function figureNote({ chord }: Slot, place: number, at: number, step: number, force: number): Note {
  const tone = chord.tones[place % Math.min(3, chord.tones.length)] ?? 0;
  const pitch = 72 + ((((tone - 72) % 12) + 12) % 12) + (place === 3 ? 12 : 0);
  return { at, length: step * 1.6, pitch, velocity: (Number.isInteger(at) ? 0.52 : 0.4) * force };
}
