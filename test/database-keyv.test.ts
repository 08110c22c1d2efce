import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { createCache, createStore } from '../src/database/keyv.ts';
import { engines, type Opened } from './helpers/engines.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(engines)('what may expire, on $name', (engine) => {
  let opened: Opened;
  let database: Database;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
  });
  afterEach(() => opened.dispose());

  const rows = () => database.read((db) => db.selectFrom('keyv').select(['key', 'expires_at']).execute());

  test('a value comes back as it was put, the newest one', async () => {
    const cache = createCache<{ tempo: number; mood: string }>(database, 'words');
    await cache.set('a', { tempo: 90, mood: 'blue' });
    await cache.set('a', { tempo: 120, mood: '青い 🎵' });
    expect(await cache.get('a')).toEqual({ tempo: 120, mood: '青い 🎵' });
    expect(await cache.get('b')).toBeUndefined();
  });

  test('many at once', async () => {
    const cache = createCache<number>(database, 'many');
    await cache.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    expect(await cache.getMany(['b', 'x', 'a'])).toEqual([2, undefined, 1]);
    expect(await cache.hasMany(['x', 'a'])).toEqual([false, true]);
    expect(await cache.deleteMany(['a', 'x'])).toEqual([true, false]);
    expect(await cache.getMany(['a', 'b'])).toEqual([undefined, 2]);
  });

  test('a value is gone when its time is over, and not before', async () => {
    const cache = createCache<number>(database, 'brief');
    await cache.set('short', 1, 1_000);
    await cache.set('long', 2, 60_000);
    expect(await cache.get('short')).toBe(1);
    await wait(1_010);
    expect(await cache.get('short')).toBeUndefined();
    expect(await cache.has('short')).toBe(false);
    expect(await cache.get('long')).toBe(2);
  });

  test('the store itself answers nothing whose time is over, before Keyv looks', async () => {
    const store = createStore(database);
    await store.setMany([
      { key: 'dead', value: 'x', expires: Date.now() - 1 },
      { key: 'alive', value: 'y', expires: Date.now() + 60_000 },
    ]);
    expect(await store.getMany(['dead', 'alive'])).toEqual([undefined, 'y']);
    expect(await store.has('dead')).toBe(false);
  });

  test('the dead are cleared away by later writes, without a sweep', async () => {
    const cache = createCache<number>(database, 'brief');
    for (let n = 0; n < 15; n += 1) await cache.set(`${n}`, n, 1);
    await wait(5);
    await cache.set('x', 1);
    await cache.set('y', 1);
    expect(await rows()).toEqual([
      { key: 'brief:x', expires_at: null },
      { key: 'brief:y', expires_at: null },
    ]);
  });

  test('namespaces do not see, delete or clear one another', async () => {
    const one = createCache<number>(database, 'a');
    const other = createCache<number>(database, 'ab');
    await one.set('k', 1);
    await other.set('k', 2);
    expect(await other.get('k')).toBe(2);
    await one.delete('k');
    expect(await other.get('k')).toBe(2);
    await one.set('k', 1);
    await one.clear();
    expect(await one.get('k')).toBeUndefined();
    expect(await other.get('k')).toBe(2);
  });

  test('inside a transaction it is refused', async () => {
    const cache = createCache<number>(database, 'a');
    await expect(database.write(() => cache.set('k', 1))).rejects.toThrow('inside a write');
    await expect(database.write(() => cache.get('k'))).rejects.toThrow('inside a write');
  });

  test('a store that fails throws, on reading and on writing: never "not there", never "done"', async () => {
    const fail = () => Promise.reject(new Error('the disk is gone'));
    const cache = createCache<number>({ ...database, read: fail, write: fail }, 'a');
    const calls = [
      () => cache.get('k'),
      () => cache.getMany(['k']),
      () => cache.has('k'),
      () => cache.hasMany(['k']),
      () => cache.set('k', 1),
      () => cache.setMany([{ key: 'k', value: 1 }]),
      () => cache.delete('k'),
      () => cache.deleteMany(['k']),
      () => cache.clear(),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow('the disk is gone');
  });

  test('with an error listener Keyv hides a failed read, which is why nobody may attach one', async () => {
    const fail = () => Promise.reject(new Error('the disk is gone'));
    const cache = createCache<number>({ ...database, read: fail }, 'a');
    cache.on('error', () => {});
    expect(await cache.get('k')).toBeUndefined();
  });
});
