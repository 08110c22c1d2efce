import { expect, test } from 'vitest';
import type { CreditBook } from '../commands/deps.ts';
import { createCommands } from '../commands/index.ts';
import type { Asker, Note } from '../src/discord/answer.ts';
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
  return { ...fakes, run };
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

test("/help shows this server's prices and limits, who adds credits, and the services that words are sent to", async () => {
  const answer = await setup().run('help', null);
  const all = JSON.stringify(answer);
  expect(all).toContain('Suno 4.5 · apiin.one: 10 credits');
  expect(all).toContain('Sketch · Sketch (built in): 1 credit');
  expect(all).toContain('2 for a member, 10 for the server');
  expect(all).toContain('500 credits a day');
  expect(all).toContain(`<@${ids.other}>`);
  expect(all).toContain('Sketch (built in) and apiin.one');
  expect(all).not.toMatch(/\/circle|\/songs|\/settings|Keep/);
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

test('/help names /credits grant to operators alone', async () => {
  const commands = async (asker: Partial<Asker>) => (await setup().run('help', null, {}, asker)).fields?.[0]?.value;
  expect(await commands(operator)).toContain('`/credits grant` adds credits');
  expect(await commands({ isManager: true })).toContain('`/credits balance`');
  expect(await commands({ isManager: true })).not.toContain('grant');
});
