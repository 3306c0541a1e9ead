import type { Catalog } from '#catalog/catalog.ts';
import type { ReadInputs } from '#catalog/found-inputs.ts';
import { listedProvider } from '#catalog/models/route-rows.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Store } from '#db/open-store.ts';
import type { Wire } from '#http/agent.ts';
import { createReach } from '#http/download.ts';
import type { AddressRules } from '#http/guarded-agent.ts';
import type { HttpProxy } from '#http/proxy.ts';
import { createSend } from '#http/send.ts';
import { type LoraUploads, openLoraUploads } from '#lora-upload/lora-upload.ts';
import { createFunding, type Funding } from '#operations/funding.ts';
import type { Metrics } from '#operations/metrics.ts';
import { createBudget } from '#polling/budget.ts';
import type { Observe } from '#polling/poller.ts';
import { configuredEntries, createProviders, createUnconfigured, providerNames } from '#providers/registry.ts';
import { createBodyForms, type ProviderTools } from '#providers/tools.ts';

/** What a process has one of, and the calls of the services go through. */
export interface ServiceDeps {
  readonly config: Config;
  readonly dispatcher: Wire;
  /** For connections that do not go through `dispatcher`. */
  readonly proxy: HttpProxy | null;
  readonly store: Store;
  readonly metrics: Metrics;
  /** Which part of the checks with one API key is this process's. All of them when left out. */
  readonly shareOfChecks?: () => number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The image services, with everything of theirs that is asked for. */
export type Services = ReturnType<typeof composeServices>;

/** @see Services */
export function composeServices(deps: ServiceDeps) {
  const { config, dispatcher, metrics, shareOfChecks, clock, log } = deps;
  const funding = createFunding(metrics, log);
  const tools = { send: createSend({ dispatcher }), log, bodyForms: createBodyForms(log) };
  const configured = configuredEntries(config.providers);
  const providers = createProviders(config.providers, tools);
  const budgets = new Map(providerNames.map((name) => [name, createBudget(clock, shareOfChecks)]));
  const observe: Observe = (provider, call, work) =>
    funding.watchCall(provider, call, countCall(metrics, { provider, call }, work));
  const listed = configured.find(({ entry }) => entry.name === listedProvider);
  const readCatalogue = listed?.entry.readCatalogue?.(listed.settings, tools) ?? null;
  return {
    /** Those that have a key. */
    names: new Set(providers.keys()),
    providerOf: (name: ProviderName) => providers.get(name) ?? createUnconfigured(name),
    budgetOf: (name: ProviderName) => budgets.get(name) ?? createBudget(clock, shareOfChecks),
    observe,
    outagesOf: funding.outagesOf,
    reachOf: reachOf(config),
    /** The catalogue of the service that has one; null without its key. */
    readCatalogue:
      readCatalogue && ((signal: AbortSignal) => funding.watchCall(listedProvider, 'catalogue', readCatalogue(signal))),
    /** Compares the services' prices with the list; once. Never rejects. @see ProviderEntry.comparePrices */
    async comparePrices(catalog: Catalog, signal: AbortSignal): Promise<void> {
      const { watchCall } = funding;
      const round = { ...deps, ...tools, watchCall, signal, models: () => catalog.models };
      await Promise.all(configured.map(({ entry, settings }) => entry.comparePrices?.(settings, round)));
    },
    /** Null without the key of a service that runs workflows. */
    readInputs: composeReadInputs({ configured, tools, watchCall: funding.watchCall }),
    loraUploads: composeLoraUploads({ ...deps, funding }),
  };
}

function composeReadInputs({
  configured,
  tools,
  watchCall,
}: {
  readonly configured: ReturnType<typeof configuredEntries>;
  readonly tools: ProviderTools;
  readonly watchCall: Funding['watchCall'];
}): ReadInputs | null {
  for (const { entry, settings } of configured) {
    const read = entry.readInputs?.(settings, tools);
    if (read !== undefined) return (asked, signal) => watchCall(entry.name, 'workflow', read(asked, signal));
  }
  return null;
}

/** Where pictures may be fetched from, and files be put. */
function reachOf({ providers, imageHosts }: Config) {
  const hosts = Object.entries(providers).map(([name, { baseUrl }]) => [name, baseUrl] as const);
  return createReach({ baseUrls: Object.fromEntries(hosts), imageHosts });
}

type Asked = Parameters<Metrics['providerAsked']>[0];

/** The same work, counted by its outcome. */
export async function countCall<T>(
  metrics: Pick<Metrics, 'providerAsked'>,
  asked: Omit<Asked, 'outcome'>,
  work: Promise<T>,
): Promise<T> {
  try {
    const result = await work;
    metrics.providerAsked({ ...asked, outcome: 'ok' });
    return result;
  } catch (error) {
    metrics.providerAsked({ ...asked, outcome: asBotError(error).code });
    throw error;
  }
}

/** Uploads LoRAs to the service that keeps them; null without its key. `addressRules`: the open internet when left out. */
export function composeLoraUploads(
  deps: Pick<ServiceDeps, 'config' | 'dispatcher' | 'store' | 'clock' | 'log'> & {
    readonly proxy?: HttpProxy | null;
    readonly addressRules?: AddressRules;
    readonly funding: Pick<Funding, 'watchCall'>;
  },
): LoraUploads | null {
  const { config, dispatcher, log, funding } = deps;
  for (const { entry, settings } of configuredEntries(config.providers)) {
    const ask = entry.askUploadTicket?.(settings, { send: createSend({ dispatcher }), log });
    if (ask === undefined) continue;
    return openLoraUploads({
      ...deps,
      provider: entry.name,
      ask: (wanted, signal) => funding.watchCall(entry.name, 'lora', ask(wanted, signal)),
      reachOf: reachOf(config),
    });
  }
  return null;
}
