import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type Database, openDatabase } from '../../src/database/database.ts';

export interface Opened {
  database: Database;
  /** Closes it and leaves nothing behind. */
  dispose(): Promise<void>;
}

export interface Engine {
  name: string;
  /** An empty database of its own. */
  open(clock?: Clock): Promise<Opened>;
}

const sqlite: Engine = {
  name: 'sqlite',
  open: async (clock = systemClock) => {
    const folder = await mkdtemp(join(tmpdir(), 'songcircle-database-'));
    const database = await openDatabase({ url: `file:${join(folder, 'songcircle.db')}`, clock });
    return {
      database,
      dispose: async () => {
        await database.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

/** Every promise of the database and the ledger is kept by each of these. */
export const engines: readonly Engine[] = [sqlite];
