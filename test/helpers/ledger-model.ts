/**
 * What the ledger promises, once more and in the plainest way: maps in memory, no SQL, nothing shared with `src/ledger`
 * but the names of the outcomes. The property test compares the two.
 */
import type { Caps } from '../../src/ledger/outcomes.ts';

export type Operation =
  | { do: 'grant'; key: string; guildId: string; amount: number; reason: string; userId: string }
  | { do: 'hold'; songId: string; guildId: string; userId: string; amount: number }
  | { do: 'capture'; songId: string; amount: number }
  | { do: 'release'; songId: string; reason: string };

interface Account {
  available: number;
  held: number;
  captured: number;
  given: number;
  entries: number;
}

interface Hold {
  guildId: string;
  userId: string;
  amount: number;
  day: number;
  open: boolean;
  availableAfter: number;
  end?: { do: 'capture' | 'release'; what: number | string; availableAfter: number };
}

type Grant = Extract<Operation, { do: 'grant' }>;
const dayMs = 86_400_000;
const most = BigInt(Number.MAX_SAFE_INTEGER);

export const createModel = (caps: Caps, starterCredits: number, start: number) => {
  const accounts = new Map<string, Account>();
  const holds = new Map<string, Hold>();
  const grants = new Map<string, { asked: Grant; availableAfter: number }>();
  const spent = new Map<string, number>();
  let now = start;

  const account = (guildId: string): Account => {
    const known = accounts.get(guildId);
    if (known) return known;
    const entries = starterCredits > 0 ? 1 : 0;
    const made = { available: starterCredits, held: 0, captured: 0, given: starterCredits, entries };
    accounts.set(guildId, made);
    return made;
  };
  const today = () => Math.floor(now / dayMs);
  const spentOn = (day: number, scope: string) => spent.get(`${scope} ${day}`) ?? 0;
  const spend = (day: number, guildId: string, amount: number) => {
    for (const scope of ['all', guildId]) spent.set(`${scope} ${day}`, spentOn(day, scope) + amount);
  };
  const open = (mine: (hold: Hold) => boolean) => [...holds.values()].filter((hold) => hold.open && mine(hold)).length;

  const grant = (asked: Grant) => {
    const before = grants.get(asked.key);
    if (before)
      return JSON.stringify(before.asked) === JSON.stringify(asked)
        ? { kind: 'granted', available: before.availableAfter, repeated: true, firstInGuild: false }
        : { kind: 'altered' };
    const firstInGuild = !accounts.has(asked.guildId);
    const known = accounts.get(asked.guildId) ?? { available: starterCredits, held: 0 };
    if (BigInt(known.available) + BigInt(known.held) + BigInt(asked.amount) > most) return { kind: 'bad_amount' };
    const to = account(asked.guildId);
    to.available += asked.amount;
    to.given += asked.amount;
    to.entries += 1;
    grants.set(asked.key, { asked, availableAfter: to.available });
    return { kind: 'granted', available: to.available, repeated: false, firstInGuild };
  };

  const hold = ({ songId, guildId, userId, amount }: Extract<Operation, { do: 'hold' }>) => {
    const of = account(guildId);
    const before = holds.get(songId);
    if (before)
      return before.guildId === guildId && before.userId === userId && before.amount === amount
        ? { kind: 'held', available: before.availableAfter, repeated: true }
        : { kind: 'altered' };
    if (open((other) => other.userId === userId) >= caps.memberAtOnce)
      return { kind: 'member_at_once', limit: caps.memberAtOnce };
    if (open((other) => other.guildId === guildId) >= caps.guildAtOnce)
      return { kind: 'guild_at_once', limit: caps.guildAtOnce };
    if (of.available < amount) return { kind: 'not_enough', price: amount, available: of.available };
    for (const [scope, limit, kind] of [
      [guildId, caps.guild, 'guild_daily'],
      ['all', caps.bot, 'bot_daily'],
    ] as const) {
      const already = spentOn(today(), scope);
      if (BigInt(already) + BigInt(amount) > BigInt(limit)) return { kind, limit, spent: already };
    }
    of.available -= amount;
    of.held += amount;
    of.entries += 1;
    spend(today(), guildId, amount);
    holds.set(songId, { guildId, userId, amount, day: today(), open: true, availableAfter: of.available });
    return { kind: 'held', available: of.available, repeated: false };
  };

  const end = (songId: string, how: 'capture' | 'release', what: number | string, captured: number) => {
    const held = holds.get(songId);
    if (!held) return { kind: 'no_hold' };
    if (held.end?.do === how)
      return held.end.what === what
        ? { kind: 'resolved', available: held.end.availableAfter, repeated: true }
        : { kind: 'altered' };
    if (held.end) return { kind: held.end.do === 'capture' ? 'already_captured' : 'already_released' };
    const of = account(held.guildId);
    of.held -= held.amount;
    of.available += held.amount - captured;
    of.captured += captured;
    of.entries += 1;
    spend(held.day, held.guildId, captured - held.amount);
    held.open = false;
    held.end = { do: how, what, availableAfter: of.available };
    return { kind: 'resolved', available: of.available, repeated: false };
  };

  const apply = (operation: Operation): object => {
    if (operation.do === 'grant') return grant(operation);
    if (operation.do === 'hold') return hold(operation);
    if (operation.do === 'release') return end(operation.songId, 'release', operation.reason, 0);
    return end(operation.songId, 'capture', operation.amount, operation.amount);
  };

  return {
    apply,
    wait: (ms: number): void => {
      now += ms;
    },
    /** The hold of a song, so that a test asks for no more than was held. */
    heldOf: (songId: string): number | undefined => holds.get(songId)?.amount,
    accounts: (): ReadonlyMap<string, Account> => accounts,
    spentToday: (guildId: string): number => spentOn(today(), guildId),
  };
};
