import {
  Client,
  DefaultRestOptions,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  Options,
  type REST,
  type RESTOptions,
} from 'discord.js';
import type { Log } from '#core/log.ts';
import { describeError, failureOf, mayPass } from '../messages/failures.ts';
import { type RetryDeps, withBackoff } from '../messages/retry.ts';
import { GuardedStrategy } from './gateway-guard.ts';
import { type GatewayRefused, noSessionsLeft, refusalOfClose, TokenRefused } from './gateway-refused.ts';
import { type GatewayRelay, relayed } from './gateway-relay.ts';

/** @see loginPatiently */
export interface GatewayOptions {
  readonly token: string;
  readonly apiBase: string;
  /** @see connectThrough */
  readonly agent: object | null;
  /** Null without a proxy. */
  readonly relay: GatewayRelay | null;
  readonly cdnBase: string;
  readonly retryDeps: RetryDeps;
  readonly log: Log;
  /** Gets the payload of every interaction. */
  readonly take: (payload: unknown) => void;
  /** Called once Discord has refused the bot for good, before or after it was ready. */
  readonly refused: (why: GatewayRefused) => void;
  /** Called whenever the connection was lost or is there again. */
  readonly connected: (isConnected: boolean) => void;
}

/** Nothing is read from these caches; without a bound they would keep every member who ever typed a command. */
const cachedMembers = 50;

/**
 * The unmodified client, with no intents, connected and ready. While Discord is down it tries again, ever more slowly,
 * each time with a new client: discord.js destroys one that could not log in, and a destroyed one never becomes ready.
 *
 * @throws {@link GatewayRefused} when Discord refuses the bot for good; the signal's reason
 */
export async function loginPatiently(options: GatewayOptions, signal: AbortSignal): Promise<Client<true>> {
  return untilReached(options, signal, () => login(options, signal)).catch((error: unknown) => {
    throw isBadToken(error) ? new TokenRefused(error) : error;
  });
}

async function login(options: GatewayOptions, signal: AbortSignal): Promise<Client<true>> {
  let refusal: GatewayRefused | null = null;
  const refused = (why: GatewayRefused) => {
    refusal = why;
    options.refused(why);
  };
  const client = createClient({ ...options, refused });
  const ready = becomesReady(client, signal);
  ready.catch(() => undefined);
  try {
    await client.login(options.token);
    return await ready;
  } catch (error) {
    const why = refusal ?? sessionRefusal(error);
    await client.destroy();
    throw why ?? error;
  }
}

/** Where no session is left, discord.js throws a plain error that tells when there are some again. */
function sessionRefusal(error: unknown): GatewayRefused | null {
  const [, until] = /^Not enough sessions .* resets at (\S+)$/u.exec(error instanceof Error ? error.message : '') ?? [];
  return until === undefined ? null : noSessionsLeft(until);
}

function createClient(options: GatewayOptions): Client {
  const { apiBase, cdnBase, agent, relay, log, take, refused, connected } = options;
  const ears = {
    take,
    broken: (error: unknown) => log.warn({ error: describeError(error) }, 'a malformed gateway event was left alone'),
    opened: () => connected(true),
    closed(code: number) {
      connected(false);
      const why = refusalOfClose(code);
      if (why !== null) refused(why);
    },
  };
  const client = new Client({
    intents: [],
    allowedMentions: { parse: [] },
    rest: { api: apiBase, cdn: cdnBase },
    makeCache: smallCaches(),
    ws: { buildStrategy: (manager) => new GuardedStrategy(relay === null ? manager : relayed(manager, relay), ears) },
  });
  connectThrough(client.rest, agent);
  client.on(Events.Error, (error) => log.error({ error: describeError(error) }, 'discord client error'));
  client.on(Events.ShardError, (error) => log.warn({ error: describeError(error) }, 'discord gateway error'));
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

/**
 * Lets REST calls connect through an undici dispatcher; null leaves discord.js's own. discord.js has an older undici, whose
 * types do not know the newer dispatcher that it can use all the same.
 */
export function connectThrough(rest: REST, agent: object | null): void {
  if (agent !== null) Reflect.apply(rest.setAgent, rest, [agent]);
}

const { makeRequest } = DefaultRestOptions;

/**
 * Sends a form with files as bytes. discord.js hands forms to the process's global dispatcher, which belongs to whichever undici
 * was loaded first; a newer one does not know the older one's forms and fails without sending anything.
 */
export const sendFormsAsBytes: RESTOptions['makeRequest'] = async (url, init) => {
  if (!(init.body instanceof FormData)) return makeRequest(url, init);
  const form = new Response(init.body);
  const type = form.headers.get('content-type') ?? '';
  const body = new Uint8Array(await form.arrayBuffer());
  return makeRequest(url, { ...init, body, headers: { ...Object(init.headers), 'content-type': type } });
};

/** @see untilReached */
export interface ReachDeps {
  readonly retryDeps: RetryDeps;
  readonly log: Log;
}

/**
 * Repeats `attempt` for as long as Discord is down, ever more slowly.
 *
 * @throws what `attempt` throws for any other reason; the signal's reason
 */
export function untilReached<T>(
  { retryDeps, log }: ReachDeps,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  const isWorthRepeating = (error: unknown, pauseMs: number) => {
    if (!mayPass(failureOf(error))) return false;
    log.warn({ error: describeError(error), pauseMs }, 'discord cannot be reached, trying again');
    return true;
  };
  return withBackoff(retryDeps, { firstPauseMs: 1000, longestPauseMs: 60_000, signal, isWorthRepeating }, async () => {
    signal.throwIfAborted();
    return attempt();
  });
}
