import { asBotError } from '../domain/errors.ts';
import type { Provider } from '../domain/ports.ts';
import type { Metrics } from './metrics.ts';

type Call = Parameters<Metrics['providerAsked']>[0]['call'];

/** The same provider, with every call counted by its outcome. */
export function countCalls(provider: Provider, metrics: Pick<Metrics, 'providerAsked'>): Provider {
  const count = async <T>(call: Call, work: Promise<T>): Promise<T> => {
    const asked = (outcome: string) => metrics.providerAsked({ provider: provider.name, call, outcome });
    try {
      const result = await work;
      asked('ok');
      return result;
    } catch (error) {
      asked(asBotError(error).code);
      throw error;
    }
  };
  return {
    name: provider.name,
    submit: (offer, wakeUrl, signal) => count('submit', provider.submit(offer, wakeUrl, signal)),
    upload: (input, signal) => count('upload', provider.upload(input, signal)),
    check: (ticket, signal) => count('check', provider.check(ticket, signal)),
    cancel: (ticket, signal) => count('cancel', provider.cancel(ticket, signal)),
    account: (signal) => count('account', provider.account(signal)),
  };
}
