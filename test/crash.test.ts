/** `kill -9` with real processes: each test first asserts what the database says at that very moment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { type BotProcess, startBotProcess } from './helpers/bot-process.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Stage {
  sandbox: OpenSandbox;
  service: MusicService;
  member: Member;
  start(): Promise<BotProcess>;
  /** What the database says now, read beside the living or dead bot. */
  row(): { state: string; money: string; tracks: string[] } | undefined;
  account(): { available: number; held: number } | undefined;
  entries(): string[];
  finals(): Shown[];
  /** What everybody sees. */
  shared(): Shown[];
}

async function stage(): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'songcircle-crash-'));
  const sandbox = await openSandbox();
  const service = await startSunoapi({ script: { completion: 'manual' } });
  undo.push(
    () => rm(dir, { recursive: true, force: true }),
    () => sandbox[Symbol.asyncDispose](),
    () => service.close(),
  );
  const member = await sandbox.member('Amélie');
  const read = <T>(text: string): T[] => {
    const database = new DatabaseSync(join(dir, 'songcircle.db'), { readOnly: true });
    try {
      return database.prepare(text).all() as T[];
    } finally {
      database.close();
    }
  };
  return {
    sandbox,
    service,
    member,
    start: async () => {
      const bot = await startBotProcess({
        discord: sandbox.url,
        token: sandbox.token,
        dir,
        service: { url: service.url, key: service.key },
      });
      undo.push(() => bot.kill().catch(() => undefined));
      return bot;
    },
    row: () => {
      const song = read<{ state: string; money: string }>('select state, money from songs')[0];
      const tracks = read<{ state: string }>('select state from tracks order by position').map((track) => track.state);
      return song && { ...song, tracks };
    },
    account: () => read<{ available: number; held: number }>('select available, held from accounts')[0],
    entries: () => read<{ kind: string }>('select kind from entries order by version').map((entry) => entry.kind),
    shared: () => member.messages().filter((message) => !message.ephemeral),
    finals: () =>
      member.messages().filter((message) => message.files.filter((name) => name.endsWith('.mp3')).length === 2),
  };
}

const ask = async (member: Member) => {
  const seen = await member.slash('song', { idea: 'a river that forgot its name' });
  if (seen.kind !== 'message') throw new Error(`no card: ${JSON.stringify(seen)}`);
  return seen.message;
};

describe('kill -9', () => {
  test('while the service holds the submission open: one submission, credits back, and the card says so', async () => {
    const { service, member, start, row, account, entries } = await stage();
    service.script.onSubmit = 'hold-open';
    const bot = await start();
    await ask(member);
    await expect.poll(() => service.submissions.length, { timeout: 8_000 }).toBe(1);
    expect(row()).toMatchObject({ state: 'submitting', money: 'held' });
    expect(account()).toEqual({ available: 90, held: 10 });
    await bot.kill();
    expect(row()?.state).toBe('submitting');
    service.release();
    await start();
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('gave_up');
    await member.see((message) => message.text.includes('never sent twice'), 8_000);
    expect(account()).toEqual({ available: 100, held: 0 });
    expect(entries()).toEqual(['starter', 'hold', 'release']);
    expect(service.submissions.length).toBe(1);
  });

  test('while it generates: the song is delivered once, by one submission, and captured once', async () => {
    const { service, member, start, row, account, entries, finals } = await stage();
    const bot = await start();
    await ask(member);
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('generating');
    await bot.kill();
    expect(row()).toMatchObject({ state: 'generating', money: 'held' });
    service.finish();
    await start();
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('done');
    expect(finals().length).toBe(1);
    expect(account()).toEqual({ available: 90, held: 0 });
    expect(entries()).toEqual(['starter', 'hold', 'capture']);
    expect(service.submissions.length).toBe(1);
  });

  test('between download and edit: the fetched takes are shown by the next start, once', async () => {
    const { sandbox, service, member, start, row, account, entries, finals, shared } = await stage();
    const bot = await start();
    await ask(member);
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('generating');
    // Discord stumbles once; the bot would try again two seconds later.
    sandbox.fault({ method: 'PATCH', path: '/webhooks/.+/messages/', times: 1, status: 503 });
    service.finish();
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('delivering');
    await bot.kill();
    expect(row()).toMatchObject({ state: 'delivering', money: 'held', tracks: ['fetched', 'fetched'] });
    expect(finals().length).toBe(0);
    await start();
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('done');
    expect(finals().length).toBe(1);
    expect(shared().length).toBe(1);
    expect(account()).toEqual({ available: 90, held: 0 });
    expect(entries()).toEqual(['starter', 'hold', 'capture']);
    expect(service.submissions.length).toBe(1);
  });

  test('between edit and capture: the same message is edited again, the credits are captured once', async () => {
    const { sandbox, service, member, start, row, account, entries, finals, shared } = await stage();
    const bot = await start();
    const card = await ask(member);
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('generating');
    // Discord does what it was asked, and its answer takes longer than the bot lives.
    sandbox.fault({
      method: 'PATCH',
      path: '/webhooks/.+/messages/',
      times: 1,
      delayMs: 60_000,
      status: 502,
      applyFirst: true,
    });
    service.finish();
    await expect.poll(() => finals().length, { timeout: 8_000 }).toBe(1);
    await bot.kill();
    expect(row()).toMatchObject({ state: 'delivering', money: 'held' });
    expect(account()).toEqual({ available: 90, held: 10 });
    await start();
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('done');
    expect(finals().map((message) => message.id)).toEqual([card.id]);
    expect(shared().length).toBe(1);
    expect(account()).toEqual({ available: 90, held: 0 });
    expect(entries()).toEqual(['starter', 'hold', 'capture']);
    expect(service.submissions.length).toBe(1);
  });
});

describe('SIGTERM', () => {
  test('ends the bot within five seconds with a song under way, and the next start goes on with it', async () => {
    const { service, member, start, row } = await stage();
    const bot = await start();
    await ask(member);
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('generating');
    const { ms, code } = await bot.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    service.finish();
    await start();
    await expect.poll(() => row()?.state, { timeout: 8_000 }).toBe('done');
  });

  test('waits for a submission in flight, so that its outcome is known', async () => {
    const { service, member, start, row } = await stage();
    service.script.onSubmit = 'hold-open';
    const bot = await start();
    await ask(member);
    await expect.poll(() => service.submissions.length, { timeout: 8_000 }).toBe(1);
    const stopping = bot.stop();
    setTimeout(() => service.release(), 4_500);
    expect((await stopping).code).toBe(0);
    expect(row()?.state).toBe('generating');
  });
});
