/** A take that is too large for its place is made smaller, whole and with its tags, and nobody waits for it. */
import { copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseFile } from 'music-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { createFitting, type Fitting } from '../src/songs/fit.ts';
import { createMedia, type Media } from '../src/songs/media.ts';
import { hear, writeMp3 } from './helpers/sounds.ts';

const never = new AbortController().signal;
const kibi = 1024;
const comment = 'AI-made with the tests, through Songcircle.';
let folder: string;
let media: Media;

const openMedia = (fitting?: Fitting): Promise<Media> =>
  createMedia({
    dir: join(folder, 'media'),
    maxBytes: 1e9,
    http: { download: async () => ({ kind: 'blip', detail: 'there is no network here' }) },
    clock: systemClock,
    ...(fitting === undefined ? {} : { fitting }),
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-fit-test-'));
  media = await openMedia();
});
afterEach(() => rm(folder, { recursive: true }));

const file = 'song1-A.mp3';
const lying = async (): Promise<string[]> => (await readdir(join(folder, 'media'), { recursive: true })).sort();
const write = (what: Parameters<typeof writeMp3>[1]): Promise<void> => writeMp3(media.path(file), what);
const bytesOf = async (): Promise<number> => (await stat(media.path(file))).size;

/** Whole, and to be heard from the beginning to the end. */
async function expectWhole(seconds: number): Promise<void> {
  const heard = await hear(media.path(file));
  expect(Math.abs(heard.seconds - seconds)).toBeLessThan(0.2);
  expect(Math.min(...heard.loudness)).toBeGreaterThan(0.17);
  expect(Math.max(...heard.loudness)).toBeLessThan(0.23);
}

describe('a take that is larger than its place allows', () => {
  test('is encoded down, whole and audible, with title, words, cover and that it is AI-made', async () => {
    await write({ seconds: 180, kilobits: 320 });
    const cover = await readFile(new URL('../sandbox/services/cover.png', import.meta.url));
    await writeFile(media.path('song1-A.png'), cover);
    const lyrics = '[Verse]\n水面の灯り 🏮';
    await media.tag(file, { title: '灯りの歌', artistLine: 'Tests', lyrics, comment, coverFile: 'song1-A.png' });
    const limit = 3 * kibi * kibi;
    expect(await bytesOf()).toBeGreaterThan(2 * limit);

    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    expect(await media.fit(file, limit, never)).toEqual({ kind: 'encoded', kilobits: 128 });
    delay.disable();
    // The work itself takes seconds; what is left here is the noise of the machine.
    expect(delay.percentile(99) / 1e6).toBeLessThan(30);
    expect(delay.max / 1e6).toBeLessThan(250);

    expect(await bytesOf()).toBeLessThanOrEqual(limit);
    await expectWhole(180);
    const { common, format, native } = await parseFile(media.path(file));
    expect(Math.abs((format.duration ?? 0) - 180)).toBeLessThan(0.2);
    expect(format).toMatchObject({ bitrate: 128_000, sampleRate: 44_100, numberOfChannels: 2 });
    expect(common).toMatchObject({ title: '灯りの歌', artist: 'Tests' });
    expect(common.lyrics?.[0]?.text).toBe(lyrics);
    expect(Buffer.from(common.picture?.[0]?.data ?? [])).toEqual(cover);
    expect(native['ID3v2.3']).toContainEqual({ id: 'TXXX:AI-made', value: comment });
    expect(await lying()).toEqual(['.unfinished', 'song1-A.mp3', 'song1-A.png']);
  });

  test.each([
    ['as loud as it may be', { seconds: 30, kilobits: 320 }, 1000, 256],
    ['at the lowest rate that is worth it', { seconds: 30, kilobits: 128 }, 246, 64],
    ['in mono', { seconds: 30, kilobits: 128, channels: 1 }, 300, 80],
    ['with half the samples', { seconds: 30, kilobits: 128, hertz: 22_050 }, 400, 96],
    ['as studios make it', { seconds: 30, kilobits: 320, hertz: 48_000 }, 500, 128],
  ] as const)('%s', async (how, what, limitKibi, kilobits) => {
    await write(what);
    expect(await media.fit(file, limitKibi * kibi, never)).toEqual({ kind: 'encoded', kilobits });
    expect(await bytesOf()).toBeLessThanOrEqual(limitKibi * kibi);
    // The best rate that fits: the next one up would not have.
    expect(await bytesOf()).toBeGreaterThan(limitKibi * kibi * 0.75);
    await expectWhole(30);
    const { isMono } = await hear(media.path(file));
    expect((await parseFile(media.path(file))).format.numberOfChannels).toBe(how === 'in mono' ? 1 : 2);
    expect(isMono).toBe(true);
  });

  test('that fits stays as it is, to the byte', async () => {
    await write({ seconds: 2, kilobits: 128 });
    const before = await readFile(media.path(file));
    expect(await media.fit(file, before.length, never)).toEqual({ kind: 'fits' });
    expect(await readFile(media.path(file))).toEqual(before);
  });

  test('may be made smaller again and again: the second time there is nothing to do', async () => {
    await write({ seconds: 10, kilobits: 192 });
    expect(await media.fit(file, 130 * kibi, never)).toMatchObject({ kind: 'encoded' });
    const once = await readFile(media.path(file));
    expect(await media.fit(file, 130 * kibi, never)).toEqual({ kind: 'fits' });
    expect(await readFile(media.path(file))).toEqual(once);
  });

  test('that is not there is our own fault', async () => {
    await expect(media.fit('song9-A.mp3', 100, never)).rejects.toThrow('ENOENT');
  });
});

describe('a take that cannot be made small enough stays as it came', () => {
  const stays = async (limitBytes: number): Promise<void> => {
    const before = await readFile(media.path(file));
    expect(await media.fit(file, limitBytes, never)).toEqual({ kind: 'too_large' });
    expect(await readFile(media.path(file))).toEqual(before);
    expect(await lying()).toEqual(['.unfinished', file]);
  };

  test('when it would have to be worse than 64 kbit/s', async () => {
    await write({ seconds: 30, kilobits: 128 });
    await stays(230 * kibi);
  });

  test('when its own tag fills the place', async () => {
    await write({ seconds: 5, kilobits: 128 });
    await media.tag(file, { title: 'x', comment, lyrics: 'la '.repeat(50_000) });
    await stays(100 * kibi);
  });

  test('when it plays longer than a song can', async () => {
    // 35 minutes in few bytes: seconds count, not what they weigh.
    await write({ seconds: 1, kilobits: 32, channels: 1, hertz: 16_000 });
    const one = (await readFile(media.path(file))).subarray(0, 3600);
    await writeFile(media.path(file), Buffer.concat(Array.from({ length: 2100 }, () => one)));
    expect((await parseFile(media.path(file), { duration: true })).format.duration).toBeGreaterThan(1850);
    await stays(7 * kibi * kibi);
  });

  test.each([
    ['with another sample rate', { seconds: 5, kilobits: 128, hertz: 48_000 }],
    ['in mono', { seconds: 5, kilobits: 128, channels: 1 }],
  ] as const)('when it goes on %s', async (_how, what) => {
    await write({ seconds: 10, kilobits: 128 });
    const first = await readFile(media.path(file));
    await write(what);
    await writeFile(media.path(file), Buffer.concat([first, await readFile(media.path(file))]));
    await stays(200 * kibi);
  });

  test.each(['wav', 'ogg', 'flac', 'm4a'])('when it is %s', async (kind) => {
    const name = `song1-A.${kind}`;
    await writeFile(media.path(name), Buffer.alloc(2000));
    expect(await media.fit(name, 1000, never)).toEqual({ kind: 'too_large' });
    expect(await media.size(name)).toBe(2000);
  });

  const script = (body: string): URL => new URL(`data:text/javascript,${encodeURIComponent(body)}`);
  test.each([
    ['throws', 'throw new Error("no")'],
    ['ends without a word', 'process.exit(3)'],
    ['eats memory', 'const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()))'],
    ['never ends', 'for (;;);'],
    [
      'dies in the middle of writing',
      `import { workerData } from 'node:worker_threads'; import { writeFileSync } from 'node:fs';
       writeFileSync(workerData.toPath, 'half'); process.exit(1)`,
    ],
  ])('when the thread %s', async (_what, body) => {
    await write({ seconds: 5, kilobits: 128 });
    media = await openMedia(createFitting({ script: script(body), longestMs: 2_000 }));
    await stays(50 * kibi);
  });
});

test('when we stop, the take is as it was, and nothing is left behind', async () => {
  await write({ seconds: 120, kilobits: 320 });
  const before = await bytesOf();
  const stopping = new AbortController();
  const fitting = media.fit(file, 2 * kibi * kibi, stopping.signal);
  const waiting = media.fit(file, 2 * kibi * kibi, stopping.signal);
  await expect.poll(async () => (await readdir(join(folder, 'media', '.unfinished'))).length).toBe(1);
  stopping.abort();
  expect(await Promise.all([fitting, waiting])).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }]);
  expect(await bytesOf()).toBe(before);
  expect(await lying()).toEqual(['.unfinished', file]);
  expect(await media.fit(file, 2 * kibi * kibi, AbortSignal.abort())).toEqual({ kind: 'stopped' });
});

test('a dead process leaves the take whole, and half of the smaller one to be swept away', async () => {
  await write({ seconds: 5, kilobits: 128 });
  const before = await bytesOf();
  await copyFile(media.path(file), join(folder, 'media', '.unfinished', 'smaller'));
  await truncate(join(folder, 'media', '.unfinished', 'smaller'), 1000);
  media = await openMedia();
  expect(await lying()).toEqual(['.unfinished', file]);
  expect(await bytesOf()).toBe(before);
});

test('a song of 12 minutes needs no more memory than one of a minute', async () => {
  await write({ seconds: 60, kilobits: 320 });
  const minute = await readFile(media.path(file));
  /** Most memory above what there was, in MiB. */
  const growth = async (minutes: number): Promise<number> => {
    await writeFile(media.path(file), Buffer.concat(Array.from({ length: minutes }, () => minute)));
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    const fit = await media.fit(file, minutes * 700 * kibi, never);
    clearInterval(watch);
    expect(fit).toEqual({ kind: 'encoded', kilobits: 80 });
    return (most - before) / kibi / kibi;
  };
  // The first thread brings what every later one shares.
  await growth(1);
  const short = await growth(1);
  const long = await growth(12);
  // Decoded, 12 minutes are 240 MiB.
  expect(long).toBeLessThan(short + 40);
  expect(long).toBeLessThan(96);
}, 120_000);
