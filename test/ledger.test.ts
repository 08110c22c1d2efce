import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { createTestClock } from './helpers/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill } from './helpers/ledger.ts';
import { capture, grant, hold, pass, release, type Step } from './helpers/ledger-steps.ts';

const most = Number.MAX_SAFE_INTEGER;

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
