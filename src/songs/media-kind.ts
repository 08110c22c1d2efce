/** What a file is, by its bytes alone. Only kinds that Discord plays or shows, and only when they hold up a second look. */
import type { FileHandle } from 'node:fs/promises';
import { isJpeg, isPng, isWebp } from './media-picture.ts';
import { audioStart, readFrames } from './mp3-frames.ts';

export type MediaKind = 'mp3' | 'wav' | 'ogg' | 'flac' | 'm4a' | 'png' | 'jpg' | 'webp';

const headBytes = 16;
/** What begins as an MP3 and is something else soon runs out of frames: five are an eighth of a second. */
const fewestFrames = 5;
/** Tags and padding around the frames of an honest file are small. */
const leastShare = 0.75;

/** Null when it is nothing of what we want. Reads a song once, in pieces, and of a picture the heads of its parts. */
export async function kindOf(file: FileHandle, want: 'audio' | 'cover'): Promise<MediaKind | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  return want === 'audio' ? audioKind(file, head) : coverKind(file);
}

async function audioKind(file: FileHandle, head: Buffer): Promise<MediaKind | null> {
  if (has(head, 0, 'RIFF') && has(head, 8, 'WAVE')) return 'wav';
  if (has(head, 0, 'OggS')) return 'ogg';
  if (has(head, 0, 'fLaC')) return 'flac';
  if (has(head, 4, 'ftypM4A ')) return 'm4a';
  const { count, share } = await readFrames(file, audioStart(head));
  return count >= fewestFrames && share >= leastShare ? 'mp3' : null;
}

async function coverKind(file: FileHandle): Promise<MediaKind | null> {
  const { size } = await file.stat();
  if (await isPng(file, size)) return 'png';
  if (await isJpeg(file, size)) return 'jpg';
  if (await isWebp(file, size)) return 'webp';
  return null;
}

const has = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.toString('latin1', at, at + text.length) === text;
