/**
 * What the operator decided for every guild: who is kept out, which words are refused. Read where it is obeyed, so that
 * nothing stale ever is, whichever process wrote it.
 */
import { createHash } from 'node:crypto';
import { memberRef } from './members.ts';
import { prepared } from './prepared.ts';
import type { Reader, Transaction } from './schema.ts';

export type Blocked = 'member' | 'guild';

/** Who did it, in the acts and in the reasons of grants. */
export const operatorName = 'operator (admin)';

const digestOf = (kind: Blocked, id: string): string => createHash('sha256').update(`${kind} ${id}`).digest('hex');

const findBlocks = prepared<{ member: string; guild: string }, { kind: Blocked }>((db, { member, guild }) =>
  db.selectFrom('operator_blocks').select('kind').where('digest', 'in', [member, guild]),
);

/** Which of them is kept out, the guild before the member; null: neither. One indexed read. */
export const blockedHere = async (db: Reader, guildId: string, userId: string): Promise<Blocked | null> => {
  const rows = await findBlocks(db, { member: digestOf('member', userId), guild: digestOf('guild', guildId) });
  return rows.find(({ kind }) => kind === 'guild')?.kind ?? rows[0]?.kind ?? null;
};

/** False: they were blocked already. */
export const block = async (trx: Transaction, kind: Blocked, id: string, at: number): Promise<boolean> => {
  const result = await trx
    .insertInto('operator_blocks')
    .values({ digest: digestOf(kind, id), kind, at })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows) > 0;
};

/** False: they were not blocked. */
export const unblock = async (trx: Transaction, kind: Blocked, id: string): Promise<boolean> => {
  const result = await trx.deleteFrom('operator_blocks').where('digest', '=', digestOf(kind, id)).executeTakeFirst();
  return Number(result.numDeletedRows) > 0;
};

const findWords = prepared<Record<never, never>, { word: string }>((db) =>
  db.selectFrom('operator_words').select('word').orderBy('word'),
);

/** As they were written, in the order of the alphabet. */
export const operatorWords = async (db: Reader | Transaction): Promise<string[]> =>
  (await findWords(db, {})).map(({ word }) => word);

export interface Act {
  /** The command, e.g. `block member`. */
  act: string;
  /** Discord id. Null: it was about nobody, or about somebody who is to be forgotten. */
  userId?: string | null;
  /** A guild's id, a word or a file. */
  about?: string | null;
  reason?: string | null;
}

/** Writes down what the operator does, in the transaction in which it is done. */
export const noteAct = async (trx: Transaction, { act, userId, about, reason }: Act, at: number): Promise<void> => {
  const member_ref = userId == null ? null : await memberRef(trx, userId);
  await trx
    .insertInto('operator_acts')
    .values({ at, who: operatorName, act, member_ref, about: about ?? null, reason: reason ?? null })
    .execute();
};
