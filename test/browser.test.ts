import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMp3Encoder } from 'wasm-media-encoders';
import { launchBrowser } from './helpers/browser.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

const tone = async (seconds: number): Promise<Uint8Array> => {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: 44_100, channels: 1, bitrate: 128 });
  const samples = Float32Array.from(
    { length: 44_100 * seconds },
    (_, at) => Math.sin((at * 2 * Math.PI * 440) / 44_100) / 4,
  );
  // The encoder gives the same buffer each time: what is to be kept is copied.
  const start = Buffer.from(encoder.encode([samples]));
  return Buffer.concat([start, encoder.finalize()]);
};

test('the browser of the tests plays an MP3: its time moves', async () => {
  const source = `data:audio/mpeg;base64,${Buffer.from(await tone(3)).toString('base64')}`;
  await page.setContent(`<audio controls src="${source}"></audio>`);
  await page.evaluate('document.querySelector("audio").play()');
  await page.waitForFunction('document.querySelector("audio").currentTime > 0.5', undefined, { timeout: 10_000 });
  expect(await page.evaluate('document.querySelector("audio").duration')).toBeCloseTo(3, 0);
});

/** What a letter looks like: how many pixels it covers, in how many colours, and a fingerprint of its shape. */
const drawn = (letter: string): Promise<{ covered: number; coloured: number; shape: string }> =>
  page.evaluate(`(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const context = canvas.getContext('2d');
    context.font = '32px sans-serif';
    context.fillText(${JSON.stringify(letter)}, 2, 32);
    const { data } = context.getImageData(0, 0, 40, 40);
    let covered = 0, coloured = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] > 128) covered++;
      if (data[at + 3] > 128 && Math.max(data[at], data[at + 1], data[at + 2]) - Math.min(data[at], data[at + 1], data[at + 2]) > 60) coloured++;
    }
    return { covered, coloured, shape: canvas.toDataURL() };
  })()`);

test('the browser of the tests draws Japanese and emoji, not boxes', async () => {
  const [night, song, flame, missing] = await Promise.all([drawn('夜'), drawn('歌'), drawn('🔥'), drawn('\u{10fff0}')]);
  expect(night.covered).toBeGreaterThan(100);
  expect(new Set([night.shape, song.shape, missing.shape]).size).toBe(3);
  expect(flame.coloured).toBeGreaterThan(100);
});
