import { expect, test } from 'vitest';
import type { ApiOutcome } from '../src/discord/api.ts';
import { createOperators } from '../src/discord/operators.ts';
import { createTestClock } from './helpers/clock.ts';
import { createTestApi, createTestLog, ids } from './helpers/discord.ts';

const user = (n: number) => ({ id: `40000000000000000${n}` });
const operators = (answer: () => ApiOutcome, configured: string[] | null = null) => {
  const api = createTestApi(answer);
  const clock = createTestClock();
  return { api, clock, operators: createOperators({ api, clock, log: createTestLog(), configured }) };
};

test('the owner of the application runs the bot', async () => {
  const { operators: them } = operators(() => ({ kind: 'ok', body: { owner: user(1), team: null } }));
  expect(await them.load()).toBe(true);
  expect([them.is(user(1).id), them.is(user(2).id)]).toEqual([true, false]);
});

test('of a team its owner and its admins run the bot, not its developers, guests or the account of the team', async () => {
  const team = {
    owner_user_id: user(1).id,
    members: [
      { user: user(1), role: '', membership_state: 2 },
      { user: user(2), role: 'admin', membership_state: 2 },
      { user: user(3), role: 'developer', membership_state: 2 },
      { user: user(4), role: 'read_only', membership_state: 2 },
      { user: user(5), role: 'admin', membership_state: 1 },
    ],
  };
  const { operators: them } = operators(() => ({ kind: 'ok', body: { owner: user(9), team } }));
  await them.load();
  expect(them.ids()).toEqual([user(1).id, user(2).id]);
});

test('configured operators are all there are, and Discord is not asked', async () => {
  const { operators: them, api } = operators(() => ({ kind: 'ok', body: { owner: user(1) } }), [ids.other]);
  await them.load();
  expect([them.is(ids.other), them.is(user(1).id)]).toEqual([true, false]);
  expect(api.calls).toEqual([]);
});

test('while Discord does not say who it is nobody is, and it is asked again later', async () => {
  let answer: ApiOutcome = { kind: 'later', retryAfterMs: 1, detail: 'status 500' };
  const { operators: them, api, clock } = operators(() => answer);
  expect(await them.load()).toBe(false);
  expect(them.is(user(1).id)).toBe(false);
  expect(api.calls).toHaveLength(1);
  answer = { kind: 'ok', body: { owner: user(1) } };
  clock.advance(60_000);
  them.is(user(1).id);
  await new Promise((resolve) => setImmediate(resolve));
  expect(them.is(user(1).id)).toBe(true);
  answer = { kind: 'ok', body: { nonsense: 1, owner: { id: 'x' } } };
  clock.advance(10 * 60_000);
  them.is(user(1).id);
  await new Promise((resolve) => setImmediate(resolve));
  expect(them.is(user(1).id)).toBe(true);
});
