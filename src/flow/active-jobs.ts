import { BotError } from '../domain/errors.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import type { Job, Ticket } from '../domain/job.ts';
import type { Progress } from '../domain/ports.ts';

/** How many jobs may be open at once. */
export interface ActiveLimits {
  readonly perMember: number;
  readonly perGuild: number;
}

/** A request that is under way in this process. */
export interface ActiveJob {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  /** Aborting it ends the follow; the reason is the error the job ends with. */
  readonly stop: AbortController;
  /** Null until the job is written down. */
  job: Job | null;
  progress: Progress;
  /** When the provider's picture was first seen; Unix milliseconds. */
  finishedAtMs: number | null;
  /** The stops of its remote jobs, by id. @see stopOf */
  readonly stops: Map<string, AbortController>;
  /** Why one of several pictures was not taken by the provider; null where all were, and after a restart. */
  missed: BotError | null;
  /** The last write of the job; the next one waits for it, so that no change is lost. */
  saving: Promise<unknown>;
}

/** Who is asking for a place. */
export interface Asker {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
}

/** The jobs under way: what `/jobs` shows, what the limits count, what a cancel reaches. */
export interface ActiveJobs {
  /** Takes a place; checked and taken in one step. @throws {@link BotError} `refused.busy` */
  enter(asker: Asker, limits: ActiveLimits | null): ActiveJob;
  leave(id: JobId): void;
  find(id: JobId): ActiveJob | null;
  of(guildId: GuildId, userId: UserId): readonly ActiveJob[];
  all(): readonly ActiveJob[];
}

/** @see ActiveJobs */
export function createActiveJobs(): ActiveJobs {
  const jobs = new Map<JobId, ActiveJob>();
  const all = () => [...jobs.values()];
  const of = (guildId: GuildId, userId: UserId) =>
    all().filter((active) => active.guildId === guildId && active.userId === userId);
  return {
    enter(asker, limits) {
      if (limits) checkLimits(asker, limits, of(asker.guildId, asker.userId), all());
      const { id, guildId, userId } = asker;
      const active: ActiveJob = {
        id,
        guildId,
        userId,
        stop: new AbortController(),
        stops: new Map(),
        job: null,
        progress: { kind: 'starting' },
        finishedAtMs: null,
        missed: null,
        saving: Promise.resolve(),
      };
      jobs.set(id, active);
      return active;
    },
    leave: (id) => void jobs.delete(id),
    find: (id) => jobs.get(id) ?? null,
    of,
    all,
  };
}

/** Aborting it ends the follow of this remote job alone; the reason is why its picture does not come. */
export function stopOf({ stops }: ActiveJob, { remoteId }: Ticket): AbortController {
  const stop = stops.get(remoteId) ?? new AbortController();
  stops.set(remoteId, stop);
  return stop;
}

function checkLimits(
  asker: Asker,
  { perMember, perGuild }: ActiveLimits,
  own: readonly ActiveJob[],
  all: readonly ActiveJob[],
): void {
  if (own.length >= perMember) {
    const facts = { rule: 'member', limit: perMember, pictures: picturesOf(own) };
    throw new BotError('refused.busy', 'too many own jobs', facts);
  }
  const inGuild = all.filter(({ guildId }) => guildId === asker.guildId);
  if (inGuild.length >= perGuild) {
    const facts = { rule: 'guild', limit: perGuild, pictures: picturesOf(inGuild) };
    throw new BotError('refused.busy', 'too many jobs of the guild', facts);
  }
}

/** A request that is not written down yet counts as one picture. */
function picturesOf(jobs: readonly ActiveJob[]): number {
  return jobs.reduce((sum, { job }) => sum + (job?.settings.count ?? 1), 0);
}
