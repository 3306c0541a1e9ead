import type { RouteQuote } from '#catalog/plan.ts';
import type { Provider } from '#providers/provider.ts';
import type { CallTimeouts } from '#providers/tools.ts';

/**
 * Answers that say nothing. `html` a page under status 200; `truncated` half of the JSON in a whole answer; `wrong_shape`
 * JSON of another form; `endless` never stops sending; `slow_body` headers, then nothing; `silence` no answer;
 * `hang_up` the request is taken and the connection breaks.
 */
export type Garbling = 'html' | 'truncated' | 'wrong_shape' | 'endless' | 'slow_body' | 'silence' | 'hang_up';

/** What the service does when asked for a picture. `other_content_type` accepts under the label of another type. */
export type SubmitAct = 'accept' | 'other_content_type' | 'reject' | 'busy' | 'broken' | 'error_in_200' | Garbling;

/** What it says of the job. `succeeded_empty` claims success without a picture. */
export type CheckAct =
  | 'queued'
  | 'running'
  | 'finished'
  | 'failed'
  | 'filtered'
  | 'cancelled'
  | 'succeeded_empty'
  | 'busy'
  | 'broken'
  | 'error_in_200'
  | Garbling;

/** What it says to a cancel. */
export type CancelAct = 'obey' | 'too_late' | 'broken' | Garbling;

/** A client in front of a service (or its stand-in) that does as it is told. */
export interface ProviderHarness {
  readonly provider: Provider;
  readonly quote: RouteQuote;
  /** Texts that no error may repeat: the key and the prompt. The service repeats both in its refusals where it can. */
  readonly secrets: readonly string[];
  /** Holds for every call of that kind until it is told otherwise. */
  script(acts: { readonly submit?: SubmitAct; readonly check?: CheckAct; readonly cancel?: CancelAct }): void;
  /** Calls of any kind that have reached the service. */
  calls(): number;
  /** Resolves when the next call has reached the service. */
  nextCall(): Promise<void>;
  /** From now on nothing listens at the service's address. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a fresh client and service with these timeouts. */
export type MakeProviderHarness = (timeouts: CallTimeouts) => Promise<ProviderHarness>;
