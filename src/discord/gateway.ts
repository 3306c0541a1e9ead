import { Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayDispatchEvents, Options } from 'discord.js';
import type { Log } from '../domain/ports.ts';
import { describeError } from './describe-error.ts';
import { failureOf, mayPass } from './failures.ts';
import type { Patience } from './persist.ts';

/** @see loginPatiently */
export interface GatewayOptions {
  readonly token: string;
  readonly apiBase: string;
  readonly cdnBase: string;
  readonly patience: Patience;
  readonly log: Log;
  /** Gets the payload of every interaction. */
  readonly take: (payload: unknown) => void;
}

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** Nothing is read from these caches; without a bound they would keep every member who ever typed a command. */
const cachedMembers = 50;

/**
 * The unmodified client, with no intents, connected and ready. While Discord is down it tries again, ever more slowly,
 * each time with a new client: discord.js destroys one that could not log in, and a destroyed one never becomes ready.
 *
 * @throws Error with a clear message when the token is not accepted; the signal's reason
 */
export async function loginPatiently(options: GatewayOptions, signal: AbortSignal): Promise<Client<true>> {
  const { patience, log } = options;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await login(options, signal);
    } catch (error) {
      if (isBadToken(error)) {
        throw new TokenRefused(error);
      }
      if (!mayPass(failureOf(error))) throw error;
      log.warn({ error: describeError(error), pauseMs }, 'discord cannot be reached, trying again');
      await patience.clock.wait(pauseMs * (0.5 + patience.random() / 2), signal);
    }
  }
}

async function login(options: GatewayOptions, signal: AbortSignal): Promise<Client<true>> {
  signal.throwIfAborted();
  const client = createClient(options);
  const ready = becomesReady(client, signal);
  ready.catch(() => undefined);
  try {
    await client.login(options.token);
    return await ready;
  } catch (error) {
    await client.destroy();
    throw error;
  }
}

function createClient({ apiBase, cdnBase, log, take }: GatewayOptions): Client {
  const rest = { api: apiBase, cdn: cdnBase };
  const client = new Client({ intents: [], allowedMentions: { parse: [] }, rest, makeCache: smallCaches() });
  client.on(Events.Error, (error) => log.error({ error: describeError(error) }, 'discord client error'));
  client.on(Events.ShardError, (error) => log.warn({ error: describeError(error) }, 'discord gateway error'));
  client.ws.on(GatewayDispatchEvents.InteractionCreate, take);
  return client;
}

function smallCaches() {
  return Options.cacheWithLimits({
    ...Options.DefaultMakeCacheSettings,
    GuildMemberManager: { maxSize: cachedMembers, keepOverLimit: (member) => member.id === member.client.user.id },
    MessageManager: 0,
    UserManager: { maxSize: cachedMembers, keepOverLimit: (user) => user.id === user.client.user?.id },
  });
}

function isBadToken(error: unknown): boolean {
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
}

function becomesReady(client: Client, signal: AbortSignal): Promise<Client<true>> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    client.once(Events.ClientReady, (ready) => {
      signal.removeEventListener('abort', giveUp);
      resolve(ready);
    });
  });
}

/** Discord does not know the token: starting again will not help. */
export class TokenRefused extends Error {
  constructor(cause: unknown) {
    super('Discord does not accept DISCORD_TOKEN; copy the bot token anew', { cause });
    this.name = 'TokenRefused';
  }
}
