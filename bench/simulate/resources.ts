import * as costs from './costs.ts';

/** How Easel is set up. */
export interface Setup {
  readonly store: 'SQLite' | 'PostgreSQL';
  readonly hasWebhooks: boolean;
  readonly keys: number;
  /** Processes that only follow and deliver; 0: one process does everything. */
  readonly workers: number;
  /** Processes that only answer; 0 with `workers` 0. */
  readonly frontDoors: number;
}

/** The size of the whole bot. */
export interface Load {
  readonly guilds: number;
  /** In the peak hour. */
  readonly jobsPerSecond: number;
}

/** Jobs a second of one key whose pictures still come in time, with and without webhooks: what the simulation of a key has shown. */
export interface KeyCapacity {
  readonly polled: number;
  readonly called: number;
}

/** One thing that there is only so much of. `share` is 1 where all of it is used. */
export interface Use {
  readonly resource: Resource;
  readonly share: number;
}

/** What can run out. */
export type Resource = 'reads of a key' | 'uploads of a process' | 'processor of a process' | 'commits of the store';

/** What is used in the peak hour, the fullest first. */
export function usesOf(setup: Setup, load: Load, capacity: KeyCapacity): readonly Use[] {
  const { jobsPerSecond } = load;
  const posting = Math.max(1, setup.workers);
  const carried = setup.keys * (setup.hasWebhooks ? capacity.called : capacity.polled);
  const uses: Use[] = [
    { resource: 'reads of a key', share: jobsPerSecond / carried },
    {
      resource: 'uploads of a process',
      share: (jobsPerSecond / posting) * (costs.uploadMs / 1_000 / costs.uploadsAtOnce),
    },
    { resource: 'processor of a process', share: processorShare(setup, jobsPerSecond) },
    { resource: 'commits of the store', share: commitsPerSecond(setup, jobsPerSecond) / commitLimit[setup.store] },
  ];
  return uses.toSorted((one, other) => other.share - one.share);
}

const commitLimit = { SQLite: costs.commitsPerSecondOfSqlite, PostgreSQL: costs.commitsPerSecondOfPostgres } as const;

/** Of the busiest process, as a part of one core. */
function processorShare({ workers, frontDoors }: Setup, jobsPerSecond: number): number {
  const answersMs = costs.interactionsPerJob * costs.answerCpuMs;
  const workMs = costs.pictureCpuMs - costs.answerCpuMs;
  const perSecondMs =
    workers === 0
      ? jobsPerSecond * (answersMs + workMs)
      : Math.max((jobsPerSecond * workMs) / workers, (jobsPerSecond * answersMs) / frontDoors);
  return perSecondMs / 1_000;
}

/** With the claims and the signs of life of several processes. */
export function commitsPerSecond({ workers, frontDoors }: Setup, jobsPerSecond: number): number {
  const claims = workers === 0 ? 0 : costs.commitsPerClaim;
  return jobsPerSecond * (costs.commitsPerJob + claims) + (workers + frontDoors) / costs.beatSeconds;
}

/** One row of what to do next, and why. */
export interface Step {
  readonly setup: Setup;
  readonly uses: readonly Use[];
  /** Null where there is room in everything. */
  readonly remedy: string | null;
}

/** The fullest thing is full enough for its remedy. */
const fullFrom = 0.7;

/** From one process with one key and no webhooks, one remedy after the other, until there is room in everything. */
export function stepsTo(load: Load, capacity: KeyCapacity): readonly Step[] {
  const steps: Step[] = [];
  let setup: Setup = { store: 'SQLite', hasWebhooks: false, keys: 1, workers: 0, frontDoors: 0 };
  for (;;) {
    const uses = usesOf(setup, load, capacity);
    const fullest = uses[0];
    const next = fullest === undefined || fullest.share <= fullFrom ? null : remedyOf(fullest.resource, setup);
    steps.push({ setup, uses, remedy: next?.what ?? null });
    if (next === null) return steps;
    setup = next.setup;
  }
}

/** Null where nothing of Easel's own helps. */
function remedyOf(resource: Resource, setup: Setup): { readonly what: string; readonly setup: Setup } | null {
  switch (resource) {
    case 'reads of a key':
      return setup.hasWebhooks
        ? { what: 'one more key', setup: { ...setup, keys: setup.keys + 1 } }
        : { what: 'webhooks', setup: { ...setup, hasWebhooks: true } };
    case 'uploads of a process':
    case 'processor of a process':
      return setup.workers === 0
        ? {
            what: 'PostgreSQL, one front door, two workers',
            setup: { ...setup, store: 'PostgreSQL', workers: 2, frontDoors: 1 },
          }
        : { what: 'one more worker', setup: { ...setup, workers: setup.workers + 1 } };
    case 'commits of the store':
      return null;
  }
}

/** The bot with so many servers, in its peak hour. */
export function loadOf(guilds: number): Load {
  return { guilds, jobsPerSecond: (guilds * costs.jobsPerGuildPerDay * costs.peakFactor) / (24 * 60 * 60) };
}
