import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { createTestClock, type TestClock } from './helpers/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill, type HoldOf, roomyCaps, type Till } from './helpers/ledger.ts';

const most = Number.MAX_SAFE_INTEGER;

type Step = (till: Till, clock: TestClock) => Promise<unknown>;

const grant =
  (amount: number, rest: { key?: string; guildId?: string; reason?: string; byUserId?: string } = {}): Step =>
  (till) =>
    till.grant({ key: 'k', guildId: 'g', reason: 'gift', byUserId: 'op', ...rest, amount });
const hold =
  (songId: string, amount: number, rest: Partial<HoldOf> = {}): Step =>
  (till) =>
    till.hold({ guildId: 'g', userId: 'u', ...rest, songId, amount });
const capture =
  (songId: string, amount: number): Step =>
  (till) =>
    till.capture({ songId, amount });
const release =
  (songId: string, reason = 'service'): Step =>
  (till) =>
    till.release({ songId, reason });
const pass =
  (ms: number): Step =>
  async (_, clock) =>
    clock.advance(ms);

interface Case {
  promise: string;
  given: Step[];
  when: Step;
  /** What the last step answers. */
  answers: object;
  /** [available, held] afterwards. */
  leaves: [number, number];
}

const halfDayMs = 12 * 60 * 60 * 1000;
const caps = { bot: 100, guild: 60, memberAtOnce: 2, guildAtOnce: 3 };

const cases: Case[] = [
  {
    promise: 'a grant adds its amount',
    given: [grant(5)],
    when: grant(7, { key: 'other' }),
    answers: { kind: 'granted', available: 12, repeated: false, firstInGuild: false },
    leaves: [12, 0],
  },
  {
    promise: 'the same grant again adds nothing and answers as before, whatever happened since',
    given: [grant(5), grant(9, { key: 'other' }), hold('a', 2)],
    when: grant(5),
    answers: { kind: 'granted', available: 5, repeated: true },
    leaves: [12, 2],
  },
  ...[
    { what: 'amount', again: grant(6) },
    { what: 'guild', again: grant(5, { guildId: 'elsewhere' }) },
    { what: 'reason', again: grant(5, { reason: 'another' }) },
    { what: 'giver', again: grant(5, { byUserId: 'somebody' }) },
  ].map(({ what, again }) => ({
    promise: `a grant's key with another ${what} is refused`,
    given: [grant(5)],
    when: again,
    answers: { kind: 'altered' },
    leaves: [5, 0] as [number, number],
  })),
  ...[0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, most + 1].map((amount) => ({
    promise: `${amount} credits cannot be granted`,
    given: [],
    when: grant(amount),
    answers: { kind: 'bad_amount' },
    leaves: [0, 0] as [number, number],
  })),
  {
    promise: 'as many credits as a number holds can be granted, exactly',
    given: [grant(most - 1)],
    when: grant(1, { key: 'last' }),
    answers: { kind: 'granted', available: most },
    leaves: [most, 0],
  },
  {
    promise: 'not one more than that, and what is held counts, since it may come back',
    given: [grant(most), hold('a', 10)],
    when: grant(1, { key: 'last' }),
    answers: { kind: 'bad_amount' },
    leaves: [most - 10, 10],
  },
  {
    promise: 'a hold sets the price aside',
    given: [grant(20)],
    when: hold('a', 12),
    answers: { kind: 'held', available: 8, repeated: false },
    leaves: [8, 12],
  },
  {
    promise: 'a hold of the last credit is granted',
    given: [grant(12)],
    when: hold('a', 12),
    answers: { kind: 'held', available: 0 },
    leaves: [0, 12],
  },
  {
    promise: 'a hold of one credit more than there is, is not',
    given: [grant(12)],
    when: hold('a', 13),
    answers: { kind: 'not_enough', price: 13, available: 12 },
    leaves: [12, 0],
  },
  {
    promise: 'a guild nobody gave anything to has nothing',
    given: [],
    when: hold('a', 1),
    answers: { kind: 'not_enough', price: 1, available: 0 },
    leaves: [0, 0],
  },
  {
    promise: 'what is held cannot be held again',
    given: [grant(12), hold('a', 12)],
    when: hold('b', 1),
    answers: { kind: 'not_enough', price: 1, available: 0 },
    leaves: [0, 12],
  },
  {
    promise: "another guild's credits are not touched",
    given: [grant(12)],
    when: hold('a', 1, { guildId: 'elsewhere' }),
    answers: { kind: 'not_enough', available: 0 },
    leaves: [12, 0],
  },
  {
    promise: 'the same hold again holds nothing more and answers as before, even when it was resolved since',
    given: [grant(20), hold('a', 12), release('a')],
    when: hold('a', 12),
    answers: { kind: 'held', available: 8, repeated: true },
    leaves: [20, 0],
  },
  {
    promise: 'a repeated hold is answered before any cap is looked at',
    given: [grant(20), hold('a', 1), hold('b', 1)],
    when: hold('a', 1),
    answers: { kind: 'held', available: 19, repeated: true },
    leaves: [18, 2],
  },
  ...[
    { what: 'price', again: hold('a', 11) },
    { what: 'member', again: hold('a', 12, { userId: 'v' }) },
    { what: 'guild', again: hold('a', 12, { guildId: 'elsewhere' }) },
  ].map(({ what, again }) => ({
    promise: `a song's hold with another ${what} is refused`,
    given: [grant(20), hold('a', 12)],
    when: again,
    answers: { kind: 'altered' },
    leaves: [8, 12] as [number, number],
  })),
  {
    promise: 'a hold that was refused may be tried again when there is more',
    given: [grant(1), hold('a', 2), grant(1, { key: 'more' })],
    when: hold('a', 2),
    answers: { kind: 'held', available: 0, repeated: false },
    leaves: [0, 2],
  },
  {
    promise: 'a capture spends the hold',
    given: [grant(20), hold('a', 12)],
    when: capture('a', 12),
    answers: { kind: 'resolved', available: 8, repeated: false },
    leaves: [8, 0],
  },
  {
    promise: 'a capture in part gives the rest back',
    given: [grant(20), hold('a', 12)],
    when: capture('a', 5),
    answers: { kind: 'resolved', available: 15, repeated: false },
    leaves: [15, 0],
  },
  {
    promise: 'a release gives everything back',
    given: [grant(20), hold('a', 12)],
    when: release('a'),
    answers: { kind: 'resolved', available: 20, repeated: false },
    leaves: [20, 0],
  },
  {
    promise: 'the same capture again spends nothing and answers as before',
    given: [grant(20), hold('a', 12), capture('a', 5), grant(1, { key: 'more' })],
    when: capture('a', 5),
    answers: { kind: 'resolved', available: 15, repeated: true },
    leaves: [16, 0],
  },
  {
    promise: 'the same release again gives nothing and answers as before',
    given: [grant(20), hold('a', 12), release('a'), hold('b', 1)],
    when: release('a'),
    answers: { kind: 'resolved', available: 20, repeated: true },
    leaves: [19, 1],
  },
  {
    promise: 'a capture of another amount is refused',
    given: [grant(20), hold('a', 12), capture('a', 5)],
    when: capture('a', 6),
    answers: { kind: 'altered' },
    leaves: [15, 0],
  },
  {
    promise: 'a release for another reason is refused',
    given: [grant(20), hold('a', 12), release('a', 'service')],
    when: release('a', 'silent'),
    answers: { kind: 'altered' },
    leaves: [20, 0],
  },
  {
    promise: 'what was released cannot be captured',
    given: [grant(20), hold('a', 12), release('a')],
    when: capture('a', 12),
    answers: { kind: 'already_released' },
    leaves: [20, 0],
  },
  {
    promise: 'what was captured cannot be released',
    given: [grant(20), hold('a', 12), capture('a', 12)],
    when: release('a'),
    answers: { kind: 'already_captured' },
    leaves: [8, 0],
  },
  {
    promise: 'what was never held cannot be captured',
    given: [grant(20)],
    when: capture('a', 1),
    answers: { kind: 'no_hold' },
    leaves: [20, 0],
  },
  {
    promise: 'what was never held cannot be released',
    given: [grant(20)],
    when: release('a'),
    answers: { kind: 'no_hold' },
    leaves: [20, 0],
  },
  {
    promise: 'a member has no more songs at once than allowed',
    given: [grant(20), hold('a', 1), hold('b', 1)],
    when: hold('c', 1),
    answers: { kind: 'member_at_once', limit: 2 },
    leaves: [18, 2],
  },
  {
    promise: "a member's songs at once are counted over all guilds",
    given: [
      grant(20),
      grant(20, { key: 'there', guildId: 'elsewhere' }),
      hold('a', 1, { guildId: 'elsewhere' }),
      hold('b', 1),
    ],
    when: hold('c', 1),
    answers: { kind: 'member_at_once', limit: 2 },
    leaves: [19, 1],
  },
  {
    promise: 'a resolved song makes room for the next',
    given: [grant(20), hold('a', 1), hold('b', 1), capture('a', 1)],
    when: hold('c', 1),
    answers: { kind: 'held', available: 17 },
    leaves: [17, 2],
  },
  {
    promise: 'a guild has no more songs at once than allowed, whoever asks',
    given: [grant(20), hold('a', 1), hold('b', 1), hold('c', 1, { userId: 'v' })],
    when: hold('d', 1, { userId: 'w' }),
    answers: { kind: 'guild_at_once', limit: 3 },
    leaves: [17, 3],
  },
  {
    promise: "a guild's day is filled to the last credit",
    given: [grant(500), hold('a', 59)],
    when: hold('b', 1),
    answers: { kind: 'held', available: 440 },
    leaves: [440, 60],
  },
  {
    promise: "and not one over, though there is more in the guild's account",
    given: [grant(500), hold('a', 59)],
    when: hold('b', 2),
    answers: { kind: 'guild_daily', limit: 60, spent: 59 },
    leaves: [441, 59],
  },
  {
    promise: 'what was captured counts for the day',
    given: [grant(500), hold('a', 59), capture('a', 59)],
    when: hold('b', 2),
    answers: { kind: 'guild_daily', limit: 60, spent: 59 },
    leaves: [441, 0],
  },
  {
    promise: 'what was released counts for the day no longer',
    given: [grant(500), hold('a', 59), release('a')],
    when: hold('b', 60),
    answers: { kind: 'held', available: 440 },
    leaves: [440, 60],
  },
  {
    promise: 'of a capture in part only the part counts for the day',
    given: [grant(500), hold('a', 59), capture('a', 9)],
    when: hold('b', 51),
    answers: { kind: 'held', available: 440 },
    leaves: [440, 51],
  },
  {
    promise: 'the day ends at midnight UTC, not before',
    given: [grant(500), hold('a', 60), capture('a', 60), pass(halfDayMs - 1)],
    when: hold('b', 1),
    answers: { kind: 'guild_daily', limit: 60, spent: 60 },
    leaves: [440, 0],
  },
  {
    promise: 'at midnight UTC a new day begins',
    given: [grant(500), hold('a', 60), capture('a', 60), pass(halfDayMs)],
    when: hold('b', 60),
    answers: { kind: 'held', available: 380 },
    leaves: [380, 60],
  },
  {
    promise: 'what is released after midnight makes no room in the new day',
    given: [grant(500), hold('a', 60), pass(halfDayMs), hold('b', 60), release('a')],
    when: hold('c', 1),
    answers: { kind: 'guild_daily', limit: 60, spent: 60 },
    leaves: [440, 60],
  },
  {
    promise: 'all guilds together spend no more than the whole bot may',
    given: [
      grant(500),
      grant(500, { key: 'there', guildId: 'elsewhere' }),
      hold('a', 60, { guildId: 'elsewhere' }),
      hold('b', 40),
      capture('b', 40),
    ],
    when: hold('c', 1),
    answers: { kind: 'bot_daily', limit: 100, spent: 100 },
    leaves: [460, 0],
  },
  {
    promise: 'of several refusals the first in order is answered',
    given: [grant(1), hold('a', 1)],
    when: hold('b', 1_000),
    answers: { kind: 'not_enough', price: 1_000, available: 0 },
    leaves: [0, 1],
  },
];

describe.each(engines)('the ledger on $name', (engine) => {
  // Noon UTC: midnight is half a day away.
  const clock = () => createTestClock(Date.UTC(2026, 0, 15, 12));
  let opened: Opened;
  let database: Database;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
  });
  afterEach(() => opened.dispose());

  test.each(cases)('$promise', async ({ given, when, answers, leaves }) => {
    const time = clock();
    const till = createTill(database, { caps, clock: time });
    for (const step of given) await step(till, time);
    expect(await when(till, time)).toMatchObject(answers);
    const { available, held } = await till.balance('g');
    expect([available, held]).toEqual(leaves);
    expect((await till.audit()).faults).toEqual([]);
  });

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
      expect(await till.balance('g')).toEqual({ available: 65, held: 30, spentToday: 35, dailyCap: 60 });
      time.advance(halfDayMs);
      expect(await till.balance('g')).toEqual({ available: 65, held: 30, spentToday: 0, dailyCap: 60 });
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
      ['an entry replaced under its id', `INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE version = 1`],
      [
        'an entry replaced under its key',
        `INSERT OR REPLACE INTO entries (guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, at)
         VALUES ('g', 99, 'grant', 1, 0, 1, 0, 'starter:g', '', 0)`,
      ],
      [
        'an entry replaced under its number',
        `INSERT OR REPLACE INTO entries (guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, at)
         VALUES ('g', 1, 'grant', 1, 0, 1, 0, 'new', '', 0)`,
      ],
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

  test.each([0, -1, 0.5, most + 1])(
    'to hold or capture %s credits is our own bug and changes nothing',
    async (amount) => {
      const till = createTill(database, { starterCredits: 20, clock: clock() });
      await expect(till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount })).rejects.toThrow('whole credits');
      await till.hold({ songId: 'b', guildId: 'g', userId: 'u', amount: 5 });
      await expect(till.capture({ songId: 'b', amount })).rejects.toThrow('whole credits');
      await expect(till.capture({ songId: 'b', amount: 6 })).rejects.toThrow('no more is captured');
      expect(await till.balance('g')).toMatchObject({ available: 15, held: 5 });
    },
  );
});
