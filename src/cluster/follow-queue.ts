import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { asBotError } from '#core/errors.ts';
import { type JobId, jobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';

/** A job that any process may follow. */
export interface QueuedJob {
  readonly id: JobId;
  /** Which time it is that the job was left: it is put into the queue once for each. */
  readonly epoch: number;
  /** 1 is taken first. */
  readonly priority: number;
}

/** @see openFollowQueue */
export interface FollowQueueOptions {
  /** For commands. */
  readonly redis: Redis;
  /** A connection of its own for what waits for work. */
  readonly openWaiting: () => Redis;
  readonly prefix: string;
  readonly log: Log;
}

const queueName = 'follow';
/** Following is waiting, mostly: a job takes some kilobytes and a few reads a minute. */
const followedAtOnce = 10_000;
/** BullMQ's largest priority. */
const mostPriority = 2_097_151;
const dataSchema = z.object({ id: z.string().transform(jobId) });

/** The queue of jobs that were submitted, on BullMQ. It only carries: who may work on a job is decided in the database. */
export function openFollowQueue({ redis, openWaiting, prefix, log }: FollowQueueOptions) {
  const onError = (error: Error) => log.debug({ reason: error.message }, 'the queue of jobs met an error');
  const queue = new Queue(queueName, { connection: redis, prefix, skipWaitingForReady: true });
  queue.on('error', onError);
  let worker: { readonly bull: Worker; readonly connection: Redis } | null = null;
  return {
    /** False where Redis cannot be reached: the database knows the jobs too. Never throws. */
    async add(jobs: readonly QueuedJob[]): Promise<boolean> {
      if (redis.status !== 'ready') return false;
      try {
        await queue.addBulk(
          jobs.map(({ id, epoch, priority }) => ({
            name: queueName,
            data: { id },
            opts: {
              jobId: `job-${id}-${epoch}`,
              priority: Math.min(priority, mostPriority),
              removeOnComplete: true,
              removeOnFail: true,
            },
          })),
        );
        return true;
      } catch (error) {
        log.warn({ reason: asBotError(error).message, jobs: jobs.length }, 'jobs could not be put into the queue');
        return false;
      }
    },
    /** Hands jobs to `follow` until `close`, many at once. One that it throws for is found in the database again. */
    take(follow: (id: JobId) => Promise<void>): void {
      const connection = openWaiting();
      const work = async (job: { readonly data: unknown }) => follow(dataSchema.parse(job.data).id);
      // A job that stalls, because its process ended, goes to another one however often that happens.
      const bull = new Worker(queueName, work, {
        connection,
        prefix,
        concurrency: followedAtOnce,
        maxStalledCount: 1_000_000,
      });
      bull.on('error', onError);
      worker = { bull, connection };
    },
    /** How many jobs wait, and are followed. Null where Redis cannot be reached. */
    async counts() {
      if (redis.status !== 'ready') return null;
      const counts = await queue.getJobCounts('waiting', 'prioritized', 'active').catch(() => null);
      return counts && { waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0), active: counts.active ?? 0 };
    },
    /** Takes no more jobs; those that are followed are the caller's to end. */
    pause: async () => worker?.bull.pause(true),
    async close() {
      await worker?.bull.close(true).catch(() => undefined);
      await queue.close().catch(() => undefined);
      worker?.connection.disconnect();
    },
  };
}
