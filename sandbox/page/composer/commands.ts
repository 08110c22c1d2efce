/** The commands as the picker lists them: subcommands stand by themselves. Pure. */
import type { APIApplicationCommandOption, APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import type { FilledOption, SandboxChannel, SandboxCommand, SandboxMember, SandboxRole } from '../../protocol.ts';

/** Discord's numbers. */
export const optionTypes = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  number: 10,
  attachment: 11,
} as const;

/** Discord's kinds of commands: typed, and in the menu of a message. */
const kinds = { slash: 1, message: 3 };

/** Discord's context of a direct message with the bot. */
const botDirectMessage: number = 1;

/** One option that can be filled. */
export interface OptionSpec {
  name: string;
  description: string;
  type: number;
  required: boolean;
  /** A closed list; `null`: free. */
  choices: APIApplicationCommandOptionChoice[] | null;
  autocomplete: boolean;
  minLength: number | null;
  maxLength: number | null;
  minValue: number | null;
  maxValue: number | null;
}

/** A command, or one of its subcommands. */
export interface CommandPick {
  commandId: string;
  /** As it is typed, e.g. `credits balance`. */
  name: string;
  description: string;
  /** Subcommand group and subcommand, outermost first. */
  path: { name: string; type: number }[];
  options: OptionSpec[];
}

/** Whom and what may be chosen for options of type user, channel and role. */
export interface PickWorld {
  guild: { roles: readonly SandboxRole[] };
  me: SandboxMember;
  members: readonly SandboxMember[];
  channels: readonly SandboxChannel[];
}

/** The words of an option or command in the member's language, where the bot brought them. */
function described(what: object, locale: string): string {
  const own = 'description' in what && typeof what.description === 'string' ? what.description : '';
  const all =
    'description_localizations' in what
      ? (what.description_localizations as Record<string, string | null> | null)
      : null;
  return all?.[locale] ?? own;
}

/** A name as the member's language has it; what is sent stays the bot's own. */
function nameIn(locale: string, what: { name: string; name_localizations?: object | null | undefined }): string {
  const all = what.name_localizations as Record<string, string | null> | null | undefined;
  return all?.[locale] ?? what.name;
}

function closedChoices(option: APIApplicationCommandOption, world: PickWorld): OptionSpec['choices'] {
  if (option.type === optionTypes.boolean) {
    return [
      { name: 'True', value: 'true' },
      { name: 'False', value: 'false' },
    ];
  }
  if (option.type === optionTypes.user) return world.members.map((member) => ({ name: member.name, value: member.id }));
  if (option.type === optionTypes.role)
    return world.guild.roles.map((role) => ({ name: `@${role.name}`, value: role.id }));
  if (option.type === optionTypes.channel) {
    return world.channels
      .filter((channel) => channel.kind !== 'dm')
      .map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
  }
  if (!('choices' in option) || !option.choices?.length) return null;
  return option.choices.map((choice) => ({ ...choice, name: nameIn(world.me.locale, choice) }));
}

function specOf(option: APIApplicationCommandOption, world: PickWorld): OptionSpec {
  const limit = (name: string): number | null => {
    const value = name in option ? option[name as keyof typeof option] : null;
    return typeof value === 'number' ? value : null;
  };
  return {
    name: option.name,
    description: described(option, world.me.locale),
    type: option.type,
    required: option.required ?? false,
    choices: closedChoices(option, world),
    autocomplete: 'autocomplete' in option && option.autocomplete === true,
    minLength: limit('min_length'),
    maxLength: limit('max_length'),
    minValue: limit('min_value'),
    maxValue: limit('max_value'),
  };
}

function flatten(
  command: SandboxCommand,
  options: readonly APIApplicationCommandOption[],
  path: CommandPick['path'],
  description: string,
  world: PickWorld,
): CommandPick[] {
  const nested = options.filter((each) => each.type === optionTypes.subcommand || each.type === optionTypes.group);
  if (nested.length > 0) {
    return nested.flatMap((each) => {
      const inner = 'options' in each ? (each.options ?? []) : [];
      return flatten(
        command,
        inner,
        [...path, { name: each.name, type: each.type }],
        described(each, world.me.locale),
        world,
      );
    });
  }
  const name = [command.name, ...path.map((each) => each.name)].join(' ');
  return [{ commandId: command.id, name, description, path, options: options.map((each) => specOf(each, world)) }];
}

/** The commands of one kind that this member may see in this kind of channel, in the bot's own order. */
function commandsHere(
  type: number,
  commands: readonly SandboxCommand[],
  channel: SandboxChannel | undefined,
  me: SandboxMember,
): SandboxCommand[] {
  return commands
    .filter((command) => (command.type ?? kinds.slash) === type)
    .filter((command) => command.default_member_permissions == null || me.manager)
    .filter(
      (command) =>
        channel?.kind !== 'dm' || ((command.contexts ?? [botDirectMessage]) as number[]).includes(botDirectMessage),
    );
}

/** What the picker offers. */
export function listPicks(
  commands: readonly SandboxCommand[],
  channel: SandboxChannel | undefined,
  world: PickWorld,
): CommandPick[] {
  return commandsHere(kinds.slash, commands, channel, world.me).flatMap((command) => {
    const description = described(command, world.me.locale);
    const options = 'options' in command ? (command.options ?? []) : [];
    return flatten(command, options as APIApplicationCommandOption[], [], description, world);
  });
}

/** What the menu of a message offers, in the member's language. */
export function listMenu(
  commands: readonly SandboxCommand[],
  channel: SandboxChannel | undefined,
  me: SandboxMember,
): { commandId: string; name: string }[] {
  return commandsHere(kinds.message, commands, channel, me).map((command) => ({
    commandId: command.id,
    name: nameIn(me.locale, command),
  }));
}

/** Those whose name holds what was typed; those that begin with it first. */
export function matchPicks(picks: readonly CommandPick[], typed: string): CommandPick[] {
  const query = typed.trim().toLowerCase();
  const found = picks.filter((pick) => pick.name.includes(query));
  return found.sort((a, b) => Number(b.name.startsWith(query)) - Number(a.name.startsWith(query)));
}

/** Wraps filled options in the subcommands they belong to, as Discord sends them. */
export function nest(pick: CommandPick, filled: FilledOption[]): FilledOption[] {
  return pick.path.reduceRight<FilledOption[]>(
    (options, each) => [{ name: each.name, type: each.type, options }],
    filled,
  );
}
