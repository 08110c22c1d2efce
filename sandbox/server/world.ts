import type { APIGuildMember, APIUser, GuildMemberFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import type { SandboxChannel, SandboxMember } from '../protocol.ts';
import type { Ids } from './ids.ts';
import { memberPermissions } from './permissions.ts';
import type { Store } from './store.ts';

/** Fixed ids: a link, a screenshot or a test may name them. */
export const GUILD = {
  id: '1100000000000000001',
  name: 'The Songwriters',
  locale: 'en-US',
  roles: [{ id: '1100000000000000021', name: 'Producers' }],
};
export const APPLICATION = {
  id: '1100000000000000002',
  name: 'Songcircle',
  avatar: '/avatars/1100000000000000002/face.svg',
};
export const CHANNEL_IDS = {
  songs: '1100000000000000011',
  lounge: '1100000000000000012',
  thread: '1100000000000000013',
} as const;

/** Discord's default upload limit, bytes. */
const DEFAULT_ATTACHMENT_LIMIT = 10 * 1024 * 1024;

export interface WorldMember extends SandboxMember {
  username: string;
  roles: string[];
  refusesDirectMessages: boolean;
}

export interface WorldChannel extends SandboxChannel {
  /** The channel a thread hangs on. */
  parentId: string | null;
  /** The member at the other end of a DM. */
  recipientId: string | null;
}

const PEOPLE = [
  { id: '1100000000000000101', username: 'mira', name: 'Mira', locale: 'en-US', operator: true, manager: true },
  { id: '1100000000000000102', username: 'jonas', name: 'Jonas', locale: 'de', operator: false, manager: true },
  { id: '1100000000000000103', username: 'sakura', name: '桜', locale: 'ja', operator: false, manager: false },
  { id: '1100000000000000104', username: 'lucia', name: 'Lucía', locale: 'es-ES', operator: false, manager: false },
  { id: '1100000000000000105', username: 'amelie', name: 'Amélie', locale: 'fr', operator: false, manager: false },
  { id: '1100000000000000106', username: 'joao', name: 'João', locale: 'pt-BR', operator: false, manager: false },
];

/** João is a producer, the others have no role. */
const rolesOf = (username: string): string[] => (username === 'joao' ? GUILD.roles.map(({ id }) => id) : []);

/** More people than have names here, where a test needs a crowd. */
const crowdOf = (size: number): (typeof PEOPLE)[number][] =>
  Array.from({ length: size }, (_, n) => ({
    id: String(1_100_000_000_000_001_001n + BigInt(n)),
    username: `guest${n + 1}`,
    name: `Guest ${n + 1}`,
    locale: 'en-US',
    operator: false,
    manager: false,
  }));

const startingMembers = (crowd: number): WorldMember[] =>
  [...PEOPLE, ...crowdOf(crowd)].map((person) => ({
    ...person,
    roles: rolesOf(person.username),
    avatar: `/avatars/${person.id}/face.svg`,
    refusesDirectMessages: false,
  }));

const open = { botLacks: [], archived: false, locked: false, recipientId: null };
const startingChannels = (): WorldChannel[] => [
  { id: CHANNEL_IDS.songs, name: 'songs', kind: 'text', parentId: null, ...open },
  { id: CHANNEL_IDS.lounge, name: 'lounge', kind: 'text', parentId: null, ...open },
  { id: CHANNEL_IDS.thread, name: 'rainy day album', kind: 'thread', parentId: CHANNEL_IDS.songs, ...open },
];

export interface World {
  members: Map<string, WorldMember>;
  channels: Map<string, WorldChannel>;
  settings: { botInGuild: boolean; attachmentLimit: number };
  /** The DM of the bot with a member, made on first use as on Discord. */
  directMessageWith(memberId: string): WorldChannel;
  /** What a member sees: the guild's channels and their own DM. */
  channelsOf(memberId: string): SandboxChannel[];
  saveMember(member: WorldMember): void;
  saveChannel(channel: WorldChannel): void;
  saveSettings(): void;
  /** Back to the first day. */
  reset(): void;
}

// The sandbox's own writing, read back: the shape is checked only as far as an older version of it could differ.
const savedThing = z.looseObject({ id: z.string() });
const savedSettings = z.object({ botInGuild: z.boolean(), attachmentLimit: z.number() });

/** `crowd`: so many members beside those with names. */
export const createWorld = (store: Store, ids: Ids, crowd = 0): World => {
  const members = new Map(startingMembers(crowd).map((member) => [member.id, member]));
  const channels = new Map(startingChannels().map((channel) => [channel.id, channel]));
  const settings = { botInGuild: true, attachmentLimit: DEFAULT_ATTACHMENT_LIMIT };

  for (const saved of store.all('member')) {
    const { id } = savedThing.parse(saved);
    const member = members.get(id);
    if (member) Object.assign(member, saved);
  }
  for (const saved of store.all('channel')) {
    const { id } = savedThing.parse(saved);
    channels.set(id, saved as WorldChannel);
  }
  for (const saved of store.all('setting')) Object.assign(settings, savedSettings.parse(saved));

  return {
    members,
    channels,
    settings,
    directMessageWith(memberId) {
      for (const channel of channels.values()) if (channel.recipientId === memberId) return channel;
      const channel: WorldChannel = {
        id: ids.next(),
        name: 'Songcircle',
        kind: 'dm',
        parentId: null,
        ...open,
        recipientId: memberId,
      };
      channels.set(channel.id, channel);
      store.put('channel', channel.id, channel);
      return channel;
    },
    channelsOf: (memberId) =>
      [...channels.values()]
        .filter((channel) => channel.recipientId === null || channel.recipientId === memberId)
        .map(({ id, name, kind, botLacks, archived, locked }) => ({ id, name, kind, botLacks, archived, locked })),
    saveMember: (member) => store.put('member', member.id, member),
    saveChannel: (channel) => store.put('channel', channel.id, channel),
    saveSettings: () => store.put('setting', 'world', settings),
    reset() {
      for (const id of channels.keys()) store.remove('channel', id);
      for (const id of members.keys()) store.remove('member', id);
      store.remove('setting', 'world');
      channels.clear();
      for (const channel of startingChannels()) channels.set(channel.id, channel);
      for (const member of startingMembers(crowd)) members.set(member.id, member);
      Object.assign(settings, { botInGuild: true, attachmentLimit: DEFAULT_ATTACHMENT_LIMIT });
    },
  };
};

/** The fields every user of Discord's answers has. */
const userBase = {
  avatar: 'face',
  discriminator: '0',
  public_flags: 0,
  flags: 0,
  banner: null,
  accent_color: null,
  avatar_decoration_data: null,
  collectibles: null,
  primary_guild: null,
};

export const botUser = (): APIUser => ({
  id: APPLICATION.id,
  username: APPLICATION.name,
  global_name: null,
  bot: true,
  ...userBase,
});

export const userOf = (member: WorldMember): APIUser => ({
  id: member.id,
  username: member.username,
  global_name: member.name,
  ...userBase,
});

/** The `member` of an interaction: with the permissions that Discord computed for this channel. */
export const guildMemberOf = (member: WorldMember): APIGuildMember & { permissions: string } => ({
  user: userOf(member),
  nick: null,
  avatar: null,
  banner: null,
  roles: member.roles,
  joined_at: '2024-03-01T12:00:00.000000+00:00',
  premium_since: null,
  communication_disabled_until: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0 as GuildMemberFlags,
  permissions: memberPermissions(member.manager).toString(),
});
