import type { Wire } from './agent.ts';
import type { Deadline } from './deadline.ts';
import { exchange, type WireAnswer } from './exchange.ts';

/** How a picture is fetched. */
export interface Visit {
  readonly dispatcher: Wire;
  /** Every address is put to it before it is contacted, the first one and each redirect's. */
  readonly isTrusted: (url: URL) => boolean;
  /** Cut off while reading. */
  readonly maxBytes: number;
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

/** Fetches a picture's bytes, through redirects that stay on the list. @throws the reason of the caller's signal, and nothing else */
export async function fetchTrusted(address: string, visit: Visit, deadline: Deadline): Promise<Fetched> {
  let url = trusted(address, visit);
  for (let hop = 0; hop <= maxRedirects && url instanceof URL; hop += 1) {
    const { host }: URL = url;
    const outcome = await exchange(visit.dispatcher, requestOf(url, visit), deadline);
    if (outcome.kind !== 'answered') return { kind: 'unanswered', reason: outcome.reason, host };
    if (!redirectStatuses.has(outcome.status)) return { kind: 'answered', answer: outcome, host };
    url = trusted(outcome.headers.get('location') ?? '', visit, url);
  }
  return url instanceof URL ? { kind: 'lost_way', host: url.host } : url;
}

/** The address, if it may be contacted. */
function trusted(address: string, { isTrusted }: Visit, from?: URL): URL | Extract<Fetched, { kind: 'untrusted' }> {
  if (!URL.canParse(address, from?.href)) return { kind: 'untrusted', host: null };
  const url = new URL(address, from);
  return isTrusted(url) ? url : { kind: 'untrusted', host: url.host };
}

function requestOf(url: URL, { maxBytes }: Visit) {
  return {
    method: 'GET',
    url: url.href,
    headers: { accept: 'image/png, image/jpeg, image/webp' },
    body: null,
    maxBytes,
    wantsBody: (status: number) => status === 200,
  } as const;
}
