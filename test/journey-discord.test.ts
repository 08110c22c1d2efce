/** Discord on a bad day: one finished message, one capture, whatever Discord does in between. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import type { Fault } from '../sandbox/protocol.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { messageOf, type OpenBot, openBot, privately, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let sandbox: OpenSandbox;
let service: MusicService;
let bot: OpenBot;
let amelie: Member;

const callback = { method: 'POST', path: '/callback$' };
const edit = { method: 'PATCH', path: '/webhooks/.+/messages/' };
const editAsBot = { method: 'PATCH', path: '/channels/.+/messages/' };
const post = { method: 'POST', path: '/channels/.+/messages$' };

beforeAll(async () => {
  // Limits of its own would hide those that are asked for.
  sandbox = await openSandbox({ rateLimits: false });
  speakEnglish(sandbox);
  service = await startSunoapi();
  bot = await openBot({ sandbox, service });
  amelie = await sandbox.member('Amélie');
});

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
});

afterEach(async () => {
  sandbox.change({ botInGuild: true, channel: { id: sandbox.channels.songs, botLacks: [] } });
  service.script.completion = 'manual';
  service.finish();
  await bot.idle();
  await expect.poll(() => amelie.commands().length).toBeGreaterThan(0);
});

const newest = () => bot.songs().at(-1);
const withTakes = (member: Member): Shown[] => member.messages().filter(({ files }) => files.length > 0);

/** Asks for a song, lets something happen while it is made, and lets it be finished. */
async function during(idea: string, happens: (card: Shown) => void | Promise<void>): Promise<Shown> {
  const submitted = service.submissions.length;
  const card = await messageOf(amelie.slash('song', { idea }));
  await expect.poll(() => service.submissions.length).toBe(submitted + 1);
  await expect.poll(() => newest()?.state).toBe('generating');
  await happens(card);
  service.finish();
  return card;
}

/** One song, one message that shows it, one capture. */
async function isDeliveredOnce(account: { available: number; held: number }, finished: Shown, shown: number) {
  await bot.idle();
  expect(newest()).toMatchObject({ state: 'done', money: 'captured' });
  expect(bot.account()).toEqual({ available: account.available - 10, held: 0 });
  expect(finished.files.length).toBe(2);
  expect(withTakes(amelie).length).toBe(shown + 1);
}

describe('the card is followed to wherever it can be shown', () => {
  test('the token expired: the same message is edited by the bot itself', async () => {
    const before = bot.account();
    const shown = withTakes(amelie).length;
    const card = await during('token', () => sandbox.change({ expireTokens: true }));
    await isDeliveredOnce(before, await seeFinished(amelie, card), shown);
  });

  test('the message was deleted: a new one carries the song', async () => {
    const before = bot.account();
    const shown = withTakes(amelie).length;
    const card = await during('deleted', ({ id, channelId }) =>
      sandbox.change({ deleteMessage: { channelId, messageId: id } }),
    );
    const finished = await amelie.see((message) => message.text.includes('deleted') && message.files.length === 2);
    expect(finished.id).not.toBe(card.id);
    await isDeliveredOnce(before, finished, shown);
    expect(finished.buttons).toContain('Extend A');
  });

  test('the channel is closed to the bot: it comes as a direct message that says why', async () => {
    const before = bot.account();
    const card = await during('closed', () => {
      sandbox.change({ expireTokens: true, channel: { id: sandbox.channels.songs, botLacks: ['View Channel'] } });
    });
    const finished = await arrivesPrivately('closed');
    expect(finished.text).toContain('could not be shown where it was asked for, so here it is');
    expect(finished.buttons).toEqual([]);
    expect(amelie.message(card.id)?.files).toEqual([]);
    await bot.idle();
    expect(newest()).toMatchObject({ state: 'done', money: 'captured' });
    expect(bot.account()).toEqual({ available: before.available - 10, held: 0 });
  });

  test('the bot was removed from the server: the same', async () => {
    const before = bot.account();
    await during('removed', () => sandbox.change({ expireTokens: true, botInGuild: false }));
    await arrivesPrivately('removed');
    await bot.idle();
    expect(bot.account()).toEqual({ available: before.available - 10, held: 0 });
  });

  test('every way is closed: the credits come back', async () => {
    const before = bot.account();
    sandbox.change({ member: { id: amelie.id, refusesDirectMessages: true } });
    await during('nowhere', () => sandbox.change({ expireTokens: true, botInGuild: false }));
    await expect.poll(() => newest(), { timeout: 10_000 }).toMatchObject({ state: 'gave_up', ending: 'nowhere' });
    await bot.idle();
    expect(newest()?.money).toBe('released');
    expect(bot.account()).toEqual(before);
    sandbox.change({ member: { id: amelie.id, refusesDirectMessages: false } });
  });
});

/** The finished card of this idea, in the conversation between her and the bot. */
async function arrivesPrivately(idea: string): Promise<Shown> {
  await expect.poll(() => privately(amelie).catch(() => null), { timeout: 10_000 }).not.toBeNull();
  const inside = await privately(amelie);
  return inside.see((message) => message.text.includes(idea) && message.files.length === 2, 10_000);
}

describe('Discord stumbles', () => {
  /** Not every kind of request meets every trouble: what they share is tried once. */
  const troubles: [string, Omit<Fault, 'path' | 'times'>][] = [
    ['a 429 that says how long to wait', { status: 429, retryAfterSeconds: 1.6 }],
    ['a 503', { status: 503 }],
    ['a 502 after it did what was asked', { status: 502, applyFirst: true }],
  ];

  test.each(troubles.toSpliced(1, 1))('%s, on the last edit', async (_what, fault) => {
    const before = bot.account();
    const shown = withTakes(amelie).length;
    const card = await during('stumble', () => sandbox.fault({ ...edit, times: 1, ...fault }));
    await isDeliveredOnce(before, await seeFinished(amelie, card), shown);
    expect(sandbox.requests().some(({ status }) => status === fault.status)).toBe(true);
  });

  test.each(troubles.slice(1, 2))('%s, on the edit as the bot', async (_what, fault) => {
    const before = bot.account();
    const shown = withTakes(amelie).length;
    const card = await during('stumble', () => {
      sandbox.change({ expireTokens: true });
      sandbox.fault({ ...editAsBot, times: 1, ...fault });
    });
    await isDeliveredOnce(before, await seeFinished(amelie, card), shown);
  });

  test.each(troubles.slice(2))('%s, on the new message', async (_what, fault) => {
    const before = bot.account();
    const shown = withTakes(amelie).length;
    const posts = () => sandbox.requests().filter(({ method, path }) => method === 'POST' && /\/messages$/.test(path));
    const posted = posts().length;
    const idea = `post ${String(fault.status)} ${fault.applyFirst === true}`;
    await during(idea, ({ id, channelId }) => {
      sandbox.change({ deleteMessage: { channelId, messageId: id } });
      sandbox.fault({ ...post, times: 1, ...fault });
    });
    await expect.poll(() => newest()?.state, { timeout: 10_000 }).toBe('done');
    const finished = await amelie.see((message) => message.text.includes(idea) && message.files.length === 2);
    await isDeliveredOnce(before, finished, shown);
    expect(posts().length).toBe(posted + 2);
  });

  test.each(troubles)('%s, on the very first answer', async (_what, fault) => {
    const before = bot.account();
    const shown = withTakes(amelie).length;
    const songs = bot.songs().length;
    service.script.completion = 0;
    sandbox.fault({ ...callback, times: 1, ...fault });
    const idea = `first ${String(fault.status)} ${fault.applyFirst === true}`;
    await amelie.slash('song', { idea });
    const finished = await amelie.see((message) => message.text.includes(idea) && message.files.length === 2, 10_000);
    expect(bot.songs().length).toBe(songs + 1);
    await isDeliveredOnce(before, finished, shown);
    expect(withTakes(amelie).at(-1)?.buttons).toContain('Again');
  });

  test('a 503 on a refusal: it is given once more', async () => {
    sandbox.fault({ ...callback, times: 1, status: 503 });
    const note = await messageOf(amelie.slash('song', { idea: '  ' }));
    expect(note.content).toContain('Idea is empty.');
  });

  test('the line drops and comes back: songs go on, buttons answer', async () => {
    const card = await during('line', () => sandbox.change({ gateway: 'drop' }));
    const finished = await seeFinished(amelie, card);
    await expect
      .poll(async () => (await amelie.press(finished, 'Lyrics').catch(() => null))?.kind, { timeout: 10_000 })
      .toBe('message');
  });
});

test('the same interaction delivered twice is one song', async () => {
  const before = bot.account();
  const songs = bot.songs().length;
  service.script.completion = 0;
  const card = await messageOf(amelie.slash('song', { idea: 'twice' }));
  sandbox.change({ replayLastInteraction: true });
  const finished = await seeFinished(amelie, card);
  await bot.restart();
  sandbox.change({ replayLastInteraction: true });
  await messageOf(amelie.slash('credits balance'));
  expect(bot.songs().length).toBe(songs + 1);
  await bot.idle();
  expect(bot.account()).toEqual({ available: before.available - 10, held: 0 });
  expect(amelie.messages().filter((message) => message.text.includes('twice')).length).toBe(1);
  expect(amelie.message(finished.id)?.files.length).toBe(2);
});
