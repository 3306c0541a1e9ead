import type { Catalog } from '#catalog/catalog.ts';
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
import { createFetchLora } from '#lora-upload/fetch-lora.ts';
import { createLoraUploads, type LoraUploads } from '#lora-upload/lora-upload.ts';
import { createPutLora } from '#lora-upload/put-lora.ts';
import type { UploadBook } from '#lora-upload/upload.ts';
import { createFunding, type Funding } from '#operations/funding.ts';
import type { Metrics } from '#operations/metrics.ts';
import { createPreviewMemory, previewPrices } from '#operations/watch-prices.ts';
import { createBudget } from '#polling/budget.ts';
import type { Observe } from '#polling/poller.ts';
import { createProviders } from '#providers/registry.ts';
import { createRunComfyCatalogue } from '#providers/runcomfy/catalogue.ts';
import { createAskUploadTicket } from '#providers/runninghub/lora-ticket.ts';
import { createPricePreview } from '#providers/runninghub/price-preview.ts';
import { createBodyForms } from '#providers/tools.ts';
import { createUnconfigured } from '#providers/unconfigured.ts';

/** What a process has one of, and the calls of the services go through. */
export interface ServiceDeps {
  readonly config: Config;
  readonly dispatcher: Wire;
  /** For connections that do not go through `dispatcher`. */
  readonly proxy: HttpProxy | null;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

/** The image services, with everything of theirs that is asked for. */
export type Services = ReturnType<typeof composeServices>;

/** @see Services */
export function composeServices({ config, dispatcher, proxy, store, metrics, clock, log }: ServiceDeps) {
  const { runninghub, runcomfy } = config;
  const funding = createFunding(metrics, log);
  const bodyForms = createBodyForms(log);
  const send = createSend({ dispatcher });
  const providers = createProviders({ runninghub, runcomfy }, { send, log, bodyForms });
  const unconfigured = { runninghub: createUnconfigured('runninghub'), runcomfy: createUnconfigured('runcomfy') };
  const budgets = { runninghub: createBudget(clock), runcomfy: createBudget(clock) };
  const observe: Observe = (provider, call, work) =>
    funding.watchCall(provider, call, countCall(metrics, { provider, call }, work));
  const readCatalogue = runcomfy && createRunComfyCatalogue(runcomfy, { send });
  const preview = runninghub && createPricePreview(runninghub, { send });
  return {
    /** Those that have a key. */
    names: new Set(providers.keys()),
    providerOf: (name: ProviderName) => providers.get(name) ?? unconfigured[name],
    budgetOf: (name: ProviderName) => budgets[name],
    observe,
    outagesOf: funding.outagesOf,
    reachOf: reachOf(config),
    /** Of RunComfy; null without its key. */
    readCatalogue:
      readCatalogue && ((signal: AbortSignal) => funding.watchCall('runcomfy', 'catalogue', readCatalogue(signal))),
    /** Compares the prices of RunningHub with the list; once. Never rejects. @see previewPrices */
    async previewPrices(catalog: Catalog, signal: AbortSignal): Promise<void> {
      if (preview === null || runninghub === null) return;
      await previewPrices({
        models: () => catalog.models,
        preview: (...asked) => funding.watchCall('runninghub', 'preview', preview(...asked)),
        bodyForm: runninghub.bodyForm,
        bodyForms,
        memory: createPreviewMemory(store),
        clock,
        metrics,
        log,
        signal,
      });
    },
    loraUploads: (book: UploadBook) => composeLoraUploads({ config, dispatcher, proxy, clock, log, funding }, book),
  };
}

/** Where pictures may be fetched from, and files be put. */
function reachOf({ runninghub, runcomfy, imageHosts }: Config) {
  const baseUrls = {
    ...(runninghub && { runninghub: runninghub.baseUrl }),
    ...(runcomfy && { runcomfy: runcomfy.baseUrl }),
  };
  return createReach({ baseUrls, imageHosts });
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

/** Uploads to RunningHub; null without its key. `addressRules`: the open internet when left out. */
export function composeLoraUploads(
  deps: Pick<ServiceDeps, 'config' | 'dispatcher' | 'clock' | 'log'> & {
    readonly proxy?: HttpProxy | null;
    readonly addressRules?: AddressRules;
    readonly funding: Pick<Funding, 'watchCall'>;
  },
  book: UploadBook,
): LoraUploads | null {
  const { config, dispatcher, proxy, addressRules, clock, log, funding } = deps;
  const { runninghub } = config;
  if (runninghub === null) return null;
  const ask = createAskUploadTicket(runninghub, { send: createSend({ dispatcher }) });
  return createLoraUploads({
    fetch: createFetchLora({ rules: addressRules, proxy, now: clock.monotonic }),
    ask: (wanted, signal) => funding.watchCall('runninghub', 'lora', ask(wanted, signal)),
    put: createPutLora({ dispatcher, reachOf: reachOf(config), proxy }),
    book,
    clock,
    log,
  });
}
