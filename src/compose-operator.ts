import { randomBytes } from 'node:crypto';
import type { App } from '#app.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { createReports } from '#credits/reports.ts';
import type { Store } from '#db/open-store.ts';
import { createJobList } from '#jobs/job-list.ts';
import type { Metrics } from '#operations/metrics.ts';
import { providerEntries } from '#providers/registry.ts';
import type { OperatorPage } from '#web/operator.ts';

/** What a process has one of, and the operator's page looks at. */
export interface OperatorPageDeps {
  readonly config: Config;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

/** The operator's page; null without `OPERATOR_TOKEN`: then not even its code is loaded. */
export async function openOperatorPage(deps: OperatorPageDeps, app: App): Promise<OperatorPage | null> {
  const { config, store, metrics, clock, log } = deps;
  const { bot, flow, services, pauses, spending } = app;
  for (const [subject, { sinceMs }] of pauses.all()) log.warn({ subject, sinceMs }, 'the operator has paused it');
  if (config.operatorToken === null) return null;
  const { createOperatorPage } = await import('#web/operator.ts');
  return createOperatorPage({
    token: config.operatorToken,
    publicUrl: config.publicUrl,
    jobs: createJobList({ database: store.database, log }),
    reports: createReports(store),
    catalog: bot.catalog,
    services: providerEntries
      .filter(({ name }) => services.names.has(name))
      .map(({ name, title }) => ({ name, title, pausedForMs: () => services.budgetOf(name).pausedForMs() })),
    active: flow.active.all,
    troubled: flow.circuits.troubled,
    pauses,
    spentToday: spending.today,
    deliveryLag: metrics.deliveryLag,
    settings: bot.settings,
    cancel: bot.cancel,
    moderation: bot.moderation,
    promptRetentionDays: config.promptRetentionDays,
    newSecret: () => randomBytes(32).toString('base64url'),
    clock,
    log,
  });
}
