import { PermissionFlagsBits } from 'discord-api-types/v10';
import { presentGuild } from '../payload.ts';
import { refuse } from '../refusal.ts';
import { APPLICATION, botUser, GUILD, userOf } from '../world.ts';
import type { RestDeps, Route } from './route.ts';

/** Who the bot is, where the gateway is, which guild there is. */
export const identityRoutes = ({ world, gatewayUrl }: RestDeps): Route[] => {
  const application = () => {
    const operator = [...world.members.values()].find((member) => member.operator);
    return {
      id: APPLICATION.id,
      name: APPLICATION.name,
      icon: null,
      description: 'Write songs together.',
      type: null,
      flags: 0,
      flags_new: '0',
      bot: botUser(),
      bot_public: true,
      bot_require_code_grant: false,
      integration_types_config: {
        0: { oauth2_install_params: { scopes: ['bot', 'applications.commands'], permissions: '0' } },
      },
      verify_key: '0'.repeat(64),
      redirect_uris: [],
      interactions_endpoint_url: null,
      role_connections_verification_url: null,
      owner: operator ? userOf(operator) : botUser(),
      approximate_guild_count: world.settings.botInGuild ? 1 : 0,
      approximate_user_install_count: 0,
      approximate_user_authorization_count: 0,
      explicit_content_filter: 0,
      team: null,
      eligible_oauth2_scopes: [],
    };
  };
  const limit = { total: 1000, remaining: 1000, reset_after: 14_400_000, max_concurrency: 1 };
  const guild = () => (world.settings.botInGuild ? presentGuild(world) : refuse('unknownGuild'));

  return [
    {
      method: 'GET',
      pattern: /^\/gateway\/bot$/,
      authorized: true,
      handle: () => ({ status: 200, body: { url: gatewayUrl(), shards: 1, session_start_limit: limit } }),
    },
    {
      method: 'GET',
      pattern: /^\/gateway$/,
      authorized: false,
      handle: () => ({ status: 200, body: { url: gatewayUrl() } }),
    },
    {
      method: 'GET',
      pattern: /^\/(?:oauth2\/)?applications\/@me$/,
      authorized: true,
      handle: () => ({ status: 200, body: application() }),
    },
    {
      method: 'GET',
      pattern: /^\/users\/(@me|\d+)$/,
      authorized: true,
      handle({ params: [id] }) {
        if (id === '@me' || id === APPLICATION.id)
          return {
            status: 200,
            body: { ...botUser(), mfa_enabled: true, locale: 'en-US', verified: true, email: null },
          };
        const member = world.members.get(id ?? '');
        return member ? { status: 200, body: userOf(member) } : refuse('unknownUser');
      },
    },
    {
      method: 'GET',
      pattern: /^\/users\/@me\/guilds$/,
      authorized: true,
      handle: () => ({
        status: 200,
        body: world.settings.botInGuild
          ? [
              {
                id: GUILD.id,
                name: GUILD.name,
                icon: null,
                banner: null,
                owner: false,
                permissions: PermissionFlagsBits.ViewChannel.toString(),
                features: [],
              },
            ]
          : [],
      }),
    },
    {
      method: 'GET',
      pattern: /^\/guilds\/(\d+)$/,
      authorized: true,
      handle: ({ params: [id] }) => (id === GUILD.id ? { status: 200, body: guild() } : refuse('unknownGuild')),
    },
  ];
};
