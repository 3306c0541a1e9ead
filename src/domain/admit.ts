import type { Catalog } from './catalog.ts';
import { BotError, type ErrorFacts } from './errors.ts';
import type { WishedRequest } from './fit-loras.ts';
import { fitRoute, type Problem } from './fit-route.ts';
import type { Offer, Plan } from './job.ts';
import type { Model, Route } from './model.ts';
import { noPictures, noSuchOption, type Phrase } from './phrase.ts';
import { creditsFor } from './price.ts';

/** What admission needs to know of the world; a snapshot, so that it stays pure. */
export interface AdmissionContext {
  readonly catalog: Catalog;
  /** True for a route whose last submits failed: it is offered last. */
  readonly isTroubled: (route: Route) => boolean;
}

/**
 * Turns what a member typed into a plan: the model, and every route that can express the request, cheapest first, troubled
 * routes last; a route that is kept in reserve comes after those that are not.
 *
 * @throws {@link BotError} `refused.model`, `refused.prompt`, `refused.options`; the facts name the option, the value and
 * what is allowed
 */
export function admit(request: WishedRequest, { catalog, isTroubled }: AdmissionContext): Plan {
  const model = findModel(request, catalog);
  const offers: Offer[] = [];
  const problems: Problem[] = [];
  for (const route of model.routes) {
    const fit = fitRoute(route, request);
    if (!fit.ok) {
      problems.push(fit.problem);
      continue;
    }
    const { settings } = fit;
    offers.push({ route, settings, credits: creditsFor(route.price, settings) * settings.count });
  }
  offers.sort(
    (one, other) =>
      Number(isTroubled(one.route)) - Number(isTroubled(other.route)) ||
      Number(one.route.isReserve === true) - Number(other.route.isReserve === true) ||
      one.credits - other.credits,
  );
  const [first, ...rest] = offers;
  if (!first) throw refusal(model, problems);
  return { model, offers: [first, ...rest], credits: first.credits };
}

function findModel(request: WishedRequest, catalog: Catalog): Model {
  const name = request.model ?? catalog.defaultModelId;
  const model = catalog.find(name);
  if (model) return model;
  const allowed: Phrase = { kind: 'names', names: catalog.models.map(({ id }) => id) };
  throw new BotError('refused.model', 'unknown model', { option: 'model', value: name, allowed });
}

/** Where no route fits, the member reads about one option: what any of the routes would have taken of it. */
function refusal(model: Model, problems: readonly Problem[]): BotError {
  // A route that fails only at a later option got further: its problem is the one left to solve.
  const furthest = problems.toSorted((one, other) => other.position - one.position)[0];
  if (!furthest) return new BotError('refused.model', 'model without routes', { option: 'model', value: model.id });
  const sameOption = problems.filter(({ option }) => option === furthest.option);
  const { option, value, brought } = furthest;
  const facts: ErrorFacts = { model: model.title, option, allowed: anyOf(furthest, sameOption) };
  // Facts go into texts and logs, which never hold a prompt.
  if (option === 'prompt') return new BotError('refused.prompt', 'prompt refused', facts);
  return new BotError('refused.options', 'option refused', { ...facts, value, ...(brought && { brought }) });
}

/** One route lacks what is asked, another has it: then the model has it. */
function anyOf(furthest: Problem, problems: readonly Problem[]): Phrase {
  const telling = problems.map(({ allowed }) => allowed).filter((each) => each !== noSuchOption && each !== noPictures);
  const [first, ...others] = new Map(telling.map((each) => [JSON.stringify(each), each])).values();
  if (first === undefined) return furthest.allowed;
  return others.length === 0 ? first : { kind: 'anyOf', phrases: [first, ...others] };
}
