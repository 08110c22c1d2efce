import { most, type Spelling } from './spelling.ts';

/**
 * Every change the database ever went through, oldest first. A migration that was released is never edited: the next
 * change is a new one at the end. Each runs in one transaction of its own.
 */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  version: number;
  name: string;
  /** Run one after the other, spelled for the engine that they run on. */
  statements(is: Spelling): readonly string[];
}

const oneOf = ({ text }: Spelling, column: string, ...values: string[]) =>
  `${column} ${text} NOT NULL CHECK (${column} IN (${values.map((value) => `'${value}'`).join(', ')}))`;
const flag = ({ whole }: Spelling, column: string) => `${column} ${whole} NOT NULL CHECK (${column} IN (0, 1))`;

/** SQLite alone has a way to replace a row without asking the trigger on deleted ones. */
const refuseReplaced = ({ engine }: Spelling, table: string, sentence: string, when: string): readonly string[] =>
  engine === 'sqlite'
    ? [
        `CREATE TRIGGER ${table}_no_insert BEFORE INSERT ON ${table} ${when}
   BEGIN SELECT RAISE(ABORT, '${sentence}'); END`,
      ]
    : [];

const money = (is: Spelling): string[] => [
  `CREATE TABLE members (ref ${is.countedOnce}, user_id ${is.text} UNIQUE)${is.table}`,
  `CREATE TABLE accounts (
     guild_id ${is.text} PRIMARY KEY NOT NULL,
     ${is.credits('available')},
     ${is.credits('held')},
     version ${is.whole} NOT NULL CHECK (version >= 0),
     CHECK (available + held <= ${most})
   )${is.byKey}`,
  `CREATE TABLE entries (
     id ${is.counted},
     guild_id ${is.text} NOT NULL REFERENCES accounts (guild_id),
     version ${is.whole} NOT NULL CHECK (version >= 1),
     ${oneOf(is, 'kind', 'starter', 'grant', 'hold', 'capture', 'release')},
     ${is.change('available_change')},
     ${is.change('held_change')},
     ${is.credits('available_after')},
     ${is.credits('held_after')},
     key ${is.text} NOT NULL UNIQUE,
     input ${is.text} NOT NULL,
     song_id ${is.text},
     member_ref ${is.whole} REFERENCES members (ref),
     reason ${is.text},
     at ${is.whole} NOT NULL,
     UNIQUE (guild_id, version)
   )${is.table}`,
  ...is.refuse('entries', 'UPDATE', 'entries are append-only'),
  ...is.refuse('entries', 'DELETE', 'entries are append-only'),
  ...refuseReplaced(
    is,
    'entries',
    'entries are append-only',
    `WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id OR key = NEW.key)
       OR EXISTS (SELECT 1 FROM entries WHERE guild_id = NEW.guild_id AND version = NEW.version)`,
  ),
  `CREATE TABLE holds (
     song_id ${is.text} PRIMARY KEY NOT NULL,
     guild_id ${is.text} NOT NULL REFERENCES accounts (guild_id),
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     ${is.credits('amount')},
     ${oneOf(is, 'state', 'held', 'captured', 'released')},
     ${is.credits('captured')},
     day ${is.text} NOT NULL,
     at ${is.whole} NOT NULL,
     CHECK (amount > 0 AND captured <= amount AND (state = 'captured') = (captured > 0))
   )${is.table}`,
  ...is.refuse('holds', 'UPDATE', 'a hold is resolved once', `OLD.state <> 'held'`),
  ...is.refuse('holds', 'DELETE', 'holds are kept'),
  `CREATE INDEX holds_open_by_member ON holds (member_ref) WHERE state = 'held'`,
  `CREATE INDEX holds_open_by_guild ON holds (guild_id) WHERE state = 'held'`,
  `CREATE INDEX holds_by_day ON holds (day, guild_id)`,
  `CREATE TABLE spent (
     scope ${is.text} NOT NULL, day ${is.text} NOT NULL, ${is.credits('amount')}, PRIMARY KEY (scope, day)
   )${is.byKey}`,
  `CREATE TABLE starters (guild_id ${is.text} PRIMARY KEY NOT NULL, at ${is.whole} NOT NULL)${is.byKey}`,
  ...is.refuse('starters', 'UPDATE', 'starter credits are given once'),
  ...is.refuse('starters', 'DELETE', 'starter credits are given once'),
];

const songs = (is: Spelling): string[] => [
  `CREATE TABLE songs (
     id ${is.text} PRIMARY KEY NOT NULL,
     cause ${is.text} NOT NULL UNIQUE,
     guild_id ${is.text} NOT NULL,
     channel_id ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     locale ${is.text} NOT NULL,
     work ${is.text} NOT NULL,
     title ${is.text},
     style ${is.text},
     lyrics ${is.text},
     parent_song_id ${is.text},
     parent_track ${is.whole},
     provider ${is.text} NOT NULL,
     model ${is.text} NOT NULL,
     ${is.credits('price')},
     ${flag(is, 'model_chosen')},
     balance_after ${is.whole} CHECK (balance_after BETWEEN 0 AND ${most}),
     ${oneOf(is, 'state', 'requested', 'submitting', 'generating', 'delivering', 'done', 'gave_up', 'refused')},
     ${oneOf(is, 'money', 'none', 'held', 'captured', 'released')},
     ending ${is.text},
     stage ${is.text} NOT NULL,
     due_at ${is.whole},
     deadline_at ${is.whole} NOT NULL,
     ready_estimate_at ${is.whole},
     lease_owner ${is.text},
     lease_until ${is.whole},
     fence ${is.whole} NOT NULL CHECK (fence >= 0),
     cancelled_by_ref ${is.whole} REFERENCES members (ref),
     late_look_until ${is.whole},
     failures ${is.whole} NOT NULL CHECK (failures >= 0),
     application_id ${is.text} NOT NULL,
     interaction_token ${is.text},
     token_expires_at ${is.whole},
     message_channel_id ${is.text},
     message_id ${is.text},
     ${oneOf(is, 'placed', 'reply', 'post', 'dm')},
     attachments ${is.text} NOT NULL,
     shown ${is.text},
     shown_at ${is.whole},
     attachment_limit ${is.whole} NOT NULL,
     created_at ${is.whole} NOT NULL,
     updated_at ${is.whole} NOT NULL,
     delivered_at ${is.whole}
   )${is.table}`,
  `CREATE INDEX songs_due ON songs (due_at) WHERE due_at IS NOT NULL`,
  // Not partial: a state that arrives as a parameter cannot prove to SQLite that a partial index covers it.
  `CREATE INDEX songs_by_member ON songs (guild_id, member_ref, state)`,
  `CREATE INDEX songs_with_token ON songs (token_expires_at) WHERE interaction_token IS NOT NULL`,
  `CREATE TABLE attempts (
     id ${is.text} PRIMARY KEY NOT NULL,
     song_id ${is.text} NOT NULL REFERENCES songs (id) ON DELETE CASCADE,
     n ${is.whole} NOT NULL CHECK (n >= 1),
     provider ${is.text} NOT NULL,
     model ${is.text} NOT NULL,
     ${oneOf(is, 'state', 'submitting', 'accepted', 'refused', 'unknown')},
     reason ${is.text},
     detail ${is.text},
     task ${is.text},
     submitted_at ${is.whole} NOT NULL,
     answered_at ${is.whole},
     UNIQUE (song_id, n)
   )${is.table}`,
  `CREATE TABLE tracks (
     song_id ${is.text} NOT NULL REFERENCES songs (id) ON DELETE CASCADE,
     position ${is.whole} NOT NULL CHECK (position >= 0),
     ${oneOf(is, 'state', 'working', 'ready', 'fetched', 'failed')},
     reference ${is.text} NOT NULL,
     audio ${is.text},
     cover ${is.text},
     video_url ${is.text},
     title ${is.text},
     duration_seconds ${is.real},
     audio_file ${is.text},
     cover_file ${is.text},
     failures ${is.whole} NOT NULL CHECK (failures >= 0),
     PRIMARY KEY (song_id, position)
   )${is.table}`,
  `CREATE TABLE drafts (
     id ${is.text} PRIMARY KEY NOT NULL,
     cause ${is.text} NOT NULL,
     guild_id ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     form ${is.text} NOT NULL,
     fields ${is.text} NOT NULL,
     model ${is.text},
     refusal ${is.text} NOT NULL,
     created_at ${is.whole} NOT NULL,
     used_at ${is.whole}
   )${is.table}`,
  `CREATE INDEX drafts_by_member ON drafts (member_ref, guild_id, form, created_at)`,
  `CREATE UNIQUE INDEX drafts_by_cause ON drafts (cause)`,
];

const keyv = (is: Spelling): string[] => [
  `CREATE TABLE keyv (key ${is.text} PRIMARY KEY NOT NULL, value ${is.text} NOT NULL, expires_at ${is.whole})${is.byKey}`,
  `CREATE INDEX keyv_expiring ON keyv (expires_at) WHERE expires_at IS NOT NULL`,
];

/** Callbacks, learned schedules, files encoded down, and lyrics that came as a file. */
const services = (is: Spelling): string[] => [
  `ALTER TABLE songs ADD COLUMN woken ${is.whole} NOT NULL DEFAULT 0 CHECK (woken IN (0, 1))`,
  `ALTER TABLE songs ADD COLUMN looked_at ${is.whole}`,
  `ALTER TABLE songs ADD COLUMN marks ${is.text} NOT NULL DEFAULT '{}'`,
  `ALTER TABLE attempts ADD COLUMN callback_hash ${is.text}`,
  `CREATE UNIQUE INDEX attempts_by_callback ON attempts (callback_hash) WHERE callback_hash IS NOT NULL`,
  `CREATE INDEX attempts_by_task ON attempts (task) WHERE task IS NOT NULL`,
  `ALTER TABLE tracks ADD COLUMN kilobits ${is.whole}`,
  `CREATE TABLE lyric_files (
     id ${is.text} PRIMARY KEY NOT NULL,
     guild_id ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     name ${is.text} NOT NULL,
     url ${is.text} NOT NULL,
     text ${is.text},
     created_at ${is.whole} NOT NULL
   )${is.table}`,
  `CREATE INDEX lyric_files_by_age ON lyric_files (created_at)`,
];

/** What a server's managers decide, and requests that wait for somebody who may spend. */
const settings = (is: Spelling): string[] => [
  `CREATE TABLE settings (
     guild_id ${is.text} PRIMARY KEY NOT NULL,
     model ${is.text},
     channels ${is.text} NOT NULL DEFAULT '[]',
     role_id ${is.text},
     words ${is.text} NOT NULL DEFAULT '[]',
     songs_at_once ${is.whole} CHECK (songs_at_once >= 1),
     language ${is.text}
   )${is.byKey}`,
  // By a digest, so that a block outlives the forgetting of its member; the reference only names who it is.
  `CREATE TABLE blocked (
     guild_id ${is.text} NOT NULL,
     member_digest ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     at ${is.whole} NOT NULL,
     PRIMARY KEY (guild_id, member_digest)
   )${is.byKey}`,
  `CREATE TABLE approvals (
     id ${is.text} PRIMARY KEY NOT NULL,
     cause ${is.text} NOT NULL UNIQUE,
     guild_id ${is.text} NOT NULL,
     channel_id ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     locale ${is.text} NOT NULL,
     words ${is.text} NOT NULL,
     authors ${is.text},
     song_cause ${is.text} NOT NULL,
     model ${is.text},
     service ${is.text} NOT NULL,
     model_name ${is.text} NOT NULL,
     ${is.credits('price')},
     ${oneOf(is, 'state', 'waiting', 'approved', 'declined', 'expired')},
     decided_by_ref ${is.whole} REFERENCES members (ref),
     decided_at ${is.whole},
     song_id ${is.text},
     draft_id ${is.text},
     ${flag(is, 'placed')},
     message_id ${is.text},
     earlier_message_id ${is.text},
     created_at ${is.whole} NOT NULL,
     expires_at ${is.whole} NOT NULL
   )${is.table}`,
  `CREATE INDEX approvals_by_member ON approvals (member_ref, guild_id, state)`,
  `CREATE INDEX approvals_by_song ON approvals (song_cause)`,
  `CREATE INDEX approvals_by_state ON approvals (state, expires_at)`,
  `ALTER TABLE songs ADD COLUMN approved_by_ref ${is.whole} REFERENCES members (ref)`,
];

/** When each service was last asked, for all processes that share its quota. */
const quotas = (is: Spelling): string[] => [
  `CREATE TABLE quotas (provider ${is.text} PRIMARY KEY NOT NULL, starts ${is.text} NOT NULL)${is.byKey}`,
];

/** Circles, event by event. `state` is only their sum, kept at hand: null, it is added up again. */
const circles = (is: Spelling): string[] => [
  `CREATE TABLE circles (
     id ${is.text} PRIMARY KEY NOT NULL,
     cause ${is.text} NOT NULL UNIQUE,
     guild_id ${is.text} NOT NULL,
     channel_id ${is.text} NOT NULL,
     application_id ${is.text} NOT NULL,
     locale ${is.text} NOT NULL,
     version ${is.whole} NOT NULL CHECK (version >= 1),
     state ${is.text},
     song_id ${is.text},
     due_at ${is.whole},
     closed_at ${is.whole},
     message_channel_id ${is.text},
     message_id ${is.text},
     earlier_message_id ${is.text},
     shown_version ${is.whole} NOT NULL CHECK (shown_version >= 0),
     created_at ${is.whole} NOT NULL,
     updated_at ${is.whole} NOT NULL
   )${is.table}`,
  `CREATE INDEX circles_due ON circles (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX circles_making ON circles (song_id) WHERE song_id IS NOT NULL`,
  `CREATE INDEX circles_by_channel ON circles (guild_id, channel_id, closed_at)`,
  `CREATE INDEX circles_stale ON circles (id) WHERE shown_version < version`,
  `CREATE TABLE circle_events (
     circle_id ${is.text} NOT NULL REFERENCES circles (id),
     version ${is.whole} NOT NULL CHECK (version >= 1),
     kind ${is.text} NOT NULL,
     member_ref ${is.whole} REFERENCES members (ref),
     at ${is.whole} NOT NULL,
     body ${is.text} NOT NULL,
     words ${is.text},
     cause ${is.text},
     PRIMARY KEY (circle_id, version)
   )${is.table}`,
  `CREATE UNIQUE INDEX circle_events_by_cause ON circle_events (circle_id, cause) WHERE cause IS NOT NULL`,
  `CREATE INDEX circle_events_by_member ON circle_events (member_ref)`,
  // What somebody typed may be emptied, so that they can be forgotten.
  ...is.refuse(
    'circle_events',
    'UPDATE',
    'events are append-only',
    `NEW.words IS NOT NULL OR NEW.circle_id IS DISTINCT FROM OLD.circle_id
       OR NEW.version IS DISTINCT FROM OLD.version OR NEW.kind IS DISTINCT FROM OLD.kind
       OR NEW.member_ref IS DISTINCT FROM OLD.member_ref OR NEW.at IS DISTINCT FROM OLD.at
       OR NEW.body IS DISTINCT FROM OLD.body OR NEW.cause IS DISTINCT FROM OLD.cause`,
  ),
  ...is.refuse('circle_events', 'DELETE', 'events are append-only'),
  // INSERT OR REPLACE deletes without asking the trigger above.
  ...refuseReplaced(
    is,
    'circle_events',
    'events are append-only',
    `WHEN EXISTS (SELECT 1 FROM circle_events WHERE circle_id = NEW.circle_id AND version = NEW.version)
       OR EXISTS (SELECT 1 FROM circle_events WHERE circle_id = NEW.circle_id AND cause = NEW.cause)`,
  ),
];

/** Who wrote what of a song's words, and what they were called then: the one place where names are. */
const authors = (is: Spelling): string[] => [
  `CREATE TABLE member_names (
     guild_id ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     name ${is.text} NOT NULL,
     PRIMARY KEY (guild_id, member_ref)
   )${is.byKey}`,
  `CREATE INDEX member_names_by_member ON member_names (member_ref)`,
  `CREATE TABLE song_authors (
     song_id ${is.text} NOT NULL REFERENCES songs (id) ON DELETE CASCADE,
     position ${is.whole} NOT NULL CHECK (position >= 0),
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     section ${is.text},
     line ${is.whole} NOT NULL CHECK (line >= 0),
     PRIMARY KEY (song_id, position)
   )${is.byKey}`,
  `CREATE INDEX song_authors_by_member ON song_authors (member_ref)`,
];

/**
 * Songs made of messages, and forgetting. What a card should no longer say is written down (`amend`), so that a death before
 * the edit loses nothing. Who was forgotten is found again by a digest alone, and only to be left out.
 */
const forgetting = (is: Spelling): string[] => [
  `ALTER TABLE songs ADD COLUMN forgotten_at ${is.whole}`,
  `ALTER TABLE songs ADD COLUMN amend ${is.text} CHECK (amend IN ('card', 'files'))`,
  `CREATE INDEX songs_by_asker ON songs (member_ref)`,
  `CREATE INDEX songs_by_parent ON songs (parent_song_id) WHERE parent_song_id IS NOT NULL`,
  `CREATE INDEX songs_by_canceller ON songs (cancelled_by_ref) WHERE cancelled_by_ref IS NOT NULL`,
  `CREATE TABLE message_songs (
     id ${is.text} PRIMARY KEY NOT NULL,
     guild_id ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     author_id ${is.text},
     author_name ${is.text},
     text ${is.text},
     created_at ${is.whole} NOT NULL
   )${is.table}`,
  `CREATE INDEX message_songs_by_age ON message_songs (created_at)`,
  `CREATE INDEX message_songs_by_member ON message_songs (member_ref)`,
  `CREATE INDEX message_songs_by_author ON message_songs (author_id) WHERE author_id IS NOT NULL`,
  `CREATE TABLE salts (name ${is.text} PRIMARY KEY NOT NULL, salt ${is.text} NOT NULL)${is.byKey}`,
  `CREATE TABLE uncredited (digest ${is.text} PRIMARY KEY NOT NULL)${is.byKey}`,
];

/** The operator's hand: who and what is refused everywhere, and what was done. */
const operator = (is: Spelling): string[] => [
  `CREATE TABLE operator_blocks (
     digest ${is.text} PRIMARY KEY NOT NULL,
     ${oneOf(is, 'kind', 'member', 'guild')},
     at ${is.whole} NOT NULL
   )${is.byKey}`,
  `CREATE TABLE operator_words (word ${is.text} PRIMARY KEY NOT NULL, at ${is.whole} NOT NULL)${is.byKey}`,
  `CREATE TABLE operator_acts (
     id ${is.counted},
     at ${is.whole} NOT NULL,
     who ${is.text} NOT NULL,
     act ${is.text} NOT NULL,
     member_ref ${is.whole} REFERENCES members (ref),
     about ${is.text},
     reason ${is.text}
   )${is.table}`,
  ...is.refuse('operator_acts', 'UPDATE', 'acts are append-only'),
  ...is.refuse('operator_acts', 'DELETE', 'acts are append-only'),
  // What services refused for its text, by time: how often a member is refused is asked before every song.
  `CREATE INDEX attempts_refused ON attempts (answered_at) WHERE state = 'refused' AND reason = 'text'`,
];

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'money, songs, drafts and what may expire',
    statements: (is) => [...is.ground, ...money(is), ...songs(is), ...keyv(is)],
  },
  { version: 2, name: 'callbacks, schedules, encoded files, lyrics as a file', statements: services },
  { version: 3, name: 'quotas that several processes share', statements: quotas },
  { version: 4, name: 'circles, and who wrote what', statements: (is) => [...circles(is), ...authors(is)] },
  { version: 5, name: 'songs made of messages, and forgetting', statements: forgetting },
  { version: 6, name: 'the operator, who and what is refused', statements: operator },
  { version: 7, name: 'settings of a server, blocks, requests that wait for approval', statements: settings },
];

/** What this Songcircle works with. */
export const newestVersion: number = migrations.at(-1)?.version ?? 0;
