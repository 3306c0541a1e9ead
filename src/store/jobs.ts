import { type Documents, isUnreadableRow, openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { asBotError } from '../domain/errors.ts';
import type { JobId, UserId } from '../domain/ids.ts';
import { isOpenJob, type Job } from '../domain/job.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { Jobs, Log } from '../domain/ports.ts';
import { openJobIndex } from './job-index.ts';
import { jobSchema } from './job-records.ts';

/** @see createJobs */
export interface JobsOptions {
  readonly store: Store;
  readonly log: Log;
}

/** @see StoredJobs.sweepPrompts */
export interface PromptSweep {
  /** Unix milliseconds, not an age. */
  readonly endedBeforeMs: number;
}

/** The jobs, and the end of their prompts. */
export interface StoredJobs extends Jobs {
  /**
   * Empties the prompts of jobs that ended before a moment, to the hour, with their pictures and LoRAs; resolves with how many. A row of that age that
   * cannot be read is deleted, since it may hold a prompt.
   *
   * @throws {@link BotError} `store.unavailable`; calling again goes on from there
   */
  sweepPrompts(sweep: PromptSweep): Promise<number>;
  /**
   * Takes the member out of a job that has ended: another name, no prompt, pictures or LoRAs, no token. A row that cannot be read is deleted.
   * Harmless when repeated. @throws {@link BotError} `store.unavailable`
   */
  erase(id: JobId, pseudonym: UserId): Promise<void>;
  /** Those that ended since a moment (to the hour), or have not ended. Rows that cannot be read are left out. @throws {@link BotError} `store.unavailable` */
  listSince(ms: number): Promise<readonly Job[]>;
  /** Writes down that the picture is gone from Discord. Harmless when repeated. @throws {@link BotError} `store.unavailable` */
  markRemoved(id: JobId): Promise<void>;
  /** Whether the job was made again after it failed; resolves with whether that was news. @throws {@link BotError} `store.unavailable` */
  markRetried(id: JobId, isRetried: boolean): Promise<boolean>;
}

/** Jobs that are read at the same time. */
const jobsAtOnce = 50;
/** One key: the lists of jobs are shared by all of them. */
const turn = 'jobs';

/** @see StoredJobs */
export function createJobs({ store, log }: JobsOptions): StoredJobs {
  const jobs = openDocuments(store.namespace('jobs'), jobSchema);
  const index = openJobIndex(store);
  const inTurn = createOneAtATime();

  /** Whatever write is the last one before a crash: an open job is listed, and an ended one will be swept. */
  async function save(job: Job): Promise<void> {
    const isOpen = isOpenJob(job);
    if (isOpen) await index.addOpen(job.id);
    else await index.addEnded(job.id, job.endedAtMs ?? job.openedAtMs);
    await jobs.set(job.id, job);
    if (!isOpen) await index.removeOpen([job.id]);
  }

  async function listOpen(): Promise<readonly Job[]> {
    const ids = await index.open();
    const readings: Reading[] = [];
    for (let start = 0; start < ids.length; start += jobsAtOnce) {
      const some = ids.slice(start, start + jobsAtOnce);
      readings.push(...(await Promise.all(some.map((id) => readTolerantly(jobs, id, log)))));
    }
    const open = readings.flatMap(({ job }) => (isJob(job) && isOpenJob(job) ? [job] : []));
    const kept = new Set(open.map((job) => job.id));
    const gone = readings.filter(({ id, job }) => job !== 'unreadable' && !kept.has(id));
    await index.removeOpen(gone.map(({ id }) => id));
    return open.sort((one, other) => one.openedAtMs - other.openedAtMs);
  }

  /** True when there was a prompt. */
  async function emptyPrompt(id: JobId): Promise<boolean> {
    const { job } = await readTolerantly(jobs, id, log);
    if (job === 'unreadable') await jobs.delete(id);
    if (!isJob(job) || isOpenJob(job) || !hasTyped(job.settings)) return false;
    await jobs.set(id, { ...job, settings: { ...job.settings, ...nothingTyped } });
    return true;
  }

  async function erase(id: JobId, userId: UserId): Promise<void> {
    const { job } = await readTolerantly(jobs, id, log);
    if (job === 'unreadable') await jobs.delete(id);
    if (!isJob(job)) return;
    const settings = { ...job.settings, ...nothingTyped };
    await jobs.set(id, { ...job, userId, settings, replyTo: { ...job.replyTo, sealedToken: null } });
  }

  async function markRemoved(id: JobId): Promise<void> {
    const { job } = await readTolerantly(jobs, id, log);
    if (isJob(job)) await jobs.set(id, { ...job, isRemoved: true });
  }

  async function markRetried(id: JobId, isRetried: boolean): Promise<boolean> {
    const job = await jobs.get(id);
    if (job === null || (job.isRetried ?? false) === isRetried) return false;
    await jobs.set(id, { ...job, isRetried });
    return true;
  }

  return {
    save: (job) => inTurn(turn, () => save(job)),
    find: (id) => jobs.get(id),
    listOpen: () => inTurn(turn, listOpen),
    erase: (id, pseudonym) => inTurn(turn, () => erase(id, pseudonym)),
    async listSince(ms) {
      const ended = await Promise.all((await index.bucketsFrom(ms)).map(index.endedIn));
      const found = [...(await inTurn(turn, listOpen))];
      for (const ids of chunksOf(ended.flat(), jobsAtOnce)) {
        const read = await Promise.all(ids.map((id) => readTolerantly(jobs, id, log)));
        found.push(...read.flatMap(({ job }) => (isJob(job) && !isOpenJob(job) ? [job] : [])));
      }
      return found;
    },
    markRemoved: (id) => inTurn(turn, () => markRemoved(id)),
    markRetried: (id, isRetried) => inTurn(turn, () => markRetried(id, isRetried)),
    async sweepPrompts({ endedBeforeMs }) {
      let emptied = 0;
      for (const bucket of await index.bucketsBefore(endedBeforeMs)) {
        for (const id of await index.endedIn(bucket)) {
          if (await inTurn(turn, () => emptyPrompt(id))) emptied += 1;
        }
        await inTurn(turn, () => index.dropBucket(bucket));
      }
      return emptied;
    },
  };
}

/** What is left of a member's own words and addresses. An address of a LoRA may hold a key of theirs. */
const nothingTyped = { prompt: '', images: [], loras: [] } as const;

function hasTyped({ prompt, images, loras }: Job['settings']): boolean {
  return prompt !== '' || images.length > 0 || loras.length > 0;
}

/** A job, `null` for a missing row, `unreadable` for a corrupt one, which is logged. */
type Reading = { readonly id: JobId; readonly job: Job | null | 'unreadable' };

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function isJob(job: Reading['job']): job is Job {
  return job !== null && job !== 'unreadable';
}

async function readTolerantly(jobs: Documents<Job>, id: JobId, log: Log): Promise<Reading> {
  try {
    return { id, job: await jobs.get(id) };
  } catch (error) {
    if (!isUnreadableRow(error)) throw error;
    log.error({ jobId: id, reason: asBotError(error).message }, 'a job cannot be read');
    return { id, job: 'unreadable' };
  }
}
