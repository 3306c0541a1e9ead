import type { Dearer, Plan } from '#catalog/plan.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { Clock } from '#core/clock.ts';
import type { BotError } from '#core/errors.ts';
import type { JobId, ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { CreditPolicy, Ledger } from '#credits/credits.ts';
import type { Spending } from '#credits/spending.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import type { Bookings, Delivery, Job, Jobs, Reply, ReplyAddress } from '#jobs/job.ts';
import type { FetchInput, FitInput } from '#media/input.ts';
import type { Download } from '#media/media.ts';
import type { StrikeFacts, StrikeTarget } from '#moderation/strikes.ts';
import type { Circuits } from '#polling/circuit.ts';
import type { Observe, Poller } from '#polling/poller.ts';
import type { Provider } from '#providers/provider.ts';
import type { ActiveJob, ActiveJobs, ActiveLimits } from './active-jobs.ts';

/** An admitted request with the rules of money that hold for it. */
export interface Admission {
  readonly plan: Plan;
  readonly policy: CreditPolicy;
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
  /** Counts a call of a service and notices a dead key. Settles as the work does. */
  readonly observe: Observe;
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
  readonly strike: (refused: StrikeTarget) => Promise<StrikeFacts>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The job of a request that has been written down. Reading it before that is a bug. */
export function jobOf(active: ActiveJob): Job {
  if (active.job === null) throw new TypeError(`job ${active.id} is not open yet`);
  return active.job;
}
