import type { Wire } from './agent.ts';
import { type Deadline, exchange, type Sink, type WireAnswer } from './exchange.ts';

/** How a picture is fetched. */
export interface Visit {
  /** Every address is put to it before it is contacted, the first one and each redirect's; null where it may not be. */
  readonly wireTo: (url: URL) => Wire | null;
  /** Cut off while reading. */
  readonly maxBytes: number;
  /** Media types that are asked for. */
  readonly accept: string;
  /** @see WireRequest.sink */
  readonly sink?: Sink | undefined;
}

/** What came of it. Of an address no more than the host is told: the rest may carry a signature. */
export type Fetched =
  /** `answer.bytes` is null where there were too many, or the status is not 200. */
  | { readonly kind: 'answered'; readonly answer: WireAnswer; readonly host: string }
  | { readonly kind: 'unanswered'; readonly reason: string; readonly host: string }
  /** `host` null: it is no address at all. */
  | { readonly kind: 'untrusted'; readonly host: string | null }
  | { readonly kind: 'lost_way'; readonly host: string };

/** How often one picture may send us on. */
export const maxRedirects = 3;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** True where the same address may do better in a moment. */
export function isPassing(status: number): boolean {
  return status >= 500 || passingStatuses.has(status);
}

/** Fetches a picture's bytes, through redirects that are all put to the same rule and never leave https. @throws the reason of the caller's signal, and nothing else */
export async function fetchTrusted(address: string, visit: Visit, deadline: Deadline): Promise<Fetched> {
  let stop = stopAt(address, visit);
  for (let hop = 0; hop <= maxRedirects && 'wire' in stop; hop += 1) {
    const { url, wire }: Stop = stop;
    const { host } = url;
    const outcome = await exchange(wire, requestOf(url, visit), deadline);
    if (outcome.kind !== 'answered') return { kind: 'unanswered', reason: outcome.reason, host };
    if (!redirectStatuses.has(outcome.status)) return { kind: 'answered', answer: outcome, host };
    stop = stopAt(outcome.headers.get('location') ?? '', visit, url);
  }
  return 'wire' in stop ? { kind: 'lost_way', host: stop.url.host } : stop;
}

/** An address that may be contacted, and through what. */
interface Stop {
  readonly url: URL;
  readonly wire: Wire;
}

function stopAt(address: string, { wireTo }: Visit, from?: URL): Stop | Extract<Fetched, { kind: 'untrusted' }> {
  if (!URL.canParse(address, from?.href)) return { kind: 'untrusted', host: null };
  const url = new URL(address, from);
  const leavesHttps = from?.protocol === 'https:' && url.protocol !== 'https:';
  const wire = leavesHttps ? null : wireTo(url);
  return wire === null ? { kind: 'untrusted', host: url.host } : { url, wire };
}

function requestOf(url: URL, { maxBytes, accept, sink }: Visit) {
  return {
    method: 'GET',
    url: url.href,
    headers: { accept },
    body: null,
    maxBytes,
    sink,
    wantsBody: (status: number) => status === 200,
  } as const;
}
