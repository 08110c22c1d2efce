/** A music service on a bad day: what the card says, where the credits are, and what is left to do. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import {
  formOf,
  messageOf,
  type OpenBot,
  openBot,
  privately,
  seeAgain,
  seeFinished,
  speakEnglish,
  sunoapiOf,
} from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let sandbox: OpenSandbox;
let service: MusicService;
let second: MusicService;
let bot: OpenBot;
let mira: Member;
let amelie: Member;
let lucia: Member;

const deadlineSeconds = 2;

beforeAll(async () => {
  // The operator hears of more here in a few seconds than one conversation may bring.
  sandbox = await openSandbox({ rateLimits: false });
  speakEnglish(sandbox);
  service = await startSunoapi({ script: { completion: 0 } });
  second = await startSunoapi({ script: { completion: 0 } });
  bot = await openBot({ sandbox, service });
  mira = await sandbox.member('Mira');
  amelie = await sandbox.member('Amélie');
  lucia = await sandbox.member('Lucía');
});

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await service.close();
  await second.close();
  await sandbox[Symbol.asyncDispose]();
});

const well = { onSubmit: 'accept', onLook: 'answer', outcome: 'success', completion: 0, files: 'ok' } as const;
afterEach(async () => {
  Object.assign(service.script, { ...well, oneTrackFails: false });
  service.release();
  await bot.idle();
  expect(bot.account().held).toBe(0);
  await forgetTroubles();
});

/** As if time had passed: what a service refused before closes it for nobody. */
async function forgetTroubles(): Promise<void> {
  await bot.stop();
  bot.alter("DELETE FROM keyv WHERE key LIKE 'services:%'");
  await bot.restart();
}

const ask = (idea = 'a quiet sea') => messageOf(amelie.slash('song', { idea }));
const newest = () => bot.songs().at(-1);
/** What the operator was told so far. */
const told = async (): Promise<string[]> => {
  const { channels } = await mira.snapshot();
  return channels.some(({ kind }) => kind === 'dm') ? (await privately(mira)).messages().map(({ text }) => text) : [];
};

/** The card ends with this sentence and the credits back; its words open again for their author alone. */
async function endsWith(sentence: string, ending: string, state: string): Promise<void> {
  const before = bot.account();
  const card = await ask('kept words');
  const said = await seeAgain(amelie, card, (message) => message.text.includes(sentence));
  expect(said.text).toContain('The 10 credits went back.');
  expect(said.files).toEqual([]);
  expect(said.buttons).toEqual(['Edit', 'Again']);
  await bot.idle();
  expect(newest()).toMatchObject({ state, money: 'released', ending });
  expect(bot.account()).toEqual(before);
  expect((await messageOf(lucia.press(said, 'Edit'))).content).toContain('Only the member who wrote these words');
  expect((await formOf(amelie.press(said, 'Edit'))).input('Idea').value).toBe('kept words');
}

describe('unavailable', () => {
  const ways = [
    ['credits', 'out of its own credits', 'credits'],
    ['key', 'a wrong key', 'key'],
    ['retired', 'a retired model', 'retired'],
    ['maintenance', 'maintenance', 'maintenance'],
    ['busy', 'too many requests', 'busy'],
  ] as const;
  test.each(ways)('%s: the card says so, and the operator is told once, not per song', async (way, _what, reason) => {
    service.script.onSubmit = way;
    const before = (await told()).length;
    await endsWith('The music service is not available at the moment.', 'unavailable', 'refused');
    await endsWith('The music service is not available at the moment.', 'unavailable', 'refused');
    const news = (await told()).slice(before);
    expect(news.length).toBe(1);
    expect(news[0]).toContain(`sunoapi.org cannot work until somebody acts (${reason})`);
  });

  test('a service that understands nothing: not about the words, and the operator is told', async () => {
    service.script.onSubmit = 'invalid';
    await endsWith('did not understand the request. That is not about your words', 'invalid', 'refused');
    expect((await told()).at(-1)).toContain('(invalid)');
  });
});

test('the line breaks while the song is handed over: never sent twice, credits back, the operator hears of it', async () => {
  for (const way of ['accept-but-cut', 'html-502', 'no-task'] as const) {
    service.script.onSubmit = way;
    const submitted = service.submissions.length;
    const before = (await told()).length;
    await endsWith('It is never sent twice; you may ask for it again.', 'unknown_outcome', 'gave_up');
    expect(service.submissions.length).toBe(submitted + 1);
    await expect.poll(async () => (await told()).length).toBe(before + 1);
    expect((await told()).at(-1)).toContain('the service may have charged for it');
  }
});

test('the service tries and fails', async () => {
  service.script.outcome = 'audio-failed';
  await endsWith('tried and could not make this song.', 'service', 'gave_up');
});

test('words refused only after it began: not repeated, and Edit opens them', async () => {
  service.script.outcome = 'sensitive';
  const before = bot.account();
  const card = await ask('the forbidden name');
  const said = await seeAgain(amelie, card, (message) => message.text.includes('refuses these words'));
  expect(said.text).not.toContain('forbidden');
  expect(said.buttons).toEqual(['Edit']);
  await bot.idle();
  expect(bot.account()).toEqual(before);
  expect((await formOf(amelie.press(said, 'Edit'))).input('Idea').value).toBe('the forbidden name');
});

test('one of two takes fails: the good one is delivered, the card says it, and half comes back', async () => {
  service.script.oneTrackFails = true;
  const before = bot.account();
  const card = await ask();
  const done = await seeAgain(amelie, card, ({ text }) => text.includes('One take could not be made.'));
  expect(done.files).toEqual(['Lantern_-_A.mp3']);
  expect(done.text).toContain('Take B: the service could not make it');
  expect(done.text).toContain('5 credits came back.');
  expect(done.buttons).toEqual(['Extend A', 'Again', 'Lyrics']);
  await bot.idle();
  expect(bot.account()).toEqual({ available: before.available - 5, held: 0 });
});

test('a service that answers with HTML, errors and unknown words while it works is waited for', async () => {
  service.script.completion = 'manual';
  const card = await ask();
  await expect.poll(() => newest()?.state).toBe('generating');
  for (const way of ['html-502', 'unknown-word', 'broken-json'] as const) {
    service.script.onLook = way;
    const looks = service.counts.looks;
    await expect.poll(() => service.counts.looks, { timeout: 10_000 }).toBeGreaterThan(looks);
  }
  service.script.onLook = 'answer';
  service.finish();
  await seeFinished(amelie, card);
});

test('files that are no audio are not passed on', async () => {
  service.script.files = 'html';
  const before = bot.account();
  const card = await ask();
  await seeAgain(amelie, card, (message) => message.text.includes('credits went back'));
  await bot.idle();
  expect(bot.account()).toEqual(before);
});

test('a service that never answers: at the deadline the credits come back, and the card says it is free should it come', async () => {
  await bot.restart({ SONG_DEADLINE_SECONDS: String(deadlineSeconds) });
  service.script.completion = 'manual';
  const before = bot.account();
  const card = await ask('kept words');
  const said = await seeAgain(amelie, card, (message) => message.text.includes('did not answer in time'));
  expect(said.text).toContain('Should the song still arrive, it is free.');
  expect(said.text).toContain('The 10 credits went back.');
  await bot.idle();
  expect(newest()).toMatchObject({ state: 'gave_up', money: 'released', ending: 'silent' });
  expect(bot.account()).toEqual(before);
  service.finish();
  // The slow look, brought forward.
  service.script.completion = 0;
  bot.alter('update songs set due_at = 0 where late_look_until is not null');
  const late = await messageOf(lucia.slash('song', { idea: 'somebody else wakes the bot' }));
  const done = await seeFinished(amelie, card);
  expect(done.text).toContain('It came late, after the credits went back: it is free.');
  await seeFinished(lucia, late);
  await bot.idle();
  expect(bot.account()).toEqual({ available: before.available - 10, held: 0 });
  await bot.restart({ SONG_DEADLINE_SECONDS: '900' });
});

test('when the member named no model, the next service makes it, and the card names that one', async () => {
  // A server of its own, so that two bots do not answer one member.
  await using besides = await openSandbox();
  speakEnglish(besides);
  await using other = await openBot({
    sandbox: besides,
    service: [sunoapiOf(service), sunoapiOf(second, { id: 'second', name: 'Second (test)' })],
  });
  const member = await besides.member('Amélie');
  service.script.onSubmit = 'maintenance';
  const card = await messageOf(member.slash('song', { idea: 'plan b' }));
  const done = await seeFinished(member, card);
  expect(done.text).toContain('Second (test)');
  expect(done.text).not.toContain('· sunoapi.org');
  await other.idle();
  expect(other.account()).toEqual({ available: 990, held: 0 });
  const named = await messageOf(member.slash('song', { idea: 'plan a', model: 'sunoapi/V4_5' }));
  await seeAgain(member, named, (message) => message.text.includes('not available at the moment'));
  await other.idle();
  expect(second.submissions.length).toBe(1);
});
