import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

export type Letter = 'A' | 'B';
export const letterOf = (take: 0 | 1): Letter => (take === 0 ? 'A' : 'B');

/** What lies in a song's folder. A name exists only once its file is whole. */
export const names = {
  request: 'request.json',
  /** The studio took it up. */
  begun: 'begun.json',
  plan: 'plan.json',
  cover: (letter: Letter) => `${letter}.png`,
  audio: (letter: Letter) => `${letter}.mp3`,
  /** The studio gave this take up. */
  failed: (letter: Letter) => `${letter}.failed.json`,
} as const;

/** Writes to a name of its own and renames: whoever sees the file sees all of it, whatever dies in between. Blocks. */
export function writeWhole(path: string, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const unfinished = `${path}.new`;
  const file = openSync(unfinished, 'w');
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
