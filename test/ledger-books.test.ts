import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { createTestClock } from './helpers/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill } from './helpers/ledger.ts';
import { capture, grant, hold, release } from './helpers/ledger-steps.ts';

const halfDayMs = 12 * 60 * 60 * 1000;
const caps = { bot: 100, guild: 60, memberAtOnce: 2, guildAtOnce: 3 };

describe.each(engines)('the books on $name', (engine) => {
  // Noon UTC: midnight is half a day away.
  const clock = () => createTestClock(Date.UTC(2026, 0, 15, 12));
  let opened: Opened;
  let database: Database;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
  });
  afterEach(() => opened.dispose());

  describe('starter credits', () => {
    test('are given once per guild, with the first that happens there', async () => {
      const till = createTill(database, { starterCredits: 50, clock: clock() });
      expect((await till.balance('g')).available).toBe(50);
      expect(await till.open('g')).toEqual({ firstInGuild: true });
      expect(await till.open('g')).toEqual({ firstInGuild: false });
      expect((await till.balance('g')).available).toBe(50);
      expect(await till.open('elsewhere')).toEqual({ firstInGuild: true });
    });

    test('come before the first grant, which says that it was the first', async () => {
      const till = createTill(database, { starterCredits: 50, clock: clock() });
      const first = { key: 'k', guildId: 'g', amount: 5, reason: 'gift', byUserId: null };
      expect(await till.grant(first)).toMatchObject({ available: 55, firstInGuild: true });
      expect((await till.history('g', { limit: 9 })).map(({ kind }) => kind)).toEqual(['grant', 'starter']);
    });

    test('are not given again when they are spent, or when the amount is changed later', async () => {
      await createTill(database, { starterCredits: 0, clock: clock() }).open('g');
      const till = createTill(database, { starterCredits: 50, clock: clock() });
      expect(await till.open('g')).toEqual({ firstInGuild: false });
      expect((await till.balance('g')).available).toBe(0);
    });

    test('cannot be had again by deleting or changing that they were given', async () => {
      await createTill(database, { starterCredits: 50, clock: clock() }).open('g');
      const run = (text: string) => database.write((trx) => sql.raw(text).execute(trx));
      await expect(run('DELETE FROM starters')).rejects.toThrow('given once');
      await expect(run(`UPDATE starters SET guild_id = 'other'`)).rejects.toThrow('given once');
    });
  });

  describe('balance and history', () => {
    test('the balance tells what today has spent of the cap', async () => {
      const time = clock();
      const till = createTill(database, { caps, clock: time });
      await grant(100)(till, time);
      await hold('a', 30)(till, time);
      await hold('b', 20)(till, time);
      await capture('b', 5)(till, time);
      expect(await till.balance('g')).toEqual({
        available: 65,
        held: 30,
        spentToday: 35,
        dailyCap: 60,
        allowance: null,
      });
      time.advance(halfDayMs);
      expect(await till.balance('g')).toEqual({
        available: 65,
        held: 30,
        spentToday: 0,
        dailyCap: 60,
        allowance: null,
      });
    });

    test('the history says who, why and which song, newest first, in pages', async () => {
      const time = clock();
      const till = createTill(database, { clock: time });
      await grant(100)(till, time);
      time.advance(1_000);
      await hold('a', 30)(till, time);
      await capture('a', 10)(till, time);
      await hold('b', 5)(till, time);
      await release('b', 'text')(till, time);
      const at = time.now();
      const all = [
        {
          version: 5,
          kind: 'release',
          availableChange: 5,
          heldChange: -5,
          songId: 'b',
          userId: 'u',
          reason: 'text',
          at,
        },
        { version: 4, kind: 'hold', availableChange: -5, heldChange: 5, songId: 'b', userId: 'u', reason: null, at },
        {
          version: 3,
          kind: 'capture',
          availableChange: 20,
          heldChange: -30,
          songId: 'a',
          userId: 'u',
          reason: null,
          at,
        },
        { version: 2, kind: 'hold', availableChange: -30, heldChange: 30, songId: 'a', userId: 'u', reason: null, at },
        {
          version: 1,
          kind: 'grant',
          availableChange: 100,
          heldChange: 0,
          songId: null,
          userId: 'op',
          reason: 'gift',
          at: at - 1_000,
        },
      ];
      expect(await till.history('g', { limit: 10 })).toEqual(all);
      expect(await till.history('g', { limit: 2 })).toEqual(all.slice(0, 2));
      expect(await till.history('g', { beforeVersion: 4, limit: 2 })).toEqual(all.slice(2, 4));
      expect(await till.history('elsewhere', { limit: 10 })).toEqual([]);
    });

    test('forgetting a member empties the name in the history and changes no amount', async () => {
      const time = clock();
      const till = createTill(database, { clock: time });
      await grant(100)(till, time);
      await hold('a', 30)(till, time);
      await database.write((trx) => trx.updateTable('members').set({ user_id: null }).execute());
      const history = await till.history('g', { limit: 10 });
      expect(history.map(({ userId, availableChange }) => [userId, availableChange])).toEqual([
        [null, -30],
        [null, 100],
      ]);
      const everything = await database.read((db) => db.selectFrom('entries').selectAll().execute());
      expect(JSON.stringify(everything)).not.toMatch(/"op"|"u"/);
    });
  });
});
