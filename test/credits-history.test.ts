/** The history over a real database: complete pages, a file that stays small in memory, and the days of its picture. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { history as historyPage, sharesOf } from '../commands/credits-history.ts';
import { routes } from '../src/discord/buttons.ts';
import { chartSvg, stepFor } from '../src/discord/chart.ts';
import { createCharts } from '../src/discord/charts.ts';
import { cell } from '../src/ledger/statement.ts';
import { createTestClock } from './helpers/clock.ts';
import { createCommandDeps } from './helpers/commands.ts';
import { askerOf, createTestLog, finishedSong, ids } from './helpers/discord.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill, type Till } from './helpers/ledger.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe.each(engines)('the history on $name', (engine) => {
  const clock = createTestClock(Date.UTC(2026, 0, 1, 12));
  let opened: Opened;
  let till: Till;
  beforeAll(async () => {
    opened = await engine.open();
    till = createTill(opened.database, { starterCredits: 1_000_000, clock });
  });
  afterAll(() => opened.dispose());

  /** As many grants as wished, in one transaction and without the ledger: only to have a long history. */
  const fill = async (guildId: string, count: number) => {
    await till.open(guildId);
    await opened.database.write(async (trx) => {
      await sql`INSERT INTO entries (guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, reason, at)
        WITH RECURSIVE n(v) AS (SELECT 2 UNION ALL SELECT v + 1 FROM n WHERE v <= ${count})
        SELECT CAST(${guildId} AS TEXT), v, 'grant', 1, 0, 1000000 + v - 1, 0, ${guildId} || ':' || v, '', 'number ' || v, 0 FROM n`.execute(
        trx,
      );
      await sql`UPDATE accounts SET available = available + ${count}, version = version + ${count} WHERE guild_id = ${guildId}`.execute(
        trx,
      );
    });
  };

  test('its pages hold every entry once, newest first, while new ones are added', async () => {
    await fill('pages', 94);
    const { deps } = createCommandDeps({}, { credits: { ...till, grant: till.grant } });
    const asker = askerOf({ guildId: 'pages' });
    const seen: string[] = [];
    let before: number | null = 0;
    while (before !== null) {
      const page = await historyPage(deps, asker, before);
      seen.push(...page.text.split('\n').map((line) => line.split('number ')[1] ?? line.split(' · ').at(-1) ?? ''));
      await till.grant({ key: `more${seen.length}`, guildId: 'pages', amount: 1, reason: 'late', byUserId: null });
      const older = page.buttons?.find((button) => button.label === 'Older');
      before = older === undefined || !('id' in older) ? null : (routes.history.parse(older.id)?.before ?? null);
    }
    expect(seen).toEqual([...Array.from({ length: 94 }, (_, n) => String(95 - n)), 'Starter credits']);
  });

  test('Newer leads back over the same pages to the newest, where the new ones are', async () => {
    await fill('back', 24);
    const { deps } = createCommandDeps({}, { credits: { ...till, grant: till.grant } });
    const asker = askerOf({ guildId: 'back' });
    const press = (page: Awaited<ReturnType<typeof historyPage>>, label: string) => {
      const button = page.buttons?.find((one) => one.label === label);
      const fields = button !== undefined && 'id' in button ? routes.history.parse(button.id) : null;
      if (fields === null) throw new Error(`no button ${label}`);
      return historyPage(deps, asker, fields.before);
    };
    const first = await historyPage(deps, asker, 0);
    const second = await press(first, 'Older');
    const third = await press(second, 'Older');
    expect(third.text.split('\n')).toHaveLength(5);
    expect(third.buttons?.map(({ label }) => label)).toEqual(['Newer']);
    expect((await press(third, 'Newer')).text).toBe(second.text);
    await till.grant({ key: 'new', guildId: 'back', amount: 1, reason: 'the latest', byUserId: null });
    const newest = await press(await press(third, 'Newer'), 'Newer');
    expect(newest.text).not.toContain('the latest');
    expect((await press(newest, 'Newer')).text).toContain('the latest');
  });

  test('the file holds every entry, as spreadsheets read it, and pages of it are read with others in between', async () => {
    await fill('file', 60_000);
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    let peak = 0;
    const before = process.memoryUsage().heapUsed;
    const watching = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    }, 5);
    const whole = await till.statement('file', 64 * 1024 * 1024);
    clearInterval(counting);
    clearInterval(watching);
    expect(whole).toMatchObject({ entries: 60_001, isWhole: true });
    const lines = whole.csv.split('\r\n');
    expect(lines).toHaveLength(60_003);
    expect(lines[0]?.startsWith('\uFEFFnumber,time (UTC),kind')).toBe(true);
    expect(lines[1]).toBe('60001,1970-01-01T00:00:00.000Z,grant,1,0,1060000,0,,,,number 60001');
    // 120 pages: everybody else had a turn between them.
    expect(turns).toBeGreaterThan(20);
    // The file is 5 MB; all rows as objects at once would be more than 30.
    expect(peak / 1024 / 1024).toBeLessThan(120);
  });

  test('a file that may not be larger holds the newest that fit, whole lines, and says so', async () => {
    await fill('cut', 5_000);
    const { csv, entries, isWhole } = await till.statement('cut', 10_000);
    expect(isWhole).toBe(false);
    expect(Buffer.byteLength(csv)).toBeLessThanOrEqual(10_000);
    expect(Buffer.byteLength(csv)).toBeGreaterThan(9_900);
    const lines = csv.split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.slice(1, -1)).toHaveLength(entries);
    expect(lines.slice(1, -1).map((line) => Number(line.split(',')[0]))).toEqual(
      Array.from({ length: entries }, (_, n) => 5_001 - n),
    );
  });

  test('what was spent a day is by member, held or captured, and not what came back', async () => {
    const guildId = 'days';
    const hold = (songId: string, userId: string, amount: number) => till.hold({ songId, guildId, userId, amount });
    await hold('a', 'u', 12);
    await hold('b', 'u', 6);
    await till.capture({ songId: 'b', amount: 2 });
    await hold('c', 'v', 9);
    await till.release({ songId: 'c', reason: 'silent' });
    clock.advance(dayMs);
    await hold('d', 'v', 5);
    const { days, spent } = await till.spending(guildId, 30);
    expect([days.length, days[0], days.at(-1)]).toEqual([30, '2025-12-04', '2026-01-02']);
    expect(spent.map(({ day, userId, amount }) => [day, userId, amount])).toEqual([
      ['2026-01-01', 'u', 14],
      ['2026-01-02', 'v', 5],
    ]);
    clock.advance(29 * dayMs);
    expect((await till.spending(guildId, 30)).spent.map(({ day }) => day)).toEqual(['2026-01-02']);
  });

  test('the balance is one read by keys, however long the history is', async () => {
    if (opened.database.engine !== 'sqlite') return;
    const { rows } = await opened.database.read((db) =>
      sql<{ detail: string }>`EXPLAIN QUERY PLAN
        SELECT accounts.available, starters.at, allowances.amount, spent.amount FROM (SELECT 'g' AS id) AS guild
        LEFT JOIN accounts ON accounts.guild_id = guild.id LEFT JOIN starters ON starters.guild_id = guild.id
        LEFT JOIN allowances ON allowances.guild_id = guild.id
        LEFT JOIN spent ON spent.scope = guild.id AND spent.day = '2026-01-01'`.execute(db),
    );
    const tables = rows.filter(({ detail }) => /accounts|starters|allowances|spent/.test(detail));
    expect(tables).toHaveLength(4);
    for (const { detail } of tables) expect(detail).toContain('SEARCH');
  });
});

describe('cells of the file', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    ['=A1,"x"', `"'=A1,""x"""`],
    ['\r=1', `"'\r=1"`],
    ['two\nlines', '"two\nlines"'],
    ['thanks = you', 'thanks = you'],
    ['', ''],
    [null, ''],
  ])('%j becomes %j', (words, expected) => {
    expect(cell(words)).toBe(expected);
  });
});

describe('the picture', () => {
  const days = Array.from({ length: 30 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const spent = Array.from({ length: 12 }, (_, n) => ({
    day: days[n * 2] ?? '',
    ref: n,
    userId: `u${n}`,
    amount: n + 1,
  }));

  test('names those who spent most, and all others together', () => {
    const shares = sharesOf(days, spent);
    expect(shares.map(({ label, userId, total }) => [label, userId, total])).toEqual([
      ['1', 'u11', 12],
      ['2', 'u10', 11],
      ['3', 'u9', 10],
      ['4', 'u8', 9],
      ['5', 'u7', 8],
      ['6', 'u6', 7],
      ['7', 'u5', 6],
      ['+', null, 15],
    ]);
    expect(shares.at(-1)?.amounts.filter((amount) => amount > 0)).toEqual([1, 2, 3, 4, 5]);
  });

  test('is a PNG from another thread, which leaves this one free', async () => {
    let longest = 0;
    let last = performance.now();
    const watching = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 2);
    const png = await createCharts({ log: createTestLog() }).draw({ days, series: sharesOf(days, spent) });
    clearInterval(watching);
    const view = Buffer.from(png ?? []);
    expect(view.subarray(1, 4).toString()).toBe('PNG');
    expect([view.readUInt32BE(16), view.readUInt32BE(20)]).toEqual([1240, 740]);
    // Drawing takes about 60 ms; the machine of the tests is shared, so the bound is wide.
    expect(longest).toBeLessThan(250);
  });

  test('holds only numbers and dates, so no script can become boxes, and tells members apart without colour', () => {
    const svg = chartSvg({ days, series: sharesOf(days, spent) });
    for (const [, text] of svg.matchAll(/<text[^>]*>([^<]*)</g)) expect(text).toMatch(/^[\d+kMGTP.-]+$/);
    const patterns = [...svg.matchAll(/<pattern[^>]*>(.*?)<\/pattern>/g)].map(([, inner]) =>
      (inner ?? '').replace(/fill="#[0-9a-f]+"/, ''),
    );
    expect(new Set(patterns).size).toBe(8);
  });

  test.each([
    [0, 1],
    [1, 1],
    [5, 2],
    [40, 10],
    [41, 20],
    [9_007_199_254_740_991, 5e15],
  ])('up to %s credits its lines are %s apart', (most, step) => {
    expect(stepFor(most)).toBe(step);
  });

  test('that cannot be drawn is no trouble: null, a line in the log, and the next one is drawn', async () => {
    const log = createTestLog();
    const broken = createCharts({ log, script: new URL('data:text/javascript,throw new Error("broken")') });
    expect(await broken.draw({ days, series: [] })).toBeNull();
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  });
});

test('each line says how much, when, who, why and which song, with a link where its card is known', async () => {
  const entry = {
    version: 1,
    availableChange: 0,
    heldChange: 0,
    songId: null,
    userId: ids.member,
    reason: null,
    at: 0,
  };
  const song = finishedSong({
    id: 'song1',
    title: 'Rain *on* tin',
    messageChannelId: ids.channel,
    messageId: ids.message,
  });
  const { deps } = createCommandDeps({ find: async (id) => (id === 'song1' ? song : null) });
  deps.credits.history = async () => [
    { ...entry, version: 7, kind: 'release', availableChange: 12, heldChange: -12, songId: 'gone', reason: 'silent' },
    { ...entry, version: 6, kind: 'capture', availableChange: 6, heldChange: -12, songId: 'song1' },
    { ...entry, version: 5, kind: 'hold', availableChange: -12, heldChange: 12, songId: 'song1', userId: null },
    { ...entry, version: 4, kind: 'grant', availableChange: 1_000, reason: '[free](https://x.example) @everyone' },
    { ...entry, version: 3, kind: 'grant', availableChange: 5, reason: 'start', userId: null },
    { ...entry, version: 2, kind: 'allowance', availableChange: 70, userId: null },
    { ...entry, version: 1, kind: 'starter', availableChange: 30, userId: null },
  ];
  const link = `https://discord.com/channels/${ids.guild}/${ids.channel}/${ids.message}`;
  expect((await historyPage(deps, askerOf(), 0)).text.split('\n')).toEqual([
    `**+12** · <t:0:d> <t:0:t> · Back from Song by <@${ids.member}>: no answer in time`,
    `**+6** · <t:0:d> <t:0:t> · 6 spent on [Rain \\*on\\* tin](${link}) by <@${ids.member}>`,
    `**−12** · <t:0:d> <t:0:t> · Set aside for [Rain \\*on\\* tin](${link}) by somebody who was forgotten`,
    `**+1,000** · <t:0:d> <t:0:t> · Granted by <@${ids.member}>: \\[free\\](https\\:\\/\\/x.example) \\@everyone`,
    '**+5** · <t:0:d> <t:0:t> · Granted: start',
    '**+70** · <t:0:d> <t:0:t> · Allowance',
    '**+30** · <t:0:d> <t:0:t> · Starter credits',
  ]);
});
