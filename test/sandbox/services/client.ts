import { isRecord } from '../../../sandbox/services/read-request.ts';

/** A clock that a test moves by hand. */
export function createSteppedClock(startMs = 1_700_000_000_000): { now: () => number; step: (ms: number) => void } {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    step: (ms) => {
      nowMs += ms;
    },
  };
}

/** An answer as a test looks at it. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends JSON with a bearer token; `token` null leaves the header out. */
export async function call(url: string, token: string | null, body?: unknown, method?: string): Promise<Received> {
  const answer = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const parsed: unknown = await answer.json();
  return { status: answer.status, headers: answer.headers, body: isRecord(parsed) ? parsed : {} };
}

/** The text under a key; fails the test where there is none. */
export function textAt(body: unknown, ...path: readonly (string | number)[]): string {
  let value = body;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isRecord(value) ? value[key] : undefined;
  }
  if (typeof value !== 'string') throw new TypeError(`no text at ${path.join('.')}`);
  return value;
}
