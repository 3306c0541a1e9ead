import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type BotError, errorRules } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import type { Job } from '#jobs/job.ts';
import type { PriceResult } from '#providers/provider.ts';

/** What Easel counts. Label values come from closed lists: models, providers, calls, codes; never ids or texts. */
export interface Metrics {
  /** A job came to its end. `outcome` is `delivered` or an error code. */
  jobEnded(job: { model: string; provider: string; outcome: string; tookMs: number }): void;
  /** A picture was posted, so long after the provider had finished it. */
  delivered(lagMs: number): void;
  /** A provider was asked. `outcome` is `ok` or an error code. */
  providerAsked(request: {
    provider: string;
    call: 'submit' | 'upload' | 'check' | 'cancel' | 'account';
    outcome: string;
  }): void;
  /** A message was edited, by token or through the channel. */
  discordEdited(): void;
  /** Discord answered 429. */
  discordLimited(): void;
  creditsMoved(kind: 'spent' | 'returned', credits: number): void;
  /** What the provider says that a job took, beside what the price list says; both in credits of the price list. */
  costTold(job: { model: string; provider: string; actual: number; listed: number }): void;
  openJobs(count: number): void;
  /** How many jobs stand in the queue that the processes share: not taken yet, followed by a process, or put off. */
  queueJobs(state: QueueState, count: number): void;
  /** How many processes of a role have shown a sign of life within their lease. */
  processes(role: ProcessRole, count: number): void;
  /** This process had a job that another one owns by now, and let go of it. */
  leaseLost(): void;
  /** So many jobs were found whose owner is gone, and handed out again. */
  takenOver(jobs: number): void;
  /** What today's jobs cost by the operator's price list, and the limit of a day; null is no limit. */
  spentToday(credits: number, limit: number | null): void;
  /** Why a service takes no jobs of this installation; null where it does again. */
  unfunded(provider: string, reason: 'auth' | 'balance' | null): void;
  /** The operator has paused a service, or the whole bot (`bot`), or taken it up again. */
  paused(subject: string, isPaused: boolean): void;
  /** RunningHub was asked for the price of a route, which was as in the list of Easel or not. */
  pricePreviewed(result: PriceResult): void;
  /** How long the pictures of this process took from their end at the service to Discord. */
  deliveryLag(): Promise<DeliveryLag>;
  /** Everything in the text form that Prometheus reads, with the content type to send. */
  render(): Promise<{ contentType: string; text: string }>;
}

/** @see Metrics.queueJobs */
export type QueueState = 'waiting' | 'active' | 'delayed';

/** What a process does for a bot of several. @see Metrics.processes */
export type ProcessRole = 'all' | 'gateway' | 'http' | 'worker';

/** @see Metrics.deliveryLag */
export interface DeliveryLag {
  readonly pictures: number;
  /** Half, and 95 of a hundred, took at most so long, as far as the buckets tell it: in seconds. Null: longer than the last one, or none was posted. */
  readonly p50: number | null;
  readonly p95: number | null;
}

/** A registry of its own, so that two bots in one process (as in tests) do not share figures. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const of = instruments(registry);
  return {
    jobEnded: ({ model, provider, outcome, tookMs }) => {
      of.jobs.inc({ model, provider, outcome });
      of.jobSeconds.observe({ model, provider }, tookMs / 1000);
    },
    delivered: (lagMs) => of.deliveryLag.observe(lagMs / 1000),
    providerAsked: ({ provider, call, outcome }) => of.providerRequests.inc({ provider, call, outcome }),
    discordEdited: () => of.discordEdits.inc(),
    discordLimited: () => of.discordRateLimits.inc(),
    creditsMoved: (kind, credits) => of.credits.inc({ kind }, credits),
    costTold: ({ model, provider, actual, listed }) => {
      of.actualCost.inc({ model, provider }, actual);
      of.listedCost.inc({ model, provider }, listed);
    },
    openJobs: (count) => of.openJobs.set(count),
    queueJobs: (state, count) => of.queueJobs.set({ state }, count),
    processes: (role, count) => of.processes.set({ role }, count),
    leaseLost: () => of.leasesLost.inc(),
    takenOver: (jobs) => of.takeovers.inc(jobs),
    spentToday: (credits, limit) => {
      of.spentToday.set(credits);
      if (limit !== null) of.spendLimit.set(limit);
    },
    unfunded(provider, reason) {
      for (const each of ['auth', 'balance'] as const) {
        of.unfunded.set({ provider, reason: each }, each === reason ? 1 : 0);
      }
    },
    paused: (subject, isPaused) => of.paused.set({ subject }, isPaused ? 1 : 0),
    deliveryLag: async () => lagOf((await of.deliveryLag.get()).values),
    pricePreviewed: (result) => of.pricePreviews.inc({ result }),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

type LagValue = {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly value: number;
  readonly metricName?: string;
};

function lagOf(values: readonly LagValue[]): DeliveryLag {
  const buckets = values.filter(({ labels }) => typeof labels.le === 'number');
  const pictures = values.find(({ metricName }) => metricName?.endsWith('_count'))?.value ?? 0;
  const atMost = (share: number) => {
    const bucket = buckets.find(({ value }) => value >= pictures * share);
    return pictures === 0 ? null : Number(bucket?.labels.le ?? Number.NaN) || null;
  };
  return { pictures, p50: atMost(0.5), p95: atMost(0.95) };
}

function instruments(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  return {
    jobs: counter('easel_jobs_total', 'Jobs that came to their end.', ['model', 'provider', 'outcome']),
    jobSeconds: new Histogram({
      name: 'easel_job_seconds',
      help: 'From the command to the end of the job.',
      labelNames: ['model', 'provider'],
      buckets: [2, 5, 10, 15, 20, 30, 45, 60, 120, 300, 900],
      registers,
    }),
    deliveryLag: new Histogram({
      name: 'easel_delivery_lag_seconds',
      help: 'From the finished picture at the provider to the picture in Discord.',
      buckets: [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30],
      registers,
    }),
    providerRequests: counter('easel_provider_requests_total', 'Requests to the image services.', [
      'provider',
      'call',
      'outcome',
    ]),
    discordEdits: counter('easel_discord_edits_total', 'Edits of messages.'),
    discordRateLimits: counter('easel_discord_rate_limits_total', 'Answers 429 from Discord.'),
    credits: counter('easel_credits_total', 'Credits of ended jobs: spent, or returned.', ['kind']),
    pricePreviews: counter(
      'easel_price_previews_total',
      'Routes of RunningHub whose price was compared with the list of Easel.',
      ['result'],
    ),
    spentToday: gauge(
      'easel_spent_today_credits',
      'Credits of the price list that the jobs of this UTC day cost, those under way with the most that they can cost.',
    ),
    spendLimit: gauge('easel_daily_spend_limit_credits', 'DAILY_SPEND_LIMIT.'),
    unfunded: gauge(
      'easel_provider_unfunded',
      '1 while an image service refuses the API key (auth), or says that the account is empty (balance).',
      ['provider', 'reason'],
    ),
    paused: gauge('easel_paused', '1 while the operator has paused an image service, or the whole bot (bot).', [
      'subject',
    ]),
    actualCost: counter(
      'easel_actual_cost_credits_total',
      'What the services say that ended jobs took, in credits of the price list; coins do not count.',
      ['model', 'provider'],
    ),
    listedCost: counter(
      'easel_listed_cost_credits_total',
      'What the price list says of what the services took in easel_actual_cost_credits_total.',
      ['model', 'provider'],
    ),
    openJobs: gauge('easel_open_jobs', 'Jobs that still need Easel.'),
    // What stays without a value, or 0, while one process does everything.
    queueJobs: gauge(
      'easel_queue_jobs',
      'Jobs in the queue that the processes share, by state: waiting, active, delayed.',
      ['state'],
    ),
    processes: gauge('easel_processes', 'Processes that have shown a sign of life within their lease, by role.', [
      'role',
    ]),
    leasesLost: counter('easel_lease_lost_total', 'Jobs of this process that another one owns by now.'),
    takeovers: counter('easel_takeovers_total', 'Jobs that this process has taken because their owner is gone.'),
  };
}

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
  const level = error === null ? 'info' : errorRules[error.code].level;
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
