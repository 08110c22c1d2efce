import type { KyselyPlugin } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import type { Transaction } from '../src/database/schema.ts';
import { createTestClock } from './helpers/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill, type Till } from './helpers/ledger.ts';

/** Lets `statements` of them through, then fails every one, as a disk does that is gone. */
const failAfter = (statements: number, counted: { all: number }): KyselyPlugin => ({
  transformQuery: ({ node }) => {
    counted.all += 1;
    if (counted.all > statements) throw new Error('the disk is gone');
    return node;
  },
  transformResult: async ({ result }) => result,
});

/** Statements that were built before pass no plugin: they are met where they are handed over. */
const failingTransaction = (trx: Transaction, statements: number, counted: { all: number }): Transaction => {
  const built = trx.withPlugin(failAfter(statements, counted)) as Transaction;
  return new Proxy(built, {
    get: (target, name) => {
      if (name === 'executeQuery') {
        counted.all += 1;
        if (counted.all > statements) throw new Error('the disk is gone');
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};

const failing = (database: Database, statements: number, counted: { all: number }): Database => ({
  ...database,
  write: (work) => database.write((trx) => work(failingTransaction(trx, statements, counted))),
});

const operations: { name: string; run: (till: Till) => Promise<unknown> }[] = [
  {
    name: 'a first grant',
    run: (till) => till.grant({ key: 'k', guildId: 'new', amount: 5, reason: 'gift', byUserId: 'op' }),
  },
  { name: 'the opening of an account', run: (till) => till.open('new') },
  { name: 'a hold', run: (till) => till.hold({ songId: 'b', guildId: 'g', userId: 'v', amount: 3 }) },
  { name: 'a capture in part', run: (till) => till.capture({ songId: 'a', amount: 2 }) },
  { name: 'a release', run: (till) => till.release({ songId: 'a', reason: 'service' }) },
];

describe.each(engines)('a statement that fails, on $name', (engine) => {
  const clock = createTestClock();
  let opened: Opened;
  let database: Database;
  let till: Till;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
    till = createTill(database, { starterCredits: 20, clock });
    await till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount: 5 });
  });
  afterEach(() => opened.dispose());

  const everything = () =>
    database.read(async (db) =>
      JSON.stringify([
        await db.selectFrom('members').selectAll().execute(),
        await db.selectFrom('accounts').selectAll().execute(),
        await db.selectFrom('starters').selectAll().execute(),
        await db.selectFrom('entries').selectAll().execute(),
        await db.selectFrom('holds').selectAll().execute(),
        await db.selectFrom('spent').selectAll().execute(),
      ]),
    );

  test.each(operations)(
    'at any place in $name leaves everything as it was, and the next try succeeds',
    async ({ run }) => {
      const before = await everything();
      let statements = 0;
      for (; ; statements += 1) {
        const counted = { all: 0 };
        const broken = createTill(failing(database, statements, counted), { starterCredits: 20, clock });
        const outcome: unknown = await run(broken).catch((error: unknown) => error);
        // It got through: there is no later place to fail at.
        if (counted.all <= statements) break;
        expect(outcome).toMatchObject({ message: 'the disk is gone' });
        expect(await everything()).toBe(before);
      }
      expect(statements).toBeGreaterThanOrEqual(3);
      expect(await everything()).not.toBe(before);
      expect((await till.audit()).faults).toEqual([]);
    },
  );

  test('a failed step of the song undoes its hold too', async () => {
    const before = await everything();
    const song = database.write(async (trx) => {
      const part = createTill({ ...database, write: (work) => work(trx) }, { starterCredits: 20, clock });
      expect(await part.hold({ songId: 'b', guildId: 'g', userId: 'u', amount: 3 })).toMatchObject({ kind: 'held' });
      await trx.insertInto('keyv').values({ key: 'k', value: 'x', expires_at: null }).execute();
      await trx.insertInto('keyv').values({ key: 'k', value: 'x', expires_at: null }).execute();
    });
    await expect(song).rejects.toMatchObject({ kind: 'constraint' });
    expect(await everything()).toBe(before);
  });
});
