/** The whole house, started as a newcomer starts it, seen in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './helpers/browser.ts';
import { npmStart, type Started } from './helpers/npm-start.ts';

let started: Started;
let browser: Browser;
beforeAll(async () => {
  [started, browser] = await Promise.all([npmStart(), launchBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await started?.stop();
});

const withinMs = 60_000;
const players = (page: Page) => page.getByRole('button', { name: /^Play .*\.mp3$/ });
const secondsPlayed = (page: Page, n: number) =>
  page.evaluate<number>(`document.querySelectorAll('audio')[${n}]?.currentTime ?? 0`);

/** Runs in the page, whose types are not these tests': the name of what is focused, also inside shadow roots. */
const focusedName = `(() => {
  const inner = (root) => (root.activeElement?.shadowRoot && inner(root.activeElement.shadowRoot)) || root.activeElement;
  const element = inner(document);
  return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
})()`;

/** Presses Tab until what is focused has this name: what can be reached by it can be used by it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(focusedName);
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test('a newcomer makes a song, hears both takes and extends the first, by the keyboard alone', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(started.url);
  await page.getByRole('combobox', { name: 'Message #songs' }).waitFor();
  await page.keyboard.type('/song');
  await page.getByRole('option', { name: /\/song / }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('a lighthouse that hums to lost whales');
  await page.keyboard.press('Enter');
  // The first take can be played before the second is there; at the end there are two.
  await players(page).first().waitFor({ timeout: withinMs });
  await page.getByRole('button', { name: 'Extend B' }).waitFor({ timeout: withinMs });
  expect(await players(page).count()).toBe(2);
  for (const [n, take] of ['A', 'B'].entries()) {
    await tabTo(page, new RegExp(`^Play .*${take}\\.mp3$`));
    await page.keyboard.press('Enter');
    await expect.poll(() => secondsPlayed(page, n), { timeout: 15_000 }).toBeGreaterThan(2);
  }
  await tabTo(page, /^Extend A$/);
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: /^Extend: / });
  await form.waitFor();
  await tabTo(page, /^Submit$/);
  await page.keyboard.press('Enter');
  await expect.poll(() => players(page).count(), { timeout: withinMs }).toBe(4);
  await expect.poll(() => page.getByRole('button', { name: 'Extend B' }).count(), { timeout: withinMs }).toBe(2);
  expect(troubles).toEqual([]);
  await page.close();
}, 180_000);

test('the bot is killed and restarted from the page, and its buttons still work', async () => {
  const page = await browser.newPage();
  await page.goto(started.url);
  await page.getByRole('button', { name: 'Kill it' }).click();
  await page.getByText('is down').first().waitFor();
  await page.getByRole('button', { name: 'Restart the bot' }).click();
  await page.getByText('is online').first().waitFor({ timeout: withinMs });
  await page.getByRole('button', { name: 'Lyrics' }).first().click();
  await page.getByText('Only you can see this').last().waitFor();
  await page.close();
}, 60_000);
