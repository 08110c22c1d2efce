/** From one sentence to a song in the channel, as the people there see it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { SeenRequest } from '../sandbox/protocol.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { messageOf, type OpenBot, openBot, seeAgain, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let sandbox: OpenSandbox;
let service: MusicService;
let bot: OpenBot;
let amelie: Member;
let jonas: Member;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  service = await startSunoapi();
  bot = await openBot({ sandbox, service });
  amelie = await sandbox.member('Amélie');
  jonas = await sandbox.member('Jonas');
});

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
});

afterEach(async () => {
  service.finish();
  await bot.idle();
});

const startsWithMp3 = (bytes: Buffer) =>
  bytes.subarray(0, 3).toString() === 'ID3' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0);

/** Requests about one card: its callback and every edit. */
const aboutCards = (requests: SeenRequest[]) =>
  requests.filter(({ path }) => /\/callback$|\/messages(\/|$)/.test(path));

test('a song: card at once, the first take plays while the second works, then both with covers and buttons', async () => {
  const before = sandbox.requests().length;
  const beforeMs = performance.now();
  const card = await messageOf(amelie.slash('song', { idea: 'a river that forgot its name' }));
  expect(performance.now() - beforeMs).toBeLessThan(3_000);
  expect(card.ephemeral).toBe(false);
  expect(card.text).toContain('a river that forgot its name');
  expect(card.text).toContain(`<@${amelie.id}>`);
  expect(card.text).toContain('sunoapi.org');
  expect(card.text).toContain('Price: 10 credits · 990 credits left');
  expect(card.text).toContain('Waiting for its turn');
  expect(card.text).toMatch(/<t:\d+:R>/);
  expect(card.text).toMatch(/[■□]{10}/);
  expect(card.buttons).toEqual(['Cancel']);
  expect(bot.account()).toEqual({ available: 990, held: 10 });

  await expect.poll(() => service.submissions.length).toBe(1);
  service.step();
  // The card moves at most once in five seconds, and what it says then is true.
  const working = await seeAgain(amelie, card, (message) => message.text.includes('Making the music'));
  expect(working.files).toEqual([]);
  service.step();
  const first = await seeAgain(jonas, card, (message) => message.files.length === 1);
  expect(first.files[0]).toMatch(/_-_A\.mp3$/);
  expect(first.text).toContain('Take A: 0:02');
  expect(first.text).toContain('Take B: still being made');
  expect(first.text).toContain('The first take is here');
  expect(first.buttons).toEqual(['Cancel']);
  expect(startsWithMp3(await jonas.download(first.message.attachments[0]?.url ?? ''))).toBe(true);

  service.finish();
  const done = await seeFinished(amelie, card);
  expect(done.message.attachments.map(({ title }) => title)).toEqual(['Lantern - A', 'Lantern - B']);
  expect(done.message.attachments.map(({ content_type }) => content_type)).toEqual(['audio/mpeg', 'audio/mpeg']);
  for (const file of done.message.attachments) {
    expect(file.description).toMatch(/^Lantern, take [AB]: an AI-made song as MP3$/);
    expect(startsWithMp3(await amelie.download(file.url))).toBe(true);
  }
  const covers = done.message.embeds.filter((embed) => embed.image !== undefined);
  expect(covers.map((embed) => embed.title)).toEqual(['Lantern · Take A', 'Lantern · Take B']);
  for (const cover of covers) expect((await amelie.download(cover.image?.url ?? '')).length).toBeGreaterThan(100);
  expect(done.text).toContain('indie folk, warm');
  expect(done.text).toContain('Suno V4.5 · sunoapi.org');
  expect(done.text).toContain('AI-made');
  expect(done.text).not.toMatch(/[■□]/);
  expect(done.buttons).toEqual(['Extend A', 'Extend B', 'Again', 'Lyrics']);
  await bot.idle();
  expect(bot.account()).toEqual({ available: 990, held: 0 });

  const requests = aboutCards(sandbox.requests().slice(before));
  const alt = requests.flatMap(({ body }) => (body as { attachments?: { description?: string }[] }).attachments ?? []);
  expect(alt.map(({ description }) => description)).toContain('Cover of Lantern, take A: a picture made for this song');
  const progress = requests.filter(({ body }) => JSON.stringify(body).includes('Making the music'));
  expect(progress.length).toBe(1);
  expect(requests.length - progress.length).toBe(3);
  expect((progress[0]?.at ?? 0) - (requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(4_990);
});

test('a song that is made faster than the card may move takes three requests at most', async () => {
  const before = sandbox.requests().length;
  const card = await messageOf(amelie.slash('song', { idea: 'snow' }));
  await expect.poll(() => service.submissions.length).toBe(2);
  service.step();
  service.step();
  await seeAgain(amelie, card, (message) => message.files.length === 1);
  service.finish();
  await seeFinished(amelie, card);
  await bot.idle();
  expect(aboutCards(sandbox.requests().slice(before)).length).toBe(3);
});

describe('/credits balance', () => {
  test('says what is available, set aside and used today, to the one who asks alone', async () => {
    const card = await messageOf(amelie.slash('song', { idea: 'tin' }));
    const note = await messageOf(jonas.slash('credits balance'));
    expect(note.ephemeral).toBe(true);
    expect(note.text.split('\n')).toEqual([
      'Credits of this server',
      'Available',
      '970',
      'Set aside for songs being made',
      '10',
      'Used today (UTC)',
      '■□□□□□□□□□ 30 of 1,000,000',
    ]);
    await expect.poll(() => service.submissions.length).toBe(3);
    service.finish();
    await seeFinished(amelie, card);
    await bot.idle();
    const after = await messageOf(jonas.slash('credits balance'));
    expect(after.text).toContain(
      'Available\n970\nSet aside for songs being made\n0\nUsed today (UTC)\n■□□□□□□□□□ 30 of',
    );
  });
});

test('the finished file says in its own tags what it is, and that it is AI-made', async () => {
  const card = await messageOf(amelie.slash('song', { idea: 'copper' }));
  await expect.poll(() => service.submissions.length).toBe(4);
  service.finish();
  const done = await seeFinished(amelie, card);
  const bytes = await amelie.download(done.message.attachments[0]?.url ?? '');
  const { parseBuffer } = await import('music-metadata');
  const { common, format } = await parseBuffer(bytes, 'audio/mpeg');
  expect(common.title).toBe('Lantern');
  expect(common.picture?.length).toBe(1);
  expect(JSON.stringify(common.lyrics)).toContain('A lantern on the water');
  expect(JSON.stringify(common.comment)).toContain('AI-made');
  expect(format.duration).toBeGreaterThan(2);
});
