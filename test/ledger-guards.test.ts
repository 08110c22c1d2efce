import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { createTestClock } from './helpers/clock.ts';
import { type Engine, engines, type Opened } from './helpers/engines.ts';
import { createTill, roomyCaps } from './helpers/ledger.ts';
import { grant, hold } from './helpers/ledger-steps.ts';

const columns = 'guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, at';
const otherKey = `('g', 1, 'grant', 1, 0, 1, 0, 'new', '', 0)`;
const otherVersion = `('g', 99, 'grant', 1, 0, 1, 0, 'starter:g', '', 0)`;

/** What only one of the engines has a statement for. */
const tampering: Record<Engine['name'], [what: string, statement: string][]> = {
  sqlite: [
    ['an entry replaced under its id', `INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE version = 1`],
    ['an entry replaced under its key', `INSERT OR REPLACE INTO entries (${columns}) VALUES ${otherVersion}`],
    ['an entry replaced under its number', `INSERT OR REPLACE INTO entries (${columns}) VALUES ${otherKey}`],
  ],
  postgres: [
    [
      'an entry replaced under its id',
      `INSERT INTO entries SELECT * FROM entries WHERE version = 1 ON CONFLICT (id) DO UPDATE SET available_change = 1`,
    ],
    [
      'an entry replaced under its key',
      `INSERT INTO entries (${columns}) VALUES ${otherVersion} ON CONFLICT (key) DO UPDATE SET available_change = 1`,
    ],
    [
      'an entry replaced under its number',
      `INSERT INTO entries (${columns}) VALUES ${otherKey} ON CONFLICT (guild_id, version) DO UPDATE SET available_change = 1`,
    ],
    ['the entries emptied at once', `TRUNCATE entries`],
    ['the holds emptied at once', `TRUNCATE holds`],
    ['a part of a credit that would be rounded away', `UPDATE accounts SET held = held + 0.4`],
    ['no number at all', `UPDATE accounts SET available = 'NaN'`],
  ],
};

describe.each(engines)('races and tampering on $name', (engine) => {
  // Noon UTC: midnight is half a day away.
  const clock = () => createTestClock(Date.UTC(2026, 0, 15, 12));
  let opened: Opened;
  let database: Database;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
  });
  afterEach(() => opened.dispose());

  describe('races', () => {
    test('of many callers for one balance exactly as many win as it can pay', async () => {
      const time = clock();
      const till = createTill(database, { clock: time });
      await grant(20)(till, time);
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, n) => till.hold({ songId: `s${n}`, guildId: 'g', userId: `u${n}`, amount: 3 })),
      );
      expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(6);
      expect(outcomes.filter(({ kind }) => kind === 'not_enough')).toHaveLength(34);
      expect(await till.balance('g')).toMatchObject({ available: 2, held: 18 });
    });

    test('of one credit one caller gets it', async () => {
      const till = createTill(database, { starterCredits: 1, clock: clock() });
      const outcomes = await Promise.all(
        Array.from({ length: 30 }, (_, n) => till.hold({ songId: `s${n}`, guildId: 'g', userId: `u${n}`, amount: 1 })),
      );
      expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    });

    test('the same hold, asked many times at once, is held once', async () => {
      const till = createTill(database, { starterCredits: 9, clock: clock() });
      const same = () => till.hold({ songId: 's', guildId: 'g', userId: 'u', amount: 2 });
      const outcomes = await Promise.all(Array.from({ length: 20 }, same));
      expect(outcomes.map((outcome) => outcome.kind === 'held' && outcome.repeated).filter((again) => !again)).toEqual([
        false,
      ]);
      expect(await till.balance('g')).toMatchObject({ available: 7, held: 2 });
    });

    test('of a capture and a release at once one wins, and the other is told which', async () => {
      const time = clock();
      const till = createTill(database, { starterCredits: 9, clock: time });
      await hold('a', 2)(till, time);
      await hold('b', 2)(till, time);
      expect(
        await Promise.all([
          till.capture({ songId: 'a', amount: 2 }),
          till.release({ songId: 'a', reason: 'silent' }),
          till.release({ songId: 'b', reason: 'silent' }),
          till.capture({ songId: 'b', amount: 2 }),
        ]),
      ).toEqual([
        { kind: 'resolved', available: 5, repeated: false },
        { kind: 'already_captured' },
        { kind: 'resolved', available: 7, repeated: false },
        { kind: 'already_released' },
      ]);
    });

    test('a starter credit is given once to a crowd', async () => {
      const till = createTill(database, { starterCredits: 9, clock: clock() });
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => till.open('g')));
      expect(outcomes.filter(({ firstInGuild }) => firstInGuild)).toHaveLength(1);
      expect((await till.balance('g')).available).toBe(9);
    });
  });

  describe('the database itself refuses, whoever asks', () => {
    const run = (text: string) => database.write((trx) => sql.raw(text).execute(trx));
    beforeEach(async () => {
      const till = createTill(database, { caps: roomyCaps, starterCredits: 20, clock: clock() });
      await till.hold({ songId: 'open', guildId: 'g', userId: 'u', amount: 5 });
      await till.hold({ songId: 'done', guildId: 'g', userId: 'u', amount: 5 });
      await till.capture({ songId: 'done', amount: 5 });
    });

    test.each([
      ['a balance below nothing', `UPDATE accounts SET available = available - 11`],
      ['fewer than no credits held', `UPDATE accounts SET held = -1`],
      ['more credits than a number holds', `UPDATE accounts SET available = 9007199254740992`],
      ['available and held together more than a number holds', `UPDATE accounts SET available = 9007199254740991`],
      ['a part of a credit', `UPDATE accounts SET available = 1.5`],
      ['an entry changed', `UPDATE entries SET available_change = 1000 WHERE version = 1`],
      ['an entry deleted', `DELETE FROM entries WHERE version = 1`],
      ['a hold resolved a second time', `UPDATE holds SET state = 'released', captured = 0 WHERE song_id = 'done'`],
      ['a hold reopened', `UPDATE holds SET state = 'held', captured = 0 WHERE song_id = 'done'`],
      ['a hold captured beyond its amount', `UPDATE holds SET state = 'captured', captured = 6 WHERE song_id = 'open'`],
      ['a hold deleted', `DELETE FROM holds WHERE song_id = 'open'`],
      ['less than nothing spent in a day', `UPDATE spent SET amount = -1`],
      [
        'an entry for a guild without an account',
        `INSERT INTO entries (guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, at)
         VALUES ('nowhere', 1, 'grant', 1, 0, 1, 0, 'new', '', 0)`,
      ],
      ...tampering[engine.name],
    ])('%s', async (_, text) => {
      await expect(run(text)).rejects.toMatchObject({ kind: 'constraint' });
      expect((await createTill(database, { clock: clock() }).audit()).faults).toEqual([]);
    });
  });

  describe('the audit', () => {
    const run = (text: string) => database.write((trx) => sql.raw(text).execute(trx));
    test.each([
      ['a balance that somebody raised', `UPDATE accounts SET available = available + 1`, 'not the sum of its entries'],
      ['a gap in the entries', `UPDATE accounts SET version = version + 1`, 'have a gap'],
      [
        'a hold nobody entered',
        `INSERT INTO holds SELECT 'x', guild_id, member_ref, 1, 'held', 0, day, at FROM holds`,
        'held',
      ],
      ['a hold resolved without an entry', `UPDATE holds SET state = 'released'`, 'a hold and its entries'],
      [
        "a day's spending that somebody lowered",
        `UPDATE spent SET amount = 0 WHERE scope = 'g'`,
        'spending is not that',
      ],
      ["the bot's spending that somebody lowered", `UPDATE spent SET amount = 0 WHERE scope = 'bot'`, 'whole bot'],
      [
        'an entry nobody accounted for',
        `INSERT INTO entries (guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, at)
         VALUES ('g', 3, 'grant', 1, 0, 99, 5, 'new', '', 0)`,
        'does not follow',
      ],
    ])('finds %s', async (_, text, fault) => {
      const till = createTill(database, { starterCredits: 20, clock: clock() });
      await till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount: 5 });
      expect(await till.audit()).toEqual({ guilds: 1, faults: [] });
      await run(text);
      expect((await till.audit()).faults.join('\n')).toContain(fault);
    });

    test('covers every guild, beyond one page of them', async () => {
      const till = createTill(database, { starterCredits: 1, clock: clock() });
      for (let n = 0; n < 101; n += 1) await till.open(`${n}`);
      await run(`UPDATE accounts SET available = 5 WHERE guild_id IN ('0', '99')`);
      const { guilds, faults } = await till.audit();
      expect(guilds).toBe(101);
      expect(new Set(faults.map((fault) => fault.split(':')[0]))).toEqual(new Set(['guild 0', 'guild 99']));
    });
  });
});
