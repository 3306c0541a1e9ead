import { CloseCodes, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { DiscordAPIError, type REST } from 'discord.js';
import { z } from 'zod';
import type { Log } from '#core/log.ts';
import type { SessionStore } from '#gateway-sessions/session-store.ts';
import { idsOf, type Shards } from '#gateway-sessions/shards.ts';
import { describeError, failureOf, mayPass } from '../messages/failures.ts';
import { type RetryDeps, withBackoff, withTimeout } from '../messages/retry.ts';
import { GuardedStrategy, type TakeInteraction } from './gateway-guard.ts';
import { GatewayRefused, noSessionsLeft, refusalOfClose, TokenRefused } from './gateway-refused.ts';
import { type GatewayRelay, relayed } from './gateway-relay.ts';
import { createIdentifyThrottler } from './identify.ts';
import { isGatewayOf, openSessions, type Sessions } from './sessions.ts';
import type { ShardWatch } from './shard-watch.ts';

/** @see loginPatiently */
export interface LoginOptions {
  readonly token: string;
  /** Asks for the gateway's address; discord.js's own way of repeating is what it is for. */
  readonly rest: REST;
  readonly retryDeps: RetryDeps;
  readonly log: Log;
  /** Null serves as many shards as Discord recommends, all of them. */
  readonly shards: Shards | null;
  /** Null keeps the sessions in memory only. */
  readonly store: SessionStore | null;
  /** Null without a proxy. */
  readonly relay: GatewayRelay | null;
  readonly watch: ShardWatch;
  readonly take: TakeInteraction;
  /** Called once Discord has refused the bot for good, before or after it was ready. */
  readonly refused: (why: GatewayRefused) => void;
}

/** The gateway's connections, one for each shard. */
export interface Gateway {
  readonly applicationId: string;
  /** Whether other processes have a session of each of these shards. Never rejects. */
  isServedElsewhere(): Promise<boolean>;
  /** Closes the connections and leaves their sessions to the next process. Harmless when repeated. Never rejects. */
  close(): Promise<void>;
}

/**
 * Connects every shard, with no intents: those whose sessions an earlier process has left go on with them. While Discord is down it tries
 * again, ever more slowly.
 *
 * @throws {@link GatewayRefused} when Discord refuses the bot for good; the signal's reason
 */
export async function loginPatiently(options: LoginOptions, signal: AbortSignal): Promise<Gateway> {
  const kept: Kept = { shards: options.shards, sessions: null };
  try {
    return await untilReached(options, signal, () => login(options, kept, signal));
  } catch (error) {
    await kept.sessions?.release();
    throw error instanceof DiscordAPIError && error.status === 401 ? new TokenRefused(error) : error;
  }
}

/** How long a gateway that does not answer may hold up the end. */
const closeBudgetMs = 1_500;

/** What outlives an attempt. */
interface Kept {
  shards: Shards | null;
  sessions: Sessions | null;
}

async function login(options: LoginOptions, kept: Kept, signal: AbortSignal): Promise<Gateway> {
  const { store, relay, retryDeps, log, watch } = options;
  const connection: Connection = { sessions: null, refusal: null, isOver: false };
  const manager = createManager(options, connection);
  const { url, shards: recommended } = await askForGateway(manager);
  kept.shards ??= { first: 0, last: recommended - 1, of: recommended };
  const { shards } = kept;
  const isTrusted = (resumeUrl: string) => isGatewayOf(url, resumeUrl);
  kept.sessions ??= await openSessions({ store, shards, isTrusted, clock: retryDeps.clock, log });
  const { sessions } = kept;
  connection.sessions = sessions;
  watch.expect(shards);
  if (relay !== null) relayed(manager, relay);
  Object.assign(manager.options, { shardIds: idsOf(shards), shardCount: shards.of });
  const close = async () => {
    connection.isOver = true;
    const destroy = async () => manager.destroy({ code: CloseCodes.Resuming });
    await withTimeout(retryDeps.clock, closeBudgetMs, destroy).catch((error: unknown) => {
      log.warn({ error: describeError(error) }, 'the gateway was not closed cleanly');
    });
  };
  try {
    await connectAll(manager, signal);
  } catch (error) {
    await close();
    throw connection.refusal ?? sessionRefusal(error) ?? error;
  }
  return {
    applicationId: sessions.applicationId() ?? connection.applicationId ?? '',
    async isServedElsewhere() {
      if (store === null || store.isAlone) return false;
      return store.isServedElsewhere(shards).catch(() => false);
    },
    async close() {
      await close();
      await sessions.release();
    },
  };
}

/** What the client's callbacks and an attempt share. */
interface Connection {
  sessions: Sessions | null;
  applicationId?: string;
  refusal: GatewayRefused | null;
  /** From then on no shard connects any more, and no session is forgotten. */
  isOver: boolean;
}

function createManager(options: LoginOptions, connection: Connection): WebSocketManager {
  const { token, rest, store, log, retryDeps } = options;
  const listener = listenerOf(options, connection);
  const manager = new WebSocketManager({
    token,
    rest,
    intents: 0,
    buildStrategy: (built) => new GuardedStrategy(built, listener, retryDeps.clock),
    async buildIdentifyThrottler(built) {
      const { session_start_limit: limit } = await built.fetchGatewayInformation();
      return createIdentifyThrottler({ concurrency: limit.max_concurrency, store, clock: retryDeps.clock, log });
    },
    // A shard that pauses before it connects again cannot be stopped: it never gets its answer.
    retrieveSessionInfo: (shardId) =>
      connection.isOver ? new Promise(() => undefined) : (connection.sessions?.retrieve(shardId) ?? null),
    updateSessionInfo(shardId, session) {
      if (session !== null || !connection.isOver) connection.sessions?.update(shardId, session);
    },
  });
  manager.on(WebSocketShardEvents.Error, ({ error, shardId }) => {
    log.warn({ shard: shardId, error: describeError(error) }, 'discord gateway error');
  });
  return manager;
}

function listenerOf({ take, watch, log, refused }: LoginOptions, connection: Connection) {
  return {
    take,
    broken: (error: unknown) => log.warn({ error: describeError(error) }, 'a malformed gateway event was left alone'),
    opened(shardId: number, applicationId: string | null) {
      if (applicationId !== null) {
        connection.applicationId = applicationId;
        connection.sessions?.opened(shardId, applicationId);
      }
      watch.opened(shardId);
      log.info({ shard: shardId, isResumed: applicationId === null }, 'a shard of the gateway is connected');
    },
    closed(shardId: number, code: number) {
      watch.closed(shardId);
      log.info({ shard: shardId, code }, 'the connection of a shard of the gateway has ended');
      const why = refusalOfClose(code);
      if (why === null) return;
      connection.refusal = why;
      refused(why);
    },
  };
}

/** @throws {@link GatewayRefused} where the answer is not one of Discord's; what the request throws */
async function askForGateway(manager: WebSocketManager): Promise<z.infer<typeof gatewaySchema>> {
  const answer = gatewaySchema.safeParse(await manager.fetchGatewayInformation());
  if (answer.success) return answer.data;
  throw new GatewayRefused("DISCORD_API_BASE is wrong: the answer to /gateway/bot is not one of Discord's", {
    cause: answer.error,
  });
}

const gatewaySchema = z.object({
  url: z.string().refine((url) => URL.canParse(url) && /^wss?:$/u.test(new URL(url).protocol)),
  shards: z.int().min(1),
  session_start_limit: z.object({ max_concurrency: z.int().min(1) }),
});

/** Resolves when every shard is ready. @throws what the first shard that cannot connect throws; the signal's reason */
async function connectAll(manager: WebSocketManager, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let giveUp: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
  });
  signal.addEventListener('abort', giveUp, { once: true });
  const connected = manager.connect();
  connected.catch(() => undefined);
  try {
    await Promise.race([connected, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Where too few sessions are left, the client throws a plain error that tells when there are some again. */
function sessionRefusal(error: unknown): GatewayRefused | null {
  const [, until] = /^Not enough sessions .* resets at (\S+)$/u.exec(error instanceof Error ? error.message : '') ?? [];
  return until === undefined ? null : noSessionsLeft(until);
}

/**
 * Repeats `attempt` for as long as Discord is down, ever more slowly.
 *
 * @throws what `attempt` throws for any other reason; the signal's reason
 */
export function untilReached<T>(
  { retryDeps, log }: Pick<LoginOptions, 'retryDeps' | 'log'>,
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
