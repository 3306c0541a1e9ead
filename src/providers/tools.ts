import type { Log } from '../domain/ports.ts';
import type { Send } from '../http/send.ts';
import type { BodyForms } from './body-forms.ts';

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
