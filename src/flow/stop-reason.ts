import { asBotError, BotError } from '../domain/errors.ts';
import type { ActiveJob } from './active-jobs.ts';
import { jobOf } from './flow.ts';

/** Why nothing may be sent any more: a shutdown, or a cancel that came meanwhile; null while nobody has asked to stop. */
export function stopReasonOf(active: ActiveJob): BotError | null {
  if (active.stop.signal.aborted) return asBotError(active.stop.signal.reason);
  const { cancelledBy } = jobOf(active);
  return cancelledBy && new BotError(`cancelled.${cancelledBy}`, 'stopped', { nothingStarted: true });
}
