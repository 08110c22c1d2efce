import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How long a change may wait before it is on disk: the most a killed sandbox forgets. */
const FLUSH_AFTER_MS = 250;

export type RecordKind = 'message' | 'interaction' | 'command' | 'channel' | 'member' | 'setting';

export interface Store {
  all(kind: RecordKind): unknown[];
  /** The largest snowflake among the ids; 0 when there is none. */
  largestId(): bigint;
  /** The value is written as it stands when the flush comes, so pass the living object. */
  put(kind: RecordKind, id: string, value: object): void;
  remove(kind: RecordKind, id: string): void;
  flush(): void;
  close(): void;
}

/** Everything the sandbox remembers: JSON by kind and id in `<dir>/sandbox.db`, written in one transaction now and then. */
export const openStore = (dir: string): Store => {
  mkdirSync(dir, { recursive: true });
  const database = new DatabaseSync(join(dir, 'sandbox.db'));
  database.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  database.exec(
    'create table if not exists record (kind text, id text, json text not null, primary key (kind, id)) strict',
  );
  const select = database.prepare('select json from record where kind = ? order by length(id), id');
  const largest = database.prepare(
    "select id from record where id glob '[0-9]*' order by length(id) desc, id desc limit 1",
  );
  const upsert = database.prepare('insert or replace into record (kind, id, json) values (?, ?, ?)');
  const erase = database.prepare('delete from record where kind = ? and id = ?');
  const dirty = new Map<string, { kind: RecordKind; id: string; value: object | null }>();
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (dirty.size === 0) return;
    database.exec('begin');
    for (const { kind, id, value } of dirty.values()) {
      if (value === null) erase.run(kind, id);
      else upsert.run(kind, id, JSON.stringify(value));
    }
    database.exec('commit');
    dirty.clear();
  };
  const change = (kind: RecordKind, id: string, value: object | null) => {
    dirty.set(`${kind} ${id}`, { kind, id, value });
    timer ??= setTimeout(flush, FLUSH_AFTER_MS).unref();
  };

  return {
    all: (kind) => select.all(kind).map((row) => JSON.parse(String(row.json)) as unknown),
    largestId: () =>
      largest.all().reduce((most, row) => (BigInt(String(row.id)) > most ? BigInt(String(row.id)) : most), 0n),
    put: (kind, id, value) => change(kind, id, value),
    remove: (kind, id) => change(kind, id, null),
    flush,
    close() {
      flush();
      database.close();
    },
  };
};
