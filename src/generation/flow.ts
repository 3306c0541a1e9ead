import { creditsForSome } from '#catalog/fit-route.ts';
import type { Dearer, Plan } from '#catalog/plan.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { Clock } from '#core/clock.ts';
import { BotError } from '#core/errors.ts';
import type { GuildId, JobId, JobOwner, ProviderName, UserId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { CreditPolicy, Ledger } from '#credits/credits.ts';
import type { Spending } from '#credits/spending.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { creditsOf, sumOf } from '#jobs/actual-cost.ts';
import type { Bookings, Delivery, Job, JobLimits, Jobs, Progress, Reply, ReplyAddress } from '#jobs/job.ts';
import type { Sharing } from '#jobs/ownership.ts';
import type { FetchInput, FetchMedia, FitInput } from '#media/input.ts';
import type { Download } from '#media/media.ts';
import type { StrikeFacts, StrikeTarget } from '#moderation/strikes.ts';
import type { Circuits } from '#polling/circuit.ts';
import type { Observe, Poller } from '#polling/poller.ts';
import type { ActualCost, Provider, Ticket } from '#providers/provider.ts';

/** An admitted request with the rules of money that hold for it. */
export interface Admission {
  readonly plan: Plan;
  readonly policy: CreditPolicy;
  readonly limits: JobLimits;
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

/** What the operator has paused. */
export interface Paused {
  /** What members read instead of being admitted; null while they are admitted. */
  readonly notice: () => string | null;
  /** True for a service that is handed no new jobs. */
  readonly isService: (name: ProviderName) => boolean;
}

/** Refuses while the bot is paused; an approved request waits until that is over. @throws {@link BotError} `refused.busy` */
export function checkPaused({ notice }: Paused): void {
  const reason = notice();
  if (reason === null) return;
  throw new BotError('refused.busy', 'the operator has paused the bot', {
    rule: 'paused',
    reason,
    retryAfterMs: 60_000,
  });
}

/** What is traced of a request: the five verbs. */
export type Step = 'admit' | 'reserve' | 'submit' | 'follow' | 'deliver';

/** What {@link generate} needs; made once in `app.ts`. */
export interface Flow {
  /** @throws {@link BotError} `refused.*`, `store.unavailable` */
  readonly admit: (request: GenerationRequest) => Promise<Admission>;
  readonly ledger: Ledger;
  readonly bookings: Bookings;
  readonly jobs: Jobs;
  readonly active: ActiveJobs;
  /** Null where this process has all jobs. */
  readonly sharing: Sharing | null;
  /** The operator's limits of today. */
  readonly spending: Pick<Spending, 'enter' | 'settle' | 'note'>;
  readonly poller: Poller;
  readonly circuits: Circuits;
  readonly paused: Pick<Paused, 'isService'>;
  readonly providerOf: (name: ProviderName) => Provider;
  /** Counts a call of a service and notices a dead key. Settles as the work does. */
  readonly observe: Observe;
  /** Notes how long a step of a request takes. Settles as the work does. */
  readonly traced: <T>(step: Step, id: JobId, work: Promise<T>) => Promise<T>;
  readonly download: Download;
  /** Deletes what was fetched for a job. Must not throw. */
  readonly discard: (id: JobId) => Promise<void>;
  /** Fetches what a member wants edited. @throws {@link BotError} `refused.image` */
  readonly fetchInput: FetchInput;
  /** Fetches a video or a sound that a member brings. @throws {@link BotError} `refused.image` */
  readonly fetchMedia: FetchMedia;
  /** Writes such a picture as a route takes it. @throws {@link BotError} `refused.image` */
  readonly fitInput: FitInput;
  /** The reply of a job that another process, or an earlier moment, has begun. */
  readonly replyAt: (address: ReplyAddress, job: Job) => Reply;
  /** Whether the channel shows the result already: the process may have ended between the post and its writing down. False where that can't be told. Must not throw. */
  readonly isPosted: (job: Job) => Promise<boolean>;
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

/** This process is done with the job. Never throws. */
export async function leave(active: ActiveJob, { active: all, sharing, discard }: Flow): Promise<void> {
  all.leave(active.id);
  await sharing?.leave(jobOf(active));
  await discard(active.id);
}

/** The job of a request that has been written down. Reading it before that is a bug. */
export function jobOf(active: ActiveJob): Job {
  if (active.job === null) throw new TypeError(`job ${active.id} is not open yet`);
  return active.job;
}

/** A request that is under way in this process. */
export interface ActiveJob extends JobOwner {
  /** Aborting it ends the follow; the reason is the error the job ends with. */
  readonly stop: AbortController;
  /** Null until the job is written down. */
  job: Job | null;
  progress: Progress;
  /** When the provider's picture was first seen; Unix milliseconds. */
  finishedAtMs: number | null;
  /** What its remote jobs have cost, as last told; by remote job and currency. */
  readonly costs: Map<string, ActualCost>;
  /** How many pictures its remote jobs brought, by id; those that brought none are left out. */
  readonly brought: Map<string, number>;
  /** The stops of its remote jobs, by id. @see stopOf */
  readonly stops: Map<string, AbortController>;
  /** The remote jobs, by id, that ended without a picture after a cancel. */
  readonly stopped: Set<string>;
  /** Why one of several pictures was not taken by the provider; null where all were, and after a restart. */
  missed: BotError | null;
  /** True while something that has happened is not written down, because the store is away. */
  isBehind: boolean;
  /** The last write of the job; the next one waits for it, so that no change is lost. */
  saving: Promise<unknown>;
  /** Set while it waits in line. */
  line: Line | null;
}

/** A place in the line of approved requests. */
interface Line {
  readonly limits: JobLimits;
  /** Called when others have left, with the place (1 is next), or null when it is its turn. */
  onMove: (place: number | null) => void;
}

/** The jobs under way: what `/jobs` shows, what the limits count, what a cancel reaches. */
export interface ActiveJobs {
  /** Takes a place; checked and taken in one step. @throws {@link BotError} `refused.busy` */
  enter(asker: JobOwner, limits: JobLimits | null): ActiveJob;
  /** Takes a place in any case. Where the limits are reached it waits in line, and counts against them for those who come later. */
  enterLine(asker: JobOwner, limits: JobLimits): ActiveJob;
  /** Where other processes count too: it waits no longer if there is room already. Never throws: with the store away it waits. */
  lookAtLine(active: ActiveJob): Promise<void>;
  /** Resolves when it is its turn, at once for one that does not wait. @throws the reason of its stop */
  untilTurn(active: ActiveJob, onPlace: (place: number) => void): Promise<void>;
  leave(id: JobId): void;
  find(id: JobId): ActiveJob | null;
  of(guildId: GuildId, userId: UserId): readonly ActiveJob[];
  all(): readonly ActiveJob[];
}

/** Limits that count the jobs of other processes too are checked as a job is written down, and looked at while it waits in line. */
export interface SharedLine {
  readonly placeInLine: Sharing['placeInLine'];
  /** Until the line is looked at again. @throws the signal's reason */
  readonly pause: (signal: AbortSignal) => Promise<void>;
}

/** @see ActiveJobs */
export function createActiveJobs(shared: SharedLine | null = null): ActiveJobs {
  const jobs = new Map<JobId, ActiveJob>();
  /** Limits look at one server only: what thousands of others do costs nothing. */
  const guilds = new Map<GuildId, Set<ActiveJob>>();
  const inGuild = (guildId: GuildId) => [...(guilds.get(guildId) ?? [])];

  function add({ id, guildId, userId }: JobOwner, line: Line | null): ActiveJob {
    const active: ActiveJob = {
      id,
      guildId,
      userId,
      stop: new AbortController(),
      costs: new Map(),
      brought: new Map(),
      stops: new Map(),
      stopped: new Set(),
      job: null,
      progress: { kind: 'starting' },
      finishedAtMs: null,
      missed: null,
      isBehind: false,
      saving: Promise.resolve(),
      line,
    };
    remove(id);
    jobs.set(id, active);
    guilds.set(guildId, (guilds.get(guildId) ?? new Set()).add(active));
    return active;
  }

  function remove(id: JobId): GuildId | null {
    const active = jobs.get(id);
    if (active === undefined) return null;
    jobs.delete(id);
    const others = guilds.get(active.guildId);
    others?.delete(active);
    if (others?.size === 0) guilds.delete(active.guildId);
    return active.guildId;
  }

  /** In the order in which they came: a Set keeps it. */
  function moveLine(guildId: GuildId): void {
    let place = 0;
    for (const active of inGuild(guildId)) {
      if (active.line === null) continue;
      const { limits, onMove } = active.line;
      const running = inGuild(guildId).filter(({ line }) => line === null);
      if (limitReached(active, limits, running) === null) {
        active.line = null;
        onMove(null);
      } else {
        place += 1;
        onMove(place);
      }
    }
  }

  return {
    enter(asker, limits) {
      const reached = shared === null && limits ? limitReached(asker, limits, inGuild(asker.guildId)) : null;
      if (reached === null) return add(asker, null);
      const { rule, limit, jobs: open } = reached;
      throw new BotError('refused.busy', 'too many jobs', { rule, limit, pictures: picturesOf(open) });
    },
    enterLine(asker, limits) {
      const mustWait = shared !== null || limitReached(asker, limits, inGuild(asker.guildId)) !== null;
      return add(asker, mustWait ? { limits, onMove: () => undefined } : null);
    },
    async lookAtLine(active) {
      if (shared === null || active.line === null) return;
      const place = await shared.placeInLine(jobOf(active), active.line.limits).catch(() => nextPlace);
      if (place === null) active.line = null;
    },
    async untilTurn(active, onPlace) {
      const { line } = active;
      if (line === null) return;
      const { signal } = active.stop;
      signal.throwIfAborted();
      if (shared !== null) return untilSharedTurn(active, line, shared, onPlace);
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        line.onMove = (place) => (place === null ? resolve() : onPlace(place));
        moveLine(active.guildId);
      });
    },
    leave(id) {
      const guildId = remove(id);
      if (guildId !== null) moveLine(guildId);
    },
    find: (id) => jobs.get(id) ?? null,
    of: (guildId, userId) => inGuild(guildId).filter((active) => active.userId === userId),
    all: () => [...jobs.values()],
  };
}

/** What a request waits with while the line cannot be looked at. */
const nextPlace = 1;

async function untilSharedTurn(
  active: ActiveJob,
  { limits }: Line,
  { placeInLine, pause }: SharedLine,
  onPlace: (place: number) => void,
): Promise<void> {
  let shown: number | null = null;
  while (active.line !== null) {
    // With the store away it keeps its place.
    const place = await placeInLine(jobOf(active), limits).catch(() => shown ?? nextPlace);
    if (place === null) active.line = null;
    else {
      if (place !== shown) onPlace(place);
      shown = place;
      await pause(active.stop.signal);
    }
  }
}

/** Aborting it ends the follow of this remote job alone; the reason is why its picture does not come. */
export function stopOf({ stops }: ActiveJob, { remoteId }: Ticket): AbortController {
  const stop = stops.get(remoteId) ?? new AbortController();
  stops.set(remoteId, stop);
  return stop;
}

/** Which limit is reached, and by which of the server's jobs; null where there is room. */
function limitReached(asker: JobOwner, limits: JobLimits, inGuild: readonly ActiveJob[]) {
  const own = inGuild.filter(({ userId }) => userId === asker.userId);
  if (own.length >= limits.perMember) return { rule: 'member', limit: limits.perMember, jobs: own } as const;
  return inGuild.length >= limits.perGuild ? ({ rule: 'guild', limit: limits.perGuild, jobs: inGuild } as const) : null;
}

/** A request that is not written down yet counts as one picture. */
function picturesOf(jobs: readonly ActiveJob[]): number {
  return jobs.reduce((sum, { job }) => sum + (job?.settings.count ?? 1), 0);
}

/** What the job has cost so far, for its row; nothing where the provider has told nothing since this process follows it. */
export function knownCosts({ costs }: ActiveJob): Pick<Job, 'costs'> {
  return costs.size === 0 ? {} : { costs: sumOf(costs.values()) };
}

/**
 * The part of a job's price that a member pays who stopped it: the provider takes money for these remote jobs all the same. 0
 * where it takes none, or does not say. A remote job that failed by itself, or whose picture was lost, is not among them.
 */
export function billedCredits(active: ActiveJob): number {
  const { tickets, credits, picturesPerTicket, settings } = jobOf(active);
  const billed = tickets.filter((ticket) => active.stopped.has(ticket.remoteId) && isBilled(active, ticket)).length;
  return billed === 0 ? 0 : Math.max(1, creditsForSome(credits, billed * picturesPerTicket, settings.count));
}

/** Whether the provider says that it took something for the remote job. */
export function isBilled({ costs }: ActiveJob, { remoteId }: Ticket): boolean {
  return [...costs].some(([key, { amount }]) => key.startsWith(`${remoteId} `) && amount > 0);
}

/**
 * Compares the remote jobs of which the provider has told an amount of money: those that brought pictures by these, those that it
 * took money for by the pictures that they were asked for. Both in credits of the price list; null where it has told
 * none since this process follows the job.
 */
export function comparedCost({ costs, brought }: ActiveJob, job: Job) {
  const actual = creditsOf([...costs.values()]);
  if (actual === null) return null;
  const { tickets, picturesPerTicket, listCredits, credits, settings } = job;
  const picturesOf = ({ remoteId }: Ticket) => {
    const money = [...costs].filter(([key, { currency }]) => key.startsWith(`${remoteId} `) && currency !== 'coins');
    if (money.length === 0) return 0;
    return brought.get(remoteId) ?? (money.some(([, { amount }]) => amount > 0) ? picturesPerTicket : 0);
  };
  const pictures = tickets.reduce((sum, ticket) => sum + picturesOf(ticket), 0);
  return { actual, listed: creditsForSome(listCredits ?? credits, pictures, settings.count) };
}
