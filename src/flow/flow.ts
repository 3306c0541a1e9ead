import type { Terms } from '../domain/credits.ts';
import type { Dearer } from '../domain/dearer.ts';
import type { BotError, ErrorFacts } from '../domain/errors.ts';
import type { GuildSettings } from '../domain/guild-settings.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import type { FetchInput, FitInput } from '../domain/input.ts';
import type { Delivery, Job, Plan, ReplyAddress } from '../domain/job.ts';
import type { ProviderName } from '../domain/model.ts';
import type { Bookings, Clock, Download, Jobs, Ledger, Log, Provider, Reply } from '../domain/ports.ts';
import type { GenerationRequest } from '../domain/request.ts';
import type { ActiveJob, ActiveJobs, ActiveLimits } from './active-jobs.ts';
import type { Circuits } from './circuit.ts';
import type { Poller } from './poller.ts';
import type { Spending } from './spending.ts';

/** An admitted request with the rules of money that hold for it. */
export interface Admission {
  readonly plan: Plan;
  readonly terms: Terms;
  readonly limits: ActiveLimits;
  /** What it costs at most by the operator's price list, whatever the guild's own prices are. */
  readonly listCredits: number;
  /** True where results are put behind a spoiler. */
  readonly isSpoiler: boolean;
  readonly settings: GuildSettings;
  /** The request with the member's last choice where something was left out; null where that changed nothing. */
  readonly recalled: GenerationRequest | null;
  /** Why it costs more than the member has read; null where it does not. */
  readonly dearer: Dearer | null;
}

/** What the story is handed; made in one place and the same for every request. */
export interface Flow {
  /** @throws {@link BotError} `refused.*`, `store.unavailable` */
  readonly admit: (request: GenerationRequest) => Promise<Admission>;
  readonly ledger: Ledger;
  readonly bookings: Bookings;
  readonly jobs: Jobs;
  readonly active: ActiveJobs;
  /** The operator's limits of today. */
  readonly spending: Pick<Spending, 'enter' | 'settle'>;
  readonly poller: Poller;
  readonly circuits: Circuits;
  readonly providerOf: (name: ProviderName) => Provider;
  readonly download: Download;
  /** Fetches what a member wants edited. @throws {@link BotError} `refused.image` */
  readonly fetchInput: FetchInput;
  /** Writes such a picture as a route takes it. @throws {@link BotError} `refused.image` */
  readonly fitInput: FitInput;
  /** The reply of a job that another process, or an earlier moment, has begun. */
  readonly replyAt: (address: ReplyAddress, job: Job) => Reply;
  /** Keeps a paid picture that could not be posted; false where that failed too. Must not throw. */
  readonly keep: (delivery: Delivery) => Promise<boolean>;
  /** Where a provider may call when this job ends; null where it cannot. */
  readonly wakeUrlOf: (provider: ProviderName, id: JobId) => string | null;
  /** Told once per job that has ended, for the log and the metrics. Must not throw. */
  readonly onEnded: (active: ActiveJob, job: Job, error: BotError | null) => void;
  /** Told of each job that met a service without a usable key or money. Must not throw. */
  readonly onUnfunded: (job: Job, error: BotError) => void;
  /** Notes a content refusal against the member; resolves with what the member should hear of it. Must not throw. */
  readonly strike: (refused: Struck) => Promise<StrikeFacts>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whose request a filter refused. */
export interface Struck {
  /** The request's or job's id: it counts once. */
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly reason: string;
  /** @see AuditedAct.guildLocale */
  readonly guildLocale?: string | null;
}

/** Empty where strikes do not count. */
export type StrikeFacts = Pick<ErrorFacts, 'strikes' | 'suspendedUntilMs'>;

/** The job of a request that has been written down. Reading it before that is a bug. */
export function jobOf(active: ActiveJob): Job {
  if (active.job === null) throw new TypeError(`job ${active.id} is not open yet`);
  return active.job;
}
