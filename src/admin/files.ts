/** Files that must be there whole after a power cut. */
import { constants } from 'node:fs';
import { copyFile, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Everything that was written to this file, or the names in this folder, is on the disk. */
export async function settle(path: string): Promise<void> {
  await using file = await open(path, 'r');
  await file.sync();
}

/** Takes the name of whatever was there, at once and whole. */
export async function putInPlace(from: string, to: string): Promise<void> {
  await rename(from, to);
  await settle(dirname(to));
}

/** A copy that has its name only once it is whole; until then it is at `unfinished`, whatever was there. */
export async function copyWhole(from: string, to: string, unfinished: string): Promise<void> {
  await copyFile(from, unfinished, constants.COPYFILE_FICLONE);
  await settle(unfinished);
  await putInPlace(unfinished, to);
}
