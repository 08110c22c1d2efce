/** Lyrics as a file: longer than a form's field, kept through every refusal, and never to be trusted. */
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import type { Form } from '../sandbox/member-reading.ts';
import type { Model, Provider, Work } from '../src/providers/provider.ts';
import { formOf, messageOf, type OpenBot, openBot, seeAgain, seeFinished, speakEnglish } from './helpers/bot.ts';
import { createInstantProvider } from './helpers/instant-provider.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const limits = { idea: 400, title: 80, style: 200, lyrics: 5_000, avoid: 200 };
const models: Model[] = [
  { id: 'long', name: 'Long', limits },
  { id: 'short', name: 'Short', limits: { ...limits, lyrics: 3_000 } },
];
/** What the service was asked to make, oldest first. */
const works: Work[] = [];
let refusesText = false;
const instant = createInstantProvider();
const service: Provider = {
  ...instant,
  models,
  defaultModel: 'long',
  submit: async (work, context) => {
    works.push(work);
    return refusesText ? { kind: 'refused', reason: 'text', detail: 'no' } : instant.submit(work, context);
  },
};

let sandbox: OpenSandbox;
let bot: OpenBot;
let amelie: Member;
let lucia: Member;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  // Only Discord's own origin may be reached on this machine.
  bot = await openBot({ sandbox, service: [service], env: { ALLOW_PRIVATE_DOWNLOADS: 'false' } });
  amelie = await sandbox.member('Amélie');
  lucia = await sandbox.member('Lucía');
});

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

afterEach(async () => {
  refusesText = false;
  await bot.idle();
  // Each test begins without words that were not sent.
  bot.alter('update drafts set used_at = 1');
});

/** Lyrics of `length` characters, as a service counts them. */
const lyricsOf = (length: number) => {
  const text = `[Verse]\n${'Carry it on 🎶 über the hill\n'.repeat(length / 20)}`;
  return `${[...text].slice(0, length - 1).join('')}!`;
};
const txt = (text: string | Uint8Array, name = 'lyrics.txt') => ({ name, bytes: Buffer.from(text) });
const attach = (member: Member, file: ReturnType<typeof txt>, more: Record<string, string> = {}) =>
  member.slash('compose', { ...more, lyrics_file: file });
const typed = { Title: 'Tin Roofs', 'Style (tags)': 'dream pop', 'Avoid (tags)': 'drums', Vocals: 'Female' };
const inForm = (form: Form) => Object.fromEntries(form.inputs.map(({ label, value }) => [label, value]));
const asTyped = { ...typed, Vocals: 'female' };
const lyricsSung = () => {
  const work = works.at(-1);
  return work?.kind === 'lyrics' ? work.lyrics : null;
};
const isText = (message: Shown) => message.ephemeral && message.files.includes('Tin_Roofs.txt');

test('4,500 characters in a file become a song, and stand behind Lyrics whole', async () => {
  const lyrics = lyricsOf(4_500);
  const form = await formOf(attach(amelie, txt(lyrics)));
  expect(form.texts).toEqual([
    '**Lyrics**: what is in the file lyrics.txt. For another one, use `/compose` again with `lyrics_file`.',
  ]);
  expect(inForm(form)).toEqual({ Title: '', 'Style (tags)': '', 'Avoid (tags)': '', Vocals: 'any' });
  const card = await messageOf(amelie.fill(typed));
  expect(card.ephemeral).toBe(false);
  const done = await seeFinished(amelie, card);
  expect([...lyrics].length).toBe(4_500);
  expect(lyricsSung()).toBe(lyrics);
  await amelie.press(done, 'Lyrics');
  const shown = await amelie.see(isText);
  const [file] = shown.message.attachments;
  expect((await amelie.download(file?.url ?? '')).toString('utf8')).toBe(lyrics);
});

test('too long for the model: the numbers, and the file goes on to another model, also after a restart', async () => {
  const lyrics = lyricsOf(4_600);
  const before = bot.account();
  await formOf(attach(amelie, txt(lyrics), { model: 'instant/short' }));
  const note = await messageOf(amelie.fill(typed));
  expect(note.ephemeral).toBe(true);
  expect(note.content).toContain(
    'Lyrics is too long: this model takes 3,000 characters, yours has 4,600, 1,600 too many',
  );
  expect(note.buttons).toEqual(['Edit']);
  expect(bot.account()).toEqual(before);
  await bot.restart();
  const edited = await formOf(amelie.press(note, 'Edit'));
  expect(inForm(edited)).toEqual(asTyped);
  expect(edited.texts[0]).toContain('file lyrics.txt.');
  expect(edited.customId).toContain('instant/short');
  const offered = await formOf(amelie.slash('compose', { model: 'instant/long' }));
  expect(inForm(offered)).toEqual(asTyped);
  expect(offered.texts[0]).toContain('file lyrics.txt.');
  await seeFinished(amelie, await messageOf(amelie.fill({})));
  expect(lyricsSung()).toBe(lyrics);
  expect((await formOf(amelie.slash('compose'))).texts).toEqual([]);
});

test('a restart between the form and its sending loses nothing, whether the file was read by then or not', async () => {
  const lyrics = lyricsOf(4_200);
  for (const forget of ['select 1', 'update lyric_files set text = null']) {
    await formOf(attach(amelie, txt(lyrics)));
    await bot.stop();
    bot.alter(forget);
    await bot.restart();
    await seeFinished(amelie, await messageOf(amelie.fill(typed)));
    expect(lyricsSung()).toBe(lyrics);
  }
});

test('a file that is gone is said in a sentence; Edit has everything else, and a field to paste into', async () => {
  await formOf(attach(amelie, txt(lyricsOf(4_100))));
  await bot.stop();
  bot.alter("update lyric_files set text = null, url = substr(url, 1, instr(url, '?'))");
  await bot.restart();
  const before = bot.songs().length;
  const note = await messageOf(amelie.fill(typed));
  expect(note.content).toContain('The lyrics file could not be read. Attach it again with `/compose`');
  expect(note.content).toContain('Your words are kept for 24 hours');
  expect(note.buttons).toEqual(['Edit']);
  expect(bot.songs().length).toBe(before);
  const form = await formOf(amelie.press(note, 'Edit'));
  expect(form.texts).toEqual([]);
  expect(inForm(form)).toEqual({ ...asTyped, Lyrics: '' });
  await seeFinished(amelie, await messageOf(amelie.fill({ Lyrics: 'Pasted words' })));
  expect(lyricsSung()).toBe('Pasted words');
});

test('attached again, the file goes with everything that was typed before', async () => {
  await formOf(attach(amelie, txt(Buffer.from([0xff, 0xfe, 0x52, 0x00]))));
  await messageOf(amelie.fill(typed));
  const form = await formOf(attach(amelie, txt('Rain', 'better.txt')));
  expect(inForm(form)).toEqual(asTyped);
  expect(form.texts[0]).toContain('file better.txt.');
  await seeFinished(amelie, await messageOf(amelie.fill({})));
  expect(lyricsSung()).toBe('Rain');
});

test.each([
  ['a picture', txt(Buffer.alloc(100, 1), 'cover.png'), 'from a text file (.txt) only'],
  ['a song', txt(Buffer.alloc(100, 1), 'song.mp3'), 'from a text file (.txt) only'],
  ['a text that is called a program', txt('Rain', 'lyrics.txt.exe'), 'from a text file (.txt) only'],
  ['one MB', txt('x'.repeat(1_000_000)), 'too large for lyrics: at most 64 KiB are read'],
  ['no byte', txt(''), 'There is nothing in the lyrics file'],
])('%s is refused before the form opens', async (_what, file, sentence) => {
  const note = await messageOf(attach(lucia, file));
  expect(note.ephemeral).toBe(true);
  expect(note.content).toContain(sentence);
  expect(note.buttons).toEqual([]);
});

test.each([
  ['a program', Buffer.from('7f454c4602010100', 'hex'), 'is not text in UTF-8'],
  ['UTF-16', Buffer.from('\ufeffRain on the tin', 'utf16le'), 'is not text in UTF-8'],
  ['nothing but spaces', Buffer.from(' \r\n\t\u200b'), 'There is nothing in the lyrics file'],
])('%s under the name of a text is refused when it was read, with the form kept', async (_what, bytes, sentence) => {
  await formOf(attach(lucia, txt(bytes)));
  const note = await messageOf(lucia.fill(typed));
  expect(note.ephemeral).toBe(true);
  expect(note.content).toContain(sentence);
  expect(inForm(await formOf(lucia.press(note, 'Edit')))).toEqual({ ...asTyped, Lyrics: '' });
});

test('a name full of markup is only words, and the marks of another system go', async () => {
  const form = await formOf(attach(lucia, txt('\ufeffRain\r\non the tin\r\n', '<@1> @everyone *桜* \u202e.txt')));
  expect(form.texts[0]).toContain('\\<\\@1\\> \\@everyone \\*桜\\*');
  expect(form.texts[0]).not.toContain('\u202e');
  await seeFinished(lucia, await messageOf(lucia.fill(typed)));
  expect(lyricsSung()).toBe('Rain\non the tin');
});

test('another member’s form cannot name it', async () => {
  const { customId } = await formOf(attach(amelie, txt('Amélie’s own words')));
  const fileId = customId.split(':').at(-1);
  const { customId: hers } = await formOf(attach(lucia, txt('Lucía’s own words')));
  // The row that Lucía's form names becomes Amélie's: as if she had sent the other id.
  bot.alter(`delete from lyric_files where id = '${hers.split(':').at(-1)}'`);
  bot.alter(`update lyric_files set id = '${hers.split(':').at(-1)}' where id = '${fileId}'`);
  const note = await messageOf(lucia.fill(typed));
  expect(note.content).toContain('The lyrics file could not be read');
});

test('Edit on the card of a song that was refused for its words cuts nothing of them', async () => {
  const lyrics = lyricsOf(4_900);
  refusesText = true;
  await formOf(attach(amelie, txt(lyrics)));
  const card = await messageOf(amelie.fill(typed));
  const said = await seeAgain(amelie, card, (message) => message.text.includes('refuses these words'));
  await bot.idle();
  bot.alter('delete from lyric_files');
  refusesText = false;
  const form = await formOf(amelie.press(said, 'Edit'));
  expect(inForm(form)).toEqual(asTyped);
  expect(form.texts[0]).toContain('file lyrics.txt.');
  await bot.restart();
  await seeFinished(amelie, await messageOf(amelie.fill({})));
  expect(lyricsSung()).toBe(lyrics);
});

test('a file is kept no longer than a form may be sent', async () => {
  await formOf(attach(amelie, txt('Old words')));
  bot.alter('update lyric_files set created_at = created_at - 172800001');
  await bot.restart();
  const database = new DatabaseSync(bot.databaseUrl.slice('file:'.length), { readOnly: true });
  await expect.poll(() => database.prepare('select name from lyric_files').all()).toEqual([]);
  database.close();
  expect((await messageOf(amelie.fill(typed))).content).toContain('The lyrics file could not be read');
});
