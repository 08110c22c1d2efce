import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { DatabaseFailure } from '../src/database/failure.ts';
import { memberRef } from '../src/database/members.ts';
import type { Transaction } from '../src/database/schema.ts';
import { engines, type Opened } from './helpers/engines.ts';

const put = (trx: Transaction, key: string) =>
  trx.insertInto('keyv').values({ key, value: 'x', expires_at: null }).execute();

const keys = (database: Database): Promise<string[]> =>
  database.read(async (db) =>
    (await db.selectFrom('keyv').select('key').orderBy('key').execute()).map(({ key }) => key),
  );

/** Resolves once everything that is already due has run. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe.each(engines)('database on $name', (engine) => {
  let opened: Opened;
  let database: Database;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
  });
  afterEach(() => opened.dispose());

  test('a write answers what its work answers, and what it wrote is there', async () => {
    const answer = await database.write(async (trx) => {
      await put(trx, 'a');
      return 'answer';
    });
    expect(answer).toBe('answer');
    expect(await keys(database)).toEqual(['a']);
  });

  test('a write that throws leaves nothing behind and hands its error on', async () => {
    const failing = database.write(async (trx) => {
      await put(trx, 'a');
      throw new Error('second thoughts');
    });
    await expect(failing).rejects.toThrow('second thoughts');
    expect(await keys(database)).toEqual([]);
    await database.write((trx) => put(trx, 'b'));
    expect(await keys(database)).toEqual(['b']);
  });

  test('a statement refused by the schema undoes the whole write and says which kind of failure it was', async () => {
    const failing = database.write(async (trx) => {
      await put(trx, 'a');
      await put(trx, 'a');
    });
    await expect(failing).rejects.toBeInstanceOf(DatabaseFailure);
    await expect(failing).rejects.toMatchObject({ kind: 'constraint' });
    expect(await keys(database)).toEqual([]);
  });

  test('writes run one after the other, whole, even when their work waits in between', async () => {
    const seen: string[] = [];
    const slow = (name: string) =>
      database.write(async (trx) => {
        seen.push(`${name} begins`);
        await put(trx, name);
        await turn();
        seen.push(`${name} ends`);
      });
    await Promise.all([slow('a'), slow('b'), slow('c')]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('a read neither waits for a write under way nor sees half of it', async () => {
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const writing = database.write(async (trx) => {
      await put(trx, 'a');
      reached.resolve();
      await goOn.promise;
    });
    await reached.promise;
    expect(await keys(database)).toEqual([]);
    goOn.resolve();
    await writing;
    expect(await keys(database)).toEqual(['a']);
  });

  test('a read inside a write, or a write inside a write, is refused at once instead of waiting for ever', async () => {
    const nest = (inner: () => Promise<unknown>) =>
      database.write(async (trx) => {
        await put(trx, 'a');
        await inner();
      });
    await expect(nest(() => keys(database))).rejects.toThrow('read inside a write');
    await expect(nest(() => database.write((trx) => put(trx, 'b')))).rejects.toThrow('write inside a write');
    expect(await keys(database)).toEqual([]);
  });

  test('what was begun inside a write may use the database once that write has ended', async () => {
    const ended = Promise.withResolvers<void>();
    let later: Promise<string[]> | undefined;
    await database.write(async (trx) => {
      await put(trx, 'a');
      later = ended.promise.then(() => keys(database));
    });
    ended.resolve();
    expect(await later).toEqual(['a']);
  });

  test('a transaction that is over takes no more statements', async () => {
    let kept: Transaction | undefined;
    await database.write(async (trx) => {
      kept = trx;
    });
    await expect(kept && put(kept, 'late')).rejects.toThrow();
    expect(await keys(database)).toEqual([]);
  });

  test('a read cannot write', async () => {
    await expect(database.read((db) => db.deleteFrom('keyv').execute())).rejects.toMatchObject({ kind: 'unwritable' });
  });

  test('closing waits for the writes under way and refuses later ones', async () => {
    const writing = database.write(async (trx) => {
      await turn();
      await put(trx, 'a');
      return 'done';
    });
    const closing = database.close();
    await expect(database.write((trx) => put(trx, 'b'))).rejects.toThrow('closed');
    expect(await writing).toBe('done');
    await closing;
    await expect(database.ping()).rejects.toThrow('closed');
  });

  test('it answers a ping', async () => {
    await expect(database.ping()).resolves.toBeUndefined();
  });

  test('a member keeps one reference, and another one has another', async () => {
    const refs = [];
    for (const userId of ['7', '8', '7']) refs.push(await database.write((trx) => memberRef(trx, userId)));
    expect(refs[2]).toBe(refs[0]);
    expect(refs[1]).not.toBe(refs[0]);
  });

  test('a forgotten member leaves the reference, and comes back as somebody else', async () => {
    const before = await database.write((trx) => memberRef(trx, '7'));
    await database.write((trx) => trx.updateTable('members').set({ user_id: null }).execute());
    const after = await database.write((trx) => memberRef(trx, '7'));
    expect(after).not.toBe(before);
    expect(await database.read((db) => db.selectFrom('members').selectAll().orderBy('ref').execute())).toEqual([
      { ref: before, user_id: null },
      { ref: after, user_id: '7' },
    ]);
  });

  test('whole numbers up to 2^53 - 1 come back as they went in', async () => {
    const amount = Number.MAX_SAFE_INTEGER;
    await database.write((trx) => trx.insertInto('spent').values({ scope: 'bot', day: 'd', amount }).execute());
    expect(await database.read((db) => db.selectFrom('spent').select('amount').execute())).toEqual([{ amount }]);
  });

  test.each([
    ['more than a number holds', sql`9007199254740992`],
    ['a fraction', sql`0.5`],
    ['a text', sql`'many'`],
    ['less than nothing', sql`-1`],
  ])('credits are never %s', async (_, value) => {
    const failing = database.write((trx) => sql`INSERT INTO spent VALUES ('bot', 'd', ${value})`.execute(trx));
    await expect(failing).rejects.toMatchObject({ kind: 'constraint' });
  });
});
