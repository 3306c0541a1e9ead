import type { Log } from '../domain/ports.ts';

/** The endpoints of RunningHub that take flat keys only, as far as that is known: shared by submits and price previews. */
export interface BodyForms {
  isFlat(endpoint: string): boolean;
  /** Logged once per endpoint. */
  learnFlat(endpoint: string): void;
}

/** In memory: a start asks each endpoint again. */
export function createBodyForms(log: Pick<Log, 'warn'>): BodyForms {
  const flat = new Set<string>();
  return {
    isFlat: (endpoint) => flat.has(endpoint),
    learnFlat(endpoint) {
      if (flat.has(endpoint)) return;
      flat.add(endpoint);
      log.warn({ provider: 'runninghub', endpoint }, 'node keys were refused: flat keys from now on');
    },
  };
}
