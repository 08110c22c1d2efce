/**
 * Who wants no songs made of their messages. That must outlast their being forgotten, so it is kept as a digest under a salt
 * of this database's own: a given id can be tried, but whoever reads the table finds no id in it.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Reader, Transaction } from './schema.ts';

const saltName = 'uncredited';
const saltBytes = 32;

const saltOf = async (db: Reader | Transaction): Promise<string | null> => {
  const row = await db.selectFrom('salts').select('salt').where('name', '=', saltName).executeTakeFirst();
  return row?.salt ?? null;
};

const digestOf = (salt: string, userId: string): string => createHmac('sha256', salt).update(userId).digest('hex');

export const isUncredited = async (db: Reader | Transaction, userId: string): Promise<boolean> => {
  const salt = await saltOf(db);
  if (salt === null) return false;
  const digest = digestOf(salt, userId);
  const row = await db.selectFrom('uncredited').select('digest').where('digest', '=', digest).executeTakeFirst();
  return row !== undefined;
};

/** Once and for all; again changes nothing. */
export const refuseCredit = async (trx: Transaction, userId: string): Promise<void> => {
  const fresh = randomBytes(saltBytes).toString('hex');
  await trx
    .insertInto('salts')
    .values({ name: saltName, salt: fresh })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const digest = digestOf((await saltOf(trx)) ?? fresh, userId);
  await trx
    .insertInto('uncredited')
    .values({ digest })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
};
