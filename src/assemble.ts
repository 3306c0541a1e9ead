import { readFile } from 'node:fs/promises';
import type { Bot } from '../commands/command.ts';
import { type Config, WrongConfiguration } from './config.ts';
import { admit } from './domain/admit.ts';
import { type Catalog, createCatalog, noChanges } from './domain/catalog.ts';
import { parseCatalogFile } from './domain/catalog-file.ts';
import { asBotError } from './domain/errors.ts';
import type { Job, ReplyAddress } from './domain/job.ts';
import type { ProviderName } from './domain/model.ts';
import type { Clock, Log, Provider, Reply } from './domain/ports.ts';
import { priceOf } from './domain/price.ts';
import { createActiveJobs } from './flow/active-jobs.ts';
import { createBudget } from './flow/budget.ts';
import { cancel } from './flow/cancel.ts';
import { createCircuits } from './flow/circuit.ts';
import { createDurations } from './flow/durations.ts';
import type { Flow } from './flow/flow.ts';
import { generate } from './flow/generate.ts';
import { createPoller } from './flow/poller.ts';
import type { Wire } from './http/agent.ts';
import { createDownload } from './http/download.ts';
import { createSend } from './http/send.ts';
import { createTrust } from './http/trusted-hosts.ts';
import { countCalls } from './operations/count-calls.ts';
import type { Metrics } from './operations/metrics.ts';
import { reportJob } from './operations/report-job.ts';
import { wakeUrl, webhookSecret } from './operations/webhook.ts';
import { createProviders } from './providers/index.ts';
import { createJobs, type StoredJobs } from './store/jobs.ts';
import { createLedger } from './store/ledger.ts';
import type { Store } from './store/open-store.ts';

/** What the parts are made from. */
export interface Materials {
  readonly config: Config;
  readonly store: Store;
  readonly dispatcher: Wire;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
  readonly replyAt: (address: ReplyAddress, job: Job) => Reply;
}

/** The bot without its mouth and ears: what commands may use, and what the life cycle looks after. */
export interface Parts {
  readonly bot: Bot;
  readonly flow: Flow;
  readonly jobs: StoredJobs;
}

/** Puts the domain, the store, the providers and the flow together. @throws {@link WrongConfiguration} for a CATALOG_FILE */
export async function assemble(materials: Materials): Promise<Parts> {
  const { config, store, log } = materials;
  const providers = makeProviders(materials);
  const catalog = createCatalog(await readCatalogFile(config.catalogFile), new Set(providers.keys()));
  const jobs = createJobs({ store, log });
  const flow = makeFlow(materials, { providers, catalog, jobs });
  return { bot: makeBot(flow, catalog, config), flow, jobs };
}

function makeProviders({ config, dispatcher, metrics, log }: Materials): ReadonlyMap<ProviderName, Provider> {
  const settings = { runninghub: config.runninghub, runcomfy: config.runcomfy };
  const providers = createProviders(settings, { send: createSend({ dispatcher }), log });
  return new Map([...providers].map(([name, provider]) => [name, countCalls(provider, metrics)]));
}

function makeFlow(
  { config, store, dispatcher, metrics, clock, log, replyAt }: Materials,
  { providers, catalog, jobs }: { providers: ReadonlyMap<ProviderName, Provider>; catalog: Catalog; jobs: StoredJobs },
): Flow {
  const providerOf = (name: ProviderName): Provider => {
    const provider = providers.get(name);
    if (!provider) throw new TypeError(`no key for ${name}`);
    return provider;
  };
  const budgets = new Map([...providers.values()].map((provider) => [provider, createBudget(clock)]));
  const budgetOf = (provider: Provider) => budgets.get(provider) ?? createBudget(clock);
  const durations = createDurations();
  const circuits = createCircuits(clock.now);
  const context = { catalog, isTroubled: circuits.isOpen };
  const limits = { perMember: config.maxActiveJobsPerMember, perGuild: config.maxActiveJobsPerGuild };
  const baseUrls = {
    ...(config.runninghub && { runninghub: config.runninghub.baseUrl }),
    ...(config.runcomfy && { runcomfy: config.runcomfy.baseUrl }),
  };
  const secret = webhookSecret(config.discord.token);
  return {
    admit: async (request) => ({ plan: admit(request, context), terms: config.defaultTerms, limits }),
    ledger: createLedger({ store, now: clock.now, log }),
    jobs,
    active: createActiveJobs(),
    poller: createPoller({ providerOf: ({ provider }) => providerOf(provider), budgetOf, durations, clock, log }),
    circuits,
    providerOf,
    download: createDownload({
      dispatcher,
      trust: createTrust({ baseUrls, imageHosts: config.imageHosts }),
      clock,
    }),
    replyAt,
    wakeUrlOf: (provider, id) =>
      config.publicUrl === null ? null : wakeUrl(config.publicUrl, secret, { provider, jobId: id }),
    onEnded: ({ finishedAtMs }, job, error) => reportJob({ job, error, finishedAtMs }, metrics, log),
    clock,
    log,
  };
}

function makeBot(flow: Flow, catalog: Catalog, config: Config): Bot {
  return {
    catalog,
    generate: (request, reply) => generate(request, reply, flow),
    cancel: (id, by) => cancel(id, by, flow),
    findJob: (id) => flow.jobs.find(id),
    openJobsOf: (guildId, userId) =>
      flow.active.of(guildId, userId).flatMap(({ job, progress }) => (job === null ? [] : [{ job, progress }])),
    balance: (guildId, userId) => flow.ledger.balance(guildId, userId, config.defaultTerms),
    priceOf,
  };
}

/** @throws {@link WrongConfiguration} */
async function readCatalogFile(path: string | null) {
  if (path === null) return noChanges;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new WrongConfiguration([`CATALOG_FILE cannot be read: ${asBotError(error).message}`]);
  });
  const file = parseCatalogFile(text);
  if (!file.ok) throw new WrongConfiguration(file.problems.map((problem) => `CATALOG_FILE ${path}: ${problem}`));
  return file.changes;
}
