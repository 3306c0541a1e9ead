import type { ServiceRequest } from './read-request.ts';

/**
 * What goes wrong. Without touching the service: `status` another status and body; `html` a page instead of JSON;
 * `error_200` an error under status 200; `huge` 200 MB; `reset_before` the connection breaks before the request counts;
 * `not_an_image` text under an image's type; `redirect_private` a redirect to an address inside a data centre.
 * After the service has done its work: `truncated` half of the answer, then the connection ends; `half_json` the same half as
 * if it were the whole; `wrong_type` the right answer under a wrong
 * content type; `wrong_types` the right answer with every value of another type; `slow_body` the answer in small pieces; `reset_after` the answer is lost; `delay` it comes late; `hang` it never comes.
 */
export type FaultKind =
  | 'status'
  | 'html'
  | 'truncated'
  | 'half_json'
  | 'wrong_type'
  | 'wrong_types'
  | 'error_200'
  | 'huge'
  | 'slow_body'
  | 'reset_before'
  | 'reset_after'
  | 'delay'
  | 'hang'
  | 'not_an_image'
  | 'redirect_private';

/** One thing to go wrong. */
export interface Fault {
  readonly kind: FaultKind;
  /** Tried on the path with its query. */
  readonly path: RegExp;
  /** How many requests it hits; 1 when left out, `Infinity` for all. */
  readonly times?: number;
  readonly method?: string;
  readonly status?: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Per piece for `slow_body`, once for `delay`. */
  readonly delayMs?: number;
  /** Where `redirect_private` leads. */
  readonly location?: string;
}

/** A fault that has hit a request. */
export interface AppliedFault {
  readonly kind: FaultKind;
  readonly path: string;
  /** Handed to the connection so far; counted for `huge` only. */
  bytesSent: number;
}

/** The faults of one stand-in, and what they have hit. */
export class Faults {
  readonly applied: AppliedFault[] = [];
  private waiting: { readonly fault: Fault; left: number }[] = [];

  /** Faults are tried in the order in which they were added; one request meets one fault at most. */
  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Everything works again. */
  clear(): void {
    this.waiting = [];
  }

  /** How many requests will still be hit. */
  pending(): number {
    return this.waiting.reduce((sum, { left }) => sum + left, 0);
  }

  /** The fault for this request, used up by one. */
  take(request: ServiceRequest): Fault | null {
    const path = request.query.size === 0 ? request.path : `${request.path}?${request.query}`;
    const found = this.waiting.find(({ fault }) => matches(fault, request.method, path));
    if (found === undefined) return null;
    found.left -= 1;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return found.fault;
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  return path.search(fault.path) >= 0 && (fault.method === undefined || fault.method === method);
}
