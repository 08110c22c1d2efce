import type { Transaction } from '../database/database.ts';
import type { EntryKind } from '../database/schema.ts';

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

/**
 * The one place where a balance changes: the account and its entry together. The account must exist; a change that would
 * make `available` or `held` negative, or pass 2^53 - 1, is refused by the database and throws. Answers what is available after.
 */
export const append = async (trx: Transaction, entry: NewEntry): Promise<number> => {
  const account = await trx
    .updateTable('accounts')
    .set((is) => ({
      available: is('available', '+', entry.availableChange),
      held: is('held', '+', entry.heldChange),
      version: is('version', '+', 1),
    }))
    .where('guild_id', '=', entry.guildId)
    .returning(['available', 'held', 'version'])
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('entries')
    .values({
      guild_id: entry.guildId,
      version: account.version,
      kind: entry.kind,
      available_change: entry.availableChange,
      held_change: entry.heldChange,
      available_after: account.available,
      held_after: account.held,
      key: entry.key,
      input: entry.input,
      song_id: entry.songId,
      member_ref: entry.memberRef,
      reason: entry.reason,
      at: entry.at,
    })
    .execute();
  return account.available;
};

/** The answer an earlier entry under this key gave, if there is one. */
export const answered = async (
  trx: Transaction,
  key: string,
): Promise<{ input: string; available: number } | undefined> =>
  trx.selectFrom('entries').select(['input', 'available_after as available']).where('key', '=', key).executeTakeFirst();
