/** `npm run services` as a person meets it: what it prints, and its page in a real browser, by keyboard alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAll } from '../sandbox/services/all.ts';
import { type ServicesPage, startPage } from '../sandbox/services/page.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { launchBrowser } from './helpers/browser.ts';
import { graveFaults } from './helpers/page.ts';

let services: MusicService[];
let opened: ServicesPage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  services = await startAll(null, {});
  opened = await startPage({ services, port: 0 });
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(opened.url);
});
afterAll(async () => {
  await browser.close();
  await opened.close();
  await Promise.all(services.map((service) => service.close()));
});

const apiin = () => {
  const found = services.find(({ id }) => id === 'apiin');
  if (found === undefined) throw new Error('no such service');
  return found;
};

test('the page has a part for each service, and no grave fault', async () => {
  expect(await page.getByRole('heading', { level: 2 }).count()).toBe(5);
  expect(await page.getByLabel('When a song is asked for').count()).toBe(5);
  expect(await graveFaults(page)).toEqual([]);
});

test('a choice made by keyboard is in force at once, and said aloud', async () => {
  const part = page.locator('#apiin');
  await part.getByLabel('When a song is asked for').focus();
  await page.keyboard.type('be out of');
  await page.keyboard.press('Tab');
  await expect.poll(() => apiin().script.onSubmit).toBe('credits');
  await expect.poll(() => page.getByRole('status').textContent()).toContain('apiin.one: set');
  expect(services.filter(({ script }) => script.onSubmit !== 'accept').map(({ id }) => id)).toEqual(['apiin']);
  await page.reload();
  expect(await part.getByLabel('When a song is asked for').inputValue()).toBe('"credits"');
  await part.getByLabel('When a song is asked for').selectOption({ label: 'accept it' });
  await expect.poll(() => apiin().script.onSubmit).toBe('accept');
});

test('what a service counts is seen, and songs are finished with a button', async () => {
  const { baseUrl, key } = apiin();
  const headers = { authorization: `Bearer ${key}`, 'user-agent': 'Test', 'content-type': 'application/json' };
  const body = JSON.stringify({ model: 'suno-v4-5', gpt_description_prompt: 'rain' });
  await fetch(`${baseUrl}/audio/music`, { method: 'POST', headers, body });
  const part = page.locator('#apiin');
  await expect.poll(() => part.getByRole('row', { name: 'Songs begun' }).textContent()).toBe('Songs begun1');
  await part.getByRole('button', { name: 'Finish all songs' }).press('Enter');
  const look = async () => (await fetch(`${baseUrl}/audio/music/feed?task_id=gen000000000001ksv`, { headers })).text();
  await expect.poll(look).toContain('All generated successfully.');
});

test('without a script it is a form like any other', async () => {
  const plain = await browser.newPage({ javaScriptEnabled: false });
  await plain.goto(opened.url);
  await plain
    .locator('#aimlapi')
    .getByLabel('How a song ends')
    .selectOption({ label: 'refused, after all, for its words' });
  await plain.locator('#aimlapi').getByRole('button', { name: 'Set this' }).click();
  await expect.poll(() => services.find(({ id }) => id === 'aimlapi')?.script.outcome).toBe('sensitive');
  expect(await plain.locator('#aimlapi').getByLabel('How a song ends').inputValue()).toBe('"sensitive"');
  await plain.close();
});

test('another page of the browser has no say', async () => {
  const body = new URLSearchParams({ onSubmit: '"key"' });
  const at = `${opened.url}/services/sunoapi`;
  expect((await fetch(at, { method: 'POST', body, headers: { origin: 'http://evil.example' } })).status).toBe(403);
  expect((await fetch(at, { method: 'POST', body: new URLSearchParams({ onSubmit: '"dance"' }) })).status).toBe(400);
  expect(services[0]?.script.onSubmit).toBe('accept');
});

/** The first of six free ports in a row, out of the way of those that a machine gives out by itself. */
const freePorts = async (): Promise<number> => {
  for (let tries = 0; tries < 50; tries += 1) {
    const base = 20_000 + Math.floor(Math.random() * 10_000);
    const taken = await Promise.all([0, 1, 2, 3, 4, 5].map((more) => isTaken(base + more)));
    if (!taken.includes(true)) return base;
  }
  throw new Error('no six free ports in a row');
};
const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(true))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
const run = (env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL('../sandbox/services/main.ts', import.meta.url))], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const output = (child: ChildProcess): { text: string } => {
  const heard = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => (heard.text += String(piece)));
  return heard;
};

test('it prints the lines that a bot needs, each of which leads to a service, and stops when told', async () => {
  const base = await freePorts();
  const child = run({ SERVICES_PORT: String(base) });
  const heard = output(child);
  await expect.poll(() => heard.text, { timeout: 15_000 }).toContain('STARTER_CREDITS=500');
  const lines = parseEnv(heard.text.slice(heard.text.indexOf('SUNOAPI_API_KEY')));
  expect(lines).toMatchObject({
    SUNOAPI_BASE_URL: `http://127.0.0.1:${base + 1}`,
    AIMUSICAPI_BASE_URL: `http://127.0.0.1:${base + 2}/api`,
    APIIN_BASE_URL: `http://127.0.0.1:${base + 3}/api/v1`,
    AIMLAPI_BASE_URL: `http://127.0.0.1:${base + 4}`,
    AIMLAPI_LEGACY_BASE_URL: `http://127.0.0.1:${base + 5}`,
    ALLOW_PRIVATE_DOWNLOADS: 'true',
    PUBLIC_URL: 'http://127.0.0.1:8787',
  });
  const credit = await fetch(`${lines.SUNOAPI_BASE_URL}/api/v1/generate/credit`, {
    headers: { authorization: `Bearer ${lines.SUNOAPI_API_KEY}`, 'user-agent': 'Test' },
  });
  expect(await credit.json()).toMatchObject({ code: 200, data: 195 });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a port that cannot be had is told in a sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const wrong = run({ SERVICES_PORT: 'many' });
  const child = run({ SERVICES_PORT: String(port - 1) });
  const [heard, other] = [output(child), output(wrong)];
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(heard.text).toContain(`Port ${port} cannot be had`);
  if (wrong.exitCode === null) await once(wrong, 'close');
  expect(wrong.exitCode).toBe(78);
  expect(other.text).toContain('SERVICES_PORT must be a whole number');
  taken.close();
});
