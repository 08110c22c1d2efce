import { type Selectable, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Schema } from '../src/database/schema.ts';
import { engines, type Opened } from './helpers/engines.ts';

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
  keyv: {
    key: 'never null',
    value: 'never null',
    expires_at: 'or null',
  },
};

describe.each(engines)('the tables on $name', (engine) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await engine.open();
  });
  afterEach(() => opened.dispose());

  test.each(Object.entries(columns))(
    '%s has the columns the code counts on, and no others',
    async (table, expected) => {
      const { rows } = await opened.database.read((db) =>
        sql<{ name: string; kind: string }>`
        SELECT name, CASE WHEN "notnull" = 1 OR (pk > 0 AND type = 'INTEGER') THEN 'never null' ELSE 'or null' END AS kind
        FROM pragma_table_info(${table})`.execute(db),
      );
      expect(Object.fromEntries(rows.map(({ name, kind }) => [name, kind]))).toEqual(expected);
    },
  );
});
