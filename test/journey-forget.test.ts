/** `/songs forget`, from the question to cards that say no more, through restarts and a Discord that stumbles. */
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import type { LookAnswer } from '../src/providers/provider.ts';
import { formOf, messageOf, type OpenBot, openBot, seeAgain, seeFinished, speakEnglish } from './helpers/bot.ts';
import { createInstantProvider } from './helpers/instant-provider.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

/** Stands in everything that is to be forgotten. */
const canary = 'zephyrquartz';
let isHeld = false;
const instant = createInstantProvider();
const look: typeof instant.look = async (tasks, signal) =>
  isHeld ? tasks.map((): LookAnswer => ({ kind: 'seen', stage: 'music', tracks: [] })) : instant.look(tasks, signal);

let sandbox: OpenSandbox;
let bot: OpenBot;
let amelie: Member;
let lucia: Member;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  bot = await openBot({ sandbox, service: [{ ...instant, lookEveryMs: 20, look }] });
  amelie = await sandbox.member('Amélie');
  lucia = await sandbox.member('Lucía');
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});
afterEach(async () => {
  isHeld = false;
  await bot.idle();
});

const databaseFile = () => bot.databaseUrl.replace('file:', '');
/** Where in the database one of these words stands. */
function whereStands(...words: string[]): string[] {
  const database = new DatabaseSync(databaseFile(), { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
    const found = tables.flatMap(({ name }) =>
      database
        .prepare(`select * from "${String(name)}"`)
        .all()
        .flatMap((row) => Object.entries(row).map(([column, value]) => [`${String(name)}.${column}`, String(value)])),
    );
    return [
      ...new Set(found.flatMap(([at, value]) => (words.some((word) => value?.includes(word)) ? [at ?? ''] : []))),
    ];
  } finally {
    database.close();
  }
}
const mediaFiles = async () =>
  (await readdir(join(dirname(databaseFile()), 'media'))).filter((name) => name !== '.unfinished');
const asks = async (who: Member): Promise<Shown> => messageOf(who.slash('songs forget'));
const isForgotten = (message: Shown) => message.text.includes('This song was forgotten');
/** Composed, with words that can be found again. */
async function compose(who: Member, title = `Title ${canary}`): Promise<Shown> {
  await formOf(who.slash('compose'));
  return messageOf(
    who.fill({ Title: title, 'Style (tags)': `style ${canary}`, Lyrics: `lyrics ${canary}`, 'Avoid (tags)': canary }),
  );
}

test('asked, read, and pressed: words, files and name are gone, cards say so, and every credit is where it was', async () => {
  const idea = await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: `an idea of ${canary}` })));
  const composed = await seeFinished(lucia, await compose(amelie));
  const copy = await seeFinished(lucia, await messageOf(lucia.press(composed, 'Again')));
  await formOf(lucia.press(composed, 'Extend A'));
  const continued = await seeFinished(
    lucia,
    await messageOf(lucia.fill({ Title: 'On', 'Style (tags)': 'folk', Lyrics: 'hers' })),
  );
  expect(continued.text).toContain(canary);
  await formOf(amelie.slash('compose'));
  await messageOf(amelie.fill({ 'Style (tags)': 'x'.repeat(201), Lyrics: canary }));
  await bot.idle();
  const before = { account: bot.account(), entries: bot.entries(), files: await mediaFiles() };
  expect(before.files).toHaveLength(16);

  const note = await asks(amelie);
  expect(note.ephemeral).toBe(true);
  expect(note.text).toContain('Nothing happens until you press the button');
  expect(note.buttons).toEqual(['Forget me']);
  // A restart between the two: the button still knows whose it is.
  await bot.restart();
  expect(whereStands(canary).length).toBeGreaterThan(4);
  const answer = await messageOf(amelie.press(note, 'Forget me'));
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toContain('You are forgotten');
  expect(whereStands(canary, amelie.id)).toEqual([]);
  for (const card of [idea, composed, copy]) {
    const stub = await seeAgain(lucia, card, isForgotten);
    expect([stub.files, stub.buttons, stub.message.embeds.length]).toEqual([[], [], 1]);
    expect(JSON.stringify(stub.message.embeds)).not.toMatch(new RegExp(`${canary}|${amelie.id}`));
  }
  const theirs = await seeAgain(lucia, continued, ({ text }) => !text.includes(canary));
  expect(theirs.files).toHaveLength(2);
  expect(theirs.message.embeds[0]?.title).toBe('On');
  await bot.idle();
  expect({ account: bot.account(), entries: bot.entries() }).toEqual({
    account: before.account,
    entries: before.entries,
  });
  expect(await mediaFiles()).toHaveLength(4);
  expect(whereStands(canary, amelie.id)).toEqual([]);
  // Nothing is offered again.
  expect((await formOf(amelie.slash('compose'))).inputs.map(({ value }) => value)).toEqual(['', '', '', '', 'any']);
});

test('the button works once; pressed again after a return, it leaves the new songs alone', async () => {
  await seeFinished(amelie, await compose(amelie));
  await bot.idle();
  const note = await asks(amelie);
  await messageOf(amelie.press(note, 'Forget me'));
  await bot.idle();
  const kept = await seeFinished(amelie, await compose(amelie, 'New'));
  expect((await messageOf(amelie.press(note, 'Forget me'))).content).toContain('used already');
  await bot.idle();
  expect((await seeAgain(amelie, kept, () => true)).text).toContain('New');
});

test('stopped right after the press, before any card was edited, the next start edits them', async () => {
  const card = await seeFinished(amelie, await compose(amelie));
  await bot.idle();
  // Discord refuses every edit until the bot is gone.
  sandbox.fault({ method: 'PATCH', path: `/messages/${card.id}$`, times: 1, status: 502 });
  await messageOf(amelie.press(await asks(amelie), 'Forget me'));
  await bot.stop();
  expect(whereStands(canary, amelie.id)).toEqual([]);
  await bot.restart();
  const stub = await amelie.see((message) => message.id === card.id && isForgotten(message), 20_000);
  expect(stub.files).toEqual([]);
});

test('a card that somebody deleted is not posted again', async () => {
  const card = await seeFinished(amelie, await compose(amelie));
  await bot.idle();
  sandbox.change({ deleteMessage: { channelId: card.channelId, messageId: card.id } });
  await expect.poll(() => amelie.message(card.id)).toBeNull();
  const before = amelie.messages().filter(({ ephemeral }) => !ephemeral).length;
  await messageOf(amelie.press(await asks(amelie), 'Forget me'));
  await bot.idle();
  expect(amelie.messages().filter(({ ephemeral }) => !ephemeral)).toHaveLength(before);
});

test('a song that is being made goes on without words and name, is paid, and is forgotten when it ends', async () => {
  const before = bot.account().available;
  isHeld = true;
  const card = await compose(amelie);
  await amelie.see(({ id, text }) => id === card.id && text.includes('Making the music'), 10_000);
  await messageOf(amelie.press(await asks(amelie), 'Forget me'));
  isHeld = false;
  const stub = await seeAgain(amelie, card, isForgotten);
  expect(stub.files).toEqual([]);
  await bot.idle();
  expect(bot.songs().at(-1)).toMatchObject({ state: 'done', money: 'captured' });
  expect(before - bot.account().available).toBe(10);
  expect(whereStands(canary, amelie.id)).toEqual([]);
});
