import { afterEach, expect, test } from 'vitest';
import type { ApiCall, ApiOutcome } from '../src/discord/api.ts';
import { type BoardPlace, type Boards, createBoards } from '../src/discord/boards.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import { createTestClock } from './helpers/clock.ts';
import { createTestApi, createTestLog, ids, noon } from './helpers/discord.ts';

const minute = 60_000;
/** The id of a message that was written then. */
const messageAt = (at: number, n = 0): string => String((BigInt(at - 1_420_070_400_000) << 22n) + BigInt(n));
const tick = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const ok = (id: string): ApiOutcome => ({ kind: 'ok', body: { id, channel_id: ids.channel } });
const no = (status: number, code: number): ApiOutcome => ({ kind: 'refused', status, code, message: 'no' });
const later: ApiOutcome = { kind: 'later', retryAfterMs: 2_000, detail: 'status 503' };

const started: Boards[] = [];
afterEach(async () => {
  for (const boards of started.splice(0)) await boards.stop();
});

interface Setup {
  answer?: (call: ApiCall, n: number) => ApiOutcome;
  place?: Partial<BoardPlace>;
}

/** Boards by id, all of one state that tests change at will. */
function setup({ answer = () => ok(messageAt(noon)), place: given = {} }: Setup = {}) {
  const clock = createTestClock(noon);
  const log = createTestLog();
  const api = createTestApi((call) => answer(call, api.calls.length));
  const state = { words: 'first', gone: false, failing: 0, lost: 0, version: 0 };
  const told: string[] = [];
  const first: BoardPlace = {
    guildId: ids.guild,
    channelId: ids.channel,
    messageId: messageAt(noon),
    earlierMessageId: null,
    locale: 'en-US',
    ...given,
  };
  const places = new Map<string, BoardPlace>();
  const boards = createBoards({
    api,
    texts: createTexts(),
    clock,
    log,
    async render(boardId) {
      state.failing -= 1;
      if (state.failing >= 0) throw new Error('the disk is busy');
      const board = { content: state.words, embeds: [], rows: [] };
      state.version += 1;
      return state.gone ? null : { board, place: places.get(boardId) ?? first, version: state.version };
    },
    async shown(boardId, version) {
      told.push(`${boardId} ${version}`);
    },
    async moved(boardId, to) {
      state.lost -= 1;
      if (state.lost >= 0) throw new Error('the disk is full');
      places.set(boardId, { ...(places.get(boardId) ?? first), ...to });
    },
  });
  started.push(boards);
  /** In small steps, each with time for what wakes in it. */
  const pass = async (ms: number, each: () => void = () => undefined) => {
    for (let passed = 0; passed < ms; passed += 20) {
      each();
      clock.advance(20);
      await tick();
    }
  };
  const said = () => api.calls.map((call) => (call.body as { content: string }).content);
  const asked = () => api.calls.map((call) => `${call.method} ${call.route}`);
  return { boards, clock, log, api, state, places, told, pass, said, asked };
}

const editOf = (messageId: string) => `PATCH /channels/${ids.channel}/messages/${messageId}`;
const fresh = `POST /channels/${ids.channel}/messages`;

test('fifty changes a second for ten seconds are six edits at most, and the last state is shown', async () => {
  const { boards, state, pass, said, api } = setup();
  let n = 0;
  await pass(10_000, () => {
    n += 1;
    state.words = `state ${n}`;
    boards.changed('a');
  });
  await pass(4_000);
  expect(said()[0]).toBe('state 1');
  expect(said().at(-1)).toBe('state 500');
  expect(said().length).toBeLessThanOrEqual(6);
  expect(api.calls[0]?.body).toMatchObject({ allowed_mentions: { parse: [] } });
});

test('a quiet board is edited at once, with what is newest at that moment', async () => {
  const { boards, state, pass, said } = setup();
  boards.changed('a');
  await tick();
  state.words = 'second';
  boards.changed('a');
  await pass(1_000);
  expect(said()).toEqual(['first']);
  state.words = 'third';
  await pass(2_000);
  expect(said()).toEqual(['first', 'third']);
  await pass(4_000);
  state.words = 'fourth';
  boards.changed('a');
  await tick();
  expect(said()).toEqual(['first', 'third', 'fourth']);
});

test('a change while an edit is under way is shown after it', async () => {
  const answers: (() => void)[] = [];
  const { boards, state, pass, said, api } = setup();
  const request = api.request.bind(api);
  api.request = async (call) => {
    const outcome = await request(call);
    await new Promise<void>((resolve) => answers.push(resolve));
    return outcome;
  };
  boards.changed('a');
  await tick();
  state.words = 'second';
  boards.changed('a');
  await pass(10_000);
  expect(said()).toEqual(['first']);
  answers[0]?.();
  await tick();
  await pass(2_000);
  expect(said()).toEqual(['first', 'second']);
  answers[1]?.();
});

test('a Discord that stumbles for ten minutes is asked ever less, and shown the last state when it stands again', async () => {
  const away = 10 * minute;
  const { boards, state, clock, pass, said } = setup({
    answer: () => (clock.now() < noon + away ? later : ok(messageAt(noon))),
  });
  boards.changed('a');
  await pass(away);
  state.words = 'last';
  boards.changed('a');
  expect(said().length).toBeLessThan(20);
  await pass(minute);
  expect(said().at(-1)).toBe('last');
  const tries = said().length;
  await pass(2 * minute);
  expect(said().length).toBe(tries);
});

test('what Discord asks to wait for is waited for', async () => {
  const { boards, pass, said } = setup({
    answer: (_, n) => (n === 1 ? { kind: 'later', retryAfterMs: 30_000, detail: 'rate limited' } : ok(messageAt(noon))),
  });
  boards.changed('a');
  await pass(29_000);
  expect(said()).toHaveLength(1);
  await pass(2_000);
  expect(said()).toHaveLength(2);
});

test('messages older than an hour share one edit in ten seconds and channel', async () => {
  const { boards, state, pass, said } = setup({ place: { messageId: messageAt(noon - 61 * minute) } });
  let n = 0;
  await pass(40_000, () => {
    n += 1;
    state.words = `state ${n}`;
    boards.changed('a');
    boards.changed('b');
  });
  expect(said().length).toBeLessThanOrEqual(5);
  await pass(30_000);
  expect(said().slice(-2)).toEqual([`state ${n}`, `state ${n}`]);
});

test('who owns it is told which version is shown, and of no try that came to nothing', async () => {
  const { boards, told, pass } = setup({ answer: (_, n) => (n === 1 ? later : ok(messageAt(noon))) });
  boards.changed('a');
  await tick();
  expect(told).toEqual([]);
  await pass(4_000);
  expect(told).toEqual(['a 2']);
});

test('a message that can no longer be edited is followed by another that links to it, and stays so', async () => {
  const old = messageAt(noon - 61 * minute);
  const next = messageAt(noon, 5);
  const { boards, state, places, pass, asked, said, api } = setup({
    place: { messageId: old },
    answer: (call) => (call.method === 'PATCH' && call.route.endsWith(old) ? no(400, 30046) : ok(next)),
  });
  boards.changed('a');
  await pass(4_000);
  expect(asked()).toEqual([editOf(old), fresh, editOf(next)]);
  expect(api.calls[1]?.body).toMatchObject({ enforce_nonce: true });
  expect(places.get('a')).toMatchObject({ messageId: next, earlierMessageId: old });
  state.words = 'second';
  boards.changed('a');
  await pass(4_000);
  expect(asked().slice(3)).toEqual([editOf(next)]);
  const link = `https://discord.com/channels/${ids.guild}/${ids.channel}/${old}`;
  expect(said()[1]).toBe(`first\nThe earlier message can no longer be changed: ${link}`);
  expect(said()[3]).toBe(`second\nThe earlier message can no longer be changed: ${link}`);
});

test('a fresh message whose place could not be kept is not posted twice, and shows what is newest', async () => {
  const gone = messageAt(noon);
  const next = messageAt(noon, 5);
  const { boards, state, places, pass, asked, said, api } = setup({
    answer: (call) => (call.route.endsWith(gone) ? no(404, 10008) : ok(next)),
  });
  state.lost = 1;
  boards.changed('a');
  await tick();
  state.words = 'second';
  await pass(6_000);
  // The second post carries the nonce of the first, so Discord may answer with that one as it was.
  expect(asked()).toEqual([editOf(gone), fresh, editOf(gone), fresh, editOf(next)]);
  expect(said().at(-1)).toBe('second');
  const nonces = api.calls
    .filter((call) => call.method === 'POST')
    .map((call) => (call.body as { nonce: string }).nonce);
  expect(new Set(nonces).size).toBe(1);
  expect(places.get('a')).toMatchObject({ messageId: next, earlierMessageId: null });
});

test('a board that stands nowhere, or was deleted, is posted without a link', async () => {
  const gone = messageAt(noon);
  for (const messageId of [null, gone]) {
    const { boards, places, pass, asked, said } = setup({
      place: { messageId },
      answer: (call) => (call.route.endsWith(gone) ? no(404, 10008) : ok(messageAt(noon, 5))),
    });
    boards.changed('a');
    await pass(4_000);
    expect(asked().slice(-2)).toEqual([fresh, editOf(messageAt(noon, 5))]);
    expect(said().at(-1)).toBe('first');
    expect(places.get('a')).toMatchObject({ messageId: messageAt(noon, 5), earlierMessageId: null });
  }
});

test('a closed channel is left alone until something changes', async () => {
  const { boards, pass, asked } = setup({ answer: () => no(403, 50001) });
  boards.changed('a');
  await pass(minute);
  expect(asked()).toHaveLength(1);
  boards.changed('a');
  await pass(minute);
  expect(asked()).toHaveLength(2);
});

test('where there is nothing to show nothing is sent, and a state that cannot be had is asked for again', async () => {
  const { boards, state, log, pass, said } = setup();
  state.gone = true;
  boards.changed('a');
  await pass(4_000);
  expect(said()).toEqual([]);
  state.gone = false;
  state.failing = 2;
  boards.changed('a');
  await pass(8_000);
  expect(said()).toEqual(['first']);
  expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(2);
});

test('a stop waits for the edit under way and for nothing else', async () => {
  const { boards, pass, said } = setup();
  boards.changed('a');
  await tick();
  boards.changed('a');
  await boards.stop();
  boards.changed('a');
  await pass(10_000);
  expect(said()).toHaveLength(1);
});
