import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnvironment } from '../sandbox/environment.ts';
import { type BotProcess, createBotProcess } from '../sandbox/server/bot-process.ts';
import { openSandbox } from './helpers/sandbox.ts';

/** Enough of a bot to be started, to say READY, and to be ended: it identifies at the gateway and waits. */
const LITTLE_BOT = `
const socket = new WebSocket(process.env.GATEWAY);
socket.onopen = () => socket.send(JSON.stringify({ op: 2, d: { token: process.env.TOKEN, intents: 0, properties: {} } }));
process.on('disconnect', () => process.exit(0));
setInterval(() => {}, 1000);
`;

let dir: string;
let running: BotProcess[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'songcircle-process-'));
  running = [];
  await writeFile(join(dir, 'bot.mjs'), LITTLE_BOT);
  await writeFile(join(dir, 'broken.mjs'), "console.log('DISCORD_GUILD_ID must be an id'); process.exit(3);");
});
afterEach(async () => {
  for (const bot of running) await bot.kill();
  await rm(dir, { recursive: true, force: true });
});

const botOf = (script: string, environment: Record<string, string> = {}) => {
  const crashes: (number | null)[] = [];
  const own = { ...process.env, ...environment };
  const bot = createBotProcess({
    script: join(dir, script),
    cwd: dir,
    environment: own,
    memory: [join(dir, 'memory.db')],
    onLine: () => undefined,
    onCrash: (code) => crashes.push(code),
  });
  running.push(bot);
  return { bot, crashes, environment: own };
};
const withSandbox = async (script: string, more: Record<string, string> = {}) => {
  const { bot, crashes, environment } = botOf(script, more);
  const sandbox = await openSandbox({ bot });
  Object.assign(environment, { GATEWAY: `${sandbox.url.replace('http', 'ws')}/gateway`, TOKEN: sandbox.token });
  return { bot, crashes, sandbox };
};
const order = (url: string, what: string) =>
  fetch(`${url}/sandbox/bot`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: what }),
  });

test('a bot is down, starting, online, and down again when it is killed', async () => {
  const { bot, crashes, sandbox } = await withSandbox('bot.mjs');
  await using _ = sandbox;
  expect(sandbox.botStatus()).toBe('down');
  bot.start();
  expect(sandbox.botStatus()).toBe('starting');
  await expect.poll(sandbox.botStatus, { timeout: 5_000 }).toBe('online');
  expect((await order(sandbox.url, 'kill')).status).toBe(204);
  expect(sandbox.botStatus()).toBe('down');
  expect((await order(sandbox.url, 'restart')).status).toBe(204);
  await expect.poll(sandbox.botStatus, { timeout: 5_000 }).toBe('online');
  await order(sandbox.url, 'stop');
  expect(sandbox.botStatus()).toBe('down');
  expect(crashes).toEqual([]);
});

test('a bot that ends by itself leaves its last words on the page', async () => {
  const { bot, crashes, sandbox } = await withSandbox('broken.mjs');
  await using _ = sandbox;
  const mira = await sandbox.member('Mira');
  bot.start();
  await expect.poll(() => crashes, { timeout: 5_000 }).toEqual([3]);
  expect(await mira.snapshot()).toMatchObject({ bot: 'down', botLog: ['DISCORD_GUILD_ID must be an id'] });
});

test('a reset forgets the messages and the bot’s memory, and starts it anew', async () => {
  const { bot, sandbox } = await withSandbox('bot.mjs');
  await using _ = sandbox;
  const mira = await sandbox.member('Mira');
  bot.start();
  await mira.write('to be forgotten');
  await mira.see(({ content }) => content === 'to be forgotten');
  await writeFile(join(dir, 'memory.db'), 'what the bot knew');
  expect((await fetch(`${sandbox.url}/sandbox/reset`, { method: 'POST' })).status).toBe(204);
  await expect(access(join(dir, 'memory.db'))).rejects.toThrow();
  expect((await mira.snapshot()).messages).toEqual([]);
  await expect.poll(sandbox.botStatus, { timeout: 5_000 }).toBe('online');
});

test('a reset takes the files of the bot alone, and none when its database is elsewhere', () => {
  const own = readEnvironment({ DATABASE_URL: 'file:my/own.db', MEDIA_DIR: '', SANDBOX_PORT: '' }, '/srv');
  expect(own).toMatchObject({
    port: 4900,
    memory: expect.arrayContaining(['/srv/my/own.db', '/srv/my/own.db-wal', '/srv/data/media']),
  });
  const elsewhere = readEnvironment({ DATABASE_URL: 'postgres://host/songs' }, '/srv');
  expect(elsewhere).toMatchObject({ memory: ['/srv/data/media', '/srv/data/sketch'] });
  expect(readEnvironment({ SANDBOX_PORT: '70000' }, '/srv')).toEqual({
    wrong: 'SANDBOX_PORT must be a whole number from 0 to 65535.',
  });
});

test.each([
  [undefined, false],
  ['', false],
  ['info', false],
  ['error', false],
  ['debug', true],
  ['trace', true],
])('with LOG_LEVEL %j the lines of the bot are all printed: %j', (LOG_LEVEL, chatty) => {
  expect(readEnvironment({ LOG_LEVEL }, '/srv')).toMatchObject({ chatty });
});

const runMain = (environment: Record<string, string>) => {
  const child = spawn(process.execPath, [resolve('sandbox/main.ts')], {
    cwd: dir,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  child.stdout?.on('data', (text) => {
    said += text;
  });
  child.stderr?.on('data', (text) => {
    said += text;
  });
  return { child, said: () => said };
};

test('a taken port is one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { child, said } = runMain({ SANDBOX_PORT: String(port) });
  const [code] = await once(child, 'close');
  taken.close();
  expect([code, said()]).toEqual([
    1,
    `Port ${port} is taken: close what uses it, or set SANDBOX_PORT to another one.\n`,
  ]);
});

test('a folder that cannot be written is one sentence', async () => {
  await mkdir(join(dir, 'data'));
  await writeFile(join(dir, 'data', 'sandbox'), 'a file where a folder should be');
  const { child, said } = runMain({ SANDBOX_PORT: '0' });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(said().trim().split('\n')).toHaveLength(1);
  expect(said()).toContain('The sandbox cannot keep its state in data/sandbox');
});

test('when who started it is gone, it goes too', async () => {
  const { child, said } = runMain({ SANDBOX_PORT: '0', HTTP_PORT: '0', LOG_LEVEL: 'debug' });
  await expect.poll(said, { timeout: 15_000 }).not.toBe('');
  child.disconnect();
  const began = performance.now();
  await once(child, 'exit');
  expect(performance.now() - began).toBeLessThan(5_000);
});
