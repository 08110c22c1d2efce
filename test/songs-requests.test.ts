import { afterEach, describe, expect, test } from 'vitest';
import {
  ask,
  balance,
  createRooms,
  guild,
  memberId as member,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  seen,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

describe('cancelling', () => {
  test('before submission releases everything, even when a worker is about to submit', async () => {
    const room = await open();
    const song = await ask(room);
    const [lease] = await room.steps.claim('worker', room.clock.now(), 60_000, 1, []);
    if (lease === undefined) throw new Error('not leased');
    const outcome = await room.songs.cancel(song.id, { userId: member, guildId: guild, isManager: false });
    expect(outcome.kind).toBe('released');
    await room.advance(lease);
    expect(room.providers[0]?.submissions.length).toBe(0);
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    await room.turn();
    expect(room.delivery.cards.at(-1)?.song.ending).toBe('cancelled');
  });

  test('after submission says so on the card, and the song is still made and paid', async () => {
    const room = await open();
    const path = await mp3(room, 'take.mp3');
    const song = await ask(room);
    await room.turn();
    const outcome = await room.songs.cancel(song.id, { userId: member, guildId: guild, isManager: false });
    expect(outcome.kind).toBe('goes_on');
    await room.turn();
    expect(room.delivery.cards.at(-1)?.song.cancelledByUserId).toBe(member);
    const provider = room.providers[0];
    if (provider !== undefined) provider.onLook = () => seen(ready(0, path), ready(1, path));
    await room.pass(5_000);
    expect((await room.songs.find(song.id, guild))?.money).toBe('captured');
    const again = await room.songs.cancel(song.id, { userId: member, guildId: guild, isManager: false });
    expect(again.kind).toBe('over');
  });

  test.each([
    ['another member', { userId: '300000000000000009', guildId: guild, isManager: false }, 'not_yours'],
    ['a manager', { userId: '300000000000000009', guildId: guild, isManager: true }, 'released'],
    ['a manager of another guild', { userId: member, guildId: '100000000000000009', isManager: true }, 'unknown'],
  ] as const)('by %s answers %s', async (_who, by, kind) => {
    const room = await open();
    const song = await ask(room);
    expect((await room.songs.cancel(song.id, by)).kind).toBe(kind);
  });
});

describe('Again', () => {
  test('asks for the same once more, and links to the one that still lives when pressed twice', async () => {
    const room = await open();
    const song = await ask(room);
    const { cause: _, words: __, model: ___, ...press } = requestOf();
    const both = await Promise.all([room.songs.again(song.id, press), room.songs.again(song.id, press)]);
    const ids = both.map((outcome) => (outcome?.kind === 'accepted' ? outcome.song.id : null));
    expect(ids[0]).not.toBe(song.id);
    expect(ids[0]).toBe(ids[1]);
    expect(await balance(room)).toEqual({ available: 80, held: 20 });
    await room.songs.cancel(String(ids[0]), { userId: member, guildId: guild, isManager: false });
    const third = await room.songs.again(song.id, press);
    expect(third?.kind === 'accepted' && third.fresh && third.song.id !== ids[0]).toBe(true);
  });
});

describe('extending', () => {
  const parentOf = async (room: OpenRoom) => {
    const path = await mp3(room, 'take.mp3');
    const provider = room.providers[0];
    if (provider === undefined) throw new Error('no provider');
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    const song = await ask(room);
    await room.pass(3_000);
    return { song, provider };
  };
  const extend = (parentId: string, from = '') =>
    requestOf({ form: 'extend', parentId, track: 1, from, title: '', style: 'calm', lyrics: '' });

  test('goes to the same service with the very track, from its end when nothing is said', async () => {
    const room = await open();
    const { song, provider } = await parentOf(room);
    await ask(room, extend(song.id));
    await room.turn();
    expect(provider.submissions.at(-1)).toMatchObject({
      kind: 'extend',
      parent: { take: 1 },
      fromSecond: 30,
      title: 'Hum',
    });
  });

  test.each([
    ['a track that is not there', { track: 7 }, 'track_gone'],
    ['a second past its end', { from: '9:59' }, 'bad_second'],
    ['a second that is no number', { from: 'soon' }, 'bad_second'],
  ])('from %s is refused and keeps the words', async (_what, words, kind) => {
    const room = await open();
    const { song } = await parentOf(room);
    const request = extend(song.id);
    const outcome = await room.songs.request({
      ...request,
      words: { ...request.words, ...words } as typeof request.words,
    });
    if (outcome.kind !== 'refused') throw new Error('accepted');
    expect(outcome.refusal.kind).toBe(kind);
    expect((await room.songs.draft(outcome.draftId, member))?.words).toMatchObject({ form: 'extend', style: 'calm' });
  });
});

describe('a refused request', () => {
  test.each([
    ['no credits', { starterCredits: 3 }, {}, 'credits'],
    ['the guild a day', { caps: { guild: 9 } }, {}, 'guild_daily'],
    ['the whole bot a day', { caps: { bot: 9 } }, {}, 'bot_daily'],
    ['a member at once', { caps: { memberAtOnce: 0 } }, {}, 'member_at_once'],
    ['a guild at once', { caps: { guildAtOnce: 0 } }, {}, 'guild_at_once'],
    ['a missing permission', {}, { missing: ['Attach Files'] }, 'bot_lacks'],
    ['a locked thread', {}, { threadClosed: true }, 'thread_closed'],
    ['a model nobody knows', {}, { model: 'nobody/none' }, 'unknown_model'],
  ])('for %s holds nothing, says which and offers the words for a day', async (_what, options, more, kind) => {
    const room = await open(options);
    const before = await balance(room);
    const outcome = await room.songs.request(requestOf({}, more));
    if (outcome.kind !== 'refused') throw new Error('accepted');
    expect(outcome.refusal.kind).toBe(kind);
    expect((await balance(room)).held).toBe(before.held);
    const draft = await room.songs.latestDraft('song', guild, member);
    expect(draft?.words).toMatchObject({ form: 'song', idea: 'a lighthouse that hums' });
    expect(await room.songs.draft(outcome.draftId, '300000000000000009')).toBeNull();
    room.clock.advance(24 * 60 * 60 * 1000);
    expect(await room.songs.latestDraft('song', guild, member)).toBeNull();
  });

  test('is no longer offered once its words were sent after all', async () => {
    const room = await open();
    await room.songs.request(requestOf({}, { threadClosed: true }));
    await ask(room);
    expect(await room.songs.latestDraft('song', guild, member)).toBeNull();
  });
});

describe('words that are kept elsewhere', () => {
  const lyrics = { form: 'compose', title: '', style: 'folk', lyrics: 'of many', avoid: '', vocals: 'any' } as const;

  test('are offered to nobody when they are refused', async () => {
    const room = await open({ starterCredits: 5 });
    const outcome = await room.songs.request(requestOf(lyrics, { wordsKept: true }));
    expect(outcome.kind).toBe('refused');
    expect(await room.songs.latestDraft('compose', guild, member)).toBeNull();
  });

  test('leave a member’s own unsent words offered when they are sent', async () => {
    const room = await open();
    await room.songs.request(requestOf({ ...lyrics, style: '', lyrics: 'my own' }));
    expect((await room.songs.request(requestOf(lyrics, { wordsKept: true }))).kind).toBe('accepted');
    expect((await room.songs.latestDraft('compose', guild, member))?.words).toMatchObject({ lyrics: 'my own' });
  });
});
