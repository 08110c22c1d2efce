import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../src/database/database.ts';
import type { ReadAnswer, ReadOptions } from '../src/http.ts';
import { createLog } from '../src/log.ts';
import { createLyricFiles, type LyricFiles, textOf } from '../src/songs/lyric-files.ts';
import { createTestClock } from './helpers/clock.ts';

const owner = { guildId: '100000000000000001', userId: '300000000000000001' };
const url = 'https://cdn.example/lyrics.txt';
const file = { name: 'lyrics.txt', url };
const words = '[Verse]\nRain on the tin';
const hour = 3_600_000;

let dir: string;
let database: Database;
let clock: ReturnType<typeof createTestClock>;
let files: LyricFiles;
/** What each reading in turn comes to, and what was asked for. */
let answers: ((options: ReadOptions) => Promise<ReadAnswer>)[];
let asked: string[];

const gives = (text: string | Uint8Array) => async (): Promise<ReadAnswer> => ({
  kind: 'read',
  bytes: Buffer.from(text),
  contentType: 'text/plain',
});
const stumbles = async (): Promise<ReadAnswer> => ({ kind: 'blip', detail: 'status 404' });
const hangs = ({ signal }: ReadOptions) =>
  new Promise<ReadAnswer>((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'blip', detail: 'stopped' }), { once: true });
  });

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'songcircle-lyrics-'));
  clock = createTestClock();
  database = await openDatabase({ url: `file:${join(dir, 'songcircle.db')}`, clock });
  answers = [];
  asked = [];
  const read = async (address: string, options: ReadOptions) => {
    asked.push(address);
    return (answers.shift() ?? stumbles)(options);
  };
  files = createLyricFiles({ database, http: { read }, clock, log: createLog({ level: 'silent' }) });
});
afterEach(async () => {
  await files.close();
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

const kept = () =>
  database.read(async (db) => (await db.selectFrom('lyric_files').select(['id', 'text']).execute()).length);
const stored = (id: string) =>
  database.read(async (db) => {
    const row = await db.selectFrom('lyric_files').select('text').where('id', '=', id).executeTakeFirst();
    return row?.text ?? null;
  });

describe('a file that is named', () => {
  test('is read by nobody before it is begun, once in the background, and never again', async () => {
    answers = [gives(words)];
    const id = await files.name(owner, file);
    expect(asked).toEqual([]);
    files.begin(id, owner);
    await expect.poll(() => stored(id)).toBe(words);
    files.begin(id, owner);
    expect(await files.read(id, owner)).toEqual({ kind: 'text', name: 'lyrics.txt', text: words });
    expect(asked).toEqual([url]);
  });

  test('is read when it is wanted, where the background never came to it', async () => {
    answers = [gives(words)];
    const id = await files.name(owner, file);
    expect(await files.read(id, owner)).toMatchObject({ kind: 'text', text: words });
  });

  test('that could not be read in the background is tried once more, and only once', async () => {
    answers = [stumbles, gives(words)];
    const id = await files.name(owner, file);
    files.begin(id, owner);
    await expect.poll(() => asked.length).toBe(1);
    expect(await files.read(id, owner)).toMatchObject({ kind: 'text', text: words });
    const other = await files.name(owner, file);
    answers = [stumbles, gives(words)];
    expect(await files.read(other, owner)).toEqual({ kind: 'unreadable', why: 'unreadable' });
    expect(asked.length).toBe(3);
  });

  test('whose reading hangs is waited for two seconds, and then begun anew', async () => {
    answers = [hangs, gives(words)];
    const id = await files.name(owner, file);
    files.begin(id, owner);
    await expect.poll(() => asked.length).toBe(1);
    const read = files.read(id, owner);
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.advance(1_900);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked.length).toBe(1);
    clock.advance(200);
    expect(await read).toMatchObject({ kind: 'text', text: words });
    expect(asked.length).toBe(2);
  });

  test('is one reading for all who want it at the same time', async () => {
    const gate = Promise.withResolvers<void>();
    answers = [() => gate.promise.then(gives(words))];
    const id = await files.name(owner, file);
    files.begin(id, owner);
    await expect.poll(() => asked.length).toBe(1);
    const both = [files.read(id, owner), files.read(id, owner)];
    gate.resolve();
    for (const read of await Promise.all(both)) expect(read).toMatchObject({ kind: 'text', text: words });
    expect(asked.length).toBe(1);
  });

  test.each([
    ['too_large', async (): Promise<ReadAnswer> => ({ kind: 'refused', reason: 'too_large' })],
    ['unreadable', async (): Promise<ReadAnswer> => ({ kind: 'refused', reason: 'address' })],
    ['not_text', gives(Buffer.from('ID3\u0004\0\0', 'latin1'))],
    ['not_text', gives(Buffer.from([0xff, 0xfb, 0x90, 0x64]))],
    ['empty', gives(' \r\n\u200b')],
  ] as const)('is %s by what it turns out to be, and nothing of it is kept', async (why, answer) => {
    answers = [answer];
    const id = await files.name(owner, file);
    expect(await files.read(id, owner)).toEqual({ kind: 'unreadable', why });
    expect(await stored(id)).toBeNull();
  });

  test('is nobody else’s, in no other server, and no made up id is one', async () => {
    const id = await files.name(owner, file);
    for (const [name, who] of [
      [id, { ...owner, userId: '300000000000000002' }],
      [id, { ...owner, guildId: '100000000000000002' }],
      ['constructor', owner],
      ["' or 1=1 --", owner],
    ] as const) {
      expect(await files.find(name, who)).toBeNull();
      expect(await files.read(name, who)).toEqual({ kind: 'unreadable', why: 'unreadable' });
      files.begin(name, who);
    }
    expect(asked).toEqual([]);
    expect(await files.find(id, owner)).toEqual({ name: 'lyrics.txt', isRead: false });
  });
});

describe('files that are kept', () => {
  test('words are one file however often they are kept, and are never asked for', async () => {
    const once = await files.keep(owner, { name: 'lyrics.txt', text: words });
    const again = await files.keep(owner, { name: 'lyrics.txt', text: words });
    const other = await files.keep(owner, { name: 'lyrics.txt', text: 'others' });
    expect([once === again, once === other, await kept()]).toEqual([true, false, 2]);
    expect(await files.read(once, owner)).toEqual({ kind: 'text', name: 'lyrics.txt', text: words });
    expect(asked).toEqual([]);
  });

  test('go after 48 hours, and not before', async () => {
    const early = await files.keep(owner, { name: 'early.txt', text: words });
    clock.advance(2 * hour);
    const late = await files.name(owner, file);
    clock.advance(46 * hour - 1);
    await files.purge();
    expect(await kept()).toBe(2);
    clock.advance(1);
    await files.purge();
    expect(await files.find(early, owner)).toBeNull();
    expect(await files.find(late, owner)).not.toBeNull();
  });

  test('are twenty of a member at most: the oldest make room, others keep theirs', async () => {
    const others = await files.name({ ...owner, userId: '300000000000000002' }, file);
    const ids: string[] = [];
    for (let n = 0; n < 25; n += 1) {
      clock.advance(1);
      ids.push(await files.name(owner, { name: `${n}.txt`, url }));
    }
    expect(await kept()).toBe(21);
    const there = await Promise.all(ids.map(async (id) => (await files.find(id, owner)) !== null));
    expect(there).toEqual(ids.map((_, n) => n >= 5));
    expect(await files.find(others, { ...owner, userId: '300000000000000002' })).not.toBeNull();
  });
});

test('a stop ends what is being read, and begins nothing more', async () => {
  answers = [hangs, gives(words)];
  const id = await files.name(owner, file);
  files.begin(id, owner);
  await expect.poll(() => asked.length).toBe(1);
  await files.close();
  files.begin(id, owner);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked.length).toBe(1);
});

test.each([
  ['as it is', Buffer.from('Über Brücken\n歌う 🎶'), 'Über Brücken\n歌う 🎶'],
  ['without the mark of UTF-8', Buffer.from('\ufeffRain'), 'Rain'],
  ['with one kind of line end', Buffer.from('a\r\nb\rc\nd'), 'a\nb\nc\nd'],
  ['with tabs and page breaks', Buffer.from('a\tb\fc'), 'a\tb\fc'],
  ['UTF-16 with its mark: none', Buffer.from('\ufeffRain', 'utf16le'), null],
  ['UTF-16 without its mark: none', Buffer.from('Rain', 'utf16le'), null],
  ['Latin-1: none', Buffer.from('Über', 'latin1'), null],
  ['half a letter at its end: none', Buffer.from('Rain ü').subarray(0, -1), null],
  ['a picture: none', Buffer.from('89504e470d0a1a0a', 'hex'), null],
  ['a null in a text: none', Buffer.from('Rain\0Rain'), null],
  ['signs that move a terminal: none', Buffer.from('\u001b[31mRain'), null],
])('bytes are read %s', (_what, bytes, text) => {
  expect(textOf(bytes)).toBe(text);
});
