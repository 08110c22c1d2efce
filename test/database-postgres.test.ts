import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock as clock } from '../src/clock.ts';
import { type Database, openDatabase } from '../src/database/database.ts';
import { migrations } from '../src/database/migrations.ts';
import { exitCodes, StartError } from '../src/errors.ts';
import { createLog } from '../src/log.ts';
import { createPostgres } from './helpers/engines.ts';
import { createTill } from './helpers/ledger.ts';
import { administer } from './helpers/postgres.ts';

type Options = Partial<Parameters<typeof openDatabase>[0]>;

const opening = async (url: string, options: Options = {}): Promise<Database> => {
  const database = await openDatabase({ url, clock, ...options });
  onTestFinished(() => database.close());
  return database;
};

/** The one sentence with which a start is refused, and its exit code. */
const refusalOf = async (url: string, options: Options = {}): Promise<{ sentence: string; exitCode: number }> => {
  const error: unknown = await opening(url, options).catch((caught: unknown) => caught);
  if (!(error instanceof StartError)) throw new Error('it opened, or failed otherwise', { cause: error });
  expect(error.sentence).toMatch(/^[^\n]+\.$/);
  expect(error.sentence).not.toContain(URL.parse(url)?.password || 'no password');
  return error;
};

const aside = (url: string, what: string) => {
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

const grant = { key: 'k', guildId: 'g', amount: 5, reason: 'gift', byUserId: null };
const put = (database: Database, key: string, value = 'x') =>
  database.write((trx) => trx.insertInto('keyv').values({ key, value, expires_at: null }).execute());
/** Ends every connection of this database, as a restart of the server does. */
const cutAll = (url: string) =>
  administer(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );

describe('opening', () => {
  test('many processes at once make and migrate an empty database, once', async () => {
    const url = await createPostgres();
    const others = Array.from({ length: 3 }, () => aside(url, 'hold the file'));
    const databases = await Promise.all(Array.from({ length: 5 }, () => opening(url)));
    for (const { line } of others) expect(await line()).toBe('open');
    const made = await databases[0]?.read((db) =>
      sql<{ version: number }>`SELECT * FROM songcircle_migrations`.execute(db),
    );
    expect(made?.rows.map(({ version }) => version)).toEqual(migrations.map(({ version }) => version));
    for (const { child } of others) await kill(child);
  });

  test('an older database is migrated, with everything in it; a migration that fails leaves the version before', async () => {
    const url = await createPostgres();
    const newest = migrations.at(-1)?.version ?? 0;
    await createTill(await opening(url), { clock }).grant(grant);
    const next = { version: newest + 1, name: 'moods', statements: () => ['CREATE TABLE moods (name TEXT)'] };
    const broken = { version: newest + 2, name: 'broken', statements: () => ['CREATE TABLE half (a TEXT)', 'NO SUCH'] };
    const { sentence } = await refusalOf(url, { migrations: [...migrations, next, broken] });
    expect(sentence).toContain('cannot be used');
    const database = await opening(url, { migrations: [...migrations, next] });
    const tables = await database.read((db) =>
      sql<{ tablename: string }>`SELECT tablename FROM pg_tables WHERE tablename IN ('moods', 'half')`.execute(db),
    );
    expect(tables.rows).toEqual([{ tablename: 'moods' }]);
    expect((await createTill(database, { clock }).balance('g')).available).toBe(5);
    expect(await refusalOf(url)).toMatchObject({
      sentence: expect.stringMatching(new RegExp(`version ${newest + 1}.*only version ${newest}`)),
      exitCode: exitCodes.config,
    });
  });

  test('whole numbers have 64 bits and text is compared byte by byte in every table', async () => {
    const database = await opening(await createPostgres());
    const { rows } = await database.read((db) =>
      sql`SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns
        WHERE table_schema = 'public' AND (data_type = 'integer' OR data_type = 'text' AND collation_name IS DISTINCT FROM 'C')`.execute(
        db,
      ),
    );
    expect(rows).toEqual([]);
  });
});

describe('what cannot be opened is refused with one sentence that holds no password', () => {
  test.each([
    ['nobody listens', { port: '1' }, 'cannot be reached (ECONNREFUSED)', exitCodes.unavailable],
    ['its name is unknown', { hostname: 'x.invalid' }, 'cannot be reached', exitCodes.unavailable],
    ['the password is wrong', { password: 'canary' }, 'refuses us', exitCodes.config],
    ['the password is missing', { password: '' }, 'refuses us', exitCodes.config],
    ['the user is unknown', { username: 'nobody' }, 'refuses us', exitCodes.config],
    ['there is no such database', { pathname: '/nowhere' }, 'refuses us', exitCodes.config],
  ])('%s', async (_, wrong, sentence, exitCode) => {
    const refusal = await refusalOf(Object.assign(new URL(await createPostgres()), wrong).href);
    expect(refusal.sentence).toContain(sentence);
    expect(refusal.exitCode).toBe(exitCode);
  });

  test("another program's tables, which are left as they were; what an extension brought is nobody's", async () => {
    const url = await createPostgres();
    await administer(url, 'CREATE TABLE recipes (name TEXT)');
    expect((await refusalOf(url)).sentence).toContain('tables of another program');
    await administer(url, 'ALTER EXTENSION plpgsql ADD TABLE recipes');
    await expect((await opening(url)).ping()).resolves.toBeUndefined();
  });

  test('a user who may not make tables', async () => {
    const url = await createPostgres();
    const name = `reader_${Date.now()}`;
    await administer(url, `CREATE ROLE ${name} LOGIN PASSWORD 'canary-word'`);
    const theirs = new URL(url);
    theirs.username = name;
    theirs.password = 'canary-word';
    expect((await refusalOf(theirs.href)).sentence).toContain('cannot be used (permission denied');
  });
});

describe('a process that dies or stands still', () => {
  test('kill -9 in the middle of a write leaves nothing of that write, and hinders nobody', async () => {
    const url = await createPostgres();
    const { child, line } = aside(url, 'stop halfway');
    expect(await line()).toBe('halfway');
    await kill(child);
    const database = await opening(url);
    const till = createTill(database, { clock });
    await till.grant({ ...grant, key: 'other' });
    expect((await till.balance('g')).available).toBe(15);
    expect(await database.read((db) => db.selectFrom('keyv').selectAll().execute())).toEqual([]);
    expect(await till.audit()).toEqual({ guilds: 1, faults: [] });
  });

  test('kill -9 at any moment loses nothing that was answered, and every balance still agrees', async () => {
    for (const afterLines of [1, 20]) {
      const url = await createPostgres();
      const { child, line } = aside(url, 'work');
      let answered = -1;
      for (let n = 0; n < afterLines; n += 1) answered = Number(await line());
      await kill(child);
      for (let more = await line(); more !== undefined; more = await line()) answered = Number(more);
      const database = await opening(url);
      const captured = await database.read((db) =>
        db.selectFrom('holds').select('song_id').where('state', '=', 'captured').execute(),
      );
      expect(captured.length).toBeGreaterThanOrEqual(answered + 1);
      expect(captured.length).toBeLessThanOrEqual(answered + 2);
      expect(await createTill(database, { clock }).audit()).toEqual({ guilds: 1, faults: [] });
    }
  });

  test('one that was stopped in the middle of a write loses it, and the others go on within seconds', async () => {
    const url = await createPostgres();
    const { child, line } = aside(url, 'stop halfway');
    expect(await line()).toBe('halfway');
    child.kill('SIGSTOP');
    const till = createTill(await opening(url), { clock });
    expect(await till.grant({ ...grant, key: 'other' })).toMatchObject({ kind: 'granted', available: 15 });
    expect(await till.audit()).toEqual({ guilds: 1, faults: [] });
    child.kill('SIGCONT');
  });
});

describe('a connection that breaks', () => {
  test('between writes and reads is replaced, and nobody notices', async () => {
    const url = await createPostgres();
    const database = await opening(url, { log: createLog({ level: 'silent' }) });
    await put(database, 'a');
    await database.ping();
    await cutAll(url);
    await put(database, 'b');
    await database.ping();
    expect((await database.read((db) => db.selectFrom('keyv').select('key').execute())).length).toBe(2);
  });

  test('within a write undoes it and says so; the next write is whole', async () => {
    const url = await createPostgres();
    const database = await opening(url);
    const writing = database.write(async (trx) => {
      await trx.insertInto('keyv').values({ key: 'a', value: 'x', expires_at: null }).execute();
      await cutAll(url);
      await trx.insertInto('keyv').values({ key: 'b', value: 'x', expires_at: null }).execute();
    });
    await expect(writing).rejects.toMatchObject({ name: 'DatabaseFailure', kind: 'unopenable' });
    await put(database, 'c');
    const rows = await database.read((db) => db.selectFrom('keyv').select('key').execute());
    expect(rows).toEqual([{ key: 'c' }]);
  });
});

/** A way to the database that cuts the line as soon as it has passed on a commit, until it is told otherwise. */
const cutAfterCommits = async (url: string) => {
  const to = new URL(url);
  let cuts = true;
  const between = createServer((client) => {
    const server = connect(Number(to.port), to.hostname);
    for (const one of [client, server]) one.on('error', () => {});
    client.on('data', (bytes) => {
      const isCut = cuts && bytes.includes('commit');
      server.write(bytes, () => isCut && setTimeout(() => client.destroy(), 200));
      if (isCut) server.removeAllListeners('data');
    });
    server.on('data', (bytes) => client.write(bytes));
    client.on('close', () => server.destroy());
  });
  between.listen(0, '127.0.0.1');
  await once(between, 'listening');
  onTestFinished(() => void between.close());
  return {
    url: Object.assign(new URL(url), { port: String((between.address() as AddressInfo).port) }).href,
    stop: () => {
      cuts = false;
    },
  };
};

test('a commit whose answer was lost is told as a failure and never repeated: what it wrote may be there, once', async () => {
  const url = await createPostgres();
  await (await openDatabase({ url, clock })).close();
  const cut = await cutAfterCommits(url);
  const database = await opening(cut.url);
  let runs = 0;
  const writing = database.write(async (trx) => {
    runs += 1;
    await trx
      .insertInto('keyv')
      .values({ key: `run ${runs}`, value: 'x', expires_at: null })
      .execute();
  });
  await expect(writing).rejects.toMatchObject({ name: 'DatabaseFailure', kind: 'unopenable' });
  cut.stop();
  await put(database, 'later');
  const rows = await database.read((db) => db.selectFrom('keyv').select('key').orderBy('key').execute());
  expect(rows).toEqual([{ key: 'later' }, { key: 'run 1' }]);
});

describe('two processes that write at the same time', () => {
  test('each see what the other wrote, or begin again: neither is lost', async () => {
    const url = await createPostgres();
    const both = [await opening(url), await opening(url)];
    await put(both[0] as Database, 'count', '0');
    // Reads, waits, then writes what it read and one more: the classic way to lose one of two.
    const addOne = (database: Database) =>
      database.write(async (trx) => {
        const row = await trx.selectFrom('keyv').select('value').where('key', '=', 'count').executeTakeFirstOrThrow();
        await new Promise((resolve) => setTimeout(resolve, 20));
        const value = String(Number(row.value) + 1);
        await trx.updateTable('keyv').set({ value }).where('key', '=', 'count').execute();
      });
    await Promise.all(both.flatMap((database) => Array.from({ length: 10 }, () => addOne(database))));
    const row = await both[0]?.read((db) => db.selectFrom('keyv').select('value').executeTakeFirstOrThrow());
    expect(row?.value).toBe('20');
  });

  test('that wait for each other in a circle both end', async () => {
    const url = await createPostgres();
    const [one, other] = [await opening(url), await opening(url)];
    await put(one, 'a');
    await put(one, 'b');
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const change = (database: Database, keys: [string, string], mine: number) =>
      database.write(async (trx) => {
        await trx
          .updateTable('keyv')
          .set({ value: `${mine}` })
          .where('key', '=', keys[0])
          .execute();
        met[mine]?.resolve();
        await met[1 - mine]?.promise;
        await trx
          .updateTable('keyv')
          .set({ value: `${mine}` })
          .where('key', '=', keys[1])
          .execute();
      });
    await Promise.all([change(one, ['a', 'b'], 0), change(other, ['b', 'a'], 1)]);
    const rows = await one.read((db) => db.selectFrom('keyv').select('value').execute());
    expect(new Set(rows.map(({ value }) => value)).size).toBe(1);
  });

  test('so many that the server has no room left to remember them all end', async () => {
    const url = await createPostgres();
    const [one, other] = [await opening(url), await opening(url)];
    const ended = Promise.withResolvers<void>();
    // While one is under way the server keeps what all later ones have read, and forgets it when none is.
    const long = one.write(async (trx) => {
      await trx.selectFrom('keyv').select('key').execute();
      await ended.promise;
    });
    const tables = sql.join(
      ['members', 'accounts', 'entries', 'holds', 'spent', 'starters', 'songs', 'attempts', 'tracks', 'drafts'].map(
        (table) => sql`(SELECT count(*) FROM ${sql.table(table)})`,
      ),
    );
    let [begun, runs, progressAt] = [0, 0, Date.now()];
    const watch = setInterval(() => Date.now() - progressAt > 1_000 && ended.resolve(), 100);
    while (runs === begun && begun < 5_000) {
      begun += 1;
      await other.write(async (trx) => {
        runs += 1;
        await sql`SELECT ${tables}`.execute(trx);
        progressAt = Date.now();
      });
    }
    clearInterval(watch);
    expect(runs).toBe(begun + 1);
    await long;
  });

  test('a write that hides a failed statement is not taken for done', async () => {
    const database = await opening(await createPostgres());
    const hiding = database.write(async (trx) => {
      await trx.insertInto('keyv').values({ key: 'a', value: 'x', expires_at: null }).execute();
      await sql`SELECT 1 / 0`.execute(trx).catch(() => undefined);
    });
    await expect(hiding).rejects.toThrow('a statement failed');
    expect(await database.read((db) => db.selectFrom('keyv').select('key').execute())).toEqual([]);
  });
});

describe('values', () => {
  test('a number beyond 2^53 - 1 is refused on its way back instead of being rounded', async () => {
    const database = await opening(await createPostgres());
    const read = (text: string) => database.read((db) => sql<{ n: number }>`SELECT ${sql.raw(text)} AS n`.execute(db));
    expect((await read('9007199254740991::bigint')).rows).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
    expect((await read('-9007199254740991::numeric')).rows).toEqual([{ n: -Number.MAX_SAFE_INTEGER }]);
    await expect(read('9007199254740992::bigint')).rejects.toThrow('beyond 2^53 - 1');
    await expect(read('9007199254740993::numeric')).rejects.toThrow('beyond 2^53 - 1');
  });

  test('any text comes back as it was, but for the one character that it cannot hold', async () => {
    const database = await opening(await createPostgres());
    await put(database, 'k', '🎵 "\'\\ \u0001\u0000 é');
    const row = await database.read((db) => db.selectFrom('keyv').select('value').executeTakeFirst());
    expect(row?.value).toBe('🎵 "\'\\ \u0001\uFFFD é');
  });

  test('a failure names no values, neither by itself nor by its cause', async () => {
    const database = await opening(await createPostgres());
    await put(database, 'canary');
    const failures = [
      () => put(database, 'canary'),
      () => database.write((trx) => sql`INSERT INTO spent VALUES ('bot', 'd', ${'canary'})`.execute(trx)),
    ];
    for (const failing of failures) {
      const lines: string[] = [];
      const log = createLog({ level: 'error', pretty: false, write: (line) => lines.push(line) });
      const err: unknown = await failing().catch((error: unknown) => error);
      log.error({ err }, 'it failed');
      expect(err).toMatchObject({ kind: 'constraint' });
      expect(lines.join('')).toContain('it failed');
      expect(lines.join('')).not.toContain('canary');
    }
  });
});
