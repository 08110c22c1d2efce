/** The operator's hand, as processes beside the running bot: what it says, and what the members of a server see of it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Member, Seen } from '../sandbox/member.ts';
import { readOrder } from '../src/admin/usage.ts';
import { exitCodes } from '../src/errors.ts';
import { type Ended, runAdmin } from './helpers/admin.ts';
import { formOf, messageOf, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type BotProcess, startBotProcess } from './helpers/bot-process.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const canary = 'zephyrquartz';
let dir: string;
let sandbox: OpenSandbox;
let bot: BotProcess;
let amelie: Member;
let lucia: Member;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'songcircle-admin-'));
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  bot = await startBotProcess({ discord: sandbox.url, token: sandbox.token, dir });
  amelie = await sandbox.member('Amélie');
  lucia = await sandbox.member('Lucía');
}, 60_000);

afterAll(async () => {
  await bot.stop();
  const errors = bot.lines().filter((line) => /"level":"(error|fatal)"/.test(line));
  await sandbox[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

const admin = (...args: string[]): Promise<Ended> => runAdmin(dir, args);
/** It said only this on stdout, and ended well. */
async function says(args: string[], sentence: string | RegExp): Promise<void> {
  const ended = await admin(...args);
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toMatch(sentence);
}
const read = <T>(query: string): T[] => {
  using database = new DatabaseSync(join(dir, 'songcircle.db'), { readOnly: true, timeout: 2_000 });
  return database.prepare(query).all() as T[];
};
const alter = (statement: string): void => {
  using database = new DatabaseSync(join(dir, 'songcircle.db'), { timeout: 5_000 });
  database.exec(statement);
};
const noteOf = async (act: Promise<Seen>): Promise<string> => (await messageOf(act)).content;
const available = async (): Promise<string> => (await messageOf(amelie.slash('credits balance'))).text;

describe('grant', () => {
  test('the server has the credits at once, and the entry says who gave them and why', async () => {
    await says(['grant', sandbox.guildId, '250', 'for', 'the', 'concert'], /Granted 250 credits: .+ it has 350 after/);
    expect(await available()).toContain('350');
    expect(read("select kind, available_change, reason, member_ref from entries where kind = 'grant'")).toEqual([
      { kind: 'grant', available_change: 250, reason: 'operator (admin): for the concert', member_ref: null },
    ]);
  });

  test('under one key it is granted once, and another grant under that key is refused', async () => {
    const order = ['grant', sandbox.guildId, '7', 'invoice', '--key', 'invoice-1'];
    await says(order, /^Granted 7 credits/);
    await says(order, /^Was granted under this key already: .+ it had 357/);
    const other = await admin('grant', sandbox.guildId, '8', 'invoice', '--key', 'invoice-1');
    expect(other).toMatchObject({ code: exitCodes.usage, out: '' });
    expect(other.err).toMatch(/^The key invoice-1 was used for another grant: nothing was added/);
    expect(await available()).toContain('357');
  });

  test('a server that was never heard of has its starter credits with it, once', async () => {
    await says(['grant', '100000000000000077', '5', 'welcome'], /has 105 after/);
    await says(['grant', '100000000000000077', '5', 'welcome'], /has 110 after/);
  });

  test('more than can be counted is refused with a sentence', async () => {
    const ended = await admin('grant', sandbox.guildId, '9007199254740991', 'too', 'much');
    expect(ended).toMatchObject({ code: exitCodes.usage, out: '' });
    expect(ended.err).toMatch(/would have more than can be counted\.\n$/);
  });
});

describe('block', () => {
  test('a member: the next command, button and form is one sentence with the words back, but for being forgotten', async () => {
    const card = await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: 'before the silence' })));
    const form = await formOf(lucia.slash('compose'));
    await says(['block', 'member', lucia.id, 'spam'], /^Blocked the member/);
    const sentence = 'Whoever runs this bot has shut you out of it. `/songs forget` still works.';
    const sent = await messageOf(lucia.fill({ 'Style (tags)': 'folk', Lyrics: 'la la' }));
    expect(form).toBeDefined();
    expect(sent).toMatchObject({ content: sentence, ephemeral: true, files: ['words.txt'] });
    expect(await noteOf(lucia.slash('song', { idea: 'may I' }))).toBe(sentence);
    expect(await noteOf(lucia.press(card, 'Again'))).toBe(sentence);
    expect(await noteOf(lucia.slash('help'))).toBe(sentence);
    expect(await lucia.complete('song', 'model', '')).toEqual([]);
    expect((await messageOf(lucia.slash('songs forget'))).buttons).toEqual(['Forget me']);
    expect((await messageOf(amelie.slash('help'))).text).not.toContain('shut you out');
    await says(['block', 'member', lucia.id], /was blocked already/);
  });

  test('outlives the member’s being forgotten, and ends with unblock, at once', async () => {
    const asked = await messageOf(lucia.slash('songs forget'));
    expect(await noteOf(lucia.press(asked, 'Forget me'))).not.toContain('shut you out');
    expect(await noteOf(lucia.slash('help'))).toContain('shut you out');
    await says(['unblock', 'member', lucia.id], /^Unblocked the member/);
    expect((await messageOf(lucia.slash('help'))).text).not.toContain('shut you out');
    await says(['unblock', 'member', lucia.id], /was not blocked/);
  });

  test('a guild: everybody in it, at once', async () => {
    await says(['block', 'guild', sandbox.guildId, 'unpaid'], /^Blocked the guild/);
    const sentence = 'Whoever runs this bot has shut this server out of it. `/songs forget` still works.';
    expect(await noteOf(amelie.slash('song', { idea: 'anybody?' }))).toBe(sentence);
    expect(await noteOf(lucia.slash('help'))).toBe(sentence);
    await says(['unblock', 'guild', sandbox.guildId], /^Unblocked the guild/);
    await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'everybody' })));
  });

  test('what was done is written down with who did it, and a forgotten member is nobody there', () => {
    const acts = read<object>(`select who, act, user_id, about, reason from operator_acts
      left join members on ref = member_ref order by id`);
    const who = 'operator (admin)';
    const none = { user_id: null, about: null };
    expect(acts).toEqual([
      { who, act: 'block member', ...none, reason: 'spam' },
      { who, act: 'unblock member', user_id: lucia.id, about: null, reason: null },
      { who, act: 'block guild', ...none, about: sandbox.guildId, reason: 'unpaid' },
      { who, act: 'unblock guild', ...none, about: sandbox.guildId, reason: null },
    ]);
    expect(() => alter("update operator_acts set who = 'nobody'")).toThrow('append-only');
    expect(() => alter('delete from operator_acts')).toThrow('append-only');
  });
});

test('a word of the operator’s is refused in every field from the next request on, until it is taken back', async () => {
  await says(['words', 'add', 'Grimble'], /^Refused from now on: Grimble/);
  await says(['words', 'add', 'GRÍMBLE'], /^Refused already/);
  await says(['words', 'list'], /^Grimble\n$/);
  const note = await messageOf(amelie.slash('song', { idea: 'the grímble of the moors' }));
  expect(note.content).toContain('Idea has a word in it that is not taken here.');
  expect(note.buttons).toEqual(['Edit']);
  expect((await formOf(amelie.press(note, 'Edit'))).input('Idea').value).toBe('the grímble of the moors');
  await formOf(amelie.slash('compose'));
  const composed = await messageOf(amelie.fill({ Title: 'Moor', 'Style (tags)': 'folk', Lyrics: 'oh\ngrimble, oh' }));
  expect(composed.content).toContain('Lyrics has a word in it');
  await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'the grimbles of the moors' })));
  await says(['words', 'remove', 'grimble'], /^No longer refused/);
  await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'a grimble at last' })));
  await says(['words', 'list'], /^$/);
});

test('audit says that every balance is right while songs are made, and which one is not, with exit 1', async () => {
  const card = await messageOf(amelie.slash('song', { idea: 'meanwhile' }));
  await says(['audit'], /^OK: 2 guilds, every balance recomputed from its entries\.\n$/);
  await seeFinished(amelie, card);
  alter("update accounts set available = available + 1 where guild_id = '100000000000000077'");
  const ended = await admin('audit');
  expect(ended.code).toBe(exitCodes.faults);
  expect(ended.out).toContain('guild 100000000000000077: the balance is not the sum of its entries\n');
  expect(ended.out).not.toContain(`guild ${sandbox.guildId}`);
  alter("update accounts set available = available - 1 where guild_id = '100000000000000077'");
});

describe('forget', () => {
  const wordsLeft = (): string[] => {
    const tables = read<{ name: string }>("select name from sqlite_schema where type = 'table'");
    const found = tables.flatMap(({ name }) =>
      read<object>(`select * from "${name}"`).flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => (String(value).includes(canary) ? [`${name}.${column}`] : [])),
      ),
    );
    return [...new Set(found)];
  };
  const mediaLeft = async () => (await readdir(join(dir, 'media'))).filter((name) => /\.(mp3|png|jpg)$/.test(name));
  const amounts = () => read('select kind, available_change, held_change from entries order by id');

  test('a member: words and files go, cards say so, amounts stay', async () => {
    const card = await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: `an idea of ${canary}` })));
    expect(wordsLeft()).not.toEqual([]);
    const before = amounts();
    await says(['forget', 'member', amelie.id], /^Forgotten: .+\. Amounts stay\.\n/);
    expect(wordsLeft()).toEqual([]);
    await amelie.see((message) => message.id === card.id && message.text.includes('This song was forgotten'), 30_000);
    expect(amounts()).toEqual(before);
    await says(['forget', 'member', amelie.id], /^Forgotten/);
  });

  test('a guild: everybody’s, in every song there; amounts stay, and starter credits are not given again', async () => {
    const theirs = await seeFinished(lucia, await messageOf(lucia.slash('song', { idea: `${canary} one` })));
    await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: `${canary} two` })));
    await messageOf(lucia.slash('song', { idea: `${canary} `.repeat(30).trim(), model: 'nobody/none' }));
    expect(wordsLeft()).toContain('drafts.fields');
    const before = amounts();
    const balance = await available();
    await says(['forget', 'guild', sandbox.guildId], /^Forgotten: .+ starter credits are not given again\.\n/);
    expect(wordsLeft()).toEqual([]);
    expect(read('select * from member_names')).toEqual([]);
    expect(await available()).toBe(balance);
    expect(amounts()).toEqual(before);
    await lucia.see((message) => message.id === theirs.id && message.text.includes('This song was forgotten'), 30_000);
    await expect.poll(mediaLeft, { timeout: 30_000 }).toEqual([]);
    await says(['audit'], /^OK/);
  }, 60_000);
});

describe('a wrong call', () => {
  const cases: [string[], string][] = [
    [[], 'Which command?'],
    [['dance'], 'There is no command "dance".'],
    [['grant'], 'grant takes the id of a guild first.'],
    [['grant', '100000000000000001', '1.5', 'why'], 'The amount is a whole number of credits from 1.'],
    [['grant', '100000000000000001', '0', 'why'], 'The amount is a whole number of credits from 1.'],
    [['grant', '100000000000000001', '5'], 'A grant has a reason.'],
    [['grant', '100000000000000001', '5', 'x'.repeat(201)], 'The reason is longer than 200 characters.'],
    [['grant', '100000000000000001', '-5', 'why'], "Unknown option '-5'"],
    [['block', 'lucia'], 'block takes member or guild, and its id.'],
    [['unblock', 'member', '12'], 'unblock takes member or guild, and its id.'],
    [['forget', 'guild'], 'forget takes member or guild, and its id.'],
    [['words', 'add'], 'words add takes a word.'],
    [['words', 'shout', 'loud'], 'words takes add, remove or list.'],
    [['audit', '--key', 'x'], 'Only grant takes --key.'],
    [['backup'], 'backup takes one file.'],
    [['restore', 'a', 'b'], 'restore takes one file.'],
  ];
  test.for(cases)('%j is no order, and a sentence says why', ([args, why]) => {
    expect(readOrder(args)).toEqual({ kind: 'wrong', why });
  });

  test('says what is wrong and how it goes, with exit 64', async () => {
    const ended = await admin('grant', sandbox.guildId, '-5', 'why');
    expect(ended).toMatchObject({ code: exitCodes.usage, out: '' });
    expect(ended.err).toMatch(/^Unknown option '-5'\n\nUsage: npm run admin -- <command>\n/);
    expect(ended.err).not.toMatch(/\n\s+at /);
  });

  test('a word without a letter is refused with a sentence', async () => {
    expect(await admin('words', 'add', '***')).toMatchObject({
      code: exitCodes.usage,
      err: 'That word has no letter and no digit, so it could never be found.\n',
    });
  });
});

describe('a database that is not to be had', () => {
  test('there is none: a sentence, and none is made', async () => {
    const empty = await mkdtemp(join(dir, 'empty-'));
    const ended = await runAdmin(empty, ['audit'], { DATABASE_URL: `file:${empty}/none/songcircle.db` });
    expect(ended).toMatchObject({ code: exitCodes.file, out: '' });
    expect(ended.err).toMatch(/^There is no database .+ yet: start the bot once.+\.\n$/);
    expect(await readdir(empty)).toEqual([]);
  });

  test('a wrong environment: every fault, exit 78, as of the bot', async () => {
    const ended = await runAdmin(dir, ['audit'], { DATABASE_URL: 'ftp://x', HTTP_PORT: 'x' });
    expect(ended.code).toBe(exitCodes.config);
    expect(ended.err).toContain('  DATABASE_URL: ');
    expect(ended.err).toContain('  HTTP_PORT: ');
  });
});
