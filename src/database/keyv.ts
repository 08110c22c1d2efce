import { Keyv, type KeyvStorageAdapter, type KeyvStorageEntry, keyvStorageCapability } from 'keyv';
import { type ExpressionBuilder, sql } from 'kysely';
import type { Database } from './database.ts';
import type { KeyvTable, Schema, Transaction } from './schema.ts';

/** What Keyv asks of a storage, without its events: failures are thrown, so there is nothing to emit. */
export type Store = Pick<
  KeyvStorageAdapter,
  | 'namespace'
  | 'capabilities'
  | 'get'
  | 'getMany'
  | 'has'
  | 'hasMany'
  | 'set'
  | 'setMany'
  | 'delete'
  | 'deleteMany'
  | 'clear'
>;

/** Each write takes a few dead rows along, so that they never pile up and no sweep is needed. */
const sweptPerWrite = 10;

/** Keyv makes `expires` from the system's time, so it can only be compared with the same. */
const now = (): number => Date.now();

const alive = (is: ExpressionBuilder<Schema, 'keyv'>) =>
  is.or([is('expires_at', 'is', null), is('expires_at', '>', now())]);

const sweep = (trx: Transaction) =>
  sql`DELETE FROM keyv WHERE key IN (
    SELECT key FROM keyv WHERE expires_at <= ${now()} ORDER BY expires_at LIMIT ${sweptPerWrite})`.execute(trx);

const put = async (database: Database, rows: KeyvTable[]): Promise<void> => {
  if (rows.length === 0) return;
  await database.write(async (trx) => {
    await trx
      .insertInto('keyv')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((is) => ({
          value: is.ref('excluded.value'),
          expires_at: is.ref('excluded.expires_at'),
        })),
      )
      .execute();
    await sweep(trx);
  });
};

const find = async (database: Database, keys: string[]): Promise<Map<string, string>> => {
  const rows = await database.read((db) =>
    db.selectFrom('keyv').select(['key', 'value']).where('key', 'in', keys).where(alive).execute(),
  );
  return new Map(rows.map((row) => [row.key, row.value]));
};

const remove = async (database: Database, keys: string[]): Promise<Set<string>> => {
  const rows = await database.write((trx) =>
    trx.deleteFrom('keyv').where('key', 'in', keys).returning('key').execute(),
  );
  return new Set(rows.map((row) => row.key));
};

const asText = (value: unknown): string => {
  if (typeof value !== 'string') throw new TypeError('the store keeps what Keyv has made text of');
  return value;
};

/**
 * Keyv's storage over the table `keyv`: for what may expire and may be asked again, never for truth and never inside a
 * transaction. Every failure is thrown. One store serves one namespace.
 */
export const createStore = (database: Database): Store => {
  const full = (key: string): string => (store.namespace === undefined ? key : `${store.namespace}:${key}`);
  const row = ({ key, value, expires }: KeyvStorageEntry): KeyvTable => ({
    key: full(key),
    value: asText(value),
    expires_at: expires ?? null,
  });
  const getMany = async (keys: string[]) => {
    const found = await find(database, keys.map(full));
    return keys.map((key) => found.get(full(key)));
  };
  const hasMany = async (keys: string[]) => (await getMany(keys)).map((value) => value !== undefined);
  const deleteMany = async (keys: string[]) => {
    const removed = await remove(database, keys.map(full));
    return keys.map((key) => removed.has(full(key)));
  };
  const setMany = async (entries: KeyvStorageEntry[]) => {
    await put(database, entries.map(row));
    return entries.map(() => true);
  };
  const clear = async (): Promise<void> => {
    const all = (trx: Transaction) => trx.deleteFrom('keyv');
    // `;` follows `:`: everything that begins with the namespace and a colon lies between.
    const own = (trx: Transaction) => all(trx).where('key', '>=', full('')).where('key', '<', `${store.namespace};`);
    await database.write((trx) => (store.namespace === undefined ? all(trx) : own(trx)).execute());
  };
  const store: Store = {
    namespace: undefined,
    get: async (key: string) => (await getMany([key]))[0],
    getMany,
    has: async (key: string) => (await hasMany([key]))[0] === true,
    hasMany,
    set: async (key: string, value: unknown, expires?: number) => {
      await put(database, [row({ key, value, expires })]);
      return true;
    },
    setMany,
    delete: async (key: string) => (await deleteMany([key]))[0] === true,
    deleteMany,
    clear,
  };
  store.capabilities = keyvStorageCapability(store);
  return store;
};

/**
 * A cache of its own under `namespace` (without a colon). Nobody may attach an `error` listener to it: Keyv would then
 * answer a failed read with "not there" instead of throwing.
 */
export const createCache = <Value>(database: Database, namespace: string): Keyv<Value> =>
  new Keyv<Value>({ store: createStore(database), namespace });
