/** Backups taken while the bot works, and put back: nothing that was answered before is missing, and nothing is ever half there. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { backUp } from '../src/admin/backup.ts';
import { restore } from '../src/admin/restore.ts';
import { systemClock as clock } from '../src/clock.ts';
import { openDatabase } from '../src/database/database.ts';
import { lockOut } from '../src/database/lock.ts';
import { migrations } from '../src/database/migrations.ts';
import { exitCodes, StartError } from '../src/errors.ts';
import { beginAdmin, runAdmin } from './helpers/admin.ts';
import { messageOf, seeFinished, speakEnglish } from './helpers/bot.ts';
import { startBotProcess } from './helpers/bot-process.ts';
import { createTill } from './helpers/ledger.ts';
import { openSandbox } from './helpers/sandbox.ts';
import { ask, balance, createScripted, openRoom } from './helpers/songs.ts';

let dir: string;
let file: string;
let url: string;
let saved: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'songcircle-backup-'));
  file = join(dir, 'songcircle.db');
  url = `file:${file}`;
  saved = join(dir, 'saved.db');
});
afterEach(() => rm(dir, { recursive: true }));

const newest = migrations.at(-1)?.version ?? 0;

/** A database in good order in which guild `g` was granted so much. */
async function write(amount: number, at = url, version = newest): Promise<void> {
  const database = await openDatabase({ url: at, clock, migrations: migrations.slice(0, version) });
  const grant = { key: `${amount}`, guildId: 'g', amount, reason: 'gift', byUserId: null };
  await createTill(database, { clock }).grant(grant);
  await database.close();
}
const read = <T>(path: string, query: string): T[] => {
  using database = new DatabaseSync(path);
  return database.prepare(query).all() as T[];
};
const alter = (path: string, statements: string): void => {
  using database = new DatabaseSync(path);
  database.exec(statements);
};
const granted = (path: string): number =>
  read<{ sum: number }>(path, "select sum(available_change) as sum from entries where kind = 'grant'")[0]?.sum ?? 0;
/** Every row of every table. */
const contentOf = (path: string) =>
  Object.fromEntries(
    read<{ name: string }>(path, "select name from sqlite_schema where type = 'table' order by name").map(
      ({ name }) => [
        name,
        read<object>(path, `select * from "${name}"`)
          .map((row) => JSON.stringify(row))
          .sort(),
      ],
    ),
  );
/** Every file of the folder by its digest; locks mean nothing by themselves. */
async function folder(): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter((name) => !name.endsWith('.lock')).sort();
  const digests = names.map(async (name) => {
    const path = join(dir, name);
    const bytes = (await stat(path)).isDirectory() ? 'a folder' : await readFile(path);
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}
/** The one sentence with which it is refused; and then everything is as it was. */
async function refusal(work: () => Promise<unknown>, exitCode: number = exitCodes.file): Promise<string> {
  const before = await folder();
  const error: unknown = await work().then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof StartError)) throw new Error('it was done, or failed otherwise', { cause: error });
  expect(error.sentence).toMatch(/^[^\n]+\.$/);
  expect(error.exitCode).toBe(exitCode);
  expect(await folder()).toEqual(before);
  return error.sentence;
}

/** A process that grants, holds and captures as fast as it can, and says when each round is on the disk. */
async function underLoad() {
  const program = fileURLToPath(new URL('./helpers/database-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, url, 'work'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let rounds = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    rounds += 1;
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  const reached = (n: number) => expect.poll(() => rounds, { timeout: 30_000 }).toBeGreaterThanOrEqual(n);
  await reached(50);
  return { kill, reached, rounds: () => rounds };
}
const captures = (path: string): number =>
  read<{ n: number }>(path, "select count(*) as n from entries where kind = 'capture'")[0]?.n ?? 0;

describe('a backup', () => {
  test('under load has everything that was answered before it began, agrees, and hinders nobody', async () => {
    const load = await underLoad();
    for (let n = 0; n < 3; n += 1) {
      const before = load.rounds();
      const ended = await runAdmin(dir, ['backup', join(dir, `saved-${n}.db`)]);
      expect(ended).toMatchObject({ code: 0, err: '' });
      expect(ended.out).toMatch(/^Backed up to .+\nNot in it: the folder .+media .+ \.env\.\nOK: read again/);
      expect(captures(join(dir, `saved-${n}.db`))).toBeGreaterThanOrEqual(before);
      await load.reached(load.rounds() + 20);
    }
    expect((await readdir(dir)).filter((name) => name.includes('unfinished'))).toEqual([]);
    await load.kill();
  }, 60_000);

  test('killed at any moment leaves no file under its name, or a whole one', async () => {
    await write(5);
    for (let n = 0; n < 6; n += 1) {
      const { child, ended } = beginAdmin(dir, ['backup', saved]);
      await expect
        .poll(async () => (await readdir(dir)).some((name) => /saved\.db/.test(name)), { timeout: 20_000, interval: 1 })
        .toBe(true);
      child.kill('SIGKILL');
      await ended;
      if ((await readdir(dir)).includes('saved.db')) expect(granted(saved)).toBe(5);
      for (const name of await readdir(dir)) if (name.startsWith('saved.db')) await rm(join(dir, name));
    }
  }, 60_000);

  test('does not carry on what was deleted', async () => {
    await write(5);
    alter(file, "insert into keyv values ('k', 'zephyrquartz', null); delete from keyv");
    expect((await readFile(file)).includes('zephyrquartz')).toBe(true);
    await backUp(url, saved);
    expect((await readFile(saved)).includes('zephyrquartz')).toBe(false);
  });

  test('of books that do not agree is made all the same, and says so with exit 1', async () => {
    await write(5);
    alter(file, 'update accounts set available = 6');
    const ended = await runAdmin(dir, ['backup', saved]);
    expect(ended.code).toBe(exitCodes.faults);
    expect(ended.out).toContain('guild g: the balance is not the sum of its entries');
    expect(granted(saved)).toBe(5);
  });

  test('overwrites nothing', async () => {
    await write(5);
    await writeFile(saved, 'precious');
    expect(await refusal(() => backUp(url, saved))).toMatch(/is there already, and a backup overwrites nothing/);
  });

  test('needs a folder, and a database of ours', async () => {
    expect(await refusal(() => backUp(url, saved))).toMatch(/^There is no database .+ yet/);
    await write(5);
    expect(await refusal(() => backUp(url, join(dir, 'none', 'saved.db')))).toMatch(/^The folder of .+ is not there/);
    await copyFile(file, join(dir, 'future.db'));
    alter(join(dir, 'future.db'), "insert into songcircle_migrations values (99, 'later', 0)");
    const future = `file:${join(dir, 'future.db')}`;
    expect(await refusal(() => backUp(future, saved), exitCodes.config)).toContain('is of version 99');
    alter(join(dir, 'other.db'), 'create table recipes (name)');
    const other = `file:${join(dir, 'other.db')}`;
    expect(await refusal(() => backUp(other, saved))).toContain('belongs to another program');
    await writeFile(join(dir, 'letter.db'), 'Dear diary. '.repeat(500));
    const letter = `file:${join(dir, 'letter.db')}`;
    expect(await refusal(() => backUp(letter, saved))).toMatch(/is not a database, or it is damaged/);
  });

  test('of a PostgreSQL is somebody else’s to make, and a sentence says whose', async () => {
    const postgres = 'postgres://localhost/songs';
    for (const work of [() => backUp(postgres, saved), () => restore(postgres, saved)])
      expect(await refusal(work, exitCodes.usage)).toMatch(/pg_dump .+ pg_restore/);
  });
});

describe('a restore', () => {
  test('brings back every row that was in the backup, and keeps aside what was there', async () => {
    await write(5);
    const then = contentOf(file);
    await backUp(url, saved);
    await write(7);
    const later = contentOf(file);
    expect(later).not.toEqual(then);
    expect(await restore(url, saved)).toMatchObject({ kept: `${file}.before-restore-1`, version: newest, guilds: 1 });
    expect(contentOf(file)).toEqual(then);
    expect(contentOf(`${file}.before-restore-1`)).toEqual(later);
    await write(9);
    expect(granted(file)).toBe(14);
    expect(await restore(url, saved)).toMatchObject({ kept: `${file}.before-restore-2` });
    expect(granted(`${file}.before-restore-2`)).toBe(14);
    expect(contentOf(`${file}.before-restore-1`)).toEqual(later);
    expect(contentOf(saved)).toEqual(then);
  });

  test('after a bot that was killed: what it had answered is kept aside whole, and its log never meets the backup', async () => {
    await write(5);
    await backUp(url, saved);
    const load = await underLoad();
    await load.kill();
    const answered = load.rounds();
    expect((await stat(`${file}-wal`)).size).toBeGreaterThan(0);
    await restore(url, saved);
    expect(granted(file)).toBe(5);
    expect(captures(file)).toBe(0);
    expect(captures(`${file}.before-restore-1`)).toBeGreaterThanOrEqual(answered);
    expect((await readdir(dir)).filter((name) => /-wal|-shm|-journal|restoring|unfinished/.test(name))).toEqual([]);
  });

  test('onto a new machine, and onto a database that is damaged beyond reading', async () => {
    await write(5);
    await backUp(url, saved);
    const elsewhere = join(dir, 'new', 'songcircle.db');
    expect(await restore(`file:${elsewhere}`, saved)).toMatchObject({ kept: null });
    expect(granted(elsewhere)).toBe(5);
    const ruin = 'no longer a database '.repeat(1_000);
    await writeFile(file, ruin);
    await writeFile(`${file}-wal`, 'its log');
    expect(await restore(url, saved)).toMatchObject({ kept: `${file}.before-restore-1` });
    expect(granted(file)).toBe(5);
    expect(await readFile(`${file}.before-restore-1`, 'utf8')).toBe(ruin);
    expect(await readFile(`${file}.before-restore-1-wal`, 'utf8')).toBe('its log');
  });

  test('of an older version is brought up to date at the next start, with a copy before', async () => {
    await write(5, url, 1);
    await backUp(url, saved);
    await rm(file);
    expect(await restore(url, saved)).toMatchObject({ version: 1 });
    await write(6);
    expect(granted(file)).toBe(11);
    expect(granted(`${file}.version-1`)).toBe(5);
  });

  test('a song that was only asked for then may have been sent since: it is not sent again, and its credits go back', async () => {
    const provider = createScripted();
    const first = await openRoom({ dir, providers: [provider] });
    const song = await ask(first);
    await backUp(url, saved);
    await first.turn();
    expect(provider.submissions.length).toBe(1);
    await first.close();
    await restore(url, saved);
    const second = await openRoom({ dir, providers: [provider] });
    onTestFinished(() => second.close());
    await second.steps.takeOver(second.clock.now());
    await second.pass(5_000);
    expect(provider.submissions.length).toBe(1);
    expect(await balance(second)).toEqual({ available: 100, held: 0 });
    expect((await second.songs.find(song.id, song.guildId))?.state).toBe('gave_up');
  });

  test('while a bot is there, or another command: one sentence', async () => {
    await write(5);
    await backUp(url, saved);
    for (const presence of ['bot', 'beside'] as const) {
      const lock = lockOut(file, url, presence);
      expect(await refusal(() => restore(url, saved))).toMatch(/is in use: stop the bot, and wait for other commands/);
      lock.close();
    }
    const alone = lockOut(file, url, 'alone');
    expect(await refusal(() => openDatabase({ url, clock, beside: true }))).toMatch(/is being restored: wait/);
    expect(await refusal(() => openDatabase({ url, clock }))).toMatch(/^Another Songcircle is running/);
    alone.close();
    await restore(url, saved);
  });

  test('while another program has the database open: one sentence', async () => {
    await write(5);
    await backUp(url, saved);
    const other = new DatabaseSync(file);
    other.exec('begin; select * from entries');
    expect(await refusal(() => restore(url, saved))).toMatch(/is held by another program: close that one/);
    other.close();
    await restore(url, saved);
  }, 30_000);
});

describe('a file that is no backup is refused with one sentence, and everything stays as it was', () => {
  const page = 4_096;
  const cases: [string, (path: string) => Promise<void>, RegExp][] = [
    ['nothing there', (path) => rm(path), /^There is no file .+\.$/],
    [
      'a folder',
      (path) =>
        rm(path)
          .then(() => mkdir(path))
          .then(() => undefined),
      /is no file\.$/,
    ],
    ['an empty file', (path) => writeFile(path, ''), /^There is nothing in /],
    ['a letter', (path) => writeFile(path, 'Dear diary. '.repeat(900)), /is not a database, or it is damaged\.$/],
    [
      'the first half',
      async (path) => writeFile(path, (await readFile(path)).subarray(0, 12 * page)),
      /is not a database, or it is damaged\.$|is damaged\.$/,
    ],
    [
      'a page of it lost',
      async (path) => writeFile(path, (await readFile(path)).fill(0xff, 5 * page, 6 * page)),
      /is not a database, or it is damaged\.$|is damaged\.$/,
    ],
    [
      'another program’s database',
      (path) => rm(path).then(() => alter(path, 'create table recipes (name)')),
      /belongs to another program\.$/,
    ],
    [
      'a database from the future',
      async (path) => alter(path, "insert into songcircle_migrations values (99, 'later', 0)"),
      /is of version 99, but this Songcircle knows only version \d+: restore it with the newer one\.$/,
    ],
    [
      'books that do not agree',
      async (path) => alter(path, 'update accounts set available = 6'),
      /^The books in .+ do not agree: guild g: the balance is not the sum of its entries\.$/,
    ],
    [
      'an entry of a guild that is not there',
      async (path) => alter(path, 'pragma foreign_keys = off; delete from accounts'),
      /is damaged\.$/,
    ],
    ['a living database', (path) => writeFile(`${path}-wal`, 'what is newest'), /is no backup, but a database with /],
  ];
  test.for(cases)('%s', async ([, spoil, sentence]) => {
    await write(5);
    await backUp(url, saved);
    await write(7);
    await spoil(saved);
    expect(await refusal(() => restore(url, saved))).toMatch(sentence);
    expect(granted(file)).toBe(12);
    await write(9);
  });

  test('the database itself', async () => {
    await write(5);
    expect(await refusal(() => restore(url, file))).toMatch(/is the database itself\.$/);
  });
});

test('kill -9 in the middle of a restore leaves the old database or the new one, whole, and the next restore goes through', async () => {
  await write(5);
  alter(
    file,
    `insert into keyv with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
    select 'k' || i, hex(randomblob(5000)), null from n`,
  );
  await backUp(url, saved);
  // As a bot that was killed leaves it: what is newest lies beside the file.
  const bot = await openDatabase({ url, clock });
  await createTill(bot, { clock }).grant({ key: '7', guildId: 'g', amount: 7, reason: 'gift', byUserId: null });
  const left = join(dir, 'left');
  await mkdir(left);
  for (const name of ['songcircle.db', 'songcircle.db-wal', 'saved.db']) await cp(join(dir, name), join(left, name));
  await bot.close();
  const stage = join(dir, 'stage');
  const seen = { old: 0, new: 0 };
  for (let n = 0; n < 10; n += 1) {
    await rm(stage, { recursive: true, force: true });
    await cp(left, stage, { recursive: true });
    const { child, ended } = beginAdmin(stage, ['restore', 'saved.db']);
    await expect
      .poll(async () => (await readdir(stage)).includes('songcircle.db.restoring'), { timeout: 20_000, interval: 1 })
      .toBe(true);
    await clock.sleep(n * 30);
    child.kill('SIGKILL');
    await ended;
    const at = join(stage, 'songcircle.db');
    const database = await openDatabase({ url: `file:${at}`, clock });
    await database.close();
    const sum = granted(at);
    expect([5, 12]).toContain(sum);
    expect(read(at, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    if (sum === 5) expect(granted(`${at}.before-restore-1`)).toBe(12);
    seen[sum === 5 ? 'new' : 'old'] += 1;
    await restore(`file:${at}`, join(stage, 'saved.db'));
    expect(granted(at)).toBe(5);
    expect((await readdir(stage)).filter((name) => /restoring|unfinished/.test(name))).toEqual([]);
  }
  expect(seen.old).toBeGreaterThan(0);
}, 120_000);

test('the drill: backed up beside the running bot, lost, restored, and the old cards work again', async () => {
  const sandbox = await openSandbox();
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  speakEnglish(sandbox);
  const start = () => startBotProcess({ discord: sandbox.url, token: sandbox.token, dir });
  let bot = await start();
  onTestFinished(() => bot.kill());
  const amelie = await sandbox.member('Amélie');
  const card = await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'kept for ever' })));
  expect(await runAdmin(dir, ['backup', saved])).toMatchObject({ code: 0 });
  await seeFinished(amelie, await messageOf(amelie.slash('song', { idea: 'after the backup' })));
  const early = await runAdmin(dir, ['restore', saved]);
  expect(early).toMatchObject({ code: exitCodes.file, out: '' });
  expect(early.err).toMatch(/is in use: stop the bot/);
  await bot.kill();
  await writeFile(file, 'a bad disk');
  const done = await runAdmin(dir, ['restore', saved]);
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(done.out).toMatch(/^Restored .+\nWhat was there is kept as .+before-restore-1\.\nStart the bot again\.\n$/);
  alter(file, 'update songs set token_expires_at = 1');
  bot = await start();
  await expect.poll(() => read(file, 'select interaction_token as token from songs')).toEqual([{ token: null }]);
  expect(read(file, 'select state, money from songs')).toEqual([{ state: 'done', money: 'captured' }]);
  expect((await messageOf(amelie.slash('credits balance'))).text).toContain('90');
  await seeFinished(amelie, await messageOf(amelie.press(card, 'Again')));
  expect(await runAdmin(dir, ['audit'])).toMatchObject({ code: 0 });
}, 90_000);
