import { createHash } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../src/database/migrations.ts';
import type { Schema } from '../src/database/schema.ts';
import { sqliteSpelling } from '../src/database/spelling.ts';
import { type Engine, engines, type Opened } from './helpers/engines.ts';

type Columns<Row> = { [Column in keyof Row]: null extends Row[Column] ? 'or null' : 'never null' };

/** The compiler compares this with `schema.ts`, the test with what the migrations make: so the two cannot drift apart. */
const columns: { [Table in keyof Schema]: Columns<Selectable<Schema[Table]>> } = {
  members: {
    ref: 'never null',
    user_id: 'or null',
  },
  accounts: {
    guild_id: 'never null',
    available: 'never null',
    held: 'never null',
    version: 'never null',
  },
  entries: {
    id: 'never null',
    guild_id: 'never null',
    version: 'never null',
    kind: 'never null',
    available_change: 'never null',
    held_change: 'never null',
    available_after: 'never null',
    held_after: 'never null',
    key: 'never null',
    input: 'never null',
    song_id: 'or null',
    member_ref: 'or null',
    reason: 'or null',
    at: 'never null',
  },
  holds: {
    song_id: 'never null',
    guild_id: 'never null',
    member_ref: 'never null',
    amount: 'never null',
    state: 'never null',
    captured: 'never null',
    day: 'never null',
    at: 'never null',
  },
  spent: {
    scope: 'never null',
    day: 'never null',
    amount: 'never null',
  },
  starters: {
    guild_id: 'never null',
    at: 'never null',
  },
  member_limits: {
    guild_id: 'never null',
    member_ref: 'never null',
    per_day: 'never null',
  },
  role_limits: {
    guild_id: 'never null',
    role_id: 'never null',
    per_day: 'never null',
  },
  allowances: {
    guild_id: 'never null',
    amount: 'never null',
    every: 'never null',
    due_at: 'never null',
  },
  songs: {
    id: 'never null',
    cause: 'never null',
    guild_id: 'never null',
    channel_id: 'never null',
    member_ref: 'never null',
    locale: 'never null',
    work: 'never null',
    title: 'or null',
    style: 'or null',
    lyrics: 'or null',
    parent_song_id: 'or null',
    parent_track: 'or null',
    provider: 'never null',
    model: 'never null',
    price: 'never null',
    model_chosen: 'never null',
    balance_after: 'or null',
    state: 'never null',
    money: 'never null',
    ending: 'or null',
    stage: 'never null',
    due_at: 'or null',
    deadline_at: 'never null',
    ready_estimate_at: 'or null',
    lease_owner: 'or null',
    lease_until: 'or null',
    fence: 'never null',
    cancelled_by_ref: 'or null',
    approved_by_ref: 'or null',
    woken: 'never null',
    looked_at: 'or null',
    marks: 'never null',
    late_look_until: 'or null',
    failures: 'never null',
    application_id: 'never null',
    interaction_token: 'or null',
    token_expires_at: 'or null',
    message_channel_id: 'or null',
    message_id: 'or null',
    placed: 'never null',
    attachments: 'never null',
    shown: 'or null',
    shown_at: 'or null',
    attachment_limit: 'never null',
    created_at: 'never null',
    updated_at: 'never null',
    delivered_at: 'or null',
    forgotten_at: 'or null',
    amend: 'or null',
  },
  attempts: {
    id: 'never null',
    song_id: 'never null',
    n: 'never null',
    provider: 'never null',
    model: 'never null',
    state: 'never null',
    reason: 'or null',
    detail: 'or null',
    task: 'or null',
    callback_hash: 'or null',
    submitted_at: 'never null',
    answered_at: 'or null',
  },
  tracks: {
    song_id: 'never null',
    position: 'never null',
    state: 'never null',
    reference: 'never null',
    audio: 'or null',
    cover: 'or null',
    video_url: 'or null',
    title: 'or null',
    duration_seconds: 'or null',
    audio_file: 'or null',
    cover_file: 'or null',
    failures: 'never null',
    kilobits: 'or null',
  },
  drafts: {
    id: 'never null',
    cause: 'never null',
    guild_id: 'never null',
    member_ref: 'never null',
    form: 'never null',
    fields: 'never null',
    model: 'or null',
    refusal: 'never null',
    created_at: 'never null',
    used_at: 'or null',
  },
  lyric_files: {
    id: 'never null',
    guild_id: 'never null',
    member_ref: 'never null',
    name: 'never null',
    url: 'never null',
    text: 'or null',
    created_at: 'never null',
  },
  circles: {
    id: 'never null',
    cause: 'never null',
    guild_id: 'never null',
    channel_id: 'never null',
    application_id: 'never null',
    locale: 'never null',
    version: 'never null',
    state: 'or null',
    song_id: 'or null',
    due_at: 'or null',
    closed_at: 'or null',
    message_channel_id: 'or null',
    message_id: 'or null',
    earlier_message_id: 'or null',
    shown_version: 'never null',
    created_at: 'never null',
    updated_at: 'never null',
  },
  circle_events: {
    circle_id: 'never null',
    version: 'never null',
    kind: 'never null',
    member_ref: 'or null',
    at: 'never null',
    body: 'never null',
    words: 'or null',
    cause: 'or null',
  },
  member_names: {
    guild_id: 'never null',
    member_ref: 'never null',
    name: 'never null',
  },
  song_authors: {
    song_id: 'never null',
    position: 'never null',
    member_ref: 'never null',
    section: 'or null',
    line: 'never null',
  },
  message_songs: {
    id: 'never null',
    guild_id: 'never null',
    member_ref: 'never null',
    author_id: 'or null',
    author_name: 'or null',
    text: 'or null',
    created_at: 'never null',
  },
  salts: {
    name: 'never null',
    salt: 'never null',
  },
  uncredited: {
    digest: 'never null',
  },
  operator_blocks: {
    digest: 'never null',
    kind: 'never null',
    at: 'never null',
  },
  operator_words: {
    word: 'never null',
    at: 'never null',
  },
  operator_acts: {
    id: 'never null',
    at: 'never null',
    who: 'never null',
    act: 'never null',
    member_ref: 'or null',
    about: 'or null',
    reason: 'or null',
  },
  settings: {
    guild_id: 'never null',
    model: 'or null',
    channels: 'never null',
    role_id: 'or null',
    words: 'never null',
    songs_at_once: 'or null',
    language: 'or null',
  },
  blocked: {
    guild_id: 'never null',
    member_digest: 'never null',
    member_ref: 'never null',
    at: 'never null',
  },
  approvals: {
    id: 'never null',
    cause: 'never null',
    guild_id: 'never null',
    channel_id: 'never null',
    member_ref: 'never null',
    locale: 'never null',
    words: 'never null',
    authors: 'or null',
    song_cause: 'never null',
    model: 'or null',
    service: 'never null',
    model_name: 'never null',
    price: 'never null',
    state: 'never null',
    decided_by_ref: 'or null',
    decided_at: 'or null',
    song_id: 'or null',
    draft_id: 'or null',
    placed: 'never null',
    message_id: 'or null',
    earlier_message_id: 'or null',
    created_at: 'never null',
    expires_at: 'never null',
  },
  keyv: {
    key: 'never null',
    value: 'never null',
    expires_at: 'or null',
  },
  quotas: {
    provider: 'never null',
    starts: 'never null',
  },
};

/** What each engine says of its own columns. */
const described: Record<Engine['name'], (table: string) => RawBuilder<{ name: string; kind: string }>> = {
  sqlite: (table) => sql`
    SELECT name, CASE WHEN "notnull" = 1 OR (pk > 0 AND type = 'INTEGER') THEN 'never null' ELSE 'or null' END AS kind
    FROM pragma_table_info(${table})`,
  postgres: (table) => sql`
    SELECT column_name AS name, CASE is_nullable WHEN 'NO' THEN 'never null' ELSE 'or null' END AS kind
    FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ${table}`,
};

test('what was released is never edited: every file out there was made by exactly these statements', () => {
  const released = [
    [1, 'f1ec30cfeb60c5bb97b8b144659179fdf400d5b5ea16b0fbd95b2c78fdbcc043'],
    [2, '4af3a4f5592952a507e23faabef242fd792d80d2b29900c5537d39a0d2c339bf'],
  ];
  const digest = (statements: readonly string[]) =>
    createHash('sha256').update(JSON.stringify(statements)).digest('hex');
  const now = migrations.map(({ version, statements }) => [version, digest(statements(sqliteSpelling))]);
  expect(now.slice(0, released.length)).toEqual(released);
});

describe.each(engines)('the tables on $name', (engine) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await engine.open();
  });
  afterEach(() => opened.dispose());

  test.each(Object.entries(columns))(
    '%s has the columns the code counts on, and no others',
    async (table, expected) => {
      const { rows } = await opened.database.read((db) => described[engine.name](table).execute(db));
      expect(Object.fromEntries(rows.map(({ name, kind }) => [name, kind]))).toEqual(expected);
    },
  );
});
