import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import type { Subject } from '../src/ledger/outcomes.ts';
import { createTestClock } from './helpers/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill, roomyCaps, type Till } from './helpers/ledger.ts';

const halfDayMs = 12 * 60 * 60 * 1000;
const everybody: Subject = { kind: 'everybody' };
const role = (roleId: string): Subject => ({ kind: 'role', roleId });
const member = (userId: string): Subject => ({ kind: 'member', userId });

describe.each(engines)('limits a day on $name', (engine) => {
  // Noon UTC: midnight is half a day away.
  const clock = () => createTestClock(Date.UTC(2026, 0, 15, 12));
  let opened: Opened;
  let database: Database;
  let time: ReturnType<typeof clock>;
  let till: Till;
  let songs = 0;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
    time = clock();
    till = createTill(database, { starterCredits: 1_000, clock: time });
  });
  afterEach(() => opened.dispose());

  const hold = (amount: number, more: { userId?: string; roles?: string[]; guildId?: string } = {}) => {
    songs += 1;
    return till.hold({ songId: `s${songs}`, guildId: 'g', userId: 'u', amount, ...more });
  };
  const held = { kind: 'held' };

  test('nobody is limited until a manager says so', async () => {
    expect(await hold(900)).toMatchObject(held);
    expect(await till.memberDay({ guildId: 'g', userId: 'u', roles: [] })).toBeNull();
  });

  test('a limit is filled to the last credit and not one over, and says what was used', async () => {
    await till.setLimit('g', everybody, 20);
    expect(await hold(19)).toMatchObject(held);
    expect(await hold(2)).toEqual({ kind: 'member_daily', limit: 20, spent: 19 });
    expect(await hold(1)).toMatchObject(held);
    expect(await till.memberDay({ guildId: 'g', userId: 'u', roles: [] })).toEqual({ limit: 20, spent: 20 });
    expect(await hold(20, { userId: 'v' })).toMatchObject(held);
    expect((await till.audit()).faults).toEqual([]);
  });

  test('what came back makes room again, and a new day begins with nothing used', async () => {
    await till.setLimit('g', everybody, 20);
    await hold(20);
    await till.release({ songId: `s${songs}`, reason: 'silent' });
    expect(await hold(12)).toMatchObject(held);
    await till.capture({ songId: `s${songs}`, amount: 5 });
    expect(await hold(16)).toMatchObject({ kind: 'member_daily', spent: 5 });
    time.advance(halfDayMs);
    expect(await hold(20)).toMatchObject(held);
  });

  test('a limit of 0 lets nothing through', async () => {
    await till.setLimit('g', member('u'), 0);
    expect(await hold(1)).toEqual({ kind: 'member_daily', limit: 0, spent: 0 });
  });

  test.each([
    ['their own before any role, lower or higher', { own: 5, roles: { a: 50 }, all: 70 }, ['a'], 5],
    ['their own of more than their roles allow', { own: 90, roles: { a: 50 }, all: 70 }, ['a'], 90],
    ['of several roles the most generous', { roles: { a: 10, b: 50, c: 90 }, all: 70 }, ['a', 'b'], 50],
    ['a role before everybody, though it allows less', { roles: { a: 10 }, all: 70 }, ['a'], 10],
    ['everybody for whoever has no role with a limit', { roles: { a: 10 }, all: 70 }, ['x'], 70],
    ['none when there is none for them', { roles: { a: 10 } }, ['x'], null],
  ] as const)('of several limits counts %s', async (_, rules, roles, expected) => {
    if ('own' in rules) await till.setLimit('g', member('u'), rules.own);
    for (const [id, perDay] of Object.entries(rules.roles)) await till.setLimit('g', role(id), perDay);
    if ('all' in rules) await till.setLimit('g', everybody, rules.all);
    const mine = await till.memberDay({ guildId: 'g', userId: 'u', roles });
    expect(mine?.limit ?? null).toBe(expected);
    if (expected === null) return;
    expect(await hold(expected + 1, { roles: [...roles] })).toMatchObject({ kind: 'member_daily', limit: expected });
    expect(await hold(expected, { roles: [...roles] })).toMatchObject(held);
  });

  test('a role that was deleted limits nobody, stands in the list and can be removed', async () => {
    await till.setLimit('g', role('gone'), 1);
    expect(await hold(50, { roles: [] })).toMatchObject(held);
    expect(await till.limits('g', 9)).toEqual([{ kind: 'role', roleId: 'gone', perDay: 1 }]);
    expect(await till.setLimit('g', role('gone'), null)).toEqual({ kind: 'removed', before: 1 });
    expect(await till.limits('g', 9)).toEqual([]);
  });

  test('a member who left keeps their limit for when they come back; forgotten, it is removed by its reference', async () => {
    await till.setLimit('g', member('left'), 3);
    expect(await hold(4, { userId: 'left' })).toMatchObject({ kind: 'member_daily' });
    await database.write((trx) => sql`UPDATE members SET user_id = NULL WHERE user_id = 'left'`.execute(trx));
    const [rule] = await till.limits('g', 9);
    if (rule?.kind !== 'member') throw new Error('the limit is not listed');
    expect(rule).toMatchObject({ userId: null, perDay: 3 });
    expect(await till.removeMemberLimit('g', rule.ref)).toEqual({ kind: 'removed', before: 3 });
  });

  test('a limit is of its guild alone, and so is what was used', async () => {
    await till.setLimit('g', everybody, 20);
    expect(await hold(500, { guildId: 'h' })).toMatchObject(held);
    expect(await hold(20)).toMatchObject(held);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    '%s is no limit and changes nothing',
    async (n) => {
      await till.setLimit('g', everybody, 20);
      for (const subject of [everybody, role('a'), member('u')])
        expect(await till.setLimit('g', subject, n)).toEqual({ kind: 'bad_amount' });
      expect(await till.limits('g', 9)).toEqual([{ kind: 'everybody', perDay: 20 }]);
    },
  );

  test('the largest number there is can be a limit, exactly', async () => {
    await till.setLimit('g', everybody, Number.MAX_SAFE_INTEGER);
    expect(await hold(900)).toMatchObject(held);
    expect((await till.limits('g', 9))[0]?.perDay).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('of many requests at once exactly as many get through as the limit pays for', async () => {
    await till.setLimit('g', everybody, 20);
    const other = createTill(database, { caps: roomyCaps, starterCredits: 1_000, clock: time });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        (n % 2 === 0 ? till : other).hold({ songId: `race${n}`, guildId: 'g', userId: `u${n % 3}`, amount: 3 }),
      ),
    );
    const through = outcomes.filter(({ kind }) => kind === 'held');
    // Three members, six songs of 3 credits each.
    expect(through).toHaveLength(18);
    expect(outcomes.filter(({ kind }) => kind === 'member_daily')).toHaveLength(42);
    for (const n of [0, 1, 2])
      expect(await till.memberDay({ guildId: 'g', userId: `u${n}`, roles: [] })).toEqual({ limit: 20, spent: 18 });
    expect((await till.audit()).faults).toEqual([]);
  });

  test('a repeated hold is answered as the first time, though the limit has been lowered since', async () => {
    await till.hold({ songId: 'once', guildId: 'g', userId: 'u', amount: 9 });
    await till.setLimit('g', everybody, 1);
    expect(await till.hold({ songId: 'once', guildId: 'g', userId: 'u', amount: 9 })).toMatchObject({ repeated: true });
  });

  test('what a member used is found by an index, however many holds there are', async () => {
    if (database.engine !== 'sqlite') return;
    const { rows } = await database.read((db) =>
      sql<{ detail: string }>`EXPLAIN QUERY PLAN SELECT sum(amount) FROM holds
        WHERE guild_id = 'g' AND day = '2026-01-15' AND member_ref = 1`.execute(db),
    );
    expect(rows.map(({ detail }) => detail).join()).toContain('holds_by_day (guild_id=? AND day=? AND member_ref=?)');
  });
});
