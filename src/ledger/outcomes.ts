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
}

export interface Entry {
  version: number;
  kind: 'starter' | 'grant' | 'hold' | 'capture' | 'release';
  availableChange: number;
  heldChange: number;
  songId: string | null;
  /** Null when forgotten, or when nobody in particular did it. */
  userId: string | null;
  reason: string | null;
  at: number;
}
