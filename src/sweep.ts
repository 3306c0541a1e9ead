import type { App } from '#app.ts';
import type { Config } from '#config/config.ts';
import { type Clock, dayMs } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import type { Store } from '#db/open-store.ts';
import { resume, sweepHolds } from '#generation/resume.ts';
import type { KeptMedia } from '#media/kept-media.ts';
import { sweepWork } from '#share-work.ts';

const sweepEveryMs = 10 * 60_000;
/** How long processes that share the work wait before they ask again whose turn it is. */
const askTurnEveryMs = 30_000;
/** How long one can still look up how a request was decided. */
const decisionsKeptDays = 30;

/** @see sweepForEver */
export interface SweepOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly app: App;
  /** Null where no files are kept behind links. */
  readonly kept: KeptMedia | null;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * After each start of a process and every ten minutes, by one of those that share the work: what a crash, an outage or time itself has left to do.
 * One step that fails does not stop the others, and is done again the next time. Resolves after `signal`, when the jobs that were
 * taken up have ended too.
 */
export async function sweepForEver(options: SweepOptions): Promise<void> {
  const { clock, app, signal } = options;
  const { cluster } = app;
  const taken: Promise<unknown>[] = [];
  const steps = stepsOf(options, clock.now(), (settled) => taken.push(settled));
  while (!signal.aborted) {
    if (cluster === null || (await cluster.isDue(sweepWork, sweepEveryMs))) await sweep(steps, options);
    await clock.wait(cluster === null ? sweepEveryMs : askTurnEveryMs, signal).catch(() => undefined);
  }
  await Promise.all(taken);
}

async function sweep(
  steps: Readonly<Record<string, () => Promise<unknown>>>,
  { log, signal }: SweepOptions,
): Promise<void> {
  for (const [step, run] of Object.entries(steps)) {
    if (signal.aborted) return;
    await run().catch((error: unknown) => {
      log.error({ step, detail: asBotError(error).message }, 'a sweep failed and will be repeated');
    });
  }
}

/** In their order. `onTaken` gets what resolves when the jobs that were taken up have ended. */
function stepsOf(
  { config, clock, log, store, app: { flow, stores, bot, cluster }, kept }: SweepOptions,
  startedAtMs: number,
  onTaken: (settled: Promise<unknown>) => void,
): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    'open jobs': async () => {
      const { count, settled } = await resume(flow, await bot.approvals.unbegun());
      onTaken(settled);
      if (count > 0) log.info({ count }, 'open jobs were taken up');
    },
    // A hold of another process may have been made just now.
    'holds without a job': () => sweepHolds(flow, cluster === null ? startedAtMs : 0),
    'overdue approvals': () => bot.approvals.expire(),
    'decided requests': () => bot.approvals.finishAll(),
    'old prompts': () => {
      const nowMs = clock.now();
      return stores.jobs.sweepPrompts({ endedBeforeMs: nowMs - config.promptRetentionDays * dayMs, nowMs });
    },
    'old decisions': () => stores.pending.sweep(clock.now() - decisionsKeptDays * dayMs),
    'picked pictures': () => stores.pendingEdits.sweep(),
    'kept pictures': () => stores.kept.sweep(),
    'kept files': async () => kept?.sweep(),
    erasures: () => stores.privacy.resumeErasures(),
    // Deleted prompts would go on lying there.
    'write-ahead file': store.forgetOverwritten,
  };
}
