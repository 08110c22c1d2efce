import type { Generated, Kysely, Transaction as KyselyTransaction } from 'kysely';
import type {
  AllowancesTable,
  ApprovalsTable,
  BlockedTable,
  MemberLimitsTable,
  OperatorActsTable,
  OperatorBlocksTable,
  OperatorWordsTable,
  RoleLimitsTable,
  SettingsTable,
} from './schema-rules.ts';
import type {
  CircleEventsTable,
  CirclesTable,
  MemberNamesTable,
  MessageSongsTable,
  SaltsTable,
  SongAuthorsTable,
  UncreditedTable,
} from './schema-together.ts';

/**
 * Every table, as Kysely sees it; `migrations.ts` makes them. Instants are epoch ms. Booleans are 0 or 1, JSON is text:
 * the common ground of SQLite and PostgreSQL. Credits are whole numbers up to 2^53 - 1.
 */
export interface Schema {
  members: MembersTable;
  accounts: AccountsTable;
  entries: EntriesTable;
  holds: HoldsTable;
  spent: SpentTable;
  starters: StartersTable;
  member_limits: MemberLimitsTable;
  role_limits: RoleLimitsTable;
  allowances: AllowancesTable;
  songs: SongsTable;
  attempts: AttemptsTable;
  tracks: TracksTable;
  drafts: DraftsTable;
  lyric_files: LyricFilesTable;
  circles: CirclesTable;
  circle_events: CircleEventsTable;
  member_names: MemberNamesTable;
  song_authors: SongAuthorsTable;
  message_songs: MessageSongsTable;
  salts: SaltsTable;
  uncredited: UncreditedTable;
  operator_blocks: OperatorBlocksTable;
  operator_words: OperatorWordsTable;
  operator_acts: OperatorActsTable;
  settings: SettingsTable;
  blocked: BlockedTable;
  approvals: ApprovalsTable;
  keyv: KeyvTable;
  quotas: QuotasTable;
}

/** Entries and songs name members by `ref`, so that forgetting one empties `user_id` here and touches nothing else. */
export interface MembersTable {
  ref: Generated<number>;
  user_id: string | null;
}

export interface AccountsTable {
  guild_id: string;
  /** >= 0 by CHECK. */
  available: number;
  /** >= 0 by CHECK. */
  held: number;
  /** Rises by one with each entry, without gaps. */
  version: number;
}

export type EntryKind = 'starter' | 'grant' | 'hold' | 'capture' | 'release';

/** Append-only: triggers refuse UPDATE and DELETE. available = sum of available_change, held = sum of held_change. */
export interface EntriesTable {
  id: Generated<number>;
  guild_id: string;
  version: number;
  kind: EntryKind;
  available_change: number;
  held_change: number;
  /** What the account had right after it: the answer to give when the same key comes again. */
  available_after: number;
  held_after: number;
  /** Unique: made of what caused the entry. */
  key: string;
  /** What was asked under that key, as text; the same key with another input is an error. */
  input: string;
  song_id: string | null;
  member_ref: number | null;
  reason: string | null;
  at: number;
}

export interface HoldsTable {
  song_id: string;
  guild_id: string;
  member_ref: number;
  amount: number;
  /** `held` until it is resolved, once. */
  state: 'held' | 'captured' | 'released';
  /** What was captured; the rest went back. */
  captured: number;
  /** The UTC day whose caps it counts under. */
  day: string;
  at: number;
}

/** What a UTC day's songs hold or have captured: `scope` is `bot` or a guild id. Caps are compared in the same transaction. */
export interface SpentTable {
  scope: string;
  day: string;
  amount: number;
}

/** Guilds that had their starter credits, for ever. */
export interface StartersTable {
  guild_id: string;
  at: number;
}

export interface SongsTable {
  id: string;
  /** Unique: the same cause is the same song. */
  cause: string;
  guild_id: string;
  channel_id: string;
  member_ref: number;
  /** Discord locale of the shared card: the server's. */
  locale: string;
  /** `Work` of providers/provider.ts as JSON: exactly what was asked. */
  work: string;
  title: string | null;
  style: string | null;
  lyrics: string | null;
  parent_song_id: string | null;
  parent_track: number | null;
  provider: string;
  model: string;
  price: number;
  /** 1 when the member named the model: then no other service may do it. */
  model_chosen: number;
  /** What the guild had left right after the hold. */
  balance_after: number | null;
  /** One of song.ts's states of work. */
  state: string;
  /** One of song.ts's states of money. */
  money: string;
  /** Why it ended without a song; null while it lives or was delivered. */
  ending: string | null;
  stage: string;
  /** When the worker looks at it next; null at an end. */
  due_at: number | null;
  deadline_at: number;
  /** When it should be done, from how long this model took before. */
  ready_estimate_at: number | null;
  lease_owner: string | null;
  lease_until: number | null;
  /** Rises with each lease; every write names the one it holds. */
  fence: number;
  cancelled_by_ref: number | null;
  /** Who approved it, where whoever asked had no right to spend; its hold is theirs. */
  approved_by_ref: number | null;
  /** 1: there was news while somebody worked on it, so its next rest is short. */
  woken: number;
  /** When the service was last asked how it stands. */
  looked_at: number | null;
  /** When each stage was first seen, as JSON: what schedules learn from. */
  marks: string;
  /** A gave-up song still gets looks until then. */
  late_look_until: number | null;
  /** Failed tries in a row of the present step; for back-off. */
  failures: number;
  application_id: string;
  interaction_token: string | null;
  token_expires_at: number | null;
  /** Null until Discord told us. */
  message_channel_id: string | null;
  message_id: string | null;
  /** `reply` (the command's own), `post` or `dm`. */
  placed: string;
  /** What Discord holds of our files: JSON array of {id, name}. */
  attachments: string;
  /** A digest of the card last shown, so that nothing is edited in vain. */
  shown: string | null;
  shown_at: number | null;
  /** Most bytes one attached file may have here, from the interaction. */
  attachment_limit: number;
  created_at: number;
  updated_at: number;
  delivered_at: number | null;
  /** When its words and files were asked to be forgotten: they are gone once it has ended. Null: they were not. */
  forgotten_at: number | null;
  /**
   * What stands in the channel says more than it may by now: `card`: its text; `files`: its files too. It is edited, and
   * never posted anew. Null: nothing is to be done.
   */
  amend: 'card' | 'files' | null;
}

export interface AttemptsTable {
  id: string;
  song_id: string;
  n: number;
  provider: string;
  model: string;
  state: 'submitting' | 'accepted' | 'refused' | 'unknown';
  reason: string | null;
  detail: string | null;
  /** TaskReference as JSON. */
  task: string | null;
  /** SHA-256 of the token in the address that this attempt may be called back at, in hex; null when nobody can reach us. */
  callback_hash: string | null;
  submitted_at: number;
  answered_at: number | null;
}

export interface TracksTable {
  song_id: string;
  /** 0 is take A. */
  position: number;
  state: 'working' | 'ready' | 'fetched' | 'failed';
  /** TrackReference as JSON. */
  reference: string;
  /** MediaSource as JSON. */
  audio: string | null;
  cover: string | null;
  video_url: string | null;
  title: string | null;
  duration_seconds: number | null;
  /** Our own copies, relative to MEDIA_DIR. */
  audio_file: string | null;
  cover_file: string | null;
  failures: number;
  /** The bit rate it was encoded down to, so that it may be attached; null when it is as it came. */
  kilobits: number | null;
}

/** Words kept for their author: what was refused, until it is sent after all or 24 hours are over. */
export interface DraftsTable {
  id: string;
  cause: string;
  guild_id: string;
  member_ref: number;
  /** `song`, `compose` or `extend`: which form opens it again. */
  form: string;
  /** The form's fields as JSON, as typed. */
  fields: string;
  /** `provider/model` as chosen, or null. */
  model: string | null;
  /** Why it was refused: a Refusal as JSON. */
  refusal: string;
  created_at: number;
  used_at: number | null;
}

/** Files of lyrics that members attached to a form: named at once, read after the form has opened. */
export interface LyricFilesTable {
  id: string;
  guild_id: string;
  member_ref: number;
  /** As the member called it. */
  name: string;
  /** Discord's signed address, good for a day. */
  url: string;
  /** What is in it; null until it was read. */
  text: string | null;
  created_at: number;
}

export interface KeyvTable {
  key: string;
  value: string;
  expires_at: number | null;
}

export interface QuotasTable {
  provider: string;
  /** The instants of its newest requests as JSON, no more of them than its quota allows in one window. */
  starts: string;
}

/** One write under way: everything in it happens or nothing does. */
export type Transaction = KyselyTransaction<Schema>;
/** What is committed. */
export type Reader = Kysely<Schema>;
