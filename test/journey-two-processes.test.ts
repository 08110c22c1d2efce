/**
 * A server's money, its rules and a circle on one PostgreSQL with two bots, each a process of its own. Discord hands
 * every act to both of them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import { systemClock } from '../src/clock.ts';
import { type Database, openDatabase } from '../src/database/database.ts';
import { audit } from '../src/ledger/audit.ts';
import { formOf, messageOf, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type BotProcess, startBotProcess } from './helpers/bot-process.ts';
import { addSection, press, says, startCircle, suggest } from './helpers/circle-journey.ts';
import { createPostgres } from './helpers/engines.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

/** Three processes and a PostgreSQL on a busy machine take their time. */
const within = { timeout: 15_000 };
const producers = '1100000000000000021';

let sandbox: OpenSandbox;
let dir: string;
let url: string;
let bots: BotProcess[];
let database: Database;
/** The operator. */
let mira: Member;
/** A manager. */
let jonas: Member;
/** Has the role Producers. */
let joao: Member;
let lucia: Member;

const start = async (name: string): Promise<BotProcess> => {
  const bot = await startBotProcess({
    discord: sandbox.url,
    token: sandbox.token,
    dir: join(dir, name),
    env: { DATABASE_URL: url },
  });
  bots.push(bot);
  return bot;
};

beforeEach(async () => {
  bots = [];
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  [mira, jonas, joao, lucia] = await Promise.all([
    sandbox.member('Mira'),
    sandbox.member('Jonas'),
    sandbox.member('João'),
    sandbox.member('Lucía'),
  ]);
  dir = await mkdtemp(join(tmpdir(), 'songcircle-two-'));
  url = await createPostgres();
  await start('one');
  await start('other');
  database = await openDatabase({ url, clock: systemClock });
});
afterEach(async () => {
  for (const bot of bots) await bot.kill();
  await database.close();
  await sandbox[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const account = () =>
  database.read((db) => db.selectFrom('accounts').select(['available', 'held']).executeTakeFirstOrThrow());
const kinds = async () => {
  const entries = await database.read((db) => db.selectFrom('entries').select('kind').orderBy('version').execute());
  return entries.map(({ kind }) => kind);
};
const songs = () =>
  database.read((db) => db.selectFrom('songs').select(['state', 'money']).orderBy('created_at').execute());
const agree = async () => {
  expect((await audit(database)).faults).toEqual([]);
  for (const bot of bots) expect(bot.lines().filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
};

test('grants, limits, an allowance, history and its file: each is booked once and shown as on one machine', async () => {
  const granted = await messageOf(mira.slash('credits grant', { amount: 50, reason: '=spring' }));
  expect(granted.content).toContain('50 credits added. The server now has 150.');
  const allowance = await messageOf(mira.slash('credits allowance', { amount: 200, every: 'monthly' }));
  expect(allowance.content).toContain('Topped up to 200 on the first of every month (UTC)');
  await expect.poll(account, within).toEqual({ available: 200, held: 0 });
  await messageOf(jonas.slash('credits limit', { per_day: 15, member: lucia.id }));
  await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: 'inside the limit' })));
  await expect.poll(account, within).toEqual({ available: 190, held: 0 });

  const balance = await messageOf(lucia.slash('credits balance'));
  for (const words of ['190', '10 of 15', 'Topped up to 200']) expect(balance.text).toContain(words);
  const waiting = await messageOf(lucia.slash('song', { idea: 'over the limit' }));
  expect(waiting.buttons).toEqual(['Approve', 'Decline']);
  await seeFinished(lucia, await messageOf(jonas.press(waiting, 'Approve')));
  await expect.poll(account, within).toEqual({ available: 180, held: 0 });

  for (let n = 1; n <= 10; n += 1) await messageOf(mira.slash('credits grant', { amount: 1, reason: `no. ${n}` }));
  const history = await messageOf(jonas.slash('credits history'));
  expect(history.buttons).toEqual(['Older', 'CSV']);
  const picture = await jonas.download(history.message.embeds[0]?.image?.url ?? '');
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  await jonas.press(history, 'Older');
  await jonas.see(({ id, text }) => id === history.id && text.includes('Starter credits'));
  const file = await messageOf(jonas.press(history, 'CSV'));
  expect((await jonas.download(file.message.attachments[0]?.url ?? '')).toString()).toContain(`'=spring`);
  expect((await kinds()).filter((kind) => kind === 'grant')).toHaveLength(12);
  expect((await kinds()).filter((kind) => kind === 'capture')).toHaveLength(2);
  await agree();
});

test('what a manager sets holds at once in both, a request is approved once, and one goes on when the other is killed', async () => {
  await messageOf(jonas.slash('settings role', { role: producers }));
  await messageOf(jonas.slash('settings words', { add: 'gloom' }));
  const refused = await messageOf(lucia.slash('song', { idea: 'only GLÓOM' }));
  expect(refused.content).toContain('a word in it that is not taken here');
  await formOf(lucia.press(refused, 'Edit'));
  const asked = await messageOf(lucia.fill({ Idea: 'only light' }));
  expect(asked.buttons).toEqual(['Approve', 'Decline']);
  const done = await seeFinished(lucia, await messageOf(joao.press(asked, 'Approve')));
  const fields = done.message.embeds[0]?.fields ?? [];
  expect(fields).toContainEqual({ name: 'Asked for by', value: `<@${lucia.id}>`, inline: true });
  expect(fields).toContainEqual({ name: 'Approved by', value: `<@${joao.id}>`, inline: true });
  await lucia.see(({ id, text }) => id === asked.id && text.includes('approved by'));

  await expect.poll(songs, within).toEqual([{ state: 'done', money: 'captured' }]);
  await bots[0]?.kill();
  await messageOf(jonas.slash('settings block', { member: lucia.id }));
  expect((await messageOf(lucia.slash('song', { idea: 'no' }))).content).toContain('You cannot use this bot');
  await seeFinished(joao, await messageOf(joao.slash('song', { idea: 'one is enough' })));
  await expect.poll(songs, within).toEqual(Array.from({ length: 2 }, () => ({ state: 'done', money: 'captured' })));
  await agree();
});

test('a circle is written, voted for and generated with each act heard twice', async () => {
  await startCircle(mira, 'Rain on a tin roof');
  expect(await addSection(mira, 'Verse', 'Rain on the roof')).toContain('Saved');
  expect(await addSection(jonas, 'Chorus', 'Let it rain')).toContain('Saved');
  await suggest(lucia, 'style', 'dream pop');
  await says(mira, 'Everything a song needs is there.');
  await press(mira, 'Generate');
  await says(mira, /Take A/);
  await expect.poll(songs, within).toEqual([{ state: 'done', money: 'captured' }]);
  const events = await database.read((db) =>
    db.selectFrom('circle_events').select('kind').orderBy('version').execute(),
  );
  expect(events.map(({ kind }) => kind)).toEqual([
    'started',
    'section_added',
    'joined',
    'section_added',
    'joined',
    'proposed',
    'sealed',
    'song_begun',
    'song_came',
  ]);
  await agree();
});
