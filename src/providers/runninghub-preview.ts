import { z } from 'zod';
import type { Route, Settings } from '../domain/model.ts';
import type { Answer, SendOutcome } from '../http/send.ts';
import { encodeBody } from './encode.ts';
import type { BodyForm } from './encode-lists.ts';
import { classOfPage, httpFailure, isOfOperator, isSuccess, malformed, noAnswer } from './failures.ts';
import { looseNumber, looseText, plainCode, readAnswer, withoutTrailingSlash } from './read-answer.ts';
import type { RunningHubSettings } from './runninghub.ts';
import { type RunningHubAnswer, readRunningHub } from './runninghub-answers.ts';
import { meaningOf, refusal, refusesBody } from './runninghub-readings.ts';
import { defaultTimeouts, type ProviderTools } from './tools.ts';

/** What the service says to a body: its price, or why it would refuse it. */
export type Preview =
  | { readonly kind: 'priced'; readonly amount: number | null; readonly currency: string | null }
  /** `isForm` where the body is refused, which the other form may mend; `reason` is a code or an HTTP status, never the service's text. */
  | { readonly kind: 'refused'; readonly isForm: boolean; readonly reason: string };

/** Asks for the price of a picture. Free, and starts no job. @throws {@link BotError} `provider.unfunded`, `provider.unavailable`, `provider.malformed`, `bug` */
export type PreviewPrice = (route: Route, settings: Settings, form: BodyForm, signal: AbortSignal) => Promise<Preview>;

/** RunningHub's price preview, which takes the body of a submit. @see reference/providers.md, section 2.8; read 2026-11-28 */
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
  const said = readRunningHub(outcome.text);
  const code = said?.code ?? '';
  if (noPriceCodes.has(code)) return { kind: 'priced', amount: null, currency: null };
  throwIfNotAboutBody(outcome, said);
  const isForm = refusesBody(outcome);
  if (code !== '') return { kind: 'refused', isForm, reason: plainCode(code) };
  if (!isSuccess(outcome)) return { kind: 'refused', isForm, reason: `status ${outcome.status}` };
  const answer = readAnswer(outcome.text, previewSchema);
  if (answer === null) throw malformed('runninghub', outcome, 'not a price preview');
  return { kind: 'priced', amount: answer.estimatedPrice, currency: answer.currency === '' ? null : answer.currency };
}

/** Here it means that no price is configured, and nothing about the prompt. @see reference/providers.md, section 7a; read 2026-11-28 */
const noPriceCodes: ReadonlySet<string> = new Set(['1501']);

/** A dead key, an empty account and a service in trouble say nothing about the row. */
function throwIfNotAboutBody(answer: Answer, said: RunningHubAnswer | null): void {
  const row = said === null ? null : meaningOf(answer, said, 'account');
  const failureClass = row?.class ?? (isSuccess(answer) ? null : classOfPage(answer));
  if (failureClass === null || failureClass === 'queued' || failureClass === 'running') return;
  if (!isOfOperator(failureClass) && failureClass !== 'busy' && failureClass !== 'broken') return;
  if (said === null || row === null) throw httpFailure('runninghub', answer, 'account');
  throw refusal(answer, said, 'account');
}

const previewSchema = z.object({ estimatedPrice: looseNumber, currency: looseText.catch('') });
