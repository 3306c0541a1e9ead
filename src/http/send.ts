import type { Wire } from './agent.ts';
import {
  exchange,
  type NoAnswer,
  openDeadline,
  type WireAnswer,
  type WireHeaders,
  type WireRequest,
} from './exchange.ts';
import { FormBody, type FormFile } from './form-body.ts';

/** One call to an API. */
export interface SendRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as `application/json`; left out means no body. */
  readonly json?: unknown;
  /** Sent as a form of its own, instead of `json`. */
  readonly file?: FormFile;
  /** Covers connecting, headers and the whole body; aborts the work. */
  readonly timeoutMs: number;
  /** @see defaultMaxBytes */
  readonly maxBytes?: number;
  readonly signal: AbortSignal;
}

/** A whole answer, of whatever status. */
export interface Answer {
  readonly kind: 'answered';
  readonly status: number;
  readonly contentType: string | null;
  /** From `retry-after`, in seconds or as a date (counted from the answer's own date); at most an hour. */
  readonly retryAfterMs: number | null;
  /** Null where the body was longer than the limit. */
  readonly text: string | null;
}

/** A failed call is an outcome, not an exception: what it means for the money depends on the call. */
export type SendOutcome = Answer | NoAnswer;

/**
 * Owns the wire for API calls. Follows no redirect and repeats nothing.
 *
 * @throws the reason of the request's signal, and nothing else
 */
export type Send = (request: SendRequest) => Promise<SendOutcome>;

/** 1 MiB: an API answer is a few kB. */
export const defaultMaxBytes = 1_048_576;

/** Makes the one function through which every API call leaves. */
export function createSend({ dispatcher }: { readonly dispatcher: Wire }): Send {
  return async (request) => {
    const deadline = openDeadline(request.signal, request.timeoutMs);
    try {
      const { method, url, maxBytes = defaultMaxBytes } = request;
      const { body, headers } = bodyOf(request);
      const all = { ...headers, ...request.headers };
      const wire = { method, url, headers: all, body, maxBytes, wantsBody: () => true };
      const outcome = await exchange(dispatcher, wire, deadline);
      return outcome.kind === 'answered' ? toAnswer(outcome) : outcome;
    } finally {
      deadline.close();
    }
  };
}

function bodyOf({ json, file }: SendRequest): Pick<WireRequest, 'body' | 'headers'> {
  if (file !== undefined) {
    const body = new FormBody([], [file]);
    return { headers: body.headers, body };
  }
  if (json === undefined) return { headers: {}, body: null };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
}

function toAnswer({ status, headers, bytes }: WireAnswer): Answer {
  return {
    kind: 'answered',
    status,
    contentType: headers.get('content-type') ?? null,
    retryAfterMs: retryAfterMs(headers),
    text: bytes === null ? null : new TextDecoder().decode(bytes),
  };
}

/** One hour: a slip in a header shall not switch a provider off for days. */
const longestRetryAfterMs = 3_600_000;

function retryAfterMs(headers: WireHeaders): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  const isSeconds = /^\d+(\.\d+)?$/.test(value);
  const waitMs = isSeconds ? Number(value) * 1000 : Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(waitMs) ? Math.min(Math.max(0, Math.ceil(waitMs)), longestRetryAfterMs) : null;
}
