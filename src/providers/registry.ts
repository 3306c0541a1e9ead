import type { ProviderName } from '#core/ids.ts';
import type { Provider } from './provider.ts';
import { createRunComfy, type RunComfySettings } from './runcomfy/runcomfy.ts';
import { createRunningHub, type RunningHubSettings } from './runninghub/runninghub.ts';
import type { ProviderTools } from './tools.ts';

/** The services of this installation; null where there is no key. */
export interface ProvidersSettings {
  readonly runninghub: RunningHubSettings | null;
  readonly runcomfy: RunComfySettings | null;
}

/** The clients by name; a service without a key has none. */
export function createProviders(
  settings: ProvidersSettings,
  tools: ProviderTools,
): ReadonlyMap<ProviderName, Provider> {
  const providers: Provider[] = [];
  if (settings.runninghub !== null) providers.push(createRunningHub(settings.runninghub, tools));
  if (settings.runcomfy !== null) providers.push(createRunComfy(settings.runcomfy, tools));
  return new Map(providers.map((provider) => [provider.name, provider]));
}
