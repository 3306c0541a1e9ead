import type { Log } from '#core/log.ts';
import type { Send } from '#http/send.ts';

/** What every client is handed. */
export interface ProviderTools {
  readonly send: Send;
  readonly log: Log;
  readonly timeouts?: CallTimeouts;
  /** RunningHub's; each client has its own where it is left out. */
  readonly bodyForms?: BodyForms;
}

/** Each covers connecting, headers and the whole body of one call. */
export interface CallTimeouts {
  readonly submitMs: number;
  /** Checks, cancels and account calls. */
  readonly askMs: number;
}

/** The provider's own client waits 60 s for a submit and 30 s for a query. @see reference/providers.md, sections 2.2 and 2.3 */
export const defaultTimeouts: CallTimeouts = { submitMs: 60_000, askMs: 30_000 };

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
