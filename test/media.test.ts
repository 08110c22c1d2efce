import { copyFile, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseFile } from 'music-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { systemClock } from '../src/clock.ts';
import { createHttp, type Http } from '../src/http.ts';
import { createMedia, type Media } from '../src/songs/media.ts';
import { boxed, pictures, riff } from './helpers/pictures.ts';

const sample = (name: string): string => fileURLToPath(new URL(`../sandbox/services/${name}`, import.meta.url));
const never = new AbortController().signal;
const comment = 'AI-made by Sketch (built in), asked for in Songcircle.';
let folder: string;
let http: Http;
let media: Media;

const open = (maxBytes = 1_000_000_000): Promise<Media> =>
  createMedia({ dir: join(folder, 'media'), maxBytes, http, clock: systemClock });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-test-'));
  http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test' });
  media = await open();
});

afterEach(async () => {
  await http.close();
  await rm(folder, { recursive: true });
});

/** What lies in the folder, unfinished files too. */
const lying = async (): Promise<string[]> => {
  const entries = await readdir(join(folder, 'media'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
};
const fromFile = (path: string, want: 'audio' | 'cover' = 'audio', position = 0) =>
  media.fetch({ kind: 'file', path }, want, { songId: 'song1', position }, never);
const fromBytes = async (bytes: Uint8Array | string, want: 'audio' | 'cover' = 'audio') => {
  const path = join(folder, 'given');
  await writeFile(path, bytes);
  return fromFile(path, want);
};

describe('a file of a provider on this machine', () => {
  test('is copied under our own name, and the original stays', async () => {
    expect(await fromFile(sample('take-a.mp3'))).toEqual({ kind: 'saved', file: 'song1-A.mp3', bytes: 20_544 });
    expect(await fromFile(sample('take-b.mp3'), 'audio', 1)).toMatchObject({ file: 'song1-B.mp3' });
    expect(await fromFile(sample('cover.png'), 'cover', 1)).toMatchObject({ file: 'song1-B.png' });
    expect(await lying()).toEqual(['song1-A.mp3', 'song1-B.mp3', 'song1-B.png']);
    expect(await readFile(media.path('song1-A.mp3'))).toEqual(await readFile(sample('take-a.mp3')));
    expect((await stat(sample('take-a.mp3'))).size).toBe(20_544);
  });

  test('may be fetched again after a crash', async () => {
    await fromFile(sample('take-a.mp3'));
    expect(await fromFile(sample('take-b.mp3'))).toMatchObject({ kind: 'saved', file: 'song1-A.mp3' });
    expect(await lying()).toEqual(['song1-A.mp3']);
    expect(await media.size('song1-A.mp3')).toBe(40_542);
  });

  test('that is not there is refused', async () => {
    expect(await fromFile(join(folder, 'nothing.mp3'))).toEqual({ kind: 'refused', reason: 'missing' });
  });

  test('a folder that cannot be written is a blip: the song is not to blame', async () => {
    await rm(join(folder, 'media'), { recursive: true });
    expect(await fromFile(sample('take-a.mp3'))).toEqual({ kind: 'blip', detail: 'disk: ENOENT' });
  });
});

const disposable = async (opening: Promise<MusicService>) => {
  const server = await opening;
  return { ...server, [Symbol.asyncDispose]: () => server.close() };
};

describe('a file of a service far away', () => {
  let server: MusicService;
  beforeEach(async () => {
    server = await startSunoapi();
  });
  afterEach(() => server.close());
  const fromUrl = (path: string, want: 'audio' | 'cover' = 'audio') =>
    media.fetch({ kind: 'url', url: server.url + path }, want, { songId: 'song2', position: 0 }, never);

  test('is known by its bytes, whatever the server calls it', async () => {
    expect(await fromUrl('/files/x-0.mp3')).toEqual({ kind: 'saved', file: 'song2-A.mp3', bytes: 20_544 });
    expect(await fromUrl('/files/x-0.png', 'cover')).toEqual({ kind: 'saved', file: 'song2-A.png', bytes: 7830 });
    expect(await lying()).toEqual(['song2-A.mp3', 'song2-A.png']);
  });

  test.each([
    ['html', { kind: 'refused', reason: 'kind' }],
    ['missing', { kind: 'blip', detail: 'status 404' }],
    ['cut', { kind: 'blip' }],
  ] as const)('that is %s leaves nothing', async (files, expected) => {
    server.script.files = files;
    expect(await fromUrl('/files/x-0.mp3')).toMatchObject(expected);
    expect(await lying()).toEqual([]);
  });

  test('is never in memory whole, however many come at once', async () => {
    const short = await readFile(sample('take-b.mp3'));
    const long = Buffer.concat(Array.from({ length: 250 }, () => short));
    await using far = await disposable(startSunoapi({ takes: [long, long] }));
    const names = Array.from({ length: 20 }, (_, index) => ({ songId: `song${index}`, position: 0 }));
    const source = { kind: 'url', url: `${far.url}/files/x-0.mp3` } as const;
    await media.fetch(source, 'audio', { songId: 'first', position: 0 }, never);
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 10);
    const answers = await Promise.all(names.map((name) => media.fetch(source, 'audio', name, never)));
    clearInterval(watch);
    expect(answers.every((answer) => answer.kind === 'saved' && answer.bytes === long.length)).toBe(true);
    expect(long.length).toBeGreaterThan(10_000_000);
    expect((most - before) / 1024 / 1024).toBeLessThan(100);
  });

  test('is not fetched from where strangers must not send us', async () => {
    const strict = createHttp({ allowPrivate: false, userAgent: 'Songcircle test' });
    const careful = await createMedia({ dir: join(folder, 'b'), maxBytes: 1e9, http: strict, clock: systemClock });
    const source = { kind: 'url', url: `${server.url}/files/x-0.mp3` } as const;
    const answer = await careful.fetch(source, 'audio', { songId: 'song3', position: 0 }, never);
    expect(answer).toEqual({ kind: 'refused', reason: 'address' });
    expect(server.counts.files).toBe(0);
    await strict.close();
  });
});

describe('bytes decide what a file is', () => {
  const mp3 = () => readFile(sample('take-b.mp3'));
  const id3 = (bytes: number) =>
    Buffer.concat([Buffer.from([73, 68, 51, 3, 0, 0, 0, 0, bytes >> 7, bytes & 0x7f]), Buffer.alloc(bytes)]);

  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['a bare MP3', mp3, 'mp3'],
    ['an MP3 at half the sample rate', () => readFile(sample('take-a.mp3')), 'mp3'],
    ['an MP3 behind a tag', async () => Buffer.concat([id3(300), await mp3()]), 'mp3'],
    ['an MP3 behind a long tag', async () => Buffer.concat([id3(9000), await mp3()]), 'mp3'],
    ['an MP3 behind a tag and padding', async () => Buffer.concat([id3(300), Buffer.alloc(900), await mp3()]), 'mp3'],
    ['an MP3 with an old tag at its end', async () => Buffer.concat([await mp3(), Buffer.alloc(128, 'TAG')]), 'mp3'],
    ['WAV', () => riff('WAVE'), 'wav'],
    ['Ogg', () => Buffer.from('OggS\x00\x02'), 'ogg'],
    ['FLAC', () => Buffer.from('fLaC\x00\x00'), 'flac'],
    ['M4A', () => boxed('M4A '), 'm4a'],
  ])('%s is audio', async (_, bytes, kind) => {
    expect(await fromBytes(await bytes())).toMatchObject({ kind: 'saved', file: `song1-A.${kind}` });
  });

  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['PNG', () => readFile(sample('cover.png')), 'png'],
    ['JPEG', () => pictures.jpeg, 'jpg'],
    ['WebP', () => pictures.webp, 'webp'],
  ])('%s is a cover, and no audio', async (_, bytes, kind) => {
    expect(await fromBytes(await bytes(), 'cover')).toMatchObject({ kind: 'saved', file: `song1-A.${kind}` });
    expect(await fromBytes(await bytes(), 'audio')).toEqual({ kind: 'refused', reason: 'kind' });
  });

  test('too large is refused before it is copied', async () => {
    expect(await fromBytes(Buffer.alloc(9 * 1024 * 1024), 'cover')).toEqual({ kind: 'refused', reason: 'too_large' });
  });
});

describe('tags', () => {
  const lyrics = '[Verse]\n水面の灯り 🏮\nÜber dem Wasser\n[Chorus]\nدوباره';
  const full = {
    title: '灯りの歌 🎵 (Laterne)',
    artistLine: 'words by ナナ 🦊, asked by Léo',
    album: 'Les amis 🎶',
    lyrics,
    coverFile: 'song1-A.png',
    coverDescription: 'カバー 🎨',
    comment,
  };
  beforeEach(async () => {
    await fromFile(sample('take-b.mp3'));
    await fromFile(sample('cover.png'), 'cover');
  });

  test('are read back as they were written, in any script', async () => {
    const { bytes } = await media.tag('song1-A.mp3', full);
    expect(bytes).toBe(await media.size('song1-A.mp3'));
    const { common, native, format } = await parseFile(media.path('song1-A.mp3'));
    expect(common).toMatchObject({ title: full.title, artist: full.artistLine, album: full.album });
    expect(common.lyrics?.[0]?.text).toBe(lyrics);
    expect(common.comment?.[0]).toMatchObject({ text: comment, language: 'eng' });
    expect(common.picture?.[0]).toMatchObject({ format: 'image/png', type: 'Cover (front)', description: 'カバー 🎨' });
    expect(Buffer.from(common.picture?.[0]?.data ?? [])).toEqual(await readFile(sample('cover.png')));
    expect(native['ID3v2.3']).toContainEqual({ id: 'TXXX:AI-made', value: comment });
    expect(format).toMatchObject({ container: 'MPEG', codec: 'MPEG 1 Layer 3', numberOfChannels: 2 });
    expect(format.duration).toBeCloseTo(2.53, 1);
  });

  test('leave the audio as it was', async () => {
    await media.tag('song1-A.mp3', full);
    const audio = await readFile(sample('take-b.mp3'));
    expect((await readFile(media.path('song1-A.mp3'))).subarray(-audio.length)).toEqual(audio);
  });

  test('take the place of those that were there', async () => {
    const first = await media.tag('song1-A.mp3', { ...full, title: 'old words' });
    const second = await media.tag('song1-A.mp3', { title: 'New', comment });
    expect(second.bytes).toBeLessThan(first.bytes);
    const again = await media.tag('song1-A.mp3', { title: 'New', comment });
    expect(again).toEqual(second);
    const { common } = await parseFile(media.path('song1-A.mp3'));
    expect(common).toMatchObject({ title: 'New' });
    expect(common.artist).toBeUndefined();
    expect(common.picture).toBeUndefined();
    expect((await readFile(media.path('song1-A.mp3'))).includes(Buffer.from('old words', 'utf16le'))).toBe(false);
  });

  test('do without a cover that is not there', async () => {
    await media.tag('song1-A.mp3', { ...full, coverFile: 'song9-A.png' });
    expect((await parseFile(media.path('song1-A.mp3'))).common).toMatchObject({ title: full.title });
    expect((await parseFile(media.path('song1-A.mp3'))).common.picture).toBeUndefined();
  });

  test('are for MP3 alone', async () => {
    await fromBytes(Buffer.from('OggS\x00\x02'));
    expect(await media.tag('song1-A.ogg', full)).toEqual({ bytes: 6 });
    expect(await readFile(media.path('song1-A.ogg'), 'latin1')).toBe('OggS\x00\x02');
  });

  test('are never half written, and leave nothing behind', async () => {
    await expect(media.tag('song7-A.mp3', full)).rejects.toThrow('ENOENT');
    expect(await lying()).toEqual(['song1-A.mp3', 'song1-A.png']);
  });

  test('of a large file do not hold the only thread', async () => {
    const audio = await readFile(sample('take-b.mp3'));
    await fromBytes(Buffer.concat(Array.from({ length: 1000 }, () => audio)));
    let turns = 0;
    const count = (): void => {
      turns += 1;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    await media.tag('song1-A.mp3', full);
    clearImmediate(immediate);
    expect(await media.size('song1-A.mp3')).toBeGreaterThan(40_000_000);
    // Others had their turn between pieces of 64 KiB: in one piece it would be a handful.
    expect(turns).toBeGreaterThan(300);
  });
});

describe('the folder', () => {
  test('loses at the start what a dead process left unfinished, and nothing else', async () => {
    await fromFile(sample('take-a.mp3'));
    await writeFile(join(folder, 'media', '.unfinished', 'half'), 'half');
    await open();
    expect(await lying()).toEqual(['song1-A.mp3']);
  });

  test('answers for each file where it is and how large', async () => {
    await fromFile(sample('take-a.mp3'));
    expect(media.path('song1-A.mp3')).toBe(join(folder, 'media', 'song1-A.mp3'));
    expect(await media.size('song1-A.mp3')).toBe(20_544);
    expect(await media.size('song2-A.mp3')).toBeNull();
  });

  test.each(['../secret.mp3', '/etc/passwd', 'a/b-A.mp3', 'song1-A.mp3/../x', '', 'song1', '.unfinished'])(
    'has no file %j',
    (name) => {
      expect(() => media.path(name)).toThrow('no name of ours');
    },
  );

  test('forgets files; twice is no error', async () => {
    await fromFile(sample('take-a.mp3'));
    await media.remove(['song1-A.mp3']);
    await media.remove(['song1-A.mp3']);
    expect(await lying()).toEqual([]);
  });

  describe('over its limit', () => {
    /** Four takes, `b` the oldest, `a` the newest. */
    const fill = async (): Promise<void> => {
      for (const [at, song] of ['b', 'd', 'c', 'a'].entries()) {
        await copyFile(sample('take-a.mp3'), media.path(`${song}-A.mp3`));
        await utimes(media.path(`${song}-A.mp3`), 1000 + at, 1000 + at);
      }
    };
    const asked: (readonly string[])[] = [];
    const needing =
      (...songs: string[]) =>
      async (songIds: readonly string[]) => {
        asked.push(songIds);
        return new Set(songs);
      };
    afterEach(() => asked.splice(0));

    test('loses the oldest first, and only as many as needed', async () => {
      await fill();
      const tight = await open(2 * 20_544);
      expect(await tight.sweep(needing())).toEqual(['b-A.mp3', 'd-A.mp3']);
      expect(await lying()).toEqual(['a-A.mp3', 'c-A.mp3']);
      expect(asked).toEqual([['b', 'd', 'c', 'a']]);
    });

    test('loses a take and its cover, and asks for a song once', async () => {
      await fill();
      await copyFile(sample('cover.png'), media.path('b-A.png'));
      await utimes(media.path('b-A.png'), 999, 999);
      const tight = await open(3 * 20_544);
      expect(await tight.sweep(needing())).toEqual(['b-A.png', 'b-A.mp3']);
      expect(asked).toEqual([['b', 'd', 'c', 'a']]);
    });

    test('never loses what nobody has yet, even if it stays over', async () => {
      await fill();
      const tight = await open(1);
      expect(await tight.sweep(needing('b', 'c', 'd'))).toEqual(['a-A.mp3']);
      expect(await lying()).toEqual(['b-A.mp3', 'c-A.mp3', 'd-A.mp3']);
    });

    test('looks beyond hundreds of takes that nobody has yet', async () => {
      await fill();
      const songs = Array.from({ length: 250 }, (_, at) => `open${at}`);
      for (const song of songs) {
        await writeFile(media.path(`${song}-A.mp3`), 'x');
        await utimes(media.path(`${song}-A.mp3`), 500, 500);
      }
      const tight = await open(250 + 3 * 20_544);
      expect(await tight.sweep(needing(...songs))).toEqual(['b-A.mp3']);
    });

    test('asks nobody while it is under, and counts no other files', async () => {
      await fill();
      await writeFile(join(folder, 'media', 'notes of the operator.txt'), 'x'.repeat(1000));
      const roomy = await open(4 * 20_544);
      expect(await roomy.sweep(needing())).toEqual([]);
      expect(asked).toEqual([]);
      expect(await lying()).toHaveLength(5);
    });
  });
});
