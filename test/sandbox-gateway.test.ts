import { once } from 'node:events';
import { DiscordAPIError, Events, GatewayIntentBits, type RepliableInteraction, Routes } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Member } from '../sandbox/member.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';
import { openBot, songCommand, type TestBot } from './helpers/sandbox-bot.ts';

const silent = { parse: [] };

let sandbox: OpenSandbox;
let bot: TestBot;
let mira: Member;

beforeEach(async () => {
  sandbox = await openSandbox();
  bot = await openBot(sandbox, [songCommand]);
  mira = await sandbox.member('Mira');
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

/** A client that speaks the frames by hand: what it heard, and how it ended. */
const speak = async (...frames: object[]) => {
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/gateway/?v=10&encoding=json`);
  const heard: { op: number; t: string | null; d: unknown }[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await once(socket, 'open');
  for (const frame of frames) socket.send(JSON.stringify(frame));
  return { socket, heard };
};
const identify = (more: object = {}) => ({ op: 2, d: { token: sandbox.token, intents: 0, properties: {}, ...more } });
const closed = async (...frames: object[]): Promise<number> => {
  const { socket } = await speak(...frames);
  const [code] = (await once(socket, 'close')) as [number];
  return code;
};

test('an interaction sent while the connection is down arrives when the session resumes', async () => {
  const resumed = once(bot.client, Events.ShardResume);
  sandbox.change({ gateway: 'drop' });
  await once(bot.client, Events.ShardReconnecting);
  bot.on((interaction) =>
    (interaction as RepliableInteraction).reply({ content: 'heard it', allowedMentions: silent }),
  );
  const seen = await mira.slash('song', { idea: 'x' });
  expect(seen).toMatchObject({ kind: 'message', message: { content: 'heard it' } });
  await resumed;
});

test('asked to reconnect, the client resumes', async () => {
  const resumed = once(bot.client, Events.ShardResume);
  sandbox.change({ gateway: 'reconnect' });
  await resumed;
});

test('the last interaction can come twice', async () => {
  const ids: string[] = [];
  const first = bot.next();
  const seen = mira.slash('song', { idea: 'x' });
  const interaction = (await first) as RepliableInteraction;
  await interaction.reply({ content: 'x', allowedMentions: silent });
  await seen;
  bot.on(({ id }) => ids.push(id));
  sandbox.change({ replayLastInteraction: true });
  await expect.poll(() => ids).toEqual([interaction.id]);
});

test('without a bot the member reads at once that nothing answers', async () => {
  await bot.client.destroy();
  await expect
    .poll(() => mira.slash('song', { idea: 'x' }))
    .toEqual({ kind: 'failed', reason: 'The application did not respond' });
});

test('without the intent there is no guild event, and interactions come all the same', async () => {
  const { heard, socket } = await speak(identify());
  await expect.poll(() => heard.map(({ t }) => t)).toEqual([null, 'READY']);
  const seen = mira.slash('song', { idea: 'x' });
  await expect.poll(() => heard.at(-1)?.t).toBe('INTERACTION_CREATE');
  socket.close(1000);
  const { id, token } = (heard.at(-1)?.d ?? {}) as { id: string; token: string };
  await bot.rest.post(Routes.interactionCallback(id, token), {
    body: { type: 4, data: { content: 'x', allowed_mentions: silent } },
    auth: false,
  });
  await seen;
  const guilds = await speak(identify({ intents: GatewayIntentBits.Guilds }));
  await expect.poll(() => guilds.heard.map(({ t }) => t)).toEqual([null, 'READY', 'GUILD_CREATE']);
  guilds.socket.close(1000);
});

test('a shard hears of its own guilds alone', async () => {
  const own = Number((BigInt(sandbox.guildId) >> 22n) % 2n);
  const mine = await speak(identify({ shard: [own, 2] }));
  const other = await speak(identify({ shard: [1 - own, 2] }));
  await expect.poll(() => [mine.heard.length, other.heard.length]).toEqual([2, 2]);
  bot.on((interaction) => (interaction as RepliableInteraction).reply({ content: 'x', allowedMentions: silent }));
  await mira.slash('song', { idea: 'x' });
  await expect.poll(() => mine.heard.length).toBe(3);
  expect(other.heard.length).toBe(2);
});

test('heartbeats are acknowledged', async () => {
  const { heard, socket } = await speak({ op: 1, d: null });
  await expect.poll(() => heard.map(({ op }) => op)).toEqual([10, 11]);
  socket.close();
});

test('a session that is not known starts anew', async () => {
  const { heard, socket } = await speak({ op: 6, d: { token: sandbox.token, session_id: 'x', seq: 1 } });
  await expect.poll(() => heard.at(-1)).toMatchObject({ op: 9, d: false });
  socket.close();
});

test('each fault closes with its own code', async () => {
  expect(await closed(identify({ token: 'wrong' }))).toBe(4004);
  expect(await closed(identify(), identify())).toBe(4005);
  expect(await closed({ op: 3, d: {} })).toBe(4003);
  expect(await closed(identify(), { op: 77, d: {} })).toBe(4001);
  expect(await closed(identify({ intents: GatewayIntentBits.MessageContent }))).toBe(4014);
  expect(await closed(identify({ shard: [2, 2] }))).toBe(4010);
  expect(await closed({ nothing: 1 })).toBe(4002);
});

test('faults meet the requests they were meant for, as often as they were meant to', async () => {
  const call = () => bot.rest.get(Routes.user());
  sandbox.fault({ method: 'GET', path: '^/users/@me$', times: 1, status: 403, code: 50001 });
  const failure: unknown = await call().catch((error: unknown) => error);
  expect(failure instanceof DiscordAPIError && [failure.status, failure.code]).toEqual([403, 50001]);
  await call();
  sandbox.fault({ path: '^/users/@me$', times: 1, status: 429, retryAfterSeconds: 0.1 });
  const began = performance.now();
  await call();
  expect(performance.now() - began).toBeGreaterThan(95);
});

test('a fault may come after Discord did what was asked', async () => {
  sandbox.fault({ method: 'POST', path: '/messages$', times: 1, status: 502, applyFirst: true });
  const sent = bot.rest.post(Routes.channelMessages(sandbox.channels.songs), {
    body: { content: 'there all the same', allowed_mentions: silent },
  });
  await expect(sent).rejects.toMatchObject({ status: 502 });
  await mira.see(({ content }) => content === 'there all the same');
});
