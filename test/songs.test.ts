import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { LookAnswer, TrackReport } from '../src/providers/provider.ts';
import { answered, createScripted, openRoom, requestOf } from './helpers/songs.ts';

type Room = Awaited<ReturnType<typeof openRoom>>;
const guild = '100000000000000001';
const member = '300000000000000001';
const rooms: Room[] = [];
const open = async (options?: Parameters<typeof openRoom>[0]) => {
  const room = await openRoom(options);
  rooms.push(room);
  return room;
};
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
});

/** One silent frame of an MP3 at 128 kbit/s, several times: enough to be known for what it is. */
async function mp3(room: Room, name: string): Promise<string> {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  const path = join(room.dir, name);
  await mkdir(room.dir, { recursive: true });
  await writeFile(path, Buffer.concat(Array.from({ length: 8 }, () => frame)));
  return path;
}

const working = (index: number): TrackReport => ({ index, state: 'working', reference: { take: index } });
const ready = (index: number, path: string): TrackReport => ({
  index,
  state: 'ready',
  reference: { take: index },
  audio: { kind: 'file', path },
  title: 'Hum',
  durationSeconds: 30,
});
const failed = (index: number): TrackReport => ({ index, state: 'failed', reference: { take: index } });
const seen = (...tracks: TrackReport[]): LookAnswer => ({ kind: 'seen', stage: 'music', tracks });

async function ask(room: Room, request = requestOf()) {
  const outcome = await room.songs.request(request);
  if (outcome.kind !== 'accepted') throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  await room.songs.answered(outcome.song.id, answered);
  return outcome.song;
}

const balance = async (room: Room) => {
  const { available, held } = await room.ledger.balance(guild);
  return { available, held };
};

const soundBooks = async (room: Room) => expect((await room.ledger.audit()).faults).toEqual([]);

describe('a song', () => {
  test('goes from words to two delivered takes, the first one early, and is paid once', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    const song = await ask(room);
    expect(await balance(room)).toEqual({ available: 90, held: 10 });
    await room.turn();
    expect(provider.submissions).toEqual([{ kind: 'idea', idea: 'a lighthouse that hums', instrumental: false }]);
    provider.onLook = () => seen(ready(0, path), working(1));
    await room.pass(2_000);
    const early = room.delivery.cards.at(-1)?.song;
    expect(early?.tracks.map((track) => track.state)).toEqual(['fetched', 'working']);
    expect(early?.state).toBe('generating');
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    await room.pass(2_000);
    const last = room.delivery.cards.at(-1)?.song;
    expect(last?.state).toBe('done');
    expect(last?.tracks.every((track) => track.audioPath !== null)).toBe(true);
    expect(await balance(room)).toEqual({ available: 90, held: 0 });
    expect((await room.songs.find(song.id, guild))?.money).toBe('captured');
    expect(await room.turn()).toBe(0);
    await soundBooks(room);
  });

  test('waits for its card before it is submitted, and begins without it when the answer never went out', async () => {
    const room = await open();
    await room.songs.request(requestOf());
    expect(await room.turn()).toBe(0);
    room.clock.advance(3_000);
    expect(await room.turn()).toBe(1);
    expect(room.providers[0]?.submissions.length).toBe(1);
  });

  test('is one song however often its interaction is delivered', async () => {
    const room = await open();
    const request = requestOf();
    const first = await room.songs.request(request);
    const second = await room.songs.request(request);
    expect(first.kind === 'accepted' && second.kind === 'accepted' && second.song.id === first.song.id).toBe(true);
    expect(second.kind === 'accepted' && second.fresh).toBe(false);
    expect(await balance(room)).toEqual({ available: 90, held: 10 });
  });

  test('moves its card at most once in five seconds while nothing is ready', async () => {
    const room = await open();
    await ask(room);
    await room.turn();
    const stages = ['queued', 'words', 'music'] as const;
    let looks = 0;
    const provider = room.providers[0];
    if (provider === undefined) throw new Error('no provider');
    provider.onLook = () => ({ kind: 'seen', stage: stages[looks++ % 3] ?? 'music', tracks: [working(0), working(1)] });
    await room.pass(30_000);
    expect(looks).toBeGreaterThan(20);
    expect(room.delivery.cards.length).toBeLessThanOrEqual(6);
    expect(room.delivery.cards.length).toBeGreaterThanOrEqual(3);
  });
});

describe('a service that says no', () => {
  test.each([
    ['text', 'text'],
    ['credits', 'unavailable'],
    ['key', 'unavailable'],
    ['retired', 'unavailable'],
    ['maintenance', 'unavailable'],
    ['busy', 'unavailable'],
    ['track_gone', 'track_gone'],
    ['invalid', 'invalid'],
  ] as const)('for %s ends the song as %s and gives the credits back', async (reason, ending) => {
    const provider = createScripted();
    provider.onSubmit = () => ({ kind: 'refused', reason, detail: 'no' });
    const room = await open({ providers: [provider] });
    const song = await ask(room);
    await room.turn();
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.ending, view?.money]).toEqual(['refused', ending, 'released']);
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    expect(room.delivery.cards.at(-1)?.song.ending).toBe(ending);
    await room.pass(60_000);
    expect(provider.submissions.length).toBe(1);
    await soundBooks(room);
  });

  test('hands a song to the next service that is no dearer, and only what that one costs is captured', async () => {
    const [first, dear, cheap] = [createScripted('first'), createScripted('dear'), createScripted('cheap')];
    first.onSubmit = () => ({ kind: 'refused', reason: 'maintenance', detail: 'no' });
    const room = await open({
      providers: [first, dear, cheap],
      prices: [
        ['first', 10],
        ['dear', 12],
        ['cheap', 4],
      ],
    });
    const path = await mp3(room, 'take.mp3');
    cheap.onLook = () => seen(ready(0, path), ready(1, path));
    const song = await ask(room);
    await room.pass(3_000);
    expect([first.submissions.length, dear.submissions.length, cheap.submissions.length]).toEqual([1, 0, 1]);
    expect((await room.songs.find(song.id, guild))?.provider.name).toBe('The cheap');
    expect(await balance(room)).toEqual({ available: 96, held: 0 });
    expect(room.delivery.notices).toEqual([{ kind: 'service_needs_you', service: 'The first', reason: 'maintenance' }]);
    await soundBooks(room);
  });

  test('is not passed over when the member named its model', async () => {
    const [first, second] = [createScripted('first'), createScripted('second')];
    first.onSubmit = () => ({ kind: 'refused', reason: 'busy', detail: 'no' });
    const room = await open({ providers: [first, second] });
    await ask(room, requestOf({}, { model: 'first/one' }));
    await room.pass(3_000);
    expect(second.submissions.length).toBe(0);
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
  });

  test('tells the operator once, however many songs it refuses', async () => {
    const provider = createScripted();
    provider.onSubmit = () => ({ kind: 'refused', reason: 'key', detail: 'no' });
    const room = await open({ providers: [provider] });
    for (let n = 0; n < 3; n++) await ask(room);
    await room.turn();
    expect(room.delivery.notices.length).toBe(1);
  });
});

describe('an unknown outcome', () => {
  test('is never sent again: the credits go back at once and the operator is told', async () => {
    const provider = createScripted();
    provider.onSubmit = () => ({ kind: 'unknown', detail: 'the line was cut' });
    const room = await open({ providers: [provider, createScripted('other')] });
    const song = await ask(room);
    await room.pass(20 * 60_000, 60_000);
    expect(provider.submissions.length).toBe(1);
    expect(room.providers[1]?.submissions.length).toBe(0);
    expect((await room.songs.find(song.id, guild))?.ending).toBe('unknown_outcome');
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    expect(room.delivery.notices[0]?.kind).toBe('unknown_outcome');
  });

  test('is what a restart makes of a submission that was under way', async () => {
    const provider = createScripted();
    let arrived: () => void = () => {};
    const reached = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    provider.onSubmit = () => {
      arrived();
      return new Promise(() => {});
    };
    const room = await open({ providers: [provider] });
    const song = await ask(room);
    void room.turn();
    await reached;
    expect((await room.songs.find(song.id, guild))?.state).toBe('submitting');
    await room.steps.takeOver(room.clock.now());
    await room.turn();
    expect((await room.songs.find(song.id, guild))?.ending).toBe('unknown_outcome');
    expect(provider.submissions.length).toBe(1);
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
  });
});

describe('a service that fails', () => {
  test('on one of two takes delivers the good one and gives back its share', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    provider.onLook = () => seen(failed(0), ready(1, path));
    const song = await ask(room);
    await room.pass(2_000);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.captured]).toEqual(['done', 5]);
    expect(view?.tracks.map((track) => track.state)).toEqual(['failed', 'fetched']);
    expect(await balance(room)).toEqual({ available: 95, held: 0 });
    await soundBooks(room);
  });

  test('on every take ends the song and gives everything back', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    provider.onLook = () => seen(failed(0), failed(1));
    const song = await ask(room);
    await room.pass(2_000);
    expect((await room.songs.find(song.id, guild))?.ending).toBe('service');
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
  });

  test('stumbles for a while and is simply asked again', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    let stumbles = 5;
    provider.onLook = () => (stumbles-- > 0 ? { kind: 'blip', detail: '502' } : seen(ready(0, path), ready(1, path)));
    const song = await ask(room);
    await room.pass(120_000, 2_000);
    expect((await room.songs.find(song.id, guild))?.state).toBe('done');
  });

  test('never undoes what was seen: a late report of less changes nothing', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    const reports = [seen(ready(0, path), working(1)), seen(working(0), working(1)), seen(working(0), ready(1, path))];
    provider.onLook = () => reports.shift() ?? seen();
    const song = await ask(room);
    await room.pass(5_000);
    const view = await room.songs.find(song.id, guild);
    expect(view?.tracks.map((track) => track.state)).toEqual(['fetched', 'fetched']);
    expect(view?.state).toBe('done');
  });

  test('keeps silent until the deadline: credits go back, and a song that comes late is delivered free', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    provider.onLook = () => seen(working(0), working(1));
    const song = await ask(room);
    await room.pass(901_000, 10_000);
    expect((await room.songs.find(song.id, guild))?.ending).toBe('silent');
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    await room.pass(20 * 60_000, 60_000);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.money, view?.late]).toEqual(['done', 'released', true]);
    expect(room.delivery.cards.at(-1)?.song.state).toBe('done');
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    expect(provider.submissions.length).toBe(1);
    await soundBooks(room);
  });

  test('keeps silent on one take until the deadline: the other is delivered', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    provider.onLook = () => seen(ready(0, path), working(1));
    const song = await ask(room);
    await room.pass(910_000, 10_000);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.captured]).toEqual(['done', 5]);
  });
});

describe('delivery', () => {
  const finished = async (room: Room) => {
    const path = await mp3(room, 'take.mp3');
    const provider = room.providers[0];
    if (provider === undefined) throw new Error('no provider');
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    const song = await ask(room);
    await room.turn();
    return song;
  };

  test('waits for a Discord that stumbles, holding the credits until the song is really there', async () => {
    const room = await open();
    const song = await finished(room);
    room.delivery.next = Array.from({ length: 3 }, () => () => ({ kind: 'later', retryAfterMs: 2_000, detail: '502' }));
    await room.pass(3_000);
    expect(await balance(room)).toEqual({ available: 90, held: 10 });
    await room.pass(60_000);
    expect((await room.songs.find(song.id, guild))?.state).toBe('done');
    expect(await balance(room)).toEqual({ available: 90, held: 0 });
  });

  test('gives the credits back when every door is closed', async () => {
    const room = await open();
    const song = await finished(room);
    room.delivery.next = [() => ({ kind: 'nowhere', detail: '10003' })];
    await room.pass(3_000);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.ending]).toEqual(['gave_up', 'nowhere']);
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
  });

  test('survives a death between edit and capture: edited again, captured once', async () => {
    const room = await open();
    const song = await finished(room);
    room.delivery.next = [
      () => {
        throw new Error('died right after the edit');
      },
    ];
    room.clock.advance(1_000);
    await expect(room.turn()).rejects.toThrow('died');
    expect((await room.songs.find(song.id, guild))?.state).toBe('delivering');
    await room.steps.takeOver(room.clock.now());
    await room.turn();
    expect((await room.songs.find(song.id, guild))?.money).toBe('captured');
    expect(await balance(room)).toEqual({ available: 90, held: 0 });
    await soundBooks(room);
  });
});

describe('a lease', () => {
  test('that was overtaken can write nothing any more', async () => {
    const room = await open();
    const song = await ask(room);
    const [old] = await room.steps.claim('first', room.clock.now(), 1_000, 1, []);
    room.clock.advance(2_000);
    const [fresh] = await room.steps.claim('second', room.clock.now(), 1_000, 1, []);
    if (old === undefined || fresh === undefined) throw new Error('not leased');
    expect(fresh.fence).toBeGreaterThan(old.fence);
    expect(await room.steps.commit(old, room.clock.now(), { rest: null })).toBe(false);
    await room.advance(old);
    expect(room.providers[0]?.submissions.length).toBe(0);
    await room.advance(fresh);
    expect(room.providers[0]?.submissions.length).toBe(1);
    expect(song.id).toBe(old.songId);
  });
});

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
  const parentOf = async (room: Room) => {
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

describe('the loop', () => {
  test('does it all by itself, and is woken rather than waited for', async () => {
    const provider = createScripted('sketch', { lookEveryMs: 0 });
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    await room.worker.start();
    const song = await ask(room);
    await expect.poll(async () => (await room.songs.find(song.id, guild))?.state).toBe('done');
    await room.worker.stop({ withinMs: 1_000, submissionsWithinMs: 1_000, submitting: new Set() });
    await soundBooks(room);
  });
});
