/** What the songs room promises holds on every engine: each function of its repository is met here once. */
import { afterEach, describe, expect, test } from 'vitest';
import { createPostgres } from './helpers/engines.ts';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  guild,
  memberId,
  mp3,
  ready,
  requestOf,
  seen,
  soundBooks,
  working,
} from './helpers/songs.ts';

const rooms = createRooms();
afterEach(rooms.close);

const places: { name: string; url: () => Promise<string | undefined> }[] = [
  { name: 'sqlite', url: async () => undefined },
  { name: 'postgres', url: createPostgres },
];

describe.each(places)('songs on $name', ({ url }) => {
  const open = async (options: Parameters<typeof rooms.open>[0] = {}) => {
    const at = await url();
    return rooms.open({ ...options, ...(at === undefined ? {} : { url: at }) });
  };

  test('a song goes from words to two delivered takes and is paid once, and may be made again and extended', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    const song = await ask(room);
    await room.turn();
    provider.onLook = () => seen(ready(0, path), working(1));
    await room.pass(2_000);
    expect(room.delivery.cards.at(-1)?.song.tracks.map(({ state }) => state)).toEqual(['fetched', 'working']);
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    await room.pass(2_000);
    expect(await room.songs.find(song.id, guild)).toMatchObject({ state: 'done', money: 'captured', captured: 10 });
    const { words: _, cause: __, model: ___, ...who } = requestOf();
    const again = await room.songs.again(song.id, who);
    expect(again).toMatchObject({ kind: 'accepted', fresh: true });
    expect(await room.songs.again(song.id, who)).toMatchObject({ kind: 'accepted', fresh: false });
    const words = { form: 'extend', parentId: song.id, track: 0, from: '', title: '', style: '', lyrics: '' } as const;
    const extended = await room.songs.request(requestOf(words));
    expect(extended).toMatchObject({ kind: 'accepted', song: { parent: { songId: song.id, track: 0 } } });
    expect(await balance(room)).toEqual({ available: 70, held: 20 });
    await soundBooks(room);
  });

  test('the same interaction, however often and at once, is one song', async () => {
    const room = await open();
    const request = requestOf();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => room.songs.request(request)));
    expect(new Set(outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.song.id)).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.kind === 'accepted' && outcome.fresh)).toHaveLength(1);
    expect(await balance(room)).toEqual({ available: 90, held: 10 });
  });

  test('a song that is cancelled in time gives everything back, and its worker finds its write refused', async () => {
    const room = await open();
    const song = await ask(room);
    const [lease] = await room.steps.claim('w', room.clock.now(), 60_000, 1, []);
    if (lease === undefined) throw new Error('nothing was due');
    expect(await room.songs.cancel(song.id, { userId: memberId, guildId: guild, isManager: false })).toMatchObject({
      kind: 'released',
    });
    expect(await room.steps.commit(lease, room.clock.now(), { work: 'submitting' })).toBe(false);
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
  });

  test('refused words are kept for a day, once for each interaction, and no longer offered once they were sent', async () => {
    const room = await open({ starterCredits: 5 });
    const request = requestOf();
    const first = await room.songs.request(request);
    const second = await room.songs.request(request);
    expect(first.kind === 'refused' && second.kind === 'refused' && first.draftId === second.draftId).toBe(true);
    expect(await room.songs.latestDraft('song', guild, memberId)).toMatchObject({ words: request.words });
    await room.ledger.grant({ key: 'k', guildId: guild, amount: 20, reason: 'gift', byUserId: null });
    await ask(room);
    expect(await room.songs.latestDraft('song', guild, memberId)).toBeNull();
  });

  test('a call of the service names an unknown task, and wakes its song', async () => {
    const provider = createScripted('named', {
      callbacks: 'names_task',
      taskIn: (body) => (body as { task: never }).task,
    });
    const room = await open({ providers: [provider], publicUrl: 'https://songs.example.org' });
    provider.onSubmit = () => ({ kind: 'unknown', detail: 'the line broke' });
    const song = await ask(room);
    await room.turn();
    const attempt = (await room.steps.load(song.id))?.attempts.at(-1);
    const called = await room.steps.attemptCalled(attempt?.callback_hash ?? '');
    expect(called).toMatchObject({ id: attempt?.id, songId: song.id, task: null });
    expect(await room.steps.called(called?.id ?? '', JSON.stringify({ id: 7 }), room.clock.now())).toBe(true);
    expect(await room.steps.songOfTask('named', JSON.stringify({ id: 7 }))).toBe(song.id);
    room.clock.advance(1_000);
    await room.turn();
    expect((await room.steps.load(song.id))?.song.state).toBe('generating');
  });

  test('tokens are forgotten when they have expired, and leases that are renewed stay', async () => {
    const room = await open();
    await ask(room);
    expect(await room.steps.purgeTokens(room.clock.now())).toBe(1);
    expect(await room.steps.purgeTokens(room.clock.now())).toBe(0);
    const [lease] = await room.steps.claim('w', room.clock.now(), 1_000, 1, []);
    room.clock.advance(900);
    await room.steps.renew('w', room.clock.now(), 1_000);
    room.clock.advance(900);
    expect(await room.steps.claim('other', room.clock.now(), 1_000, 1, [])).toEqual([]);
    room.clock.advance(900);
    expect(await room.steps.nextDue(room.clock.now())).toBeLessThanOrEqual(room.clock.now());
    const [stolen] = await room.steps.claim('other', room.clock.now(), 1_000, 1, []);
    expect(stolen).toMatchObject({ songId: lease?.songId, fence: (lease?.fence ?? 0) + 1 });
  });
});
