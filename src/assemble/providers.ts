import type { Config } from '../config.ts';
import type { ProviderName } from '../domain/model.ts';
import type { Log, Provider } from '../domain/ports.ts';
import type { Wire } from '../http/agent.ts';
import { createReach, type ReachOf } from '../http/result-hosts.ts';
import { createSend } from '../http/send.ts';
import { countCalls } from '../operations/count-calls.ts';
import type { Metrics } from '../operations/metrics.ts';
import { createProviders } from '../providers/index.ts';
import { createRunComfyCatalogue, type ReadCatalogue } from '../providers/runcomfy-catalogue.ts';
import { createPricePreview, type PreviewPrice } from '../providers/runninghub-preview.ts';

/** The image services that have a key. */
export type Providers = ReadonlyMap<ProviderName, Provider>;

/** What the services are made from. */
export interface ProviderMaterials {
  readonly config: Config;
  readonly dispatcher: Wire;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** The clients of the configured services, every call counted. */
export function makeProviders({ config, dispatcher, metrics, log }: ProviderMaterials): Providers {
  const settings = { runninghub: config.runninghub, runcomfy: config.runcomfy };
  const providers = createProviders(settings, { send: createSend({ dispatcher }), log });
  return new Map([...providers].map(([name, provider]) => [name, countCalls(provider, metrics)]));
}

/** Reads RunComfy's own catalogue; null without a key. */
export function makeCatalogueReader({
  config,
  dispatcher,
}: Pick<ProviderMaterials, 'config' | 'dispatcher'>): ReadCatalogue | null {
  return config.runcomfy && createRunComfyCatalogue(config.runcomfy, { send: createSend({ dispatcher }) });
}

/** Asks RunningHub for prices; null without a key. */
export function makePricePreview({
  config,
  dispatcher,
}: Pick<ProviderMaterials, 'config' | 'dispatcher'>): PreviewPrice | null {
  return config.runninghub && createPricePreview(config.runninghub, { send: createSend({ dispatcher }) });
}

/** Where pictures may be fetched from, and files be put. */
export function makeReach({ runninghub, runcomfy, imageHosts }: Config): ReachOf {
  const baseUrls = {
    ...(runninghub && { runninghub: runninghub.baseUrl }),
    ...(runcomfy && { runcomfy: runcomfy.baseUrl }),
  };
  return createReach({ baseUrls, imageHosts });
}
