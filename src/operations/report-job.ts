import { creditsOf } from '../domain/actual-cost.ts';
import { type BotError, levelOf } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { creditsForSome } from '../domain/picture-count.ts';
import type { Log } from '../domain/ports.ts';
import type { Metrics } from './metrics.ts';

/** A job that has come to its end. */
export interface EndedJob {
  readonly job: Job;
  /** Null for a delivered one. */
  readonly error: BotError | null;
  /** When the provider's picture was first seen; null when there was none. */
  readonly finishedAtMs: number | null;
}

/** Writes one log line per job, with its id, timings and cost, and counts it. */
export function reportJob({ job, error, finishedAtMs }: EndedJob, metrics: Metrics, log: Log): void {
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
  countCost(job, metrics);
}

/** Only where the service has told it. */
function countCost(job: Job, metrics: Metrics): void {
  const actual = creditsOf(job.costs ?? []);
  if (actual === null) return;
  const { modelId: model, provider, state, came, settings } = job;
  const listed = creditsForSome(job.listCredits ?? job.credits, came ?? settings.count, settings.count);
  metrics.costTold({ model, provider, actual, listed: state === 'delivered' ? listed : 0 });
}

/** An unsure job's credits are still held: they count when they move. */
function countCredits({ state, credits, charged }: Job, metrics: Metrics): void {
  const spent = charged ?? 0;
  metrics.creditsMoved('spent', spent);
  if (state !== 'unsure') metrics.creditsMoved('returned', credits - spent);
}
