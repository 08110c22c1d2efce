/** Whoever runs the bot, on a bad day: one sentence, the right exit code, no stack, nothing lost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { exitCodes } from '../src/errors.ts';
import { messageOf, openBot, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let sandbox: OpenSandbox;
let dir: string;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  dir = await mkdtemp(join(tmpdir(), 'songcircle-operations-'));
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const enough = () => ({
  DISCORD_TOKEN: sandbox.token,
  DISCORD_API_URL: sandbox.apiUrl,
  DATABASE_URL: `file:${join(dir, 'own.db')}`,
  MEDIA_DIR: join(dir, 'media'),
  HTTP_PORT: '0',
});

/** The real process, as `npm start` runs it, until it ends by itself. Nothing of the machine's own settings reaches it. */
async function start(env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [main], {
    cwd: dir,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
    killSignal: 'SIGKILL',
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { ...ended, code };
}

/** One clear sentence for a person, and nothing of the machinery. */
function saysOnly({ err, out }: Ended, sentence: string | RegExp): void {
  expect(err).toMatch(sentence);
  expect(err.trim().split('\n').length).toBe(1);
  expect(`${out}${err}`).not.toMatch(/\n\s+at |Error:|node:internal|ExperimentalWarning/);
  expect(`${out}${err}`).not.toContain(sandbox.token);
}

describe('a start that cannot be', () => {
  test('a wrong environment: every fault at once, by its variable, and no value repeated', async () => {
    const wrong = {
      DISCORD_API_URL: 'ftp://secret-host',
      HTTP_PORT: '70000',
      STARTER_CREDITS: '-3',
      PROVIDERS: 'sketch,nobody',
      DATABASE_URL: 'postgres://user:pa55word@host',
      INTERACTIONS: 'http',
      LOG_LEVEL: 'loud',
      DISCORD_TOKN: 'x',
    };
    const ended = await start(wrong);
    expect(ended.code).toBe(exitCodes.config);
    expect(ended.out).toBe('');
    for (const name of Object.keys(wrong)) expect(ended.err).toMatch(new RegExp(`^ {2}${name}: `, 'm'));
    expect(ended.err).toContain('nothing was started');
    expect(ended.err).not.toMatch(/\n\s+at |secret-host|pa55word|70000/);
  });

  test('production without a token', async () => {
    const ended = await start({ NODE_ENV: 'production' });
    expect(ended.code).toBe(exitCodes.config);
    expect(ended.err).toContain('DISCORD_TOKEN: is required when NODE_ENV is production');
  });

  test('the database is a folder', async () => {
    await mkdir(join(dir, 'a-folder.db'));
    const ended = await start({ ...enough(), DATABASE_URL: `file:${join(dir, 'a-folder.db')}` });
    expect(ended.code).toBe(exitCodes.file);
    saysOnly(ended, /is a folder, not a file: name a file in it with DATABASE_URL/);
  });

  test('the database is something else, which stays as it was', async () => {
    const file = join(dir, 'letter.db');
    await writeFile(file, 'Dear diary, today I wrote a song about rain.\n'.repeat(200));
    const before = await readFile(file);
    const ended = await start({ ...enough(), DATABASE_URL: `file:${file}` });
    expect(ended.code).toBe(exitCodes.file);
    saysOnly(ended, /is not a database, or it is damaged/);
    expect(await readFile(file)).toEqual(before);
  });

  test('the database can be neither made nor written', async () => {
    await writeFile(join(dir, 'a-file'), '');
    const ended = await start({ ...enough(), DATABASE_URL: `file:${join(dir, 'a-file', 'own.db')}` });
    expect(ended.code).toBe(exitCodes.file);
    saysOnly(ended, /cannot be opened \(a part of its path is a file\): mend that, or choose another file/);
  });

  test('the folder for media cannot be made', async () => {
    await writeFile(join(dir, 'no-folder'), '');
    const ended = await start({ ...enough(), MEDIA_DIR: join(dir, 'no-folder', 'media') });
    expect(ended.code).toBe(exitCodes.file);
    saysOnly(ended, /^The folder for media, .+, cannot be made or written: .+ choose another one with MEDIA_DIR/);
  });

  test('HTTP_PORT is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const ended = await start({ ...enough(), HTTP_PORT: String(port) });
    other.close();
    expect(ended.code).toBe(exitCodes.unavailable);
    saysOnly(ended, new RegExp(`Port ${port} on 127.0.0.1 is taken by another program; set HTTP_PORT to a free one.`));
  });

  test('Discord refuses the token', async () => {
    const ended = await start({ ...enough(), DISCORD_TOKEN: `${sandbox.token}x` });
    expect(ended.code).toBe(exitCodes.unavailable);
    saysOnly(ended, /^Discord refuses DISCORD_TOKEN\. Copy the bot token again/);
  });

  test('a bot that still waits for a Discord that is away stops at once when it is told to', async () => {
    const env = { ...enough(), DISCORD_API_URL: 'http://127.0.0.1:9/api', PATH: process.env.PATH ?? '' };
    const child = spawn(process.execPath, [main], { cwd: dir, env, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('waiting for Discord')) resolve();
      });
    });
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
  });

  test('a second bot on the same database: the first is not disturbed, and nothing is lost', async () => {
    const service = await startSunoapi({ script: { completion: 0 } });
    const bot = await openBot({ sandbox, service });
    const amelie = await sandbox.member('Amélie');
    const card = await messageOf(amelie.slash('song', { idea: 'only one of us' }));
    const ended = await start({ ...enough(), DATABASE_URL: bot.databaseUrl });
    expect(ended.code).toBe(exitCodes.file);
    saysOnly(ended, /^Another Songcircle is running on the database .+: stop that one first/);
    await seeFinished(amelie, card);
    await bot.idle();
    expect(bot.account()).toEqual({ available: 990, held: 0 });
    await bot[Symbol.asyncDispose]();
    await service.close();
  });
});

test('/healthz is 200 while all is well, 503 while Discord is away, and 200 again by itself', async () => {
  const place = join(dir, 'away');
  const first = await openSandbox({ dir: place });
  const bot = await openBot({ sandbox: first });
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${bot.port()}/healthz`);
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const well = { status: 200, body: { ok: true, parts: { discord: true, database: true } } };
  expect(await health()).toEqual(well);
  first.change({ gateway: 'drop' });
  await expect.poll(() => bot.lines().some((line) => line.includes('the line to Discord broke'))).toBe(true);
  await expect.poll(health, { timeout: 15_000 }).toEqual(well);
  await first[Symbol.asyncDispose]();
  await expect
    .poll(health, { timeout: 10_000 })
    .toEqual({ status: 503, body: { ok: false, parts: { discord: false, database: true } } });
  const second = await openSandbox({ dir: place, port: Number(new URL(first.url).port) });
  await expect.poll(health, { timeout: 20_000 }).toEqual(well);
  const amelie = await second.member('Amélie');
  await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'back again' })));
  await bot.idle();
  await bot[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});
