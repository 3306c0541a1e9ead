import type { JobId, ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';

/** Jobs in a row of which the provider did not call, and the time that they spread over at least, until no call is believed in. */
const mostMissed = 3;
const missedForMs = 30_000;
/** Jobs that ended before their call, of which a call is still noticed. */
const mostMissing = 500;

/** Where a job is made, for {@link Webhooks}. */
export interface CalledRoute {
  readonly provider: ProviderName;
  /** @see routeKey */
  readonly route: string;
}

/** Whether the calls that providers promise do come. In memory only: after a start a route is believed from its first call on. */
export interface Webhooks {
  /** Whether a job of this route may be left to its call. */
  isTrusted(route: string): boolean;
  /** The provider has called about a job of the route. */
  came(of: CalledRoute): void;
  /** The same of a job that may be over; nothing where its end was not found before the call. */
  cameLate(id: JobId): void;
  /** A job of the route has ended, and was found before any call. */
  missed(id: JobId, of: CalledRoute): void;
}

/** @see createWebhooks */
export interface WebhooksDeps {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  /** Called when a route is trusted from now on, or no longer. */
  readonly onChange: (route: string) => void;
}

interface RouteCalls {
  isTrusted: boolean;
  /** In a row. */
  missed: number;
  firstMissedAtMs: number;
}

/** @see Webhooks */
export function createWebhooks({ now, log, onChange }: WebhooksDeps): Webhooks {
  const routes = new Map<string, RouteCalls>();
  /** Providers of which the operator was told that they do not call. */
  const told = new Set<ProviderName>();
  const missing = new Map<JobId, CalledRoute>();
  const callsOf = (route: string): RouteCalls => {
    const known = routes.get(route) ?? { isTrusted: false, missed: 0, firstMissedAtMs: 0 };
    routes.set(route, known);
    return known;
  };
  const remember = (id: JobId, of: CalledRoute) => {
    missing.set(id, of);
    for (const oldest of missing.keys()) {
      if (missing.size <= mostMissing) break;
      missing.delete(oldest);
    }
  };
  const trust = (calls: RouteCalls, route: string, isTrusted: boolean) => {
    if (calls.isTrusted === isTrusted) return;
    calls.isTrusted = isTrusted;
    onChange(route);
  };

  const distrust = (calls: RouteCalls, { provider, route }: CalledRoute) => {
    if (!told.has(provider)) {
      const facts = { provider, route, variable: 'PUBLIC_URL' };
      log.warn(facts, 'webhooks do not come: its jobs are asked for as if there were none');
    }
    told.add(provider);
    trust(calls, route, false);
  };
  const came = ({ provider, route }: CalledRoute) => {
    const calls = callsOf(route);
    calls.missed = 0;
    if (told.delete(provider)) log.info({ provider, route }, 'webhooks come again');
    trust(calls, route, true);
  };

  return {
    isTrusted: (route) => routes.get(route)?.isTrusted ?? false,
    came,
    cameLate(id) {
      const of = missing.get(id);
      missing.delete(id);
      if (of !== undefined) came(of);
    },
    missed(id, { provider, route }) {
      remember(id, { provider, route });
      const calls = callsOf(route);
      if (calls.missed === 0) calls.firstMissedAtMs = now();
      calls.missed += 1;
      if (calls.missed >= mostMissed && now() - calls.firstMissedAtMs >= missedForMs)
        distrust(calls, { provider, route });
    },
  };
}
