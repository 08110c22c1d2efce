import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPage } from '../sandbox/server/page.ts';
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
});
