import { Redis } from 'ioredis';
import type { Log } from '#core/log.ts';

/** @see openRedis */
export interface RedisOptions {
  readonly url: string;
  readonly log: Log;
}

const longestPauseMs = 2_000;
const connectTimeoutMs = 5_000;

/**
 * A connection to Redis that is opened again whenever it is lost. Commands that were sent before that fail soon: what Redis carries is
 * found in the database too. A connection that waits for work (`isWaiting`) tries its commands for ever, as BullMQ asks for.
 */
export function openRedis({ url, log }: RedisOptions, isWaiting: boolean): Redis {
  const patience = isWaiting
    ? { maxRetriesPerRequest: null }
    : { maxRetriesPerRequest: 1, commandTimeout: connectTimeoutMs };
  const redis = new Redis(url, {
    ...patience,
    connectTimeout: connectTimeoutMs,
    retryStrategy: (tries) => Math.min(tries * 100, longestPauseMs),
  });
  let isLost = false;
  redis.on('error', (error) => {
    if (!isLost)
      log.warn({ reason: error.message }, 'Redis cannot be reached; work is shared through the database meanwhile');
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) log.info({}, 'Redis is there again');
    isLost = false;
  });
  return redis;
}
