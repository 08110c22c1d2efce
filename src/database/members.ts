import { prepared } from './prepared.ts';
import type { Transaction } from './schema.ts';

const find = prepared<{ userId: string }, { ref: number }>((db, { userId }) =>
  db.selectFrom('members').select('ref').where('user_id', '=', userId),
);
const make = prepared<{ userId: string }, { ref: number }>((db, { userId }) =>
  db.insertInto('members').values({ user_id: userId }).returning('ref'),
);

/** The reference under which entries and songs name this member; made when it is new. `userId` is a snowflake. */
export const memberRef = async (trx: Transaction, userId: string): Promise<number> => {
  // Nearly always known already, and a select is cheaper than an insert that comes to nothing.
  const [member] = await find(trx, { userId });
  if (member !== undefined) return member.ref;
  const [made] = await make(trx, { userId });
  if (made === undefined) throw new Error('An insert that returns answered nothing.');
  return made.ref;
};

/** What they are called here from now on; at most one row for each guild and member. */
export const noteName = async (trx: Transaction, guildId: string, ref: number, name: string): Promise<void> => {
  await trx
    .insertInto('member_names')
    .values({ guild_id: guildId, member_ref: ref, name })
    .onConflict((conflict) =>
      conflict.columns(['guild_id', 'member_ref']).doUpdateSet({ name }).where('member_names.name', '!=', name),
    )
    .execute();
};
