import {
  Client,
  DefaultRestOptions,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  Options,
  REST,
  type RESTOptions,
  Status,
} from 'discord.js';
import type { Log } from '#core/log.ts';
import { openAgent, type Wire } from '#http/agent.ts';
import { FormBody } from '#http/form-body.ts';
import { sendForm } from '#http/send-form.ts';
import { describeError, failureOf, mayPass } from '../messages/failures.ts';
import { pace } from '../messages/limits.ts';
import { type RetryDeps, withBackoff } from '../messages/retry.ts';
import { type Connections, createMessageRoutes, type MessageRoutes } from '../messages/routes.ts';
import { GuardedStrategy } from './gateway-guard.ts';
import { type GatewayRefused, noSessionsLeft, refusalOfClose, TokenRefused } from './gateway-refused.ts';
import { createGatewayRelay, type GatewayRelay, relayed, type Tunnels } from './gateway-relay.ts';

/** @see createDiscord */
export interface DiscordOptions {
  readonly token: string;
  /** Without a version. */
  readonly apiBase: string;
  readonly cdnBase: string;
  readonly retryDeps: RetryDeps;
  readonly log: Log;
  /** What forms with files leave through; a pool of its own when left out. */
  readonly wire?: Wire;
  /** How other REST calls connect; discord.js's own way when left out. @see connectThrough */
  readonly agent?: object | null;
  /** The proxy's way to the gateway; none when left out. */
  readonly tunnels?: Tunnels | null;
  /** Called for each 429, for the counter. */
  readonly onRateLimited: () => void;
  /** Called for each edit of a message that Discord has taken, for the counter. */
  readonly onEdited: () => void;
}

interface LoginOptions extends DiscordOptions {
  readonly agent: object | null;
  /** Null without a proxy. */
  readonly relay: GatewayRelay | null;
  /** Gets the payload of every interaction. */
  readonly take: (payload: unknown) => void;
  /** Called once Discord has refused the bot for good, before or after it was ready. */
  readonly refused: (why: GatewayRefused) => void;
  /** Called whenever the connection was lost or is there again. */
  readonly connected: (isConnected: boolean) => void;
}

/** The connection with Discord. */
export interface Discord {
  readonly connections: Connections;
  readonly routes: MessageRoutes;
  /** `take` gets the payload of every interaction. */
  onInteraction(take: (payload: unknown) => void): void;
  /**
   * Connects; while Discord is down it tries again, until `signal` ends it.
   *
   * @throws {@link GatewayRefused} when Discord refuses the bot for good; the signal's reason
   */
  login(signal: AbortSignal): Promise<{ applicationId: string }>;
  /** True while the gateway is connected. */
  isReady(): boolean;
  /** How long the gateway has not been connected, milliseconds; 0 while it is. */
  downForMs(): number;
  /** Resolves when Discord refuses the bot for good; never while all goes well. */
  readonly refusal: Promise<GatewayRefused>;
  close(): Promise<void>;
}

/** The client, and beside it the REST objects that Easel answers through. */
export function createDiscord(options: DiscordOptions): Discord {
  const { agent = null, tunnels = null } = options;
  const ownAgent = openAgent();
  const wire = options.wire ?? ownAgent.dispatcher;
  const connections = connect(options, wire);
  const relay = tunnels && createGatewayRelay(tunnels);
  const takers: ((payload: unknown) => void)[] = [];
  let client: Client<true> | null = null;
  let refused: (why: GatewayRefused) => void = () => undefined;
  const refusal = new Promise<GatewayRefused>((resolve) => {
    refused = resolve;
  });
  const { now } = options.retryDeps.clock;
  let downSinceMs: number | null = now();
  const connected = (isConnected: boolean) => {
    downSinceMs = isConnected ? null : (downSinceMs ?? now());
  };
  return {
    refusal,
    downForMs: () => (downSinceMs === null ? 0 : now() - downSinceMs),
    connections,
    routes: createMessageRoutes(connections),
    onInteraction(take) {
      takers.push(take);
    },
    async login(signal) {
      const take = (payload: unknown) => {
        for (const each of takers) each(payload);
      };
      client = await loginPatiently({ ...options, agent, relay, take, refused, connected }, signal);
      return { applicationId: client.application.id };
    },
    isReady: () => client !== null && isConnected(client),
    async close() {
      for (const each of Object.values(connections)) stopTimers(each);
      await client?.destroy();
      await ownAgent.close();
      relay?.close();
    },
  };
}

/** The client stays "ready" once it was, also while its gateway connection is lost; its shards know better. */
function isConnected(client: Client<true>): boolean {
  return client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready);
}

/**
 * `retries: 0` everywhere: discord.js repeats within milliseconds and hides it; `withRetries` repeats with pauses, and the
 * responder has to know whether an earlier try may have arrived.
 */
function connect(options: DiscordOptions, wire: Wire): Connections {
  const { token, apiBase, cdnBase, agent = null, retryDeps, onRateLimited, onEdited } = options;
  const base = { api: apiBase, cdn: cdnBase, makeRequest: sendThrough(wire), retries: 0 };
  const unlimited = { globalRequestsPerSecond: Number.POSITIVE_INFINITY };
  const connections = {
    acks: new REST({ ...base, ...unlimited, timeout: pace.ackTimeoutMs }),
    edits: new REST({ ...base, ...unlimited, timeout: pace.editTimeoutMs }),
    bot: new REST({
      ...base,
      timeout: pace.editTimeoutMs,
      rejectOnRateLimit: (limit) => isOldEdit(limit, retryDeps.clock.now()),
    }).setToken(token),
  };
  for (const each of Object.values(connections)) {
    connectThrough(each, agent);
    each.on('response', ({ method }, { status }) => {
      if (status === 429) onRateLimited();
      if (status === 200 && method === 'PATCH') onEdited();
    });
  }
  return connections;
}

function stopTimers(rest: REST): void {
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
}

/** Discord's epoch, the first millisecond of 2015. @see https://docs.discord.com/developers/reference#snowflakes */
const epochMs = 1_420_070_400_000;
/** Edits of messages older than an hour are limited; a little less, for clocks that differ. */
const oldAfterMs = 55 * 60_000;

/**
 * Whether a rate limit was met by an edit of a message older than an hour. Discord says 30046 with status 429 then, and
 * discord.js would try again and again.
 */
export function isOldEdit({ method, url }: { readonly method: string; readonly url: string }, nowMs: number): boolean {
  const id = /\/channels\/\d+\/messages\/(\d+)/.exec(url)?.[1];
  if (id === undefined || method.toUpperCase() !== 'PATCH') return false;
  return nowMs - (Number(BigInt(id) >> 22n) + epochMs) > oldAfterMs;
}

/** Nothing is read from these caches; without a bound they would keep every member who ever typed a command. */
const cachedMembers = 50;

/**
 * The unmodified client, with no intents, connected and ready. While Discord is down it tries again, ever more slowly,
 * each time with a new client: discord.js destroys one that could not log in, and a destroyed one never becomes ready.
 *
 * @throws {@link GatewayRefused} when Discord refuses the bot for good; the signal's reason
 */
async function loginPatiently(options: LoginOptions, signal: AbortSignal): Promise<Client<true>> {
  return untilReached(options, signal, () => login(options, signal)).catch((error: unknown) => {
    throw isBadToken(error) ? new TokenRefused(error) : error;
  });
}

async function login(options: LoginOptions, signal: AbortSignal): Promise<Client<true>> {
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

function createClient(options: LoginOptions): Client {
  const { apiBase, cdnBase, agent, relay, log, take, refused, connected } = options;
  const listener = {
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
    ws: {
      buildStrategy: (manager) => new GuardedStrategy(relay === null ? manager : relayed(manager, relay), listener),
    },
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
 * Sends JSON as discord.js does, and forms with files by a wire of our own, file by file: discord.js would hold them all in memory, and hand
 * them to the process's global dispatcher, which belongs to whichever undici was loaded first.
 */
function sendThrough(wire: Wire): NonNullable<RESTOptions['makeRequest']> {
  return async (url, init) => {
    const form: unknown = init.body;
    if (!(form instanceof FormBody)) return makeRequest(url, init);
    const headers = Object.fromEntries(
      Object.entries(Object(init.headers)).map(([name, value]) => [name, String(value)]),
    );
    const method = init.method === 'PATCH' ? 'PATCH' : 'POST';
    return sendForm(wire, url, { method, headers, form, signal: init.signal ?? null });
  };
}

/**
 * Repeats `attempt` for as long as Discord is down, ever more slowly.
 *
 * @throws what `attempt` throws for any other reason; the signal's reason
 */
export function untilReached<T>(
  { retryDeps, log }: Pick<DiscordOptions, 'retryDeps' | 'log'>,
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
