/** Forgetting somebody, in a real database: none of their words stays in any table or file, and no amount changes. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { causeOf } from '../src/circles/rounds.ts';
import { createCircles } from '../src/circles/store.ts';
import { isUncredited } from '../src/database/uncredited.ts';
import { createForgetting } from '../src/members/forget.ts';
import { withoutSections } from '../src/members/sections.ts';
import type { TaskReference, Work } from '../src/providers/provider.ts';
import { createLyricFiles } from '../src/songs/lyric-files.ts';
import { createMessages } from '../src/songs/messages.ts';
import type { Author } from '../src/songs/song.ts';
import type { SongRequest, Words } from '../src/songs/songs.ts';
import { roomyLimits } from './helpers/circles.ts';
import { createTestLog } from './helpers/discord.ts';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  guild,
  memberId as mira,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  seen,
  soundBooks,
} from './helpers/songs.ts';

const jonas = '300000000000000002';
/** Stands in everything that Mira typed, and nowhere else. */
const canary = 'zephyrquartz';

const rooms = createRooms();
afterEach(rooms.close);

/** A room whose service sings what it is asked, calls the song as it was asked to, and is done at the first look. */
async function open(options: Parameters<typeof rooms.open>[0] = {}) {
  const provider = createScripted();
  const forgotten: TaskReference[] = [];
  provider.forget = async (tasks) => void forgotten.push(...tasks);
  const room = await rooms.open({ providers: [provider], starterCredits: 1_000, ...options });
  const works: Work[] = [];
  provider.onSubmit = (work) => ({ kind: 'accepted', task: { n: works.push(work) - 1 } });
  const path = await mp3(room, 'take.mp3');
  const answer = (task: TaskReference) => {
    const work = works[Number(task.n)];
    const told = work?.kind === 'idea' ? { title: work.idea, style: 'folk', lyrics: `[Verse]\n${work.idea}` } : {};
    return seen({ ...ready(0, path), title: 'Hum', ...told });
  };
  provider.onLook = answer;
  const { database, clock } = room;
  const forgetting = createForgetting({ database, clock, wake: () => undefined });
  const messages = createMessages({ database, clock });
  const http = { read: async () => ({ kind: 'refused', reason: 'status', detail: '' }) as never };
  const files = createLyricFiles({ database, http, clock, log: createTestLog() });
  const forgetMira = async () => forgetting.forget(mira, await forgetting.referenceOf(mira));
  return { ...room, room, provider, works, forgotten, answer, forgetting, messages, files, forgetMira };
}
type Scene = Awaited<ReturnType<typeof open>>;

const typed = (more: Partial<Extract<Words, { form: 'compose' }>> = {}): Words => ({
  form: 'compose',
  title: `Title ${canary}`,
  style: `style ${canary}`,
  lyrics: `[Verse]\nlyrics ${canary}`,
  avoid: `avoid ${canary}`,
  vocals: 'any',
  ...more,
});
const plain = (lyrics: string): Words => typed({ title: 'Roofs', style: 'folk', avoid: '', lyrics });

/** Asked for and delivered. */
async function sung({ room }: Scene, words: Words, more: Partial<SongRequest> = {}): Promise<string> {
  const { id } = await ask(room, requestOf(words, more));
  await room.pass(4_000);
  expect((await room.songs.find(id, guild))?.state).toBe('done');
  return id;
}
const another = (userId: string): Omit<SongRequest, 'cause' | 'words' | 'model'> => {
  const { cause: _, words: __, model: ___, ...asked } = requestOf({}, { userId });
  return asked;
};
async function again(scene: Scene, songId: string, userId: string): Promise<string> {
  const outcome = await scene.songs.again(songId, another(userId));
  if (outcome?.kind !== 'accepted') throw new Error('not made again');
  await scene.songs.answered(outcome.song.id, { channelId: '200000000000000001', messageId: '500000000000000009' });
  await scene.pass(4_000);
  return outcome.song.id;
}

/** Every column of every table in which one of these stands. */
async function whereStands({ database }: Pick<OpenRoom, 'database'>, ...words: string[]): Promise<string[]> {
  const tables = await database.read((db) =>
    sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE type = 'table'`.execute(db),
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await database.read((db) =>
      sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db),
    );
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (words.some((word) => String(value).includes(word))) found.push(`${name}.${column}`);
  }
  return [...new Set(found)].sort();
}
const filesWith = async ({ dir }: OpenRoom, word: string): Promise<string[]> => {
  const names = (await readdir(join(dir, 'media'))).filter((name) => name.endsWith('.mp3'));
  const texts = await Promise.all(names.map((name) => readFile(join(dir, 'media', name))));
  // Tags are UTF-16.
  return names.filter((_, n) => [Buffer.from(word), Buffer.from(word, 'utf16le')].some((it) => texts[n]?.includes(it)));
};
const entriesOf = ({ ledger }: Scene) => ledger.history(guild, { limit: 1_000 });
const amounts = async (scene: Scene) =>
  (await entriesOf(scene)).map(({ kind, availableChange, heldChange }) => [kind, availableChange, heldChange]);

/** A circle in which Mira and Jonas wrote, and its song. */
async function circleSong(scene: Scene) {
  const { database, clock } = scene;
  const circles = createCircles(database, { limitsOf: () => roomyLimits });
  const place = { guildId: guild, channelId: '200000000000000001', applicationId: 'app', locale: 'en-US' };
  const what = { userId: mira, mode: 'open', model: 'sketch/one', theme: `theme ${canary}` } as const;
  const { id } = await circles.start({ cause: 'interaction:circle', ...place, ...what }, clock.now());
  let n = 0;
  const act = (action: Parameters<typeof circles.act>[0]['action']) => {
    n += 1;
    return circles.act({ circleId: id, guildId: guild, cause: `interaction:act${n}`, action }, clock.now());
  };
  const section = 'verse';
  await act({ kind: 'add_section', by: mira, section, lyrics: `hers ${canary}`, after: null });
  await act({ kind: 'add_section', by: jonas, section, lyrics: 'his first\n\nand more', after: 2 });
  await act({ kind: 'propose', by: mira, field: 'title', text: `Called ${canary}` });
  const lyrics = `[Verse]\nhers ${canary}\n\n[Verse]\nhis first\n\nand more`;
  const authors: Author[] = [
    { userId: mira, name: `Mira ${canary}`, section: 'Verse', line: 0 },
    { userId: jonas, name: 'Jonas', section: 'Verse', line: 3 },
  ];
  const words = typed({ title: `Called ${canary}`, style: 'folk', avoid: '', lyrics });
  const songId = await sung(scene, words, { cause: causeOf(id, 1), authors });
  return { circles, circleId: id, songId };
}

test('who was forgotten leaves no id and no word in any table, and every amount as it was', async () => {
  const scene = await open();
  const { room, songs, messages, files } = scene;
  const owner = { guildId: guild, userId: mira };
  await sung(scene, { form: 'song', idea: `idea ${canary}`, instrumental: false });
  const composed = await sung(scene, typed());
  const extension: Words = {
    form: 'extend',
    parentId: composed,
    track: 0,
    from: '',
    title: '',
    style: '',
    lyrics: canary,
  };
  await sung(scene, extension);
  await again(scene, composed, jonas);
  await again(scene, await again(scene, composed, mira), jonas);
  await circleSong(scene);
  // Refused, and kept.
  await songs.request(requestOf(typed({ style: '' })));
  await songs.request(
    requestOf(typed(), { missing: ['View Channel'], userId: mira, cause: `again:${composed}:${mira}:9` }),
  );
  const refusedAgain = requestOf(typed(), {
    missing: ['View Channel'],
    userId: jonas,
    cause: `again:${composed}:${jonas}:9`,
  });
  await songs.request(refusedAgain);
  await files.keep(owner, { name: `${canary}.txt`, text: `file ${canary}` });
  // Her message, taken up by Jonas; and his, taken up by her.
  const message = await messages.keep(
    { guildId: guild, userId: jonas },
    { authorId: mira, authorName: canary, text: `said ${canary}` },
  );
  await messages.keep(owner, { authorId: jonas, authorName: 'Jonas', text: 'said by him' });
  const hers = plain(`said ${canary}`);
  const fromMessage = hers.form === 'compose' ? { ...hers, message: message ?? '' } : hers;
  await songs.request(requestOf(fromMessage, { missing: ['View Channel'], userId: jonas }));
  await sung(scene, fromMessage, { userId: jonas, authors: [{ userId: mira, name: canary, section: null, line: 0 }] });
  expect((await whereStands(room, canary)).length).toBeGreaterThan(10);
  expect((await filesWith(room, canary)).length).toBeGreaterThan(3);
  const before = { balance: await balance(room), amounts: await amounts(scene) };

  expect(await scene.forgetMira()).toBe(true);
  expect(await whereStands(room, canary, mira)).toEqual([]);
  await room.pass(3_000);
  expect(await whereStands(room, canary, mira)).toEqual([]);
  expect(await filesWith(room, canary)).toEqual([]);
  expect({ balance: await balance(room), amounts: await amounts(scene) }).toEqual(before);
  expect((await entriesOf(scene)).every(({ userId }) => userId !== mira)).toBe(true);
  await soundBooks(room);
});

test('a forgotten song has no words, no takes and no files; its card is edited to say so, and nothing is made of it', async () => {
  const scene = await open();
  const { room, songs, delivery } = scene;
  const id = await sung(scene, typed());
  expect(await readdir(join(room.dir, 'media'))).toContain(`${id}-A.mp3`);
  await scene.forgetMira();
  delivery.cards.length = 0;
  await room.pass(2_000);
  expect(delivery.cards.map(({ song, place }) => [song.id, song.forgotten, song.userId, place.messageId])).toEqual([
    [id, true, null, '500000000000000001'],
  ]);
  expect(await readdir(join(room.dir, 'media'))).not.toContain(`${id}-A.mp3`);
  expect(scene.forgotten).toEqual([{ n: 0 }]);
  expect(await songs.find(id, guild)).toMatchObject({
    forgotten: true,
    title: null,
    lyrics: null,
    extendable: false,
    state: 'done',
    money: 'captured',
    captured: 10,
  });
  expect(await songs.again(id, another(jonas))).toBeNull();
  const words: Words = { form: 'extend', parentId: id, track: 0, from: '', title: '', style: '', lyrics: '' };
  expect(await songs.request(requestOf(words, { userId: jonas }))).toMatchObject({ refusal: { kind: 'forgotten' } });
  // Once amended it rests.
  expect(await scene.steps.nextDue(scene.clock.now())).toBeNull();
});

test('what others wrote stays theirs, also where it continues a forgotten song', async () => {
  const scene = await open();
  const { room, songs } = scene;
  const composed = await sung(scene, typed());
  const his = await sung(scene, plain('[Verse]\nhis own'), { userId: jonas });
  const herCopy = await again(scene, his, mira);
  const copyOfCopy = await again(scene, herCopy, jonas);
  const extension: Words = {
    form: 'extend',
    parentId: composed,
    track: 0,
    from: '',
    title: 'On',
    style: '',
    lyrics: 'his',
  };
  const on = await sung(scene, extension, { userId: jonas });
  await scene.forgetMira();
  scene.delivery.cards.length = 0;
  await room.pass(2_000);
  expect(await songs.find(his, guild)).toMatchObject({ forgotten: false, lyrics: '[Verse]\nhis own' });
  expect(await songs.find(herCopy, guild)).toMatchObject({ forgotten: true });
  expect(await songs.find(copyOfCopy, guild)).toMatchObject({ forgotten: false, lyrics: '[Verse]\nhis own' });
  expect(await songs.find(on, guild)).toMatchObject({
    forgotten: false,
    title: 'On',
    lyrics: 'his',
    parent: { title: null },
  });
  // The cards that showed her title, or her name.
  const amended = scene.delivery.cards.map(({ song }) => song.id);
  expect(amended).toContain(on);
  expect(amended).not.toContain(his);
});

test('made again by others, words are of whoever wrote them', async () => {
  const scene = await open();
  const composed = await sung(scene, typed());
  const copy = await again(scene, composed, jonas);
  const author = { userId: mira, name: null, section: null, line: 0 };
  expect((await scene.songs.find(copy, guild))?.authors).toEqual([author]);
  expect((await scene.songs.find(await again(scene, composed, mira), guild))?.authors).toEqual([]);
});

test('of a song that several wrote, their sections, title and name go, and the rest plays on', async () => {
  const scene = await open();
  const { room, songs } = scene;
  const { circles, circleId, songId } = await circleSong(scene);
  const copy = await again(scene, songId, jonas);
  await scene.forgetMira();
  scene.delivery.cards.length = 0;
  await room.pass(2_000);
  for (const id of [songId, copy])
    expect(await songs.find(id, guild)).toMatchObject({
      forgotten: false,
      title: 'his first',
      lyrics: '[Verse]\nhis first\n\nand more',
      work: { lyrics: '[Verse]\nhis first\n\nand more', title: 'his first' },
      authors: [{ userId: jonas, name: 'Jonas', section: 'Verse', line: 0 }],
      tracks: [{ state: 'fetched', audioBytes: expect.any(Number) }],
    });
  expect(scene.delivery.cards.map(({ song }) => song.id).sort()).toEqual([songId, copy].sort());
  const names = await readdir(join(room.dir, 'media'));
  expect(names).toContain(`${songId}-A.mp3`);
  const file = await readFile(join(room.dir, 'media', `${songId}-A.mp3`));
  expect(file.includes(Buffer.from('his first', 'utf16le'))).toBe(true);
  expect((await circles.load(circleId, guild))?.state.sections.map(({ lyrics }) => lyrics)).toEqual([
    '',
    'his first\n\nand more',
  ]);
  // The last of its authors takes the song along.
  expect(await scene.forgetting.forget(jonas, await scene.forgetting.referenceOf(jonas))).toBe(true);
  await room.pass(2_000);
  expect(await songs.find(songId, guild)).toMatchObject({ forgotten: true, lyrics: null });
  await soundBooks(room);
});

describe('a song that is still being made', () => {
  test('is not begun any more when no service was asked, and its credits go back', async () => {
    const scene = await open();
    const before = await balance(scene.room);
    const { id } = await ask(scene.room, requestOf(typed()));
    await scene.forgetMira();
    await scene.room.pass(3_000);
    expect(scene.provider.submissions).toEqual([]);
    expect(await scene.songs.find(id, guild)).toMatchObject({ state: 'refused', money: 'released', forgotten: true });
    expect(await balance(scene.room)).toEqual(before);
    expect(await whereStands(scene.room, canary, mira)).toEqual([]);
    await soundBooks(scene.room);
  });

  test('ends first and is paid, is shown to nobody, and is forgotten at once', async () => {
    const scene = await open();
    const { room, provider, delivery } = scene;
    provider.onLook = () => seen({ ...ready(0, ''), state: 'working' });
    const { id } = await ask(room, requestOf(typed()));
    await room.pass(7_000);
    await scene.forgetMira();
    expect(await whereStands(room, mira)).toEqual([]);
    delivery.cards.length = 0;
    await room.pass(7_000);
    provider.onLook = scene.answer;
    await room.pass(3_000);
    expect(delivery.cards.length).toBeGreaterThan(0);
    for (const { song } of delivery.cards) expect([song.title, song.lyrics, song.style]).toEqual([null, null, null]);
    expect(delivery.cards.at(-1)?.song).toMatchObject({ state: 'done', forgotten: true, id });
    expect(await scene.songs.find(id, guild)).toMatchObject({ state: 'done', money: 'captured', captured: 10 });
    expect(await whereStands(room, canary, mira)).toEqual([]);
    expect(await filesWith(room, canary)).toEqual([]);
    await soundBooks(room);
  });

  test('that fails is given back as ever', async () => {
    const scene = await open();
    const before = await balance(scene.room);
    scene.provider.onLook = () => ({ kind: 'failed', reason: 'service', detail: canary });
    const { id } = await ask(scene.room, requestOf(typed()));
    await scene.room.turn();
    await scene.forgetMira();
    await scene.room.pass(4_000);
    expect(await scene.songs.find(id, guild)).toMatchObject({ state: 'gave_up', money: 'released', forgotten: true });
    expect(await balance(scene.room)).toEqual(before);
    expect(await whereStands(scene.room, canary, mira)).toEqual([]);
  });
});

test('killed right after it was written down, the next start removes the files and edits the card', async () => {
  const first = await open();
  const id = await sung(first, typed());
  await first.forgetMira();
  await first.database.close();
  const second = await rooms.open({ dir: first.dir, providers: [createScripted()] });
  await second.steps.takeOver(second.clock.now());
  second.clock.advance(60_000);
  await second.turn();
  expect(second.delivery.cards.map(({ song }) => [song.id, song.forgotten])).toEqual([[id, true]]);
  expect(await readdir(join(second.dir, 'media'))).not.toContain(`${id}-A.mp3`);
  expect(await second.steps.nextDue(second.clock.now())).toBeNull();
});

test('a Discord that stumbles is asked again until the card says it', async () => {
  const scene = await open();
  const id = await sung(scene, typed());
  await scene.forgetMira();
  scene.delivery.cards.length = 0;
  const later = () => ({ kind: 'later', retryAfterMs: 1_000, detail: 'status 500' }) as const;
  scene.delivery.next.push(later, later, later);
  await scene.room.pass(10_000);
  expect(scene.delivery.next).toEqual([]);
  await scene.room.pass(120_000);
  expect(scene.delivery.cards.map(({ song }) => song.id)).toEqual([id]);
});

describe('the confirmation', () => {
  test('works once, and only for the member whose it is', async () => {
    const scene = await open();
    await sung(scene, typed());
    const { forgetting } = scene;
    const reference = await forgetting.referenceOf(mira);
    expect(await forgetting.forget(jonas, reference)).toBe(false);
    expect(await forgetting.forget(mira, reference + 1)).toBe(false);
    expect((await whereStands(scene, canary)).length).toBeGreaterThan(0);
    expect(await Promise.all([forgetting.forget(mira, reference), forgetting.forget(mira, reference)])).toEqual([
      true,
      false,
    ]);
    // She comes back, as somebody new.
    const id = await sung(scene, plain('anew'));
    expect(await forgetting.referenceOf(mira)).not.toBe(reference);
    expect(await forgetting.forget(mira, reference)).toBe(false);
    expect(await scene.songs.find(id, guild)).toMatchObject({ userId: mira, lyrics: 'anew' });
  });

  test('of somebody who was never here keeps nothing of them but that they refuse', async () => {
    const { forgetting, database, messages } = await open();
    expect(await forgetting.referenceOf(mira)).toBe(0);
    expect(await forgetting.forget(mira, 0)).toBe(true);
    expect(await whereStands({ database }, mira)).toEqual([]);
    expect(
      await messages.keep({ guildId: guild, userId: jonas }, { authorId: mira, authorName: 'Mira', text: 'x' }),
    ).toBeNull();
    expect(
      await messages.keep({ guildId: guild, userId: jonas }, { authorId: jonas, authorName: 'J', text: 'x' }),
    ).not.toBeNull();
  });
});

test('that somebody refuses outlasts their return, and another database keeps it under another digest', async () => {
  const digests: string[] = [];
  for (const scene of [await open(), await open()]) {
    await sung(scene, typed());
    await scene.forgetMira();
    await sung(scene, plain('anew'));
    expect(await scene.database.read((db) => isUncredited(db, mira))).toBe(true);
    expect(await scene.database.read((db) => isUncredited(db, jonas))).toBe(false);
    const [row] = await scene.database.read((db) => db.selectFrom('uncredited').select('digest').execute());
    digests.push(row?.digest ?? '');
  }
  expect(new Set(digests).size).toBe(2);
});

describe('lyrics without a section', () => {
  const row = (member_ref: number, line: number, position: number) => ({
    song_id: 's',
    member_ref,
    line,
    position,
    section: 'Verse',
  });
  const lyrics = 'intro\n[Verse]\na\n\n[Verse]\nb\n\n[Verse]\nc';
  const rows = [row(1, 1, 0), row(2, 4, 1), row(1, 7, 2)];

  test('keep the others’ sections whole, and know where they begin', () => {
    expect(withoutSections(lyrics, rows, 1)).toEqual({ lyrics: 'intro\n[Verse]\nb', kept: [row(2, 1, 0)] });
    expect(withoutSections(lyrics, rows, 2)).toEqual({
      lyrics: 'intro\n[Verse]\na\n\n[Verse]\nc',
      kept: [row(1, 1, 0), row(1, 4, 1)],
    });
  });

  test('are as they were for whoever has none in them', () => {
    expect(withoutSections(lyrics, rows, 3)).toEqual({ lyrics, kept: rows });
  });

  test('are nothing when one wrote all of it', () => {
    expect(withoutSections('a\nb', [{ ...row(1, 0, 0), section: null as never }], 1)).toEqual({ lyrics: '', kept: [] });
  });
});
