import { DiscordAPIError, type Interaction, type RepliableInteraction, Routes } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import { createTestClock, type TestClock } from './helpers/clock.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';
import { openBot, songCommand, type TestBot } from './helpers/sandbox-bot.ts';

const silent = { parse: [] };

let clock: TestClock;
let sandbox: OpenSandbox;
let bot: TestBot;
let mira: Member;

beforeEach(async () => {
  clock = createTestClock();
  sandbox = await openSandbox({ clock });
  bot = await openBot(sandbox, [songCommand]);
  mira = await sandbox.member('Mira');
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

const refusal = async (call: Promise<unknown>): Promise<[number, number | string]> => {
  const error = await call.then(() => null).catch((failure: unknown) => failure);
  if (!(error instanceof DiscordAPIError)) throw new Error(`no refusal of Discord's: ${error}`);
  return [error.status, error.code];
};
/** `/song` is typed; the interaction as it came to the bot, and what the member will see of it. */
const slash = async () => {
  const coming = bot.next();
  const seen = mira.slash('song', { idea: 'x' });
  return { interaction: (await coming) as RepliableInteraction, seen };
};
/** Answers again, past discord.js's own memory of having answered. */
const callback = ({ id, token }: Interaction, body: object) =>
  bot.rest.post(Routes.interactionCallback(id, token), { body, auth: false });
const message = (content: string) => ({ type: 4, data: { content, allowed_mentions: silent } });

test('after 3 seconds without an answer the member reads so, and the answer finds nothing', async () => {
  const { interaction, seen } = await slash();
  clock.advance(3_000);
  expect(await seen).toEqual({ kind: 'failed', reason: 'The application did not respond' });
  expect(mira.failed()).toBe('The application did not respond');
  expect(await refusal(callback(interaction, message('late')))).toEqual([404, 10062]);
});

test('an answer within 3 seconds is an answer', async () => {
  const { interaction, seen } = await slash();
  clock.advance(2_999);
  await interaction.reply({ content: 'in time', allowedMentions: silent });
  expect(await seen).toMatchObject({ kind: 'message' });
});

test('a second answer is refused', async () => {
  const { interaction } = await slash();
  await callback(interaction, message('one'));
  expect(await refusal(callback(interaction, message('two')))).toEqual([400, 40060]);
});

test('a form is no second answer: not after a deferral, not to a form', async () => {
  const modal = {
    type: 9,
    data: {
      custom_id: 'm',
      title: 'x',
      components: [{ type: 18, label: 'a', component: { type: 4, custom_id: 'a', style: 1, required: false } }],
    },
  };
  const { interaction } = await slash();
  await callback(interaction, { type: 5 });
  expect(await refusal(callback(interaction, modal))).toEqual([400, 40060]);

  const { interaction: opener, seen } = await slash();
  await callback(opener, modal);
  await seen;
  const coming = bot.next();
  const filled = mira.fill({ a: 'words' });
  const submitted = await coming;
  expect(await refusal(callback(submitted, modal))).toEqual([400, 50035]);
  await callback(submitted, message('thanks'));
  await filled;
});

test('the token lives 15 minutes; afterwards the bot edits as itself', async () => {
  const { interaction } = await slash();
  await interaction.reply({ content: 'working', allowedMentions: silent });
  const { id } = await mira.see(({ content }) => content === 'working');
  clock.advance(15 * 60_000);
  await interaction.editReply({ content: 'at the last moment', allowedMentions: silent });
  clock.advance(1);
  expect(await refusal(interaction.editReply({ content: 'too late', allowedMentions: silent }))).toEqual([401, 50027]);
  await bot.rest.patch(Routes.channelMessage(sandbox.channels.songs, id), {
    body: { content: 'as the bot', allowed_mentions: silent },
  });
  expect(mira.message(id)?.content).toBe('as the bot');
});

test('tokens expire on demand', async () => {
  const { interaction } = await slash();
  await interaction.reply({ content: 'working', allowedMentions: silent });
  sandbox.change({ expireTokens: true });
  expect(await refusal(interaction.editReply({ content: 'x', allowedMentions: silent }))).toEqual([401, 50027]);
});

test('the sixth edit within 5 seconds waits, as the headers said', async () => {
  const { interaction } = await slash();
  await callback(interaction, message('0'));
  const path = `${sandbox.apiUrl}/v10${Routes.webhookMessage(sandbox.applicationId, interaction.token)}`;
  const edit = (content: string) =>
    fetch(path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ content, allowed_mentions: silent }),
    });
  for (const n of [1, 2, 3, 4, 5]) {
    const response = await edit(String(n));
    expect([response.status, response.headers.get('x-ratelimit-remaining')]).toEqual([200, String(5 - n)]);
  }
  clock.advance(2_000);
  const refused = await edit('6');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  expect(await refused.json()).toMatchObject({ retry_after: 3, global: false });
  clock.advance(3_000);
  expect((await edit('6')).status).toBe(200);
});

test('a message older than an hour takes three edits in 6 seconds', async () => {
  const { interaction } = await slash();
  await interaction.reply({ content: 'old', allowedMentions: silent });
  const { id } = await mira.see(({ content }) => content === 'old');
  clock.advance(61 * 60_000);
  const path = `${sandbox.apiUrl}/v10${Routes.channelMessage(sandbox.channels.songs, id)}`;
  const edit = async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bot ${sandbox.token}` };
    const response = await fetch(path, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ content: 'x', allowed_mentions: silent }),
    });
    const { code } = (await response.json()) as { code?: number };
    return [response.status, code];
  };
  expect([await edit(), await edit(), await edit(), await edit()]).toEqual([
    [200, undefined],
    [200, undefined],
    [200, undefined],
    [429, 30046],
  ]);
});
