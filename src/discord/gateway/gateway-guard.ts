import { GatewayDispatchEvents, SimpleShardingStrategy, type WebSocketOptions } from 'discord.js';
import { z } from 'zod';

type Manager = Parameters<NonNullable<WebSocketOptions['buildStrategy']>>[0];

/** Gets the gateway's events before discord.js does. */
export interface GatewayListener {
  /** Gets the payload of every INTERACTION_CREATE. May throw. */
  readonly take: (payload: unknown) => void;
  /** Gets what a message from the gateway made discord.js, or `take`, throw. */
  readonly broken: (error: unknown) => void;
  /** A session has begun, or goes on. */
  readonly opened: () => void;
  /** Gets the code of every close. */
  readonly closed: (code: number) => void;
}

/**
 * Stands between the gateway and discord.js, so that no message from the gateway can end the process. Of all events
 * discord.js gets only READY and RESUMED: it parses the others for caches that Easel doesn't use, and throws on a malformed
 * one where nothing can catch it.
 */
export class GuardedStrategy extends SimpleShardingStrategy {
  readonly #listener: GatewayListener;

  constructor(manager: Manager, listener: GatewayListener) {
    super(guarded(manager, listener));
    this.#listener = listener;
  }

  override async spawn(shardIds: number[]): Promise<void> {
    await super.spawn(shardIds);
    const shards: unknown = Reflect.get(this, 'shards');
    if (shards instanceof Map) for (const shard of shards.values()) guardFrames(shard, this.#listener.broken);
  }
}

/** A shard reads each message in a promise that nothing waits for. */
function guardFrames(shard: object, broken: GatewayListener['broken']): void {
  const read: unknown = Reflect.get(shard, 'onMessage');
  if (typeof read !== 'function') return;
  const guardedRead = async (...message: unknown[]) => {
    try {
      await Reflect.apply(read, shard, message);
    } catch (error) {
      broken(error);
    }
  };
  Reflect.set(shard, 'onMessage', guardedRead);
}

const sessionEvents: ReadonlySet<unknown> = new Set([GatewayDispatchEvents.Ready, GatewayDispatchEvents.Resumed]);

function guarded(manager: Manager, listener: GatewayListener): Manager {
  const emit = manager.emit.bind(manager);
  const read = (event: string, argument: unknown): boolean => {
    if (event === 'dispatch') return readEvent(argument, listener);
    const closed = event === 'closed' ? closedSchema.safeParse(argument) : null;
    if (closed?.success) listener.closed(closed.data.code);
    return true;
  };
  const emitSafely = (event: string, ...rest: unknown[]): boolean => {
    try {
      return read(event, rest[0]) && Reflect.apply(emit, manager, [event, ...rest]);
    } catch (error) {
      listener.broken(error);
      return false;
    }
  };
  Reflect.set(manager, 'emit', emitSafely);
  return manager;
}

/** True for the events that discord.js needs as well. */
function readEvent(argument: unknown, { take, opened }: GatewayListener): boolean {
  const event = dispatchSchema.safeParse(argument).data?.data;
  if (event?.t === GatewayDispatchEvents.InteractionCreate) take(event.d);
  const isOfSession = sessionEvents.has(event?.t);
  if (isOfSession) opened();
  return isOfSession;
}

const dispatchSchema = z.object({ data: z.object({ t: z.unknown(), d: z.unknown() }) });
const closedSchema = z.object({ code: z.number() });
