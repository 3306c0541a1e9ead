import type { Config } from '../config.ts';
import { asBotError } from '../domain/errors.ts';
import { fitRoute } from '../domain/fit-route.ts';
import type { Model, Route, Settings } from '../domain/model.ts';
import { amountFor, usdPerCny } from '../domain/price.ts';
import type { BodyForm } from '../providers/encode-lists.ts';
import type { Preview, PreviewPrice } from '../providers/runninghub-preview.ts';
import { complaintOf } from './accounts.ts';
import { plainRequest } from './plain-request.ts';
import { type Finding, fine, note, wrong } from './report.ts';

/** What asking for prices takes. */
export interface PreviewParts {
  readonly preview: PreviewPrice;
  readonly bodyForm: NonNullable<Config['runninghub']>['bodyForm'];
  readonly signal: AbortSignal;
}

/** Asks for the price of every RunningHub route, in both forms where it has two. Free; starts no job. One after another. */
export async function examinePreviews(models: readonly Model[], parts: PreviewParts): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { id, routes } of models) {
    for (const route of routes.filter(({ provider }) => provider === 'runninghub')) {
      findings.push(await examineRoute(`${id} at ${route.endpoint}`, route, parts));
    }
  }
  return findings;
}

async function examineRoute(subject: string, route: Route, parts: PreviewParts): Promise<Finding> {
  const file = route.loras?.known[0]?.file ?? null;
  if (route.loras?.isRequired === true && file === null) return note(subject, 'not asked: it runs with a LoRA only');
  const fit = fitRoute(route, plainRequest(route.loras?.isRequired === true ? file : null));
  if (!fit.ok) return wrong(subject, `does not take a plain request (${fit.problem.option})`, catalogAdvice);
  try {
    const flat = await parts.preview(route, fit.settings, 'flat', parts.signal);
    const nodes = route.nodeFields && (await parts.preview(route, fit.settings, 'nodes', parts.signal));
    return judge({ subject, route, settings: fit.settings, flat, nodes }, parts.bodyForm);
  } catch (error) {
    return complaintOf(subject, 'runninghub', asBotError(error));
  }
}

/** What the service said to one route. `nodes` is null where the route has no node keys. */
interface Said {
  readonly subject: string;
  readonly route: Route;
  readonly settings: Settings;
  readonly flat: Preview;
  readonly nodes: Preview | null;
}

type Priced = Extract<Preview, { kind: 'priced' }>;

const catalogAdvice = 'correct the route in CATALOG_FILE, see docs/catalog.md';

function judge(said: Said, bodyForm: PreviewParts['bodyForm']): Finding {
  const { subject, flat, nodes } = said;
  const used = (formUsed(said, bodyForm) === 'nodes' ? nodes : flat) ?? flat;
  const forms = [...(nodes ? [describe('node', nodes)] : []), describe('flat', flat)].join(', ');
  if (used.kind === 'priced') return judgePrice({ ...said, subject: `${subject}: ${forms}` }, used);
  const other = used === flat ? nodes : flat;
  const hasWay = other?.kind === 'priced';
  return wrong(subject, forms, hasWay ? 'set RUNNINGHUB_BODY_FORM to the form that is taken' : catalogAdvice);
}

/** More than the list says is paid by nobody; less may be what the operator wants. */
function judgePrice({ subject, route, settings }: Said, { amount, currency }: Priced): Finding {
  const listed = amountFor(route.price, settings);
  const inList = `the list says ${listed} ${route.price.currency}`;
  if (amount === null) return note(subject, `no price is stated, ${inList}`);
  const stated = `${amount} ${currency ?? route.price.currency}`;
  const overUsd = usdOf(amount, currency ?? route.price.currency) - usdOf(listed, route.price.currency);
  if (Math.abs(overUsd) < 1e-9) return fine(subject, `${stated}, as in the list`);
  const detail = `states ${stated}, ${inList}`;
  return overUsd > 0
    ? wrong(subject, detail, 'put the stated price into CATALOG_FILE, see docs/catalog.md')
    : note(subject, `${detail}: members pay more than it costs`);
}

function usdOf(amount: number, currency: string): number {
  return currency === 'CNY' ? amount * usdPerCny : amount;
}

/** The form that a submit ends with. @see createRunningHub */
function formUsed({ nodes }: Said, bodyForm: PreviewParts['bodyForm']): BodyForm {
  if (nodes === null || bodyForm === 'flat') return 'flat';
  return bodyForm === 'auto' && nodes.kind === 'refused' && nodes.isForm ? 'flat' : 'nodes';
}

function describe(form: string, said: Preview): string {
  return said.kind === 'priced' ? `${form} form taken` : `${form} form refused (${said.reason})`;
}
