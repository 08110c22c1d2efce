import { ApplicationCommandCreateRequestSchema } from 'discord-api-spec/zod';
import { expect, test } from 'vitest';
import { createCommands } from '../commands/index.ts';
import type { ApiCall, ApiOutcome } from '../src/discord/api.ts';
import { type Declaration, declarationsOf, type MenuDeclaration } from '../src/discord/command.ts';
import { registerCommands } from '../src/discord/register.ts';
import { createCommandDeps } from './helpers/commands.ts';
import { createTestApi, createTestLog, ids } from './helpers/discord.ts';

const all = createCommands(createCommandDeps().deps);
const real: Declaration[] = all.commands.map((command) => command.declaration);
const inMenu: MenuDeclaration = { type: 3, name: 'Make a song of this', name_localizations: { de: 'Ein Lied daraus' } };

function setup(answer?: (call: ApiCall) => ApiOutcome) {
  const kept = new Map<string, string>();
  let there: unknown = [];
  const api = createTestApi((call) => {
    if (answer) return answer(call);
    if (call.method === 'PUT') there = call.body;
    return { kind: 'ok', body: there };
  });
  const store = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: string) => kept.set(key, value),
  };
  return { api, forget: () => (there = []), deps: { api, store, log: createTestLog() } };
}

const inGuild = { applicationId: ids.application, guildId: ids.guild };
const globally = { applicationId: ids.application, guildId: null };
const puts = (calls: readonly ApiCall[]) => calls.filter((call) => call.method === 'PUT');

test('commands are told to Discord once, and again only when they changed', async () => {
  const { api, deps } = setup();
  expect(await registerCommands(deps, inGuild, real)).toEqual({ kind: 'registered' });
  expect(await registerCommands(deps, inGuild, real)).toEqual({ kind: 'unchanged' });
  expect(puts(api.calls)).toHaveLength(1);
  const [first, ...others] = real;
  if (!first) throw new Error('no commands');
  expect(await registerCommands(deps, inGuild, [{ ...first, description: 'new' }, ...others])).toEqual({
    kind: 'registered',
  });
  expect(puts(api.calls)).toHaveLength(2);
});

test('a command in the menu of messages is told with the others, and taken for none of them', async () => {
  const { api, deps } = setup();
  const run = async () => ({ kind: 'acknowledged' }) as const;
  const declared = declarationsOf({ ...all, menu: [{ declaration: inMenu, opensForm: true, run }] });
  await registerCommands(deps, inGuild, declared);
  expect(api.calls.at(-1)?.body).toContainEqual(inMenu);
  expect(ApplicationCommandCreateRequestSchema.safeParse(inMenu).error).toBeUndefined();
  expect(await registerCommands(deps, inGuild, declared)).toEqual({ kind: 'unchanged' });
  const renamed = declared.map((one) =>
    one === inMenu ? { ...one, name_localizations: { de: 'Daraus ein Lied' } } : one,
  );
  expect(await registerCommands(deps, inGuild, renamed)).toEqual({ kind: 'registered' });
});

test('of two commands of one name, typed and in a menu, a lost one is missed', async () => {
  const twins = [...real.slice(0, 1), { ...inMenu, name: real[0]?.name ?? '' }];
  let there: unknown[] = twins;
  const { deps, api } = setup(() => ({ kind: 'ok', body: there }));
  await registerCommands(deps, inGuild, twins);
  expect(await registerCommands(deps, inGuild, twins)).toEqual({ kind: 'unchanged' });
  there = [twins[0], twins[0]];
  expect(await registerCommands(deps, inGuild, twins)).toEqual({ kind: 'registered' });
  expect(puts(api.calls)).toHaveLength(2);
});

test('a server that lost its commands gets them again', async () => {
  const { deps, forget } = setup();
  await registerCommands(deps, inGuild, real);
  forget();
  expect(await registerCommands(deps, inGuild, real)).toEqual({ kind: 'registered' });
});

test('global commands work in servers that installed the bot, and nowhere else', async () => {
  const { api, deps } = setup();
  await registerCommands(deps, globally, real);
  expect(api.calls[0]?.route).toBe(`/applications/${ids.application}/commands`);
  expect(api.calls[0]?.body).toEqual(real.map((one) => ({ ...one, contexts: [0], integration_types: [0] })));
});

test('a failure is said and tried again at the next start', async () => {
  const { deps } = setup(() => ({ kind: 'later', retryAfterMs: 1, detail: 'status 500' }));
  expect(await registerCommands(deps, inGuild, real)).toEqual({ kind: 'failed', detail: 'status 500' });
  expect(await registerCommands(deps, inGuild, real)).toMatchObject({ kind: 'failed' });
});

test('what is told to Discord is what Discord accepts', () => {
  // Discord documents permissions as text, and takes it; its own schema says number.
  const asSchema = ({ default_member_permissions: needed, ...rest }: Declaration) =>
    needed === undefined ? rest : { ...rest, default_member_permissions: Number(needed) };
  for (const one of real) expect(ApplicationCommandCreateRequestSchema.safeParse(asSchema(one)).error).toBeUndefined();
  expect(real.map((one) => one.name)).toEqual(['song', 'compose', 'circle', 'songs', 'credits', 'settings', 'help']);
  for (const one of real) {
    expect(JSON.stringify(one).length).toBeLessThan(8000 * 4);
    for (const described of [one, ...(one.options ?? [])]) {
      const texts = [described.description, ...Object.values(described.description_localizations ?? {})];
      for (const text of texts) expect((text ?? '').length).toBeLessThanOrEqual(100);
    }
  }
});
