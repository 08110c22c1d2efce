import type { Transaction } from './database.ts';

/** The reference under which entries and songs name this member; made when it is new. `userId` is a snowflake. */
export const memberRef = async (trx: Transaction, userId: string): Promise<number> => {
  // Nearly always known already, and a select is cheaper than an insert that comes to nothing.
  const known = await trx.selectFrom('members').select('ref').where('user_id', '=', userId).executeTakeFirst();
  if (known !== undefined) return known.ref;
  const made = await trx.insertInto('members').values({ user_id: userId }).returning('ref').executeTakeFirstOrThrow();
  return made.ref;
};
