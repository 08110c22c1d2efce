import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPage } from '../sandbox/server/page.ts';
import { openBot } from './helpers/bot.ts';
import { launchBrowser } from './helpers/browser.ts';
import { tone } from './helpers/fake-media.ts';
import { openSandbox } from './helpers/sandbox.ts';
import { openBot as openClient } from './helpers/sandbox-bot.ts';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const page = createPage(fileURLToPath(new URL('../sandbox/page', import.meta.url)));
const silent = { parse: [] };
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 30_000);
afterAll(() => browser.close());

describe('the page and the sandbox it is served by', () => {
  it('opens by either name of this machine, shows what a bot posts, and plays it', async () => {
    await using sandbox = await openSandbox({ page });
    const [mira, jonas] = await Promise.all([browser.newPage(), browser.newPage()]);
    const faults: string[] = [];
    for (const tab of [mira, jonas]) {
      tab.on('pageerror', (error) => faults.push(error.message));
      tab.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
    }
    await mira.goto(sandbox.url.replace('127.0.0.1', 'localhost'));
    await jonas.goto(`${sandbox.url}/?member=${sandbox.members[1]?.id}`);
    await mira.getByRole('combobox', { name: 'Message #songs' }).fill('who sings?');
    await mira.keyboard.press('Enter');
    await jonas.getByRole('article').getByText('who sings?').waitFor();
    expect(await mira.getByRole('button', { name: 'Kill it' }).count()).toBe(0);

    const form = new FormData();
    const attachments = [{ id: 0 }, { id: 1, description: 'A single red point' }];
    const embeds = [{ title: 'Point', image: { url: 'attachment://cover.png' } }];
    form.set('files[0]', new Blob([await tone(4)], { type: 'audio/mpeg' }), 'Point - A.mp3');
    form.set('files[1]', new Blob([pixel], { type: 'image/png' }), 'cover.png');
    form.set('payload_json', JSON.stringify({ attachments, embeds, allowed_mentions: { parse: [] } }));
    const posted = await fetch(`${sandbox.apiUrl}/v10/channels/${sandbox.channels.songs}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${sandbox.token}` },
      body: form,
    });
    expect(posted.status).toBe(200);
    await mira.getByRole('button', { name: /^Play Point/ }).click();
    const audio = mira.locator('song-player audio');
    await expect.poll(() => audio.evaluate((node: { currentTime: number }) => node.currentTime)).toBeGreaterThan(0.3);
    const picture = mira.getByRole('img', { name: 'A single red point' });
    await expect.poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(1);
    expect(await picture.count()).toBe(1);
    expect(faults).toEqual([]);
    await Promise.all([mira.close(), jonas.close()]);
  });

  it('takes a file of lyrics along with a command, names it in the form, and shows the song that comes of it', async () => {
    await using sandbox = await openSandbox({ page });
    await using _bot = await openBot({ sandbox, service: 'instant', env: { ALLOW_PRIVATE_DOWNLOADS: 'false' } });
    const tab = await browser.newPage();
    await tab.goto(sandbox.url);
    await tab.getByRole('combobox', { name: 'Message #songs' }).waitFor();
    await tab.keyboard.type('/compose');
    await tab.getByRole('option', { name: /\/compose/ }).waitFor();
    await tab.keyboard.press('Enter');
    await tab.keyboard.type('lyr');
    await tab.keyboard.press('Enter');
    const lyrics = { name: 'tin roofs.txt', mimeType: 'text/plain', buffer: Buffer.from('[Verse]\nRain on the tin') };
    await tab.getByLabel('lyrics_file, optional file').setInputFiles(lyrics);
    await tab.getByText('tin roofs.txt').waitFor();
    await tab.getByRole('button', { name: 'Send' }).click();
    const form = tab.getByRole('dialog', { name: 'Write a song' });
    await form.getByText('what is in the file tin roofs.txt').waitFor();
    expect(await form.getByRole('textbox').count()).toBe(3);
    await form.getByRole('textbox', { name: /^Style/ }).fill('dream pop');
    await form.getByRole('button', { name: 'Submit' }).click();
    // The first line of the lyrics is the title.
    await tab.getByRole('article').getByText('Rain on the tin').first().waitFor();
    await tab.getByRole('button', { name: 'Extend B' }).waitFor({ timeout: 30_000 });
    await tab.close();
  }, 60_000);

  it('shows each of two members within a second what the other wrote, chose and made of a message', async () => {
    await using sandbox = await openSandbox({ page });
    await using bot = await openClient(sandbox, [{ name: 'Make a song of this', type: 3 }]);
    const list = (votes: number) => ({
      type: 3,
      custom_id: 'titles',
      placeholder: 'Vote for a title',
      options: ['Tin Roof', 'Rain'].map((label) => ({ label, value: label, description: `${votes} votes in all` })),
    });
    const board = (votes: number) => ({
      content: `${votes} votes`,
      components: [{ type: 1, components: [list(votes)] }],
      allowedMentions: silent,
    });
    let votes = 0;
    bot.on(async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) await interaction.reply(board(0));
      if (!interaction.isStringSelectMenu()) return;
      votes += 1;
      await interaction.update(board(votes));
    });
    const open = async (name: string) => {
      const tab = await browser.newPage();
      await tab.goto(`${sandbox.url}/?member=${sandbox.members.find((member) => member.name === name)?.id}`);
      await tab.getByRole('combobox', { name: 'Message #songs' }).waitFor();
      return tab;
    };
    const [mira, jonas] = await Promise.all([open('Mira'), open('Jonas')]);
    const tookMs: number[] = [];
    const seen = async (tab: typeof mira, words: string, began: number) => {
      await tab.getByRole('article').getByText(words, { exact: true }).waitFor();
      tookMs.push(performance.now() - began);
    };

    await jonas.getByRole('combobox', { name: 'Message #songs' }).fill('rain on the roof');
    let began = performance.now();
    await jonas.keyboard.press('Enter');
    await seen(mira, 'rain on the roof', began);
    await mira.getByText('rain on the roof', { exact: true }).hover();
    await mira.getByRole('button', { name: 'More for the message of Jonas' }).click();
    began = performance.now();
    await mira.getByRole('menuitem', { name: 'Make a song of this' }).click();
    await seen(jonas, '0 votes', began);
    for (const [tab, other, words] of [
      [jonas, mira, '1 votes'],
      [mira, jonas, '2 votes'],
    ] as const) {
      await tab.getByRole('combobox', { name: 'Vote for a title' }).click();
      began = performance.now();
      await tab.getByRole('option', { name: 'Rain' }).click();
      await seen(other, words, began);
    }
    // The middle one, since one of four may meet a machine that is busy with something else.
    expect(tookMs.toSorted((a, b) => a - b)[2]).toBeLessThan(1_000);
    await Promise.all([mira.close(), jonas.close()]);
  });
});
