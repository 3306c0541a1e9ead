import type { Redis } from 'ioredis';
import { z } from 'zod';
import { guildId, jobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { parseJson } from '#core/text.ts';

const signalSchema = z.discriminatedUnion('kind', [
  /** A job is to be stopped by the process that works on it. */
  z.object({ kind: z.literal('stop'), id: z.string().transform(jobId), by: z.enum(['user', 'moderator']) }),
  /** A service has called about a job. */
  z.object({ kind: z.literal('called'), id: z.string().transform(jobId) }),
  /** A job counts with so many credits against the operator's limits of today; without its guild where it was told of before. */
  z.object({
    kind: z.literal('spent'),
    id: z.string().transform(jobId),
    guildId: z.string().transform(guildId).nullable(),
    credits: z.number(),
  }),
  /** The operator has paused something, or taken it up again. */
  z.object({ kind: z.literal('pauses') }),
]);

/** What one process tells all others at once. Each of them finds it in the database too, some seconds later. */
export type Signal = Readonly<z.output<typeof signalSchema>>;

/** @see openSignals */
export interface Signals {
  /** Never throws: one that is lost is found out later. */
  send(signal: Signal): void;
}

/** @see openSignals */
export interface SignalsOptions {
  /** For commands. */
  readonly redis: Redis;
  /** For nothing but listening. */
  readonly listener: Redis;
  readonly channel: string;
  /** This process, whose own signals are not heard. */
  readonly name: string;
  readonly onSignal: (signal: Signal) => void;
  readonly log: Log;
}

const envelopeSchema = z.object({ from: z.string(), signal: signalSchema });

/** Signals over Redis. A newer version's that this one does not know are left alone. */
export function openSignals({ redis, listener, channel, name, onSignal, log }: SignalsOptions): Signals {
  listener.on('message', (_channel: string, text: string) => {
    const envelope = envelopeSchema.safeParse(parseJson(text)).data;
    if (envelope === undefined) return log.debug({}, 'a signal that is not known was left alone');
    if (envelope.from !== name) onSignal(envelope.signal);
  });
  // It is subscribed again by itself whenever the connection is.
  listener.subscribe(channel).catch(() => undefined);
  return {
    send(signal) {
      redis.publish(channel, JSON.stringify({ from: name, signal })).catch(() => undefined);
    },
  };
}
