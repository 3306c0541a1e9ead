import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Clock } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import type { JobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Database } from '#db/database.ts';
import { isOpenJob, type Job } from '#jobs/job.ts';
import { createLeases, type Leases, type LeftJob, type LivingProcess, type SharingProcess } from '#jobs/leases.ts';
import type { Sharing } from '#jobs/ownership.ts';
import { openFollowQueue } from './follow-queue.ts';
import { openRedis } from './redis.ts';
import { openSharedTexts, type SharedTexts } from './shared-texts.ts';
import { openSignals, type Signal, type Signals } from './signals.ts';

/** How often a process shows that it is alive; a lease lasts three times as long. */
const beatEveryMs = 3_000;
/** How often one of the processes looks for jobs that none works on. */
const reconcileEveryMs = 3_000;
/** How often a process looks whether it owns jobs that it does not work on. */
const straysEveryMs = 15_000;
/** Jobs that are found at once. */
const foundAtOnce = 500;
/** A line is looked at so often while somebody waits in it. */
const lineEveryMs = 2_000;

/** What a process does about the jobs that it shares. */
export interface ClusterHandlers {
  /** How many jobs this process follows. */
  readonly inFlight: () => number;
  /** Whether this process works on a job. */
  readonly isWorkedOn: (id: JobId) => boolean;
  readonly onSignal: (signal: Signal) => void;
  /** Another process has taken the job of this one. Must not throw. */
  readonly onLost: (id: JobId) => void;
  /** Told how many jobs of processes that are gone are handed out now. Must not throw. */
  readonly onOrphans: (count: number) => void;
  /** Told of the processes that are alive, this one among them, whenever it has shown that it is. Must not throw. */
  readonly onBeat: (processes: readonly LivingProcess[]) => void;
  /** Follows a job to its end, unless another process does. */
  readonly follow: (id: JobId) => Promise<void>;
  /** Told of jobs of which nothing was sent before their process ended; resolves with those that begin again by themselves. */
  readonly beginAgain: (opened: readonly Job[]) => Promise<ReadonlySet<JobId>>;
}

/** The processes that share one database, seen from this one. */
export interface Cluster {
  readonly name: string;
  readonly leases: Leases;
  readonly signals: Signals;
  readonly texts: SharedTexts;
  readonly sharing: Sharing;
  /** Until a line is looked at again. @throws the signal's reason */
  readonly pauseInLine: (signal: AbortSignal) => Promise<void>;
  /** True once in `everyMs` in all processes; false while the database is away. Never throws. */
  isDue(work: string, everyMs: number): Promise<boolean>;
  /** The next process that asks has its turn. @throws {@link BotError} `store.unavailable` */
  makeDue(work: string): Promise<void>;
  /** Shows that this process is alive, until `signal`. Resolves when it has begun. @throws {@link BotError} `store.unavailable` */
  begin(handlers: ClusterHandlers, signal: AbortSignal): Promise<void>;
  /** Takes jobs from the queue, and looks for those that no process works on, until `signal`. Does nothing where this process does not follow jobs. */
  follow(signal: AbortSignal): void;
  /** Resolves when no job that was taken is followed. */
  idle(): Promise<void>;
  /** Tells how many jobs stand in the queue; nothing while Redis is away. */
  countQueue(tell: (state: 'waiting' | 'active', count: number) => void): Promise<void>;
  /** Takes no more jobs. */
  stopTaking(): Promise<void>;
  /** Leaves what is open to the others, and says so. Never throws. */
  close(): Promise<void>;
}

/** @see openCluster */
export interface ClusterOptions {
  readonly redisUrl: string;
  readonly database: Database;
  readonly process: SharingProcess;
  /** What all processes of one bot have in common, and no other bot on the same Redis. */
  readonly botToken: string;
  /** True where jobs are handed over as soon as they are submitted. */
  readonly handsOver: boolean;
  /** True where jobs are taken from the queue. */
  readonly follows: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the connections with Redis; nothing waits for them. */
export function openCluster(options: ClusterOptions): Cluster {
  const { database, process: own, handsOver, follows, clock, log } = options;
  const leases = createLeases({ database, process: own, log });
  const prefix = `easel-${createHash('sha256').update(options.botToken).digest('hex').slice(0, 12)}`;
  const openOne = (isWaiting: boolean): Redis => openRedis({ url: options.redisUrl, log }, isWaiting);
  const [redis, listener] = [openOne(false), openOne(true)];
  const queue = openFollowQueue({ redis, openWaiting: () => openOne(true), prefix, log });
  let handlers: ClusterHandlers | null = null;
  const taken = new Set<Promise<void>>();
  let isEnding = false;
  const signals = openSignals({
    redis,
    listener,
    channel: `${prefix}:signals`,
    name: own.name,
    onSignal: (signal) => handlers?.onSignal(signal),
    log,
  });

  const handOver = async (job: Job): Promise<boolean> => {
    const left = await leases.handOver(job);
    // Where Redis is away the job is found in the database.
    if (left !== null) await queue.add([{ id: job.id, epoch: left.epoch, priority: priorityOf(left) }]);
    return true;
  };

  const beat = async (): Promise<void> => {
    if (handlers === null) return;
    const { processes, stops, lost } = await leases.beat(handlers.inFlight());
    for (const { id, by } of stops) handlers.onSignal({ kind: 'stop', id, by });
    for (const id of lost) handlers.onLost(id);
    handlers.onBeat(processes);
  };

  const leaveStrays = async (): Promise<void> => {
    if (handlers === null) return;
    const count = await leases.leaveStrays(handlers.isWorkedOn);
    if (count > 0) log.warn({ count }, 'jobs that this process owned and did not work on are left to the others');
  };

  const reconcile = async (): Promise<void> => {
    if (handlers === null || !(await leases.isDue('reconcile', reconcileEveryMs))) return;
    const left = await leases.listLeft(foundAtOnce);
    const again = await handlers.beginAgain(left.map(({ job }) => job).filter(({ state }) => state === 'opened'));
    const others = left.filter(({ job }) => !again.has(job.id));
    if (others.length === 0) return;
    log.info({ count: others.length }, 'jobs that no process works on are handed out');
    handlers.onOrphans(others.filter(({ isOrphan }) => isOrphan).length);
    if (await queue.add(others.map(queued))) return;
    for (const { job } of others) void take(job.id);
  };

  const take = (id: JobId): Promise<void> => {
    const followed = (handlers?.follow(id) ?? Promise.resolve())
      .catch((error: unknown) => {
        log.warn(
          { job: id, reason: asBotError(error).message },
          'a job could not be followed, and is looked for again',
        );
      })
      .finally(() => taken.delete(followed));
    taken.add(followed);
    return followed;
  };

  const repeat = async (what: string, everyMs: number, work: () => Promise<void>, signal: AbortSignal) => {
    while (!signal.aborted) {
      await clock.wait(everyMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      await work().catch((error: unknown) => log.warn({ what, reason: asBotError(error).message }, 'will be repeated'));
    }
  };

  return {
    name: own.name,
    leases,
    signals,
    texts: openSharedTexts(redis, prefix),
    sharing: {
      claim: (id) => leases.claim(id),
      has: (id) => leases.has(id),
      listLeft: async () => (await leases.listLeft(foundAtOnce, { withUnsure: true })).map(({ job }) => job),
      async handOver(job) {
        if (!handsOver) return false;
        return handOver(job).catch((error: unknown) => {
          log.warn({ job: job.id, reason: asBotError(error).message }, 'a job could not be handed over');
          return false;
        });
      },
      async leave(job) {
        if (isEnding || !isOpenJob(job)) return leases.forget(job.id);
        if (leases.has(job.id)) await leases.handOver(job).catch(() => undefined);
        leases.forget(job.id);
      },
      placeInLine: (job, limits) => leases.placeInLine(job, limits),
      askToStop: (id, by) => signals.send({ kind: 'stop', id, by }),
    },
    pauseInLine: (signal) => clock.wait(lineEveryMs, signal),
    isDue: (work, everyMs) => leases.isDue(work, everyMs).catch(() => false),
    makeDue: (work) => leases.makeDue(work),
    async begin(given, signal) {
      handlers = given;
      await beat();
      void repeat('sign of life', beatEveryMs, beat, signal);
      void repeat('jobs left behind', straysEveryMs, leaveStrays, signal);
    },
    follow(signal) {
      if (!follows) return;
      queue.take(take);
      void repeat('looking for jobs', reconcileEveryMs, reconcile, signal);
    },
    async idle() {
      await Promise.allSettled(taken);
    },
    async countQueue(tell) {
      const counts = await queue.counts();
      if (counts === null) return;
      tell('waiting', counts.waiting);
      tell('active', counts.active);
    },
    stopTaking: () => queue.pause(),
    async close() {
      isEnding = true;
      try {
        const left = await leases.end();
        await queue.add(left.filter(({ job }) => job.state !== 'opened' && job.state !== 'unsure').map(queued));
      } catch (error) {
        log.warn({ reason: asBotError(error).message }, 'the jobs are left when the lease ends');
      }
      await queue.close();
      for (const each of [redis, listener]) each.disconnect();
    },
  };
}

/** The more a member and a server have in flight, the later. */
function priorityOf({ ofMember, ofGuild }: { readonly ofMember: number; readonly ofGuild: number }): number {
  return 1 + 10 * ofMember + ofGuild;
}

function queued({ job: { id }, epoch }: LeftJob) {
  return { id, epoch, priority: 1 };
}
