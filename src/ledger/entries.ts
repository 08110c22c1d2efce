import type { InsertResult } from 'kysely';
import { prepared } from '../database/prepared.ts';
import type { EntryKind, Transaction } from '../database/schema.ts';

/** Whole credits, at least one, that a number holds exactly. */
export const isAmount = (amount: number): boolean => Number.isSafeInteger(amount) && amount > 0;

export interface NewEntry {
  guildId: string;
  kind: EntryKind;
  /** Whole credits, signed. */
  availableChange: number;
  heldChange: number;
  /** Unique: made of what caused the entry. */
  key: string;
  /** What was asked under the key. */
  input: string;
  songId: string | null;
  memberRef: number | null;
  reason: string | null;
  /** Epoch ms. */
  at: number;
}

interface AccountAfter {
  available: number;
  held: number;
  version: number;
}

const change = prepared<{ guildId: string; availableChange: number; heldChange: number }, AccountAfter>(
  (db, { guildId, availableChange, heldChange }) =>
    db
      .updateTable('accounts')
      .set((is) => ({
        available: is('available', '+', availableChange),
        held: is('held', '+', heldChange),
        version: is('version', '+', 1),
      }))
      .where('guild_id', '=', guildId)
      .returning(['available', 'held', 'version']),
);

const enter = prepared<NewEntry & AccountAfter, InsertResult>((db, entry) =>
  db.insertInto('entries').values({
    guild_id: entry.guildId,
    version: entry.version,
    kind: entry.kind,
    available_change: entry.availableChange,
    held_change: entry.heldChange,
    available_after: entry.available,
    held_after: entry.held,
    key: entry.key,
    input: entry.input,
    song_id: entry.songId,
    member_ref: entry.memberRef,
    reason: entry.reason,
    at: entry.at,
  }),
);

/**
 * The one place where a balance changes: the account and its entry together. The account must exist; a change that would
 * make `available` or `held` negative, or pass 2^53 - 1, is refused by the database and throws. Answers what is available after.
 */
export const append = async (trx: Transaction, entry: NewEntry): Promise<number> => {
  const { guildId, availableChange, heldChange } = entry;
  const [account] = await change(trx, { guildId, availableChange, heldChange });
  if (account === undefined) throw new Error('There is no account for this entry.');
  await enter(trx, { ...entry, ...account });
  return account.available;
};

/** The answer an earlier entry under this key gave, if there is one. */
export const answered = async (
  trx: Transaction,
  key: string,
): Promise<{ input: string; available: number } | undefined> =>
  trx.selectFrom('entries').select(['input', 'available_after as available']).where('key', '=', key).executeTakeFirst();
