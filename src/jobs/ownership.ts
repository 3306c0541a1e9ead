import type { JobId, JobOwner } from '#core/ids.ts';
import type { Transaction } from '#db/database.ts';
import type { Job, JobLimits } from './job.ts';

/** That a job is changed by one process at a time, and that limits count the jobs of all, where several processes share them. */
export interface Ownership {
  /**
   * Checks in an open transaction that this process still has the job; it stays so until the transaction ends. Does nothing for a
   * job that this process does not work on.
   *
   * @throws {@link BotError} `cancelled.shutdown` where another process has taken it
   */
  checkIn(transaction: Transaction, id: JobId): Promise<void>;
  /** Checks that there is room for one more job, and keeps it until the transaction ends. @throws {@link BotError} `refused.busy` */
  takePlaceIn(transaction: Transaction, owner: JobOwner, limits: JobLimits): Promise<void>;
  /**
   * Writes down a job that begins as this process's; one that is written down already only while nothing was sent and no living
   * process has it. @throws {@link BotError} `cancelled.shutdown` where another process has it
   */
  openIn(transaction: Transaction, job: Job): Promise<void>;
}

/** The other processes that work on the same jobs. */
export interface Sharing {
  /** Takes an open job that no living process has; false where one has it, or the job is closed. @throws {@link BotError} `store.unavailable` */
  claim(id: JobId): Promise<boolean>;
  /** Jobs that need Easel and that no living process has, the oldest first. @throws {@link BotError} `store.unavailable` */
  listLeft(): Promise<readonly Job[]>;
  /** Whether this process still has the job, as far as it knows. */
  has(id: JobId): boolean;
  /** Leaves a job that was submitted to those that follow jobs; false where this process follows it itself. Never throws. */
  handOver(job: Job): Promise<boolean>;
  /** This process is done with the job; one that is still open is left to the others. Never throws. */
  leave(job: Job): Promise<void>;
  /** The place of a job in the line of those that wait for room, 1 is next; null where there is room for it. @throws {@link BotError} `store.unavailable` */
  placeInLine(job: Job, limits: JobLimits): Promise<number | null>;
  /** Tells the process that works on the job at once that it is to be stopped; it is written down already. */
  askToStop(id: JobId, by: 'user' | 'moderator'): void;
}
