/** Tables of who decides: the operator, a server's managers, and their limits. */
import type { Generated } from 'kysely';

/** Members and guilds that the operator keeps out everywhere: by a digest, so that a block outlives being forgotten. */
export interface OperatorBlocksTable {
  /** SHA-256 of kind and Discord id, in hex. */
  digest: string;
  kind: 'member' | 'guild';
  at: number;
}

/** Words that the operator refuses in every guild, as they were written. */
export interface OperatorWordsTable {
  word: string;
  at: number;
}

/** Append-only: what the operator did beside Discord. Grants stand in `entries`. */
export interface OperatorActsTable {
  id: Generated<number>;
  at: number;
  /** `operator (admin)`. */
  who: string;
  /** The command, e.g. `block member`. */
  act: string;
  member_ref: number | null;
  /** A guild's id, a word or a file. */
  about: string | null;
  reason: string | null;
}

/** What a server's managers decided; a server without a row has every default. */
export interface SettingsTable {
  guild_id: string;
  /** `provider/model` for requests that name none; null: the order of preference. */
  model: string | null;
  /** Where songs may be asked for: JSON array of channel ids; empty: everywhere. */
  channels: Generated<string>;
  /** Whose members may spend; null: everybody. */
  role_id: string | null;
  /** Refused words as they were typed: JSON array. */
  words: Generated<string>;
  /** Null: the operator's cap. */
  songs_at_once: number | null;
  /** Discord locale of shared cards; null: the server's own. */
  language: string | null;
}

export interface BlockedTable {
  guild_id: string;
  /** SHA-256 of guild and member, in hex. */
  member_digest: string;
  member_ref: number;
  at: number;
}

/** Words of a member who may not spend, until somebody who may decides. */
export interface ApprovalsTable {
  id: string;
  /** Unique: the same cause is the same request. */
  cause: string;
  guild_id: string;
  channel_id: string;
  /** Who asked. */
  member_ref: number;
  /** Discord locale of the shared message. */
  locale: string;
  /** Words as JSON, as typed. */
  words: string;
  /** Who wrote them, as JSON; null: whoever asked. */
  authors: string | null;
  /** The cause of the song that is made of it: `approval:<id>`, or a circle's round. */
  song_cause: string;
  /** `provider/model` as chosen, or null. */
  model: string | null;
  /** What it was to be made by, and for how much, when it was asked; for people to read. */
  service: string;
  model_name: string;
  price: number;
  state: 'waiting' | 'approved' | 'declined' | 'expired';
  decided_by_ref: number | null;
  decided_at: number | null;
  /** What was made of it. */
  song_id: string | null;
  /** The words again, for their author, once it was declined or is over. */
  draft_id: string | null;
  /** 0: the answer that shows it is under way. */
  placed: number;
  message_id: string | null;
  /** The message that `message_id` took the place of. */
  earlier_message_id: string | null;
  created_at: number;
  expires_at: number;
}

/** What a member may spend a UTC day in a guild; before any limit of roles. */
export interface MemberLimitsTable {
  guild_id: string;
  member_ref: number;
  per_day: number;
}

/** What each member with a role may spend a UTC day. The role of everybody has the guild's own id. */
export interface RoleLimitsTable {
  guild_id: string;
  role_id: string;
  per_day: number;
}

export interface AllowancesTable {
  guild_id: string;
  /** What it tops up to. */
  amount: number;
  every: 'daily' | 'weekly' | 'monthly';
  /** When the next period begins: from then on it tops up once more. */
  due_at: number;
}
