import { flag, oneOf, refuseReplaced } from './columns.ts';
import { most, type Spelling } from './spelling.ts';
import { allowing, operator, settings } from './tables-rules.ts';
import { authors, circles, forgetting } from './tables-together.ts';

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

/** When each service was last asked, for all processes that share its quota. */
const quotas = (is: Spelling): string[] => [
  `CREATE TABLE quotas (provider ${is.text} PRIMARY KEY NOT NULL, starts ${is.text} NOT NULL)${is.byKey}`,
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
  { version: 8, name: 'limits a day, allowances', statements: allowing },
];

/** What this Songcircle works with. */
export const newestVersion: number = migrations.at(-1)?.version ?? 0;
