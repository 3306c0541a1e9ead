import type { Lora, Model, Price, ProviderName, Route } from './model.ts';
import { builtInDefaultModelId, builtInModels } from './models/index.ts';
import { emptyPriceBook, type PriceBook, type StatedPrices, statedPrice } from './price-book.ts';

/** The models that members can pick, as they are after the operator's file. */
export interface Catalog {
  /** In the order in which members see them; at least one. Their prices are those of the moment. */
  readonly models: readonly Model[];
  readonly defaultModelId: string;
  /** By id or title, upper and lower case alike; null for an unknown one. */
  find(name: string): Model | null;
}

/** What an operator's CATALOG_FILE changes. @see parseCatalogFile */
export interface CatalogChanges {
  readonly defaultModel: string | null;
  /** New models, or replacements of models with the same id. */
  readonly models: readonly Model[];
  readonly loras: readonly (Lora & { readonly model: string })[];
  readonly prices: readonly PriceRow[];
}

/** The price of every route that the model has at the provider, or of one endpoint. */
export interface PriceRow {
  readonly model: string;
  readonly provider: ProviderName;
  readonly endpoint?: string | undefined;
  readonly price: Price;
}

/** No CATALOG_FILE. */
export const noChanges: CatalogChanges = { defaultModel: null, models: [], loras: [], prices: [] };

/**
 * The built-in models with the operator's changes, limited to what the configured providers can run. A price comes from the
 * operator's file, else from the book, else from the model's row.
 */
export function createCatalog(
  changes: CatalogChanges,
  providers: ReadonlySet<ProviderName>,
  book: PriceBook = emptyPriceBook,
): Catalog {
  const listed = mergeModels(changes)
    .map((model) => withPrices(withLoras(model, changes), changes))
    .map((model) => ({ ...model, routes: model.routes.filter((route) => providers.has(route.provider)) }))
    .filter((model) => model.routes.length > 0);
  const editionOf = (stated: StatedPrices) => ({
    stated,
    models: listed.map((model) => withStatedPrices(model, changes, stated)),
  });
  let edition = editionOf(book.current());
  const modelsNow = (): readonly Model[] => {
    const stated = book.current();
    if (stated !== edition.stated) edition = editionOf(stated);
    return edition.models;
  };
  const find = (name: string): Model | null => {
    const wanted = name.trim().toLowerCase();
    return modelsNow().find((model) => model.id === wanted || model.title.toLowerCase() === wanted) ?? null;
  };
  const preferred = find(changes.defaultModel ?? builtInDefaultModelId) ?? listed[0];
  return {
    get models() {
      return modelsNow();
    },
    defaultModelId: preferred?.id ?? builtInDefaultModelId,
    find,
  };
}

/** Every model an operator's file can name: built in, or made by the file itself. */
export function mergeModels(changes: Pick<CatalogChanges, 'models'>): readonly Model[] {
  const replaced = new Set(changes.models.map((model) => model.id));
  return [...builtInModels.filter((model) => !replaced.has(model.id)), ...changes.models];
}

/** True for a route, of the row's model, that the row sets the price of. */
export function isPriced({ provider, endpoint }: PriceRow, route: Route): boolean {
  return route.provider === provider && (endpoint === undefined || route.endpoint === endpoint);
}

function withLoras(model: Model, { loras }: CatalogChanges): Model {
  const added = loras.filter((lora) => lora.model === model.id).map(({ title, file }) => ({ title, file }));
  if (added.length === 0) return model;
  const extend = (route: Route): Route =>
    route.loras === null ? route : { ...route, loras: { ...route.loras, known: [...route.loras.known, ...added] } };
  return { ...model, routes: model.routes.map(extend) };
}

function withPrices(model: Model, { prices }: CatalogChanges): Model {
  const priceOf = (route: Route) =>
    prices.findLast((row) => row.model === model.id && isPriced(row, route))?.price ?? route.price;
  return { ...model, routes: model.routes.map((route) => ({ ...route, price: priceOf(route) })) };
}

/** The operator's word, in a row or in a model of the file, goes before the service's. */
function withStatedPrices(model: Model, { models, prices }: CatalogChanges, stated: StatedPrices): Model {
  if (models.some(({ id }) => id === model.id)) return model;
  const isOperators = (route: Route) => prices.some((row) => row.model === model.id && isPriced(row, route));
  const routes = model.routes.map((route) =>
    isOperators(route) ? route : { ...route, price: statedPrice(route, stated) },
  );
  return { ...model, routes };
}
