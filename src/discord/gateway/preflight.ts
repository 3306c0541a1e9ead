import { DiscordAPIError, HTTPError, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { GatewayRefused, noSessionsLeft, TokenRefused } from './gateway-refused.ts';
import { type LoginOptions, untilReached } from './login.ts';

/** @see askBeforeLogin */
export interface PreflightOptions extends Pick<LoginOptions, 'retryDeps' | 'log'> {
  readonly rest: REST;
  readonly devGuildId: string | null;
  readonly signal: AbortSignal;
}

/**
 * Asks Discord everything that can be wrong with the configuration. All of it is asked before the gateway is logged in to: a
 * start that fails again and again would use up the logins of the day, and Discord then resets the token.
 *
 * @throws {@link GatewayRefused}, which names the variable; the signal's reason
 */
export async function askBeforeLogin(options: PreflightOptions): Promise<{ readonly applicationId: string }> {
  const limit = await ask(options, Routes.gatewayBot(), gatewaySchema).catch((error: unknown) => {
    throw statusOf(error) === 404 ? wrongApiBase('there is no API of Discord at that address', error) : error;
  });
  const { id } = await ask(options, '/applications/@me', applicationSchema);
  if (options.devGuildId !== null) await askForGuild(options, id, options.devGuildId);
  const { remaining, reset_after: resetAfterMs } = limit.session_start_limit;
  const nowMs = options.retryDeps.clock.now();
  if (remaining < 1) throw noSessionsLeft(new Date(nowMs + resetAfterMs).toISOString());
  return { applicationId: id };
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
const applicationSchema = z.object({ id: z.string() });

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
