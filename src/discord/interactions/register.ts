import { DiscordAPIError, type REST, RESTJSONErrorCodes, type RouteLike, Routes } from 'discord.js';
import { isWorkflowId as isOwnCommand } from '#catalog/guild-workflow.ts';
import type { GuildId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { describeError } from '../messages/failures.ts';
import { type RetryDeps, withRetries } from '../messages/retry.ts';
import { type CommandIds, idsOfCommands } from '../texts/command-links.ts';
import type { CommandDefinition, MessageCommandDefinition } from './options.ts';

interface RegisterOptions {
  readonly rest: REST;
  readonly retryDeps: RetryDeps;
  readonly log: Log;
  readonly applicationId: string;
  /** Only in this server, at once; null registers everywhere. */
  readonly devGuildId: string | null;
  readonly definitions: readonly (CommandDefinition | MessageCommandDefinition)[];
  /** The server that was `devGuildId` at the last start; null when none was. */
  readonly lastDevGuildId: string | null;
}

interface Registration {
  /** False where Discord had everything already. */
  readonly isWritten: boolean;
  readonly ids: CommandIds;
}

const budgetMs = 60_000;
/** Bots in more servers than this look only at the server that they registered in last. */
const maxSearchedGuilds = 20;

/**
 * Makes Discord show the commands once, as they are defined. What Discord has is read first: commands that were wiped or
 * changed elsewhere come back, and those that are right are not written (Discord allows 200 creations per day and server).
 * The commands of the other scope, everywhere or one server, are taken away, since members would see each command twice.
 */
export async function registerCommands(options: RegisterOptions): Promise<Registration> {
  const { devGuildId, applicationId, definitions } = options;
  const route = routeOf(applicationId, devGuildId);
  const everything = await read(options, route);
  // What the server has made for itself is not ours to take away.
  const own = devGuildId === null ? [] : everything.filter(({ name }) => isOwnCommand(name));
  const registered = everything.filter((command) => !own.includes(command));
  const isRight = isRegistered(definitions, registered, devGuildId === null ? 'everywhere' : 'guild');
  const now = isRight ? registered : await write(options, route, [...definitions, ...own]);
  await removeDoubles(options);
  return { isWritten: !isRight, ids: idsOfCommands(now) };
}

/** What cannot be removed now is seen twice, and is tried again at the next start. */
async function removeDoubles(options: RegisterOptions): Promise<void> {
  const { applicationId, devGuildId, log } = options;
  const guilds = await otherGuilds(options);
  const scopes = devGuildId === null ? guilds : [null, ...guilds];
  await Promise.all(
    scopes.map(async (guildId) => {
      try {
        await removeFrom(options, routeOf(applicationId, guildId), guildId);
      } catch (error) {
        log.warn({ guildId, error: describeError(error) }, 'commands of an earlier start could not be taken away');
      }
    }),
  );
}

/** Takes away the commands of ours in a scope that is not the one in use; others of the application stay. */
async function removeFrom(options: RegisterOptions, route: RouteLike, guildId: string | null): Promise<void> {
  const names = new Set<string>(options.definitions.map(({ name }) => name));
  const registered = await read(options, route);
  const rest = registered.filter(({ name }) => !names.has(name));
  if (rest.length === registered.length) return;
  await write(options, route, rest);
  options.log.warn({ guildId }, 'commands of an earlier start were taken away: members would see them twice');
}

/** Servers besides the one in use that may have the commands. */
async function otherGuilds(options: RegisterOptions): Promise<readonly string[]> {
  const { rest, retryDeps, devGuildId, lastDevGuildId, log } = options;
  const query = new URLSearchParams({ limit: String(maxSearchedGuilds + 1) });
  const joined = await withRetries(retryDeps, budgetMs, (signal) =>
    rest.get(Routes.userGuilds(), { query, signal }),
  ).then(
    (answer) => idsOf(answer),
    (error: unknown) => {
      log.warn({ error: describeError(error) }, 'the servers of the bot could not be listed');
      return [];
    },
  );
  const searched = joined.length > maxSearchedGuilds ? [] : joined;
  return [...new Set([...searched, ...(lastDevGuildId === null ? [] : [lastDevGuildId])])].filter(
    (id) => id !== devGuildId,
  );
}

function idsOf(answer: unknown): readonly string[] {
  const guilds: unknown[] = Array.isArray(answer) ? answer : [];
  return guilds.map((guild) => String(Reflect.get(Object(guild), 'id')));
}

type WriteDeps = Pick<RegisterOptions, 'rest' | 'retryDeps'>;

async function read(
  { rest, retryDeps }: WriteDeps,
  route: RouteLike,
  budget = budgetMs,
): Promise<readonly RegisteredCommand[]> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  const answer = await withRetries(retryDeps, budget, (signal) => rest.get(route, { query, signal }));
  const commands: unknown[] = Array.isArray(answer) ? answer : [];
  return commands.map((command) => ({ ...Object(command), name: String(Reflect.get(Object(command), 'name')) }));
}

async function write(
  { rest, retryDeps }: WriteDeps,
  route: RouteLike,
  body: readonly object[],
  budget = budgetMs,
): Promise<readonly unknown[]> {
  const answer = await withRetries(retryDeps, budget, (signal) => rest.put(route, { body, signal }));
  return Array.isArray(answer) ? answer : [];
}

function routeOf(applicationId: string, guildId: string | null): RouteLike {
  return guildId === null
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
}

/** What became of making a server's own commands. `full`: Discord takes no more there; `refused`: not now. */
export type OwnCommandsOutcome = 'done' | 'full' | 'refused';

/** The commands that servers have made for themselves. */
export interface OwnCommands {
  /** Makes these the server's own commands. Others there stay. What is right already is not written. Never throws. */
  set(guildId: GuildId, definitions: readonly CommandDefinition[]): Promise<OwnCommandsOutcome>;
}

interface OwnCommandsDeps extends WriteDeps, Pick<RegisterOptions, 'log'> {
  readonly applicationId: () => string;
  /** How long Discord is tried, for reading and for writing; 8 s when left out. */
  readonly budgetMs?: number;
}

/** @see OwnCommands */
export function createOwnCommands({ applicationId, budgetMs: budget = 8_000, ...deps }: OwnCommandsDeps): OwnCommands {
  return {
    async set(guildId, definitions) {
      const route = routeOf(applicationId(), guildId);
      try {
        const registered = await read(deps, route, budget);
        const own = registered.filter(({ name }) => isOwnCommand(name));
        if (isRegistered(definitions, own, 'guild')) return 'done';
        const others = registered.filter((command) => !own.includes(command));
        await write(deps, route, [...others, ...definitions], budget);
        return 'done';
      } catch (error) {
        deps.log.warn({ guildId, error: describeError(error) }, "a server's own commands could not be written");
        return outcomeOf(error);
      }
    },
  };
}

function outcomeOf(error: unknown): OwnCommandsOutcome {
  const isFull =
    error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.MaximumNumberOfApplicationCommandsReached;
  return isFull ? 'full' : 'refused';
}

/** A command as Discord answers it: the definition, its defaults filled in, and what Discord adds. */
export interface RegisteredCommand {
  readonly name: string;
}

/**
 * What a definition can hold. Everything else in an answer is Discord's own (ids, versions) or not ours to set.
 *
 * @see https://docs.discord.com/developers/interactions/application-commands#application-command-object, read 2026-11-28
 */
const compared = [
  ...['type', 'name', 'name_localizations', 'description', 'description_localizations'],
  ...['options', 'default_member_permissions', 'nsfw', 'contexts', 'integration_types'],
];
/** Discord fills these in where a definition leaves them out, and has no use for them in a single server. */
const placed = ['contexts', 'integration_types'];
/** Lists whose order means nothing. */
const unordered: ReadonlySet<string> = new Set(['contexts', 'integration_types', 'channel_types']);

/** Whether Discord has exactly these commands, in this form. */
export function isRegistered(
  definitions: readonly (CommandDefinition | MessageCommandDefinition)[],
  registered: readonly RegisteredCommand[],
  scope: 'everywhere' | 'guild',
): boolean {
  if (definitions.length !== registered.length) return false;
  const wanted = definitions.map((definition) => {
    const left = scope === 'guild' ? placed : placed.filter((field) => !(field in definition));
    return { definition, fields: compared.filter((field) => !left.includes(field)) };
  });
  return wanted.every(({ definition, fields }) =>
    registered.some((command) => formOf(command, fields) === formOf(definition, fields)),
  );
}

function formOf(command: object, fields: readonly string[]): string {
  const kept = Object.entries(command).filter(([key]) => fields.includes(key));
  return JSON.stringify(plain(Object.fromEntries([['type', 1], ...kept])));
}

/** The same text for the same meaning: keys in order, and nothing that only says "as usual". */
function plain(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const parts: unknown[] = value.map((part) => plain(part));
    return unordered.has(key) ? parts.toSorted((a, b) => Number(a) - Number(b)) : parts;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, part]) => !isUsual(part))
    .map(([name, part]): [string, unknown] => [name, plain(part, name)]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isUsual(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
