/** What somebody hears who has nothing but this repository. */
import { parseBuffer } from 'music-metadata';
import { expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import { messageOf, openBot, speakEnglish } from './helpers/bot.ts';
import { openSandbox } from './helpers/sandbox.ts';

/** Composing and rendering is real work, on a machine that does other things too. */
const renderedWithinMs = 60_000;

const seeRendered = (member: Member, card: Shown) =>
  member.see(({ id, files, buttons }) => id === card.id && files.length === 2 && buttons.length > 1, renderedWithinMs);

test('a song of the built-in service: a credit, two takes that play, and covers', async () => {
  await using sandbox = await openSandbox();
  speakEnglish(sandbox);
  await using bot = await openBot({ sandbox, service: 'built-in', env: { STARTER_CREDITS: '50' } });
  const amelie = await sandbox.member('Amélie');
  const card = await messageOf(amelie.slash('song', { idea: 'a slow jazz night in a harbour, 80 bpm' }));
  expect(card.text).toContain('Price: 1 credit · 49 credits left');
  const song = await seeRendered(amelie, card);
  expect(song.buttons.slice(0, 3)).toEqual(['Extend A', 'Extend B', 'Again']);
  expect(song.text).toContain('AI-made');
  expect(song.message.embeds.filter(({ image }) => image).length).toBe(2);
  const takes = await Promise.all(song.message.attachments.map(({ url }) => amelie.download(url)));
  for (const take of takes) {
    const { format, common } = await parseBuffer(take, 'audio/mpeg');
    expect(format.duration).toBeGreaterThan(15);
    expect(JSON.stringify(common.comment)).toContain('AI-made');
  }
  expect(takes[0]?.equals(takes[1] ?? Buffer.alloc(0))).toBe(false);
  await bot.idle();
  expect(bot.account()).toEqual({ available: 49, held: 0 });
}, 120_000);
