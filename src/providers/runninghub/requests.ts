import type { SendRequest } from '#http/send.ts';
import type { ProviderSettings } from '../provider.ts';
import { defaultTimeouts, type ProviderTools } from '../tools.ts';

/** What a call takes. */
export type CallTools = Pick<ProviderTools, 'send' | 'timeouts'>;

/** A request for a path, with the key in its header. It waits `askMs` unless told. */
type RequestFor = (
  path: string,
  signal: AbortSignal,
  more?: Partial<Pick<SendRequest, 'json' | 'file' | 'timeoutMs' | 'maxBytes'>>,
) => SendRequest;

/** What every request to RunningHub has. */
export function createRequests(
  { baseUrl, apiKey }: ProviderSettings,
  { timeouts = defaultTimeouts }: Pick<CallTools, 'timeouts'>,
): { readonly get: RequestFor; readonly post: RequestFor } {
  const headers = { authorization: `Bearer ${apiKey}` };
  const requestWith =
    (method: SendRequest['method']): RequestFor =>
    (path, signal, more) => ({ method, url: baseUrl + path, headers, timeoutMs: timeouts.askMs, signal, ...more });
  return { get: requestWith('GET'), post: requestWith('POST') };
}
