import {
  LabelBuilder,
  type MessageContextMenuCommandInteraction,
  MessageType,
  ModalBuilder,
  type ModalSubmitInteraction,
  Routes,
  StringSelectMenuBuilder,
  type StringSelectMenuInteraction,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import { MessageResponseSchema } from 'discord-api-spec/zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';
import { openBot, songCommand, type TestBot } from './helpers/sandbox-bot.ts';

const quiet = { allowed_mentions: { parse: [] } };
const silent = { parse: [] };
const menuCommand = { name: 'Make a song of this', type: 3, name_localizations: { de: 'Ein Lied daraus machen' } };

let sandbox: OpenSandbox;
let bot: TestBot;
let mira: Member;
let jonas: Member;

beforeAll(async () => {
  sandbox = await openSandbox({ rateLimits: false });
  bot = await openBot(sandbox, [songCommand, menuCommand]);
  mira = await sandbox.member('Mira');
  jonas = await sandbox.member('Jonas');
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

const option = (label: string, more: object = {}) => ({ label, value: label.toLowerCase(), ...more });
const titles = { type: 3, custom_id: 'titles', placeholder: 'Vote for a title' };
let posted = 0;

/** A message with this list under it, as Mira sees it. */
const post = async (list: object): Promise<Shown> => {
  posted += 1;
  const content = `vote ${posted}`;
  await bot.rest.post(Routes.channelMessages(sandbox.channels.songs), {
    body: { content, components: [{ type: 1, components: [list] }], ...quiet },
  });
  return mira.see((message) => message.content === content);
};

test('a choice arrives as Discord sends it, and the edit that answers it is seen by everybody', async () => {
  const vote = await post({ ...titles, options: [option('Tin Roof', { description: 'Two votes' }), option('Rain')] });
  let got: StringSelectMenuInteraction | undefined;
  bot.on(async (interaction) => {
    if (!interaction.isStringSelectMenu()) return;
    got = interaction;
    const list = { ...titles, options: [option('Tin Roof'), option('Rain', { default: true })] };
    await interaction.update({ components: [{ type: 1, components: [list] }], allowedMentions: silent });
  });
  await jonas.choose(vote, 'titles', ['Rain']);
  expect(got).toMatchObject({ customId: 'titles', componentType: 3, values: ['rain'] });
  expect(got?.message.id).toBe(vote.id);
  const after = await mira.see(({ id, message }) => id === vote.id && JSON.stringify(message).includes('default'));
  expect(after.message.components).toMatchObject([
    { components: [{ min_values: 1, max_values: 1, options: [{ value: 'tin roof' }, { default: true }] }] },
  ]);
});

test('a list takes what it offers, as many as it wants, and nothing while it is disabled', async () => {
  const options = ['One', 'Two', 'Three'].map((label) => option(label));
  const some = await post({ ...titles, options, min_values: 1, max_values: 2 });
  bot.on(async (interaction) => {
    if (interaction.isStringSelectMenu()) await interaction.deferUpdate();
  });
  await expect(mira.choose(some, 'Vote for a title', ['Four'])).rejects.toThrow('"Four" is none of the options.');
  await expect(mira.choose(some, 'titles', ['One', 'One'])).rejects.toThrow('"one" was chosen twice.');
  await expect(mira.choose(some, 'titles', [])).rejects.toThrow('takes 1 at least.');
  await expect(mira.choose(some, 'titles', ['One', 'Two', 'Three'])).rejects.toThrow('takes 2 at the most.');
  expect((await mira.choose(some, 'titles', ['One', 'Two'])).kind).toBe('message');
  const none = await post({ ...titles, options, min_values: 0 });
  expect((await mira.choose(none, 'titles', [])).kind).toBe('message');
  const closed = await post({ ...titles, options, disabled: true });
  await expect(mira.choose(closed, 'titles', ['One'])).rejects.toThrow('is disabled.');
});

test('a list in a form arrives with its values, and one that is required wants a choice', async () => {
  const list = (id: string, required: boolean) =>
    new StringSelectMenuBuilder()
      .setCustomId(id)
      .setRequired(required)
      .addOptions(['Verse', 'Chorus'].map((label) => new StringSelectMenuOptionBuilder(option(label))));
  const form = new ModalBuilder()
    .setCustomId('section')
    .setTitle('Add section')
    .addLabelComponents(
      new LabelBuilder().setLabel('Kind').setStringSelectMenuComponent(list('kind', true)),
      new LabelBuilder().setLabel('Before').setStringSelectMenuComponent(list('before', false)),
    );
  let got: ModalSubmitInteraction | undefined;
  bot.on(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.showModal(form);
    if (!interaction.isModalSubmit()) return;
    got = interaction;
    await interaction.reply({ content: 'added', allowedMentions: silent });
  });
  await mira.slash('song', { idea: 'x' });
  await expect(mira.fill({ Before: 'Verse' })).rejects.toThrow('Kind: is required.');
  await expect(mira.fill({ Kind: ['Verse', 'Chorus'] })).rejects.toThrow('Kind: takes 1 at the most.');
  await mira.fill({ Kind: 'Chorus' });
  expect(got?.fields.getStringSelectValues('kind')).toEqual(['chorus']);
  expect(got?.fields.getStringSelectValues('before')).toEqual([]);
});

test('a command in the menu of a message gets that message, and its answer leads back to it', async () => {
  await jonas.write('La la la\nrain on the roof');
  const read = await mira.see(({ content }) => content.startsWith('La la la'));
  let got: MessageContextMenuCommandInteraction | undefined;
  bot.on(async (interaction) => {
    if (!interaction.isMessageContextMenuCommand()) return;
    got = interaction;
    await interaction.reply({ content: 'of that', allowedMentions: silent });
  });
  const seen = await mira.menu('Make a song of this', read);
  expect(got).toMatchObject({ commandType: 3, targetId: read.id, targetMessage: { content: read.content } });
  expect(got?.targetMessage.author).toMatchObject({ id: jonas.id, bot: false });
  if (seen.kind !== 'message') throw new Error(`saw ${seen.kind}`);
  const { message } = seen.message;
  expect(message).toMatchObject({
    type: MessageType.ContextMenuCommand,
    message_reference: { message_id: read.id },
    interaction_metadata: { command_type: 3, name: 'Make a song of this', target_message_id: read.id },
  });
  const whole = { ...message, timestamp: new Date(message.timestamp).toISOString() };
  expect(MessageResponseSchema.safeParse(whole).error?.issues ?? []).toEqual([]);
});
