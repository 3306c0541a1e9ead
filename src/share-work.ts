import type { App } from '#app.ts';
import type { Cluster, ClusterHandlers } from '#cluster/cluster.ts';
import type { Signal } from '#cluster/signals.ts';
import type { ClusterDeps, Shares } from '#compose-cluster.ts';
import { roles } from '#config/config.ts';
import { startOfDay } from '#core/clock.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { JobId } from '#core/ids.ts';
import type { Discord } from '#discord/gateway/client.ts';
import { carryOutStop } from '#generation/cancel.ts';
import { takeUp } from '#generation/resume.ts';
import type { Job } from '#jobs/job.ts';
import type { Metrics } from '#operations/metrics.ts';

/** The work of `sweep.ts`, which one of the processes does at a time. */
export const sweepWork = 'sweep';
/** What is spent today is read again this often, in case signals were lost. */
const countSpendingEveryMs = 60_000;

/** @see beginSharing */
export interface SharingDeps extends Pick<ClusterDeps, 'clock' | 'log'> {
  readonly shares: Shares;
  readonly discord: Pick<Discord, 'shareRequests'>;
  readonly metrics: Pick<Metrics, 'processes' | 'leaseLost' | 'takenOver'>;
}

/** Begins to share the work, until `signal`. Resolves when other processes know of this one. @throws {@link BotError} `store.unavailable` */
export async function beginSharing(
  app: App,
  { shares, discord, metrics, clock, log }: SharingDeps,
  signal: AbortSignal,
): Promise<void> {
  const { cluster, flow, bot, stores } = app;
  if (cluster === null) return;
  const handlers: ClusterHandlers = {
    inFlight: () => flow.active.all().length,
    isWorkedOn: (id) => flow.active.find(id) !== null,
    onSignal: (heard) => {
      onSignal(heard, app, cluster).catch((error: unknown) => {
        log.warn({ signal: heard.kind, detail: asBotError(error).message }, 'a signal could not be obeyed');
      });
    },
    onLost(id: JobId) {
      log.warn({ job: id }, 'another process has taken the job');
      metrics.leaseLost();
      flow.active.find(id)?.stop.abort(new BotError('cancelled.shutdown', 'another process has the job'));
    },
    onOrphans: (count) => metrics.takenOver(count),
    onBeat(processes) {
      shares.set(processes, cluster.name);
      discord.shareRequests(processes.length);
      for (const role of roles) metrics.processes(role, processes.filter((each) => each.role === role).length);
    },
    async follow(id) {
      const job = await stores.jobs.find(id);
      if (job !== null) await takeUp(job, flow);
    },
    async beginAgain(opened: readonly Job[]) {
      if (opened.length === 0) return new Set<JobId>();
      const unbegun = await bot.approvals.unbegun();
      if (opened.some(({ id }) => unbegun.has(id))) void bot.approvals.finishAll().catch(() => undefined);
      return unbegun;
    },
  };
  await cluster.begin(handlers, signal);
  // What a process leaves that was killed, as this one may have been.
  await cluster.makeDue(sweepWork);
  void countSpendingForEver(app, { clock, log }, signal);
}

async function onSignal(signal: Signal, { flow, spending, pauses }: App, cluster: Cluster): Promise<void> {
  switch (signal.kind) {
    case 'stop':
      if (flow.active.find(signal.id) === null) return;
      await carryOutStop(signal.id, signal.by, flow);
      return cluster.leases.clearStop(signal.id);
    case 'called':
      return flow.poller.called(signal.id);
    case 'spent':
      if (signal.guildId === null) return spending.settle(signal.id, signal.credits);
      return spending.note({ id: signal.id, guildId: signal.guildId }, signal.credits);
    case 'pauses':
      return pauses.refresh();
  }
}

async function countSpendingForEver(
  { spending, stores, pauses }: App,
  { clock, log }: Pick<ClusterDeps, 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.wait(countSpendingEveryMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    try {
      spending.restore(await stores.jobs.costsSince(startOfDay(clock.now())));
      await pauses.refresh();
    } catch (error) {
      log.warn({ detail: asBotError(error).message }, 'what other processes have spent could not be read');
    }
  }
}
