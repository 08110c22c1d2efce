import { afterEach, describe, expect, test } from 'vitest';
import type { SubmitAnswer } from '../src/providers/provider.ts';
import { ask, balance, createRooms, createScripted, guild, requestOf, type ScriptedProvider } from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

const says = (provider: ScriptedProvider, answer: SubmitAnswer | null): void => {
  provider.onSubmit = () => answer ?? { kind: 'accepted', task: { id: 'task' } };
};
const no = (reason: 'credits' | 'key' | 'retired' | 'maintenance' | 'busy'): SubmitAnswer => ({
  kind: 'refused',
  reason,
  detail: 'no',
});

describe('a service that needs somebody', () => {
  test.each(['credits', 'key', 'retired'] as const)(
    'for %s: one word to the operator, however many songs, and one when it is well again',
    async (reason) => {
      const provider = createScripted();
      const room = await open({ providers: [provider] });
      says(provider, no(reason));
      for (let n = 0; n < 20; n += 1) {
        await ask(room);
        await room.pass(10_000, 5_000);
      }
      expect(room.delivery.notices).toEqual([{ kind: 'service_needs_you', service: 'The sketch', reason }]);
      says(provider, null);
      await room.pass(600_000, 60_000);
      for (let n = 0; n < 3; n += 1) {
        await ask(room);
        await room.turn();
      }
      expect(room.delivery.notices.slice(1)).toEqual([{ kind: 'service_well', service: 'The sketch' }]);
    },
  );

  test('is asked by fewer and fewer songs, and songs that name it are given back without a request', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider], starterCredits: 10_000 });
    says(provider, no('key'));
    let last = '';
    for (let second = 0; second < 1_800; second += 10) {
      last = (await ask(room, requestOf({}, { model: 'sketch/one' }))).id;
      await room.pass(10_000, 10_000);
    }
    // 180 songs in half an hour; pauses of one minute, doubling to ten.
    expect(provider.submissions.length).toBeGreaterThan(3);
    expect(provider.submissions.length).toBeLessThan(9);
    expect((await room.songs.find(last, guild))?.ending).toBe('unavailable');
    expect((await balance(room)).held).toBe(0);
  });

  test('is passed over while another can do the song: each service once, no loop', async () => {
    const [first, second] = [createScripted('first'), createScripted('second')];
    const room = await open({ providers: [first, second] });
    says(first, no('credits'));
    for (let n = 0; n < 5; n += 1) {
      await ask(room);
      await room.turn();
    }
    expect([first.submissions.length, second.submissions.length]).toEqual([1, 5]);
    says(second, no('key'));
    const song = await ask(room);
    await room.turn();
    expect((await room.songs.find(song.id, guild))?.ending).toBe('unavailable');
    expect([first.submissions.length, second.submissions.length]).toEqual([1, 6]);
  });

  test('whose credits came back is noticed without a song, where it says how many are left', async () => {
    const provider = createScripted();
    let left = 0;
    provider.credits = async () => ({ kind: 'left', credits: left });
    const room = await open({ providers: [provider] });
    says(provider, no('credits'));
    await ask(room);
    await room.turn();
    const never = new AbortController().signal;
    await room.health.check(never);
    expect(room.delivery.notices).toHaveLength(1);
    left = 500;
    await room.health.check(never);
    expect(room.delivery.notices.at(-1)).toEqual({ kind: 'service_well', service: 'The sketch' });
    says(provider, null);
    await ask(room);
    await room.turn();
    expect(provider.submissions).toHaveLength(2);
  });

  test('is still known after a restart: the operator is not told twice', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    says(provider, no('key'));
    await ask(room);
    await room.turn();
    await room.health.recall();
    expect(room.health.closedBy(provider)).toBe('key');
    room.clock.advance(61_000);
    await ask(room);
    await room.turn();
    expect(provider.submissions).toHaveLength(2);
    expect(room.delivery.notices).toHaveLength(1);
  });

  test('that says so only when it is looked at is told of too', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    provider.onLook = () => ({ kind: 'blip', detail: '401', trouble: 'key' });
    await ask(room);
    await room.pass(120_000, 5_000);
    expect(room.delivery.notices).toEqual([{ kind: 'service_needs_you', service: 'The sketch', reason: 'key' }]);
  });
});

describe('a trouble that may pass by itself', () => {
  test('once does not close a service', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    says(provider, no('busy'));
    await ask(room);
    await room.turn();
    says(provider, null);
    const song = await ask(room);
    await room.turn();
    expect((await room.songs.find(song.id, guild))?.state).toBe('generating');
  });

  test('that comes and goes is told of once an hour, and nobody has to hear that it went', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider], starterCredits: 10_000 });
    for (let minute = 0; minute < 59; minute += 1) {
      says(provider, minute % 2 === 0 ? no('busy') : null);
      await ask(room);
      await room.pass(60_000, 60_000);
    }
    const notice = { kind: 'service_needs_you', service: 'The sketch', reason: 'busy' };
    expect(room.delivery.notices).toEqual([notice]);
    await room.pass(120_000, 60_000);
    says(provider, null);
    await ask(room);
    await room.turn();
    says(provider, no('busy'));
    await ask(room);
    await room.turn();
    expect(room.delivery.notices).toEqual([notice, notice]);
  });

  test('again and again lets one song try every ten seconds at the most, and is told of once', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider], starterCredits: 10_000 });
    says(provider, no('maintenance'));
    for (let second = 0; second < 600; second += 1) {
      await ask(room);
      await room.pass(1_000, 1_000);
    }
    expect(provider.submissions.length).toBeLessThan(2 + 10);
    expect(room.delivery.notices).toEqual([
      { kind: 'service_needs_you', service: 'The sketch', reason: 'maintenance' },
    ]);
  });
});

describe('unknown outcomes', () => {
  test('three in a row close a service, since each may have been charged; one that goes well opens it', async () => {
    const provider = createScripted();
    const room = await open({ providers: [provider] });
    says(provider, { kind: 'unknown', detail: '502' });
    for (let n = 0; n < 6; n += 1) {
      await ask(room);
      await room.turn();
    }
    expect(provider.submissions).toHaveLength(3);
    expect(room.health.closedBy(provider)).toBe('silent');
    says(provider, null);
    await room.pass(10_000, 10_000);
    for (let n = 0; n < 2; n += 1) {
      await ask(room);
      await room.turn();
    }
    expect(provider.submissions).toHaveLength(5);
  });

  test('never move a song to another service', async () => {
    const [first, second] = [createScripted('first'), createScripted('second')];
    const room = await open({ providers: [first, second] });
    says(first, { kind: 'unknown', detail: '502' });
    const song = await ask(room);
    await room.turn();
    expect(second.submissions).toHaveLength(0);
    expect((await room.songs.find(song.id, guild))?.ending).toBe('unknown_outcome');
  });
});

test('a refusal that is about the words alone leaves a service open', async () => {
  const provider = createScripted();
  const room = await open({ providers: [provider] });
  says(provider, { kind: 'refused', reason: 'text', detail: 'no' });
  for (let n = 0; n < 5; n += 1) {
    await ask(room);
    await room.turn();
  }
  expect(provider.submissions).toHaveLength(5);
  expect(room.health.closedBy(provider)).toBeNull();
});
