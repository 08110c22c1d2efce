/** **Make a song of this**, from a message in the channel to the card that names who wrote it. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import type { Form } from '../sandbox/member-reading.ts';
import type { Work } from '../src/providers/provider.ts';
import { formOf, messageOf, type OpenBot, openBot, seeFinished, speakEnglish } from './helpers/bot.ts';
import { createInstantProvider } from './helpers/instant-provider.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const works: Work[] = [];
let refusesText = false;
const instant = createInstantProvider();

let sandbox: OpenSandbox;
let bot: OpenBot;
let amelie: Member;
let lucia: Member;
let jonas: Member;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  const submit: typeof instant.submit = async (work, context) => {
    works.push(work);
    return refusesText ? { kind: 'refused', reason: 'text', detail: 'no' } : instant.submit(work, context);
  };
  bot = await openBot({ sandbox, service: [{ ...instant, submit }] });
  amelie = await sandbox.member('Amélie');
  lucia = await sandbox.member('Lucía');
  jonas = await sandbox.member('Jonas');
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});
afterEach(async () => {
  refusesText = false;
  await bot.idle();
  bot.alter('update drafts set used_at = 1');
});

const menu = 'Make a song of this';
let written = 0;
/** Somebody writes in the channel; how others see it. */
async function writes(who: Member, text: string): Promise<Shown> {
  written += 1;
  const marked = `${text}\nverse ${written}`;
  await who.write(marked);
  return amelie.see((message) => message.content === marked);
}
const lyricsIn = (form: Form) => form.inputs.find(({ label }) => label === 'Lyrics')?.value;
const sungLast = () => {
  const work = works.at(-1);
  return work?.kind === 'lyrics' ? work.lyrics : null;
};
const wordsBy = ({ message }: Shown) => message.embeds[0]?.fields?.find(({ name }) => name === 'Words by')?.value;
const askedBy = ({ message }: Shown) => message.embeds[0]?.fields?.find(({ name }) => name === 'Asked for by')?.value;
const style = { 'Style (tags)': 'folk' };
const mention = ({ id }: Member) => `<@${id}>`;

test('what Jonas wrote becomes a song that Amélie asks and pays for, and the card names both', async () => {
  const said = await writes(jonas, 'Rain on a roof of tin,\nlet the **evening** in');
  const before = bot.account().available;
  const form = await formOf(amelie.menu(menu, said));
  expect(form.title).toBe('Write a song');
  expect(lyricsIn(form)).toBe(said.content);
  expect(form.customId).not.toContain(jonas.id);
  const done = await seeFinished(amelie, await messageOf(amelie.fill(style)));
  expect([askedBy(done), wordsBy(done)]).toEqual([mention(amelie), mention(jonas)]);
  expect(sungLast()).toBe(said.content);
  await bot.idle();
  expect(before - bot.account().available).toBe(10);
});

test('the form outlives a restart and the message itself', async () => {
  const said = await writes(jonas, 'Gone by the time it is sung');
  await formOf(amelie.menu(menu, said));
  sandbox.change({ deleteMessage: { channelId: said.channelId, messageId: said.id } });
  await bot.restart();
  const done = await seeFinished(amelie, await messageOf(amelie.fill(style)));
  expect(wordsBy(done)).toBe(mention(jonas));
});

test('refused, edited after a restart and sent again, the words are still his', async () => {
  const said = await writes(jonas, 'Said once, sung twice');
  await formOf(amelie.menu(menu, said));
  const note = await messageOf(amelie.fill({ 'Style (tags)': 'x'.repeat(201) }));
  expect(note.content).toContain('Style (tags) is too long');
  await bot.restart();
  const form = await formOf(amelie.press(note, 'Edit'));
  expect(lyricsIn(form)).toBe(said.content);
  refusesText = true;
  const card = await messageOf(amelie.fill({ ...style, Lyrics: `${said.content}\nand one of mine` }));
  const failed = await amelie.see(({ id, buttons }) => id === card.id && buttons.includes('Edit'));
  refusesText = false;
  await formOf(amelie.press(failed, 'Edit'));
  const done = await seeFinished(amelie, await messageOf(amelie.fill({})));
  expect(wordsBy(done)).toBe(mention(jonas));
  expect(sungLast()).toContain('and one of mine');
});

test('with nothing of his left in it, the words are hers', async () => {
  await formOf(amelie.menu(menu, await writes(jonas, 'Not sung')));
  const done = await seeFinished(amelie, await messageOf(amelie.fill({ ...style, Lyrics: 'All my own' })));
  expect(wordsBy(done)).toBe(mention(amelie));
});

test('of one’s own message the words are one’s own', async () => {
  await formOf(amelie.menu(menu, await writes(amelie, 'Mine all along')));
  const done = await seeFinished(amelie, await messageOf(amelie.fill(style)));
  expect([askedBy(done), wordsBy(done)]).toEqual([mention(amelie), mention(amelie)]);
});

test('a message of 1,990 characters goes into the form whole', async () => {
  const said = await writes(jonas, 'long '.repeat(398));
  expect(said.content.length).toBeGreaterThan(1_990);
  expect(lyricsIn(await formOf(amelie.menu(menu, said)))).toBe(said.content);
  await seeFinished(amelie, await messageOf(amelie.fill(style)));
});

test('the bot’s own cards are no words to sing', async () => {
  const card = await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'a card' })));
  const note = await messageOf(lucia.menu(menu, card));
  expect(note.ephemeral).toBe(true);
  expect(note.content).toContain('A bot wrote this message');
});

test('nothing but mentions is no text to sing', async () => {
  await jonas.write(`${mention(amelie)} <#${sandbox.channels.songs}>`);
  const said = await amelie.see(({ content }) => content.startsWith(mention(amelie)));
  expect((await messageOf(amelie.menu(menu, said))).content).toContain('There is no text');
});

test('a form that names another’s message names nobody', async () => {
  const said = await writes(jonas, 'Jonas wrote this');
  const { customId: hers } = await formOf(lucia.menu(menu, said));
  const idOf = (customId: string) => customId.split(':').at(-1);
  const { customId } = await formOf(amelie.menu(menu, said));
  // The row that Amélie's form names becomes Lucía's: as if she had sent the other id.
  bot.alter(`delete from message_songs where id = '${idOf(customId)}'`);
  bot.alter(`update message_songs set id = '${idOf(customId)}' where id = '${idOf(hers)}'`);
  const done = await seeFinished(amelie, await messageOf(amelie.fill(style)));
  expect(wordsBy(done)).toBe(mention(amelie));
});

test('sent before the draft of another form, that one is offered again beside the card', async () => {
  await formOf(amelie.slash('compose'));
  await messageOf(amelie.fill({ Title: 'Left lying', 'Style (tags)': 'x'.repeat(201), Lyrics: 'la' }));
  await formOf(amelie.menu(menu, await writes(jonas, 'In between')));
  await seeFinished(amelie, await messageOf(amelie.fill(style)));
  const kept = await amelie.see(({ ephemeral, content }) => ephemeral && content.includes('Left lying'));
  expect(lyricsIn(await formOf(amelie.press(kept, 'Edit')))).toBe('la');
  await seeFinished(amelie, await messageOf(amelie.fill(style)));
});

test('whoever was forgotten is not sung by others any more: not anew, and not from a form that is open', async () => {
  const said = await writes(jonas, 'Please do not sing this');
  await formOf(amelie.menu(menu, said));
  await messageOf(jonas.press(await messageOf(jonas.slash('songs forget')), 'Forget me'));
  const note = await messageOf(amelie.fill({ ...style, Title: 'Kept' }));
  expect(note.content).toContain('wants no songs made of their messages');
  const form = await formOf(amelie.press(note, 'Edit'));
  expect(form.inputs.map(({ value }) => value).slice(0, 3)).toEqual(['Kept', 'folk', '']);
  await bot.restart();
  expect((await messageOf(lucia.menu(menu, said))).content).toContain('wants no songs made of their messages');
  // His own words are his.
  expect(lyricsIn(await formOf(jonas.menu(menu, said)))).toBe(said.content);
});
