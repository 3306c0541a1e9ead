import type { Route } from '#catalog/model.ts';
import { routeKey } from './schedule.ts';

/** Submits that must fail in a row before a route is offered last. */
const failuresToOpen = 3;
/** How long a troubled route is offered last before it is tried again. */
const openForMs = 60_000;

/** Which routes fail at the moment. */
export interface Circuits {
  isOpen(route: Route): boolean;
  failed(route: Route): void;
  worked(route: Route): void;
  /** The routes whose last submits failed, each `provider/endpoint`; `isOpen` for those that are offered last. */
  troubled(): readonly TroubledRoute[];
}

/** @see Circuits.troubled */
export interface TroubledRoute {
  readonly route: string;
  readonly failures: number;
  /** How long ago the last one was, in milliseconds. */
  readonly agoMs: number;
  readonly isOpen: boolean;
}

/** One counter per route, in memory: a restart tries every route. `now` is a monotonic time in milliseconds. */
export function createCircuits(now: () => number): Circuits {
  const failures = new Map<string, { count: number; lastAtMs: number }>();
  const isOpenNow = ({ count, lastAtMs }: { readonly count: number; readonly lastAtMs: number }) =>
    count >= failuresToOpen && now() - lastAtMs < openForMs;
  return {
    isOpen(route) {
      const seen = failures.get(routeKey(route));
      return seen !== undefined && isOpenNow(seen);
    },
    troubled: () =>
      Array.from(failures, ([route, seen]) => ({
        route,
        failures: seen.count,
        agoMs: now() - seen.lastAtMs,
        isOpen: isOpenNow(seen),
      })),
    failed(route) {
      const count = (failures.get(routeKey(route))?.count ?? 0) + 1;
      failures.set(routeKey(route), { count, lastAtMs: now() });
    },
    worked(route) {
      failures.delete(routeKey(route));
    },
  };
}
