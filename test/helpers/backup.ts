/** A database in a folder of its own, to be backed up, spoiled and put back. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { systemClock as clock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/database.ts';
import { migrations } from '../../src/database/migrations.ts';
import { exitCodes, StartError } from '../../src/errors.ts';
import { createTill } from './ledger.ts';

export const read = <T>(path: string, query: string): T[] => {
  using database = new DatabaseSync(path);
  return database.prepare(query).all() as T[];
};
export const alter = (path: string, statements: string): void => {
  using database = new DatabaseSync(path);
  database.exec(statements);
};
/** All that was ever granted in it. */
export const granted = (path: string): number =>
  read<{ sum: number }>(path, "select sum(available_change) as sum from entries where kind = 'grant'")[0]?.sum ?? 0;
/** How many songs were paid in it. */
export const captures = (path: string): number =>
  read<{ n: number }>(path, "select count(*) as n from entries where kind = 'capture'")[0]?.n ?? 0;
/** Every row of every table, but for what the operator did. */
export const contentOf = (path: string) =>
  Object.fromEntries(
    read<{ name: string }>(
      path,
      "select name from sqlite_schema where type = 'table' and name <> 'operator_acts' order by name",
    ).map(({ name }) => [
      name,
      read<object>(path, `select * from "${name}"`)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );

/** One as the first version left it, in which guild `g` was granted so much; today's ledger cannot write that any more. */
export async function writeFirstVersion(url: string, amount: number): Promise<void> {
  const database = await openDatabase({ url, clock, migrations: migrations.slice(0, 1) });
  await database.close();
  const columns = 'guild_id, version, kind, available_change, held_change, available_after, held_after, key, input, at';
  alter(
    url.slice('file:'.length),
    `INSERT INTO starters (guild_id, at) VALUES ('g', 1);
     INSERT INTO accounts (guild_id, available, held, version) VALUES ('g', ${amount}, 0, 1);
     INSERT INTO entries (${columns}) VALUES ('g', 1, 'grant', ${amount}, 0, ${amount}, 0, 'grant:first', '[]', 1)`,
  );
}

/** A database in good order in which guild `g` was granted so much. */
export async function write(url: string, amount: number): Promise<void> {
  const database = await openDatabase({ url, clock });
  const grant = { key: `${amount}`, guildId: 'g', amount, reason: 'gift', byUserId: null };
  await createTill(database, { clock }).grant(grant);
  await database.close();
}

/** Every file of the folder by its digest; locks mean nothing by themselves. */
async function folder(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter((name) => !name.endsWith('.lock')).sort();
  const digests = names.map(async (name) => {
    const path = join(dir, name);
    const bytes = (await stat(path)).isDirectory() ? 'a folder' : await readFile(path);
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}

export interface Scene {
  dir: string;
  file: string;
  url: string;
  /** Where a backup may go. */
  saved: string;
  /** The one sentence with which it is refused; and then every file is as it was. */
  refusal(work: () => Promise<unknown>, exitCode?: number): Promise<string>;
  /** A process that grants, holds and captures as fast as it can, and says when each round is on the disk. */
  underLoad(): Promise<{ kill(): Promise<void>; reached(rounds: number): Promise<void>; rounds(): number }>;
  close(): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const dir = await mkdtemp(join(tmpdir(), 'songcircle-backup-'));
  const file = join(dir, 'songcircle.db');
  const url = `file:${file}`;
  return {
    dir,
    file,
    url,
    saved: join(dir, 'saved.db'),
    refusal: async (work, exitCode = exitCodes.file) => {
      const before = await folder(dir);
      const error: unknown = await work().then(
        () => null,
        (caught: unknown) => caught,
      );
      if (!(error instanceof StartError)) throw new Error('it was done, or failed otherwise', { cause: error });
      expect(error.sentence).toMatch(/^[^\n]+\.$/);
      expect(error.exitCode).toBe(exitCode);
      expect(await folder(dir)).toEqual(before);
      return error.sentence;
    },
    underLoad: () => underLoad(url),
    close: () => rm(dir, { recursive: true }),
  };
}

async function underLoad(url: string) {
  const program = fileURLToPath(new URL('./database-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, url, 'work'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let rounds = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    rounds += 1;
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  const reached = async (n: number) => {
    await expect.poll(() => rounds, { timeout: 30_000 }).toBeGreaterThanOrEqual(n);
  };
  await reached(50);
  return { kill, reached, rounds: () => rounds };
}
