import { creditsOf } from '#jobs/actual-cost.ts';
import type { Job } from '#jobs/job.ts';
import type { MediaFile } from '#media/media.ts';
import type { ActualCost } from '#providers/provider.ts';

/**
 * What a metered job comes to: what the service says that it took for all of its remote jobs, else by the length of the results. Null where neither is
 * known, and for a job of a fixed price. `costs` are by `REMOTE_ID CURRENCY`.
 */
export function meteredPrice(
  { isMetered, creditsPerSecond, tickets }: Pick<Job, 'isMetered' | 'creditsPerSecond' | 'tickets'>,
  costs: ReadonlyMap<string, ActualCost>,
  files: readonly MediaFile[],
): number | null {
  if (isMetered !== true) return null;
  const isTold = tickets.every(({ remoteId }) => [...costs.keys()].some((key) => key.startsWith(`${remoteId} `)));
  const told = isTold ? creditsOf([...costs.values()]) : null;
  if (told !== null && told > 0) return Math.ceil(told);
  const seconds = secondsOf(files);
  return creditsPerSecond === undefined || seconds === null ? null : Math.max(1, Math.ceil(seconds * creditsPerSecond));
}

/** Each begun second of each file; null where one has no length. */
function secondsOf(files: readonly MediaFile[]): number | null {
  let seconds = 0;
  for (const file of files) {
    if (!('path' in file) || file.durationMs === null) return null;
    seconds += Math.ceil(file.durationMs / 1000);
  }
  return seconds;
}
