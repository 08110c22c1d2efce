import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { type GrantInput, grant, openAccount } from './accounts.ts';
import { type Audit, audit } from './audit.ts';
import type { Balance, Caps, Entry, GrantOutcome } from './outcomes.ts';
import { readBalance, readHistory } from './reading.ts';

export interface LedgerOptions {
  caps: Caps;
  starterCredits: number;
  clock: Clock;
}

/**
 * The ledger's whole operations: each commits before it answers. Its parts for a transaction of
 * the caller's, so that a song and its money change together or not at all, are in `holds.ts` and `accounts.ts`.
 */
export interface Ledger {
  /** Makes the guild's account with its starter credits, once for ever; true that once. */
  open(guildId: string): Promise<{ firstInGuild: boolean }>;
  grant(input: GrantInput): Promise<GrantOutcome>;
  /** What a guild could spend now. Starter credits it may still have for the asking count as available. */
  balance(guildId: string): Promise<Balance>;
  /** Newest first; `beforeVersion` goes on where the last page ended. */
  history(guildId: string, page: { beforeVersion?: number; limit: number }): Promise<Entry[]>;
  /** Recomputes everything from the entries; `faults` is empty when all of it agrees. */
  audit(): Promise<Audit>;
}

export const createLedger = (database: Database, { caps, starterCredits, clock }: LedgerOptions): Ledger => ({
  open: (guildId) => database.write((trx) => openAccount(trx, guildId, starterCredits, clock.now())),
  grant: (input) => database.write((trx) => grant(trx, input, starterCredits, clock.now())),
  balance: (guildId) => readBalance(database, guildId, { dailyCap: caps.guild, starterCredits, at: clock.now() }),
  history: (guildId, page) => readHistory(database, guildId, page),
  audit: () => audit(database),
});
