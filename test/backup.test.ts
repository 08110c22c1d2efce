/** Backups taken while the bot works: nothing that was answered before is missing, and nothing is ever half there. */
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { backUp } from '../src/admin/backup.ts';
import { restore } from '../src/admin/restore.ts';
import { exitCodes } from '../src/errors.ts';
import { beginAdmin, runAdmin } from './helpers/admin.ts';
import { alter, captures, granted, openScene, read, type Scene, write } from './helpers/backup.ts';
import { messageOf, seeFinished, speakEnglish } from './helpers/bot.ts';
import { startBotProcess } from './helpers/bot-process.ts';
import { openSandbox } from './helpers/sandbox.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

describe('a backup', () => {
  test('under load has everything that was answered before it began, agrees, and hinders nobody', async () => {
    const { dir } = scene;
    const load = await scene.underLoad();
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
    const { dir, url, saved } = scene;
    await write(url, 5);
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
    const { file, url, saved } = scene;
    await write(url, 5);
    alter(file, "insert into keyv values ('k', 'zephyrquartz', null); delete from keyv");
    expect((await readFile(file)).includes('zephyrquartz')).toBe(true);
    await backUp(url, saved);
    expect((await readFile(saved)).includes('zephyrquartz')).toBe(false);
  });

  test('of books that do not agree is made all the same, and says so with exit 1', async () => {
    const { dir, file, url, saved } = scene;
    await write(url, 5);
    alter(file, 'update accounts set available = 6');
    const ended = await runAdmin(dir, ['backup', saved]);
    expect(ended.code).toBe(exitCodes.faults);
    expect(ended.out).toContain('guild g: the balance is not the sum of its entries');
    expect(granted(saved)).toBe(5);
  });

  test('overwrites nothing', async () => {
    const { url, saved } = scene;
    await write(url, 5);
    await writeFile(saved, 'precious');
    expect(await scene.refusal(() => backUp(url, saved))).toMatch(/is there already, and a backup overwrites nothing/);
  });

  test('needs a folder, and a database of ours', async () => {
    const { dir, file, url, saved } = scene;
    expect(await scene.refusal(() => backUp(url, saved))).toMatch(/^There is no database .+ yet/);
    await write(url, 5);
    expect(await scene.refusal(() => backUp(url, join(dir, 'none', 'saved.db')))).toMatch(
      /^The folder of .+ is not there/,
    );
    await copyFile(file, join(dir, 'future.db'));
    alter(join(dir, 'future.db'), "insert into songcircle_migrations values (99, 'later', 0)");
    const future = `file:${join(dir, 'future.db')}`;
    expect(await scene.refusal(() => backUp(future, saved), exitCodes.config)).toContain('is of version 99');
    alter(join(dir, 'other.db'), 'create table recipes (name)');
    const other = `file:${join(dir, 'other.db')}`;
    expect(await scene.refusal(() => backUp(other, saved))).toContain('belongs to another program');
    await writeFile(join(dir, 'letter.db'), 'Dear diary. '.repeat(500));
    const letter = `file:${join(dir, 'letter.db')}`;
    expect(await scene.refusal(() => backUp(letter, saved))).toMatch(/is not a database, or it is damaged/);
  });

  test('of a PostgreSQL is somebody else’s to make, and a sentence says whose', async () => {
    const { saved } = scene;
    const postgres = 'postgres://localhost/songs';
    for (const work of [() => backUp(postgres, saved), () => restore(postgres, saved, 0)])
      expect(await scene.refusal(work, exitCodes.usage)).toMatch(/pg_dump .+ pg_restore/);
  });
});

test('the drill: backed up beside the running bot, lost, restored, and the old cards work again', async () => {
  const { dir, file, saved } = scene;
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
