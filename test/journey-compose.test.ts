/** Own words: the form, what is refused of it, and that nothing typed is ever lost. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { Form } from '../sandbox/member-reading.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { formOf, messageOf, type OpenBot, openBot, seeAgain, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let sandbox: OpenSandbox;
let service: MusicService;
let bot: OpenBot;
let amelie: Member;
let lucia: Member;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  service = await startSunoapi({ script: { completion: 0 } });
  bot = await openBot({ sandbox, service });
  amelie = await sandbox.member('Amélie');
  lucia = await sandbox.member('Lucía');
});

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
});

afterEach(() => bot.idle());

const typed = {
  Title: 'Tin Roofs',
  'Style (tags)': 'dream pop, hopeful, 96 bpm',
  Lyrics: '[Verse]\nRain on the tin, my dear\n\n[Chorus]\nCarry it on 🎶',
  'Avoid (tags)': 'drums',
  Vocals: 'Female',
};
const inForm = (form: Form) => Object.fromEntries(form.inputs.map(({ label, value }) => [label, value]));
const empty = { Title: '', 'Style (tags)': '', Lyrics: '', 'Avoid (tags)': '', Vocals: 'any' };
const asTyped = { ...typed, Vocals: 'female' };

test('/compose opens the form Write a song, and every field of it reaches the service', async () => {
  const form = await formOf(amelie.slash('compose'));
  expect(form.title).toBe('Write a song');
  expect(inForm(form)).toEqual(empty);
  expect(form.input('Vocals').options.map(({ label }) => label)).toEqual(['Any', 'Female', 'Male', 'None']);
  const card = await messageOf(amelie.fill(typed));
  expect(card.text).toContain('Tin Roofs');
  expect(card.text).toContain('dream pop, hopeful, 96 bpm');
  await expect.poll(() => service.submissions.length).toBe(1);
  expect(service.submissions[0]?.body).toMatchObject({
    customMode: true,
    instrumental: false,
    title: typed.Title,
    style: typed['Style (tags)'],
    prompt: typed.Lyrics,
    negativeTags: 'drums',
    vocalGender: 'f',
  });
  const done = await seeFinished(amelie, card);
  expect(done.message.attachments.map(({ title }) => title)).toEqual(['Tin Roofs - A', 'Tin Roofs - B']);
});

test('without a title the first sung line is one; without vocals there need be no lyrics', async () => {
  await formOf(amelie.slash('compose'));
  const sung = await messageOf(amelie.fill({ 'Style (tags)': 'folk', Lyrics: '[Verse]\nOver the hill\nand back' }));
  expect(sung.message.embeds[0]?.title).toBe('Over the hill');
  await formOf(amelie.slash('compose'));
  const played = await messageOf(amelie.fill({ 'Style (tags)': 'piano', Vocals: 'None' }));
  expect(played.ephemeral).toBe(false);
  await expect.poll(() => service.submissions.map(({ body }) => body.instrumental)).toEqual([false, false, true]);
  expect((await seeFinished(amelie, played)).buttons).toEqual(['Extend A', 'Extend B', 'Again']);
});

/** What stands in the form, which field is named, and how far it is over. */
const refused: [what: string, values: Record<string, string>, sentence: string][] = [
  ['no style', { ...typed, 'Style (tags)': '   ' }, 'Style (tags) is empty. Fill it in and send it again.'],
  ['no lyrics', { ...typed, Lyrics: '\n \n' }, 'Lyrics is empty. Write some, or choose None under Vocals'],
  [
    'a title of 81 emoji',
    { ...typed, Title: '🎶'.repeat(81) },
    'Title is too long: this model takes 80 characters, yours has 81, 1 too many.',
  ],
  [
    'a style that is too long',
    { ...typed, 'Style (tags)': 's'.repeat(1_234) },
    'Style (tags) is too long: this model takes 1,000 characters, yours has 1,234, 234 too many.',
  ],
  [
    'too much to avoid',
    { ...typed, 'Avoid (tags)': 'a'.repeat(201) },
    'Avoid (tags) is too long: this model takes 200 characters, yours has 201, 1 too many.',
  ],
];

test.each(refused)(
  '%s: one sentence, nothing held, and Edit shows everything again',
  async (_what, values, sentence) => {
    const before = { account: bot.account(), songs: bot.songs().length };
    await formOf(lucia.slash('compose'));
    const note = await messageOf(lucia.fill(values));
    expect(note.ephemeral).toBe(true);
    expect(note.content).toContain(sentence);
    expect(note.content).toContain('Your words are kept for 24 hours');
    expect(note.buttons).toEqual(['Edit']);
    expect(inForm(await formOf(lucia.press(note, 'Edit')))).toEqual({ ...values, Vocals: 'female' });
    expect({ account: bot.account(), songs: bot.songs().length }).toEqual(before);
  },
);

test('lyrics too long for the chosen model are refused by its name, with the model still chosen in Edit', async () => {
  const lyrics = `${'la '.repeat(1_000)}la!`;
  await formOf(lucia.slash('compose', { model: 'sunoapi/V4' }));
  const note = await messageOf(lucia.fill({ ...typed, Lyrics: lyrics }));
  expect(note.content).toContain('Lyrics is too long: this model takes 3,000 characters, yours has 3,003, 3 too many.');
  const form = await formOf(lucia.press(note, 'Edit'));
  expect(form.customId).toContain('sunoapi/V4');
  const card = await messageOf(lucia.fill({ Lyrics: '[Verse]\nShorter now' }));
  expect(card.ephemeral).toBe(false);
  await expect
    .poll(() => service.submissions.at(-1)?.body)
    .toMatchObject({ model: 'V4', prompt: '[Verse]\nShorter now' });
  await seeFinished(lucia, card);
});

test('what was refused is in the form after a restart, and the next /compose offers it until it is sent', async () => {
  const values = { ...typed, Title: 'x'.repeat(81) };
  await formOf(amelie.slash('compose'));
  const note = await messageOf(amelie.fill(values));
  await bot.restart();
  expect(inForm(await formOf(amelie.press(note, 'Edit')))).toEqual({ ...asTyped, Title: values.Title });
  const offered = await formOf(amelie.slash('compose'));
  expect(inForm(offered)).toEqual({ ...asTyped, Title: values.Title });
  const card = await messageOf(amelie.fill({ Title: 'Short' }));
  expect(card.message.embeds[0]?.title).toBe('Short');
  expect(inForm(await formOf(amelie.slash('compose')))).toEqual(empty);
  expect(inForm(await formOf(lucia.slash('compose')))).not.toEqual(asTyped);
  await seeFinished(amelie, card);
});

test('after 24 hours unsent words are no longer offered', async () => {
  await formOf(lucia.slash('compose'));
  await messageOf(lucia.fill({ ...empty, Title: 'Old', 'Style (tags)': ' ', Lyrics: 'old words', Vocals: 'Any' }));
  bot.alter('update drafts set created_at = created_at - 86300000');
  expect(inForm(await formOf(lucia.slash('compose')))).toMatchObject({ Title: 'Old', Lyrics: 'old words' });
  bot.alter('update drafts set created_at = created_at - 200000');
  expect(inForm(await formOf(lucia.slash('compose')))).toEqual(empty);
});

test('/song with a model that is not there keeps the idea, and the next /song reminds of it', async () => {
  const joao = await sandbox.member('João');
  const before = bot.account();
  const note = await messageOf(joao.slash('song', { idea: 'a lighthouse', instrumental: true, model: 'nonsense-9' }));
  expect(note.ephemeral).toBe(true);
  expect(note.content).toContain('There is no model “nonsense-9” here.');
  expect(bot.account()).toEqual(before);
  const form = await formOf(joao.press(note, 'Edit'));
  expect(form.title).toBe('Edit the idea');
  expect(form.inputs.map(({ value }) => value)).toEqual(['a lighthouse', 'yes']);
  const other = await messageOf(joao.slash('song', { idea: 'a harbour' }));
  expect(other.ephemeral).toBe(false);
  const reminder = await joao.see((message) => message.content.includes('You still have words that were not sent'));
  expect(reminder.ephemeral).toBe(true);
  expect(reminder.content).toContain('“a lighthouse”');
  await formOf(joao.press(reminder, 'Edit'));
  const card = await messageOf(joao.fill({ Idea: 'a lighthouse at noon' }));
  await expect.poll(() => service.submissions.at(-1)?.body.prompt).toBe('a lighthouse at noon');
  expect(service.submissions.at(-1)?.body.instrumental).toBe(true);
  await seeFinished(joao, card);
});

test('an idea of nothing but spaces is refused, and models are suggested with service and price', async () => {
  const note = await messageOf(lucia.slash('song', { idea: '   ' }));
  expect(note.content).toContain('Idea is empty.');
  const choices = await lucia.complete('song', 'model', '4.5 plus', { idea: 'x' });
  expect(choices).toEqual([{ name: 'Suno V4.5 Plus · sunoapi.org · 10 credits', value: 'sunoapi/V4_5PLUS' }]);
});

test('words the service refuses are not repeated on the card; credits come back; Edit is for their author', async () => {
  const before = bot.account();
  service.script.onSubmit = 'refuse-text';
  await formOf(amelie.slash('compose'));
  const card = await messageOf(amelie.fill({ ...typed, Title: 'Unspeakable', Lyrics: 'forbidden fruit' }));
  const said = await seeAgain(lucia, card, (message) => message.text.includes('refuses these words'));
  service.script.onSubmit = 'accept';
  expect(said.text).toContain('The 10 credits went back.');
  for (const word of ['Unspeakable', 'forbidden', 'dream pop']) expect(said.text).not.toContain(word);
  expect(said.buttons).toEqual(['Edit']);
  expect(said.files).toEqual([]);
  await bot.idle();
  expect(bot.account()).toEqual(before);
  expect(bot.songs().at(-1)).toMatchObject({ state: 'refused', money: 'released', ending: 'text' });
  const note = await messageOf(lucia.press(said, 'Edit'));
  expect(note).toMatchObject({ ephemeral: true });
  expect(note.content).toContain('Only the member who wrote these words can edit them.');
  const form = await formOf(amelie.press(said, 'Edit'));
  expect(inForm(form)).toEqual({ ...asTyped, Title: 'Unspeakable', Lyrics: 'forbidden fruit' });
});
