import { ChannelType, InteractionContextType } from 'discord-api-types/v10';
import { botPermissions, memberPermissions } from './permissions.ts';
import { APPLICATION, GUILD, guildMemberOf, userOf, type World, type WorldChannel, type WorldMember } from './world.ts';

const CHANNEL_TYPES = { text: ChannelType.GuildText, thread: ChannelType.PublicThread, dm: ChannelType.DM };

/** A channel as REST and the `channel` of an interaction show it. */
export const presentChannel = (channel: WorldChannel, world: World): Record<string, unknown> => {
  const type = CHANNEL_TYPES[channel.kind];
  if (channel.kind === 'dm') {
    const recipient = world.members.get(channel.recipientId ?? '');
    return { id: channel.id, type, last_message_id: null, flags: 0, recipients: recipient ? [userOf(recipient)] : [] };
  }
  const shared = {
    id: channel.id,
    type,
    guild_id: GUILD.id,
    name: channel.name,
    parent_id: channel.parentId,
    last_message_id: null,
    rate_limit_per_user: 0,
    flags: 0,
  };
  if (channel.kind === 'text') return { ...shared, position: 0, topic: null, nsfw: false, permission_overwrites: [] };
  return {
    ...shared,
    owner_id: APPLICATION.id,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    thread_metadata: {
      archived: channel.archived,
      locked: channel.locked,
      auto_archive_duration: 4320,
      archive_timestamp: '2026-01-01T12:00:00.000000+00:00',
      create_timestamp: '2026-01-01T12:00:00.000000+00:00',
    },
  };
};

export interface InteractionCore {
  id: string;
  type: number;
  token: string;
  data: Record<string, unknown>;
  /** Of a component, and of a modal that a component opened. */
  message?: unknown;
}

/** INTERACTION_CREATE as Discord sends it: from the guild, or from the member's DM with the bot. */
export const presentInteraction = (
  core: InteractionCore,
  member: WorldMember,
  channel: WorldChannel,
  world: World,
): object => {
  const permissions = memberPermissions(member.manager).toString();
  const shared = {
    ...core,
    application_id: APPLICATION.id,
    version: 1,
    channel_id: channel.id,
    locale: member.locale,
    app_permissions: botPermissions(channel.botLacks).toString(),
    entitlements: [],
    attachment_size_limit: world.settings.attachmentLimit,
  };
  if (channel.kind === 'dm') {
    return {
      ...shared,
      user: userOf(member),
      channel: presentChannel(channel, world),
      context: InteractionContextType.BotDM,
      authorizing_integration_owners: { 0: '0' },
    };
  }
  return {
    ...shared,
    member: guildMemberOf(member),
    guild_id: GUILD.id,
    guild: { id: GUILD.id, locale: GUILD.locale, features: [] },
    guild_locale: GUILD.locale,
    channel: { ...presentChannel(channel, world), permissions },
    context: InteractionContextType.Guild,
    authorizing_integration_owners: { 0: GUILD.id },
  };
};

export const presentRole = ({ id, name }: { id: string; name: string }) => ({
  id,
  name,
  permissions: memberPermissions(false).toString(),
  position: id === GUILD.id ? 0 : 1,
  color: 0,
  hoist: false,
  managed: false,
  mentionable: false,
  flags: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  icon: null,
  unicode_emoji: null,
});

/** GUILD_CREATE, as small as the guild is. */
export const presentGuild = (world: World): object => ({
  id: GUILD.id,
  name: GUILD.name,
  icon: null,
  splash: null,
  banner: null,
  description: null,
  owner_id: [...world.members.keys()][0],
  preferred_locale: GUILD.locale,
  features: [],
  emojis: [],
  stickers: [],
  roles: [presentRole({ id: GUILD.id, name: '@everyone' }), ...GUILD.roles.map(presentRole)],
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  public_updates_channel_id: null,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  nsfw: false,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  vanity_url_code: null,
  application_id: null,
  max_members: 500_000,
  joined_at: '2024-03-01T12:00:00.000000+00:00',
  large: false,
  unavailable: false,
  member_count: world.members.size + 1,
  members: [],
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  channels: [...world.channels.values()]
    .filter(({ kind }) => kind === 'text')
    .map((channel) => presentChannel(channel, world)),
  threads: [...world.channels.values()]
    .filter(({ kind }) => kind === 'thread')
    .map((channel) => presentChannel(channel, world)),
});
