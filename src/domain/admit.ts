import type { Catalog } from './catalog.ts';
import { BotError } from './errors.ts';
import type { WishedRequest } from './fit-loras.ts';
import { fitRoute, type SizeMode } from './fit-route.ts';
import { nearestModels } from './guild-catalog.ts';
import type { Offer, Plan } from './job.ts';
import type { Model, Route } from './model.ts';
import { creditsFor } from './price.ts';
import { refusalOf } from './refuse.ts';
import { type AskedSize, parseSize, sizeLabel } from './size.ts';

type AskedPixels = Extract<AskedSize, { readonly kind: 'pixels' }>;

/** What admission needs to know of the world; a snapshot, so that it stays pure. */
export interface AdmissionContext {
  readonly catalog: Catalog;
  /** True for a route whose last submits failed: it is offered last. */
  readonly isTroubled: (route: Route) => boolean;
  /** Models that the member may use, for what is named instead of a refused one; all of them when left out. */
  readonly mayUse?: (model: Model) => boolean;
}

/**
 * Turns what a member typed into a plan: the model, and every route that can express the request, cheapest first, troubled
 * routes last; a route that is kept in reserve comes after those that are not.
 *
 * @throws {@link BotError} `refused.model`, `refused.prompt`, `refused.options`; the facts name the option, the value and
 * what is allowed
 */
export function admit(request: WishedRequest, context: AdmissionContext): Plan {
  const { catalog, isTroubled } = context;
  const model = findModel(request, catalog);
  const exact = offersOf(model, request, 'exact');
  // Only pixels that no route takes as they are have a nearest size.
  const asked = exact.length > 0 ? null : pixelsIn(request.options.size);
  const offers = asked === null ? exact : offersOf(model, request, 'nearest');
  offers.sort(
    (one, other) =>
      Number(isTroubled(one.route)) - Number(isTroubled(other.route)) ||
      Number(one.route.isReserve === true) - Number(other.route.isReserve === true) ||
      one.credits - other.credits,
  );
  const [first, ...rest] = offers;
  if (!first) throw refusalOf(model, request, context);
  const resized = asked && resizedOf(asked, first);
  return { model, offers: [first, ...rest], credits: first.credits, ...(resized && { resized }) };
}

function offersOf(model: Model, request: WishedRequest, mode: SizeMode): Offer[] {
  return model.routes.flatMap((route) => {
    const fit = fitRoute(route, request, mode);
    if (!fit.ok) return [];
    const { settings } = fit;
    return [{ route, settings, credits: creditsFor(route.price, settings) * settings.count }];
  });
}

/** A side that changes by more than this is worth a question. */
const smallChange = 1.25;

/** The pixels that were asked for, or null. */
function pixelsIn(typed: string | null): AskedPixels | null {
  const asked = typed === null ? null : parseSize(typed);
  return asked?.kind === 'pixels' ? asked : null;
}

/** What was asked for and what it becomes. */
function resizedOf(asked: AskedPixels, { settings: { size } }: Offer): Plan['resized'] {
  const change = size.kind === 'pixels' ? asked.widthPx / size.widthPx : 1;
  return {
    asked: sizeLabel(asked),
    size: sizeLabel(size),
    isMuch: Math.max(change, 1 / change) > smallChange,
  };
}

function findModel(request: WishedRequest, catalog: Catalog): Model {
  const name = request.model ?? catalog.defaultModelId;
  const model = catalog.find(name);
  if (model) return model;
  throw new BotError('refused.model', 'unknown model', {
    option: 'model',
    value: name,
    nearest: nearestModels(name, catalog.models),
  });
}
