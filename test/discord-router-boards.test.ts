import { expect, test, vi } from 'vitest';
import type { Answer, Board } from '../src/discord/answer.ts';
import type { ApiCall, ApiOutcome } from '../src/discord/api.ts';
import { routes } from '../src/discord/buttons.ts';
import { ids, rawInteraction } from './helpers/discord.ts';
import { bodies, no, setup, slash } from './helpers/router.ts';

const board: Board = { content: 'Rain songs', embeds: [{ title: 'Rain' }], rows: [] };

test('a board is the public reply, and its command is told where it stands', async () => {
  const placed = vi.fn(async () => undefined);
  const { router, discord } = setup({
    run: async () => ({ kind: 'board', board, placed, note: { kind: 'note', text: 'welcome' } }),
  });
  await router.handle(slash());
  expect(discord.calls[0]?.query).toEqual({ with_response: 'true' });
  const [body, after] = bodies(discord.calls);
  expect(body).toMatchObject({ type: 4, data: { content: 'Rain songs', allowed_mentions: { parse: [] } } });
  expect(body?.data?.flags).toBeUndefined();
  expect(after).toMatchObject({ content: 'welcome', flags: 64 });
  expect(placed.mock.calls).toEqual([[{ channelId: ids.channel, messageId: ids.message }]]);
});

test('a board that came too late, or whose fate is unknown, is left to its keeper', async () => {
  const placed = vi.fn(async () => undefined);
  const run = async (): Promise<Answer> => ({ kind: 'board', board, placed });
  await setup({ run, api: () => no(404, 10062) }).router.handle(slash());
  const lost = (call: ApiCall): ApiOutcome =>
    call.method === 'GET' ? no(404, 10015) : { kind: 'later', retryAfterMs: 1, detail: 'AbortError' };
  await setup({ run, api: lost }).router.handle(slash());
  const disk = Promise.withResolvers<void>();
  const slow = setup({ run: async () => ({ kind: 'board', board, placed, lasting: disk.promise }) });
  const handled = slow.router.handle(slash());
  slow.clock.advance(1_500);
  await vi.waitFor(() => expect(bodies(slow.discord.calls)).toEqual([{ type: 5, data: { flags: 64 } }]));
  disk.resolve();
  await handled;
  expect(bodies(slow.discord.calls)[1]?.content).toContain('appears in this channel');
  expect(placed.mock.calls).toEqual([[null], [null], [null]]);
});

test('what was chosen in a list reaches what stands behind its custom id', async () => {
  const again = vi.fn(async (): Promise<Answer> => ({ kind: 'acknowledged' }));
  const { router, discord } = setup({ again });
  const custom_id = routes.again.make({ song: 'abc' });
  await router.handle(rawInteraction(3, { custom_id, component_type: 3, values: ['tin roof', 'rain'] }));
  expect(again).toHaveBeenCalledWith(expect.anything(), ['tin roof', 'rain']);
  expect(bodies(discord.calls)).toEqual([{ type: 6 }]);
});

test('a press that took long and changes nothing for its member leaves nothing behind', async () => {
  let finish: (answer: Answer) => void = () => undefined;
  const { router, clock, discord } = setup({ again: () => new Promise((resolve) => (finish = resolve)) });
  const handled = router.handle(rawInteraction(3, { custom_id: routes.again.make({ song: 'abc' }) }));
  clock.advance(1_500);
  await vi.waitFor(() => expect(bodies(discord.calls)).toEqual([{ type: 5, data: { flags: 64 } }]));
  finish({ kind: 'acknowledged' });
  await handled;
  expect(discord.calls[1]).toMatchObject({ method: 'DELETE', route: expect.stringContaining('/messages/@original') });
  expect(discord.calls).toHaveLength(2);
});

const fromMenu = (name: string) =>
  rawInteraction(2, {
    type: 3,
    name,
    target_id: ids.message,
    resolved: {
      messages: {
        [ids.message]: {
          id: ids.message,
          author: { id: ids.other },
          content: 'la la',
          timestamp: '2026-01-15T11:00:00.000000+00:00',
        },
      },
    },
  });

test('a command in the menu of a message gets the message; one of the same name that is typed does not', async () => {
  const run = vi.fn(async (): Promise<Answer> => ({ kind: 'note', text: 'typed' }));
  const ofMessage = vi.fn(async (): Promise<Answer> => ({ kind: 'note', text: 'of it' }));
  const { router, discord } = setup({ run, ofMessage });
  await router.handle(fromMenu('Make a song of this'));
  const message = { id: ids.message, authorId: ids.other, authorIsBot: false, content: 'la la' };
  expect(ofMessage).toHaveBeenCalledWith(expect.anything(), expect.objectContaining(message));
  expect(bodies(discord.calls)[0]).toMatchObject({ type: 4, data: { content: 'of it' } });
  await router.handle({ ...fromMenu('song'), id: '600000000000000008' });
  expect(run).not.toHaveBeenCalled();
  expect(bodies(discord.calls)[1]?.data?.content).toContain('do not know this command');
});
