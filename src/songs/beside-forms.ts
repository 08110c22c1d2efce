/** What a form has beside its fields is kept here and goes through clients as our id of it alone. */
import type { Transaction } from '../database/schema.ts';

/** Whose it is: nobody else may name it. Snowflakes. */
export interface Owner {
  guildId: string;
  userId: string;
}

/** A form may be sent as long as its draft is offered, and a day more. */
export const keptMs = 48 * 60 * 60 * 1000;
/** So many of one member are kept; the oldest make room. */
const mostOfMember = 20;

/** A flood is stopped here: what one member named last stays. In the caller's transaction. */
export async function makeRoom(
  trx: Transaction,
  table: 'lyric_files' | 'message_songs',
  memberRef: number,
): Promise<void> {
  const spare = await trx
    .selectFrom(table)
    .select('id')
    .where('member_ref', '=', memberRef)
    .orderBy('created_at', 'desc')
    .limit(mostOfMember)
    .offset(mostOfMember)
    .execute();
  const ids = spare.map(({ id }) => id);
  if (ids.length > 0) await trx.deleteFrom(table).where('id', 'in', ids).execute();
}
