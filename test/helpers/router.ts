/** A router with one command, one button, one form and one command in a message's menu, and a Discord that answers what a test says. */
import type { Answer, Asker } from '../../src/discord/answer.ts';
import type { ApiCall, ApiOutcome } from '../../src/discord/api.ts';
import { routes } from '../../src/discord/buttons.ts';
import { type Command, type Commands, conversation } from '../../src/discord/command.ts';
import type { TargetMessage } from '../../src/discord/interaction.ts';
import { createRouter } from '../../src/discord/router.ts';
import { createTexts } from '../../src/discord/texts/texts.ts';
import { createTestClock } from './clock.ts';
import { createTestApi, createTestLog, ids, noon, rawInteraction } from './discord.ts';

export const ok = (body: unknown = null): ApiOutcome => ({ kind: 'ok', body });
export const no = (status: number, code: number): ApiOutcome => ({ kind: 'refused', status, code, message: 'no' });
export const placed = { resource: { type: 4, message: { id: ids.message, channel_id: ids.channel } } };

interface Setup {
  run?: (asker: Asker) => Promise<Answer>;
  opensForm?: boolean;
  api?: (call: ApiCall) => ApiOutcome;
  again?: (asker: Asker, values: readonly string[]) => Promise<Answer>;
  ofMessage?: (asker: Asker, message: TargetMessage) => Promise<Answer>;
  blocked?: 'member' | 'guild' | null;
}

export function setup({
  run = async () => ({ kind: 'note', text: 'done' }),
  opensForm = false,
  api = () => ok(placed),
  again,
  ofMessage = run,
  blocked = null,
}: Setup) {
  const clock = createTestClock(noon);
  const log = createTestLog();
  const discord = createTestApi(api);
  const answered: unknown[][] = [];
  const command: Command = {
    declaration: { name: 'song', description: 'x' },
    opensForm,
    run,
    complete: async () => ({ kind: 'choices', choices: [{ name: 'Sketch', value: 'sketch/sketch' }] }),
  };
  const commands: Commands = {
    commands: [command],
    menu: [{ declaration: { type: 3, name: 'Make a song of this' }, opensForm: false, run: ofMessage }],
    buttons: [
      conversation(routes.again, false, async (asker, _fields, _typed, values) => (again ?? run)(asker, values)),
    ],
    forms: [conversation(routes.composeForm, false, async (asker) => run(asker))],
  };
  const router = createRouter({
    api: discord,
    songs: { answered: async (...given) => void answered.push(given) },
    commands,
    operators: { is: (userId) => userId === ids.member },
    blockedHere: async () => blocked,
    texts: createTexts(),
    clock,
    log,
  });
  return { router, clock, log, discord, answered };
}

export const slash = (more: object = {}) =>
  rawInteraction(2, { name: 'song', options: [{ name: 'idea', type: 3, value: 'rain on a tin roof' }] }, more);
export const bodies = (calls: readonly ApiCall[]) =>
  calls.map((call) => call.body as { type?: number; data?: Record<string, unknown>; content?: string; flags?: number });
export const tick = () => new Promise((resolve) => setImmediate(resolve));
