/** `kill -9` in the middle of a circle, with a real process: what anybody was told is saved is there after the next start. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { formOf, messageOf, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type BotProcess, startBotProcess } from './helpers/bot-process.ts';
import { addSection, boardOf, isBoard, press, says, startCircle, suggest, voteFor } from './helpers/circle-journey.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let dir: string;
let sandbox: OpenSandbox;
let service: MusicService;
let bot: BotProcess;
let mira: Member;
let jonas: Member;
let lucia: Member;

const start = async (): Promise<void> => {
  bot = await startBotProcess({
    discord: sandbox.url,
    token: sandbox.token,
    dir,
    service: { url: service.url, key: service.key },
  });
};
const killed = async (): Promise<void> => {
  await bot.kill();
  await start();
};
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'songcircle-circle-crash-'));
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  service = await startSunoapi();
  await start();
  [mira, jonas, lucia] = await Promise.all([sandbox.member('Mira'), sandbox.member('Jonas'), sandbox.member('Lucía')]);
});
afterEach(async () => {
  await bot.kill();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const read = <T>(query: string): T[] => {
  const database = new DatabaseSync(join(dir, 'songcircle.db'), { readOnly: true });
  try {
    return database.prepare(query).all() as T[];
  } finally {
    database.close();
  }
};
const entries = () => read<{ kind: string }>('select kind from entries order by version').map(({ kind }) => kind);
/** The newest song is at the service, which said so. */
const atWork = () =>
  expect
    .poll(() => read<{ state: string }>('select state from songs order by created_at desc limit 1')[0]?.state, {
      timeout: 8_000,
    })
    .toBe('generating');
const boards = (member: Member) => member.messages().filter(isBoard);

/** A circle with all that a song needs, pressed by nobody yet. */
const written = async (): Promise<void> => {
  await startCircle(mira, 'Rain');
  await addSection(jonas, 'Verse', 'words of jonas');
  await addSection(lucia, 'Chorus', 'words of lucia');
  await suggest(jonas, 'style', 'folk');
  await says(mira, 'folk');
};

test('right after the last of them was told: sections, suggestions and votes are all there, in the same message', async () => {
  const board = await startCircle(mira, 'Rain');
  expect(await addSection(jonas, 'Verse', 'words of jonas')).toContain('Saved');
  expect(await suggest(lucia, 'title', 'Tin Roof')).toContain('Suggested');
  await voteFor(jonas, 'title', 'Tin Roof');
  expect(await addSection(lucia, 'Chorus', 'words of lucia')).toContain('Saved');
  // Its message was not edited since: the next start has to.
  await killed();
  const shown = await says(mira, 'words of lucia');
  expect(shown.text).toContain('words of jonas');
  expect(shown.text).toContain('Tin Roof\n1 vote');
  expect(boards(mira).map(({ id }) => id)).toEqual([board.id]);
});

test('between the start of a circle and its answer: the next start shows it', async () => {
  sandbox.fault({ path: '/interactions/.+/callback', times: 1, delayMs: 60_000, status: 502 });
  const starting = mira.slash('circle start', { theme: 'Rain' }).catch(() => null);
  await expect.poll(() => read('select id from circles').length, { timeout: 8_000 }).toBe(1);
  await killed();
  await starting;
  expect((await says(mira, `<@${mira.id}> (host)`)).text).toContain('Rain');
  expect(boards(mira).length).toBe(1);
}, 40_000);

test.each([1, 4, 9])(
  'in the middle of a storm of writing, once %i were told that theirs is saved',
  async (many) => {
    await startCircle(mira, 'Rain');
    const told = new Set<string>();
    let alive = true;
    const storm = [mira, jonas, lucia].map(async (member) => {
      // A round holds 25 sections: the last one is for the end.
      for (let n = 0; alive && n < 8; n += 1) {
        const text = `${member.name} wrote ${n}`;
        const answer = await addSection(member, 'Verse', text).catch(() => '');
        if (answer.includes('Saved')) told.add(text);
        if (told.size >= many) alive = false;
      }
    });
    await expect.poll(() => alive, { interval: 1, timeout: 10_000 }).toBe(false);
    await bot.kill();
    await Promise.all(storm);
    await start();
    const board = await boardOf(mira, ({ buttons }) => buttons.includes('Lyrics'));
    const { text } = await messageOf(mira.press(board, 'Lyrics'));
    for (const line of told) expect(text.split('\n').filter((one) => one === line)).toEqual([line]);
  },
  40_000,
);

test('words that came back are still there for their author, and Edit opens them', async () => {
  await startCircle(mira, 'Rain');
  await formOf(jonas.press(await boardOf(jonas), 'Suggest title'));
  const refused = await messageOf(jonas.fill({ Title: 'x'.repeat(90) }));
  await killed();
  const form = await formOf(jonas.press(refused, 'Edit'));
  expect(form.input('Title').value).toBe('x'.repeat(90));
});

test('between Generate and its answer: one song, which the circle finds', async () => {
  await written();
  sandbox.fault({ path: '/interactions/.+/callback', times: 1, delayMs: 60_000, status: 502 });
  const pressing = mira.press(await boardOf(mira), 'Generate').catch(() => null);
  await expect.poll(() => read('select id from songs').length, { timeout: 8_000 }).toBe(1);
  await bot.kill();
  await pressing;
  await start();
  await expect.poll(() => service.submissions.length, { timeout: 15_000 }).toBe(1);
  service.finish();
  const voting = await says(mira, 'Which take is it?');
  expect(voting.buttons).toContain('Take B');
  await expect.poll(entries, { timeout: 8_000 }).toEqual(['starter', 'hold', 'capture']);
  expect(service.submissions.length).toBe(1);
}, 40_000);

test('while the song is made, and while its takes are voted for: nothing is made twice, no vote is lost', async () => {
  await written();
  const card = await messageOf(mira.press(await boardOf(mira), 'Generate'));
  await says(mira, 'The song is being made.');
  await atWork();
  await killed();
  service.finish();
  await seeFinished(mira, card);
  await says(mira, 'Which take is it?');
  expect(await press(mira, 'Take B')).toContain('Your vote is for take B');
  await killed();
  await says(mira, '1 of 3 have voted.');
  for (const member of [jonas, lucia]) await press(member, 'Take B');
  await killed();
  await says(mira, 'Take B was chosen.');
  await press(lucia, 'Extend');
  await killed();
  await addSection(jonas, 'Outro', 'it stops');
  const next = await messageOf(mira.press(await says(mira, 'it stops'), 'Generate'));
  await atWork();
  await killed();
  service.finish();
  await seeFinished(mira, next);
  await expect.poll(entries, { timeout: 8_000 }).toEqual(['starter', 'hold', 'capture', 'hold', 'capture']);
}, 60_000);
