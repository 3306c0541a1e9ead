import { type Dispatcher, request } from 'undici';
import type { Wire } from './agent.ts';
import { FormBody } from './form-body.ts';

/** The wire itself, for what writes or reads a body as it comes. */
export { type Dispatcher, request } from 'undici';

/** One request as it goes out. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | FormBody | null;
  /** Enforced while reading, whatever `content-length` says. */
  readonly maxBytes: number;
  /** Statuses whose body is of use; the others are dropped unread. */
  readonly wantsBody: (status: number) => boolean;
  /** Takes the body piece by piece, which is then not kept in memory. What it throws ends the request like a broken connection. */
  readonly sink?: Sink | undefined;
}

/** Where a body goes that is not kept in memory. */
export type Sink = (piece: Uint8Array) => Promise<unknown>;

/** Header names in lower case, the first value of each. */
export type WireHeaders = ReadonlyMap<string, string>;

/** What came back, when a whole answer did. */
export interface WireAnswer {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: WireHeaders;
  /** Null where the body was longer than `maxBytes` or was not wanted; empty where a sink took it. */
  readonly bytes: Uint8Array | null;
}

/**
 * Why there is no answer. `unreached`: not one byte of the request left, so nothing can have been started by it.
 * `lost`: it may have arrived. `reason` is a system or undici code, or `timeout`; never a text of the other side.
 */
export interface NoAnswer {
  readonly kind: 'unreached' | 'lost';
  readonly reason: string;
}

type WireOutcome = WireAnswer | NoAnswer;

/**
 * Sends one request and reads the whole answer. Follows no redirect, repeats nothing, asks for no compression.
 *
 * @throws the reason of the caller's signal, and nothing else
 */
export async function exchange(dispatcher: Wire, wireRequest: WireRequest, deadline: Deadline): Promise<WireOutcome> {
  let mayHaveLeft = false;
  const watched = dispatcher.compose(
    watchDeparture(() => {
      mayHaveLeft = true;
    }),
  );
  try {
    const { url, method, headers, body } = wireRequest;
    const { signal } = deadline;
    const begun = request(url, {
      dispatcher: watched,
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
      body: body instanceof FormBody ? body.stream() : body,
      signal,
      // The deadline covers connecting, headers and body alike.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const response = await orAborted(begun, signal);
    deadline.progressed();
    const bytes = await readBody(response, wireRequest, deadline);
    return { kind: 'answered', status: response.statusCode, headers: firstValues(response.headers), bytes };
  } catch (thrown) {
    deadline.caller.throwIfAborted();
    const reason = deadline.hasPassed() ? 'timeout' : reasonOf(thrown);
    return { kind: mayHaveLeft ? 'lost' : 'unreached', reason };
  }
}

/** undici calls `onRequestStart` immediately before it writes the first byte to a connected socket. */
function watchDeparture(onDeparture: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onDeparture();
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart: (controller, status, headers, message) =>
        handler.onResponseStart?.(controller, status, headers, message),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
}

/** undici notices an abort only once connected; a deadline shall not wait for that. The request is never written afterwards. */
export function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    const settled = () => signal.removeEventListener('abort', stop);
    work.then(resolve, reject).finally(settled);
  });
}

async function readBody(
  response: Dispatcher.ResponseData,
  limits: WireRequest,
  deadline: Deadline,
): Promise<Uint8Array | null> {
  const announced = Number(response.headers['content-length'] ?? 0);
  if (!limits.wantsBody(response.statusCode) || announced > limits.maxBytes) {
    drop(response);
    return null;
  }
  const chunks: Uint8Array[] = [];
  const pieces: AsyncIterable<Uint8Array> = response.body;
  let total = 0;
  for await (const piece of pieces) {
    deadline.progressed();
    total += piece.byteLength;
    // Leaving the loop destroys the stream, and with it the connection.
    if (total > limits.maxBytes) return null;
    if (limits.sink === undefined) chunks.push(piece);
    else await limits.sink(piece);
  }
  return Buffer.concat(chunks);
}

/** Destroying a stream that nobody reads reports the abort as an error. */
export function drop(response: Dispatcher.ResponseData): void {
  response.body.on('error', () => undefined);
  response.body.destroy();
}

function firstValues(headers: Dispatcher.ResponseData['headers']): WireHeaders {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) values.set(name, first);
  }
  return values;
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return thrown instanceof Error ? thrown.name : 'unknown';
}

/** The end of a piece of work: the caller's wish or the clock, whichever is first. */
export interface Deadline {
  /** Aborted by either. */
  readonly signal: AbortSignal;
  /** The caller's own. */
  readonly caller: AbortSignal;
  /** True once the time was up. */
  hasPassed(): boolean;
  /** Something has arrived: a silence begins from here. */
  progressed(): void;
}

/** How long a piece of work may take; milliseconds. */
export interface TimeLimits {
  readonly totalMs: number;
  /** Without anything that arrives; the whole time when left out. */
  readonly silenceMs?: number | undefined;
}

/** A deadline that is closed when the work has settled: its timers and its listener are gone then. */
interface OpenDeadline extends Deadline {
  close(): void;
}

/**
 * @param limits a number is the whole time
 * @throws the caller's reason when it has already aborted
 */
export function openDeadline(caller: AbortSignal, limits: number | TimeLimits): OpenDeadline {
  caller.throwIfAborted();
  const { totalMs, silenceMs = null } = typeof limits === 'number' ? { totalMs: limits } : limits;
  const controller = new AbortController();
  let passed = false;
  const stop = () => controller.abort(new Error('aborted by the caller'));
  const end = (reason: string) => () => {
    passed = true;
    controller.abort(new Error(reason));
  };
  const timer = setTimeout(end(`no whole answer within ${totalMs} ms`), totalMs);
  const silence = silenceMs === null ? null : setTimeout(end(`nothing for ${silenceMs} ms`), silenceMs);
  caller.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    caller,
    hasPassed: () => passed,
    progressed: () => void silence?.refresh(),
    close() {
      clearTimeout(timer);
      if (silence !== null) clearTimeout(silence);
      caller.removeEventListener('abort', stop);
    },
  };
}

/** Runs `work` under a deadline. @throws the caller's reason when it has already aborted; otherwise whatever `work` throws */
export async function withTimeout<Result>(
  caller: AbortSignal,
  limits: number | TimeLimits,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const deadline = openDeadline(caller, limits);
  try {
    return await work(deadline);
  } finally {
    deadline.close();
  }
}
