import type { Config } from '#config/config.ts';
import { asBotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { AppDeps } from '#deps.ts';
import type { Wire } from '#http/agent.ts';
import { createReach, type ReachOf } from '#http/download.ts';
import { createSend } from '#http/send.ts';
import { createFetchLora } from '#lora-upload/fetch-lora.ts';
import { createLoraUploads, type LoraUploads } from '#lora-upload/lora-upload.ts';
import { createPutLora } from '#lora-upload/put-lora.ts';
import type { UploadBook } from '#lora-upload/upload.ts';
import type { Funding } from '#operations/funding.ts';
import type { Metrics } from '#operations/metrics.ts';
import type { Provider } from '#providers/provider.ts';
import { createProviders } from '#providers/registry.ts';
import { createRunComfyCatalogue, type ReadCatalogue } from '#providers/runcomfy/catalogue.ts';
import { createAskUploadTicket } from '#providers/runninghub/lora-ticket.ts';
import { createPricePreview, type PreviewPrice } from '#providers/runninghub/price-preview.ts';
import type { BodyForms } from '#providers/tools.ts';

/** The image services that have a key. */
export type Providers = ReadonlyMap<ProviderName, Provider>;

/** What the services are made from. */
export interface ProviderDeps {
  readonly config: Config;
  readonly dispatcher: Wire;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly funding: Funding;
  readonly bodyForms: BodyForms;
}

/** The clients of the configured services. */
export function createProviderClients({
  config: { runninghub, runcomfy },
  dispatcher,
  log,
  bodyForms,
}: Pick<ProviderDeps, 'config' | 'dispatcher' | 'log' | 'bodyForms'>): Providers {
  return createProviders({ runninghub, runcomfy }, { send: createSend({ dispatcher }), log, bodyForms });
}

/** Reads RunComfy's own catalogue; null without a key. */
export function createCatalogueReader({
  config,
  dispatcher,
  funding,
}: Pick<ProviderDeps, 'config' | 'dispatcher' | 'funding'>): ReadCatalogue | null {
  if (config.runcomfy === null) return null;
  const read = createRunComfyCatalogue(config.runcomfy, { send: createSend({ dispatcher }) });
  return (signal) => funding.watchCall('runcomfy', 'catalogue', read(signal));
}

/** Asks RunningHub for prices; null without a key. */
export function createPricePreviewer({
  config,
  dispatcher,
  funding,
}: Pick<ProviderDeps, 'config' | 'dispatcher' | 'funding'>): PreviewPrice | null {
  if (config.runninghub === null) return null;
  const preview = createPricePreview(config.runninghub, { send: createSend({ dispatcher }) });
  return (...asked) => funding.watchCall('runninghub', 'preview', preview(...asked));
}

/** Where pictures may be fetched from, and files be put. */
export function createReachOf({ runninghub, runcomfy, imageHosts }: Config): ReachOf {
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

/** Uploads to RunningHub; null without its key. */
export function composeLoraUploads(
  deps: Pick<AppDeps, 'config' | 'dispatcher' | 'proxy' | 'addressRules' | 'clock' | 'log'> & {
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
    put: createPutLora({ dispatcher, reachOf: createReachOf(config), proxy }),
    book,
    clock,
    log,
  });
}
