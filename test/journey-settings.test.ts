/** A server is set up by its manager, met by its members, and restarted in between: the whole bot beside the sandbox. */
import { afterEach, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import { formOf, messageOf, type OpenBot, openBot, seeAgain, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const producers = '1100000000000000021';

interface Stage {
  sandbox: OpenSandbox;
  bot: OpenBot;
  /** A manager. */
  jonas: Member;
  /** Has the role Producers. */
  joao: Member;
  lucia: Member;
  amelie: Member;
}

async function stage(env: Record<string, string> = {}): Promise<Stage> {
  const sandbox = await openSandbox();
  undo.push(() => sandbox[Symbol.asyncDispose]());
  speakEnglish(sandbox);
  const bot = await openBot({ sandbox, env });
  undo.push(() => bot[Symbol.asyncDispose]());
  const [jonas, joao, lucia, amelie] = await Promise.all(
    ['Jonas', 'João', 'Lucía', 'Amélie'].map((name) => sandbox.member(name)),
  );
  if (!jonas || !joao || !lucia || !amelie) throw new Error('somebody is missing');
  // The welcome is over: what follows is what a server sees every day.
  await seeFinished(jonas, await messageOf(jonas.slash('song', { idea: 'the first one' })));
  await bot.idle();
  return { sandbox, bot, jonas, joao, lucia, amelie };
}

const refused = async (member: Member, options: Record<string, string>, sentence: string): Promise<Shown> => {
  const note = await messageOf(member.slash('song', options));
  expect(note).toMatchObject({ ephemeral: true, buttons: ['Edit'] });
  expect(note.content).toContain(sentence);
  return note;
};

test('only managers find /settings, and what they set is shown and outlives a restart', async () => {
  const { bot, jonas, lucia, sandbox } = await stage();
  expect(lucia.commands().map(({ name }) => name)).not.toContain('settings');
  expect((await messageOf(jonas.slash('settings show'))).text).toContain('Everybody');
  await messageOf(jonas.slash('settings role', { role: producers }));
  await messageOf(jonas.slash('settings channels', { add: sandbox.channels.songs }));
  await messageOf(jonas.slash('settings words', { add: 'gloom, 憂鬱' }));
  await messageOf(jonas.slash('settings songs_at_once', { count: 3 }));
  await messageOf(jonas.slash('settings language', { language: 'fr' }));
  const [model] = await jonas.complete('settings model', 'model', '');
  await messageOf(jonas.slash('settings model', { model: String(model?.value) }));
  await bot.restart();
  const { ephemeral, text } = await messageOf(jonas.slash('settings show'));
  expect(ephemeral).toBe(true);
  for (const words of [`<@&${producers}>`, `<#${sandbox.channels.songs}>`, 'gloom, 憂鬱', '\n3', 'Français'])
    expect(text).toContain(words);
});

test('refused words and channels hold at every door, with the words kept', async () => {
  const { sandbox, bot, jonas, lucia } = await stage();
  const finished = await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: 'a bright song' })));
  await bot.idle();
  const before = bot.songs().length;
  await messageOf(jonas.slash('settings words', { add: 'gloom, bright' }));
  const word = 'Idea has a word in it that is not taken here';
  const note = await refused(lucia, { idea: 'full of ｇｌｏ\u200Boｍ' }, word);
  // Edit leads through the same door.
  await formOf(lucia.press(note, 'Edit'));
  expect((await messageOf(lucia.fill({ Idea: 'GLÓOM' }))).content).toContain(word);
  expect((await messageOf(lucia.press(finished, 'Again'))).content).toContain(word);
  await formOf(lucia.slash('compose'));
  const written = await messageOf(lucia.fill({ 'Style (tags)': 'pop', Lyrics: '[Verse]\nGloom!' }));
  expect(written.content).toContain('Lyrics has a word in it');
  await formOf(lucia.press(finished, 'Extend A'));
  expect((await messageOf(lucia.fill({ Lyrics: 'so bright' }))).content).toContain('Lyrics has a word in it');
  await messageOf(jonas.slash('settings words', { clear: true }));
  await messageOf(jonas.slash('settings channels', { add: sandbox.channels.songs }));
  await refused(lucia.in(sandbox.channels.lounge), { idea: 'elsewhere' }, `Use <#${sandbox.channels.songs}>.`);
  expect(bot.songs().length).toBe(before);
  // The thread hangs on #songs.
  const inThread = lucia.in(sandbox.channels.thread);
  expect((await messageOf(inThread.slash('song', { idea: 'in a thread' }))).ephemeral).toBe(false);
});

test('a member who may not spend asks; after a restart a producer approves, and the card names both', async () => {
  const { bot, jonas, joao, lucia, amelie } = await stage();
  await messageOf(jonas.slash('settings role', { role: producers }));
  const before = { account: bot.account(), songs: bot.songs().length };
  const asked = await messageOf(lucia.slash('song', { idea: 'a lighthouse that hums' }));
  expect(asked).toMatchObject({ ephemeral: false, buttons: ['Approve', 'Decline'] });
  expect(asked.text).toContain(`<@${lucia.id}> asks for this song.`);
  expect(asked.text).toContain('a lighthouse that hums');
  expect({ account: bot.account(), songs: bot.songs().length }).toEqual(before);
  for (const member of [lucia, amelie])
    expect((await messageOf(member.press(asked, 'Approve'))).content).toContain('Only members who may spend');
  await bot.restart();
  const card = await messageOf(joao.press(asked, 'Approve'));
  expect(card.ephemeral).toBe(false);
  const done = await seeFinished(lucia, card);
  const fields = done.message.embeds[0]?.fields ?? [];
  expect(fields).toContainEqual({ name: 'Asked for by', value: `<@${lucia.id}>`, inline: true });
  expect(fields).toContainEqual({ name: 'Approved by', value: `<@${joao.id}>`, inline: true });
  const decided = await seeAgain(amelie, asked, ({ text }) => text.includes('approved by'));
  expect(decided.buttons).toEqual([]);
  expect(decided.text).toContain(`Asked by <@${lucia.id}>, approved by <@${joao.id}>.`);
  await bot.idle();
  expect(bot.songs().length).toBe(before.songs + 1);
  expect(bot.account()).toEqual({ available: before.account.available - 10, held: 0 });
});

test('a producer’s own word is enough, and everybody’s once no role is named', async () => {
  const { jonas, joao, lucia } = await stage();
  await messageOf(jonas.slash('settings role', { role: producers }));
  await seeFinished(joao, await messageOf(joao.slash('song', { idea: 'mine' })));
  await messageOf(jonas.slash('settings role'));
  await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: 'mine too' })));
});

test('when the role is gone, or its last member left, managers decide', async () => {
  const { sandbox, jonas, joao, lucia } = await stage();
  await messageOf(jonas.slash('settings role', { role: producers }));
  sandbox.change({ member: { id: joao.id, roles: [] } });
  const asked = await messageOf(lucia.slash('song', { idea: 'who decides?' }));
  expect((await messageOf(joao.press(asked, 'Approve'))).content).toContain('Only members who may spend');
  await seeFinished(lucia, await messageOf(jonas.press(asked, 'Approve')));
});

test('what was declined opens again for its author, and for nobody else', async () => {
  const { bot, jonas, lucia, amelie } = await stage();
  await messageOf(jonas.slash('settings role', { role: producers }));
  await formOf(lucia.slash('compose'));
  const typed = { Title: 'Tin', 'Style (tags)': 'pop', Lyrics: 'la la', Vocals: 'Male' };
  const asked = await messageOf(lucia.fill(typed));
  for (const words of ['Tin', 'pop', 'la la']) expect(asked.text).toContain(words);
  expect((await messageOf(jonas.press(asked, 'Decline'))).content).toContain('Declined.');
  const declined = await seeAgain(lucia, asked, ({ buttons }) => buttons.includes('Edit'));
  expect(declined.text).toContain(`declined by <@${jonas.id}>`);
  await seeAgain(amelie, asked, ({ buttons }) => buttons.includes('Edit'));
  expect((await messageOf(amelie.press(declined, 'Edit'))).content).toContain('no longer kept, or they are not yours');
  const form = await formOf(lucia.press(declined, 'Edit'));
  expect(form.inputs.map(({ value }) => value)).toEqual(['Tin', 'pop', 'la la', '', 'male']);
  expect(bot.songs().length).toBe(1);
});

test('a request that nobody decided is over after seven days, with its words kept', async () => {
  const { bot, jonas, lucia } = await stage();
  await messageOf(jonas.slash('settings role', { role: producers }));
  const asked = await messageOf(lucia.slash('song', { idea: 'forgotten by all' }));
  await bot.stop();
  bot.alter('update approvals set expires_at = 1');
  await bot.restart();
  const over = await seeAgain(lucia, asked, ({ text }) => text.includes('nobody decided in time'));
  expect((await formOf(lucia.press(over, 'Edit'))).input('Idea').value).toBe('forgotten by all');
});

test('a request whose message never went out is shown after the next start', async () => {
  const { bot, jonas, lucia } = await stage();
  await messageOf(jonas.slash('settings role', { role: producers }));
  const asked = await messageOf(lucia.slash('song', { idea: 'lost on the way' }));
  await bot.stop();
  bot.alter('update approvals set placed = 0, message_id = null');
  await bot.restart();
  const again = await lucia.see(({ id, text }) => id !== asked.id && text.includes('lost on the way'), 10_000);
  expect(again.buttons).toEqual(['Approve', 'Decline']);
  await seeFinished(lucia, await messageOf(jonas.press(again, 'Approve')));
  // The first one still stands there: its buttons do nothing twice.
  expect((await messageOf(jonas.press(asked, 'Approve'))).content).toBe('This request is decided already.');
});

test('a blocked member gets one sentence for everything but /help, until the block is lifted', async () => {
  const { bot, jonas, lucia } = await stage();
  const finished = await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: 'before' })));
  await bot.idle();
  expect((await messageOf(jonas.slash('settings block', { member: lucia.id }))).content).toContain('can no longer use');
  await bot.restart();
  const sentence = 'You cannot use this bot in this server.';
  const acts = [
    () => lucia.slash('song', { idea: 'no' }),
    () => lucia.slash('compose'),
    () => lucia.slash('credits balance'),
    () => lucia.press(finished, 'Again'),
    () => lucia.press(finished, 'Extend A'),
  ];
  const seen: string[] = [];
  for (const act of acts) seen.push((await messageOf(act())).content);
  expect(seen.every((content) => content.startsWith(sentence))).toBe(true);
  expect((await messageOf(lucia.slash('help'))).text).toContain('/song');
  expect(bot.songs().length).toBe(2);
  await messageOf(jonas.slash('settings block', { member: lucia.id, lift: true }));
  await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: 'after' })));
});

test('shared cards are in the language that was chosen, answers in the member’s own', async () => {
  const { jonas, lucia } = await stage();
  await messageOf(jonas.slash('settings language', { language: 'ja' }));
  await messageOf(jonas.slash('settings role', { role: producers }));
  const asked = await messageOf(lucia.slash('song', { idea: 'who speaks what' }));
  expect(asked.buttons).toEqual(['承認', '却下']);
  expect((await messageOf(lucia.press(asked, '承認'))).content).toContain('Only members who may spend');
  const card = await messageOf(jonas.press(asked, '承認'));
  await seeAgain(lucia, card, ({ buttons }) => buttons.includes('もう一度'));
});
