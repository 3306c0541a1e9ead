import { BotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Provider, ProviderEntry, ProviderSettings } from './provider.ts';
import { runComfy } from './runcomfy/entry.ts';
import { runningHub } from './runninghub/entry.ts';
import type { ProviderTools } from './tools.ts';

/** Every image service that Easel knows, in the order in which people read of them. */
export const providerEntries: readonly ProviderEntry[] = [runningHub, runComfy];

/** The services' names. */
export const providerNames: readonly ProviderName[] = providerEntries.map(({ name }) => name);

/** The settings of each service that has a key. */
export type ProvidersSettings = Readonly<Record<ProviderName, ProviderSettings>>;

/** Each service that has a key, with its settings, in the order of {@link providerEntries}. */
export function configuredEntries(all: ProvidersSettings) {
  return providerEntries.flatMap((entry) => {
    const settings = all[entry.name];
    return settings === undefined ? [] : [{ entry, settings }];
  });
}

/** The clients by name; a service without a key has none. */
export function createProviders(
  settings: ProvidersSettings,
  tools: ProviderTools,
): ReadonlyMap<ProviderName, Provider> {
  return new Map(configuredEntries(settings).map(({ entry, settings }) => [entry.name, entry.create(settings, tools)]));
}

/**
 * A service whose key was taken away while jobs were open there: nobody can ask for them now, and they are asked for again
 * as soon as the key is back.
 */
export function createUnconfigured(name: ProviderName): Provider {
  const refuse = async () => {
    throw new BotError('provider.unavailable', `there is no key for ${name}`, { provider: name, nothingStarted: true });
  };
  return {
    name,
    callsBack: () => false,
    submit: refuse,
    upload: refuse,
    check: refuse,
    cancel: refuse,
    account: refuse,
  };
}
