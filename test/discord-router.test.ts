import { expect, test, vi } from 'vitest';
import type { Answer, Asker } from '../src/discord/answer.ts';
import type { ApiCall, ApiOutcome } from '../src/discord/api.ts';
import { routes } from '../src/discord/buttons.ts';
import { ids, rawInteraction, songView } from './helpers/discord.ts';
import { bodies, no, ok, placed, setup, slash, tick } from './helpers/router.ts';

const card = async (): Promise<Answer> => ({ kind: 'card', song: songView() });

test('a card is the public reply, and the songs are told where it stands', async () => {
  const { router, discord, answered } = setup({ run: card });
  await router.handle(slash());
  const [call] = discord.calls;
  expect(call).toMatchObject({ method: 'POST', query: { with_response: 'true' }, auth: false });
  expect(bodies(discord.calls)[0]).toMatchObject({ type: 4, data: { allowed_mentions: { parse: [] } } });
  expect(bodies(discord.calls)[0]?.data?.flags).toBeUndefined();
  expect(answered).toEqual([
    [
      songView().id,
      expect.objectContaining({ channelId: ids.channel, messageId: ids.message, digest: expect.any(String) }),
    ],
  ]);
});

test('a card is not sent before its request is on the disk, and past one and a half seconds the member sees that it works', async () => {
  const disk = Promise.withResolvers<void>();
  const run = async (): Promise<Answer> => ({ kind: 'card', song: songView(), lasting: disk.promise });
  const { router, clock, discord, answered } = setup({ run });
  const handled = router.handle(slash());
  await tick();
  expect(discord.calls).toEqual([]);
  clock.advance(1_500);
  await vi.waitFor(() => expect(bodies(discord.calls)[0]).toMatchObject({ type: 5 }));
  disk.resolve();
  await handled;
  expect(answered).toEqual([[songView().id, 'deferred']]);
});

test('a disk that does not take the request is a sentence with the words back, and no card', async () => {
  const run = async (): Promise<Answer> => ({
    kind: 'card',
    song: songView(),
    lasting: Promise.reject(new Error('EIO')),
  });
  const { router, discord, answered } = setup({ run });
  await router.handle(slash());
  expect(answered).toEqual([]);
  expect(bodies(discord.calls)[0]).toMatchObject({ type: 4, data: { flags: 64 } });
  expect(discord.calls[0]?.files?.map((file) => file.name)).toEqual(['words.txt']);
});

test('what a form begins is begun when the form is out, and not when there is none', async () => {
  const seen: (number | undefined)[] = [];
  const slow = Promise.withResolvers<void>();
  const form = { id: 'x', title: 'Write a song', fields: [] };
  const opened = (wait: Promise<void>) => async (): Promise<Answer> => {
    await wait;
    return { kind: 'form', form, afterwards: () => void seen.push(quick.discord.calls.length) };
  };
  const quick = setup({ opensForm: true, run: opened(Promise.resolve()) });
  await quick.router.handle(slash());
  expect(bodies(quick.discord.calls)).toMatchObject([{ type: 9 }]);
  expect(seen).toEqual([1]);
  const late = setup({ opensForm: true, run: opened(slow.promise) });
  const handled = late.router.handle(slash());
  late.clock.advance(2_500);
  await vi.waitFor(() => expect(bodies(late.discord.calls)[0]).toMatchObject({ type: 5 }));
  slow.resolve();
  await handled;
  expect(seen).toEqual([1]);
});

test('a note is for the member alone', async () => {
  const { router, discord } = setup({});
  await router.handle(slash());
  expect(bodies(discord.calls)).toEqual([
    { type: 4, data: expect.objectContaining({ content: 'done', flags: 64, allowed_mentions: { parse: [] } }) },
  ]);
});

test('a note beside a card follows it, for the member alone', async () => {
  const { router, discord } = setup({
    run: async () => ({ kind: 'card', song: songView(), note: { kind: 'note', text: 'welcome' } }),
  });
  await router.handle(slash());
  expect(discord.calls[1]?.route).toMatch(/^\/webhooks\/\d+\/[^/]+$/);
  expect(bodies(discord.calls)[1]).toMatchObject({ content: 'welcome', flags: 64 });
});

test('a form, choices and an acknowledgement have their own kinds of answer', async () => {
  const form = await (async () => {
    const { router, discord } = setup({
      run: async () => ({ kind: 'form', form: { id: 'x:1', title: 'X', fields: [] } }),
    });
    await router.handle(slash());
    return bodies(discord.calls)[0];
  })();
  expect(form).toMatchObject({ type: 9, data: { custom_id: 'x:1', title: 'X' } });
  const { router, discord } = setup({ again: async () => ({ kind: 'acknowledged' }) });
  await router.handle(
    rawInteraction(4, { name: 'song', options: [{ name: 'model', type: 3, value: '', focused: true }] }),
  );
  await router.handle(
    rawInteraction(3, { custom_id: routes.again.make({ song: 'abc' }) }, { id: '600000000000000008' }),
  );
  expect(bodies(discord.calls)).toEqual([
    { type: 8, data: { choices: [{ name: 'Sketch', value: 'sketch/sketch' }] } },
    { type: 6 },
  ]);
});

test('past one and a half seconds the member sees that it works, and the card is left to the worker', async () => {
  let finish: (answer: Answer) => void = () => undefined;
  const { router, clock, discord, answered } = setup({ run: () => new Promise((resolve) => (finish = resolve)) });
  const handled = router.handle(slash());
  clock.advance(1_499);
  await tick();
  expect(discord.calls).toEqual([]);
  clock.advance(1);
  await vi.waitFor(() => expect(discord.calls).toHaveLength(1));
  expect(bodies(discord.calls)[0]).toEqual({ type: 5, data: { flags: 64 } });
  finish(await card());
  await handled;
  expect(answered).toEqual([[songView().id, 'deferred']]);
  expect(discord.calls[1]).toMatchObject({ method: 'PATCH', route: expect.stringContaining('/messages/@original') });
  expect(bodies(discord.calls)[1]?.content).toContain('appears in this channel');
});

test('a form that comes too late is answered with a sentence, never with a form', async () => {
  let finish: (answer: Answer) => void = () => undefined;
  const { router, clock, discord } = setup({
    opensForm: true,
    run: () => new Promise((resolve) => (finish = resolve)),
  });
  const handled = router.handle(slash());
  clock.advance(2_000);
  await tick();
  expect(discord.calls).toEqual([]);
  clock.advance(500);
  await vi.waitFor(() => expect(discord.calls).toHaveLength(1));
  finish({ kind: 'form', form: { id: 'x:1', title: 'X', fields: [] } });
  await handled;
  expect(bodies(discord.calls)[1]?.content).toContain('try again');
});

test('a callback whose answer was lost is looked up, so that the card is not sent twice', async () => {
  const api = (call: ApiCall): ApiOutcome =>
    call.method === 'GET'
      ? ok({ id: ids.message, channel_id: ids.channel, flags: 0 })
      : { kind: 'later', retryAfterMs: 1, detail: 'status 500' };
  const { router, answered } = setup({ run: card, api });
  await router.handle(slash());
  expect(answered).toEqual([[songView().id, expect.objectContaining({ messageId: ids.message })]]);
});

test('a Discord that stumbles at the first answer is answered once more while there is time', async () => {
  let stumbles = 1;
  const stumbling = (): ApiOutcome => {
    stumbles -= 1;
    return stumbles < 0 ? ok(placed) : { kind: 'later', retryAfterMs: 1, detail: 'status 503' };
  };
  const { router, discord } = setup({ api: stumbling });
  await router.handle(slash());
  expect(discord.calls.length).toBe(2);
  expect(bodies(discord.calls)[1]).toEqual(bodies(discord.calls)[0]);
  const late = setup({ api: () => ({ kind: 'later', retryAfterMs: 1, detail: 'status 503' }) });
  await late.router.handle(slash());
  expect(late.discord.calls.length).toBe(2);
});

test('an answer that came too late leaves the card to the worker, and nothing follows it', async () => {
  const note = { kind: 'note', text: 'welcome' } as const;
  const run = async (): Promise<Answer> => ({ kind: 'card', song: songView(), note });
  const { router, answered, discord } = setup({ run, api: () => no(404, 10062) });
  await router.handle(slash());
  expect(answered).toEqual([[songView().id, 'deferred']]);
  expect(discord.calls).toHaveLength(1);
});

test('an answer that nobody heard of is left for the worker to find', async () => {
  const api = (call: ApiCall): ApiOutcome =>
    call.method === 'GET' ? no(404, 10015) : { kind: 'later', retryAfterMs: 1, detail: 'AbortError' };
  const { router, answered } = setup({ run: card, api });
  await router.handle(slash());
  expect(answered).toEqual([[songView().id, 'failed']]);
});

test('another process that only deferred the same interaction is not taken for a card', async () => {
  const api = (call: ApiCall): ApiOutcome =>
    call.method === 'GET' ? ok({ id: ids.message, channel_id: ids.channel, flags: 64 | 128 }) : no(400, 40060);
  const { router, answered } = setup({ run: card, api });
  await router.handle(slash());
  expect(answered).toEqual([[songView().id, 'deferred']]);
});

test('the same interaction again does nothing', async () => {
  const run = vi.fn(card);
  const { router, discord } = setup({ run });
  await Promise.all([router.handle(slash()), router.handle(slash()), router.handle(slash())]);
  expect(run).toHaveBeenCalledTimes(1);
  expect(discord.calls).toHaveLength(1);
});

test('a bug of ours is a sentence with a code that stands in the log, and the typed words come back', async () => {
  const { router, discord, log } = setup({ run: () => Promise.reject(new Error('broken')) });
  await router.handle(slash());
  const line = log.lines.find((one) => one.level === 'error');
  const code = String(line?.fields.code);
  expect(code).toMatch(/^[A-Z0-9]{6}$/);
  expect(bodies(discord.calls)[0]?.data?.content).toContain(code);
  const file = discord.calls[0]?.files?.[0];
  expect(Buffer.from(file?.data ?? []).toString()).toContain('rain on a tin roof');
  expect(JSON.stringify(log.lines)).not.toContain('tin roof');
});

test('a custom id that is old, foreign or odd is answered with a sentence and has no effect', async () => {
  const again = vi.fn(card);
  const { router, discord } = setup({ again });
  const odd = [
    'again:9:abc',
    'other:1:abc',
    'again:1',
    'again:1:a:b',
    'again:1:!',
    'x'.repeat(900),
    '__proto__:1:a',
    'constructor:1',
  ];
  for (const [index, id] of odd.entries())
    await router.handle(rawInteraction(3, { custom_id: id }, { id: `60000000000000001${index}` }));
  expect(again).not.toHaveBeenCalled();
  expect(bodies(discord.calls).map((body) => [body.type, body.data?.flags])).toEqual(odd.map(() => [4, 64]));
});

test('a form nobody knows any more gives its words back', async () => {
  const { router, discord } = setup({});
  const component = { type: 4, custom_id: 'lyrics', value: 'la la la' };
  await router.handle(rawInteraction(5, { custom_id: 'compose-form:9:', components: [{ type: 18, component }] }));
  expect(Buffer.from(discord.calls[0]?.files?.[0]?.data ?? []).toString()).toContain('la la la');
});

test('outside of a server a sentence says where it works', async () => {
  const { router, discord } = setup({});
  await router.handle(slash({ guild_id: undefined, member: undefined, user: { id: ids.member } }));
  expect(bodies(discord.calls)[0]?.data?.content).toContain('works in servers');
});

test('a flood of one member is turned away, and others are served', async () => {
  const waiting: (() => void)[] = [];
  const run = () => new Promise<Answer>((resolve) => waiting.push(() => resolve({ kind: 'note', text: 'done' })));
  const { router, discord } = setup({ run });
  const all = Array.from({ length: 40 }, (_, index) =>
    router.handle(slash({ id: `6000000000000001${String(index).padStart(2, '0')}` })),
  );
  await tick();
  expect(waiting).toHaveLength(25);
  expect(discord.calls).toHaveLength(15);
  expect(bodies(discord.calls)[0]?.data?.content).toContain('Too much at once');
  const other = router.handle(
    slash({ id: '600000000000000300', member: { user: { id: ids.other }, permissions: '0' } }),
  );
  await tick();
  expect(waiting).toHaveLength(26);
  for (const finish of waiting) finish();
  await Promise.all([...all, other]);
  await router.idle();
});

test('who runs the bot is known to the command', async () => {
  const askers: Asker[] = [];
  const run = async (asker: Asker): Promise<Answer> => {
    askers.push(asker);
    return { kind: 'note', text: 'x' };
  };
  const { router } = setup({ run });
  await router.handle(slash());
  expect(askers[0]?.isOperator).toBe(true);
});

test('nothing that arrives can make the router throw', async () => {
  const { router } = setup({});
  for (const raw of [null, 5, 'x', {}, [], { id: 'x' }, rawInteraction(99, {}), rawInteraction(2, { name: 5 })])
    await router.handle(raw);
});
