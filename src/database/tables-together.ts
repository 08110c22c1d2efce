/** What migrations make for people who write together: circles, authors, and being forgotten. */
import { refuseReplaced } from './columns.ts';
import type { Spelling } from './spelling.ts';

/** Circles, event by event. `state` is only their sum, kept at hand: null, it is added up again. */
export const circles = (is: Spelling): string[] => [
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
export const authors = (is: Spelling): string[] => [
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
export const forgetting = (is: Spelling): string[] => [
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
