import type { AskUploadTicket, ProviderSettings } from '../provider.ts';
import { withoutTrailingSlash } from '../read-answer.ts';
import { defaultTimeouts, type ProviderTools } from '../tools.ts';
import { readUploadTicket } from './parse.ts';

/** RunningHub's place for a LoRA of one's own. The older interface wants the key in the body. @see reference/providers.md, section 2.7; read 2026-11-20 */
export function createAskUploadTicket(
  { baseUrl, apiKey }: ProviderSettings,
  { send, timeouts = defaultTimeouts }: Pick<ProviderTools, 'send' | 'timeouts'>,
): AskUploadTicket {
  return async ({ name, md5Hex }, signal) =>
    readUploadTicket(
      await send({
        method: 'POST',
        url: `${withoutTrailingSlash(baseUrl)}/api/openapi/getLoraUploadUrl`,
        headers: { authorization: `Bearer ${apiKey}` },
        json: { apiKey, loraName: name, md5Hex },
        timeoutMs: timeouts.askMs,
        signal,
      }),
    );
}
