/** Boards on the real protocol: the keeper and its REST client against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import { type Clock, systemClock } from '../src/clock.ts';
import type { Board } from '../src/discord/answer.ts';
import { createDiscordApi, createRest } from '../src/discord/api.ts';
import { type BoardPlace, type Boards, createBoards } from '../src/discord/boards.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import { createTestClock } from './helpers/clock.ts';
import { createTestLog } from './helpers/discord.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let sandbox: OpenSandbox;
let boards: Boards;
let mira: Member;
let place: BoardPlace;
const shown = { words: 'state 0' };

const asBot = (method: string, path: string, content: string) =>
  fetch(`${sandbox.apiUrl}/v10/channels/${sandbox.channels.songs}/messages${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bot ${sandbox.token}` },
    body: JSON.stringify({ content, allowed_mentions: { parse: [] } }),
  });
/** A message of the bot's; its id. */
const post = async (content: string): Promise<string> =>
  ((await (await asBot('POST', '', content)).json()) as { id: string }).id;

/** A board in #songs, and who keeps it. */
const begin = async (clock: Clock) => {
  sandbox = await openSandbox({ clock });
  mira = await sandbox.member('Mira');
  const api = createDiscordApi({ rest: createRest(sandbox.apiUrl, sandbox.token), token: sandbox.token });
  place = {
    guildId: sandbox.guildId,
    channelId: sandbox.channels.songs,
    messageId: null,
    earlierMessageId: null,
    locale: 'en-US',
  };
  shown.words = 'state 0';
  const boardNow = (): Board => ({
    content: shown.words,
    embeds: [{ title: 'Rain songs', text: 'la la' }],
    rows: [
      { id: 'vote:1:a', placeholder: 'Vote', options: [{ value: 'a', label: shown.words, chosen: false }] },
      [{ id: 'add:1:a', label: 'Add section', style: 'primary' }],
    ],
  });
  boards = createBoards({
    api,
    texts: createTexts(),
    clock,
    log: createTestLog(),
    render: async () => ({ board: boardNow(), place, version: 1 }),
    shown: async () => undefined,
    moved: async (_, to) => {
      place = { ...place, ...to };
    },
  });
  place.messageId = await post('state 0');
  await mira.see(({ content }) => content === 'state 0');
};
afterEach(async () => {
  await boards.stop();
  await sandbox[Symbol.asyncDispose]();
});

const edits = () => sandbox.requests().filter(({ method }) => method === 'PATCH');
const change = (words: string) => {
  shown.words = words;
  boards.changed('circle');
};

test('fifty changes a second for ten seconds are six edits at most, and everybody sees the last state', async () => {
  await begin(systemClock);
  const until = Date.now() + 9_900;
  let n = 0;
  while (Date.now() < until) {
    n += 1;
    change(`state ${n}`);
    await systemClock.sleep(20);
  }
  change('the last state');
  const last = await mira.see(({ content }) => content === 'the last state', 10_000);
  expect(last.id).toBe(place.messageId);
  expect(n).toBeGreaterThan(200);
  expect(edits().length).toBeLessThanOrEqual(6);
  expect(edits().map(({ status }) => status)).toEqual(edits().map(() => 200));
}, 40_000);

test('a Discord that limits and stumbles is shown the last state all the same', async () => {
  await begin(systemClock);
  sandbox.fault({ method: 'PATCH', path: '/channels/', times: 1, status: 429, retryAfterSeconds: 2 });
  sandbox.fault({ method: 'PATCH', path: '/channels/', times: 1, status: 502 });
  change('state 1');
  await expect.poll(() => edits().length, { timeout: 10_000 }).toBe(1);
  change('state 2');
  await mira.see(({ content }) => content === 'state 2', 15_000);
  expect(edits().map(({ status }) => status)).toEqual([429, 502, 200]);
}, 40_000);

describe('with a clock of our own', () => {
  const clock = createTestClock();
  beforeEach(() => begin(clock));

  /** Time goes by until it is so. */
  const goOn = (isSo: () => boolean) =>
    expect
      .poll(() => {
        if (!isSo()) clock.advance(500);
        return isSo();
      })
      .toBe(true);

  test('a message that was edited too often for its age is followed by one that links to it', async () => {
    const old = place.messageId ?? '';
    const other = await post('other');
    clock.advance(61 * 60_000);
    for (const n of [1, 2, 3]) expect((await asBot('PATCH', `/${other}`, `${n}`)).status).toBe(200);
    change('state 1');
    await goOn(() => place.messageId !== old);
    const link = `https://discord.com/channels/${place.guildId}/${place.channelId}/${old}`;
    const fresh = await mira.see(({ content }) => content.startsWith('state 1'));
    expect(fresh).toMatchObject({ id: place.messageId, buttons: ['Add section'] });
    expect(fresh.content).toContain(link);
    expect(place.earlierMessageId).toBe(old);
    change('state 2');
    await goOn(() => mira.message(fresh.id)?.content.startsWith('state 2') ?? false);
    expect(mira.message(old)?.content).toBe('state 0');
  });

  test('a message that was deleted is followed by a fresh one', async () => {
    const gone = place.messageId ?? '';
    sandbox.change({ deleteMessage: { channelId: place.channelId, messageId: gone } });
    change('state 1');
    await goOn(() => place.messageId !== gone);
    expect((await mira.see(({ content }) => content === 'state 1')).id).toBe(place.messageId);
  });
});
