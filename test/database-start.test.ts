import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock as clock } from '../src/clock.ts';
import { type Database, openDatabase } from '../src/database/database.ts';
import { migrations } from '../src/database/migrations.ts';
import { StartError } from '../src/errors.ts';
import { createTill } from './helpers/ledger.ts';

let folder: string;
let file: string;
let url: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'songcircle-start-'));
  file = join(folder, 'songcircle.db');
  url = `file:${file}`;
});
afterEach(() => rm(folder, { recursive: true }));

const opening = async (options: Partial<Parameters<typeof openDatabase>[0]> = {}): Promise<Database> => {
  const database = await openDatabase({ url, clock, ...options });
  onTestFinished(() => database.close());
  return database;
};

/** The one sentence with which a start is refused. */
const refusalOf = async (options: Partial<Parameters<typeof openDatabase>[0]> = {}): Promise<string> => {
  const error: unknown = await opening(options).catch((caught: unknown) => caught);
  if (!(error instanceof StartError)) throw new Error('it opened, or failed otherwise', { cause: error });
  expect(error.sentence).toMatch(/^[^\n]+\.$/);
  expect(error.sentence).toContain(options.url ?? url);
  return error.sentence;
};

const aside = (what: string) => {
  const program = fileURLToPath(new URL('./helpers/database-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, url, what], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string | undefined> => (await lines.next()).value;
  return { child, line };
};

const kill = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
};

describe('opening', () => {
  test('a missing folder is made', async () => {
    const database = await opening({ url: `file:${join(folder, 'a', 'b', 'songcircle.db')}` });
    await expect(database.ping()).resolves.toBeUndefined();
  });

  test('what was committed is there the next time', async () => {
    const first = await opening();
    await createTill(first, { clock }).grant({ key: 'k', guildId: 'g', amount: 5, reason: 'r', byUserId: null });
    await first.close();
    const balance = await createTill(await opening(), { clock }).balance('g');
    expect(balance.available).toBe(5);
  });

  test('the log is written ahead, and foreign keys hold', async () => {
    const database = await opening();
    const settings = await database.write(async (trx) => {
      const journal = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(trx);
      const foreign = await sql<{ foreign_keys: number }>`PRAGMA foreign_keys`.execute(trx);
      return { ...journal.rows[0], ...foreign.rows[0] };
    });
    expect(settings).toEqual({ journal_mode: 'wal', foreign_keys: 1 });
  });

  test('the songs that are due, a member and a draft are found by index, never by reading everything', async () => {
    const database = await opening();
    const plan = async (query: ReturnType<typeof sql>) => {
      const { rows } = await database.read((db) => sql<{ detail: string }>`EXPLAIN QUERY PLAN ${query}`.execute(db));
      return rows.map(({ detail }) => detail).join('; ');
    };
    expect(await plan(sql`SELECT id FROM songs WHERE due_at <= ${1} ORDER BY due_at LIMIT ${9}`)).toContain(
      'songs_due',
    );
    const queries = [
      sql`SELECT id FROM songs WHERE guild_id = ${'g'} AND member_ref = ${1} AND state IN (${'requested'}, ${'done'})`,
      sql`SELECT 1 FROM songs WHERE interaction_token IS NOT NULL AND token_expires_at <= ${1}`,
      sql`SELECT count(*) FROM holds WHERE member_ref = ${1} AND state = 'held'`,
      sql`SELECT count(*) FROM holds WHERE guild_id = ${'g'} AND state = 'held'`,
      sql`SELECT 1 FROM entries WHERE guild_id = ${'g'} AND version < ${9} ORDER BY version DESC LIMIT ${5}`,
      sql`SELECT 1 FROM drafts WHERE member_ref = ${1} AND guild_id = ${'g'} AND form = ${'song'} ORDER BY created_at DESC`,
      sql`SELECT 1 FROM tracks WHERE song_id = ${'s'}`,
      sql`SELECT 1 FROM attempts WHERE song_id = ${'s'} ORDER BY n`,
      sql`SELECT key FROM keyv WHERE expires_at <= ${1}`,
    ];
    for (const query of queries) expect(await plan(query)).not.toMatch(/\bSCAN\b|TEMP B-TREE/);
  });

  test('a full disk undoes the write, is named as such, and hinders nothing afterwards', async () => {
    const database = await opening();
    const limit = (pages: number) =>
      database.write(async (trx) => void (await sql.raw(`PRAGMA max_page_count = ${pages}`).execute(trx)));
    const put = (key: string, bytes: number) =>
      database.write(async (trx) => {
        await trx
          .insertInto('keyv')
          .values({ key: `${key} first`, value: 'x', expires_at: null })
          .execute();
        await trx
          .insertInto('keyv')
          .values({ key, value: 'x'.repeat(bytes), expires_at: null })
          .execute();
      });
    await limit(1);
    await expect(put('big', 1_000_000)).rejects.toMatchObject({ kind: 'full' });
    await limit(1_000_000);
    await put('small', 10);
    const rows = await database.read((db) => db.selectFrom('keyv').select('key').orderBy('key').execute());
    expect(rows.map(({ key }) => key)).toEqual(['small', 'small first']);
  });
});

describe('what cannot be opened is refused with one sentence', () => {
  test.each(['mysql://localhost/songs', 'file:', 'file::memory:', 'file:a.db?mode=memory', 'data/songs.db'])(
    'an address that is no file: %s',
    async (address) => {
      expect(await refusalOf({ url: address })).toContain('must be file:<path>');
    },
  );

  test('a folder', async () => {
    expect(await refusalOf({ url: `file:${folder}` })).toContain('is a folder');
  });

  test('a path that leads through a file', async () => {
    await writeFile(file, '');
    expect(await refusalOf({ url: `file:${join(file, 'songcircle.db')}` })).toContain('part of its path is a file');
  });

  test('a file that is no database, which is left as it was', async () => {
    const text = 'Dear diary, '.repeat(1000);
    await writeFile(file, text);
    expect(await refusalOf()).toContain('is not a database');
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test("another program's database, which is left as it was", async () => {
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = await readFile(file);
    expect(await refusalOf()).toContain('belongs to another program');
    expect(await readFile(file)).toEqual(before);
  });

  test.each([
    ['a file that this user may not write', 0o444, 0o777],
    ['a folder that this user may not write', 0o666, 0o555],
  ])('%s', async (_, fileMode, folderMode) => {
    await (await openDatabase({ url, clock })).close();
    await rm(`${file}.lock`);
    await chmod(file, fileMode);
    await chmod(folder, folderMode);
    const { child, line } = aside('open as nobody');
    const ended = once(child, 'exit');
    const sentence = await line();
    await chmod(folder, 0o755);
    expect(sentence).toMatch(/cannot be written.*\.$/);
    expect((await ended)[0]).toBe(73);
  });
});

describe('a second bot', () => {
  test('is kept out while the first one lives, by any name of the file, and let in once it was killed', async () => {
    const { child, line } = aside('hold the file');
    expect(await line()).toBe('open');
    expect(await refusalOf()).toContain('Another Songcircle is running');
    expect(await refusalOf({ url: `file:${folder}/./songcircle.db` })).toContain('Another Songcircle is running');
    await kill(child);
    await expect((await opening()).ping()).resolves.toBeUndefined();
  });

  test('is kept out in the same process too, and let in after the first has closed', async () => {
    const first = await opening();
    expect(await refusalOf()).toContain('Another Songcircle is running');
    await expect(first.ping()).resolves.toBeUndefined();
    await first.close();
    await expect((await opening()).ping()).resolves.toBeUndefined();
  });
});

describe('kill -9', () => {
  test('in the middle of a write leaves nothing of that write', async () => {
    const { child, line } = aside('stop halfway');
    expect(await line()).toBe('halfway');
    await kill(child);
    const database = await opening();
    const till = createTill(database, { clock });
    expect((await till.balance('g')).available).toBe(10);
    expect(await database.read((db) => db.selectFrom('keyv').selectAll().execute())).toEqual([]);
    expect(await till.audit()).toEqual({ guilds: 1, faults: [] });
  });

  test('at any moment loses nothing that was answered, and every balance still agrees', async () => {
    for (const afterLines of [1, 20, 45]) {
      const { child, line } = aside('work');
      let answered = -1;
      for (let n = 0; n < afterLines; n += 1) answered = Number(await line());
      await kill(child);
      for (let more = await line(); more !== undefined; more = await line()) answered = Number(more);
      const database = await opening();
      const till = createTill(database, { clock });
      const captured = await database.read((db) =>
        db.selectFrom('holds').select('song_id').where('state', '=', 'captured').execute(),
      );
      expect(captured.length).toBeGreaterThanOrEqual(answered + 1);
      expect(captured.length).toBeLessThanOrEqual(answered + 2);
      expect(await till.audit()).toEqual({ guilds: 1, faults: [] });
      await database.close();
      for (const name of await readdir(folder)) await rm(join(folder, name));
    }
  });
});

describe('migrations', () => {
  const newest = migrations.at(-1)?.version ?? 0;
  const next = { version: newest + 1, name: 'moods', statements: () => ['CREATE TABLE moods (name TEXT) STRICT'] };
  const table = (database: Database, name: string) =>
    database.read((db) => sql`SELECT 1 FROM sqlite_schema WHERE name = ${name}`.execute(db));

  test('an older database is copied aside, then migrated, with everything in it', async () => {
    const first = await opening();
    await createTill(first, { clock }).grant({ key: 'k', guildId: 'g', amount: 5, reason: 'r', byUserId: null });
    await first.close();
    const database = await opening({ migrations: [...migrations, next] });
    expect((await table(database, 'moods')).rows).toHaveLength(1);
    expect((await createTill(database, { clock }).balance('g')).available).toBe(5);
    const copy = await opening({ url: `${url}.version-${newest}` });
    expect((await table(copy, 'moods')).rows).toHaveLength(0);
    expect((await createTill(copy, { clock }).balance('g')).available).toBe(5);
  });

  test('a new database and one that is up to date are not copied', async () => {
    await (await opening({ migrations: [...migrations, next] })).close();
    await (await opening({ migrations: [...migrations, next] })).close();
    expect((await readdir(folder)).filter((name) => name.includes('version'))).toEqual([]);
  });

  test('a migration that fails leaves the version before it, whole, and can be repeated', async () => {
    await (await opening()).close();
    const broken = {
      version: newest + 2,
      name: 'broken',
      statements: () => ['CREATE TABLE half (a TEXT) STRICT', 'NO SUCH THING'],
    };
    expect(await refusalOf({ migrations: [...migrations, next, broken] })).toContain('cannot be opened');
    const mended = { ...broken, statements: () => ['CREATE TABLE half (a TEXT) STRICT'] };
    const database = await opening({ migrations: [...migrations, next, mended] });
    expect((await table(database, 'half')).rows).toHaveLength(1);
  });

  test('a database newer than this Songcircle is refused, and left as it was', async () => {
    await (await opening({ migrations: [...migrations, next] })).close();
    const before = await readFile(file);
    expect(await refusalOf()).toMatch(new RegExp(`version ${newest + 1}.*only version ${newest}`));
    expect(await readFile(file)).toEqual(before);
  });

  test('a copy that was interrupted is never taken for a copy', async () => {
    await (await opening()).close();
    await mkdir(`${file}.version-${newest}.unfinished`);
    expect(await refusalOf({ migrations: [...migrations, next] })).toContain('cannot be opened');
    await expect(stat(`${file}.version-${newest}`)).rejects.toThrow('ENOENT');
    const database = await opening();
    expect((await table(database, 'moods')).rows).toHaveLength(0);
  });

  test('versions are numbered without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });
});
