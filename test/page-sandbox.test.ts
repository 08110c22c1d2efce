import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPage } from '../sandbox/server/page.ts';
import { openBot } from './helpers/bot.ts';
import { launchBrowser } from './helpers/browser.ts';
import { tone } from './helpers/fake-media.ts';
import { openSandbox } from './helpers/sandbox.ts';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 30_000);
afterAll(() => browser.close());

describe('the page and the sandbox it is served by', () => {
  it('opens by either name of this machine, shows what a bot posts, and plays it', async () => {
    await using sandbox = await openSandbox({
      page: createPage(fileURLToPath(new URL('../sandbox/page', import.meta.url))),
    });
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
    await using sandbox = await openSandbox({
      page: createPage(fileURLToPath(new URL('../sandbox/page', import.meta.url))),
    });
    await using _bot = await openBot({ sandbox, service: 'instant', env: { ALLOW_PRIVATE_DOWNLOADS: 'false' } });
    const page = await browser.newPage();
    await page.goto(sandbox.url);
    await page.getByRole('combobox', { name: 'Message #songs' }).waitFor();
    await page.keyboard.type('/compose');
    await page.getByRole('option', { name: /\/compose/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('lyr');
    await page.keyboard.press('Enter');
    const lyrics = { name: 'tin roofs.txt', mimeType: 'text/plain', buffer: Buffer.from('[Verse]\nRain on the tin') };
    await page.getByLabel('lyrics_file, optional file').setInputFiles(lyrics);
    await page.getByText('tin roofs.txt').waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    const form = page.getByRole('dialog', { name: 'Write a song' });
    await form.getByText('what is in the file tin roofs.txt').waitFor();
    expect(await form.getByRole('textbox').count()).toBe(3);
    await form.getByRole('textbox', { name: /^Style/ }).fill('dream pop');
    await form.getByRole('button', { name: 'Submit' }).click();
    // The first line of the lyrics is the title.
    await page.getByRole('article').getByText('Rain on the tin').first().waitFor();
    await page.getByRole('button', { name: 'Extend B' }).waitFor({ timeout: 30_000 });
    await page.close();
  }, 60_000);
});
