import { tmpdir } from 'node:os';
import type { z } from 'zod';
import type { Cluster } from '#cluster/cluster.ts';
import type { Config, Role } from '#config/config.ts';
import { type Clock, dayMs } from '#core/clock.ts';
import type { JobOwner } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Spending } from '#credits/spending.ts';
import { mediaFolderOf, type Store } from '#db/open-store.ts';
import type { LivingProcess } from '#jobs/leases.ts';
import { createDrafts, type Drafts } from '#members/drafts.ts';
import { createSharedDrafts } from '#members/shared-drafts.ts';
import { noTraces, openTraces, type Traces } from '#operations/traces.ts';

/** That of package.json, which is not beside the built code. */
export const version = '0.1.0';

/** What a role does. */
export interface Duties {
  /** Takes interactions. */
  readonly answers: boolean;
  /** Follows jobs, delivers, and does the repeated work. */
  readonly follows: boolean;
}

/** @see Duties */
export function dutiesOf(role: Role): Duties {
  return { answers: role !== 'worker', follows: role === 'all' || role === 'worker' };
}

/** @see composeCluster */
export interface ClusterDeps {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Random, never the same twice. */
  readonly newProcessName: () => string;
}

/** Null without `REDIS_URL`: then this process does everything alone, and not even the code for the others is loaded. */
export async function composeCluster({
  config,
  store,
  clock,
  log,
  newProcessName,
}: ClusterDeps): Promise<Cluster | null> {
  const { redisUrl, role, discord } = config;
  if (redisUrl === null) return null;
  const { follows } = dutiesOf(role);
  const { openCluster } = await import('#cluster/cluster.ts');
  return openCluster({
    redisUrl,
    database: store.database,
    process: { name: newProcessName(), role, version },
    botToken: discord.token,
    handsOver: !follows,
    follows,
    clock,
    log,
  });
}

/** Traces of requests; none without `OTEL_EXPORTER_OTLP_ENDPOINT`, and then not even their code is loaded. */
export async function composeTraces(
  { tracesUrl, role }: Config,
  cluster: Cluster | null,
  newProcessName: () => string,
): Promise<Traces> {
  const name = cluster?.name ?? newProcessName();
  return tracesUrl === null ? noTraces : openTraces({ endpoint: tracesUrl, process: { name, role, version } });
}

/** Where results lie until they are posted: processes on several machines share the folder of the store, and must not clear it. */
export function scratchFolderOf({ redisUrl, storeUrl }: Config): string {
  return redisUrl === null ? mediaFolderOf(storeUrl) : tmpdir();
}

/** Whether it is this process's to read a service's catalogue today; always where it does everything alone. */
export function catalogueTurn(cluster: Cluster | null): () => Promise<boolean> {
  return async () => cluster === null || cluster.isDue('catalogue', dayMs - 60_000);
}

/** Which part of what all processes may do together is this process's. */
export interface Shares {
  /** Of the checks with one API key, above 0 and at most 1. */
  readonly ofChecks: () => number;
  readonly set: (processes: readonly LivingProcess[], own: string) => void;
}

/** Checks are shared by the jobs that each process follows; one that has none keeps a little, for the first of them. */
export function createShares(): Shares {
  let ofChecks = 1;
  return {
    ofChecks: () => ofChecks,
    set(alive, own) {
      const weights = alive.filter(({ role }) => role === 'all' || role === 'worker');
      const total = weights.reduce((sum, { inFlight }) => sum + inFlight + 1, 0);
      const ownWeight = weights.find(({ name }) => name === own);
      if (ownWeight) ofChecks = (ownWeight.inFlight + 1) / total;
    },
  };
}

/** The operator's limits of today with what other processes spend: they are told, and tell. */
export function shareSpending(spending: Spending, cluster: Pick<Cluster, 'signals'> | null): Spending {
  if (cluster === null) return spending;
  const { signals } = cluster;
  return {
    ...spending,
    enter(job, credits) {
      spending.enter(job, credits);
      signals.send({ kind: 'spent', id: job.id, guildId: job.guildId, credits });
    },
    settle(id, credits) {
      spending.settle(id, credits);
      signals.send({ kind: 'spent', id, guildId: null, credits });
    },
  };
}

/** In memory, and where several processes share the work also where all of them find it. */
export function draftsOf<Draft extends JobOwner>(
  { cluster, clock }: { readonly cluster: Cluster | null; readonly clock: Clock },
  name: string,
  schema: z.ZodType<Draft>,
): Drafts<Draft> {
  const own = createDrafts<Draft>(clock.now);
  return cluster === null ? own : createSharedDrafts({ own, texts: cluster.texts, name, schema });
}
