import type { App } from '#app.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { resume, sweepHolds } from '#generation/resume.ts';

const everyMs = 10 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** How long one can still look up how a request was decided. */
const decisionsKeptDays = 30;

/** What a sweep needs of the house. */
export interface SweepDeps {
  readonly config: Pick<Config, 'promptRetentionDays'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Empties the store's write-ahead file, where deleted prompts would go on lying. */
  readonly forgetOverwritten: () => Promise<void>;
}

/**
 * At start and every ten minutes: what a crash, an outage or time itself has left to do. One step that fails does not stop
 * the others, and is done again the next time. Resolves after `signal`, when the jobs that were taken up have ended too.
 */
export async function sweepForEver(app: App, sweepParts: SweepDeps): Promise<void> {
  const { config, clock, log, signal, forgetOverwritten } = sweepParts;
  const { flow, stores, bot } = app;
  const startedAtMs = clock.now();
  let followed: Promise<unknown> = Promise.resolve();
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    'open jobs': async () => {
      const { count, settled } = await resume(flow, await bot.approvals.unbegun());
      followed = Promise.all([followed, settled]);
      if (count > 0) log.info({ count }, 'open jobs were taken up');
    },
    'holds without a job': () => sweepHolds(flow, startedAtMs),
    'overdue approvals': () => bot.approvals.expire(),
    'decided requests': () => bot.approvals.finishAll(),
    'old prompts': () => {
      const nowMs = clock.now();
      return stores.jobs.sweepPrompts({ endedBeforeMs: nowMs - config.promptRetentionDays * dayMs, nowMs });
    },
    'old decisions': () => stores.pending.sweep(clock.now() - decisionsKeptDays * dayMs),
    'picked pictures': () => stores.pendingEdits.sweep(),
    'kept pictures': () => stores.kept.sweep(),
    erasures: () => stores.privacy.resumeErasures(),
    'write-ahead file': forgetOverwritten,
  };
  while (!signal.aborted) {
    for (const [step, run] of Object.entries(steps)) {
      if (signal.aborted) break;
      await run().catch((error: unknown) => {
        log.error({ step, detail: asBotError(error).message }, 'a sweep failed and will be repeated');
      });
    }
    await clock.wait(everyMs, signal).catch(() => undefined);
  }
  await followed;
}
