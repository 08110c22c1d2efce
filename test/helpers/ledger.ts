import type { Clock } from '../../src/clock.ts';
import type { Database } from '../../src/database/database.ts';
import { memberRef } from '../../src/database/members.ts';
import { openAccount } from '../../src/ledger/accounts.ts';
import { capture, hold, release } from '../../src/ledger/holds.ts';
import { createLedger } from '../../src/ledger/ledger.ts';
import type { Caps } from '../../src/ledger/outcomes.ts';

export const roomyCaps: Caps = {
  bot: Number.MAX_SAFE_INTEGER,
  guild: Number.MAX_SAFE_INTEGER,
  memberAtOnce: 1_000,
  guildAtOnce: 1_000,
};

export interface HoldOf {
  songId: string;
  guildId: string;
  userId: string;
  roles?: readonly string[];
  amount: number;
}

/** The ledger with every step of a song's money as a transaction of its own, as the tests need it. */
export const createTill = (
  database: Database,
  { caps = roomyCaps, starterCredits = 0, clock }: { caps?: Caps; starterCredits?: number; clock: Clock },
) => ({
  ...createLedger(database, { caps, starterCredits, clock }),
  hold: ({ userId, roles = [], ...rest }: HoldOf) =>
    database.write(async (trx) => {
      await openAccount(trx, rest.guildId, starterCredits, clock.now());
      return hold(trx, { ...rest, roles, memberRef: await memberRef(trx, userId) }, caps, clock.now());
    }),
  capture: (input: { songId: string; amount: number }) =>
    database.write((trx) => capture(trx, { ...input, at: clock.now() })),
  release: (input: { songId: string; reason: string }) =>
    database.write((trx) => release(trx, { ...input, at: clock.now() })),
});

export type Till = ReturnType<typeof createTill>;
