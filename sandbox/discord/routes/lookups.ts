import { ApiError } from '../api-error.ts';
import { guildPayload, memberPayload } from '../payloads.ts';
import type { GuildRecord } from '../records.ts';
import { json, type Route, type RouteContext } from '../routing.ts';
import type { World } from '../world.ts';

/** What only reads: the gateway's address, the application, users, guilds and members. */
export const lookupRoutes: readonly Route[] = [
  route('/gateway/bot', ({ world, host }) => gatewayBot(world, host)),
  route('/users/@me', ({ world }) => ({
    ...world.bot,
    verified: true,
    email: null,
    mfa_enabled: true,
    locale: 'en-US',
  })),
  route('/users/@me/guilds', ({ world }) =>
    [...world.guilds.values()]
      .filter(({ botIsMember }) => botIsMember)
      .map(({ id, name, roles }) => ({
        id,
        name,
        owner: false,
        permissions: String(roles.get(id)?.permissions ?? 0n),
      })),
  ),
  route('/users/:user', ({ world, params }) => world.users.get(params.user ?? '') ?? refuse(10013)),
  route('/applications/@me', ({ world }) => application(world)),
  route('/guilds/:guild', (context) => guildPayload(guildOf(context))),
  route('/guilds/:guild/members/:user', (context) => {
    const { user: userId = '' } = context.params;
    const member = guildOf(context).members.get(userId);
    const user = context.world.users.get(userId);
    return member === undefined || user === undefined ? refuse(10007) : memberPayload(member, user);
  }),
];

function route(path: string, read: (context: RouteContext) => object): Route {
  return { method: 'GET', path, auth: 'bot', bucket: null, run: (context) => json(read(context)) };
}

function gatewayBot(world: World, host: string): object {
  const { shards, maxConcurrency, sessionStarts } = world.settings;
  const used = world.gateway.events.filter((event) => event.kind === 'identify').length;
  return {
    url: `ws://${host}/gateway`,
    shards,
    session_start_limit: {
      total: sessionStarts,
      remaining: Math.max(0, sessionStarts - used),
      reset_after: 86_400_000,
      max_concurrency: maxConcurrency,
    },
  };
}

function application(world: World): object {
  return {
    id: world.settings.applicationId,
    name: 'Easel',
    icon: null,
    description: '',
    type: null,
    bot: world.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: world.endpoint.key.publicKey,
    flags: 0,
    flags_new: '0',
    redirect_uris: [],
    interactions_endpoint_url: world.endpoint.url,
    role_connections_verification_url: null,
    owner: world.applicationOwner,
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}

function guildOf({ world, params }: RouteContext): GuildRecord {
  const guild = world.guilds.get(params.guild ?? '');
  return guild?.botIsMember === true ? guild : refuse(10004);
}

function refuse(code: 10004 | 10007 | 10013): never {
  throw new ApiError(code);
}
