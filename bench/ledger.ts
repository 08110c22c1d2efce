/**
 * Money under a crowd: many processes ask for the same credits at once, and exactly as many get them as may; and a balance
 * is one indexed read, however long its history. On both engines, with commits that are on the disk before they are answered.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database/database.ts';
import type { Caps } from '../src/ledger/outcomes.ts';
import { createTill, roomyCaps } from '../test/helpers/ledger.ts';
import { administer, startPostgres } from '../test/helpers/postgres.ts';
import { race } from '../test/helpers/race.ts';
import { percentile } from './answers.ts';

const processes = 8;
/** The full sizes take ten minutes on a small machine: BENCH_REQUESTS=100000 BENCH_ENTRIES=10000000. */
const requests = Number(process.env.BENCH_REQUESTS ?? 10_000);
const fewEntries = 1_000;
const manyEntries = Number(process.env.BENCH_ENTRIES ?? 300_000);
const reads = 3_000;

interface Place {
  name: string;
  /** An empty database. */
  make(name: string): Promise<string>;
  /** Puts a history of so many entries into an account `guild`. */
  fill(url: string, guild: string, entries: number): Promise<void>;
  /** Whether each process has the database open itself. */
  shared: boolean;
}

const columns = 'guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, at';
const entry = (guild: string) => `'${guild}', n, 'grant', 1, 0, n, 0, '${guild}:' || n, '', n`;
const account = (guild: string, entries: number) =>
  `INSERT INTO accounts (guild_id, available, held, version) VALUES ('${guild}', ${entries}, 0, ${entries})`;

const sqlite = (folder: string): Place => ({
  name: 'SQLite',
  make: async (name) => `file:${join(folder, name)}.db`,
  fill: async (url, guild, entries) => {
    const database = new DatabaseSync(url.slice('file:'.length));
    // The trigger looks at every row for what it would replace; nothing is replaced here.
    const trigger = String(
      database.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'entries_no_insert'`).get()?.sql,
    );
    database.exec(`BEGIN; DROP TRIGGER entries_no_insert; ${account(guild, entries)};
      INSERT INTO entries (${columns})
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${entries})
        SELECT ${entry(guild)} FROM numbers;
      ${trigger}; COMMIT`);
    database.close();
  },
  shared: false,
});

const postgres = (server: string): Place => ({
  name: 'PostgreSQL',
  make: async (name) => {
    await administer(`${server}/postgres`, `CREATE DATABASE ${name}`);
    return `${server}/${name}`;
  },
  fill: (url, guild, entries) =>
    administer(
      url,
      'SET session_replication_role = replica',
      account(guild, entries),
      `INSERT INTO entries (${columns}) SELECT ${entry(guild)} FROM generate_series(1, ${entries}) AS n`,
      'VACUUM ANALYZE',
    ),
  shared: true,
});

const raceOn = async (place: Place, what: string, credits: number, caps: Caps, may: number): Promise<string> => {
  const url = await place.make(`race_${credits}`);
  const database = await openDatabase({ url, clock: systemClock });
  const till = createTill(database, { caps, clock: systemClock });
  await till.grant({ key: 'k', guildId: 'g', amount: credits, reason: 'bench', byUserId: null });
  const { tally, ms } = await race({ url: place.shared ? url : null, till, caps, processes, requests });
  const { faults } = await till.audit();
  await database.close();
  const perSecond = Math.round((requests * 1000) / ms);
  return `| ${place.name} | ${what} | ${requests} | ${may} | ${tally.held ?? 0} | ${faults.length} | ${perSecond} |`;
};

/** The median of a balance's reads, in µs. */
const readOn = async (url: string, guild: string): Promise<number> => {
  const database = await openDatabase({ url, clock: systemClock });
  const till = createTill(database, { clock: systemClock });
  const times: number[] = [];
  for (let n = 0; n < reads + 500; n += 1) {
    const startedAt = performance.now();
    await till.balance(guild);
    // The first ones warm it up.
    if (n >= 500) times.push((performance.now() - startedAt) * 1000);
  }
  await database.close();
  return percentile(times, 50);
};

const historyOn = async (place: Place): Promise<string> => {
  const url = await place.make('history');
  await (await openDatabase({ url, clock: systemClock })).close();
  await place.fill(url, 'few', fewEntries);
  const few = [await readOn(url, 'few')];
  await place.fill(url, 'many', manyEntries);
  const many = [];
  // In turn, so that a machine that slows down slows both.
  for (let round = 0; round < 3; round += 1) {
    many.push(await readOn(url, 'many'));
    few.push(await readOn(url, 'few'));
  }
  const [short, long] = [percentile(few, 50), percentile(many, 50)];
  return `| ${place.name} | ${fewEntries} | ${manyEntries} | ${short.toFixed(0)} | ${long.toFixed(0)} | ${(long / short).toFixed(2)} |`;
};

/** As Markdown. */
export const ledgerReport = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'songcircle-bench-'));
  const server = await startPostgres({ durable: true });
  const races: string[] = [];
  const histories: string[] = [];
  const day = { ...roomyCaps, bot: 500 };
  try {
    for (const place of [sqlite(folder), postgres(server.url)]) {
      races.push(await raceOn(place, 'one credit', 1, roomyCaps, 1));
      races.push(await raceOn(place, `a day's limit of ${day.bot}`, 1_000_000, day, day.bot));
      histories.push(await historyOn(place));
      process.stderr.write(`${place.name}: done\n`);
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return `
${processes} processes ask at once. On PostgreSQL each has the database open; a file is one process's, which the ${processes} ask.
${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}.

| engine | asked for | requests | may succeed | succeeded | faults in the books | requests a second |
| --- | --- | --- | --- | --- | --- | --- |
${races.join('\n')}

Reading a balance, medians of ${reads} reads:

| engine | entries | entries | µs | µs | ratio |
| --- | --- | --- | --- | --- | --- |
${histories.join('\n')}
`;
};
