/** A power cut keeps what was flushed and any part of what was not. `kill -9` cannot show that: the system's memory survives it. */
import { copyFile, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { type Database, openDatabase } from '../src/database/database.ts';
import { type LogFile, openLogFile } from '../src/database/flush.ts';
import { memberRef } from '../src/database/members.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'songcircle-power-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const lengthOf = async (path: string): Promise<number> => (await stat(path).catch(() => ({ size: 0 }))).size;
const writeMember = (database: Database, user: string) => database.write((trx) => memberRef(trx, user));

/** The disk's view of the log: `flushed` bytes are surely there. */
function watchedLog(file: string): LogFile & { flushed(): number } {
  const log = openLogFile(file);
  let flushed = 0;
  return {
    flushed: () => flushed,
    sync: async () => {
      const length = await lengthOf(`${file}-wal`);
      await log.sync();
      flushed = Math.max(flushed, length);
    },
    close: () => log.close(),
  };
}

/** What a machine finds that lost power now: the database, and the log cut anywhere behind what was flushed. */
async function membersAfterCut(file: string, flushed: number, part: number): Promise<(string | null)[]> {
  const copy = join(dir, `cut-${Math.random()}.db`);
  await copyFile(file, copy);
  await copyFile(`${file}-wal`, `${copy}-wal`);
  const whole = await lengthOf(`${copy}-wal`);
  await truncate(`${copy}-wal`, Math.floor(flushed + (whole - flushed) * part));
  const database = await openDatabase({ url: `file:${copy}`, clock: systemClock });
  const rows = await database.read((db) => db.selectFrom('members').select('user_id').execute());
  await database.close();
  return rows.map((row) => row.user_id);
}

/** Forty writes, many at the same time, and cuts in between; answers how many acknowledged ones were lost. */
async function lostInCuts(file: string, log: LogFile, flushed: () => number): Promise<number> {
  const database = await openDatabase({ url: `file:${file}`, clock: systemClock, logFile: log });
  const acknowledged: string[] = [];
  let lost = 0;
  for (let round = 0; round < 8; round++) {
    const writes = Array.from({ length: 5 }, async (_, n) => {
      await writeMember(database, `member-${round}-${n}`);
      acknowledged.push(`member-${round}-${n}`);
    });
    await writes[round % 5];
    // In this order: what is acknowledged later must not be expected of what was flushed before.
    const expected = [...acknowledged];
    const found = await membersAfterCut(file, flushed(), (round % 4) / 4);
    lost += expected.filter((user) => !found.includes(user)).length;
    await Promise.all(writes);
  }
  await database.close();
  return lost;
}

describe('a power cut', () => {
  test('loses nothing that was acknowledged', async () => {
    const file = join(dir, 'songcircle.db');
    const log = watchedLog(file);
    expect(await lostInCuts(file, log, log.flushed)).toBe(0);
  });

  test('would be seen losing what is acknowledged without a flush', async () => {
    const file = join(dir, 'careless.db');
    const careless: LogFile = { sync: async () => {}, close: async () => {} };
    expect(await lostInCuts(file, careless, () => 0)).toBeGreaterThan(0);
  });
});

describe('a commit', () => {
  test('is not acknowledged before a flush that began after it, and one flush serves all that wait', async () => {
    let flushes = 0;
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const log: LogFile = {
      sync: async () => {
        flushes += 1;
        await gate;
      },
      close: async () => {},
    };
    const database = await openDatabase({ url: `file:${join(dir, 'gate.db')}`, clock: systemClock, logFile: log });
    let acknowledged = 0;
    const writes = Array.from({ length: 20 }, (_, n) => writeMember(database, `m${n}`).then(() => (acknowledged += 1)));
    const committed = () => database.read((db) => db.selectFrom('members').select('ref').execute());
    await expect.poll(async () => (await committed()).length).toBe(20);
    expect(acknowledged).toBe(0);
    open();
    await Promise.all(writes);
    expect(acknowledged).toBe(20);
    expect(flushes).toBeLessThanOrEqual(3);
    await database.close();
  });

  test('that the disk does not take is an error, and so is every one after it', async () => {
    const log: LogFile = {
      sync: async () => {
        throw new Error('EIO');
      },
      close: async () => {},
    };
    const database = await openDatabase({ url: `file:${join(dir, 'broken.db')}`, clock: systemClock, logFile: log });
    await expect(writeMember(database, 'first')).rejects.toMatchObject({ kind: 'unwritable' });
    await expect(writeMember(database, 'second')).rejects.toMatchObject({ kind: 'unwritable' });
    await expect(database.ping()).rejects.toMatchObject({ kind: 'unwritable' });
    await database.close();
  });
});
