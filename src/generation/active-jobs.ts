import { BotError } from '#core/errors.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import type { Job, Progress } from '#jobs/job.ts';
import type { ActualCost, Ticket } from '#providers/provider.ts';

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
  /** What its remote jobs have cost, as last told; by remote job and currency. */
  readonly costs: Map<string, ActualCost>;
  /** How many pictures its remote jobs brought, by id; those that brought none are left out. */
  readonly brought: Map<string, number>;
  /** The stops of its remote jobs, by id. @see stopOf */
  readonly stops: Map<string, AbortController>;
  /** The remote jobs, by id, that have ended without a picture after somebody asked to stop them. */
  readonly stopped: Set<string>;
  /** Why one of several pictures was not taken by the provider; null where all were, and after a restart. */
  missed: BotError | null;
  /** The last write of the job; the next one waits for it, so that no change is lost. */
  saving: Promise<unknown>;
  /** Set while it waits in line. */
  line: Line | null;
}

/** A place in the line of approved requests. */
interface Line {
  readonly limits: ActiveLimits;
  /** Called when others have left, with the place (1 is next), or null when it is its turn. */
  onMove: (place: number | null) => void;
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
  /** Takes a place in any case. Where the limits are reached it waits in line, and counts against them for those who come later. */
  enterLine(asker: Asker, limits: ActiveLimits): ActiveJob;
  /** Resolves when it is its turn, at once for one that does not wait. @throws the reason of its stop */
  untilTurn(active: ActiveJob, onPlace: (place: number) => void): Promise<void>;
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

  function add(asker: Asker, line: Line | null): ActiveJob {
    const active = activeOf(asker, line);
    jobs.set(asker.id, active);
    return active;
  }

  /** In the order in which they came: a Map keeps it. */
  function moveLine(): void {
    const places = new Map<GuildId, number>();
    for (const active of all()) {
      if (active.line === null) continue;
      const { onMove } = active.line;
      if (busyRule(active, active.line.limits, all().filter(isRunning)) === null) {
        active.line = null;
        onMove(null);
      } else {
        const place = (places.get(active.guildId) ?? 0) + 1;
        places.set(active.guildId, place);
        onMove(place);
      }
    }
  }

  return {
    enter(asker, limits) {
      if (limits) checkLimits(asker, limits, all());
      return add(asker, null);
    },
    enterLine(asker, limits) {
      const mustWait = busyRule(asker, limits, all()) !== null;
      return add(asker, mustWait ? { limits, onMove: () => undefined } : null);
    },
    async untilTurn(active, onPlace) {
      const { line } = active;
      if (line === null) return;
      const { signal } = active.stop;
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        line.onMove = (place) => (place === null ? resolve() : onPlace(place));
        moveLine();
      });
    },
    leave(id) {
      jobs.delete(id);
      moveLine();
    },
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

function activeOf({ id, guildId, userId }: Asker, line: Line | null): ActiveJob {
  return {
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
    saving: Promise.resolve(),
    line,
  };
}

function isRunning({ line }: ActiveJob): boolean {
  return line === null;
}

/** Which limit stands in the way; null where there is room. */
function busyRule(asker: Asker, limits: ActiveLimits, all: readonly ActiveJob[]): 'member' | 'guild' | null {
  const inGuild = all.filter(({ guildId }) => guildId === asker.guildId);
  if (inGuild.filter(({ userId }) => userId === asker.userId).length >= limits.perMember) return 'member';
  return inGuild.length >= limits.perGuild ? 'guild' : null;
}

function checkLimits(asker: Asker, limits: ActiveLimits, all: readonly ActiveJob[]): void {
  const rule = busyRule(asker, limits, all);
  const inGuild = all.filter(({ guildId }) => guildId === asker.guildId);
  if (rule === 'member') {
    const pictures = picturesOf(inGuild.filter(({ userId }) => userId === asker.userId));
    throw new BotError('refused.busy', 'too many own jobs', { rule, limit: limits.perMember, pictures });
  }
  if (rule === 'guild') {
    const facts = { rule, limit: limits.perGuild, pictures: picturesOf(inGuild) };
    throw new BotError('refused.busy', 'too many jobs of the guild', facts);
  }
}

/** A request that is not written down yet counts as one picture. */
function picturesOf(jobs: readonly ActiveJob[]): number {
  return jobs.reduce((sum, { job }) => sum + (job?.settings.count ?? 1), 0);
}
