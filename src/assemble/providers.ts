import type { Config } from '../config.ts';
import type { ProviderName } from '../domain/model.ts';
import type { Log, Provider } from '../domain/ports.ts';
import type { Wire } from '../http/agent.ts';
import { createReach, type ReachOf } from '../http/result-hosts.ts';
import { createSend } from '../http/send.ts';
import { countCalls } from '../operations/count-calls.ts';
import type { Funding } from '../operations/funding.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { BodyForms } from '../providers/body-forms.ts';
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
  readonly funding: Funding;
  readonly bodyForms: BodyForms;
}

/** The clients of the configured services, every call counted. */
export function makeProviders(materials: ProviderMaterials): Providers {
  const { config, dispatcher, metrics, log, funding, bodyForms } = materials;
  const settings = { runninghub: config.runninghub, runcomfy: config.runcomfy };
  const providers = createProviders(settings, { send: createSend({ dispatcher }), log, bodyForms });
  return new Map([...providers].map(([name, provider]) => [name, funding.watch(countCalls(provider, metrics))]));
}

/** Reads RunComfy's own catalogue; null without a key. */
export function makeCatalogueReader({
  config,
  dispatcher,
  funding,
}: Pick<ProviderMaterials, 'config' | 'dispatcher' | 'funding'>): ReadCatalogue | null {
  if (config.runcomfy === null) return null;
  const read = createRunComfyCatalogue(config.runcomfy, { send: createSend({ dispatcher }) });
  return (signal) => funding.watchCall('runcomfy', 'catalogue', read(signal));
}

/** Asks RunningHub for prices; null without a key. */
export function makePricePreview({
  config,
  dispatcher,
  funding,
}: Pick<ProviderMaterials, 'config' | 'dispatcher' | 'funding'>): PreviewPrice | null {
  if (config.runninghub === null) return null;
  const preview = createPricePreview(config.runninghub, { send: createSend({ dispatcher }) });
  return (...asked) => funding.watchCall('runninghub', 'preview', preview(...asked));
}

/** Where pictures may be fetched from, and files be put. */
export function makeReach({ runninghub, runcomfy, imageHosts }: Config): ReachOf {
  const baseUrls = {
    ...(runninghub && { runninghub: runninghub.baseUrl }),
    ...(runcomfy && { runcomfy: runcomfy.baseUrl }),
  };
  return createReach({ baseUrls, imageHosts });
}
