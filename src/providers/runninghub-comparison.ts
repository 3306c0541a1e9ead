import { fitRoute } from '../domain/fit-route.ts';
import type { Route } from '../domain/model.ts';
import { plainRequest } from '../domain/plain-request.ts';
import { amountFor, usdPerCny } from '../domain/price.ts';
import type { BodyForms } from './body-forms.ts';
import type { BodyForm } from './encode-lists.ts';
import type { Preview, PreviewPrice } from './runninghub-preview.ts';

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
export interface Amount {
  readonly amount: number;
  readonly currency: string;
}

/** What a preview was answered with. */
export interface Previewed {
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
