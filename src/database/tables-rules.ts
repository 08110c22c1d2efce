/** What migrations make for who decides: the operator, a server's managers, and their limits. */
import { flag, oneOf } from './columns.ts';
import type { Spelling } from './spelling.ts';

/** The operator's hand: who and what is refused everywhere, and what was done. */
export const operator = (is: Spelling): string[] => [
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

/** What a server's managers decide, and requests that wait for somebody who may spend. */
export const settings = (is: Spelling): string[] => [
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

/**
 * Limits a day, and allowances. The limit for everybody is that of the role of everybody, whose id is the guild's own. What
 * a member spends a day is found by the member now; the old index led to all guilds of a day.
 */
export const allowing = (is: Spelling): string[] => [
  `CREATE TABLE member_limits (
     guild_id ${is.text} NOT NULL,
     member_ref ${is.whole} NOT NULL REFERENCES members (ref),
     ${is.credits('per_day')},
     PRIMARY KEY (guild_id, member_ref)
   )${is.byKey}`,
  `CREATE TABLE role_limits (
     guild_id ${is.text} NOT NULL, role_id ${is.text} NOT NULL, ${is.credits('per_day')}, PRIMARY KEY (guild_id, role_id)
   )${is.byKey}`,
  `CREATE TABLE allowances (
     guild_id ${is.text} PRIMARY KEY NOT NULL REFERENCES accounts (guild_id),
     ${is.credits('amount')},
     ${oneOf(is, 'every', 'daily', 'weekly', 'monthly')},
     due_at ${is.whole} NOT NULL
   )${is.byKey}`,
  `CREATE INDEX allowances_due ON allowances (due_at)`,
  `DROP INDEX holds_by_day`,
  `CREATE INDEX holds_by_day ON holds (guild_id, day, member_ref)`,
];
