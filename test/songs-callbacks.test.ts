import { afterEach, describe, expect, test } from 'vitest';
import type { TaskReference } from '../src/providers/provider.ts';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  guild,
  mp3,
  type OpenRoom,
  ready,
  seen,
  soundBooks,
  working,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

/** A service that names its task when it calls, in a room that it can reach. `heard`: the address of each submission. */
async function called(more: Parameters<typeof open>[0] = {}) {
  const heard: string[] = [];
  const provider = createScripted('sketch', {
    callbacks: 'names_task',
    lookEveryMs: 10_000,
    taskIn: (body) => (body as { task?: TaskReference } | undefined)?.task ?? null,
  });
  const { submit } = provider;
  provider.submit = (work, context) => {
    heard.push(context.callbackUrl ?? 'none');
    return submit(work, context);
  };
  const room = await open({ providers: [provider], publicUrl: 'https://songs.example', ...more });
  /** As if the service had posted `body` to the address of its nth submission. */
  const call = (body: unknown, nth = 0, more: { provider?: string; token?: string } = {}) => {
    const token = heard[nth]?.split('/').at(-1) ?? '';
    return room.callbacks.receive(more.provider ?? 'sketch', more.token ?? token, body);
  };
  return { provider, room, heard, call };
}

const stateOf = async (room: OpenRoom, songId: string) => (await room.songs.find(songId, guild))?.state;
const nothing = { callbackType: 'complete' };

describe('a callback', () => {
  test('has an address of its own for each attempt, of which the database keeps only a hash', async () => {
    const { room, heard } = await called();
    await ask(room);
    await ask(room);
    await room.turn();
    expect(heard).toHaveLength(2);
    for (const url of heard) expect(url).toMatch(/^https:\/\/songs\.example\/callbacks\/sketch\/[\w-]{22}$/);
    expect(new Set(heard).size).toBe(2);
    const rows = await room.database.read((db) => db.selectFrom('attempts').selectAll().execute());
    for (const url of heard) expect(JSON.stringify(rows)).not.toContain(url.split('/').at(-1));
  });

  test('wakes the look at once, and nothing of its body is believed', async () => {
    const { provider, room, call } = await called();
    const song = await ask(room);
    await room.turn();
    provider.onLook = () => seen(working(0), working(1));
    expect(await room.turn()).toBe(0);
    const lie = { callbackType: 'complete', data: [{ audio_url: 'https://evil.example/a.mp3', status: 'complete' }] };
    expect(await call(lie)).toBe(true);
    expect(await room.turn()).toBe(1);
    expect(provider.looks).toBe(1);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.tracks.map((track) => track.state)]).toEqual(['generating', ['working', 'working']]);
  });

  test('with a broken body wakes it too: the address alone says who calls', async () => {
    const { provider, room, call } = await called();
    await ask(room);
    await room.turn();
    for (const body of [undefined, null, 'text', [], [[]], 7]) expect(await call(body)).toBe(true);
    await room.turn();
    expect(provider.looks).toBe(1);
  });

  test('that is forged in any way is not known, and moves nothing', async () => {
    const { provider, room, heard, call } = await called();
    await ask(room);
    await ask(room);
    await room.turn();
    const token = heard[0]?.split('/').at(-1) ?? '';
    const forged = [
      call(nothing, 0, { token: 'x'.repeat(22) }),
      call(nothing, 0, { token: `${token}x` }),
      call(nothing, 0, { token: token.slice(1) }),
      call(nothing, 0, { token: '' }),
      call(nothing, 0, { token: '../../healthz' }),
      call(nothing, 0, { provider: 'other' }),
      call(nothing, 0, { provider: '__proto__' }),
      // The right address with the task of another song.
      call({ task: { id: 'somebody-else' } }),
    ];
    expect(await Promise.all(forged)).toEqual(forged.map(() => false));
    expect(await room.turn()).toBe(0);
    expect(provider.looks).toBe(0);
  });

  test('fifty times over is one look, and then at most two a second', async () => {
    const { provider, room, call } = await called();
    await ask(room);
    await room.turn();
    provider.onLook = () => seen(working(0), working(1));
    for (let n = 0; n < 50; n += 1) await call(nothing);
    await room.turn();
    expect(provider.looks).toBe(1);
    for (let ms = 0; ms < 3_000; ms += 50) {
      await call(nothing);
      await room.pass(50, 50);
    }
    expect(provider.looks).toBeLessThanOrEqual(1 + 6);
  });

  test('that comes while the song is looked at makes it look once more', async () => {
    const { provider, room, call } = await called();
    await ask(room);
    await room.turn();
    provider.onLook = async () => {
      await call(nothing);
      provider.onLook = () => seen(working(0), working(1));
      return seen(working(0), working(1));
    };
    await room.pass(10_000, 10_000);
    expect(provider.looks).toBe(1);
    await room.pass(500, 500);
    expect(provider.looks).toBe(2);
  });

  test.each([
    ['complete, first, text', [nothing, { callbackType: 'first' }, { callbackType: 'text' }]],
    ['the same one three times', [nothing, nothing, nothing]],
    ['an error, then complete', [{ callbackType: 'error' }, nothing]],
  ])('in any order comes to the same song, once: %s', async (_, calls) => {
    const { provider, room, call } = await called();
    const path = await mp3(room, 'take.mp3');
    const song = await ask(room);
    await room.turn();
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    for (const body of calls) {
      expect(await call(body)).toBe(true);
      await room.pass(600, 600);
    }
    expect(await stateOf(room, song.id)).toBe('done');
    expect(await balance(room)).toEqual({ available: 90, held: 0 });
    expect(provider.looks).toBe(1);
    await soundBooks(room);
  });

  test('for a song at its end is answered and changes nothing', async () => {
    const { provider, room, call } = await called();
    const path = await mp3(room, 'take.mp3');
    await ask(room);
    await room.turn();
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    await room.pass(11_000);
    const cards = room.delivery.cards.length;
    expect(await call(nothing)).toBe(true);
    expect(await room.turn()).toBe(0);
    expect(room.delivery.cards.length).toBe(cards);
  });

  test('of a service that was passed over does not disturb the one that has the song now', async () => {
    const second = createScripted('second', { lookEveryMs: 10_000 });
    const first = createScripted('first', { callbacks: 'names_task', taskIn: () => ({ id: 'late' }) });
    let url = '';
    first.submit = async (_, context) => {
      url = context.callbackUrl ?? '';
      return { kind: 'refused', reason: 'maintenance', detail: 'no' };
    };
    const room = await open({ providers: [first, second], publicUrl: 'https://songs.example' });
    await ask(room);
    await room.turn();
    expect(second.submissions).toHaveLength(1);
    expect(await room.callbacks.receive('first', url.split('/').at(-1) ?? '', {})).toBe(true);
    expect(await room.turn()).toBe(0);
  });
});

describe('a submission whose answer was lost, where the service calls back and names its tasks', () => {
  const named = { task: { id: 'task-7' } };

  test('keeps its credits set aside, says so, and is found again by the call: never sent twice', async () => {
    const { provider, room, call } = await called();
    const path = await mp3(room, 'take.mp3');
    provider.onSubmit = () => ({ kind: 'unknown', detail: 'the line was cut' });
    const song = await ask(room);
    await room.turn();
    expect(await balance(room)).toEqual({ available: 90, held: 10 });
    expect(room.delivery.cards.at(-1)?.song).toMatchObject({ state: 'submitting', uncertain: true });
    expect(room.delivery.notices).toEqual([]);
    const tasks: TaskReference[] = [];
    provider.onLook = (task) => {
      tasks.push(task);
      return seen(ready(0, path), ready(1, path));
    };
    expect(await call(named)).toBe(true);
    await room.pass(11_000);
    expect(await stateOf(room, song.id)).toBe('done');
    expect(tasks).toEqual([{ id: 'task-7' }]);
    expect(provider.submissions).toHaveLength(1);
    expect(await balance(room)).toEqual({ available: 90, held: 0 });
    await soundBooks(room);
  });

  test('is found by a call that comes before the answer that is lost', async () => {
    const { provider, room, call } = await called();
    provider.onSubmit = async () => {
      expect(await call(named)).toBe(true);
      return { kind: 'unknown', detail: 'the line was cut' };
    };
    const song = await ask(room);
    await room.turn();
    await room.turn();
    expect(await stateOf(room, song.id)).toBe('generating');
    expect(provider.submissions).toHaveLength(1);
  });

  test('a call before the answer does no harm when the answer comes', async () => {
    const { provider, room, call } = await called();
    const path = await mp3(room, 'take.mp3');
    provider.onSubmit = async () => {
      expect(await call(named)).toBe(true);
      return { kind: 'accepted', task: named.task };
    };
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    const song = await ask(room);
    await room.pass(2_000);
    expect(await stateOf(room, song.id)).toBe('done');
    expect(provider.submissions).toHaveLength(1);
  });

  test('of which nothing is heard is given back at the deadline, and the operator is told', async () => {
    const { provider, room } = await called();
    provider.onSubmit = () => ({ kind: 'unknown', detail: 'the line was cut' });
    const song = await ask(room);
    await room.pass(870_000, 30_000);
    expect((await balance(room)).held).toBe(10);
    await room.pass(60_000, 30_000);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.ending, view?.money]).toEqual(['gave_up', 'unknown_outcome', 'released']);
    expect(room.delivery.notices).toEqual([{ kind: 'unknown_outcome', songId: song.id, service: 'The sketch' }]);
    expect(provider.submissions).toHaveLength(1);
    await soundBooks(room);
  });

  test('and that is heard of after it was given back is delivered free', async () => {
    const { provider, room, call } = await called();
    const path = await mp3(room, 'take.mp3');
    provider.onSubmit = () => ({ kind: 'unknown', detail: 'the line was cut' });
    const song = await ask(room);
    await room.pass(960_000, 30_000);
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    expect(await call(named)).toBe(true);
    await room.pass(60_000, 10_000);
    const view = await room.songs.find(song.id, guild);
    expect([view?.state, view?.late, view?.money]).toEqual(['done', true, 'released']);
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    await soundBooks(room);
  });

  test('survives a restart in between: it is still waited for, and still found', async () => {
    const { provider, room, call } = await called();
    provider.onSubmit = () => new Promise(() => {});
    const song = await ask(room);
    void room.turn();
    await expect.poll(() => stateOf(room, song.id)).toBe('submitting');
    await room.steps.takeOver(room.clock.now());
    await room.turn();
    expect([await stateOf(room, song.id), (await balance(room)).held]).toEqual(['submitting', 10]);
    expect(await call(named)).toBe(true);
    await room.turn();
    expect(await stateOf(room, song.id)).toBe('generating');
    expect(provider.submissions).toHaveLength(1);
  });
});
