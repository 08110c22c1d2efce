import { z } from 'zod';
import { commandBody } from '../bodies.ts';
import { refuse } from '../refusal.ts';
import { APPLICATION, GUILD } from '../world.ts';
import type { BotRequest, RestDeps, Route } from './route.ts';

const commandList = z.array(commandBody);

/** The registry of commands: global, and of the guild. */
export const commandRoutes = ({ commands, world, judge }: RestDeps): Route[] => {
  const scope = ({ params: [applicationId, guildId] }: BotRequest): string | null => {
    if (applicationId !== APPLICATION.id) return refuse('missingAccess');
    if (guildId === undefined) return null;
    return guildId === GUILD.id && world.settings.botInGuild ? guildId : refuse('missingAccess');
  };
  const base = String.raw`^/applications/(\d+)(?:/guilds/(\d+))?/commands`;
  const all = new RegExp(`${base}$`);
  const one = new RegExp(`${base}/(\\d+)$`);
  const find = (request: BotRequest) => {
    const guildId = scope(request);
    const command = commands.get(request.params[2] ?? '');
    return command && (command.guild_id ?? null) === guildId ? command : refuse('unknownCommand');
  };

  return [
    {
      method: 'GET',
      pattern: all,
      authorized: true,
      handle: (request) => ({ status: 200, body: commands.list(scope(request)) }),
    },
    {
      method: 'PUT',
      pattern: all,
      authorized: true,
      async handle(request) {
        const guildId = scope(request);
        await judge('commandList', request);
        return { status: 200, body: commands.replaceAll(guildId, commandList.parse(request.body)) };
      },
    },
    {
      method: 'POST',
      pattern: all,
      authorized: true,
      async handle(request) {
        const guildId = scope(request);
        await judge('command', request);
        const { command, created } = commands.upsert(guildId, commandBody.parse(request.body));
        return { status: created ? 201 : 200, body: command };
      },
    },
    { method: 'GET', pattern: one, authorized: true, handle: (request) => ({ status: 200, body: find(request) }) },
    {
      method: 'DELETE',
      pattern: one,
      authorized: true,
      handle(request) {
        commands.remove(find(request).id);
        return { status: 204 };
      },
    },
  ];
};
