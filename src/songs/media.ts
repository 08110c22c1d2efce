/**
 * Our own copies of tracks and covers: one folder, our own names. Whatever a service calls its file or says of its type,
 * only the bytes decide. A file appears under its name at once and whole, or not at all.
 */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Clock } from '../clock.ts';
import { exitCodes, StartError } from '../errors.ts';
import type { DownloadAnswer, DownloadRefusal, Http } from '../http.ts';
import type { Log } from '../log.ts';
import type { MediaSource } from '../providers/provider.ts';
import { createFitting, type Fitting } from './fit.ts';
import { kindOf } from './media-kind.ts';
import { id3Tag, type Tags } from './media-tags.ts';
import { audioStart } from './mp3-frames.ts';
import { takeName } from './song.ts';

/** `kind`: its bytes are none of the kinds that we pass on; `missing`: the file on this machine is not there. */
export type FetchRefusal = DownloadRefusal | 'kind' | 'missing';

export type FetchAnswer =
  /** `file`: its name in our folder, to be stored; `bytes` of it. */
  | { kind: 'saved'; file: string; bytes: number }
  /** Asking again would change nothing: this track (or cover) is lost. */
  | { kind: 'refused'; reason: FetchRefusal }
  /** Worth another try, after `retryAfterMs` when the server said so. */
  | { kind: 'blip'; detail: string; retryAfterMs?: number };

export type FitAnswer =
  /** It is small enough as it came. */
  | { kind: 'fits' }
  /** It was encoded once more, at this rate, and is small enough now. */
  | { kind: 'encoded'; kilobits: number }
  /** It stays as it came: no MP3, too long, or not to be decoded. */
  | { kind: 'too_large' }
  /** By us, and it is as it was. */
  | { kind: 'stopped' };

export interface Media {
  /** Safe to repeat: the same song and position replace the same file. */
  fetch(
    source: MediaSource,
    want: 'audio' | 'cover',
    name: { songId: string; position: number },
    signal: AbortSignal,
  ): Promise<FetchAnswer>;
  /**
   * Writes title, lyrics, cover and the AI statement into an MP3, in place of tags that it had; safe to repeat. Files
   * of other kinds stay as they are. Throws when the file is not there.
   */
  tag(file: string, tags: MediaTags): Promise<{ bytes: number }>;
  /**
   * Makes an MP3 smaller where it must be, with the tags that it has, in a thread of its own; safe to repeat. The file is
   * there whole at every moment, the old one or the new one. Throws when it is not there.
   */
  fit(file: string, limitBytes: number, signal: AbortSignal): Promise<FitAnswer>;
  /** Absolute path of a stored name. */
  path(file: string): string;
  /** In bytes; null when it is not there. */
  size(file: string): Promise<number | null>;
  /** Removes files; those that are gone already are no error. */
  remove(files: readonly string[]): Promise<void>;
  /**
   * Brings the folder under its limit, the oldest files first. `needed` is asked only when it is over: which of these
   * songs have files that nobody has yet; those stay, whatever the limit says. Answers the names that went.
   */
  sweep(needed: (songIds: readonly string[]) => Promise<ReadonlySet<string>>): Promise<string[]>;
}

export interface MediaTags extends Tags {
  /** A stored cover of ours; too large ones are left out of the tag. */
  coverFile?: string | null;
}

/** 8 minutes at 320 kbit/s are 19 MiB; uncompressed audio of a song may have twice this cap and is refused. */
const mostAudioBytes = 48 * 1024 * 1024;
const mostCoverBytes = 8 * 1024 * 1024;
/** A cover in the tag is copied in memory twice, and counts towards the upload limit of its song. */
const mostTaggedCoverBytes = 2 * 1024 * 1024;
const downloadTotalMs = 60_000;
const downloadIdleMs = 10_000;
const unfinished = '.unfinished';
/** A name of ours: the song, the take, the kind. */
const ourName = /^([\w-]+)-[A-Z]\.[a-z0-9]+$/;
/** Songs asked about at once while room is made. */
const sweptAtOnce = 100;

/**
 * `dir` is made when it is not there; what a dead process left unfinished in it is removed. One process uses one folder.
 * `maxBytes`: of all files together. @throws StartError when the folder cannot be made or written.
 */
export async function createMedia(deps: {
  dir: string;
  maxBytes: number;
  http: Pick<Http, 'download'>;
  clock: Clock;
  log?: Log;
  fitting?: Fitting;
}): Promise<Media> {
  const temporary = join(deps.dir, unfinished);
  const fitting = deps.fitting ?? createFitting();
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
  } catch (cause) {
    const sentence = `The folder for media, ${deps.dir}, cannot be made or written: let this user write it, or choose another one with MEDIA_DIR.`;
    throw new StartError(sentence, exitCodes.file, { cause });
  }

  const path = (file: string): string => {
    if (!ourName.test(file)) throw new Error(`${JSON.stringify(file)} is no name of ours`);
    return join(deps.dir, file);
  };
  const newTemporary = (): string => join(temporary, randomUUID());

  const fetch: Media['fetch'] = async (source, want, name, signal) => {
    const maxBytes = want === 'audio' ? mostAudioBytes : mostCoverBytes;
    const toPath = newTemporary();
    const startedAt = deps.clock.now();
    try {
      const got =
        source.kind === 'url'
          ? await deps.http.download(source.url, {
              toPath,
              maxBytes,
              totalMs: downloadTotalMs,
              idleMs: downloadIdleMs,
              signal,
            })
          : await copy(source.path, toPath, maxBytes);
      if (got.kind !== 'saved') return got;
      const kind = await kindOfFile(toPath, want);
      if (kind === null) {
        await rm(toPath, { force: true });
        return { kind: 'refused', reason: 'kind' };
      }
      const file = `${name.songId}-${takeName(name.position)}.${kind}`;
      await rename(toPath, path(file));
      deps.log?.debug({ file, bytes: got.bytes, ms: deps.clock.now() - startedAt }, 'a file was fetched');
      return { kind: 'saved', file, bytes: got.bytes };
    } catch (error) {
      await rm(toPath, { force: true });
      // A full or broken disk is no fault of the song's.
      const code = codeOf(error);
      if (code === null) throw error;
      deps.log?.error({ err: error }, 'the media folder cannot be written');
      return { kind: 'blip', detail: `disk: ${code}` };
    }
  };

  const tag: Media['tag'] = async (file, tags) => {
    const from = path(file);
    if (extname(file) !== '.mp3') return { bytes: (await stat(from)).size };
    const cover = tags.coverFile == null ? null : await smallFile(path(tags.coverFile));
    const toPath = newTemporary();
    try {
      await writeTagged(from, toPath, id3Tag(tags, cover));
      const { size } = await stat(toPath);
      await rename(toPath, from);
      return { bytes: size };
    } catch (error) {
      await rm(toPath, { force: true });
      throw error;
    }
  };

  const fit: Media['fit'] = async (file, limitBytes, signal) => {
    const from = path(file);
    const { size: bytes } = await stat(from);
    if (bytes <= limitBytes) return { kind: 'fits' };
    if (extname(file) !== '.mp3') return { kind: 'too_large' };
    const toPath = newTemporary();
    const startedAt = deps.clock.now();
    const fitted = await fitting.fit({ from, toPath, limitBytes }, signal);
    const fields = { file, bytes, limitBytes, fitted, ms: deps.clock.now() - startedAt };
    if (fitted.kind === 'made') {
      await rename(toPath, from);
      deps.log?.info(fields, 'a take was encoded down to fit');
      return { kind: 'encoded', kilobits: fitted.kilobits };
    }
    await rm(toPath, { force: true });
    if (fitted.kind === 'stopped') return { kind: 'stopped' };
    deps.log?.warn(fields, 'a take stays too large');
    return { kind: 'too_large' };
  };

  const size = async (file: string): Promise<number | null> => sizeOf(path(file));

  const remove = async (files: readonly string[]): Promise<void> => {
    for (const file of files) await rm(path(file), { force: true });
  };

  const sweep: Media['sweep'] = async (needed) => {
    const files = await filesIn(deps.dir);
    let over = files.reduce((sum, { bytes }) => sum + bytes, 0) - deps.maxBytes;
    const removed: string[] = [];
    for (let begin = 0; over > 0 && begin < files.length; begin += sweptAtOnce) {
      const some = files.slice(begin, begin + sweptAtOnce);
      const kept = await needed([...new Set(some.map(({ songId }) => songId))]);
      for (const { file, songId, bytes } of some) {
        if (over <= 0 || kept.has(songId)) continue;
        await remove([file]);
        over -= bytes;
        removed.push(file);
      }
    }
    const fields = { removed: removed.length, stillOverBytes: Math.max(0, over) };
    if (over > 0) deps.log?.warn(fields, 'files that nobody has yet fill the media folder');
    else if (removed.length > 0) deps.log?.info(fields, 'old files made room');
    return removed;
  };

  return { fetch, tag, fit, path, size, remove, sweep };
}

/** A file that a provider on this machine made. */
async function copy(
  from: string,
  toPath: string,
  maxBytes: number,
): Promise<Extract<FetchAnswer, { kind: 'refused' }> | Extract<DownloadAnswer, { kind: 'saved' }>> {
  const bytes = await sizeOf(from);
  if (bytes === null) return { kind: 'refused', reason: 'missing' };
  if (bytes > maxBytes) return { kind: 'refused', reason: 'too_large' };
  await copyFile(from, toPath);
  return { kind: 'saved', bytes, contentType: null };
}

async function kindOfFile(path: string, want: 'audio' | 'cover'): ReturnType<typeof kindOf> {
  await using file = await open(path);
  return await kindOf(file, want);
}

/** The tag, then the audio without the tag that it had: streamed, so that no song is ever in memory whole. */
async function writeTagged(from: string, toPath: string, tag: Uint8Array): Promise<void> {
  await using source = await open(from);
  await using target = await open(toPath, 'w');
  const { buffer, bytesRead } = await source.read(Buffer.alloc(10), 0, 10, 0);
  await target.writeFile(tag);
  const audio = source.createReadStream({ start: audioStart(buffer.subarray(0, bytesRead)), autoClose: false });
  for await (const piece of audio as AsyncIterable<Uint8Array>) await target.writeFile(piece);
  await target.sync();
}

async function smallFile(path: string): Promise<Uint8Array | null> {
  const bytes = await sizeOf(path);
  return bytes === null || bytes > mostTaggedCoverBytes ? null : await readFile(path);
}

/** Our files, the oldest first. */
async function filesIn(dir: string): Promise<{ file: string; songId: string; bytes: number; at: number }[]> {
  const found = [];
  for (const file of await readdir(dir)) {
    const songId = ourName.exec(file)?.[1];
    const known = songId === undefined ? null : await statOf(join(dir, file));
    if (songId !== undefined && known !== null) found.push({ file, songId, bytes: known.size, at: known.mtimeMs });
  }
  return found.sort((a, b) => a.at - b.at);
}

const sizeOf = async (path: string): Promise<number | null> => (await statOf(path))?.size ?? null;

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The operating system's word for what went wrong; null when it was not its doing. */
const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
