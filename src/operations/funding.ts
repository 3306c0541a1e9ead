import { asBotError, type BotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { providerEntries } from '#providers/registry.ts';
import type { Metrics } from './metrics.ts';

/**
 * Whether the image services take the operator's key and money. The operator hears once when that changes, however many
 * jobs meet it.
 */
export interface Funding {
  /** The same work, looked at: what it is called tells it from other calls. */
  watchCall<Result>(name: ProviderName, call: string, work: Promise<Result>): Promise<Result>;
  /** Counts the times that the service has failed so; odd while it does. */
  outagesOf(name: ProviderName): number;
}

type Reason = 'auth' | 'balance';

interface State {
  readonly reason: Reason;
  /** The calls that were refused: another call that works proves nothing, since a key may be good for some of them. */
  readonly calls: ReadonlySet<string>;
}

const complaints = {
  auth: 'an image service refuses its API key; its jobs go to another service, or are refunded',
  balance: 'the account at an image service is empty; its jobs go to another service, or are refunded',
} as const satisfies Record<Reason, string>;

/** In memory: a start finds out again. */
export function createFunding(metrics: Pick<Metrics, 'unfunded'>, log: Pick<Log, 'error' | 'info'>): Funding {
  const states = new Map<ProviderName, State>();
  const changes = new Map<ProviderName, number>();

  const change = (name: ProviderName, reason: Reason | null) => {
    changes.set(name, (changes.get(name) ?? 0) + 1);
    metrics.unfunded(name, reason);
  };
  const refused = (name: ProviderName, call: string, reason: Reason) => {
    const before = states.get(name);
    const isNew = before?.reason !== reason;
    states.set(name, { reason, calls: new Set([...(isNew ? [] : before.calls), call]) });
    if (!isNew) return;
    if (before === undefined) change(name, reason);
    else metrics.unfunded(name, reason);
    const variable = providerEntries.find((entry) => entry.name === name)?.keyVariable;
    log.error({ provider: name, reason, variable }, complaints[reason]);
  };
  const worked = (name: ProviderName, call: string) => {
    const before = states.get(name);
    if (before === undefined) return;
    const calls = new Set([...before.calls].filter((each) => each !== call));
    if (calls.size > 0 && call !== 'submit') {
      states.set(name, { ...before, calls });
      return;
    }
    states.delete(name);
    change(name, null);
    log.info({ provider: name }, 'an image service takes its API key and account again');
  };

  const watchCall = async <Result>(name: ProviderName, call: string, work: Promise<Result>): Promise<Result> => {
    try {
      const result = await work;
      worked(name, call);
      return result;
    } catch (error) {
      const reason = reasonOf(asBotError(error));
      if (reason !== null) refused(name, call, reason);
      throw error;
    }
  };
  return { watchCall, outagesOf: (name) => changes.get(name) ?? 0 };
}

/** Of a check the code says only that the job must be asked for again. */
function reasonOf({ code, facts: { reason } }: BotError): Reason | null {
  if (code !== 'provider.unfunded' && code !== 'provider.unavailable') return null;
  return reason === 'auth' || reason === 'balance' ? reason : null;
}
