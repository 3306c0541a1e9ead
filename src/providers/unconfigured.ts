import { BotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Provider } from './provider.ts';

/**
 * A service whose key was taken away while jobs were open there: nobody can ask for them now, and they are asked for again
 * as soon as the key is back.
 */
export function createUnconfigured(name: ProviderName): Provider {
  const refuse = async () => {
    throw new BotError('provider.unavailable', `there is no key for ${name}`, { provider: name, nothingStarted: true });
  };
  return { name, submit: refuse, upload: refuse, check: refuse, cancel: refuse, account: refuse };
}
