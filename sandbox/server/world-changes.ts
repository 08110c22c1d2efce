import { GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10';
import type { WorldChange } from '../protocol.ts';
import { ActImpossible } from './filled.ts';
import type { Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import { presentGuild } from './payload.ts';
import { permissionBit } from './permissions.ts';
import type { Snapshots } from './snapshot.ts';
import { GUILD, type World } from './world.ts';

export interface WorldChangesDeps {
  world: World;
  messages: Messages;
  interactions: Interactions;
  gateway: Gateway;
  snapshots: Snapshots;
}

const impossible = (sentence: string): never => {
  throw new ActImpossible(sentence);
};

/** What a test, or a curious person, changes in the world under the bot's feet. */
export const createWorldChanges = ({ world, messages, interactions, gateway, snapshots }: WorldChangesDeps) => {
  const changeChannel = ({ id, ...changes }: NonNullable<WorldChange['channel']>) => {
    const channel = world.channels.get(id) ?? impossible('There is no such channel.');
    for (const name of changes.botLacks ?? [])
      if (permissionBit(name) === null) impossible(`There is no permission ${name}.`);
    Object.assign(channel, changes);
    world.saveChannel(channel);
    snapshots.tellChannels();
  };
  const changeMember = ({ id, ...changes }: NonNullable<WorldChange['member']>) => {
    const member = world.members.get(id) ?? impossible('There is no such member.');
    Object.assign(member, changes);
    world.saveMember(member);
    snapshots.tellAll();
  };
  const moveBot = (isIn: boolean) => {
    world.settings.botInGuild = isIn;
    world.saveSettings();
    if (isIn)
      gateway.dispatch(GatewayDispatchEvents.GuildCreate, presentGuild(world), GUILD.id, GatewayIntentBits.Guilds);
    else gateway.dispatch(GatewayDispatchEvents.GuildDelete, { id: GUILD.id }, GUILD.id, GatewayIntentBits.Guilds);
    snapshots.tellAll();
  };

  return (change: WorldChange): void => {
    if (change.expireTokens) interactions.expireAll();
    if (change.deleteMessage) {
      const { channelId, messageId } = change.deleteMessage;
      messages.remove(messages.get(channelId, messageId) ?? impossible('There is no such message.'));
    }
    if (change.channel) changeChannel(change.channel);
    if (change.member) changeMember(change.member);
    if (change.botInGuild !== undefined) moveBot(change.botInGuild);
    if (change.attachmentLimit !== undefined) {
      world.settings.attachmentLimit = change.attachmentLimit;
      world.saveSettings();
    }
    if (change.replayLastInteraction) interactions.replayLast();
    if (change.gateway === 'drop') gateway.drop();
    if (change.gateway === 'reconnect') gateway.askToReconnect();
  };
};
