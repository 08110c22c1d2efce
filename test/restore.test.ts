/** Backups put back: every row is there again, and whatever goes wrong, the old database or the new one is. */
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { backUp } from '../src/admin/backup.ts';
import { restore } from '../src/admin/restore.ts';
import { systemClock as clock } from '../src/clock.ts';
import { openDatabase } from '../src/database/database.ts';
import { lockOut } from '../src/database/lock.ts';
import { newestVersion } from '../src/database/migrations.ts';
import { beginAdmin } from './helpers/admin.ts';
import {
  alter,
  captures,
  contentOf,
  granted,
  openScene,
  read,
  type Scene,
  write,
  writeFirstVersion,
} from './helpers/backup.ts';
import { createTill } from './helpers/ledger.ts';
import { ask, balance, createScripted, openRoom } from './helpers/songs.ts';

/** When it is restored. */
const noon = Date.UTC(2026, 0, 15, 12);
let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

describe('a restore', () => {
  test('brings back every row that was in the backup, and keeps aside what was there', async () => {
    const { file, url, saved } = scene;
    await write(url, 5);
    const then = contentOf(file);
    await backUp(url, saved);
    await write(url, 7);
    const later = contentOf(file);
    expect(later).not.toEqual(then);
    expect(await restore(url, saved, noon)).toMatchObject({
      kept: `${file}.before-restore-1`,
      version: newestVersion,
      guilds: 1,
    });
    expect(contentOf(file)).toEqual(then);
    expect(read(file, 'select at, who, act, about from operator_acts')).toEqual([
      { at: noon, who: 'operator (admin)', act: 'restore', about: 'saved.db' },
    ]);
    expect(contentOf(`${file}.before-restore-1`)).toEqual(later);
    await write(url, 9);
    expect(granted(file)).toBe(14);
    expect(await restore(url, saved, noon)).toMatchObject({ kept: `${file}.before-restore-2` });
    expect(granted(`${file}.before-restore-2`)).toBe(14);
    expect(contentOf(`${file}.before-restore-1`)).toEqual(later);
    expect(contentOf(saved)).toEqual(then);
  });

  test('after a bot that was killed: what it had answered is kept aside whole, and its log never meets the backup', async () => {
    const { dir, file, url, saved } = scene;
    await write(url, 5);
    await backUp(url, saved);
    const load = await scene.underLoad();
    await load.kill();
    const answered = load.rounds();
    expect((await stat(`${file}-wal`)).size).toBeGreaterThan(0);
    await restore(url, saved, noon);
    expect(granted(file)).toBe(5);
    expect(captures(file)).toBe(0);
    expect(captures(`${file}.before-restore-1`)).toBeGreaterThanOrEqual(answered);
    expect((await readdir(dir)).filter((name) => /-wal|-shm|-journal|restoring|unfinished/.test(name))).toEqual([]);
  });

  test('onto a new machine, and onto a database that is damaged beyond reading', async () => {
    const { dir, file, url, saved } = scene;
    await write(url, 5);
    await backUp(url, saved);
    const elsewhere = join(dir, 'new', 'songcircle.db');
    expect(await restore(`file:${elsewhere}`, saved, noon)).toMatchObject({ kept: null });
    expect(granted(elsewhere)).toBe(5);
    const ruin = 'no longer a database '.repeat(1_000);
    await writeFile(file, ruin);
    await writeFile(`${file}-wal`, 'its log');
    expect(await restore(url, saved, noon)).toMatchObject({ kept: `${file}.before-restore-1` });
    expect(granted(file)).toBe(5);
    expect(await readFile(`${file}.before-restore-1`, 'utf8')).toBe(ruin);
    expect(await readFile(`${file}.before-restore-1-wal`, 'utf8')).toBe('its log');
  });

  test('of an older version is brought up to date at the next start, with a copy before', async () => {
    const { file, url, saved } = scene;
    await writeFirstVersion(url, 5);
    await backUp(url, saved);
    await rm(file);
    expect(await restore(url, saved, noon)).toMatchObject({ version: 1 });
    await write(url, 6);
    expect(granted(file)).toBe(11);
    expect(granted(`${file}.version-1`)).toBe(5);
  });

  test('a song that was only asked for then may have been sent since: it is not sent again, and its credits go back', async () => {
    const { dir, url, saved } = scene;
    const provider = createScripted();
    const first = await openRoom({ dir, providers: [provider] });
    const song = await ask(first);
    await backUp(url, saved);
    await first.turn();
    expect(provider.submissions.length).toBe(1);
    await first.close();
    await restore(url, saved, noon);
    const second = await openRoom({ dir, providers: [provider] });
    onTestFinished(() => second.close());
    await second.steps.takeOver(second.clock.now());
    await second.pass(5_000);
    expect(provider.submissions.length).toBe(1);
    expect(await balance(second)).toEqual({ available: 100, held: 0 });
    expect((await second.songs.find(song.id, song.guildId))?.state).toBe('gave_up');
  });

  test('while a bot is there, or another command: one sentence', async () => {
    const { file, url, saved } = scene;
    await write(url, 5);
    await backUp(url, saved);
    for (const presence of ['bot', 'beside'] as const) {
      const lock = lockOut(file, url, presence);
      expect(await scene.refusal(() => restore(url, saved, noon))).toMatch(
        /is in use: stop the bot, and wait for other commands/,
      );
      lock.close();
    }
    const alone = lockOut(file, url, 'alone');
    expect(await scene.refusal(() => openDatabase({ url, clock, beside: true }))).toMatch(/is being restored: wait/);
    expect(await scene.refusal(() => openDatabase({ url, clock }))).toMatch(/^Another Songcircle is running/);
    alone.close();
    await restore(url, saved, noon);
  });

  test('while another program has the database open: one sentence', async () => {
    const { file, url, saved } = scene;
    await write(url, 5);
    await backUp(url, saved);
    const other = new DatabaseSync(file);
    other.exec('begin; select * from entries');
    expect(await scene.refusal(() => restore(url, saved, noon))).toMatch(/is held by another program: close that one/);
    other.close();
    await restore(url, saved, noon);
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
    const { file, url, saved } = scene;
    await write(url, 5);
    await backUp(url, saved);
    await write(url, 7);
    await spoil(saved);
    expect(await scene.refusal(() => restore(url, saved, noon))).toMatch(sentence);
    expect(granted(file)).toBe(12);
    await write(url, 9);
  });

  test('the database itself', async () => {
    const { file, url } = scene;
    await write(url, 5);
    expect(await scene.refusal(() => restore(url, file, noon))).toMatch(/is the database itself\.$/);
  });
});

test('kill -9 in the middle of a restore leaves the old database or the new one, whole, and the next restore goes through', async () => {
  const { dir, file, url, saved } = scene;
  await write(url, 5);
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
    await restore(`file:${at}`, join(stage, 'saved.db'), noon);
    expect(granted(at)).toBe(5);
    expect((await readdir(stage)).filter((name) => /restoring|unfinished/.test(name))).toEqual([]);
  }
  expect(seen.old).toBeGreaterThan(0);
}, 120_000);
