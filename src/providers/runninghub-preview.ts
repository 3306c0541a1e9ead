import { z } from 'zod';
import type { Route, Settings } from '../domain/model.ts';
import type { SendOutcome } from '../http/send.ts';
import { encodeBody } from './encode.ts';
import type { BodyForm } from './encode-lists.ts';
import { isSuccess, malformed, noAnswer } from './failures.ts';
import { looseNumber, looseText, plainCode, readAnswer, withoutTrailingSlash } from './read-answer.ts';
import type { RunningHubSettings } from './runninghub.ts';
import { readRunningHub } from './runninghub-answers.ts';
import { asksForFlatForm } from './runninghub-readings.ts';
import { defaultTimeouts, type ProviderTools } from './tools.ts';

/** What the service says to a body: its price, or why it would refuse it. */
export type Preview =
  | { readonly kind: 'priced'; readonly amount: number | null; readonly currency: string | null }
  /** `isForm` where only the spelling of the keys is refused; `reason` is a code or an HTTP status, never the service's text. */
  | { readonly kind: 'refused'; readonly isForm: boolean; readonly reason: string };

/** Asks for the price of a picture. Free, and starts no job. @throws {@link BotError} `provider.unavailable`, `provider.malformed`, `bug` */
export type PreviewPrice = (route: Route, settings: Settings, form: BodyForm, signal: AbortSignal) => Promise<Preview>;

/** RunningHub's price preview, which takes the body of a submit. @see reference/providers.md, section 2.8; read 2026-11-20 */
export function createPricePreview(
  { baseUrl, apiKey }: RunningHubSettings,
  { send, timeouts = defaultTimeouts }: Pick<ProviderTools, 'send' | 'timeouts'>,
): PreviewPrice {
  return async (route, settings, form, signal) =>
    readPreview(
      await send({
        method: 'POST',
        url: `${withoutTrailingSlash(baseUrl)}/openapi/v2/price-preview/${route.endpoint}`,
        headers: { authorization: `Bearer ${apiKey}` },
        json: encodeBody(route, settings, form),
        timeoutMs: timeouts.askMs,
        signal,
      }),
    );
}

function readPreview(outcome: SendOutcome): Preview {
  if (outcome.kind !== 'answered') throw noAnswer('runninghub', outcome, 'account');
  if (asksForFlatForm(outcome)) return { kind: 'refused', isForm: true, reason: '1007' };
  const code = readRunningHub(outcome.text)?.code ?? '';
  if (code !== '') return { kind: 'refused', isForm: false, reason: plainCode(code) };
  if (!isSuccess(outcome)) return { kind: 'refused', isForm: false, reason: `status ${outcome.status}` };
  const answer = readAnswer(outcome.text, previewSchema);
  if (answer === null) throw malformed('runninghub', outcome, 'not a price preview');
  return { kind: 'priced', amount: answer.estimatedPrice, currency: answer.currency === '' ? null : answer.currency };
}

const previewSchema = z.object({ estimatedPrice: looseNumber, currency: looseText.catch('') });
