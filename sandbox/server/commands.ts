import { ApplicationCommandType } from 'discord-api-types/v10';
import type { SandboxCommand } from '../protocol.ts';
import type { CommandBody } from './bodies.ts';
import type { Ids } from './ids.ts';
import { has, memberPermissions } from './permissions.ts';
import { refuse } from './refusal.ts';
import type { Store } from './store.ts';
import { APPLICATION, type WorldMember } from './world.ts';

/** A command as Discord stores it; `guild_id` only of a guild's own. */
export type StoredCommand = SandboxCommand & {
  application_id: string;
  guild_id?: string;
  default_member_permissions?: string | null;
};

export interface Commands {
  /** @param guildId null: the global ones. */
  list(guildId: string | null): StoredCommand[];
  get(id: string): StoredCommand | null;
  /** What a member finds in the picker: a guild's own command hides the global one of the same name. */
  visibleTo(member: WorldMember): StoredCommand[];
  /** Takes the place of all; one that has the name (and kind) of an old one keeps its id. */
  replaceAll(guildId: string | null, bodies: CommandBody[]): StoredCommand[];
  upsert(guildId: string | null, body: CommandBody): { command: StoredCommand; created: boolean };
  remove(id: string): void;
  reset(): void;
}

/** `"0"` leaves a command to administrators, of whom the operator is the only one here. */
const mayUse = (member: WorldMember, needed: string | null | undefined): boolean => {
  if (needed === '0') return member.operator;
  return !needed || has(memberPermissions(member.manager), BigInt(needed));
};

const kindOf = (command: { type?: number | null }): number => command.type ?? ApplicationCommandType.ChatInput;

export const createCommands = (store: Store, ids: Ids, changed: () => void): Commands => {
  const commands = new Map<string, StoredCommand>();
  for (const saved of store.all('command')) commands.set((saved as StoredCommand).id, saved as StoredCommand);

  const list = (guildId: string | null) =>
    [...commands.values()].filter((command) => (command.guild_id ?? null) === guildId);
  const drop = (id: string) => {
    commands.delete(id);
    store.remove('command', id);
  };
  const write = (guildId: string | null, body: CommandBody, old: StoredCommand | undefined): StoredCommand => {
    const filled = {
      default_member_permissions: null,
      name_localizations: null,
      description_localizations: null,
      nsfw: false,
      ...(guildId === null ? { contexts: null, integration_types: [0], dm_permission: true } : { guild_id: guildId }),
      ...body,
      description: body.description ?? '',
      type: kindOf(body),
      id: old?.id ?? ids.next(),
      application_id: APPLICATION.id,
      version: ids.next(),
    };
    const command = filled as unknown as StoredCommand;
    commands.set(command.id, command);
    store.put('command', command.id, command);
    return command;
  };
  const sameAs = (body: CommandBody) => (command: StoredCommand) =>
    command.name === body.name && kindOf(command) === kindOf(body);

  return {
    list,
    get: (id) => commands.get(id) ?? null,
    visibleTo(member) {
      const own = [...commands.values()].filter((command) => command.guild_id);
      const global = list(null).filter(
        (command) => !own.some((other) => other.name === command.name && kindOf(other) === kindOf(command)),
      );
      return [...own, ...global].filter((command) => mayUse(member, command.default_member_permissions));
    },
    replaceAll(guildId, bodies) {
      const before = list(guildId);
      const after = bodies.map((body) => write(guildId, body, before.find(sameAs(body))));
      for (const old of before) if (!after.some((command) => command.id === old.id)) drop(old.id);
      changed();
      return after;
    },
    upsert(guildId, body) {
      const old = list(guildId).find(sameAs(body));
      const command = write(guildId, body, old);
      changed();
      return { command, created: !old };
    },
    remove(id) {
      if (!commands.has(id)) refuse('unknownCommand');
      drop(id);
      changed();
    },
    reset() {
      for (const id of [...commands.keys()]) drop(id);
      changed();
    },
  };
};
