import { ApiError } from '../api-error.ts';
import { readCommands } from '../command-body.ts';
import type { RegisteredCommand } from '../records.ts';
import { json, type Route, type RouteContext } from '../routing.ts';

const globalPath = '/applications/:application/commands';
const guildPath = '/applications/:application/guilds/:guild/commands';

/** Registration of commands, global and per guild: bulk overwrite and list. */
export const commandRoutes: readonly Route[] = [globalPath, guildPath].flatMap((path): Route[] => [
  {
    method: 'PUT',
    path,
    auth: 'bot',
    bucket: null,
    run: (context) => json(overwrite(context).map((command) => wireOf(context, command))),
  },
  {
    method: 'GET',
    path,
    auth: 'bot',
    bucket: null,
    run: (context) => json(commandsOf(context).map((command) => wireOf(context, command))),
  },
]);

const commandLimit = 100;
const dailyCreations = 200;
const dayMs = 24 * 3_600_000;

function overwrite(context: RouteContext): readonly RegisteredCommand[] {
  const { world } = context;
  const before = commandsOf(context);
  const bodies = readCommands(context.body);
  if (bodies.filter((body) => body.type === 1).length > commandLimit) throw new ApiError(30032);
  const scope = scopeOf(context);
  const knownId = (name: string, type: number) =>
    before.find((command) => command.name === name && command.type === type)?.id;
  const created = bodies.filter((body) => knownId(body.name, body.type) === undefined).length;
  countCreations(context, scope, created);
  const commands = bodies.map((body) => ({
    ...body,
    id: knownId(body.name, body.type) ?? world.ids.next(),
    version: world.ids.next(),
    guildId: scope === 'global' ? null : scope,
  }));
  world.commands.set(scope, commands);
  return commands;
}

function countCreations({ world }: RouteContext, scope: string, created: number): void {
  const since = world.settings.now() - dayMs;
  const recent = (world.commandCreations.get(scope) ?? []).filter((atMs) => atMs > since);
  if (recent.length + created > dailyCreations) throw new ApiError(30034);
  const atMs = world.settings.now();
  world.commandCreations.set(scope, [...recent, ...Array.from({ length: created }, () => atMs)]);
}

function commandsOf(context: RouteContext): readonly RegisteredCommand[] {
  return context.world.commands.get(scopeOf(context)) ?? [];
}

function scopeOf({ world, params }: RouteContext): string {
  const { application, guild } = params;
  if (application !== world.settings.applicationId) throw new ApiError(50001);
  if (guild === undefined) return 'global';
  if (world.guilds.get(guild)?.botIsMember !== true) throw new ApiError(50001);
  return guild;
}

function wireOf({ world }: RouteContext, { guildId, ...command }: RegisteredCommand): object {
  const defaults = {
    default_member_permissions: null,
    nsfw: false,
    contexts: guildId === null ? [0, 1, 2] : null,
    integration_types: [0],
    description: '',
  };
  return {
    ...defaults,
    ...command,
    application_id: world.settings.applicationId,
    ...(guildId === null ? {} : { guild_id: guildId }),
  };
}
