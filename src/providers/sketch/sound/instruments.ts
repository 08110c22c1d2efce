import type { Note } from '../compose/score.ts';
import type { Stereo, Wave } from './basics.ts';
import { frequencyOf } from './basics.ts';
import { playBlown } from './blown.ts';
import { bars, pipes, strings } from './materials.ts';
import { patches } from './patches.ts';
import { playPlucked } from './plucked.ts';
import { playElectricPiano, playStruck } from './struck.ts';
import { playSynth } from './synth.ts';

export interface Tools {
  wave: (wave: Wave, frequency: number) => Float32Array;
  line: Float32Array;
}

/** Plays one note of any instrument into a part's own tracks; a name nobody knows is a piano. */
export function playNote(out: Stereo, instrument: string, note: Note, tools: Tools, seed: number): void {
  const synth = patches[instrument];
  const plucked = strings[instrument];
  const pipe = pipes[instrument];
  const struck = bars[instrument] ?? bars.piano;
  if (synth) playSynth(out, note, synth, tools.wave(synth.wave, frequencyOf(note.pitch)), seed);
  else if (plucked) playPlucked(out, note, plucked, tools.line, seed);
  else if (pipe) playBlown(out, note, pipe, seed);
  else if (instrument === 'epiano') playElectricPiano(out, note, seed);
  else if (struck) playStruck(out, note, struck, seed);
}
