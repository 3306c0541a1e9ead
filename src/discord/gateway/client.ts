import { DefaultRestOptions, type RateLimitData, REST, type RESTOptions } from 'discord.js';
import { bornAtMs } from '#core/ids.ts';
import type { SessionStore } from '#gateway-sessions/session-store.ts';
import type { Shards } from '#gateway-sessions/shards.ts';
import { openAgent, type Wire } from '#http/agent.ts';
import { FormBody } from '#http/form-body.ts';
import { sendForm } from '#http/send-form.ts';
import { describeError } from '../messages/failures.ts';
import { pace } from '../messages/limits.ts';
import { withTimeout } from '../messages/retry.ts';
import { type Connections, createMessageRoutes, type MessageRoutes } from '../messages/routes.ts';
import type { TakeInteraction } from './gateway-guard.ts';
import type { GatewayRefused } from './gateway-refused.ts';
import { createGatewayRelay, type Tunnels } from './gateway-relay.ts';
import { type Gateway, type LoginOptions, loginPatiently } from './login.ts';
import { createShardWatch } from './shard-watch.ts';

interface DiscordOptions extends Pick<LoginOptions, 'token' | 'retryDeps' | 'log'> {
  /** Without a version. */
  readonly apiBase: string;
  readonly cdnBase: string;
  /** Which shards this process serves; as many as Discord recommends, all of them, when left out. */
  readonly shards?: Shards | null;
  /** Where sessions with the gateway are kept for the next process; nowhere when left out. */
  readonly sessions?: SessionStore | null;
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

/** The connection with Discord. */
export interface Discord {
  readonly connections: Connections;
  readonly routes: MessageRoutes;
  /** `take` gets the payload of every interaction. */
  onInteraction(take: TakeInteraction): void;
  /**
   * Connects every shard of this process; while Discord is down it tries again, until `signal` ends it.
   *
   * @throws {@link GatewayRefused} when Discord refuses the bot for good; the signal's reason
   */
  login(signal: AbortSignal): Promise<{ applicationId: string }>;
  /** True while every shard of this process is connected. */
  isReady(): boolean;
  /** How long some shard has not been connected, milliseconds; 0 while all are. */
  downForMs(): number;
  /**
   * For a process that is going to stop: takes no more interactions where other processes serve all of its shards, and goes on with them
   * where none does. Never rejects.
   */
  handOver(): Promise<void>;
  /** Resolves when Discord refuses the bot for good; never while all goes well. */
  readonly refusal: Promise<GatewayRefused>;
  /** So many processes, this one among them, share what Discord takes of the bot token in a second. */
  shareRequests(processes: number): void;
  /** Leaves the sessions with the gateway to the next process. Harmless when repeated. */
  close(): Promise<void>;
}

/** What Discord takes of one bot token. @see https://docs.discord.com/developers/topics/rate-limits#global-rate-limit read 2026-11-29 */
const requestsPerSecond = 50;
/** How long a store that does not answer may hold up the end. */
const closeBudgetMs = 3_000;

/** The gateway's client, and beside it the REST objects that Easel answers through. */
export function createDiscord(options: DiscordOptions): Discord {
  const { agent = null, tunnels = null, token, retryDeps, log } = options;
  const ownAgent = openAgent();
  const wire = options.wire ?? ownAgent.dispatcher;
  const connections = connect(options, wire);
  const relay = tunnels && createGatewayRelay(tunnels);
  const takers: TakeInteraction[] = [];
  const rest = new REST({ api: options.apiBase, cdn: options.cdnBase }).setToken(token);
  connectThrough(rest, agent);
  const watch = createShardWatch(retryDeps.clock.now);
  let gateway: Gateway | null = null;
  let refused: (why: GatewayRefused) => void = () => undefined;
  const refusal = new Promise<GatewayRefused>((resolve) => {
    refused = resolve;
  });
  const take: TakeInteraction = (payload, arrival) => {
    for (const each of takers) each(payload, arrival);
  };
  const closeGateway = async () => {
    await withTimeout(retryDeps.clock, closeBudgetMs, async () => gateway?.close()).catch((error: unknown) => {
      log.warn({ error: describeError(error) }, 'the sessions of the gateway were not left in time');
    });
  };
  return {
    refusal,
    shareRequests(processes) {
      const { options: limits } = connections.bot;
      limits.globalRequestsPerSecond = Math.max(1, Math.floor(requestsPerSecond / processes));
    },
    downForMs: watch.downForMs,
    connections,
    routes: createMessageRoutes(connections),
    onInteraction(take) {
      takers.push(take);
    },
    async login(signal) {
      const { shards = null, sessions: store = null } = options;
      gateway = await loginPatiently(
        { token, rest, retryDeps, log, shards, store, relay, watch, take, refused },
        signal,
      );
      return { applicationId: gateway.applicationId };
    },
    isReady: watch.isReady,
    async handOver() {
      if ((await gateway?.isServedElsewhere()) === true) await closeGateway();
    },
    async close() {
      for (const each of [...Object.values(connections), rest]) stopTimers(each);
      await closeGateway();
      await ownAgent.close();
      relay?.close();
    },
  };
}

/**
 * `retries: 0` everywhere: discord.js repeats within milliseconds and hides it; `withRetries` repeats with pauses, and the
 * responder has to know whether an earlier try may have arrived.
 */
function connect(options: DiscordOptions, wire: Wire): Connections {
  const { token, apiBase, cdnBase, agent = null, retryDeps, onRateLimited, onEdited } = options;
  const base = {
    api: apiBase,
    cdn: cdnBase,
    makeRequest: sendThrough(wire),
    retries: 0,
    handlerSweepInterval: pace.limitsKeptMs,
  };
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

/** Edits of messages older than an hour are limited; a little less, for clocks that differ. */
const oldAfterMs = 55 * 60_000;

/** What an ordinary limit lets a request wait at most: those of channels are of five seconds, those of the token of one. */
const ordinaryWaitMs = 10_000;

/** A rate limit that a request has met, as discord.js tells it; how long to wait in milliseconds, 0 where Discord does not say. */
type MetLimit = Pick<RateLimitData, 'method' | 'url' | 'retryAfter'>;

/**
 * Whether the limit of messages older than an hour was met by an edit. Discord says 30046 with status 429 then, and discord.js would
 * try again and again. An ordinary limit is waited for, whatever the age of the message.
 */
export function isOldEdit({ method, url, retryAfter }: MetLimit, nowMs: number): boolean {
  if (retryAfter > 0 && retryAfter <= ordinaryWaitMs) return false;
  const id = /\/channels\/\d+\/messages\/(\d+)/.exec(url)?.[1];
  if (id === undefined || method.toUpperCase() !== 'PATCH') return false;
  return nowMs - bornAtMs(id) > oldAfterMs;
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
