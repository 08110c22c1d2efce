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

/** Circles, event by event. `state` is only their sum, kept at hand: null, it is added up again. */
const circles = [
  `CREATE TABLE circles (
     id TEXT PRIMARY KEY NOT NULL,
     cause TEXT NOT NULL UNIQUE,
     guild_id TEXT NOT NULL,
     channel_id TEXT NOT NULL,
     application_id TEXT NOT NULL,
     locale TEXT NOT NULL,
     version INTEGER NOT NULL CHECK (version >= 1),
     state TEXT,
     song_id TEXT,
     due_at INTEGER,
     closed_at INTEGER,
     message_channel_id TEXT,
     message_id TEXT,
     earlier_message_id TEXT,
     shown_version INTEGER NOT NULL CHECK (shown_version >= 0),
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL
   ) STRICT`,
  `CREATE INDEX circles_due ON circles (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX circles_making ON circles (song_id) WHERE song_id IS NOT NULL`,
  `CREATE INDEX circles_by_channel ON circles (guild_id, channel_id, closed_at)`,
  `CREATE INDEX circles_stale ON circles (id) WHERE shown_version < version`,
  `CREATE TABLE circle_events (
     circle_id TEXT NOT NULL REFERENCES circles (id),
     version INTEGER NOT NULL CHECK (version >= 1),
     kind TEXT NOT NULL,
     member_ref INTEGER REFERENCES members (ref),
     at INTEGER NOT NULL,
     body TEXT NOT NULL,
     words TEXT,
     cause TEXT,
     PRIMARY KEY (circle_id, version)
   ) STRICT`,
  `CREATE UNIQUE INDEX circle_events_by_cause ON circle_events (circle_id, cause) WHERE cause IS NOT NULL`,
  `CREATE INDEX circle_events_by_member ON circle_events (member_ref)`,
  // What somebody typed may be emptied, so that they can be forgotten.
  refuse(
    'circle_events',
    'UPDATE',
    'events are append-only',
    `WHEN NEW.words IS NOT NULL OR NEW.circle_id IS DISTINCT FROM OLD.circle_id
       OR NEW.version IS DISTINCT FROM OLD.version OR NEW.kind IS DISTINCT FROM OLD.kind
       OR NEW.member_ref IS DISTINCT FROM OLD.member_ref OR NEW.at IS DISTINCT FROM OLD.at
       OR NEW.body IS DISTINCT FROM OLD.body OR NEW.cause IS DISTINCT FROM OLD.cause`,
  ),
  refuse('circle_events', 'DELETE', 'events are append-only'),
  // INSERT OR REPLACE deletes without asking the trigger above.
  refuse(
    'circle_events',
    'INSERT',
    'events are append-only',
    `WHEN EXISTS (SELECT 1 FROM circle_events WHERE circle_id = NEW.circle_id AND version = NEW.version)
       OR EXISTS (SELECT 1 FROM circle_events WHERE circle_id = NEW.circle_id AND cause = NEW.cause)`,
  ),
];

/** Who wrote what of a song's words, and what they were called then: the one place where names are. */
const authors = [
  `CREATE TABLE member_names (
     guild_id TEXT NOT NULL,
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     name TEXT NOT NULL,
     PRIMARY KEY (guild_id, member_ref)
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX member_names_by_member ON member_names (member_ref)`,
  `CREATE TABLE song_authors (
     song_id TEXT NOT NULL REFERENCES songs (id) ON DELETE CASCADE,
     position INTEGER NOT NULL CHECK (position >= 0),
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     section TEXT,
     line INTEGER NOT NULL CHECK (line >= 0),
     PRIMARY KEY (song_id, position)
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX song_authors_by_member ON song_authors (member_ref)`,
];

/**
 * Songs made of messages, and forgetting. What a card should no longer say is written down (`amend`), so that a death before
 * the edit loses nothing. Who was forgotten is found again by a digest alone, and only to be left out.
 */
const forgetting = [
  `ALTER TABLE songs ADD COLUMN forgotten_at INTEGER`,
  `ALTER TABLE songs ADD COLUMN amend TEXT CHECK (amend IN ('card', 'files'))`,
  `CREATE INDEX songs_by_asker ON songs (member_ref)`,
  `CREATE INDEX songs_by_parent ON songs (parent_song_id) WHERE parent_song_id IS NOT NULL`,
  `CREATE INDEX songs_by_canceller ON songs (cancelled_by_ref) WHERE cancelled_by_ref IS NOT NULL`,
  `CREATE TABLE message_songs (
     id TEXT PRIMARY KEY NOT NULL,
     guild_id TEXT NOT NULL,
     member_ref INTEGER NOT NULL REFERENCES members (ref),
     author_id TEXT,
     author_name TEXT,
     text TEXT,
     created_at INTEGER NOT NULL
   ) STRICT`,
  `CREATE INDEX message_songs_by_age ON message_songs (created_at)`,
  `CREATE INDEX message_songs_by_member ON message_songs (member_ref)`,
  `CREATE INDEX message_songs_by_author ON message_songs (author_id) WHERE author_id IS NOT NULL`,
  `CREATE TABLE salts (name TEXT PRIMARY KEY NOT NULL, salt TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE uncredited (digest TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID`,
];

/** The operator's hand: who and what is refused everywhere, and what was done. */
const operator = [
  `CREATE TABLE operator_blocks (
     digest TEXT PRIMARY KEY NOT NULL,
     ${oneOf('kind', 'member', 'guild')},
     at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE operator_words (word TEXT PRIMARY KEY NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE operator_acts (
     id INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     who TEXT NOT NULL,
     act TEXT NOT NULL,
     member_ref INTEGER REFERENCES members (ref),
     about TEXT,
     reason TEXT
   ) STRICT`,
  refuse('operator_acts', 'UPDATE', 'acts are append-only'),
  refuse('operator_acts', 'DELETE', 'acts are append-only'),
  // What services refused for its text, by time: how often a member is refused is asked before every song.
  `CREATE INDEX attempts_refused ON attempts (answered_at) WHERE state = 'refused' AND reason = 'text'`,
];

export const migrations: readonly Migration[] = [
  { version: 1, name: 'money, songs, drafts and what may expire', statements: [...money, ...songs, ...keyv] },
  { version: 2, name: 'callbacks, schedules, encoded files, lyrics as a file', statements: services },
  { version: 3, name: 'circles, and who wrote what', statements: [...circles, ...authors] },
  { version: 4, name: 'songs made of messages, and forgetting', statements: forgetting },
  { version: 5, name: 'the operator, who and what is refused', statements: operator },
];

/** What this Songcircle works with. */
export const newestVersion: number = migrations.at(-1)?.version ?? 0;
