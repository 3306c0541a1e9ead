import { type JobId, jobId } from '#core/ids.ts';
import type { EntryKind, LedgerEntry } from '#credits/credits.ts';
import type { Job } from '#jobs/job.ts';

/** An entry of the journal with the job that it is about; null where there is none, or it is no longer known. */
export interface HistoryLine {
  readonly entry: LedgerEntry;
  readonly job: Job | null;
}

/** Entries whose id is a job's. */
const aboutJobs: ReadonlySet<EntryKind> = new Set<EntryKind>(['reserve', 'settle', 'release', 'refund']);

/** The entries with the jobs that they are about. */
export function historyLines(
  entries: readonly LedgerEntry[],
  findJob: (id: JobId) => Promise<Job | null>,
): Promise<readonly HistoryLine[]> {
  return Promise.all(
    entries.map(async (entry) => ({ entry, job: aboutJobs.has(entry.kind) ? await findJob(jobId(entry.id)) : null })),
  );
}
