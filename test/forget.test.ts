/** Forgetting somebody, in a real database: none of their words stays in any table or file, and no amount changes. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isUncredited } from '../src/database/uncredited.ts';
import type { Words } from '../src/songs/songs.ts';
import {
  again,
  amounts,
  another,
  canary,
  circleSong,
  closeScenes,
  entriesOf,
  filesWith,
  jonas,
  openAgain,
  openScene,
  plain,
  sung,
  typed,
  whereStands,
} from './helpers/forget.ts';
import {
  ask,
  balance,
  createScripted,
  guild,
  memberId as mira,
  ready,
  requestOf,
  seen,
  soundBooks,
} from './helpers/songs.ts';

afterEach(closeScenes);

test('who was forgotten leaves no id and no word in any table, and every amount as it was', async () => {
  const scene = await openScene();
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
  // Longer than a form's field it would be a file of his.
  await files.keep({ guildId: guild, userId: jonas }, { name: 'lyrics.txt', text: `said ${canary}` });
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
  // Not even a digest of what a card said.
  const digests = await room.database.read((db) =>
    db.selectFrom('songs').select('shown').where('forgotten_at', 'is not', null).execute(),
  );
  expect(new Set(digests.map(({ shown }) => shown))).toEqual(new Set([null]));
  await room.pass(3_000);
  expect(await whereStands(room, canary, mira)).toEqual([]);
  expect(await filesWith(room, canary)).toEqual([]);
  expect({ balance: await balance(room), amounts: await amounts(scene) }).toEqual(before);
  expect((await entriesOf(scene)).every(({ userId }) => userId !== mira)).toBe(true);
  await soundBooks(room);
});

test('a forgotten song has no words, no takes and no files; its card is edited to say so, and nothing is made of it', async () => {
  const scene = await openScene();
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
  const scene = await openScene();
  const { room, songs } = scene;
  const composed = await sung(scene, typed());
  const his = await sung(scene, plain('[Verse]\nhis own'), { userId: jonas });
  const herCopy = await again(scene, his, mira);
  const copyOfCopy = await again(scene, herCopy, jonas);
  const idea = await sung(scene, { form: 'song', idea: 'his idea', instrumental: false }, { userId: jonas });
  const copyOfIdea = await again(scene, await again(scene, idea, mira), jonas);
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
  expect(await songs.find(copyOfIdea, guild)).toMatchObject({ forgotten: false, work: { idea: 'his idea' } });
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
  const scene = await openScene();
  const composed = await sung(scene, typed());
  const copy = await again(scene, composed, jonas);
  const author = { userId: mira, name: null, section: null, line: 0 };
  expect((await scene.songs.find(copy, guild))?.authors).toEqual([author]);
  expect((await scene.songs.find(await again(scene, composed, mira), guild))?.authors).toEqual([]);
});

test('of a song that several wrote, their sections, title and name go, and the rest plays on', async () => {
  const scene = await openScene();
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
    const scene = await openScene();
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
    const scene = await openScene();
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
    // Of its takes nobody saw one: the only card of the finished song is the one that says that it was forgotten.
    expect(delivery.cards.filter(({ song }) => song.tracks.some(({ state }) => state === 'fetched'))).toHaveLength(1);
    expect(delivery.cards.at(-1)?.song).toMatchObject({ state: 'done', forgotten: true, id });
    expect(await scene.songs.find(id, guild)).toMatchObject({ state: 'done', money: 'captured', captured: 10 });
    expect(await whereStands(room, canary, mira)).toEqual([]);
    expect(await filesWith(room, canary)).toEqual([]);
    await soundBooks(room);
  });

  test('that was given up is not looked for any more, should it come late', async () => {
    const scene = await openScene();
    const { room, provider } = scene;
    provider.onLook = () => seen({ ...ready(0, ''), state: 'working' });
    const { id } = await ask(room, requestOf(typed()));
    await room.pass(920_000, 5_000);
    expect(await scene.songs.find(id, guild)).toMatchObject({ state: 'gave_up', ending: 'silent' });
    await scene.forgetMira();
    provider.onLook = scene.answer;
    await room.pass(3_600_000, 60_000);
    expect(await scene.songs.find(id, guild)).toMatchObject({ state: 'gave_up', forgotten: true });
    expect(await whereStands(room, canary, mira)).toEqual([]);
    expect(await scene.steps.nextDue(scene.clock.now())).toBeNull();
  });

  test('that fails is given back as ever', async () => {
    const scene = await openScene();
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
  const first = await openScene();
  const id = await sung(first, typed());
  await first.forgetMira();
  await first.database.close();
  const second = await openAgain({ dir: first.dir, providers: [createScripted()] });
  await second.steps.takeOver(second.clock.now());
  second.clock.advance(60_000);
  await second.turn();
  expect(second.delivery.cards.map(({ song }) => [song.id, song.forgotten])).toEqual([[id, true]]);
  expect(await readdir(join(second.dir, 'media'))).not.toContain(`${id}-A.mp3`);
  expect(await second.steps.nextDue(second.clock.now())).toBeNull();
});

test('a Discord that stumbles is asked again until the card says it', async () => {
  const scene = await openScene();
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
    const scene = await openScene();
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
    const { forgetting, database, messages } = await openScene();
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
  for (const scene of [await openScene(), await openScene()]) {
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

test('between a form that is sent and its request, their words still do not get in', async () => {
  const { songs, messages, forgetMira, room } = await openScene();
  const owner = { guildId: guild, userId: jonas };
  const id = await messages.keep(owner, { authorId: mira, authorName: 'Mira', text: canary });
  const words: Words = {
    form: 'compose',
    title: 'His',
    style: 'folk',
    lyrics: canary,
    avoid: '',
    vocals: 'any',
    message: id ?? '',
  };
  const authors = [{ userId: mira, name: 'Mira', section: null, line: 0 }];
  await forgetMira();
  expect(await songs.request(requestOf(words, { userId: jonas, authors }))).toMatchObject({
    refusal: { kind: 'author_refuses' },
  });
  expect(await songs.request(requestOf({ ...words, style: '' }, { userId: jonas, authors }))).toMatchObject({
    kind: 'refused',
  });
  expect(await songs.latestDraft('compose', guild, jonas)).toMatchObject({ words: { title: 'His', lyrics: '' } });
  expect(await whereStands(room, canary, mira)).toEqual([]);
});
