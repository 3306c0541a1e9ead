import type { Outcome, SessionAnswer } from '../../../src/web/wire.ts';

/** An answer that is none: what the server says about it is meant for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

let csrf = '';
let onEnded = () => {};

/** Told when the session has ended. */
export function whenSessionEnds(tell: () => void): void {
  onEnded = tell;
}

/** Whether somebody is logged in. */
export async function resumeSession(): Promise<boolean> {
  try {
    csrf = (await ask<SessionAnswer>('api/session')).csrf;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}

/** @throws {@link ApiError} with what to tell */
export async function login(token: string): Promise<void> {
  csrf = (await ask<SessionAnswer>('login', { token })).csrf;
}

/** Ends the session. */
export async function logout(): Promise<void> {
  await ask('api/logout', {});
}

/** Reads something. @throws {@link ApiError} */
export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  try {
    return await ask<T>(`api/${path}`, undefined, signal);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) onEnded();
    throw error;
  }
}

/** What the operator does; `id` names the click. */
export type ActRequest =
  | { readonly kind: 'cancel' | 'refund'; readonly id: string; readonly job: string; readonly reason: string }
  | { readonly kind: 'pause'; readonly id: string; readonly subject: string; readonly reason: string }
  | { readonly kind: 'resume'; readonly id: string; readonly subject: string };

/** Does it. The same `id` does it once, so that it may be sent again. @throws {@link ApiError} */
export async function act(request: ActRequest): Promise<Outcome> {
  try {
    return await ask<Outcome>('api/acts', request);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) onEnded();
    throw error;
  }
}

/** A name for a click. */
export function newClick(): string {
  // Not `randomUUID`: a browser has that under https and on this machine only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The address of something to download. */
export function addressOf(path: string): string {
  return `/operator/api/${path}`;
}

async function ask<T>(path: string, body?: object, signal?: AbortSignal): Promise<T> {
  const request: RequestInit =
    body === undefined
      ? {}
      : {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json', 'x-easel-csrf': csrf },
        };
  const response = await fetch(`/operator/${path}`, {
    ...request,
    credentials: 'same-origin',
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'Easel does not answer.');
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  const told = (answer as { error?: unknown } | null)?.error;
  throw new ApiError(response.status, typeof told === 'string' ? told : `Easel answered ${response.status}.`);
}
