import { costOf } from '../domain/actual-cost.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Job } from '../domain/job.ts';
import type { ProviderName } from '../domain/model.ts';
import type { Audit } from '../domain/notices.ts';
import type { Provider } from '../domain/ports.ts';
import { createActiveJobs } from '../flow/active-jobs.ts';
import { createAdmission } from '../flow/admission.ts';
import { createBudget } from '../flow/budget.ts';
import { createCircuits } from '../flow/circuit.ts';
import { comparedCost } from '../flow/costs.ts';
import { createDurations } from '../flow/durations.ts';
import type { Flow } from '../flow/flow.ts';
import { createMemory } from '../flow/memory.ts';
import { createPoller, type Poller } from '../flow/poller.ts';
import type { Spending } from '../flow/spending.ts';
import { createStrike } from '../flow/strikes.ts';
import { createDownload } from '../http/download.ts';
import { createFetchInput } from '../http/fetch-input.ts';
import { createFitInput } from '../http/rewrite-picture.ts';
import type { Funding } from '../operations/funding.ts';
import { reportJob } from '../operations/report-job.ts';
import { wakeUrl, webhookSecret } from '../operations/webhook.ts';
import { createKeyless } from '../providers/keyless.ts';
import type { Materials, Stores, Voice } from './materials.ts';
import { makeReach, type Providers } from './providers.ts';
import { createWordsOf } from './words.ts';

/** What the flow is made from, besides the materials. */
export interface FlowMaterials extends Materials, Voice {
  readonly providers: Providers;
  readonly catalog: Catalog;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly funding: Pick<Funding, 'outagesOf'>;
}

/** The story, with everything it is handed. */
export function makeFlow(materials: FlowMaterials): Flow {
  const { config, clock, log, metrics, replyAt, dispatcher, stores, audit } = materials;
  const circuits = createCircuits(clock.monotonic);
  const keyless = { runninghub: createKeyless('runninghub'), runcomfy: createKeyless('runcomfy') };
  const providerOf = (name: ProviderName): Provider => materials.providers.get(name) ?? keyless[name];
  const secret = webhookSecret(config.discord.token);
  const { spending } = materials;
  return {
    admit: createAdmission({
      context: { catalog: materials.catalog, isTroubled: circuits.isOpen },
      settings: stores.settings,
      members: stores.members,
      memory: createMemory({ ...stores, catalog: materials.catalog, log }),
      wordsOf: createWordsOf(),
      defaultTerms: config.defaultTerms,
      spending,
      highestLimits: { perMember: config.maxActiveJobsPerMember, perGuild: config.maxActiveJobsPerGuild },
      now: clock.now,
    }),
    spending,
    ledger: stores.ledger,
    bookings: stores.bookings,
    jobs: stores.jobs,
    active: createActiveJobs(),
    poller: makePoller(materials, providerOf),
    circuits,
    providerOf,
    download: createDownload({ dispatcher, reachOf: makeReach(config), proxy: materials.proxy, clock }),
    fitInput: createFitInput(),
    fetchInput: createFetchInput({ dispatcher, cdnBaseUrl: config.discord.cdnBaseUrl, clock }),
    replyAt,
    keep: materials.keep,
    wakeUrlOf: (provider, id) =>
      config.publicUrl === null ? null : wakeUrl(config.publicUrl, secret, { provider, jobId: id }),
    onEnded: (active, job, error) => {
      if (job.state !== 'unsure') spending.settle(job.id, costOf(job));
      reportJob({ job, error, finishedAtMs: active.finishedAtMs, cost: comparedCost(active, job) }, metrics, log);
      tellModerators(job, error, audit);
    },
    onUnfunded: createOutageTeller(materials),
    strike: createStrike({ ...stores, audit, clock, log }),
    clock,
    log,
  };
}

function makePoller({ providers, clock, log }: FlowMaterials, providerOf: (name: ProviderName) => Provider): Poller {
  const budgets = new Map([...providers.values()].map((provider) => [provider, createBudget(clock)]));
  return createPoller({
    providerOf: ({ provider }) => providerOf(provider),
    budgetOf: (provider) => budgets.get(provider) ?? createBudget(clock),
    durations: createDurations(),
    clock,
    log,
  });
}

/** Each server's log channel reads once of an outage; which service it is, and why, is the operator's to know. */
function createOutageTeller({ funding, audit }: Pick<FlowMaterials, 'funding' | 'audit'>): Flow['onUnfunded'] {
  const told = new Map<string, number>();
  return ({ guildId, replyTo }, { facts: { provider } }) => {
    if (provider !== 'runninghub' && provider !== 'runcomfy') return;
    const key = `${provider} ${guildId}`;
    const outage = funding.outagesOf(provider);
    if (told.get(key) === outage) return;
    told.set(key, outage);
    audit.write({ kind: 'outage', guildId, guildLocale: replyTo.guildLocale });
  };
}

/** An unsure job has not ended: it is told when it does. */
function tellModerators(job: Job, error: Parameters<Flow['onEnded']>[2], audit: Audit): void {
  if (job.state !== 'unsure') audit.write({ kind: 'job', job, error });
}
