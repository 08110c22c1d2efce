/** What becomes of a song's files: made to fit, linked, left for the next start, and kept until everybody has them. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { createMedia } from '../src/songs/media.ts';
import { createTakes } from '../src/songs/takes.ts';
import { ask, createRooms, mp3, type OpenRoom, ready, requestOf, seen, working } from './helpers/songs.ts';
import { hear, writeMp3 } from './helpers/sounds.ts';
import { createWebLab } from './helpers/web-lab.ts';

const rooms = createRooms();
const lab = createWebLab();
afterEach(async () => {
  await rooms.close();
  await lab.close();
});

const limit = 200 * 1024;
const small = () => {
  const request = requestOf();
  return { ...request, reply: { ...request.reply, attachmentLimit: limit } };
};
const lastCard = (room: OpenRoom) => room.delivery.cards.at(-1)?.song;

test('a take too large for its server is delivered at a rate that fits, and a smaller one as it came', async () => {
  const room = await rooms.open();
  const large = join(room.dir, 'large.mp3');
  await writeMp3(large, { seconds: 10, kilobits: 320 });
  const fits = await mp3(room, 'fits.mp3');
  for (const provider of room.providers) provider.onLook = () => seen(ready(0, large), ready(1, fits));
  await ask(room, small());
  await room.pass(5_000);
  const song = lastCard(room);
  expect(song).toMatchObject({ state: 'done', money: 'captured' });
  expect(song?.tracks).toMatchObject([
    { kilobits: 128, audioUrl: null },
    { kilobits: null, audioUrl: null },
  ]);
  expect(song?.tracks[0]?.audioBytes).toBeLessThanOrEqual(limit);
  expect((await hear(song?.tracks[0]?.audioPath ?? '')).seconds).toBeCloseTo(10, 0);
  expect((await stat(large)).size).toBeGreaterThan(limit);
});

test('one that cannot be made smaller is delivered with the address where the service keeps it', async () => {
  const room = await rooms.open();
  const wav = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ', 'latin1'), Buffer.alloc(2 * limit)]);
  const url = `${await lab.web((_, response) => response.end(wav))}/a.wav`;
  const report = { ...ready(0, ''), audio: { kind: 'url', url } as const };
  for (const provider of room.providers) provider.onLook = () => seen(report);
  await ask(room, small());
  await room.pass(5_000);
  expect(lastCard(room)).toMatchObject({ state: 'done', money: 'captured' });
  expect(lastCard(room)?.tracks).toMatchObject([{ state: 'fetched', kilobits: null, audioUrl: url }]);
  expect(lastCard(room)?.tracks[0]?.audioBytes).toBeGreaterThan(limit);
});

test('a take that we stop in the middle of is not called fetched: the next start begins it anew', async () => {
  const room = await rooms.open();
  const large = join(room.dir, 'large.mp3');
  await writeMp3(large, { seconds: 10, kilobits: 320 });
  for (const provider of room.providers) provider.onLook = () => seen(working(0));
  const { id } = await ask(room, small());
  await room.pass(3_000);
  const loaded = await room.steps.load(id);
  if (loaded === null) throw new Error('no song');
  const merge = (stopping: AbortSignal) =>
    createTakes({
      media: room.media,
      log: createLog({ level: 'silent' }),
      courtesy: async () => {},
      stopping,
      serviceName: (name) => name,
    }).merge(loaded, seen(ready(0, large)) as Extract<ReturnType<typeof seen>, { kind: 'seen' }>, false);
  const stopped = await merge(AbortSignal.abort());
  expect(stopped).toMatchObject({ settled: false, good: 0, fetched: 0 });
  expect(stopped.tracks).toMatchObject([{ state: 'ready', kilobits: null, failures: 0 }]);
  const again = await merge(new AbortController().signal);
  expect(again).toMatchObject({ settled: true, good: 1, fetched: 1 });
  expect(again.tracks).toMatchObject([{ state: 'fetched', kilobits: 128 }]);
});

test('files of songs that are not at an end stay, however full the folder is; the others go', async () => {
  const room = await rooms.open();
  const file = await mp3(room, 'take.mp3');
  const [provider] = room.providers;
  if (provider === undefined) throw new Error('no provider');
  const song = async (...tracks: Parameters<typeof seen>) => {
    provider.onLook = () => seen(...tracks);
    const { id } = await ask(room);
    await room.pass(3_000);
    return id;
  };
  const done = await song(ready(0, file), ready(1, file));
  // Discord is away: the second song is whole and has not been shown.
  room.delivery.next = Array.from({ length: 50 }, () => () => ({
    kind: 'later',
    retryAfterMs: 600_000,
    detail: 'away',
  }));
  const delivering = await song(ready(0, file), ready(1, file));
  const generating = await song(ready(0, file), working(1));
  const states = await Promise.all([done, delivering, generating].map((id) => room.steps.load(id)));
  expect(states.map((loaded) => loaded?.song.state)).toEqual(['done', 'delivering', 'generating']);
  expect(await room.steps.needed([done, delivering, generating, 'unknown'])).toEqual(new Set([delivering, generating]));

  await writeFile(room.media.path('unknown-A.mp3'), await readFile(file));
  const dir = join(room.dir, 'media');
  const http = { download: async () => ({ kind: 'blip', detail: 'no network' }) as const };
  const tight = await createMedia({ dir, maxBytes: 1, http, clock: room.clock });
  const gone = await tight.sweep(room.steps.needed);
  expect(gone.sort()).toEqual([`${done}-A.mp3`, `${done}-B.mp3`, 'unknown-A.mp3'].sort());
  for (const kept of [`${delivering}-A.mp3`, `${delivering}-B.mp3`, `${generating}-A.mp3`]) {
    expect(await tight.size(kept)).toBeGreaterThan(0);
  }
});
