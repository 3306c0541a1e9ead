import type { SendOutcome, SendRequest } from '#http/send.ts';
import type { ProviderSettings } from '../provider.ts';
import { defaultTimeouts, type ProviderTools } from '../tools.ts';

/** What a call takes. */
export type CallTools = Pick<ProviderTools, 'send' | 'timeouts'>;

/** Calls a path, with the key in its header. It waits `askMs` unless told. */
type Call = (
  path: string,
  signal: AbortSignal,
  more?: Partial<Pick<SendRequest, 'json' | 'file' | 'timeoutMs' | 'maxBytes'>>,
) => Promise<SendOutcome>;

/** How every request to RunningHub goes out. */
export function createCalls({ baseUrl, apiKey }: ProviderSettings, { send, timeouts = defaultTimeouts }: CallTools) {
  const headers = { authorization: `Bearer ${apiKey}` };
  const callWith =
    (method: SendRequest['method']): Call =>
    (path, signal, more) =>
      send({ method, url: baseUrl + path, headers, timeoutMs: timeouts.askMs, signal, ...more });
  return { get: callWith('GET'), post: callWith('POST') };
}
