import { Client, type ClientOptions, Events, GatewayIntentBits, type Interaction, type REST, Routes } from 'discord.js';
import type { Sandbox } from '../../sandbox/server/server.ts';

export interface TestBot {
  client: Client<true>;
  rest: REST;
  /** What it does with every interaction from now on. */
  on(answer: (interaction: Interaction) => unknown): void;
  /** The next interaction that comes, left unanswered. */
  next(): Promise<Interaction>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A real discord.js client in the sandbox, with these commands in its guild. */
export const openBot = async (
  sandbox: Sandbox,
  commands: object[],
  options: Partial<ClientOptions> = {},
): Promise<TestBot> => {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    ...options,
    rest: { api: sandbox.apiUrl, cdn: sandbox.url, retries: 0, ...options.rest },
  });
  let answer: (interaction: Interaction) => unknown = () => undefined;
  client.on(Events.InteractionCreate, (interaction) => answer(interaction));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(sandbox.token);
  await ready;
  await client.rest.put(Routes.applicationGuildCommands(sandbox.applicationId, sandbox.guildId), { body: commands });
  return {
    client: client as Client<true>,
    rest: client.rest,
    on(next) {
      answer = next;
    },
    next: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    [Symbol.asyncDispose]: () => client.destroy(),
  };
};

/** `/song idea` with autocomplete on `model`: enough of a bot for most promises. */
export const songCommand = {
  name: 'song',
  description: 'One sentence in, a song out',
  options: [
    { type: 3, name: 'idea', description: 'What it is about', required: true, max_length: 400 },
    { type: 3, name: 'model', description: 'Who plays', autocomplete: true },
  ],
};
