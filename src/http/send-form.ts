import type { Wire } from './agent.ts';
import { request } from './exchange.ts';
import type { FormBody } from './form-body.ts';

/** A form on its way, as a client of `fetch` would send it. */
export interface FormRequest {
  readonly method: 'POST' | 'PATCH' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly form: FormBody;
  readonly signal: AbortSignal | null;
}

/** Statuses that have no body. @see https://fetch.spec.whatwg.org/#null-body-status, read 2026-11-28 */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Sends a form piece by piece and resolves with the whole answer, which is small. Follows no redirect and repeats nothing.
 *
 * @throws what undici throws, with its code; the signal's reason
 */
export async function sendForm(
  wire: Wire,
  url: string,
  { method, headers, form, signal }: FormRequest,
): Promise<Response> {
  const body = form.stream();
  const {
    statusCode: status,
    headers: received,
    body: answer,
  } = await request(url, {
    dispatcher: wire,
    method,
    headers: { ...headers, ...form.headers },
    body,
    signal,
  }).finally(() => body.destroy());
  const text = await answer.text();
  const pairs = Object.entries(received).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, each]),
  );
  return new Response(bodiless.has(status) ? null : text, { status, headers: pairs });
}
