import { afterEach, describe, expect, test } from 'vitest';
import type { LookAnswer, TrackReport } from '../src/providers/provider.ts';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  failed,
  guild,
  mp3,
  ready,
  requestOf,
  seen,
  soundBooks,
  working,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

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

  test('no longer lists a take that it promised: the others are delivered, and nobody waits for that one', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    const path = await mp3(room, 'take.mp3');
    const reports = [seen(ready(0, path), working(1)), seen(ready(0, path))];
    provider.onLook = () => reports.shift() ?? seen(ready(0, path));
    const song = await ask(room);
    await room.pass(10_000);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.captured, view?.tracks.map((track) => track.state)]).toEqual([
      'done',
      5,
      ['fetched', 'failed'],
    ]);
  });

  describe('that calls its task finished while a take still streams', () => {
    const closing = (...tracks: TrackReport[]): LookAnswer => ({ kind: 'seen', stage: 'closing', tracks });

    test('is waited for, and then what plays is taken', async () => {
      const provider = createScripted();
      const room = await open({ providers: [provider] });
      const path = await mp3(room, 'take.mp3');
      const streaming = { ...working(1), audio: { kind: 'file' as const, path } };
      provider.onLook = () => closing(ready(0, path), streaming);
      const song = await ask(room);
      await room.pass(55_000);
      expect((await room.songs.find(song.id, guild))?.tracks.map((track) => track.state)).toEqual([
        'fetched',
        'working',
      ]);
      await room.pass(15_000);
      const view = await room.songs.find(song.id, guild);
      expect([view?.state, view?.captured]).toEqual(['done', 10]);
    });

    test('and nothing of it plays: that take has failed, long before the deadline', async () => {
      const provider = createScripted();
      const room = await open({ providers: [provider] });
      const path = await mp3(room, 'take.mp3');
      provider.onLook = () => closing(ready(0, path), working(1));
      const song = await ask(room);
      await room.pass(75_000);
      expect((await room.songs.find(song.id, guild))?.captured).toBe(5);
    });
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
