import { z } from 'zod';
import { fitRoute } from '#catalog/fit-route.ts';
import type { Route, Settings } from '#catalog/model.ts';
import { amountFor, usdPerCny } from '#catalog/price.ts';
import { plainRequest } from '#catalog/request.ts';
import type { Answer, SendOutcome } from '#http/send.ts';
import { type BodyForm, encodeBody } from '../encode.ts';
import { classOfPage, httpFailure, isOfOperator, isSuccess, malformed, noAnswer } from '../failures.ts';
import type { ProviderSettings } from '../provider.ts';
import { looseNumber, looseText, plainCode, readAnswer } from '../read-answer.ts';
import type { BodyForms } from '../tools.ts';
import { type RunningHubAnswer, readRunningHub } from './answers.ts';
import { meaningOf, refusal, refusesBody } from './parse.ts';
import { type CallTools, createRequests } from './requests.ts';

/** What the service says to a body: its price, or why it would refuse it. */
export type Preview =
  | { readonly kind: 'priced'; readonly amount: number | null; readonly currency: string | null }
  /** `isForm` where the body is refused, which the other form may mend; `reason` is a code or an HTTP status, never the service's text. */
  | { readonly kind: 'refused'; readonly isForm: boolean; readonly reason: string };

/** Asks for the price of a picture. Free, and starts no job. @throws {@link BotError} `provider.unfunded`, `provider.unavailable`, `provider.malformed`, `bug` */
export type PreviewPrice = (route: Route, settings: Settings, form: BodyForm, signal: AbortSignal) => Promise<Preview>;

/** RunningHub's price preview, which takes the body of a submit. @see reference/providers.md, section 2.8; read 2026-11-28 */
export function createPricePreview(settings: ProviderSettings, tools: CallTools): PreviewPrice {
  const { post } = createRequests(settings, tools);
  return async (route, asked, form, signal) => {
    const json = encodeBody(route, asked, form);
    return readPreview(await tools.send(post(`/openapi/v2/price-preview/${route.endpoint}`, signal, { json })));
  };
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

/** What comparing takes. */
export interface ComparisonTools {
  readonly preview: PreviewPrice;
  /** As the operator has set it. */
  readonly bodyForm: 'auto' | BodyForm;
  /** What is learnt about an endpoint's form is kept there for the submits. */
  readonly bodyForms?: Pick<BodyForms, 'learnFlat'> | undefined;
  readonly signal: AbortSignal;
}

/** What the service says to a row's plain request, beside what the row says. */
export type Comparison =
  /** It runs with a LoRA only, and none is known, or with a picture, which would have to be handed over first. */
  | { readonly kind: 'not_asked' }
  /** The row itself does not take a plain request. */
  | { readonly kind: 'misfit'; readonly option: string }
  | (Previewed & { readonly kind: 'refused'; readonly isOtherFormTaken: boolean })
  | (Previewed & { readonly kind: 'unpriced' })
  /** `overUsd` is above 0 where the service asks for more than the row says. */
  | (Previewed & { readonly kind: 'priced'; readonly stated: Amount; readonly overUsd: number });

type Judged = Extract<Comparison, Previewed>;

/** A sum in its own currency. */
interface Amount {
  readonly amount: number;
  readonly currency: string;
}

/** What a preview was answered with. */
interface Previewed {
  /** What became of each form, ready to read. */
  readonly forms: string;
  /** True where the body is refused with node keys and taken with flat ones. */
  readonly needsFlatForm: boolean;
  readonly listed: Amount;
}

/** Less than that is rounding. */
const leastUsd = 1e-9;

/**
 * Asks for the price of the route's plain request, in both forms where it has two. Free; starts no job.
 *
 * @throws {@link BotError} `provider.unavailable`, `provider.malformed`, `bug`
 */
export async function compareRoute(route: Route, tools: ComparisonTools): Promise<Comparison> {
  const needsLora = route.loras?.isRequired === true;
  const lora = needsLora ? (route.loras.known[0]?.file ?? null) : null;
  if ((needsLora && lora === null) || route.images?.isRequired === true) return { kind: 'not_asked' };
  const fit = fitRoute(route, plainRequest(lora));
  if (!fit.ok) return { kind: 'misfit', option: fit.problem.option };
  const { preview, bodyForm, signal } = tools;
  const flat = await preview(route, fit.settings, 'flat', signal);
  const nodes = route.nodeFields && (await preview(route, fit.settings, 'nodes', signal));
  const listed = { amount: amountFor(route.price, fit.settings), currency: route.price.currency };
  const comparison = judge({ flat, nodes, listed }, bodyForm);
  if (comparison.needsFlatForm) tools.bodyForms?.learnFlat(route.endpoint);
  return comparison;
}

/** `nodes` is null where the route has no node keys. */
interface Said extends Pick<Previewed, 'listed'> {
  readonly flat: Preview;
  readonly nodes: Preview | null;
}

function judge({ flat, nodes, listed }: Said, bodyForm: ComparisonTools['bodyForm']): Judged {
  const isFlat = nodes === null || formUsed(nodes, bodyForm) === 'flat';
  const [used, other] = isFlat ? [flat, nodes] : [nodes, flat];
  const previewed: Previewed = {
    forms: [...(nodes ? [describe('node', nodes)] : []), describe('flat', flat)].join(', '),
    needsFlatForm: nodes?.kind === 'refused' && nodes.isForm && flat.kind === 'priced',
    listed,
  };
  if (used.kind === 'refused') return { ...previewed, kind: 'refused', isOtherFormTaken: other?.kind === 'priced' };
  if (used.amount === null) return { ...previewed, kind: 'unpriced' };
  const stated = { amount: used.amount, currency: used.currency ?? listed.currency };
  const overUsd = usdOf(stated) - usdOf(listed);
  return { ...previewed, kind: 'priced', stated, overUsd: Math.abs(overUsd) < leastUsd ? 0 : overUsd };
}

function usdOf({ amount, currency }: Amount): number {
  return currency === 'CNY' ? amount * usdPerCny : amount;
}

/** The form that a submit ends with. @see createRunningHub */
function formUsed(nodes: Preview, bodyForm: ComparisonTools['bodyForm']): BodyForm {
  if (bodyForm === 'flat') return 'flat';
  return bodyForm === 'auto' && nodes.kind === 'refused' && nodes.isForm ? 'flat' : 'nodes';
}

function describe(form: string, said: Preview): string {
  return said.kind === 'priced' ? `${form} form taken` : `${form} form refused (${said.reason})`;
}
