import {
  ActionRowBuilder,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  RadioGroupBuilder,
  RadioGroupOptionBuilder,
  Routes,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const silent = { parse: [] };
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const mp3 = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(4000, 7)]);

let sandbox: OpenSandbox;
let client: Client<true>;
let mira: Member;
let answer: (interaction: Interaction) => unknown;

const commands = [
  new SlashCommandBuilder()
    .setName('song')
    .setDescription('One sentence in, a song out')
    .addStringOption((option) =>
      option.setName('idea').setDescription('What it is about').setRequired(true).setMaxLength(400),
    )
    .addStringOption((option) => option.setName('model').setDescription('Who plays').setAutocomplete(true)),
  new SlashCommandBuilder()
    .setName('credits')
    .setDescription('Credits')
    .addSubcommand((sub) =>
      sub
        .setName('grant')
        .setDescription('Give')
        .addIntegerOption((option) =>
          option.setName('amount').setDescription('How many').setRequired(true).setMinValue(1),
        ),
    ),
].map((builder) => builder.toJSON());

beforeAll(async () => {
  sandbox = await openSandbox();
  const fresh = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: sandbox.apiUrl, cdn: sandbox.url, retries: 0 },
  });
  fresh.on(Events.InteractionCreate, (interaction) => answer(interaction));
  const ready = new Promise((resolve) => fresh.once(Events.ClientReady, resolve));
  await fresh.login(sandbox.token);
  await ready;
  client = fresh as Client<true>;
  await client.rest.put(Routes.applicationGuildCommands(sandbox.applicationId, sandbox.guildId), { body: commands });
  mira = await sandbox.member('Mira');
});

afterAll(async () => {
  await client.destroy();
  await sandbox[Symbol.asyncDispose]();
});

beforeEach(() => {
  answer = () => undefined;
});

const seen = async (act: ReturnType<Member['slash']>) => {
  const result = await act;
  if (result.kind !== 'message') throw new Error(`saw ${JSON.stringify(result)}`);
  return result.message;
};

test('discord.js logs in, finds its guild, and its owner is the operator', async () => {
  expect(client.user.username).toBe('Songcircle');
  expect(client.guilds.cache.get(sandbox.guildId)?.name).toBe('The Songwriters');
  const application = await client.application.fetch();
  expect(application.owner?.id).toBe(mira.id);
  expect(mira.commands().map(({ name }) => name)).toEqual(['song', 'credits']);
});

test('a slash command arrives with everything Discord sends, and its answer is seen', async () => {
  let got: ChatInputCommandInteraction | undefined;
  answer = async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    got = interaction;
    await interaction.reply({ content: `About ${interaction.options.getString('idea')}`, allowedMentions: silent });
  };
  const message = await seen(mira.slash('song', { idea: 'rain on tin roofs' }));
  expect(message.content).toBe('About rain on tin roofs');
  expect(got?.attachmentSizeLimit).toBe(10 * 1024 * 1024);
  expect(got?.memberPermissions?.has('ManageGuild')).toBe(true);
  expect(got?.appPermissions.has('AttachFiles')).toBe(true);
  expect(got?.channel?.id).toBe(sandbox.channels.songs);
  expect(got?.guildLocale).toBe('en-US');
  expect(got?.context).toBe(0);
  expect(got?.authorizingIntegrationOwners[0]).toBe(sandbox.guildId);
});

test('subcommands carry their options', async () => {
  answer = async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const words = `${interaction.options.getSubcommand()} ${interaction.options.getInteger('amount')}`;
    await interaction.reply({ content: words, flags: MessageFlags.Ephemeral, allowedMentions: silent });
  };
  const message = await seen(mira.slash('credits grant', { amount: 50 }));
  expect(message).toMatchObject({ content: 'grant 50', ephemeral: true });
  await expect(mira.slash('credits grant', { amount: 0 })).rejects.toThrow('amount: must be 1 or more.');
  await expect(mira.slash('credits grant', {})).rejects.toThrow('amount: is required.');
});

test('autocomplete brings the choices that fit what is typed', async () => {
  answer = async (interaction) => {
    if (!interaction.isAutocomplete()) return;
    const typed = interaction.options.getFocused();
    await interaction.respond([{ name: `${typed}etch · built in`, value: 'sketch' }]);
  };
  expect(await mira.complete('song', 'model', 'sk', { idea: 'x' })).toEqual([
    { name: 'sketch · built in', value: 'sketch' },
  ]);
});

const form = () =>
  new ModalBuilder()
    .setCustomId('write')
    .setTitle('Write a song')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Title')
        .setTextInputComponent(
          new TextInputBuilder().setCustomId('title').setStyle(TextInputStyle.Short).setRequired(false),
        ),
      new LabelBuilder()
        .setLabel('Lyrics')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('lyrics')
            .setStyle(TextInputStyle.Paragraph)
            .setValue('[Verse]\nkept words'),
        ),
      new LabelBuilder()
        .setLabel('Vocals')
        .setRadioGroupComponent(
          new RadioGroupBuilder()
            .setCustomId('vocals')
            .addOptions(
              new RadioGroupOptionBuilder().setLabel('Any').setValue('any').setDefault(true),
              new RadioGroupOptionBuilder().setLabel('Female').setValue('f'),
            ),
        ),
    );

test('a form opens, keeps what is prefilled, and its fields arrive', async () => {
  let got: ModalSubmitInteraction | undefined;
  answer = async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.showModal(form());
    if (!interaction.isModalSubmit()) return;
    got = interaction;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({ content: 'got it', allowedMentions: silent });
  };
  const opened = await mira.slash('song', { idea: 'x' });
  expect(opened.kind).toBe('modal');
  expect(mira.modal()?.inputs.map(({ label, value }) => [label, value])).toEqual([
    ['Title', ''],
    ['Lyrics', '[Verse]\nkept words'],
    ['Vocals', 'any'],
  ]);
  await mira.fill({ Title: 'Tin Roofs', Vocals: 'Female' });
  await mira.see(({ content }) => content === 'got it');
  expect(got?.fields.getTextInputValue('title')).toBe('Tin Roofs');
  expect(got?.fields.getTextInputValue('lyrics')).toBe('[Verse]\nkept words');
  expect(got?.fields.getRadioGroup('vocals')).toBe('f');
  expect(mira.modal()).toBeNull();
});

test('a reply becomes a song: thinking, progress, files and a button, then one more file that keeps the others', async () => {
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('extend:1').setLabel('Extend A').setStyle(ButtonStyle.Primary),
  );
  const deferred = Promise.withResolvers<ChatInputCommandInteraction>();
  let pressed: ButtonInteraction | undefined;
  answer = async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const response = await interaction.deferReply({ withResponse: true });
      expect(response.resource?.message?.flags.has(MessageFlags.Loading)).toBe(true);
      deferred.resolve(interaction);
    }
    if (interaction.isButton()) {
      pressed = interaction;
      await interaction.deferUpdate();
      await interaction.editReply({ content: 'extended', allowedMentions: silent });
    }
  };
  const thinking = await seen(mira.slash('song', { idea: 'x' }));
  expect(thinking.thinking).toBe(true);
  const source = await deferred.promise;
  await source.editReply({ content: 'half way', allowedMentions: silent });
  const halfWay = await mira.see(({ content }) => content === 'half way');
  expect(halfWay.thinking).toBe(false);
  await source.editReply({
    content: 'done',
    embeds: [new EmbedBuilder().setTitle('Tin Roofs').setImage('attachment://cover.png')],
    files: [
      { attachment: mp3, name: 'Tin Roofs - A.mp3' },
      { attachment: png, name: 'cover.png', description: 'Rain' },
    ],
    components: [row],
    allowedMentions: silent,
  });
  const done = await mira.see(({ content }) => content === 'done');
  expect(done.id).toBe(thinking.id);
  expect(done.files).toEqual(['Tin_Roofs_-_A.mp3']);
  expect(done.message.attachments[0]).toMatchObject({
    title: 'Tin Roofs - A',
    content_type: 'audio/mpeg',
    size: mp3.length,
  });
  expect(done.message.embeds[0]?.image).toMatchObject({ width: 1, height: 1 });
  expect(await mira.download(done.message.attachments[0]?.url ?? '')).toEqual(mp3);
  expect(await mira.download(done.message.embeds[0]?.image?.url ?? '')).toEqual(png);

  const kept = (await source.fetchReply()).attachments.map(({ id }) => ({ id }));
  await source.editReply({
    attachments: kept,
    embeds: [],
    files: [{ attachment: mp3, name: 'B.mp3' }],
    allowedMentions: silent,
  });
  const both = await mira.see(({ files }) => files.length === 2);
  expect(both.files).toEqual(['Tin_Roofs_-_A.mp3', 'B.mp3']);
  await source.editReply({ files: [{ attachment: mp3, name: 'C.mp3' }], allowedMentions: silent });
  await mira.see(({ files }) => files.length === 1 && files[0] === 'C.mp3');

  await mira.press(done, 'Extend A');
  await mira.see(({ content }) => content === 'extended');
  expect(pressed?.message.id).toBe(done.id);
});
