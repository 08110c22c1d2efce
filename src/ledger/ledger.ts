import { type Clock, utcDay } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { type GrantInput, grant, openAccount } from './accounts.ts';
import { setAllowance } from './allowance.ts';
import { type Audit, audit } from './audit.ts';
import { readLimits, readMemberDay, removeMemberLimit, setLimit } from './member-limits.ts';
import type {
  AllowanceOutcome,
  Balance,
  Caps,
  DaySpent,
  Entry,
  Every,
  GrantOutcome,
  Limit,
  LimitOutcome,
  Subject,
} from './outcomes.ts';
import { readBalance, readDueGuilds, readHistory, readSpending } from './reading.ts';
import { readStatement, type Statement } from './statement.ts';
import { topUp } from './top-up.ts';

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
  /** The whole history as CSV, newest first, as much of it as `mostBytes` hold. */
  statement(guildId: string, mostBytes: number): Promise<Statement>;
  /** What each member spent on each of the last `days` days, today among them. */
  spending(guildId: string, days: number): Promise<{ days: string[]; spent: DaySpent[] }>;
  /** The limit of a member and what they used of it today; null when nothing limits them but the guild's own cap. */
  memberDay(who: { guildId: string; userId: string; roles: readonly string[] }): Promise<MemberDay | null>;
  /** `perDay` null removes it. */
  setLimit(guildId: string, subject: Subject, perDay: number | null): Promise<LimitOutcome>;
  /** Of a member as they are listed, who may have been forgotten. */
  removeMemberLimit(guildId: string, ref: number): Promise<LimitOutcome>;
  limits(guildId: string, most: number): Promise<Limit[]>;
  /** An amount of 0 ends it. */
  setAllowance(guildId: string, amount: number, every: Every): Promise<AllowanceOutcome>;
  /** Tops up guilds whose allowance is due and where nothing has happened yet. Answers how many it looked at. */
  topUpDue(): Promise<number>;
  /** Recomputes everything from the entries; `faults` is empty when all of it agrees. */
  audit(): Promise<Audit>;
}

interface MemberDay {
  limit: number;
  spent: number;
}

/** At midnight every guild is due; members are not kept waiting for all of them. */
const topUpsAtOnce = 200;
const dayMs = 24 * 60 * 60 * 1000;

export const createLedger = (database: Database, { caps, starterCredits, clock }: LedgerOptions): Ledger => {
  const look = (guildId: string) =>
    readBalance(database, guildId, { dailyCap: caps.guild, starterCredits, at: clock.now() });
  const topUpNow = (guildId: string) => database.write((trx) => topUp(trx, guildId, clock.now()));

  return {
    open: (guildId) => database.write((trx) => openAccount(trx, guildId, starterCredits, clock.now())),
    grant: (input) => database.write((trx) => grant(trx, input, starterCredits, clock.now())),
    balance: async (guildId) => {
      const balance = await look(guildId);
      if (balance.allowance === null || balance.allowance.nextAt > clock.now()) return balance;
      await topUpNow(guildId);
      return look(guildId);
    },
    history: (guildId, page) => readHistory(database, guildId, page),
    statement: (guildId, mostBytes) => readStatement(database, guildId, mostBytes),
    spending: async (guildId, count) => {
      const now = clock.now();
      const days = Array.from({ length: count }, (_, index) => utcDay(now - (count - 1 - index) * dayMs));
      return { days, spent: await readSpending(database, guildId, days[0] ?? utcDay(now)) };
    },
    memberDay: (who) => readMemberDay(database, who, utcDay(clock.now())),
    setLimit: (guildId, subject, perDay) => database.write((trx) => setLimit(trx, { guildId, subject, perDay })),
    removeMemberLimit: (guildId, ref) => database.write((trx) => removeMemberLimit(trx, guildId, ref)),
    limits: (guildId, most) => readLimits(database, guildId, most),
    setAllowance: (guildId, amount, every) =>
      database.write((trx) => setAllowance(trx, { guildId, amount, every }, starterCredits, clock.now())),
    topUpDue: async () => {
      const due = await readDueGuilds(database, clock.now(), topUpsAtOnce);
      for (const guildId of due) await topUpNow(guildId);
      return due.length;
    },
    audit: () => audit(database),
  };
};
