import { DiscordAPIError, type Interaction, MessageFlags, type RawFile, Routes } from 'discord.js';
import { InteractionCallbackResponseSchema, MessageResponseSchema } from 'discord-api-spec/zod';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';
import { openBot, songCommand, type TestBot } from './helpers/sandbox-bot.ts';

const quiet = { allowed_mentions: { parse: [] } };
const silent = { parse: [] };

let sandbox: OpenSandbox;
let bot: TestBot;
let mira: Member;
let jonas: Member;

beforeAll(async () => {
  sandbox = await openSandbox({ rateLimits: false });
  bot = await openBot(sandbox, [songCommand]);
  mira = await sandbox.member('Mira');
  jonas = await sandbox.member('Jonas');
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});
afterEach(() => {
  const { songs, thread } = sandbox.channels;
  sandbox.change({ channel: { id: songs, botLacks: [] }, botInGuild: true, attachmentLimit: 10 * 1024 * 1024 });
  sandbox.change({ channel: { id: thread, archived: false, locked: false } });
  sandbox.change({ member: { id: jonas.id, refusesDirectMessages: false } });
});

const refusal = async (call: Promise<unknown>): Promise<[number, number | string]> => {
  const error = await call.then(() => null).catch((failure: unknown) => failure);
  if (!(error instanceof DiscordAPIError)) throw new Error(`no refusal of Discord's: ${error}`);
  return [error.status, error.code];
};
const send = (body: object, files?: RawFile[], channel = sandbox.channels.songs) =>
  bot.rest.post(Routes.channelMessages(channel), {
    body: { ...quiet, ...body },
    ...(files ? { files } : {}),
  }) as Promise<{ id: string }>;
const edit = (id: string, body: object, files?: RawFile[]) =>
  bot.rest.patch(Routes.channelMessage(sandbox.channels.songs, id), {
    body: { ...quiet, ...body },
    ...(files ? { files } : {}),
  });
const file = (name: string, bytes = 10): RawFile => ({ name, data: Buffer.alloc(bytes, 1) });

/** A slash command that the bot answers so; the interaction, once it is answered. */
const slash = async (answer: (interaction: Interaction) => Promise<unknown>, member = mira) => {
  const answered = Promise.withResolvers<Interaction>();
  bot.on((interaction) => answer(interaction).then(() => answered.resolve(interaction), answered.reject));
  await member.slash('song', { idea: 'x' });
  return answered.promise;
};

test('the same nonce, enforced, makes one message; another makes another', async () => {
  const first = await send({ content: 'once', nonce: 'song-1', enforce_nonce: true });
  const again = await send({ content: 'once', nonce: 'song-1', enforce_nonce: true });
  const other = await send({ content: 'once', nonce: 'song-2', enforce_nonce: true });
  expect(again.id).toBe(first.id);
  expect(other.id).not.toBe(first.id);
});

test('messages are shaped as Discord describes its own', async () => {
  await slash(async (interaction) => {
    if (interaction.isChatInputCommand())
      await interaction.reply({
        content: 'x',
        files: [{ attachment: Buffer.from('ID3'), name: 'a.mp3' }],
        allowedMentions: silent,
      });
  });
  const { message } = await mira.see(({ files }) => files.length === 1);
  // Discord writes the zone as an offset, which this schema's reading of a date does not take.
  const dated = { ...message, timestamp: new Date(message.timestamp).toISOString() };
  expect(MessageResponseSchema.safeParse(dated).error?.issues ?? []).toEqual([]);
});

test('a wrong token is refused with 401', async () => {
  const response = await fetch(`${sandbox.apiUrl}/v10/gateway/bot`, {
    headers: { authorization: 'Bot not.the.token' },
  });
  expect(response.status).toBe(401);
});

test('unknown things have their own codes', async () => {
  const nowhere = '1200000000000000000';
  expect(await refusal(bot.rest.get(Routes.channel(nowhere)))).toEqual([404, 10003]);
  expect(await refusal(edit(nowhere, { content: 'x' }))).toEqual([404, 10008]);
  expect(await refusal(bot.rest.get(Routes.guild(nowhere)))).toEqual([404, 10004]);
  expect(
    await refusal(bot.rest.post(`/webhooks/${sandbox.applicationId}/nobody`, { body: { content: 'x', ...quiet } })),
  ).toEqual([404, 10015]);
});

test('a permission taken from the bot is missed where Discord would miss it, and told in app_permissions', async () => {
  const { id } = await send({ content: 'before' });
  sandbox.change({ channel: { id: sandbox.channels.songs, botLacks: ['Attach Files'] } });
  expect(await refusal(send({ content: 'x' }, [file('a.mp3')]))).toEqual([403, 50013]);
  const interaction = await slash(async (got) => {
    if (got.isChatInputCommand()) await got.reply({ content: 'answered all the same', allowedMentions: silent });
  });
  expect(interaction.appPermissions.has('AttachFiles')).toBe(false);
  expect(interaction.appPermissions.has('SendMessages')).toBe(true);
  sandbox.change({ channel: { id: sandbox.channels.songs, botLacks: ['VIEW_CHANNEL'] } });
  expect(await refusal(edit(id, { content: 'x' }))).toEqual([403, 50001]);
});

test('out of the guild, the bot reaches nothing there and nobody finds its commands', async () => {
  const { id } = await send({ content: 'before' });
  sandbox.change({ botInGuild: false });
  expect(await refusal(edit(id, { content: 'x' }))).toEqual([403, 50001]);
  expect(await refusal(bot.rest.get(Routes.guild(sandbox.guildId)))).toEqual([404, 10004]);
  expect((await mira.snapshot()).commands).toEqual([]);
});

test('an archived thread takes no message', async () => {
  sandbox.change({ channel: { id: sandbox.channels.thread, archived: true } });
  expect(await refusal(send({ content: 'x' }, undefined, sandbox.channels.thread))).toEqual([400, 50083]);
});

test('a DM arrives with its member alone, and can be refused', async () => {
  const { id } = (await bot.rest.post(Routes.userChannels(), { body: { recipient_id: jonas.id } })) as { id: string };
  await send({ content: 'just for you' }, undefined, id);
  await (await jonas.directMessages()).see(({ content }) => content === 'just for you');
  expect((await mira.snapshot()).channels.map((channel) => channel.id)).not.toContain(id);
  sandbox.change({ member: { id: jonas.id, refusesDirectMessages: true } });
  expect(await refusal(send({ content: 'x' }, undefined, id))).toEqual([403, 50007]);
});

test('an ephemeral answer is seen by its member alone, and is not there for the bot as itself', async () => {
  const interaction = await slash(async (got) => {
    if (got.isChatInputCommand())
      await got.reply({ content: 'psst', flags: MessageFlags.Ephemeral, allowedMentions: silent });
  }, jonas);
  const { id } = await jonas.see(({ content }) => content === 'psst');
  expect(mira.message(id)).toBeNull();
  expect(await refusal(edit(id, { content: 'x' }))).toEqual([404, 10008]);
  if (!interaction.isChatInputCommand()) throw new Error('not the command');
  await interaction.editReply({ content: 'psst, psst', allowedMentions: silent });
  expect(jonas.ephemeral()?.id).toBe(id);
});

test('the first follow-up to a deferral becomes its answer, as ephemeral as it was', async () => {
  await slash(async (got) => {
    if (!got.isChatInputCommand()) return;
    await got.deferReply({ flags: MessageFlags.Ephemeral });
    await got.followUp({ content: 'first', allowedMentions: silent });
    await got.followUp({ content: 'second', allowedMentions: silent });
  });
  expect((await mira.see(({ content }) => content === 'first')).ephemeral).toBe(true);
  expect((await mira.see(({ content }) => content === 'second')).ephemeral).toBe(false);
});

test('a picture that an embed shows is not among the attachments until the embed is gone', async () => {
  const { id } = await send({ embeds: [{ image: { url: 'attachment://cover.png' } }] }, [file('cover.png')]);
  expect((await mira.see((message) => message.id === id)).files).toEqual([]);
  await edit(id, { embeds: [] });
  expect((await mira.see((message) => message.id === id)).files).toEqual(['cover.png']);
});

test('a file over the limit is refused whole, one at the limit is taken', async () => {
  sandbox.change({ attachmentLimit: 1000 });
  expect(await refusal(send({ content: 'x' }, [file('a.mp3', 1001)]))).toEqual([413, 40005]);
  await send({ content: 'just fits' }, [file('a.mp3', 1000)]);
});

test('eleven files in one request are refused', async () => {
  const files = Array.from({ length: 11 }, (_, n) => file(`${n}.mp3`));
  expect(await refusal(send({ content: 'x' }, files))).toEqual([400, 50035]);
  expect(sandbox.violations()[0]?.rule).toContain('attachments');
  sandbox.forgive();
});

test('an edit may not empty a message', async () => {
  const { id } = await send({ content: 'x' });
  expect(await refusal(edit(id, { content: '' }))).toEqual([400, 50006]);
});

test('what is not there for the embed is told', async () => {
  await send({ content: 'x', embeds: [{ title: 'x', image: { url: 'attachment://missing.png' } }] });
  expect(sandbox.violations().map(({ rule }) => rule)).toEqual([
    'attachment://missing.png: names no file of this message',
  ]);
  sandbox.forgive();
});

test('a form error reads as Discord writes it, and is noted', async () => {
  const failure: unknown = await send({ content: 'x'.repeat(2001) }).catch((error: unknown) => error);
  expect(String(failure)).toContain('content[BASE_TYPE_MAX_LENGTH]: Must be 2000 or fewer in length.');
  expect(sandbox.violations()).toMatchObject([
    { method: 'POST', path: `/channels/${sandbox.channels.songs}/messages` },
  ]);
  sandbox.forgive();
});

test('a file answers ranges, and only under its signed address', async () => {
  await send({ content: 'ranges' }, [{ name: 'a.mp3', data: Buffer.from('0123456789') }]);
  const { message } = await mira.see(({ content }) => content === 'ranges');
  const url = message.attachments[0]?.url ?? '';
  const part = await fetch(url, { headers: { range: 'bytes=2-4' } });
  expect([part.status, part.headers.get('content-range'), part.headers.get('content-type'), await part.text()]).toEqual(
    [206, 'bytes 2-4/10', 'audio/mpeg', '234'],
  );
  const end = await fetch(url, { headers: { range: 'bytes=-3' } });
  expect(await end.text()).toBe('789');
  expect((await fetch(url, { headers: { range: 'bytes=10-' } })).status).toBe(416);
  expect((await fetch(url.split('?')[0] ?? '')).status).toBe(404);
});

test('requests are there to be counted, with what they carried', async () => {
  const before = sandbox.requests().at(-1)?.n ?? 0;
  await send({ content: 'counted' }, [file('a.mp3')]);
  expect(sandbox.requests(before)).toMatchObject([
    {
      method: 'POST',
      path: `/channels/${sandbox.channels.songs}/messages`,
      status: 200,
      body: { content: 'counted' },
      files: [{ name: 'a.mp3', bytes: 10 }],
    },
  ]);
});

test('a request of more than 25 MiB is refused', async () => {
  const response = await fetch(`${sandbox.apiUrl}/v10${Routes.channelMessages(sandbox.channels.songs)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bot ${sandbox.token}` },
    body: Buffer.alloc(25 * 1024 * 1024 + 1, 32),
  });
  expect([response.status, ((await response.json()) as { code: number }).code]).toEqual([413, 40005]);
});

test('two requests with one enforced nonce at the same moment make one message', async () => {
  const body = { content: 'twins', nonce: 'song-twins', enforce_nonce: true };
  const twins = await Promise.all([send(body, [file('a.mp3')]), send(body, [file('a.mp3')])]);
  expect(new Set(twins.map(({ id }) => id)).size).toBe(1);
});

test('the answer to a callback is shaped as Discord describes it', async () => {
  const response = Promise.withResolvers<unknown>();
  bot.on(async ({ id, token }) => {
    const query = new URLSearchParams({ with_response: 'true' });
    const body = { type: 4, data: { content: 'shaped', ...quiet } };
    response.resolve(await bot.rest.post(Routes.interactionCallback(id, token), { body, query, auth: false }));
  });
  await mira.slash('song', { idea: 'x' });
  const answer = (await response.promise) as { resource: { message: { timestamp: string } } };
  answer.resource.message.timestamp = new Date(answer.resource.message.timestamp).toISOString();
  expect(InteractionCallbackResponseSchema.safeParse(answer).error?.issues ?? []).toEqual([]);
});

test('of more than a channel keeps, what one member alone was shown goes first', async () => {
  const { lounge } = sandbox.channels;
  const [alone, writer] = [mira.in(lounge), jonas.in(lounge)];
  const { id } = await send({ content: 'the first one' }, undefined, lounge);
  bot.on(async (interaction) => {
    if (interaction.isChatInputCommand())
      await interaction.reply({ content: 'to you alone', flags: MessageFlags.Ephemeral, allowedMentions: silent });
  });
  await alone.slash('song', { idea: 'x' });
  const note = alone.ephemeral();
  expect(note?.content).toBe('to you alone');
  for (let n = 0; n < 999; n += 100)
    await Promise.all(Array.from({ length: Math.min(100, 999 - n) }, (_, one) => writer.write(`message ${n + one}`)));
  await expect.poll(() => alone.message(note?.id ?? '')).toBeNull();
  expect(alone.message(id)?.content).toBe('the first one');
  await writer.write('one more');
  await expect.poll(() => alone.message(id)).toBeNull();
}, 30_000);
