/**
 * Every change the database ever went through, oldest first. A migration that was released is never edited: the next
 * change is a new one at the end. Each runs in one transaction of its own.
 */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  version: number;
  name: string;
  /** Run one after the other. */
  statements: readonly string[];
}

/** 2^53 - 1: what a JavaScript number holds exactly. */
const most = Number.MAX_SAFE_INTEGER;
const credits = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} BETWEEN 0 AND ${most})`;
const change = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} BETWEEN -${most} AND ${most})`;
const oneOf = (column: string, ...values: string[]) =>
  `${column} TEXT NOT NULL CHECK (${column} IN (${values.map((value) => `'${value}'`).join(', ')}))`;
const flag = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} IN (0, 1))`;
const refuse = (table: string, event: string, sentence: string, when = '') =>
  `CREATE TRIGGER ${table}_no_${event.toLowerCase()} BEFORE ${event} ON ${table} ${when}
   BEGIN SELECT RAISE(ABORT, '${sentence}'); END`;

const money = [
  `CREATE TABLE members (ref INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT UNIQUE) STRICT`,
  `CREATE TABLE accounts (
     guild_id TEXT PRIMARY KEY NOT NULL,
     ${credits('available')},
     ${credits('held')},
     version INTEGER NOT NULL CHECK (version >= 0),
     CHECK (available + held <= ${most})
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE entries (
     id INTEGER PRIMARY KEY,
     guild_id TEXT NOT NULL REFERENCES accounts (guild_id),
     version INTEGER NOT NULL CHECK (version >= 1),
     ${oneOf('kind', 'starter', 'grant', 'hold', 'capture', 'release')},
     ${change('available_change')},
     ${change('held_change')},
     ${credits('available_after')},
     ${credits('held_after')},
     key TEXT NOT NULL UNIQUE,
     input TEXT NOT NULL,
     song_id TEXT,
     member_ref INTEGER REFERENCES members (ref),
     reason TEXT,
     at INTEGER NOT NULL,
     UNIQUE (guild_id, version)
   ) STRICT`,
  refuse('entries', 'UPDATE', 'entries are append-only'),
  refuse('entries', 'DELETE', 'entries are append-only'),
  // INSERT OR REPLACE deletes without asking the trigger above.
  refuse(
    'entries',
    'INSERT',
    'entries are append-only',
    `WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id OR key = NEW.key)
       OR EXISTS (SELECT 1 FROM entries WHERE guild_id = NEW.guild_id AND version = NEW.version)`,
  ),
  `CREATE TABLE holds (
     song_id TEXT PRIMARY KEY NOT NULL,
     guild_id TEXT NOT NULL REFERENCES accounts (guild_id),
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     ${credits('amount')},
     ${oneOf('state', 'held', 'captured', 'released')},
     ${credits('captured')},
     day TEXT NOT NULL,
     at INTEGER NOT NULL,
     CHECK (amount > 0 AND captured <= amount AND (state = 'captured') = (captured > 0))
   ) STRICT`,
  refuse('holds', 'UPDATE', 'a hold is resolved once', `WHEN OLD.state <> 'held'`),
  refuse('holds', 'DELETE', 'holds are kept'),
  `CREATE INDEX holds_open_by_member ON holds (member_ref) WHERE state = 'held'`,
  `CREATE INDEX holds_open_by_guild ON holds (guild_id) WHERE state = 'held'`,
  `CREATE INDEX holds_by_day ON holds (day, guild_id)`,
  `CREATE TABLE spent (
     scope TEXT NOT NULL, day TEXT NOT NULL, ${credits('amount')}, PRIMARY KEY (scope, day)
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE starters (guild_id TEXT PRIMARY KEY NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  refuse('starters', 'UPDATE', 'starter credits are given once'),
  refuse('starters', 'DELETE', 'starter credits are given once'),
];

const songs = [
  `CREATE TABLE songs (
     id TEXT PRIMARY KEY NOT NULL,
     cause TEXT NOT NULL UNIQUE,
     guild_id TEXT NOT NULL,
     channel_id TEXT NOT NULL,
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     locale TEXT NOT NULL,
     work TEXT NOT NULL,
     title TEXT,
     style TEXT,
     lyrics TEXT,
     parent_song_id TEXT,
     parent_track INTEGER,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     ${credits('price')},
     ${flag('model_chosen')},
     balance_after INTEGER CHECK (balance_after BETWEEN 0 AND ${most}),
     ${oneOf('state', 'requested', 'submitting', 'generating', 'delivering', 'done', 'gave_up', 'refused')},
     ${oneOf('money', 'none', 'held', 'captured', 'released')},
     ending TEXT,
     stage TEXT NOT NULL,
     due_at INTEGER,
     deadline_at INTEGER NOT NULL,
     ready_estimate_at INTEGER,
     lease_owner TEXT,
     lease_until INTEGER,
     fence INTEGER NOT NULL CHECK (fence >= 0),
     cancelled_by_ref INTEGER REFERENCES members (ref),
     late_look_until INTEGER,
     failures INTEGER NOT NULL CHECK (failures >= 0),
     application_id TEXT NOT NULL,
     interaction_token TEXT,
     token_expires_at INTEGER,
     message_channel_id TEXT,
     message_id TEXT,
     ${oneOf('placed', 'reply', 'post', 'dm')},
     attachments TEXT NOT NULL,
     shown TEXT,
     shown_at INTEGER,
     attachment_limit INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL,
     delivered_at INTEGER
   ) STRICT`,
  `CREATE INDEX songs_due ON songs (due_at) WHERE due_at IS NOT NULL`,
  // Not partial: a state that arrives as a parameter cannot prove to SQLite that a partial index covers it.
  `CREATE INDEX songs_by_member ON songs (guild_id, member_ref, state)`,
  `CREATE INDEX songs_with_token ON songs (token_expires_at) WHERE interaction_token IS NOT NULL`,
  `CREATE TABLE attempts (
     id TEXT PRIMARY KEY NOT NULL,
     song_id TEXT NOT NULL REFERENCES songs (id) ON DELETE CASCADE,
     n INTEGER NOT NULL CHECK (n >= 1),
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     ${oneOf('state', 'submitting', 'accepted', 'refused', 'unknown')},
     reason TEXT,
     detail TEXT,
     task TEXT,
     submitted_at INTEGER NOT NULL,
     answered_at INTEGER,
     UNIQUE (song_id, n)
   ) STRICT`,
  `CREATE TABLE tracks (
     song_id TEXT NOT NULL REFERENCES songs (id) ON DELETE CASCADE,
     position INTEGER NOT NULL CHECK (position >= 0),
     ${oneOf('state', 'working', 'ready', 'fetched', 'failed')},
     reference TEXT NOT NULL,
     audio TEXT,
     cover TEXT,
     video_url TEXT,
     title TEXT,
     duration_seconds REAL,
     audio_file TEXT,
     cover_file TEXT,
     failures INTEGER NOT NULL CHECK (failures >= 0),
     PRIMARY KEY (song_id, position)
   ) STRICT`,
  `CREATE TABLE drafts (
     id TEXT PRIMARY KEY NOT NULL,
     cause TEXT NOT NULL,
     guild_id TEXT NOT NULL,
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     form TEXT NOT NULL,
     fields TEXT NOT NULL,
     model TEXT,
     refusal TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     used_at INTEGER
   ) STRICT`,
  `CREATE INDEX drafts_by_member ON drafts (member_ref, guild_id, form, created_at)`,
  `CREATE UNIQUE INDEX drafts_by_cause ON drafts (cause)`,
];

const keyv = [
  `CREATE TABLE keyv (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, expires_at INTEGER) STRICT, WITHOUT ROWID`,
  `CREATE INDEX keyv_expiring ON keyv (expires_at) WHERE expires_at IS NOT NULL`,
];

/** Callbacks, learned schedules, files encoded down, and lyrics that came as a file. */
const services = [
  `ALTER TABLE songs ADD COLUMN woken INTEGER NOT NULL DEFAULT 0 CHECK (woken IN (0, 1))`,
  `ALTER TABLE songs ADD COLUMN looked_at INTEGER`,
  `ALTER TABLE songs ADD COLUMN marks TEXT NOT NULL DEFAULT '{}'`,
  `ALTER TABLE attempts ADD COLUMN callback_hash TEXT`,
  `CREATE UNIQUE INDEX attempts_by_callback ON attempts (callback_hash) WHERE callback_hash IS NOT NULL`,
  `CREATE INDEX attempts_by_task ON attempts (task) WHERE task IS NOT NULL`,
  `ALTER TABLE tracks ADD COLUMN kilobits INTEGER`,
  `CREATE TABLE lyric_files (
     id TEXT PRIMARY KEY NOT NULL,
     guild_id TEXT NOT NULL,
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     name TEXT NOT NULL,
     url TEXT NOT NULL,
     text TEXT,
     created_at INTEGER NOT NULL
   ) STRICT`,
  `CREATE INDEX lyric_files_by_age ON lyric_files (created_at)`,
];

/**
 * Limits a day, and allowances. The limit for everybody is that of the role of everybody, whose id is the guild's own. What
 * a member spends a day is found by the member now; the old index led to all guilds of a day.
 */
const allowing = [
  `CREATE TABLE member_limits (
     guild_id TEXT NOT NULL,
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     ${credits('per_day')},
     PRIMARY KEY (guild_id, member_ref)
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE role_limits (
     guild_id TEXT NOT NULL, role_id TEXT NOT NULL, ${credits('per_day')}, PRIMARY KEY (guild_id, role_id)
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE allowances (
     guild_id TEXT PRIMARY KEY NOT NULL REFERENCES accounts (guild_id),
     ${credits('amount')},
     ${oneOf('every', 'daily', 'weekly', 'monthly')},
     due_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX allowances_due ON allowances (due_at)`,
  `DROP INDEX holds_by_day`,
  `CREATE INDEX holds_by_day ON holds (guild_id, day, member_ref)`,
];

export const migrations: readonly Migration[] = [
  { version: 1, name: 'money, songs, drafts and what may expire', statements: [...money, ...songs, ...keyv] },
  { version: 2, name: 'callbacks, schedules, encoded files, lyrics as a file', statements: services },
  { version: 3, name: 'limits a day, allowances', statements: allowing },
];
