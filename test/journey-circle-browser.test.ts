/** Three people in three tabs of the sandbox's page: from nothing to an extended song, each in their own language. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './helpers/browser.ts';
import { npmStart, type Started } from './helpers/npm-start.ts';
import { graveFaults } from './helpers/page.ts';

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
const wholeMs = 180_000;

/** Words of the forms in a member's language; the circle's message speaks the server's. */
interface Words {
  kind: string;
  lyrics: string;
  vote: RegExp;
}
const english: Words = {
  kind: 'Kind of section',
  lyrics: 'Lyrics',
  vote: /^Vote for a title/,
};
const german: Words = {
  kind: 'Art des Abschnitts',
  lyrics: 'Liedtext',
  vote: /^Für einen Titel stimmen/,
};
const spanish: Words = {
  kind: 'Tipo de sección',
  lyrics: 'Letra',
  vote: /^Vota un título/,
};

const troubles: string[] = [];

/** A tab as this member. */
async function tab(memberId: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(`${started.url}/?member=${memberId}`);
  await page.getByRole('combobox', { name: 'Message #songs' }).waitFor();
  return page;
}

/** The newest button of this name: an older message may have one as well. */
const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).last().click({ timeout: withinMs });

async function submit(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

async function write(page: Page, words: Words, kind: string, lyrics: string): Promise<void> {
  await press(page, 'Add section');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: new RegExp(`^${words.kind}`) }).click();
  await page.getByRole('option', { name: kind, exact: true }).click();
  await dialog.getByRole('textbox', { name: new RegExp(`^${words.lyrics}`) }).fill(lyrics);
  await submit(page);
}

async function suggest(page: Page, what: 'title' | 'style', text: string): Promise<void> {
  await press(page, `Suggest ${what}`);
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await submit(page);
}

test(
  'three people write, vote, generate, choose a take and extend the song',
  async () => {
    const [mira, jonas, lucia] = await Promise.all(['101', '102', '104'].map((n) => tab(`1100000000000000${n}`)));
    if (mira === undefined || jonas === undefined || lucia === undefined) throw new Error('three tabs');
    const from = performance.now();
    await mira.keyboard.type('/circle start');
    await mira.getByRole('option', { name: /\/circle start/ }).waitFor();
    await mira.keyboard.press('Enter');
    await mira.keyboard.type('a lighthouse that hums to lost whales');
    await mira.keyboard.press('Enter');

    // All at once, as people do.
    await Promise.all([
      write(mira, english, 'Verse', 'There is a light on the edge of the map'),
      write(jonas, german, 'Refrain', 'Hum, hum, the whales are coming home'),
      write(lucia, spanish, 'Puente', 'And then the fog'),
    ]);
    await Promise.all([
      suggest(jonas, 'title', 'The Humming Light'),
      suggest(lucia, 'title', 'Fog Song'),
      suggest(mira, 'style', 'sea shanty, slow, accordion'),
    ]);
    for (const [page, words] of [
      [mira, english],
      [lucia, spanish],
    ] as const) {
      await press(page, 'Vote');
      await page.getByRole('combobox', { name: words.vote }).last().click();
      await page.getByRole('option', { name: /Fog Song/ }).click();
    }
    await mira.getByText('2 votes').first().waitFor({ timeout: withinMs });
    expect(await graveFaults(mira)).toEqual([]);

    await press(mira, 'Generate');
    for (const page of [mira, jonas, lucia]) await press(page, 'Take B');
    await jonas.getByText('Take B was chosen.').waitFor({ timeout: withinMs });
    const card = jonas.getByText('Words by').locator('..');
    for (const name of ['@Mira', '@Jonas', '@Lucía']) await card.getByText(name).waitFor();

    await press(jonas, 'Extend');
    await jonas.getByText('Continues').last().waitFor({ timeout: withinMs });
    await write(jonas, german, 'Outro', 'And the light goes out');
    await mira.getByText('And the light goes out').last().waitFor({ timeout: withinMs });
    await press(mira, 'Generate');
    await expect
      .poll(() => lucia.getByRole('button', { name: /^Play .*\.mp3$/ }).count(), { timeout: withinMs })
      .toBe(4);
    expect(performance.now() - from).toBeLessThan(wholeMs);
    expect(troubles).toEqual([]);
  },
  wholeMs + 30_000,
);
