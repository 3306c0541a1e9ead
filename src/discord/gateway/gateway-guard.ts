import { SimpleShardingStrategy, type WebSocketManager } from '@discordjs/ws';
import { GatewayDispatchEvents } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';

/** How an event has come. */
export interface Arrival {
  /** It was sent while the shard was not connected, and came when its session was resumed. */
  readonly isReplayed: boolean;
  /** It came within a second after that, and may be as old. */
  readonly isJustResumed?: boolean;
}

/** A replay can hold the RESUMED of an earlier connection, with events behind it. */
const resumedForMs = 1_000;

/** Gets the payload of an INTERACTION_CREATE. */
export type TakeInteraction = (payload: unknown, arrival: Arrival) => void;

/** Gets the gateway's events before the client's other listeners do. */
interface GatewayListener {
  /** May throw. */
  readonly take: TakeInteraction;
  /** Gets what a message from the gateway made the client, or `take`, throw. */
  readonly broken: (error: unknown) => void;
  /** A session has begun, with the application that READY has told, or goes on: null. */
  readonly opened: (shardId: number, applicationId: string | null) => void;
  /** Gets the code of every close. */
  readonly closed: (shardId: number, code: number) => void;
}

/**
 * Stands between the gateway and its client, so that no message from the gateway can end the process: the client throws on a malformed one
 * where nothing can catch it. Events other than interactions are not passed on at all.
 */
export class GuardedStrategy extends SimpleShardingStrategy {
  readonly #listener: GatewayListener;

  constructor(manager: WebSocketManager, listener: GatewayListener, clock: Pick<Clock, 'monotonic'>) {
    super(guarded(manager, listener, clock));
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

function guarded(
  manager: WebSocketManager,
  listener: GatewayListener,
  clock: Pick<Clock, 'monotonic'>,
): WebSocketManager {
  const emit = manager.emit.bind(manager);
  const read = readerOf(listener, clock);
  const emitSafely = (event: string, ...rest: unknown[]): boolean => {
    try {
      read(event, rest[0]);
      return event !== 'dispatch' && Reflect.apply(emit, manager, [event, ...rest]);
    } catch (error) {
      listener.broken(error);
      return false;
    }
  };
  Reflect.set(manager, 'emit', emitSafely);
  return manager;
}

/**
 * What comes after HELLO and before RESUMED is replayed. What follows at once may be: nothing tells whether a RESUMED is the last one of a
 * replay. Its end is taken from the events, not from the client's `resumed`, which overtakes the last replayed event.
 */
function readerOf(
  { take, opened, closed }: GatewayListener,
  { monotonic }: Pick<Clock, 'monotonic'>,
): (event: string, argument: unknown) => void {
  const replaying = new Set<number>();
  const resumedAtMs = new Map<number, number>();
  const readDispatch = (shardId: number, { t, d }: z.infer<typeof dispatchSchema>) => {
    const resumedMs = resumedAtMs.get(shardId);
    const isJustResumed = resumedMs !== undefined && monotonic() < resumedMs + resumedForMs;
    if (t === GatewayDispatchEvents.InteractionCreate) take(d, { isReplayed: replaying.has(shardId), isJustResumed });
    if (t === GatewayDispatchEvents.Ready || t === GatewayDispatchEvents.Resumed) replaying.delete(shardId);
    if (t === GatewayDispatchEvents.Resumed) resumedAtMs.set(shardId, monotonic());
  };
  return (event, argument) => {
    if (!shardEvents.has(event)) return;
    const { shardId, code, data } = eventSchema.parse(argument);
    switch (event) {
      case 'hello':
        replaying.add(shardId);
        return;
      case 'ready':
        return opened(shardId, readySchema.parse(data).application.id);
      case 'resumed':
        return opened(shardId, null);
      case 'closed':
        return closed(shardId, code);
      case 'dispatch':
        return readDispatch(shardId, dispatchSchema.parse(data));
      default:
    }
  };
}

/** The client's emitter has events of its own besides. */
const shardEvents: ReadonlySet<string> = new Set(['hello', 'ready', 'resumed', 'closed', 'dispatch']);

const eventSchema = z.object({ shardId: z.number(), code: z.number().default(0), data: z.unknown().optional() });
const readySchema = z.object({ application: z.object({ id: z.string() }) });
const dispatchSchema = z.object({ t: z.unknown().optional(), d: z.unknown().optional() });
