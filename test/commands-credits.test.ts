import { expect, test } from 'vitest';
import type { CommandDeps, CreditBook } from '../commands/deps.ts';
import { createCommands } from '../commands/index.ts';
import type { Asker, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { routeKey } from '../src/discord/custom-id.ts';
import { noteBody } from '../src/discord/render.ts';
import { createCommandDeps } from './helpers/commands.ts';
import { askerOf, ids } from './helpers/discord.ts';

const setup = (grant?: CreditBook['grant']) => {
  const fakes = createCommandDeps();
  if (grant) fakes.deps.credits.grant = grant;
  const all = createCommands(fakes.deps);
  const run = async (name: string, sub: string | null, options = {}, asker: Partial<Asker> = {}): Promise<Note> => {
    const answer = await all.commands.find((one) => one.declaration.name === name)?.run(askerOf(asker), sub, options);
    if (answer?.kind !== 'note') throw new Error(`answered ${answer?.kind}`);
    return answer;
  };
  const press = async (id: string, asker: Partial<Asker>, values: string[] = []): Promise<Note> => {
    const pressed = all.buttons.find(({ key }) => key === routeKey(id))?.answer(askerOf(asker), id, {}, values);
    const answer = await pressed;
    if (answer?.kind !== 'note') throw new Error(`answered ${answer?.kind}`);
    return answer;
  };
  return { ...fakes, run, press };
};
const operator = { isOperator: true };

test('/credits balance says what is available, set aside and used today', async () => {
  const answer = await setup().run('credits', 'balance');
  expect(answer.fields?.map((field) => field.value)).toEqual(['1,250', '12', '■□□□□□□□□□ 24 of 500']);
});

test('/credits grant adds credits under the key of its interaction', async () => {
  const { run, grants } = setup();
  const answer = await run('credits', 'grant', { amount: 100, reason: 'thank you' }, operator);
  expect(grants).toEqual([
    { key: `grant:${ids.interaction}`, guildId: ids.guild, amount: 100, reason: 'thank you', byUserId: ids.member },
  ]);
  expect(answer.text).toBe('100 credits added. The server now has 150.');
});

test('nobody but an operator adds credits, managers included', async () => {
  const { run, grants } = setup();
  const answer = await run('credits', 'grant', { amount: 100, reason: 'x' }, { isManager: true });
  expect(answer.text).toContain(`<@${ids.other}>`);
  expect(grants).toEqual([]);
});

test.each([0, -5, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '5', undefined])(
  'the amount %s is answered with a sentence',
  async (amount) => {
    const { run, grants } = setup();
    const answer = await run('credits', 'grant', { amount, reason: 'x' }, operator);
    expect(answer.text).toContain('whole number from 1');
    expect(grants).toEqual([]);
  },
);

test('what the ledger refuses is said', async () => {
  const said = async (kind: 'bad_amount' | 'altered') =>
    (await setup(async () => ({ kind })).run('credits', 'grant', { amount: 5, reason: 'x' }, operator)).text;
  expect(await said('bad_amount')).toContain('cannot pass');
  expect(await said('altered')).toContain('another amount');
});

test('/credits balance says what of the member’s own limit is used, and when the allowance comes next', async () => {
  const { run, deps } = setup();
  deps.credits.memberDay = async ({ guildId, userId, roles }) =>
    guildId === ids.guild && userId === ids.member && roles[0] === ids.other ? { limit: 20, spent: 19 } : null;
  const allowance = { amount: 2_000, every: 'weekly' as const, nextAt: 1_768_780_800_000 };
  deps.credits.balance = async () => ({ available: 5, held: 0, spentToday: 500, dailyCap: 500, allowance });
  const answer = await run('credits', 'balance', {}, { roles: [ids.other] });
  expect(answer.fields?.slice(2).map(({ value }) => value)).toEqual([
    '■■■■■■■■■■ 500 of 500',
    '■■■■■■■■■□ 19 of 20',
    'Topped up to 2,000 every Monday (UTC), next <t:1768780800:R>.',
  ]);
});

const manager = { isManager: true };
/** The commands, with what the ledger was asked for limits. */
const limiting = () => {
  const all = setup();
  const asked: unknown[] = [];
  all.deps.credits.setLimit = async (guildId, subject, perDay) => {
    asked.push([guildId, subject, perDay]);
    if (perDay !== null && perDay < 0) return { kind: 'bad_amount' };
    return { kind: perDay === null ? 'removed' : 'set', before: asked.length > 1 ? 5 : null };
  };
  all.deps.credits.removeMemberLimit = async (guildId, ref) => {
    asked.push([guildId, ref]);
    return { kind: 'removed', before: 5 };
  };
  return { ...all, asked };
};

test('/credits limit sets a limit for a member, a role or everybody', async () => {
  const { run, asked } = limiting();
  const said = async (options: object) => (await run('credits', 'limit', options, manager)).text;
  expect(await said({ per_day: 1_500, member: ids.other })).toBe(
    `<@${ids.other}>: at most 1,500 a day (UTC), in credits.`,
  );
  expect(await said({ per_day: 0, role: ids.message })).toContain(`<@&${ids.message}>: at most 0 a day`);
  expect(await said({ per_day: 7 })).toContain('Everybody: at most 7 a day');
  expect(await said({ per_day: 8, role: ids.guild })).toContain('Everybody');
  expect(asked).toEqual([
    [ids.guild, { kind: 'member', userId: ids.other }, 1_500],
    [ids.guild, { kind: 'role', roleId: ids.message }, 0],
    [ids.guild, { kind: 'everybody' }, 7],
    [ids.guild, { kind: 'everybody' }, 8],
  ]);
});

test('without a number it removes the limit, and says when there was none', async () => {
  const { run } = limiting();
  const said = async () => (await run('credits', 'limit', { member: ids.other }, manager)).text;
  expect(await said()).toContain('there was no limit');
  expect(await said()).toContain('no longer a limit');
});

test('both a member and a role, somebody who is none, or a wrong number: a sentence, and nothing is changed', async () => {
  const { run, asked } = limiting();
  const said = async (options: object) => (await run('credits', 'limit', options, manager)).text;
  expect(await said({ per_day: 5, member: ids.other, role: ids.other })).toContain('not both');
  for (const odd of ['', 'x', 7, '123'])
    for (const name of ['member', 'role'])
      expect(await said({ per_day: 5, [name]: odd })).toContain('no such member or role');
  expect(await said({ per_day: '5' })).toContain('whole number from 0');
  expect(asked).toEqual([]);
  expect(await said({ per_day: -1 })).toContain('whole number from 0 to 9,007,199,254,740,991');
});

test('limits are the managers’: nobody else sets, lists or removes one, operators included', async () => {
  const { run, asked, press } = limiting();
  for (const options of [{ per_day: 5 }, {}])
    expect((await run('credits', 'limit', options, operator)).text).toContain('Manage Server');
  expect((await press(routes.limits.make({}), {}, ['everybody'])).text).toContain('Manage Server');
  expect(asked).toEqual([]);
});

test('without anything it lists the limits, also of a deleted role and a forgotten member, and each can be removed', async () => {
  const { run, deps, asked, press } = limiting();
  deps.credits.limits = async () => [
    { kind: 'everybody', perDay: 20 },
    { kind: 'role', roleId: ids.message, perDay: 50 },
    { kind: 'member', ref: 12, userId: null, perDay: 3 },
  ];
  const list = await run('credits', 'limit', {}, manager);
  expect(list.text).toContain(
    `1. Everybody: **20**\n2. <@&${ids.message}>: **50**\n3. somebody who was forgotten: **3**`,
  );
  expect(list.text).toContain('own limit comes first');
  expect(list.selects?.[0]?.options.map(({ label }) => label)).toEqual([
    '1. Everybody: 20',
    '2. Role: 50',
    '3. Member: 3',
  ]);
  for (const { value } of list.selects?.[0]?.options ?? []) {
    const after = await press(routes.limits.make({}), manager, [value]);
    expect([after.replaces, after.text.includes('no longer a limit')]).toEqual([true, true]);
  }
  expect(asked).toEqual([
    [ids.guild, { kind: 'everybody' }, null],
    [ids.guild, { kind: 'role', roleId: ids.message }, null],
    [ids.guild, 12],
  ]);
  for (const forged of ['member-x', 'role-1', 'member--1', '', 'everybody-'])
    await press(routes.limits.make({}), manager, [forged]);
  expect(asked).toHaveLength(3);
});

test('/credits allowance is the operator’s; what is wrong is answered with a sentence', async () => {
  const { run, deps } = setup();
  const asked: unknown[] = [];
  deps.credits.setAllowance = async (guildId, amount, every) => {
    asked.push([guildId, amount, every]);
    if (amount === 0) return { kind: 'ended' };
    if (amount < 0) return { kind: 'bad_amount' };
    const allowance = { amount, every, nextAt: 1_768_780_800_000 };
    return { kind: 'set', allowance, available: amount, added: 70, firstInGuild: amount === 99 };
  };
  const said = async (options: object, who: Partial<Asker> = operator) =>
    (await run('credits', 'allowance', options, who)).text;
  expect(await said({ amount: 5, every: 'daily' }, manager)).toContain(`<@${ids.other}>`);
  for (const options of [{ amount: '5', every: 'daily' }, { amount: 5, every: 'hourly' }, { amount: 5 }, {}])
    expect(await said(options)).toContain('whole number from 0');
  expect(asked).toEqual([]);
  expect(await said({ amount: -1, every: 'daily' })).toContain('whole number from 0');
  expect(await said({ amount: 0, every: 'daily' })).toContain('no allowance any more');
  expect(await said({ amount: 100, every: 'monthly' })).toBe(
    'Topped up to 100 on the first of every month (UTC), next <t:1768780800:R>. Added now: 70. The server has 100.',
  );
  expect(await said({ amount: 99, every: 'daily' })).toContain('Welcome to Songcircle');
});

test('/credits history of a server without entries says so', async () => {
  const answer = await setup().run('credits', 'history');
  expect(answer.text).toBe('Nothing has happened here yet.');
});

/** A history of so many entries, with spending of two members. */
const written = (count: number, draw: CommandDeps['charts']['draw'] = async () => new Uint8Array([1])) => {
  const all = setup();
  all.deps.charts.draw = draw;
  all.deps.credits.history = async (_guildId, { beforeVersion = count + 1, limit }) =>
    Array.from({ length: Math.min(limit, Math.min(beforeVersion, count + 1) - 1) }, (_, index) => ({
      version: Math.min(beforeVersion, count + 1) - 1 - index,
      kind: 'grant' as const,
      availableChange: 1,
      heldChange: 0,
      songId: null,
      userId: null,
      reason: 'r'.repeat(200),
      at: 0,
    }));
  all.deps.credits.spending = async () => ({
    days: ['2026-01-14', '2026-01-15'],
    spent: [
      { day: '2026-01-14', ref: 1, userId: ids.member, amount: 12 },
      { day: '2026-01-15', ref: 1, userId: ids.member, amount: 1 },
      { day: '2026-01-15', ref: 2, userId: null, amount: 30 },
    ],
  });
  return all;
};

test('the newest page has the picture, and its words say the same', async () => {
  const answer = await written(25).run('credits', 'history');
  expect(answer.fields).toEqual([
    {
      name: 'Spent in the last 30 days: 43',
      value: `**1** somebody who was forgotten: 30\n**2** <@${ids.member}>: 13`,
    },
  ]);
  expect(answer.picture?.description).toBe(
    'Bars: credits spent a day from 2026-01-14 to 2026-01-15. 43 in all, most of them on 2026-01-15: 31. By the numbers of the members: 1: 30 and 2: 13.',
  );
  const { body, files } = noteBody(answer);
  expect(body.embeds[0]?.image).toEqual({ url: 'attachment://spent.png' });
  expect(body.attachments).toEqual([{ id: '0', description: answer.picture?.description }]);
  expect(files.map(({ name, contentType }) => [name, contentType])).toEqual([['spent.png', 'image/png']]);
});

test('a picture that cannot be drawn leaves its words', async () => {
  const answer = await written(5, async () => null).run('credits', 'history');
  expect(answer.picture).toBeUndefined();
  expect(answer.fields?.[0]?.value).toContain(`<@${ids.member}>: 13`);
});

test('an older page replaces the one before and takes its picture away', async () => {
  const { press } = written(25);
  const page = await press(routes.history.make({ before: 16 }), {});
  expect(page.replaces).toBe(true);
  expect(page.buttons?.map(({ label }) => label)).toEqual(['Newer', 'Older']);
  expect(noteBody(page).body.attachments).toEqual([]);
  expect(page.text.split('\n')).toHaveLength(10);
});

test('ten entries with the longest reasons fit into one message', async () => {
  const { body } = noteBody(await written(25).run('credits', 'history'));
  expect(body.embeds[0]?.description?.split('\n')).toHaveLength(10);
});

test('the file is for managers alone, whoever presses its button', async () => {
  const { run, press, deps } = written(5);
  const limits: number[] = [];
  deps.credits.statement = async (_guildId, mostBytes) => {
    limits.push(mostBytes);
    return { csv: 'a,b\r\n', entries: 1_234, isWhole: limits.length === 1 };
  };
  expect((await run('credits', 'history')).buttons?.map(({ label }) => label)).not.toContain('CSV');
  expect((await run('credits', 'history', {}, manager)).buttons?.map(({ label }) => label)).toContain('CSV');
  expect((await press(routes.statement.make({}), operator)).text).toContain('Manage Server');
  const whole = await press(routes.statement.make({}), { ...manager, attachmentLimit: 1_000 });
  expect(whole.text).toBe('The history is in the file. Entries: 1,234.');
  expect(noteBody(whole).files.map(({ name, contentType }) => [name, contentType])).toEqual([
    ['credits.csv', 'text/csv; charset=utf-8'],
  ]);
  const part = await press(routes.statement.make({}), { ...manager, attachmentLimit: 500_000_000 });
  expect(part.text).toContain('older ones did not fit');
  expect(limits).toEqual([1_000, 8 * 1024 * 1024]);
});

test("/help shows this server's prices and limits, who adds credits, and the services that words are sent to", async () => {
  const answer = await setup().run('help', null);
  const all = JSON.stringify(answer);
  expect(all).toContain('Suno 4.5 · apiin.one: 10 credits');
  expect(all).toContain('Sketch · Sketch (built in): 1 credit');
  expect(all).toContain('2 for a member, 10 for the server');
  expect(all).toContain('500 credits a day');
  expect(all).toContain(`<@${ids.other}>`);
  expect(all).toContain('Sketch (built in) and apiin.one');
  expect(all).toContain('/songs forget');
  expect(all).not.toMatch(/\/songs (?!forget)|\/settings|Keep/);
  const { body } = noteBody(answer);
  expect(body.embeds[0]?.fields).toHaveLength(6);
});

test('/help names every model however many there are: those that cost the same at one service share a line', async () => {
  const models = Array.from({ length: 120 }, (_, index) => ({
    value: `service/model-${index}`,
    model: `Model ${index}`,
    service: 'apiin.one',
    price: index % 2 === 0 ? 5 : 12,
    extends: true,
  }));
  const deps = createCommandDeps({ models: () => models }).deps;
  const help = createCommands(deps).commands.find((one) => one.declaration.name === 'help');
  const answer = await help?.run(askerOf(), null, {});
  if (answer?.kind !== 'note') throw new Error('no note');
  const prices = (answer.fields ?? []).filter(({ name }) => name.startsWith('Prices here')).map(({ value }) => value);
  expect(
    prices
      .join('\n')
      .split('\n')
      .map((line) => line.split(': ').at(-1)),
  ).toEqual(['5 credits', '12 credits']);
  for (const [index, value] of prices.entries()) expect(value.length, String(index)).toBeLessThanOrEqual(1024);
  for (const { model } of models) expect(prices.join('\n')).toMatch(new RegExp(`${model}\\b`));
});

test('/help names /credits limit to managers, and what adds credits to operators alone', async () => {
  const commands = async (asker: Partial<Asker>) => (await setup().run('help', null, {}, asker)).fields?.[0]?.value;
  expect(await commands(operator)).toContain('`/credits grant` adds credits');
  expect(await commands({ isManager: true })).toContain('`/credits balance`');
  expect(await commands({ isManager: true })).toContain('`/credits limit`');
  expect(await commands({ isManager: true })).not.toMatch(/grant|allowance/);
  expect(await commands(operator)).toContain('`/credits allowance`');
  expect(await commands({})).not.toMatch(/grant|allowance|limit/);
});
