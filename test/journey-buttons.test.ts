/** The buttons under a song, for everybody who sees it. */
import { ComponentType } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
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
let bot: OpenBot;
let amelie: Member;
let jonas: Member;
let lucia: Member;
/** A finished song of Amélie's. */
let song: Shown;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  service = await startSunoapi({ script: { completion: 0 } });
  const providers = [
    sunoapiOf(service),
    sunoapiOf(service, { id: 'tail', name: 'Tail (test)', extensionIsTail: true }),
    sunoapiOf(service, { id: 'single', name: 'Single (test)', extends: false }),
  ];
  bot = await openBot({ sandbox, service: providers });
  amelie = await sandbox.member('Amélie');
  jonas = await sandbox.member('Jonas');
  lucia = await sandbox.member('Lucía');
  song = await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'a river' })));
  await bot.idle();
});

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
});

afterEach(async () => {
  service.script.onSubmit = 'accept';
  service.script.completion = 0;
  service.release();
  await bot.idle();
});

const linksOf = ({ message }: Shown) =>
  (message.components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.flatMap((button) => ('url' in button ? [{ label: button.label, url: button.url }] : []))
      : [],
  );
const linkTo = ({ id, channelId }: Shown) => `https://discord.com/channels/${sandbox.guildId}/${channelId}/${id}`;

describe('Extend', () => {
  test('opens a form filled in from its parent; the new card links to it and goes on from its end', async () => {
    const form = await formOf(lucia.press(song, 'Extend A'));
    expect(form.title).toBe('Extend: Lantern');
    expect(form.inputs.map(({ label, value }) => [label, value])).toEqual([
      ['From second', ''],
      ['Lyrics', ''],
      ['Style (tags)', 'indie folk, warm'],
      ['Title', 'Lantern'],
    ]);
    const card = await messageOf(lucia.fill({ Lyrics: '[Verse]\nFurther down', Title: 'Lantern II' }));
    expect(card.id).not.toBe(song.id);
    expect(card.text).toContain(`Continues\n[Lantern](${linkTo(song)}), take A, from 0:02`);
    expect(card.text).toContain(`<@${lucia.id}>`);
    await expect.poll(() => service.submissions.at(-1)?.path).toBe('/api/v1/generate/extend');
    expect(service.submissions.at(-1)?.body).toMatchObject({
      audioId: '00000001-5a7e-4000-8000-000000000000',
      prompt: '[Verse]\nFurther down',
      title: 'Lantern II',
    });
    const done = await seeFinished(lucia, card);
    expect(done.text).toContain(`[Lantern](${linkTo(song)}), take A`);
    expect(done.text).not.toContain('only the continuation');
    expect(done.files).toEqual(['Lantern_II_-_A.mp3', 'Lantern_II_-_B.mp3']);
  });

  test('understands 0:02 as a moment, and refuses one that the track does not have with the form kept', async () => {
    await formOf(lucia.press(song, 'Extend B'));
    const note = await messageOf(lucia.fill({ 'From second': '1:45', Lyrics: 'kept' }));
    expect(note.ephemeral).toBe(true);
    expect(note.content).toContain('“1\\:45” is no moment of this track.');
    const form = await formOf(lucia.press(note, 'Edit'));
    expect(form.inputs.map(({ value }) => value)).toEqual(['1:45', 'kept', 'indie folk, warm', 'Lantern']);
    const card = await messageOf(lucia.fill({ 'From second': '0:02' }));
    expect(card.text).toContain('take B, from 0:02');
    await seeFinished(lucia, card);
    expect(service.submissions.at(-1)?.body).toMatchObject({
      audioId: '00000001-5a7e-4000-8000-000000000001',
      continueAt: 2,
    });
  });

  test('says that the files hold only the continuation where that is so', async () => {
    const parent = await messageOf(amelie.slash('song', { idea: 'an echo', model: 'tail/V4_5' }));
    await formOf(amelie.press(await seeFinished(amelie, parent), 'Extend A'));
    const card = await messageOf(amelie.fill({}));
    expect((await seeFinished(amelie, card)).text).toContain(
      'These files hold only the continuation, without the part it continues.',
    );
  });

  test('is not shown where the service cannot', async () => {
    const card = await messageOf(amelie.slash('song', { idea: 'a dot', model: 'single/V4_5' }));
    expect((await seeFinished(amelie, card)).buttons).toEqual(['Again', 'Lyrics']);
  });

  test('a take that the service no longer has: the card says it, the credits come back', async () => {
    const before = bot.account();
    service.script.onSubmit = 'track-gone';
    await formOf(amelie.press(song, 'Extend A'));
    const card = await messageOf(amelie.fill({}));
    const said = await seeAgain(amelie, card, (message) => message.text.includes('no longer has the take'));
    expect(said.text).toContain('The 10 credits went back.');
    await bot.idle();
    expect(bot.account()).toEqual(before);
  });

  test('works after a restart', async () => {
    await bot.restart();
    expect((await formOf(amelie.press(song, 'Extend A'))).title).toBe('Extend: Lantern');
  });
});

describe('Again', () => {
  test('by another member makes the song once more in their name; pressed twice it links to the one under way', async () => {
    service.script.completion = 'manual';
    const before = service.submissions.length;
    const card = await messageOf(jonas.press(song, 'Again'));
    expect(card.ephemeral).toBe(false);
    expect(card.text).toContain(`<@${jonas.id}>`);
    await expect.poll(() => service.submissions.length).toBe(before + 1);
    expect(service.submissions.at(-1)?.body).toMatchObject({ prompt: 'a river' });
    const note = await messageOf(jonas.press(song, 'Again'));
    expect(note.ephemeral).toBe(true);
    expect(note.content).toContain('You asked for this song again already');
    expect(linksOf(note)).toEqual([{ label: 'Go to the song', url: linkTo(card) }]);
    const hers = await messageOf(lucia.press(song, 'Again'));
    expect(hers.ephemeral).toBe(false);
    await expect.poll(() => service.submissions.length).toBe(before + 2);
    service.finish();
    await seeFinished(jonas, card);
    await seeFinished(lucia, hers);
    await bot.idle();
    service.script.completion = 0;
    const third = await messageOf(jonas.press(song, 'Again'));
    expect(third.id).not.toBe(card.id);
    await seeFinished(jonas, third);
  });

  test('two presses at the same moment are one song', async () => {
    const songs = bot.songs().length;
    const both = await Promise.all([lucia.press(song, 'Again'), lucia.press(song, 'Again')]);
    const shown = both.map((seen) => seen.kind === 'message' && seen.message.ephemeral);
    expect(shown.sort()).toEqual([false, true]);
    expect(bot.songs().length).toBe(songs + 1);
  });
});

test('Lyrics shows the words to the one who asks, and to nobody else', async () => {
  const note = await messageOf(jonas.press(song, 'Lyrics'));
  expect(note.ephemeral).toBe(true);
  expect(note.text).toContain('Lyrics: Lantern');
  expect(note.text).toContain('A lantern on the water');
  expect(lucia.message(note.id)).toBeNull();
});

describe('Cancel', () => {
  const workersAtOnce = 16;

  test('before the service was asked: nothing is sent, the credits are back, and the card says so', async () => {
    service.script.onSubmit = 'hold-open';
    const submitted = service.submissions.length;
    for (let n = 0; n < workersAtOnce; n += 1) await messageOf(lucia.slash('song', { idea: `before it ${n}` }));
    await expect.poll(() => service.submissions.length).toBe(submitted + workersAtOnce);
    const before = bot.account();
    const card = await messageOf(amelie.slash('song', { idea: 'never sung' }));
    expect(bot.account()).toEqual({ available: before.available - 10, held: before.held + 10 });
    const notHers = await messageOf(lucia.press(await seeAgain(lucia, card, () => true), 'Cancel'));
    expect(notHers.content).toContain('Only the member who asked for this song, or somebody with Manage Server');
    const note = await messageOf(amelie.press(card, 'Cancel'));
    expect(note).toMatchObject({ ephemeral: true, content: 'Cancelled. Nothing was sent, and the credits are back.' });
    expect(bot.account()).toEqual(before);
    service.script.onSubmit = 'accept';
    service.release();
    const said = await seeAgain(amelie, card, (message) => message.text.includes('Cancelled before the service'));
    expect(said.text).toContain('The 10 credits went back.');
    expect(said.buttons).toEqual(['Edit', 'Again']);
    await bot.idle();
    expect(service.submissions.filter(({ body }) => body.prompt === 'never sung')).toEqual([]);
  });

  test('after it: the card says so, the song arrives as a direct message, and is paid', async () => {
    service.script.completion = 'manual';
    const before = bot.account();
    const submitted = service.submissions.length;
    const card = await messageOf(amelie.slash('song', { idea: 'too late' }));
    await expect.poll(() => service.submissions.length).toBe(submitted + 1);
    await expect.poll(() => bot.songs().at(-1)?.state).toBe('generating');
    const note = await messageOf(jonas.press(await seeAgain(jonas, card, () => true), 'Cancel'));
    expect(note.content).toContain('The service is already at work and cannot stop.');
    const going = await seeAgain(amelie, card, (message) =>
      message.text.includes('cancelled. The service was already'),
    );
    expect(going.text).toContain(`<@${jonas.id}>`);
    expect(going.buttons).toEqual([]);
    service.finish();
    const said = await seeAgain(amelie, card, (message) => message.text.includes('it went out as a direct message'));
    expect(said.files).toEqual([]);
    const inside = await privately(amelie);
    const arrived = await inside.see((message) => message.files.length === 2);
    expect(arrived.text).toContain('The song that was cancelled was made all the same. Here it is.');
    expect(arrived.buttons).toEqual([]);
    await bot.idle();
    expect(bot.account()).toEqual({ available: before.available - 10, held: 0 });
    expect(bot.songs().at(-1)).toMatchObject({ state: 'done', money: 'captured' });
  });

  test('after it, with direct messages closed: the song is shown where it was asked for', async () => {
    sandbox.change({ member: { id: lucia.id, refusesDirectMessages: true } });
    service.script.completion = 'manual';
    const submitted = service.submissions.length;
    const card = await messageOf(lucia.slash('song', { idea: 'no letterbox' }));
    await expect.poll(() => service.submissions.length).toBe(submitted + 1);
    await expect.poll(() => bot.songs().at(-1)?.state).toBe('generating');
    await messageOf(lucia.press(card, 'Cancel'));
    service.finish();
    const done = await seeAgain(lucia, card, (message) => message.files.length === 2);
    expect(done.text).toContain('direct messages are closed: so it is here');
    await bot.idle();
    expect(bot.songs().at(-1)).toMatchObject({ state: 'done', money: 'captured' });
    sandbox.change({ member: { id: lucia.id, refusesDirectMessages: false } });
  });
});
