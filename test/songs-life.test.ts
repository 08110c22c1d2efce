import { afterEach, describe, expect, test } from 'vitest';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  guild,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  seen,
  soundBooks,
  working,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

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

describe('delivery', () => {
  const finished = async (room: OpenRoom) => {
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
