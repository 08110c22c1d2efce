/** Takes that are too large for the server: what the card says, and what can be played. */
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBuffer } from 'music-metadata';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { messageOf, type OpenBot, openBot, seeAgain, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';
import { writeMp3 } from './helpers/sounds.ts';

const limit = 500 * 1024;
let sandbox: OpenSandbox;
let service: MusicService;
let bot: OpenBot;
let amelie: Member;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  const path = join(tmpdir(), `songcircle-large-${process.pid}.mp3`);
  await writeMp3(path, { seconds: 20, kilobits: 320 });
  const wav = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ', 'latin1'), Buffer.alloc(2 * limit)]);
  service = await startSunoapi({ takes: [wav, await readFile(path)] });
  await rm(path);
  bot = await openBot({ sandbox, service });
  amelie = await sandbox.member('Amélie');
  sandbox.change({ attachmentLimit: limit });
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
});

test('one is encoded down and plays, the other is linked at the service, and the card says both', async () => {
  const card = await messageOf(amelie.slash('song', { idea: 'a very long road' }));
  await expect.poll(() => service.submissions.length).toBe(1);
  service.step();
  service.step();
  const first = await seeAgain(amelie, card, ({ text }) => text.includes('Take A is not attached'));
  // The service of this test lies on this machine, where no link may lead.
  expect(first.text).not.toContain('Listen at the service');
  expect(first.files).toEqual([]);
  bot.alter(`update tracks set audio = '{"kind":"url","url":"https://cdn.example.com/a.wav"}' where position = 0`);
  service.finish();
  const done = await seeAgain(amelie, card, ({ buttons }) => buttons.includes('Again'));
  expect(done.text).toContain(
    'Take A is not attached: its file is larger than this place allows, or no longer here. ' +
      '[Listen at the service](https://cdn.example.com/a.wav), which keeps it for about two weeks.',
  );
  expect(done.text).toContain('Take B was encoded at 192 kbit/s to fit here.');
  expect(done.files).toEqual(['Lantern_-_B.mp3']);
  const bytes = await amelie.download(done.message.attachments[0]?.url ?? '');
  expect(bytes.length).toBeLessThanOrEqual(limit);
  const { common, format } = await parseBuffer(bytes, 'audio/mpeg');
  expect(format.duration).toBeCloseTo(20, 0);
  expect(common.title).toBe('Lantern');
  expect(common.picture?.length).toBe(1);
  expect(JSON.stringify(common.comment)).toContain('AI-made');
  await bot.idle();
  expect(bot.account()).toEqual({ available: 990, held: 0 });
});

test('a bot that is stopped while it fetches and encodes delivers the song after the next start', async () => {
  const card = await messageOf(amelie.slash('song', { idea: 'a road without end' }));
  await expect.poll(() => service.submissions.length).toBe(2);
  service.finish();
  await expect.poll(() => service.counts.files).toBeGreaterThan(4);
  await bot.restart();
  const done = await seeAgain(amelie, card, ({ buttons }) => buttons.includes('Again'));
  expect(done.text).toContain('Take B was encoded at 192 kbit/s to fit here.');
  expect(done.files).toEqual(['Lantern_-_B.mp3']);
  await bot.idle();
  expect(bot.account()).toEqual({ available: 980, held: 0 });
});
