/** Cards that say more than they may by now: edited where they stand, never posted anew. */
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDiscordApi, createRest } from '../src/discord/api.ts';
import { createDelivery } from '../src/discord/delivery.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import type { Delivery, Place, SongView } from '../src/songs/song.ts';
import { createTestClock } from './helpers/clock.ts';
import { createTestLog, finishedSong, ids, noon, placeOf, songView } from './helpers/discord.ts';
import {
  createDiscordServer,
  type DiscordServer,
  discordError,
  type Heard,
  type Told,
} from './helpers/discord-server.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'songcircle-amend-'));
let server: DiscordServer;
beforeAll(async () => {
  for (const name of ['0.mp3', '1.mp3', '0.png', '1.png']) await writeFile(path.join(folder, name), Buffer.alloc(100));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => server.close());

/** What stays keeps its id, what is new gets one of its own. */
const messageFor = ({ body }: Heard): Told => {
  const attachments = (body.attachments ?? []).map((one: { id: string; filename?: string }) => ({
    id: one.filename === undefined ? one.id : `80000000000000000${one.id}`,
    filename: one.filename ?? 'kept',
  }));
  return { status: 200, body: { id: ids.message, channel_id: ids.channel, attachments } };
};

async function start(answer: (heard: Heard) => Told | null = messageFor): Promise<Delivery> {
  server = await createDiscordServer(answer);
  const token = 'bot-token-of-this-test';
  const api = createDiscordApi({ rest: createRest(server.apiUrl, token), token });
  const clock = createTestClock(noon + 60 * 60_000);
  return createDelivery({ api, texts: createTexts(), clock, log: createTestLog(), operators: { ids: () => [] } });
}

const stands = [
  { id: '1', name: 'Old - A.mp3' },
  { id: '2', name: 'cover-a.png' },
  { id: '3', name: 'Old - B.mp3' },
  { id: '4', name: 'cover-b.png' },
];
const oldPlace = (more: Partial<Place> = {}): Place => placeOf({ attachments: stands, shown: 'old.card', ...more });
const withCopies = (song: SongView): SongView => ({
  ...song,
  tracks: song.tracks.map((one) => ({
    ...one,
    audioPath: path.join(folder, `${one.index}.mp3`),
    coverPath: path.join(folder, `${one.index}.png`),
  })),
});
const withoutCopies = (song: SongView): SongView => ({
  ...song,
  tracks: song.tracks.map((one) => ({ ...one, audioPath: null, coverPath: one.index === 0 ? '/gone/0.png' : null })),
});
const forgotten: SongView = {
  ...withoutCopies(finishedSong()),
  forgotten: true,
  title: null,
  lyrics: null,
  style: null,
};
const bodyOf = (n: number) => server.heard[n]?.body;

test('a forgotten song’s card says so and nothing else: no file, no button, nobody’s name', async () => {
  const delivery = await start();
  const shown = await delivery.amend(forgotten, oldPlace(), { anew: true });
  expect(server.heard.map(({ method, path: where }) => `${method} ${where}`)).toEqual([
    `PATCH /channels/${ids.channel}/messages/${ids.message}`,
  ]);
  expect(bodyOf(0)).toMatchObject({ content: '', components: [], attachments: [], allowed_mentions: { parse: [] } });
  expect(bodyOf(0)?.embeds).toEqual([
    { title: 'Song', description: expect.stringContaining('This song was forgotten') },
  ]);
  expect(shown).toMatchObject({ kind: 'shown', messageId: ids.message, attachments: [] });
});

test('while it is still being made, its card goes on without its words', async () => {
  const delivery = await start();
  const working = songView({
    state: 'generating',
    forgotten: true,
    work: { kind: 'idea', idea: '', instrumental: false },
  });
  await delivery.show(working, placeOf({ tokenExpiresAt: 0 }));
  expect(bodyOf(0)?.embeds[0].title).toBe('Song');
  expect(JSON.stringify(bodyOf(0)?.embeds)).toContain('■');
});

test.each([
  ['deleted', discordError(404, 10008)],
  ['in a channel that is closed to us', discordError(403, 50001)],
  ['of a server that the bot left', discordError(404, 10004)],
])('a card %s is left alone: nothing is posted, and nobody is written to', async (_what, answer) => {
  const delivery = await start(() => answer);
  expect(await delivery.amend(forgotten, oldPlace(), { anew: true })).toMatchObject({ kind: 'nowhere' });
  expect(server.heard.map(({ method }) => method)).toEqual(['PATCH']);
});

test('a card that never was needs no edit', async () => {
  const delivery = await start();
  const nowhere = oldPlace({ messageId: null, messageChannelId: null });
  expect(await delivery.amend(forgotten, nowhere, { anew: true })).toMatchObject({ kind: 'nowhere' });
  expect(server.heard).toEqual([]);
});

test('too many edits of old messages, and a Discord that stumbles, only mean later', async () => {
  const answers = [discordError(429, 30046), { status: 502 }];
  const delivery = await start(() => answers.shift() ?? { status: 500 });
  expect(await delivery.amend(forgotten, oldPlace(), { anew: true })).toMatchObject({
    kind: 'later',
    retryAfterMs: 30_000,
  });
  expect(await delivery.amend(forgotten, oldPlace(), { anew: true })).toMatchObject({ kind: 'later' });
});

test('what only leads to a forgotten song keeps its files as they are', async () => {
  const delivery = await start();
  const song = withCopies(finishedSong({ title: 'Old' }));
  const shown = await delivery.amend(song, oldPlace(), { anew: false });
  expect(server.heard[0]?.files).toEqual([]);
  expect(bodyOf(0)?.attachments).toEqual(stands.map(({ id }) => ({ id })));
  if (shown.kind !== 'shown') throw new Error('not shown');
  expect(await delivery.amend(song, oldPlace({ shown: shown.digest }), { anew: false })).toEqual({ kind: 'same' });
});

test('files that said too much are uploaded again, in place of those that are there', async () => {
  const delivery = await start();
  await delivery.amend(withCopies(finishedSong({ title: 'New' })), oldPlace(), { anew: true });
  expect(server.heard[0]?.files.map(({ name }) => name)).toEqual([
    'New - A.mp3',
    'cover-a.png',
    'New - B.mp3',
    'cover-b.png',
  ]);
  expect(bodyOf(0)?.attachments.map(({ id }: { id: string }) => id)).toEqual(['0', '1', '2', '3']);
});

test('files that only Discord still has stay, whatever the song is called now', async () => {
  const delivery = await start();
  const song = withoutCopies(finishedSong({ title: 'New' }));
  const shown = await delivery.amend(song, oldPlace(), { anew: true });
  expect(server.heard[0]?.files).toEqual([]);
  expect(bodyOf(0)?.attachments).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
  expect(shown).toMatchObject({
    attachments: [
      { id: '1', name: 'New - A.mp3' },
      { id: '2', name: 'cover-a.png' },
      { id: '3', name: 'New - B.mp3' },
    ],
  });
});

test('of a song that was cancelled too late, who cancelled goes and its takes do not come back', async () => {
  const delivery = await start();
  const song = withCopies(finishedSong({ cancelled: true }));
  await delivery.amend(song, oldPlace({ attachments: [] }), { anew: false });
  await delivery.amend(song, oldPlace(), { anew: false });
  const [sent, closed] = [0, 1].map((n) => JSON.stringify(bodyOf(n)?.embeds));
  expect(sent).toContain('somebody who was forgotten cancelled');
  expect(sent).toContain('it went out as a direct message');
  expect(bodyOf(0)?.attachments).toEqual([]);
  expect(closed).toContain('direct messages are closed');
  expect(bodyOf(1)?.attachments).toHaveLength(4);
});
