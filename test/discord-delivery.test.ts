import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDiscordApi, createRest } from '../src/discord/api.ts';
import { createDelivery } from '../src/discord/delivery.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import type { Delivery, Place, SongView } from '../src/songs/song.ts';
import { createTestClock, type TestClock } from './helpers/clock.ts';
import { createTestLog, finishedSong, ids, noon, placeOf, songView, track } from './helpers/discord.ts';
import {
  createDiscordServer,
  type DiscordServer,
  discordError,
  type Heard,
  type Told,
} from './helpers/discord-server.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'songcircle-delivery-'));
let server: DiscordServer;
let clock: TestClock;

beforeAll(async () => {
  for (const take of [0, 1]) {
    await writeFile(
      path.join(folder, `${take}.mp3`),
      Buffer.concat([Buffer.from('ID3'), Buffer.alloc(1000 + take * 1000)]),
    );
    await writeFile(path.join(folder, `${take}.png`), Buffer.from('89504e470d0a1a0a00', 'hex'));
  }
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => server.close());

const privateChannel = '700000000000000008';
const newMessage = '500000000000000099';

/** A message as Discord answers it: what stays by id, what is new under new ids and with its own idea of names. */
const messageFor = ({ body, path: where }: Heard): Told => {
  const attachments = (body.attachments ?? []).map((one: { id: string; filename?: string }, index: number) => ({
    id: one.filename ? `8000000000000000${10 + index}` : one.id,
    filename: (one.filename ?? 'kept.mp3').replaceAll(' ', '_'),
  }));
  const channel = /^\/channels\/(\d+)/.exec(where)?.[1] ?? ids.channel;
  return {
    status: 200,
    body: { id: where.includes('PATCH') ? ids.message : newMessage, channel_id: channel, attachments },
  };
};

async function start(answer: (heard: Heard) => Told | null): Promise<Delivery> {
  clock = createTestClock(noon + 30_000);
  server = await createDiscordServer((heard) =>
    heard.path === '/users/@me/channels' && heard.method === 'POST' && answer(heard)?.status === 200
      ? { status: 200, body: { id: privateChannel, type: 1 } }
      : answer(heard),
  );
  const token = 'bot-token-of-this-test';
  const api = createDiscordApi({ rest: createRest(server.apiUrl, token), token });
  return createDelivery({
    api,
    texts: createTexts(),
    clock,
    log: createTestLog(),
    operators: { ids: () => [ids.other] },
  });
}

const withFiles = (song: SongView): SongView => ({
  ...song,
  tracks: song.tracks.map((one) => ({
    ...one,
    audioPath: one.audioPath && path.join(folder, `${one.index}.mp3`),
    coverPath: one.coverPath && path.join(folder, `${one.index}.png`),
  })),
});
const done = withFiles(finishedSong());
const routes = (): string[] =>
  server.heard.map((heard) => `${heard.method} ${heard.path.replace(placeOf().token ?? '', '<token>')}`);

const byToken = `PATCH /webhooks/${ids.application}/<token>/messages/${ids.message}`;
const asBot = `PATCH /channels/${ids.channel}/messages/${ids.message}`;
const fresh = `POST /channels/${ids.channel}/messages`;
const openPrivate = 'POST /users/@me/channels';
const privately = `POST /channels/${privateChannel}/messages`;

test('while the token lives the reply itself is edited, without the bot token, with files, pinging nobody', async () => {
  const delivery = await start(messageFor);
  const shown = await delivery.show(done, placeOf());
  expect(routes()).toEqual([byToken]);
  const [heard] = server.heard;
  expect(heard?.authorization).toBeUndefined();
  expect(heard?.files.map((file) => [file.name, file.type])).toEqual([
    ['Tin Roof - A.mp3', 'audio/mpeg'],
    ['cover-a.png', 'image/png'],
    ['Tin Roof - B.mp3', 'audio/mpeg'],
    ['cover-b.png', 'image/png'],
  ]);
  expect(heard?.body.allowed_mentions).toEqual({ parse: [] });
  expect(heard?.body.attachments.every((one: { description: string }) => one.description.length > 0)).toBe(true);
  expect(shown).toMatchObject({
    kind: 'shown',
    placed: 'reply',
    attachments: [
      { name: 'Tin Roof - A.mp3' },
      { name: 'cover-a.png' },
      { name: 'Tin Roof - B.mp3' },
      { name: 'cover-b.png' },
    ],
  });
});

test('the message id is not needed while it is unknown', async () => {
  const delivery = await start(messageFor);
  await delivery.show(done, placeOf({ messageId: null, messageChannelId: null }));
  expect(routes()).toEqual([`PATCH /webhooks/${ids.application}/<token>/messages/@original`]);
});

test('the same card again makes no request', async () => {
  const delivery = await start(messageFor);
  const shown = await delivery.show(done, placeOf());
  if (shown.kind !== 'shown') throw new Error('not shown');
  expect(await delivery.show(done, placeOf({ shown: shown.digest }))).toEqual({ kind: 'same' });
  expect(server.heard).toHaveLength(1);
});

test('a file that Discord holds already stays by its id, and only the new one is sent', async () => {
  const delivery = await start(messageFor);
  const first = withFiles(
    finishedSong({
      state: 'generating',
      tracks: [track(0), track(1, { state: 'working', audioPath: null, coverPath: null })],
    }),
  );
  const early = await delivery.show(first, placeOf());
  if (early.kind !== 'shown') throw new Error('not shown');
  const final = await delivery.show(done, placeOf({ attachments: early.attachments, shown: early.digest }));
  expect(server.heard[1]?.files.map((file) => file.name)).toEqual(['Tin Roof - B.mp3', 'cover-b.png']);
  expect(server.heard[1]?.body.attachments.slice(0, 2)).toEqual(early.attachments.map(({ id }) => ({ id })));
  expect(final.kind === 'shown' && final.attachments.map((one) => one.name)).toEqual([
    'Tin Roof - A.mp3',
    'cover-a.png',
    'Tin Roof - B.mp3',
    'cover-b.png',
  ]);
});

test('a card that only moved on is edited once in five seconds at most', async () => {
  const delivery = await start(messageFor);
  const song = songView({ state: 'generating', stage: 'music' });
  const shown = await delivery.show(song, placeOf());
  if (shown.kind !== 'shown') throw new Error('not shown');
  clock.advance(4_000);
  expect(await delivery.show({ ...song, stage: 'words' }, placeOf({ shown: 'older' }))).toMatchObject({
    kind: 'shown',
  });
  clock.advance(4_000);
  expect(await delivery.show({ ...song, stage: 'queued' }, placeOf({ shown: shown.digest }))).toEqual({ kind: 'same' });
  clock.advance(20_000);
  expect(await delivery.show(song, placeOf({ shown: shown.digest }))).toMatchObject({ kind: 'shown' });
});

const chain: [string, (heard: Heard) => Told, Partial<Place>, string[]][] = [
  [
    'the token expired although it should live',
    (h) => (h.path.startsWith('/webhooks') ? discordError(401, 50027) : messageFor(h)),
    {},
    [byToken, asBot],
  ],
  ['the token is known to be over', messageFor, { tokenExpiresAt: noon }, [asBot]],
  ['the token was purged', messageFor, { token: null, tokenExpiresAt: null }, [asBot]],
  [
    'the message was deleted',
    (h) => (h.method === 'PATCH' ? discordError(404, 10008) : messageFor(h)),
    {},
    [byToken, fresh],
  ],
  [
    'the webhook is unknown',
    (h) => (h.path.startsWith('/webhooks') ? discordError(404, 10015) : messageFor(h)),
    {},
    [byToken, asBot],
  ],
  [
    'the message is too old to be edited',
    (h) => (h.method === 'PATCH' ? discordError(429, 30046) : messageFor(h)),
    { token: null },
    [asBot, fresh],
  ],
  [
    'the channel is gone',
    (h) => (h.path.includes(ids.channel) ? discordError(404, 10003) : messageFor(h)),
    { token: null },
    [asBot, openPrivate, privately],
  ],
  [
    'the bot was removed',
    (h) => (h.path.includes(ids.channel) ? discordError(403, 50001) : messageFor(h)),
    { token: null },
    [asBot, openPrivate, privately],
  ],
  [
    'the bot may not write there',
    (h) => (h.path.includes(ids.channel) ? discordError(403, 50013) : messageFor(h)),
    { token: null, messageId: null, messageChannelId: null, placed: 'post' },
    [fresh, openPrivate, privately],
  ],
];

test.each(chain)('when %s the card goes the next way', async (_what, answer, place, expected) => {
  const delivery = await start(answer);
  const shown = await delivery.show(done, placeOf(place));
  expect(routes()).toEqual(expected);
  expect(shown).toMatchObject({
    kind: 'shown',
    placed: expected.includes(privately) ? 'dm' : expected.includes(fresh) ? 'post' : 'reply',
  });
  expect(server.heard.at(-1)?.files).toHaveLength(4);
});

test('a new message carries the same nonce each time, so that Discord drops the second', async () => {
  let stumbles = 1;
  const delivery = await start((heard) => {
    stumbles -= 1;
    return stumbles >= 0 ? { status: 502, body: '<html>' } : messageFor(heard);
  });
  const place = placeOf({ placed: 'post', messageId: null, messageChannelId: null });
  expect(await delivery.show(done, place)).toMatchObject({ kind: 'later' });
  expect(await delivery.show(done, place)).toMatchObject({ kind: 'shown', placed: 'post', messageId: newMessage });
  const nonces = server.heard.map((heard) => heard.body.nonce);
  expect(nonces[0]).toBe(nonces[1]);
  expect(nonces[0].length).toBeLessThanOrEqual(25);
  expect(server.heard[1]?.body.enforce_nonce).toBe(true);
});

test('a message that was deleted is replaced under another nonce', async () => {
  const delivery = await start((heard) => (heard.method === 'PATCH' ? discordError(404, 10008) : messageFor(heard)));
  await delivery.show(done, placeOf());
  await delivery.show(done, placeOf({ messageId: newMessage, placed: 'post' }));
  const nonces = server.heard.filter((heard) => heard.method === 'POST').map((heard) => heard.body.nonce);
  expect(new Set(nonces).size).toBe(2);
});

test('a message too old to be edited is followed by one that links to it', async () => {
  const delivery = await start((heard) => (heard.method === 'PATCH' ? discordError(429, 30046) : messageFor(heard)));
  await delivery.show(done, placeOf({ token: null }));
  expect(server.heard.at(-1)?.body.content).toContain(
    `https://discord.com/channels/${ids.guild}/${ids.channel}/${ids.message}`,
  );
});

test('a limit that does not say how long it lasts is not asked again at once', async () => {
  const delivery = await start(() => ({ status: 429, body: '<html>slow down</html>' }));
  expect(await delivery.show(done, placeOf())).toMatchObject({ kind: 'later' });
  expect(server.heard).toHaveLength(1);
});

test('when every way is closed it says so, and does not ask for ever', async () => {
  const delivery = await start((heard) =>
    heard.path === '/users/@me/channels'
      ? { status: 200 }
      : discordError(403, heard.path.includes(privateChannel) ? 50007 : 50001),
  );
  expect(await delivery.show(done, placeOf())).toMatchObject({ kind: 'nowhere' });
  expect(server.heard.length).toBeLessThanOrEqual(5);
  expect(await delivery.show(done, placeOf({ userId: null, token: null }))).toMatchObject({ kind: 'nowhere' });
});

test('an answer that is still on its way is waited for, and replaced when it never comes', async () => {
  const delivery = await start((heard) => (heard.method === 'PATCH' ? discordError(404, 10015) : messageFor(heard)));
  const place = placeOf({ messageId: null, messageChannelId: null });
  const young = { ...done, createdAt: clock.now() - 2_000 };
  expect(await delivery.show(young, place)).toMatchObject({ kind: 'later' });
  clock.advance(20_000);
  expect(await delivery.show(young, place)).toMatchObject({ kind: 'shown', placed: 'post' });
});

test('a rate limit, a stumble, an answer that is none and a cut line mean later', async () => {
  const answers: (Told | null)[] = [
    { status: 429, body: { message: 'slow', retry_after: 7, global: false }, headers: { 'retry-after': '7' } },
    { status: 500, body: 'oops' },
    { status: 200, body: '<html>hello</html>' },
    { status: 200, body: { nothing: true } },
    null,
  ];
  const delivery = await start(() => answers.shift() ?? null);
  const limited = await delivery.show(done, placeOf());
  expect(limited).toMatchObject({ kind: 'later' });
  expect(limited.kind === 'later' && limited.retryAfterMs).toBeGreaterThanOrEqual(7_000);
  for (const place of [
    placeOf({ token: 'two' }),
    placeOf({ token: 'three' }),
    placeOf({ token: 'four' }),
    placeOf({ token: 'five' }),
  ])
    expect(await delivery.show(done, place)).toMatchObject({ kind: 'later' });
  expect(server.heard).toHaveLength(5);
});

test('a refused bot token is not forgotten: the next request has it again', async () => {
  let first = true;
  const delivery = await start((heard) => {
    if (!first) return messageFor(heard);
    first = false;
    return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
  });
  expect(await delivery.show(done, placeOf({ token: null }))).toMatchObject({ kind: 'later' });
  expect(await delivery.show(done, placeOf({ token: null }))).toMatchObject({ kind: 'shown' });
  expect(server.heard[1]?.authorization).toBe('Bot bot-token-of-this-test');
});

test('a file that Discord finds too large, or that is no longer here, is left out and named, once', async () => {
  const delivery = await start((heard) =>
    heard.files.some((file) => file.bytes > 1500) ? discordError(413, 40005) : messageFor(heard),
  );
  const shown = await delivery.show(done, placeOf());
  expect(server.heard.map((heard) => heard.files.length)).toEqual([4, 3]);
  expect(JSON.stringify(server.heard[1]?.body.embeds)).toContain('Take B is not attached');
  if (shown.kind !== 'shown') throw new Error('not shown');
  expect(await delivery.show(done, placeOf({ shown: shown.digest }))).toEqual({ kind: 'same' });
  const gone = { ...done, tracks: done.tracks.map((one) => ({ ...one, audioPath: path.join(folder, 'gone.mp3') })) };
  await delivery.show(gone, placeOf());
  expect(server.heard.at(-1)?.files.map((file) => file.name)).toEqual(['cover-a.png', 'cover-b.png']);
});

test('a song that was cancelled too late comes as a direct message, and the channel says so', async () => {
  const delivery = await start(messageFor);
  const song = { ...done, cancelled: true, cancelledByUserId: ids.other };
  const shown = await delivery.show(song, placeOf());
  expect(routes()).toEqual([openPrivate, privately, byToken]);
  expect(server.heard[0]?.body).toEqual({ recipient_id: ids.member });
  expect(server.heard[1]?.files).toHaveLength(4);
  expect(server.heard[1]?.body.components).toEqual([]);
  expect(server.heard[2]?.files).toEqual([]);
  if (shown.kind !== 'shown') throw new Error('not shown');
  expect(await delivery.show(song, placeOf({ shown: shown.digest }))).toEqual({ kind: 'same' });
});

test('a cancelled song that cannot be sent privately is shown in its channel after all', async () => {
  const delivery = await start((heard) =>
    heard.path.includes(privateChannel) ? discordError(403, 50007) : messageFor(heard),
  );
  const shown = await delivery.show({ ...done, cancelled: true, cancelledByUserId: ids.other }, placeOf());
  expect(shown).toMatchObject({ kind: 'shown', placed: 'reply' });
  expect(server.heard.at(-1)?.files).toHaveLength(4);
  expect(JSON.stringify(server.heard.at(-1)?.body.embeds)).toContain('direct messages are closed');
});

test('operators are told by direct message, and a closed door is no error', async () => {
  const delivery = await start((heard) =>
    heard.path.includes(privateChannel) ? discordError(403, 50007) : { status: 200 },
  );
  await delivery.tellOperators({ kind: 'service_needs_you', service: 'Sketch', reason: 'key' });
  expect(server.heard.length).toBe(2);
  expect(server.heard[0]?.body).toEqual({ recipient_id: ids.other });
  expect(server.heard[1]?.body.content).toContain('Sketch');
});

test('a notice to an operator outlives a Discord that stumbles, and cannot arrive twice', async () => {
  let stumbles = 2;
  const delivery = await start((heard) => {
    if (!heard.path.includes(privateChannel)) return { status: 200 };
    stumbles -= 1;
    return stumbles >= 0 ? { status: 502 } : messageFor(heard);
  });
  const telling = delivery.tellOperators({ kind: 'unknown_outcome', songId: 'song-1', service: 'Sketch' });
  await expect
    .poll(() => {
      clock.advance(2_000);
      return server.heard.filter(({ path: where }) => where.endsWith('/messages')).length;
    })
    .toBe(3);
  await telling;
  const sent = server.heard.filter(({ path: where }) => where.endsWith('/messages'));
  expect(new Set(sent.map(({ body }) => body.nonce)).size).toBe(1);
  expect(sent.every(({ body }) => body.enforce_nonce === true)).toBe(true);
});
