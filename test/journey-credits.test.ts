/** Credits, limits and places: what is refused before anything is held, in words that help. */
import { afterEach, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { formOf, messageOf, type OpenBot, openBot, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Stage {
  sandbox: OpenSandbox;
  service: MusicService;
  bot: OpenBot;
  /** The operator. */
  mira: Member;
  /** A manager. */
  jonas: Member;
  amelie: Member;
  lucia: Member;
}

async function stage(env: Record<string, string> = {}): Promise<Stage> {
  const sandbox = await openSandbox();
  undo.push(() => sandbox[Symbol.asyncDispose]());
  speakEnglish(sandbox);
  const service = await startSunoapi();
  undo.push(() => service.close());
  const bot = await openBot({ sandbox, service, env });
  undo.push(() => bot[Symbol.asyncDispose]());
  const [mira, jonas, amelie, lucia] = await Promise.all(
    ['Mira', 'Jonas', 'Amélie', 'Lucía'].map((name) => sandbox.member(name)),
  );
  if (!mira || !jonas || !amelie || !lucia) throw new Error('somebody is missing');
  return { sandbox, service, bot, mira, jonas, amelie, lucia };
}

/** The request is refused in words that hold each of `sentences`; nothing is held; Edit opens the idea again. */
async function refusesSong({ bot }: Stage, member: Member, sentences: string[]): Promise<void> {
  const books = () => ({ account: bot.account(), songs: bot.songs().map(({ id, money }) => ({ id, money })) });
  const before = books();
  const idea = 'a song for nobody';
  const note = await messageOf(member.slash('song', { idea }));
  expect(note.ephemeral).toBe(true);
  for (const sentence of sentences) expect(note.content).toContain(sentence);
  expect(note.buttons).toEqual(['Edit']);
  expect(books()).toEqual(before);
  expect((await formOf(member.press(note, 'Edit'))).input('Idea').value).toBe(idea);
}

/** Over the limit: the request waits for somebody's approval, and its author hears why; nothing is held. */
async function waitsFor({ bot }: Stage, member: Member, sentences: string[]): Promise<void> {
  const before = bot.account();
  const idea = `a song for nobody yet, ${sentences.length}`;
  const board = await messageOf(member.slash('song', { idea }));
  expect([board.ephemeral, board.buttons]).toEqual([false, ['Approve', 'Decline']]);
  expect(board.text).toContain(idea);
  const note = await member.see(
    ({ ephemeral, content }) => ephemeral && sentences.every((sentence) => content.includes(sentence)),
  );
  expect(note.content).not.toContain(idea);
  expect(bot.account()).toEqual(before);
}

test('/credits grant is the operator’s; every amount that is none is refused with a sentence', async () => {
  const { bot, mira, jonas, amelie } = await stage();
  for (const member of [jonas, amelie]) {
    const note = await messageOf(member.slash('credits grant', { amount: 50, reason: 'for me' }));
    expect(note).toMatchObject({ ephemeral: true, content: `Adding credits is up to: <@${mira.id}>.` });
  }
  for (const amount of [0, -1, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]) {
    const note = await messageOf(mira.slash('credits grant', { amount, reason: 'x' }));
    expect(note.content).toContain('The amount must be a whole number from 1, and the balance cannot pass');
    expect(note.content).toContain('9,007,199,254,740,991');
  }
  // Discord's own app lets nobody send these.
  for (const amount of [0.5, 2 ** 53])
    await expect(mira.slash('credits grant', { amount, reason: 'x' })).rejects.toThrow('amount: must be a number.');
  expect(bot.entries()).toEqual([]);
  const granted = await messageOf(mira.slash('credits grant', { amount: 250, reason: '**spring**' }));
  expect(granted.ephemeral).toBe(true);
  expect(granted.content).toContain('250 credits added. The server now has 1,250.');
  const most = Number.MAX_SAFE_INTEGER - 1_250;
  const full = await messageOf(mira.slash('credits grant', { amount: most, reason: 'all there is' }));
  expect(full.content).toContain('The server now has 9,007,199,254,740,991.');
  const over = await messageOf(mira.slash('credits grant', { amount: 1, reason: 'one more' }));
  expect(over.content).toContain('Nothing was added.');
  expect(bot.entries()).toEqual(['starter', 'grant', 'grant']);
  expect(bot.account()).toEqual({ available: Number.MAX_SAFE_INTEGER, held: 0 });
});

test('a grant that Discord delivers twice is booked once', async () => {
  const { sandbox, bot, mira, jonas } = await stage();
  await messageOf(mira.slash('credits grant', { amount: 5, reason: 'once' }));
  sandbox.change({ replayLastInteraction: true });
  await bot.restart();
  sandbox.change({ replayLastInteraction: true });
  expect((await messageOf(jonas.slash('credits balance'))).text).toContain('1,005');
  expect(bot.entries()).toEqual(['starter', 'grant']);
});

test('/credits limit: a manager’s rule for everybody, one member’s own, and the day’s end in what it says', async () => {
  const here = await stage();
  const { service, bot, amelie, jonas, lucia, mira } = here;
  service.script.completion = 0;
  expect((await messageOf(amelie.slash('credits limit', { per_day: 1 }))).content).toContain('Manage Server');
  expect((await messageOf(jonas.slash('credits limit', { per_day: 15 }))).content).toBe(
    'Everybody: at most 15 a day (UTC), in credits.',
  );
  await messageOf(jonas.slash('credits limit', { per_day: 0, member: lucia.id }));
  await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'the first' })));
  await bot.idle();
  await waitsFor(here, amelie, [
    'Your limit here is 15 a day, in credits, and you have used 10; this song costs 10. It works again <t:',
    'Somebody with Manage Server can change the limit.',
  ]);
  await waitsFor(here, lucia, ['This song costs 10, and your limit here is 0 a day, in credits.']);
  expect((await messageOf(amelie.slash('credits balance'))).text).toContain('10 of 15');
  const list = await messageOf(jonas.slash('credits limit'));
  expect(list.text).toContain(`1. Everybody: **15**\n2. <@${lucia.id}>: **0**`);
  await jonas.choose(list, 'Remove a limit', ['1. Everybody: 15']);
  const left = await jonas.see(({ id, text }) => id === list.id && text.includes('no longer a limit'));
  expect(left.text).toContain(`1. <@${lucia.id}>: **0**`);
  expect((await messageOf(amelie.slash('song', { idea: 'the second' }))).ephemeral).toBe(false);
  await bot.idle();
  await bot.restart();
  await waitsFor(here, lucia, ['your limit here is 0']);
  expect((await messageOf(mira.slash('credits limit', { per_day: -1 }))).content).toContain('Nothing was changed.');
});

test('of many requests at once a member’s limit lets exactly as many through as it pays for', async () => {
  const { bot, jonas, amelie } = await stage();
  await messageOf(jonas.slash('credits limit', { per_day: 35, member: amelie.id }));
  const seen = await Promise.all(
    Array.from({ length: 12 }, (_, n) => messageOf(amelie.slash('song', { idea: `song ${n}` }))),
  );
  expect(seen.filter(({ buttons }) => buttons.includes('Cancel') || buttons.includes('Again'))).toHaveLength(3);
  // The rest waits for somebody's approval, as many as may.
  expect(seen.filter(({ buttons }) => buttons.includes('Approve'))).toHaveLength(5);
  expect(seen.filter(({ ephemeral }) => ephemeral)).toHaveLength(4);
  expect(bot.account()).toEqual({ available: 970, held: 30 });
});

test('/credits allowance is the operator’s; it tops up at once, and once after a month of downtime', async () => {
  const { bot, service, mira, jonas, amelie } = await stage({ STARTER_CREDITS: '4' });
  service.script.completion = 0;
  const refused = await messageOf(jonas.slash('credits allowance', { amount: 50, every: 'daily' }));
  expect(refused.content).toBe(`Adding credits is up to: <@${mira.id}>.`);
  for (const amount of [-1, Number.MIN_SAFE_INTEGER])
    expect((await messageOf(mira.slash('credits allowance', { amount, every: 'daily' }))).content).toContain(
      'Nothing was changed.',
    );
  const set = await messageOf(mira.slash('credits allowance', { amount: 50, every: 'monthly' }));
  expect(set.content).toContain('Topped up to 50 on the first of every month (UTC), next <t:');
  expect(set.content).toContain('Added now: 46. The server has 50.');
  await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'spend some' })));
  await bot.idle();
  expect(bot.account()).toEqual({ available: 40, held: 0 });
  expect((await messageOf(jonas.slash('credits balance'))).text).toContain('Topped up to 50 on the first');
  // The calendar cannot be turned in a running bot: a period that this one knows nothing of has begun meanwhile.
  await bot.stop();
  bot.alter(`UPDATE allowances SET every = 'daily', due_at = due_at - 3000000000`);
  await bot.restart();
  await expect.poll(() => bot.account()).toEqual({ available: 50, held: 0 });
  await bot.restart();
  expect((await messageOf(jonas.slash('credits balance'))).text).toContain('50');
  expect(bot.entries().filter((kind) => kind === 'grant')).toHaveLength(2);
  expect((await messageOf(mira.slash('credits allowance', { amount: 0, every: 'daily' }))).content).toContain(
    'no allowance',
  );
});

test('/credits history: pages that turn in place, a picture with its words, and the file for managers', async () => {
  const { bot, service, mira, jonas, amelie, lucia } = await stage();
  service.script.completion = 0;
  const card = await messageOf(amelie.slash('song', { idea: 'a song in the books' }));
  await seeFinished(amelie, card);
  await bot.idle();
  for (let n = 1; n <= 12; n += 1)
    await messageOf(mira.slash('credits grant', { amount: n, reason: `=HYPERLINK(${n})` }));
  const first = await messageOf(jonas.slash('credits history'));
  expect(first.ephemeral).toBe(true);
  expect(first.buttons).toEqual(['Older', 'CSV']);
  expect(first.text).toContain(`Granted by <@${mira.id}>: =HYPERLINK(12)`);
  expect(first.text).toContain('Spent in the last 30 days: 10');
  const [embed] = first.message.embeds;
  const png = await jonas.download(embed?.image?.url ?? '');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(JSON.stringify(embed?.image)).toMatch(/Bars: credits spent a day from .* 10 in all/);
  await jonas.press(first, 'Older');
  const older = await jonas.see(({ id, buttons }) => id === first.id && buttons.includes('Newer'));
  expect(older.text).toContain('10 spent on [');
  expect(older.text).toContain(`/${card.id}) by <@${amelie.id}>`);
  expect(older.text).toContain('Starter credits');
  expect(older.message.embeds[0]?.image).toBeUndefined();
  expect(older.message.attachments).toEqual([]);
  await jonas.press(older, 'Newer');
  await jonas.see(({ id, message }) => id === first.id && message.embeds[0]?.image !== undefined);
  const file = await messageOf(jonas.press(first, 'CSV'));
  expect(file.files).toEqual(['credits.csv']);
  const csv = (await jonas.download(file.message.attachments[0]?.url ?? '')).toString();
  expect(csv.split('\r\n')).toHaveLength(17);
  expect(csv).toContain(`,${mira.id},,,'=HYPERLINK(12)`);
  const asMember = await messageOf(lucia.slash('credits history'));
  expect(asMember.buttons).toEqual(['Older']);
});

test('/help names the service, its prices, this server’s limits, and who adds credits', async () => {
  const { mira, amelie } = await stage({
    MEMBER_SONGS_AT_ONCE: '3',
    GUILD_SONGS_AT_ONCE: '7',
    GUILD_DAILY_CREDITS: '400',
  });
  const note = await messageOf(amelie.slash('help'));
  expect(note.ephemeral).toBe(true);
  for (const words of [
    'Suno V4.5, Suno V3.5, Suno V4, Suno V4.5 Plus, Suno V4.5 All, Suno V5 · sunoapi.org: 10 credits',
    'Songs at once: 3 for a member, 7 for the server.',
    'The server may spend 400 credits a day (UTC) and has 1,000 left.',
    'is sent to the service that makes it: sunoapi.org.',
    `<@${mira.id}>`,
    '/song',
    '/compose',
    '/credits balance',
  ])
    expect(note.text).toContain(words);
});

test('the first answer in a new server says what is free, who can add credits and where help is, once', async () => {
  const { bot, service, mira, amelie, lucia } = await stage();
  service.script.completion = 0;
  const card = await messageOf(amelie.slash('song', { idea: 'hello' }));
  const welcome = await amelie.see((message) => message.ephemeral && message.text.includes('Welcome'));
  expect(welcome.text).toContain('1,000 credits');
  expect(welcome.text).toContain(`<@${mira.id}>`);
  expect(welcome.text).toContain('`/help`');
  await seeFinished(amelie, card);
  await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: 'hello again' })));
  await bot.restart();
  await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'and again' })));
  const welcomes = [...amelie.messages(), ...lucia.messages()].filter((message) => message.text.includes('Welcome'));
  expect(welcomes.length).toBe(1);
});

test('a refusal or a grant can be the first answer, and then it says so too', async () => {
  const refusing = await stage({ STARTER_CREDITS: '0' });
  const refused = await messageOf(refusing.amelie.slash('song', { idea: 'too early' }));
  expect(refused.content).toContain('This song costs 10 credits and the server has 0.');
  expect(refused.content).toContain('Welcome to Songcircle.');
  expect(refused.content).toContain('`/help`');
  const later = await messageOf(refusing.amelie.slash('song', { idea: 'still too early' }));
  expect(later.content).not.toContain('Welcome');
  const granting = await stage({ STARTER_CREDITS: '0' });
  const granted = await messageOf(granting.mira.slash('credits grant', { amount: 20, reason: 'start' }));
  expect(granted.content).toContain('20 credits added.');
  expect(granted.content).toContain('Welcome to Songcircle.');
});

test('not enough credits: price, balance and who can help', async () => {
  const here = await stage({ STARTER_CREDITS: '9' });
  await refusesSong(here, here.amelie, [
    `This song costs 10 credits and the server has 9. <@${here.mira.id}> can add credits.`,
  ]);
  await messageOf(here.mira.slash('credits grant', { amount: 1, reason: 'the last one' }));
  here.service.script.completion = 0;
  await seeFinished(here.amelie, await messageOf(here.amelie.slash('song', { idea: 'now' })));
  await here.bot.idle();
  expect(here.bot.account()).toEqual({ available: 0, held: 0 });
});

test('GUILD_DAILY_CREDITS: the limit, what was used and when it works again; a song given back does not count', async () => {
  const here = await stage({ GUILD_DAILY_CREDITS: '15' });
  here.service.script.onSubmit = 'refuse-text';
  await messageOf(here.amelie.slash('song', { idea: 'refused' }));
  await here.bot.idle();
  here.service.script.onSubmit = 'accept';
  await messageOf(here.amelie.slash('song', { idea: 'taken' }));
  await refusesSong(here, here.lucia, [
    'This server may spend 15 credits a day and has used 10; this song costs 10. It works again <t:',
  ]);
});

test('DAILY_CREDITS: all servers together', async () => {
  const here = await stage({ DAILY_CREDITS: '19' });
  await messageOf(here.amelie.slash('song', { idea: 'taken' }));
  await refusesSong(here, here.lucia, ['All servers together have spent what the bot may spend today.', '<t:']);
});

test('MEMBER_SONGS_AT_ONCE and GUILD_SONGS_AT_ONCE: whose limit it is, and free again when a song ends', async () => {
  const here = await stage({ MEMBER_SONGS_AT_ONCE: '1', GUILD_SONGS_AT_ONCE: '2' });
  const { service, amelie, lucia, jonas } = here;
  const card = await messageOf(amelie.slash('song', { idea: 'one' }));
  await refusesSong(here, amelie, ['You have 1 song going, as many as one member may.']);
  await messageOf(lucia.slash('song', { idea: 'two' }));
  await refusesSong(here, jonas, ['This server has 2 songs going, as many as it may.']);
  await expect.poll(() => service.submissions.length).toBe(2);
  service.finish();
  await seeFinished(amelie, card);
  await here.bot.idle();
  expect((await messageOf(amelie.slash('song', { idea: 'three' }))).ephemeral).toBe(false);
});

test('each permission the bot lacks is named, in channels and threads, and nothing is held', async () => {
  const here = await stage();
  const { sandbox, amelie } = here;
  const { songs, thread } = sandbox.channels;
  for (const name of ['Send Messages', 'Attach Files', 'Embed Links']) {
    sandbox.change({ channel: { id: songs, botLacks: [name] } });
    await refusesSong(here, amelie, [`I lack **${name}**.`, 'nothing was charged']);
  }
  sandbox.change({ channel: { id: songs, botLacks: ['Attach Files', 'Embed Links'] } });
  await refusesSong(here, amelie, ['I lack **Attach Files** and **Embed Links**.']);
  sandbox.change({ channel: { id: songs, botLacks: ['View Channel'] } });
  await refusesSong(here, amelie, ['**View Channel**']);
  sandbox.change({ channel: { id: thread, botLacks: ['Send Messages in Threads'] } });
  await refusesSong(here, amelie.in(thread), ['I lack **Send Messages in Threads**.']);
});

test('an archived or locked thread: the sentence says what helps, and nothing is held', async () => {
  const here = await stage();
  const { thread } = here.sandbox.channels;
  for (const state of [{ archived: true }, { archived: false, locked: true }]) {
    here.sandbox.change({ channel: { id: thread, ...state } });
    await refusesSong(here, here.amelie.in(thread), ['This thread is archived or locked']);
  }
  here.sandbox.change({ channel: { id: thread, archived: false, locked: false } });
  here.service.script.completion = 0;
  const inThread = here.amelie.in(thread);
  await seeFinished(inThread, await messageOf(inThread.slash('song', { idea: 'open again' })));
});

test('/compose in a place the bot cannot work keeps the whole form', async () => {
  const { sandbox, bot, amelie } = await stage();
  sandbox.change({ channel: { id: sandbox.channels.songs, botLacks: ['Attach Files'] } });
  await formOf(amelie.slash('compose'));
  const note = await messageOf(amelie.fill({ Title: 'T', 'Style (tags)': 's', Lyrics: 'l', Vocals: 'Male' }));
  expect(note.content).toContain('I lack **Attach Files**.');
  const form = await formOf(amelie.press(note, 'Edit'));
  expect(form.inputs.map(({ value }) => value)).toEqual(['T', 's', 'l', '', 'male']);
  expect(bot.songs()).toEqual([]);
});
