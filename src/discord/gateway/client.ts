import { type Client, REST, Status } from 'discord.js';
import { pace } from '../messages/limits.ts';
import { type Connections, createMessageRoutes, type MessageRoutes } from '../messages/routes.ts';
import { connectThrough, type GatewayOptions, loginPatiently, sendFormsAsBytes } from './gateway.ts';
import type { GatewayRefused } from './gateway-refused.ts';
import { createGatewayRelay, type Tunnels } from './gateway-relay.ts';

/** @see createDiscord */
export interface DiscordOptions extends Omit<GatewayOptions, 'take' | 'refused' | 'connected' | 'agent' | 'relay'> {
  /** How REST calls connect; discord.js's own way when left out. @see connectThrough */
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

/** The client, and beside it the REST objects that Easel answers through. `apiBase` has no version in it. */
export function createDiscord(options: DiscordOptions): Discord {
  const { agent = null, tunnels = null } = options;
  const connections = connect(options);
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
function connect(options: DiscordOptions): Connections {
  const { token, apiBase, cdnBase, agent = null, retryDeps, onRateLimited, onEdited } = options;
  const base = { api: apiBase, cdn: cdnBase, makeRequest: sendFormsAsBytes, retries: 0 };
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
