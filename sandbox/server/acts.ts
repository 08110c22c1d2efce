import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { checkChosen } from './choosing.ts';
import type { Commands, StoredCommand } from './commands.ts';
import type { pressComponent, runCommand, submitModal, writeMessage } from './door-bodies.ts';
import type { Files, StoredFile } from './files.ts';
import { ActImpossible, checkFilled, checkTyping, valuesOfType } from './filled.ts';
import { submittedComponents, uploadedIn } from './form.ts';
import type { Interactions } from './interactions.ts';
import { numberComponents } from './media.ts';
import type { Messages } from './messages.ts';
import { presentChannel, presentRole } from './payload.ts';
import type { MessageRecord } from './records.ts';
import { GUILD, guildMemberOf, userOf, type World, type WorldChannel, type WorldMember } from './world.ts';

export interface ActsDeps {
  world: World;
  commands: Commands;
  messages: Messages;
  interactions: Interactions;
  files: Files;
  /** Files sent up for an attachment option, by id. */
  uploaded: Map<string, StoredFile>;
  origin: () => string;
}

interface Actor {
  member: WorldMember;
  channel: WorldChannel;
}

export interface Acts {
  run(body: z.output<typeof runCommand>): void;
  complete(body: z.output<typeof runCommand>): void;
  press(body: z.output<typeof pressComponent>): void;
  submit(body: z.output<typeof submitModal>): void;
  write(body: z.output<typeof writeMessage>): Promise<void>;
}

const impossible = (sentence: string): never => {
  throw new ActImpossible(sentence);
};

type Json = Record<string, unknown>;

const optionsOf = (command: StoredCommand): unknown => ('options' in command ? command.options : undefined);

/** The component of this custom id, wherever it sits in the message. */
const findComponent = (components: unknown, customId: string): Json | null => {
  for (const component of Array.isArray(components) ? (components as Json[]) : []) {
    if (component.custom_id === customId) return component;
    const inner =
      findComponent(component.components, customId) ??
      findComponent(component.accessory ? [component.accessory] : [], customId);
    if (inner) return inner;
  }
  return null;
};

const selectable = z.looseObject({
  placeholder: z.string().optional(),
  min_values: z.number().optional(),
  max_values: z.number().optional(),
  options: z.array(z.looseObject({ value: z.string() })).optional(),
});

/** What members do, turned into interactions and messages. Throws `ActImpossible` for what Discord's app would not do. */
export const createActs = (deps: ActsDeps): Acts => {
  const { world, commands, messages, interactions } = deps;

  const actor = ({ member: memberId, channel: channelId }: { member: string; channel: string }): Actor => {
    const member = world.members.get(memberId) ?? impossible('There is no such member.');
    const channel = world.channels.get(channelId);
    if (!channel || (channel.recipientId !== null && channel.recipientId !== memberId))
      return impossible('There is no such channel.');
    return { member, channel };
  };
  const visible = ({ member, channel }: Actor, messageId: string): MessageRecord => {
    const record = messages.get(channel.id, messageId);
    return record && (record.onlyFor === null || record.onlyFor === member.id)
      ? record
      : impossible('There is no such message.');
  };

  const attachments = (ids: string[]): Json =>
    Object.fromEntries(
      ids.map((id) => {
        const file = deps.uploaded.get(id) ?? impossible('There is no such file.');
        const url = deps.files.address(file, deps.origin());
        return [
          id,
          {
            id,
            filename: file.filename,
            ...(file.title === null ? {} : { title: file.title }),
            size: file.size,
            url,
            proxy_url: url,
            content_type: file.contentType,
            ephemeral: true,
          },
        ];
      }),
    );
  const people = (ids: string[]): { users: Json; members: Json } => {
    const known = ids.map((id) => world.members.get(id) ?? impossible('There is no such member.'));
    const members = known.map((member) => {
      const { user: _, deaf: _deaf, mute: _mute, ...partial } = guildMemberOf(member);
      return [member.id, partial];
    });
    return {
      users: Object.fromEntries(known.map((member) => [member.id, userOf(member)])),
      members: Object.fromEntries(members),
    };
  };

  const named = (ids: string[], find: (id: string) => object): Json =>
    Object.fromEntries(ids.map((id) => [id, find(id)]));
  const roleById = (id: string): object =>
    presentRole(GUILD.roles.find((role) => role.id === id) ?? impossible('There is no such role.'));
  const channelById = (id: string): object =>
    presentChannel(world.channels.get(id) ?? impossible('There is no such channel.'), world);

  const resolvedFor = (command: StoredCommand, body: z.output<typeof runCommand>, who: Actor): Json => {
    const target = body.targetId;
    if (command.type === ApplicationCommandType.Message) {
      const record = visible(who, target ?? '');
      return { target_id: record.id, resolved: { messages: { [record.id]: messages.present(record) } } };
    }
    if (command.type === ApplicationCommandType.User) return { target_id: target, resolved: people([target ?? '']) };
    const users = [ApplicationCommandOptionType.User, ApplicationCommandOptionType.Mentionable].flatMap((type) =>
      valuesOfType(body.options, type),
    );
    const files = valuesOfType(body.options, ApplicationCommandOptionType.Attachment);
    const roles = valuesOfType(body.options, ApplicationCommandOptionType.Role);
    const channels = valuesOfType(body.options, ApplicationCommandOptionType.Channel);
    if ([users, files, roles, channels].every((values) => values.length === 0)) return {};
    return {
      resolved: {
        ...(roles.length > 0 ? { roles: named(roles, roleById) } : {}),
        ...(channels.length > 0 ? { channels: named(channels, channelById) } : {}),
        ...(users.length > 0 ? people(users) : {}),
        ...(files.length > 0 ? { attachments: attachments(files) } : {}),
      },
    };
  };

  const command = (body: z.output<typeof runCommand>, who: Actor): StoredCommand => {
    const found = world.settings.botInGuild
      ? commands.visibleTo(who.member).find(({ id }) => id === body.commandId)
      : undefined;
    if (!found) return impossible('There is no such command here.');
    const contexts = found.contexts ?? [0, 1, 2];
    const isHere = who.channel.kind === 'dm' ? !found.guild_id && contexts.includes(1) : contexts.includes(0);
    return isHere ? found : impossible('This command cannot be used here.');
  };
  const begin = (body: z.output<typeof runCommand>, type: InteractionType, who: Actor, used: StoredCommand) => {
    const targetId = used.type === ApplicationCommandType.Message ? (body.targetId ?? null) : null;
    const data = {
      id: used.id,
      name: used.name,
      type: used.type,
      ...(used.guild_id ? { guild_id: used.guild_id } : {}),
      ...(body.options.length > 0 ? { options: body.options } : {}),
      ...(type === InteractionType.ApplicationCommand ? resolvedFor(used, body, who) : {}),
    };
    const { name, type: commandType = ApplicationCommandType.ChatInput } = used;
    interactions.open({ ...who, type, actNonce: body.nonce, data, command: { name, commandType, targetId } });
  };

  return {
    run(body) {
      const who = actor(body);
      const used = command(body, who);
      if (used.type === ApplicationCommandType.ChatInput) checkFilled(optionsOf(used), body.options);
      begin(body, InteractionType.ApplicationCommand, who, used);
    },
    complete(body) {
      const who = actor(body);
      const used = command(body, who);
      checkTyping(optionsOf(used), body.options);
      begin(body, InteractionType.ApplicationCommandAutocomplete, who, used);
    },
    press(body) {
      const who = actor(body);
      const source = visible(who, body.messageId);
      const component = findComponent(source.components, body.customId) ?? impossible('There is no such button.');
      if (component.type !== body.componentType) impossible('This is a component of another kind.');
      if (component.disabled === true) impossible('This button is disabled.');
      const isSelect = body.componentType !== ComponentType.Button;
      const values = body.values ?? [];
      if (isSelect) {
        const list = selectable.parse(component);
        checkChosen(list, list.placeholder ?? 'Make a selection', values, list.max_values ?? 1);
      }
      const users = body.componentType === ComponentType.UserSelect ? { resolved: people(values) } : {};
      const data = {
        custom_id: body.customId,
        component_type: body.componentType,
        id: component.id,
        ...(isSelect ? { values, ...users } : {}),
      };
      interactions.open({ ...who, type: InteractionType.MessageComponent, actNonce: body.nonce, data, source });
    },
    submit(body) {
      const who = actor(body);
      const opener = interactions.get(body.interactionId);
      if (!opener?.modal || opener.memberId !== who.member.id) return impossible('This form is no longer open.');
      const components = submittedComponents(numberComponents(opener.modal.components), body.values);
      const files = uploadedIn(components);
      const data = {
        custom_id: opener.modal.custom_id,
        components,
        ...(files.length > 0 ? { resolved: { attachments: attachments(files) } } : {}),
      };
      const source = opener.sourceId ? messages.get(opener.channelId, opener.sourceId) : null;
      interactions.open({
        ...who,
        type: InteractionType.ModalSubmit,
        actNonce: body.nonce,
        data,
        source,
        trigger: opener,
      });
    },
    async write(body) {
      const { member, channel } = actor(body);
      if (channel.locked) impossible('This thread is locked.');
      await messages.create({
        channelId: channel.id,
        authorId: member.id,
        body: { content: body.content, nonce: body.nonce.slice(0, 25) },
      });
    },
  };
};
