/** When each stage of a song was first seen: kept with the song, and what schedules learn from. Pure. */
import { z } from 'zod';
import type { LookAnswer } from '../providers/provider.ts';
import type { Loaded } from './views.ts';

const at = z.number().optional();
const schema = z.object({
  /** Words were being written, or music was being made. */
  words: at,
  music: at,
  /** A first take was ready. */
  first: at,
  /** The service called its task finished, though a take was not, and nothing has changed since. */
  closing: at,
  /** Every take was ready or had failed. */
  ended: at,
  /** When the service is to be asked next; a song may be due before, to show how far it is. */
  look: at,
});

/** Epoch ms; what was not seen yet is absent. `accepted`: the service took it. */
export type Marks = Readonly<z.infer<typeof schema>> & { readonly accepted: number };

/** Of a song whose present attempt was accepted. */
export function marksOf({ song, attempts }: Pick<Loaded, 'song' | 'attempts'>): Marks {
  const attempt = attempts.at(-1);
  const accepted = attempt?.answered_at ?? attempt?.submitted_at ?? song.created_at;
  return { ...schema.parse(JSON.parse(song.marks)), accepted };
}

/** As it is stored with the song. */
export const storedMarks = ({ accepted: _, ...seen }: Marks): string => JSON.stringify(seen);

/** What is seen first is marked; a stage that was passed is not seen again, and a later report of less takes nothing back. */
export function markedBy(marks: Marks, answer: LookAnswer, at: number): Marks {
  if (answer.kind !== 'seen') return marks;
  const { stage, tracks } = answer;
  const isMusic = stage === 'music' || stage === 'closing';
  const isSeen: Readonly<Record<Exclude<keyof Marks, 'accepted' | 'look'>, boolean>> = {
    words: stage === 'words' && marks.music === undefined && marks.first === undefined,
    music: isMusic && marks.first === undefined,
    first: tracks.some((track) => track.state === 'ready'),
    closing: stage === 'closing',
    ended: tracks.length > 0 && tracks.every((track) => track.state !== 'working'),
  };
  const fresh = Object.entries(isSeen).filter(([mark, seen]) => seen && marks[mark as keyof Marks] === undefined);
  return { ...marks, ...Object.fromEntries(fresh.map(([mark]) => [mark, at])) };
}
