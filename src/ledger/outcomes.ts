/** Everything the ledger may answer. Same key, same input: the first answer again (`repeated: true`). */
export interface Caps {
  /** DAILY_CREDITS: what the whole bot may spend a UTC day. */
  bot: number;
  /** GUILD_DAILY_CREDITS. */
  guild: number;
  /** MEMBER_SONGS_AT_ONCE, GUILD_SONGS_AT_ONCE: open holds. */
  memberAtOnce: number;
  guildAtOnce: number;
}

export interface HoldInput {
  songId: string;
  guildId: string;
  memberRef: number;
  /** The roles the member has there now: snowflakes. */
  roles: readonly string[];
  /** Whole credits, > 0. */
  amount: number;
}

/** In order of precedence: the first that applies is answered. */
export type HoldOutcome =
  | { kind: 'held'; available: number; repeated: boolean }
  | { kind: 'altered' }
  | { kind: 'member_at_once'; limit: number }
  | { kind: 'guild_at_once'; limit: number }
  | { kind: 'not_enough'; price: number; available: number }
  /** The member's limit a day in this guild, by a rule of its managers. */
  | { kind: 'member_daily'; limit: number; spent: number }
  | { kind: 'guild_daily'; limit: number; spent: number }
  | { kind: 'bot_daily'; limit: number; spent: number };

export type ResolveOutcome =
  | { kind: 'resolved'; available: number; repeated: boolean }
  | { kind: 'altered' }
  | { kind: 'already_captured' }
  | { kind: 'already_released' }
  | { kind: 'no_hold' };

export type GrantOutcome =
  /** `firstInGuild`: the guild's account was opened by it. */
  | { kind: 'granted'; available: number; repeated: boolean; firstInGuild: boolean }
  | { kind: 'altered' }
  /** Not a whole number from 1, or the balance would pass 2^53 - 1. */
  | { kind: 'bad_amount' };

export interface Balance {
  available: number;
  held: number;
  /** Held or captured today (UTC) by this guild, and its cap. */
  spentToday: number;
  dailyCap: number;
  allowance: Allowance | null;
}

export type Every = 'daily' | 'weekly' | 'monthly';

/** Tops the guild's credits up to `amount`, once at the beginning of each period (UTC), and never above. */
export interface Allowance {
  amount: number;
  every: Every;
  /** Epoch ms. */
  nextAt: number;
}

export type AllowanceOutcome =
  /** What is available now. `added`: it topped up at once, since this period had none yet. */
  | { kind: 'set'; allowance: Allowance; available: number; added: number; firstInGuild: boolean }
  | { kind: 'ended' }
  /** Negative, not whole, or more than 2^53 - 1. */
  | { kind: 'bad_amount' };

/** Whom a limit is for. */
export type Subject = { kind: 'everybody' } | { kind: 'role'; roleId: string } | { kind: 'member'; userId: string };

/** A limit as it is listed. `ref` is what it is removed by; `userId` is null when the member was forgotten. */
export type Limit = { perDay: number } & (
  | { kind: 'everybody' }
  | { kind: 'role'; roleId: string }
  | { kind: 'member'; ref: number; userId: string | null }
);

export type LimitOutcome =
  /** `before`: the limit it had until now. */
  { kind: 'set' | 'removed'; before: number | null } | { kind: 'bad_amount' };

/** What one member held or captured in a UTC day. `userId` is null when they were forgotten. */
export interface DaySpent {
  day: string;
  ref: number;
  userId: string | null;
  amount: number;
}

export interface Entry {
  version: number;
  kind: 'starter' | 'grant' | 'allowance' | 'hold' | 'capture' | 'release';
  availableChange: number;
  heldChange: number;
  songId: string | null;
  /** Null when forgotten, or when nobody in particular did it. */
  userId: string | null;
  reason: string | null;
  at: number;
}
