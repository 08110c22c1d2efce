import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RepliableInteraction, Routes } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Member } from '../sandbox/member.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';
import { openBot, songCommand, type TestBot } from './helpers/sandbox-bot.ts';

const quiet = { allowed_mentions: { parse: [] } };
const silent = { parse: [] };
const composeCommand = {
  name: 'compose',
  description: 'Write a song',
  options: [{ type: 11, name: 'lyrics_file', description: 'A text file' }],
};
const menuCommand = { name: 'Make a song of this', type: 3 };
const managersCommand = { name: 'settings', description: 'For managers', default_member_permissions: '32' };

let sandbox: OpenSandbox;
let bot: TestBot;
let mira: Member;
let lucia: Member;

beforeAll(async () => {
  sandbox = await openSandbox({ rateLimits: false });
  bot = await openBot(sandbox, [songCommand, composeCommand, menuCommand, managersCommand]);
  mira = await sandbox.member('Mira');
  lucia = await sandbox.member('Lucía');
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

/** A request with headers that `fetch` would not let through. */
const knock = (path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const knocking = request(`${sandbox.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    knocking.on('error', reject).end();
  });

test('a foreign page finds the door shut, by its origin and by any other name of this machine', async () => {
  const state = `/sandbox/state?member=${mira.id}`;
  expect(await knock(state, {})).toBe(200);
  expect(await knock(state, { origin: sandbox.url })).toBe(200);
  expect(await knock(state, { origin: 'https://example.com' })).toBe(403);
  expect(await knock(state, { origin: 'null' })).toBe(403);
  expect(await knock(state, { host: 'rebound.example.com' })).toBe(403);
  expect(
    await knock('/api/v10/users/@me', { origin: 'https://example.com', authorization: `Bot ${sandbox.token}` }),
  ).toBe(403);
  for (const path of [`/sandbox/live?member=${mira.id}`, '/gateway/?v=10']) {
    const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}${path}`, { origin: 'https://example.com' });
    const failure = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(failure.message).toContain('403');
  }
});

test('a member finds the commands that their permissions allow', () => {
  const names = (member: Member) => member.commands().map(({ name }) => name);
  expect(names(mira)).toEqual(['song', 'compose', 'Make a song of this', 'settings']);
  expect(names(lucia)).toEqual(['song', 'compose', 'Make a song of this']);
});

test('what one member writes the other reads, and may make a song of', async () => {
  await lucia.write('La lluvia cae');
  const read = await mira.see(({ content }) => content === 'La lluvia cae');
  expect(read.message.author.global_name).toBe('Lucía');
  bot.on(async (interaction) => {
    if (interaction.isMessageContextMenuCommand())
      await interaction.reply({ content: `of ${interaction.targetMessage.content}`, allowedMentions: silent });
  });
  expect(await mira.menu('Make a song of this', read)).toMatchObject({ message: { content: 'of La lluvia cae' } });
});

test('a file goes along with a command, and the bot can fetch it', async () => {
  bot.on(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const file = interaction.options.getAttachment('lyrics_file', true);
    const text = await (await fetch(file.url)).text();
    await interaction.reply({ content: `${file.name}: ${text}`, allowedMentions: silent });
  });
  const seen = await mira.slash('compose', { lyrics_file: { name: 'words.txt', bytes: Buffer.from('[Verse] rain') } });
  expect(seen).toMatchObject({ message: { content: 'words.txt: [Verse] rain' } });
  bot.on(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const { name, title, contentType, size } = interaction.options.getAttachment('lyrics_file', true);
    await interaction.reply({ content: [name, title, contentType, size].join(' | '), allowedMentions: silent });
  });
  const renamed = await mira.slash('compose', { lyrics_file: { name: '歌詞.txt', bytes: Buffer.from('rain') } });
  expect(renamed).toMatchObject({ message: { content: 'unknown.txt | 歌詞 | text/plain; charset=utf-8 | 4' } });
});

test('a list of choices takes what it offers', async () => {
  const select = { type: 3, custom_id: 'pick', placeholder: 'Pick one', options: [{ label: 'Take A', value: 'a' }] };
  await bot.rest.post(Routes.channelMessages(sandbox.channels.songs), {
    body: { content: 'vote', components: [{ type: 1, components: [select] }], ...quiet },
  });
  const vote = await mira.see(({ content }) => content === 'vote');
  bot.on(async (interaction) => {
    if (interaction.isStringSelectMenu())
      await interaction.update({ content: `voted ${interaction.values}`, allowedMentions: silent });
  });
  await mira.choose(vote, 'Pick one', ['Take A']);
  await lucia.see(({ id, content }) => id === vote.id && content === 'voted a');
});

test('a disabled button cannot be pressed, and a gone one neither', async () => {
  const button = { type: 2, style: 2, label: 'Lyrics', custom_id: 'l', disabled: true };
  await bot.rest.post(Routes.channelMessages(sandbox.channels.songs), {
    body: { content: 'dead', components: [{ type: 1, components: [button] }], ...quiet },
  });
  const dead = await mira.see(({ content }) => content === 'dead');
  expect(dead.buttons).toEqual([]);
  await expect(mira.press(dead, 'Lyrics')).rejects.toThrow('This button is disabled.');
  await expect(mira.press(dead, 'Keep')).rejects.toThrow('There is no button Keep; there are Lyrics');
});

test('an option that Discord’s own app would not send is refused with a sentence', async () => {
  await expect(mira.slash('song', { idea: 'x'.repeat(401) })).rejects.toThrow(
    'idea: must have 400 characters or fewer.',
  );
  await expect(mira.slash('song', { idea: 'x', nope: 'y' })).rejects.toThrow('nope: there is no such option.');
});

test('a violation is told to every tab as it happens', async () => {
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/sandbox/live?member=${lucia.id}`);
  const heard: { type: string; violation?: { rule: string } }[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await expect.poll(() => heard[0]?.type).toBe('snapshot');
  await bot.rest.post(Routes.channelMessages(sandbox.channels.songs), { body: { content: 'careless' } });
  await expect
    .poll(() => heard.find(({ type }) => type === 'violation')?.violation?.rule)
    .toContain('allowed_mentions');
  socket.close();
  sandbox.forgive();
});

test('messages, files, commands and open interactions outlive the sandbox, and ids go on rising', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'songcircle-outlives-'));
  let interaction: RepliableInteraction | undefined;
  let id = '';
  {
    await using first = await openSandbox({ dir });
    await using program = await openBot(first, [songCommand]);
    const member = await first.member('Mira');
    program.on((got) => {
      interaction = got as RepliableInteraction;
      return interaction.reply({
        content: 'kept',
        files: [{ attachment: Buffer.from('ID3'), name: 'a.mp3' }],
        allowedMentions: silent,
      });
    });
    await member.slash('song', { idea: 'x' });
    id = (await member.see(({ content }) => content === 'kept')).id;
  }
  await using second = await openSandbox({ dir });
  const member = await second.member('Mira');
  const kept = member.message(id);
  expect(kept?.files).toEqual(['a.mp3']);
  expect((await member.download(kept?.message.attachments[0]?.url ?? '')).toString()).toBe('ID3');
  expect(member.commands().map(({ name }) => name)).toEqual(['song']);
  const edited = await fetch(
    `${second.apiUrl}/v10${Routes.webhookMessage(second.applicationId, interaction?.token ?? '')}`,
    {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'edited', ...quiet }),
    },
  );
  expect(edited.status).toBe(200);
  await member.write('later');
  expect(BigInt((await member.see(({ content }) => content === 'later')).id)).toBeGreaterThan(BigInt(id));
  await rm(dir, { recursive: true });
});
