import { DiscordAPIError, HTTPError, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { GatewayRefused, noSessionsLeft, TokenRefused } from './gateway-refused.ts';
import { type LoginOptions, untilReached } from './login.ts';

/** How interactions are to arrive. */
export interface FrontDoor {
  /** Of interactions by HTTP, 64 hex digits in small letters; null where they come from the gateway. */
  readonly publicKey: string | null;
  /** Where Discord is to post them, as far as that is known. */
  readonly endpointUrl: string | null;
}

interface PreflightOptions extends Pick<LoginOptions, 'retryDeps' | 'log'> {
  readonly rest: REST;
  readonly devGuildId: string | null;
  /** Null where this process takes no interactions. */
  readonly door: FrontDoor | null;
  readonly signal: AbortSignal;
}

/**
 * Asks Discord everything that can be wrong with the configuration. All of it is asked before the gateway is logged in to: a
 * start that fails again and again would use up the logins of the day, and Discord then resets the token. Interactions by HTTP
 * need no login; there the application's key has to be the configured one.
 *
 * @throws {@link GatewayRefused}, which names the variable; the signal's reason
 */
export async function askBeforeLogin(options: PreflightOptions): Promise<{ readonly applicationId: string }> {
  const { devGuildId, door } = options;
  const limit = await ask(options, Routes.gatewayBot(), gatewaySchema).catch((error: unknown) => {
    throw statusOf(error) === 404 ? wrongApiBase('there is no API of Discord at that address', error) : error;
  });
  const application = await ask(options, '/applications/@me', applicationSchema);
  if (devGuildId !== null) await askForGuild(options, application.id, devGuildId);
  if (door !== null) checkDoor(options, door, application);
  const { remaining, reset_after: resetAfterMs } = limit.session_start_limit;
  const nowMs = options.retryDeps.clock.now();
  const logsIn = door !== null && door.publicKey === null;
  if (logsIn && remaining < 1) throw noSessionsLeft(new Date(nowMs + resetAfterMs).toISOString());
  return { applicationId: application.id };
}

function checkDoor({ log }: PreflightOptions, door: FrontDoor, application: ApplicationAnswer): void {
  const { verify_key: right } = application;
  if (door.publicKey !== null && door.publicKey !== right) {
    throw new GatewayRefused(`DISCORD_PUBLIC_KEY is not the public key of this application, which is ${right}`);
  }
  const complaint = endpointComplaint(application, door);
  if (complaint !== null) log.warn(complaint, 'interactions do not arrive as Easel expects them');
}

/**
 * What is wrong with the address to which Discord posts interactions, and what to do about it; null where they arrive as the configuration
 * says. It is no reason not to start: Discord takes an address only once a running Easel answers there.
 */
export function endpointComplaint(
  { interactions_endpoint_url: told }: Pick<ApplicationAnswer, 'interactions_endpoint_url'>,
  { publicKey, endpointUrl }: FrontDoor,
): { readonly problem: string; readonly advice: string } | null {
  const portal = 'under General Information in the Developer Portal';
  if (publicKey === null) {
    if (!told) return null;
    const advice = `clear Interactions Endpoint URL ${portal}, or set INTERACTIONS to http`;
    return { problem: `Discord sends all interactions to ${told}, and none to the gateway`, advice };
  }
  const address = endpointUrl ?? 'the https address that leads to /interactions of HTTP_PORT';
  const advice = `set Interactions Endpoint URL ${portal} to ${address}, while Easel runs`;
  if (!told) return { problem: 'Discord sends no interactions by HTTP', advice };
  if (endpointUrl === null || told === endpointUrl) return null;
  return { problem: `Discord sends interactions to ${told}`, advice };
}

async function askForGuild(options: PreflightOptions, applicationId: string, guildId: string): Promise<void> {
  try {
    await ask(options, Routes.applicationGuildCommands(applicationId, guildId), z.unknown());
  } catch (error) {
    const isRefused = statusOf(error) === 403 || statusOf(error) === 404;
    throw isRefused ? devGuildRefused(guildId, error) : error;
  }
}

async function ask<T>(options: PreflightOptions, path: `/${string}`, schema: z.ZodType<T>): Promise<T> {
  const { rest, signal } = options;
  const answer = await untilReached(options, signal, () => rest.get(path, { signal })).catch((error: unknown) => {
    throw statusOf(error) === 401 ? new TokenRefused(error) : error;
  });
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw wrongApiBase(`the answer to ${path} is not one of Discord's`, parsed.error);
  return parsed.data;
}

/** Of any answer, also one that is no JSON. */
function statusOf(error: unknown): unknown {
  return error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : null;
}

const gatewaySchema = z.object({
  session_start_limit: z.object({ remaining: z.number(), reset_after: z.number() }),
});
const applicationSchema = z.object({
  id: z.string(),
  verify_key: z.string().toLowerCase().default('unknown'),
  interactions_endpoint_url: z.string().nullish(),
});
type ApplicationAnswer = z.output<typeof applicationSchema>;

function devGuildRefused(guildId: string, cause: unknown): GatewayRefused {
  const advice = 'invite it with the scopes bot and applications.commands, correct the id, or unset the variable';
  return new GatewayRefused(`DISCORD_DEV_GUILD_ID is "${guildId}": the bot is not in that server; ${advice}`, {
    cause,
  });
}

/** What answers is not Discord. */
function wrongApiBase(reason: string, cause: unknown): GatewayRefused {
  return new GatewayRefused(`DISCORD_API_BASE is wrong: ${reason}`, { cause });
}
