import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Every } from '../src/ledger/outcomes.ts';
import { nextPeriod, periodStart } from '../src/ledger/periods.ts';
import { createTestClock } from './helpers/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill, type Till } from './helpers/ledger.ts';

const dayMs = 24 * 60 * 60 * 1000;
const at = (text: string): number => Date.parse(`${text}Z`);
const every = fc.constantFrom<Every>('daily', 'weekly', 'monthly');
/** With leap years, and centuries that are none. */
const instant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2200, 0) });

describe('periods', () => {
  test.each([
    ['daily', '2026-01-15T12:00', '2026-01-15T00:00', '2026-01-16T00:00'],
    ['daily', '2028-02-28T23:59:59.999', '2028-02-28T00:00', '2028-02-29T00:00'],
    ['weekly', '2026-01-15T12:00', '2026-01-12T00:00', '2026-01-19T00:00'],
    ['weekly', '2026-01-12T00:00', '2026-01-12T00:00', '2026-01-19T00:00'],
    ['weekly', '2026-01-18T23:59:59.999', '2026-01-12T00:00', '2026-01-19T00:00'],
    ['weekly', '2027-01-01T00:00', '2026-12-28T00:00', '2027-01-04T00:00'],
    ['monthly', '2026-01-31T23:59:59.999', '2026-01-01T00:00', '2026-02-01T00:00'],
    ['monthly', '2026-02-01T00:00', '2026-02-01T00:00', '2026-03-01T00:00'],
    ['monthly', '2028-02-29T12:00', '2028-02-01T00:00', '2028-03-01T00:00'],
    ['monthly', '2026-12-31T12:00', '2026-12-01T00:00', '2027-01-01T00:00'],
  ] as const)('%s at %s began at %s and ends at %s', (how, now, start, next) => {
    expect(periodStart(how, at(now))).toBe(at(start));
    expect(nextPeriod(how, at(now))).toBe(at(next));
  });

  test('every instant lies in exactly one period, each begins at midnight UTC where the last one ended', () => {
    fc.assert(
      fc.property(every, instant, (how, now) => {
        const [start, next] = [periodStart(how, now), nextPeriod(how, now)];
        expect(start).toBeLessThanOrEqual(now);
        expect(next).toBeGreaterThan(now);
        expect(start % dayMs).toBe(0);
        expect(periodStart(how, next)).toBe(next);
        expect(periodStart(how, next - 1)).toBe(start);
        const begins = new Date(start);
        if (how === 'weekly') expect(begins.getUTCDay()).toBe(1);
        if (how === 'monthly') expect(begins.getUTCDate()).toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe.each(engines)('allowances on $name', (engine) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await engine.open();
  });
  afterEach(() => opened.dispose());

  const open = (start: string, starterCredits = 0) => {
    const clock = createTestClock(at(start));
    return { clock, till: createTill(opened.database, { starterCredits, clock }) };
  };
  const kinds = async (till: Till) => (await till.history('g', { limit: 1_000 })).map(({ kind }) => kind);
  const allowances = async (till: Till) => (await kinds(till)).filter((kind) => kind === 'allowance').length;

  test('one begins at once, tops up to its amount, and says when it comes again', async () => {
    const { till } = open('2026-01-15T12:00', 30);
    expect(await till.setAllowance('g', 100, 'weekly')).toEqual({
      kind: 'set',
      allowance: { amount: 100, every: 'weekly', nextAt: at('2026-01-19T00:00') },
      available: 100,
      added: 70,
      firstInGuild: true,
    });
    expect(await kinds(till)).toEqual(['allowance', 'starter']);
    expect((await till.balance('g')).allowance).toMatchObject({ nextAt: at('2026-01-19T00:00') });
  });

  test('it is never above: what there is already, and what is held and may come back, counts', async () => {
    const { till, clock } = open('2026-01-15T12:00');
    await till.grant({ key: 'k', guildId: 'g', amount: 150, reason: 'gift', byUserId: null });
    expect(await till.setAllowance('g', 100, 'daily')).toMatchObject({ added: 0, available: 150 });
    await till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount: 80 });
    clock.advance(dayMs);
    expect(await till.balance('g')).toMatchObject({ available: 70, held: 80 });
    await till.capture({ songId: 'a', amount: 80 });
    clock.advance(dayMs);
    expect(await till.balance('g')).toMatchObject({ available: 100, held: 0 });
  });

  test('after a month of downtime it tops up once', async () => {
    const { till, clock } = open('2026-01-15T12:00');
    await till.setAllowance('g', 50, 'daily');
    await till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount: 50 });
    await till.capture({ songId: 'a', amount: 50 });
    clock.advance(31 * dayMs);
    expect(await till.topUpDue()).toBe(1);
    expect(await till.topUpDue()).toBe(0);
    expect(await till.balance('g')).toMatchObject({ available: 50 });
    expect(await allowances(till)).toBe(2);
  });

  test('the first request of a new day is paid by it: a member does not wait for anybody to notice', async () => {
    const { till, clock } = open('2026-01-15T23:59:59.999');
    await till.setAllowance('g', 10, 'daily');
    await till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount: 10 });
    await till.capture({ songId: 'a', amount: 10 });
    expect(await till.hold({ songId: 'b', guildId: 'g', userId: 'u', amount: 1 })).toMatchObject({
      kind: 'not_enough',
    });
    clock.advance(1);
    expect(await till.hold({ songId: 'c', guildId: 'g', userId: 'u', amount: 10 })).toMatchObject({ kind: 'held' });
  });

  test('whoever notices first, and however many at once, it is added once', async () => {
    const { till, clock } = open('2026-01-31T12:00');
    await till.setAllowance('g', 10, 'monthly');
    await till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount: 9 });
    await till.capture({ songId: 'a', amount: 9 });
    clock.advance(dayMs);
    await Promise.all([
      ...Array.from({ length: 10 }, () => till.balance('g')),
      ...Array.from({ length: 10 }, () => till.topUpDue()),
      ...Array.from({ length: 10 }, (_, n) => till.hold({ songId: `r${n}`, guildId: 'g', userId: 'u', amount: 1 })),
    ]);
    expect(await allowances(till)).toBe(2);
    expect(await till.balance('g')).toMatchObject({ available: 0, held: 10 });
    expect((await till.audit()).faults).toEqual([]);
  });

  test('a changed allowance gives nothing more in a period that had its share; a new rhythm begins at once', async () => {
    const { till, clock } = open('2026-01-14T12:00');
    await till.setAllowance('g', 10, 'daily');
    expect(await till.setAllowance('g', 40, 'daily')).toMatchObject({ added: 0, available: 10 });
    expect(await till.setAllowance('g', 40, 'daily')).toMatchObject({ added: 0 });
    clock.advance(dayMs);
    expect(await till.balance('g')).toMatchObject({ available: 40 });
    expect(await till.setAllowance('g', 60, 'monthly')).toMatchObject({ added: 20, available: 60 });
  });

  test('what is due by the rule as it was comes before the new rule, and before its end', async () => {
    const { till, clock } = open('2026-01-14T12:00');
    await till.setAllowance('g', 10, 'daily');
    await till.hold({ songId: 'a', guildId: 'g', userId: 'u', amount: 10 });
    await till.capture({ songId: 'a', amount: 10 });
    clock.advance(dayMs);
    expect(await till.setAllowance('g', 0, 'daily')).toEqual({ kind: 'ended' });
    expect(await till.balance('g')).toMatchObject({ available: 10, allowance: null });
    clock.advance(40 * dayMs);
    expect(await till.balance('g')).toMatchObject({ available: 10 });
    expect(await till.topUpDue()).toBe(0);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    '%s is no allowance, changes nothing',
    async (n) => {
      const { till } = open('2026-01-14T12:00');
      await till.setAllowance('g', 10, 'daily');
      expect(await till.setAllowance('g', n, 'daily')).toEqual({ kind: 'bad_amount' });
      expect(await till.balance('g')).toMatchObject({ available: 10, allowance: { amount: 10 } });
    },
  );

  test('it may top up to as much as a number holds, exactly', async () => {
    const { till } = open('2026-01-14T12:00', 7);
    const most = Number.MAX_SAFE_INTEGER;
    expect(await till.setAllowance('g', most, 'daily')).toMatchObject({ added: most - 7, available: most });
  });

  /** A day's number in its rhythm, counted in another way than `periods.ts` does. */
  const numberOf = (how: Every, now: number): string => {
    const date = new Date(now).toISOString();
    if (how === 'daily') return date.slice(0, 10);
    // 1970-01-01 was a Thursday.
    return how === 'monthly' ? date.slice(0, 7) : String(Math.floor((Math.floor(now / dayMs) + 3) / 7));
  };

  test('whenever something happens, however long nothing did: once in each period that saw anything, and never above', async () => {
    let runs = 0;
    const gap = fc.oneof(
      fc.integer({ min: 1, max: dayMs }),
      fc.integer({ min: 1, max: 40 }).map((days) => days * dayMs),
      fc.integer({ min: 1, max: 14 }).map((months) => months * 30 * dayMs + 1),
    );
    const steps = fc.array(fc.record({ gap, spend: fc.boolean(), by: fc.constantFrom('look', 'chore', 'hold') }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(every, instant, fc.integer({ min: 1, max: 30 }), steps, async (how, start, amount, happens) => {
        runs += 1;
        const clock = createTestClock(start);
        const till = createTill(opened.database, { clock });
        const guildId = `run${runs}`;
        await till.setAllowance(guildId, amount, how);
        let [available, entries, seen] = [amount, 1, numberOf(how, start)];
        for (const [index, { gap: ms, spend, by }] of happens.entries()) {
          clock.advance(ms);
          const now = numberOf(how, clock.now());
          if (now !== seen && available < amount) [available, entries] = [amount, entries + 1];
          seen = now;
          if (by === 'chore') await till.topUpDue();
          if (by === 'look') await till.balance(guildId);
          const songId = `${guildId}-${index}`;
          const held = await till.hold({ songId, guildId, userId: 'u', amount: spend ? available || 1 : amount + 1 });
          expect(held.kind).toBe(spend && available > 0 ? 'held' : 'not_enough');
          if (held.kind !== 'held') continue;
          await till.capture({ songId, amount: available });
          available = 0;
        }
        expect(await till.balance(guildId)).toMatchObject({ available });
        const given = (await till.history(guildId, { limit: 100 })).filter(({ kind }) => kind === 'allowance');
        expect(given).toHaveLength(entries);
      }),
      { numRuns: 150 },
    );
    expect((await createTill(opened.database, { clock: createTestClock() }).audit()).faults).toEqual([]);
  });
});
