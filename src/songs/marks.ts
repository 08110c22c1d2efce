/** When each stage of a song was first seen: kept with the song, and what schedules learn from. Pure. */
import { z } from 'zod';
import type { LookAnswer } from '../providers/provider.ts';
import type { SongRow } from './views.ts';

const at = z.number().optional();
const schema = z.object({
  /** The service took it. */
  accepted: at,
  /** Words were being written, or music was being made. */
  words: at,
  music: at,
  /** A first take was ready. */
  first: at,
  /** The service called its task finished, though a take was not. */
  closing: at,
});

/** Epoch ms; what was not seen yet is absent. */
export type Marks = z.infer<typeof schema>;

/** A song of an older version has none. */
export const marksOf = (song: Pick<SongRow, 'marks'>): Marks => schema.parse(JSON.parse(song.marks));

/** What is seen first is marked; a later report of less takes nothing back. */
export function markedBy(marks: Marks, answer: LookAnswer, at: number): Marks {
  if (answer.kind !== 'seen') return marks;
  const { stage, tracks } = answer;
  const isSeen: Partial<Record<keyof Marks, boolean>> = {
    words: stage === 'words',
    music: stage === 'music' || stage === 'closing',
    first: tracks.some((track) => track.state === 'ready'),
    closing: stage === 'closing',
  };
  const fresh = Object.entries(isSeen).filter(([mark, seen]) => seen && marks[mark as keyof Marks] === undefined);
  return { ...marks, ...Object.fromEntries(fresh.map(([mark]) => [mark, at])) };
}
