import { type BotError, levelOf } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { Log } from '../domain/ports.ts';
import type { Metrics } from './metrics.ts';

/** A job that has come to its end. */
export interface EndedJob {
  readonly job: Job;
  /** Null for a delivered one. */
  readonly error: BotError | null;
  /** When the provider's picture was first seen; null when there was none. */
  readonly finishedAtMs: number | null;
  /** What its service took, beside what the price list says of that; in credits of the price list. Null where it is not told. */
  readonly cost: { readonly actual: number; readonly listed: number } | null;
}

/** Writes one log line per job, with its id, timings and cost, and counts it. */
export function reportJob({ job, error, finishedAtMs, cost }: EndedJob, metrics: Metrics, log: Log): void {
  const { id, guildId, userId, modelId: model, provider, credits, charged } = job;
  const endedAtMs = job.endedAtMs ?? job.openedAtMs;
  const tookMs = endedAtMs - job.openedAtMs;
  const lagMs = finishedAtMs === null ? null : endedAtMs - finishedAtMs;
  const waitedMs = job.submittedAtMs === null ? null : job.submittedAtMs - job.openedAtMs;
  const outcome = error?.code ?? 'delivered';
  const facts = { job: id, guild: guildId, user: userId, model, provider, outcome, credits, charged };
  const detail = error === null ? {} : { detail: error.message, providerCode: error.facts.providerCode };
  const level = error === null ? 'info' : levelOf[error.code];
  log[level]({ ...facts, waitedMs, tookMs, lagMs, ...detail }, 'a job has ended');
  metrics.jobEnded({ model, provider, outcome, tookMs });
  if (error === null && lagMs !== null) metrics.delivered(lagMs);
  countCredits(job, metrics);
  if (cost !== null) metrics.costTold({ model, provider, ...cost });
}

/** An unsure job's credits are still held: they count when they move. */
function countCredits({ state, credits, charged }: Job, metrics: Metrics): void {
  const spent = charged ?? 0;
  metrics.creditsMoved('spent', spent);
  if (state !== 'unsure') metrics.creditsMoved('returned', credits - spent);
}
