import type { ProviderName } from '#core/ids.ts';
import { oncePer } from '#core/once-per.ts';
import { type Task, tasks } from './form.ts';
import { canEdit, canVary, type Lora, type Model, type Price, type Route, taskOf } from './model.ts';
import { builtInDefaultModelId, builtInDefaults, builtInMediaModels, builtInModels } from './models/index.ts';
import { listedProvider } from './models/route-rows.ts';
import { nearestNames } from './nearest-names.ts';
import { type StatedPrices, statedPrice } from './price.ts';
import { boundRoute } from './remote/bound-route.ts';
import { optionalModelsOf } from './remote/optional-models.ts';
import { type CatalogueBook, emptyCatalogueBook, type RemoteCatalogue } from './remote/remote-catalogue.ts';

/** The models that members can pick, as they are after the operator's file. */
export interface Catalog {
  /** Whose models these are. */
  readonly task: Task;
  /** The services that have a key. */
  readonly providers: ReadonlySet<ProviderName>;
  /** In the order in which members see them. Prices and bounds are those of the moment. */
  readonly models: readonly Model[];
  /** Models that a guild's operators may switch on besides, by id. @see guildCatalog */
  readonly optionalModels: readonly Model[];
  readonly defaultModelId: string;
  /** By id or title, upper and lower case alike; null for an unknown one. Candidates are found too. */
  find(name: string): Model | null;
  /** The same of another command; without a default where it has no model. The catalogue itself is that of pictures. */
  forTask(task: Task): Catalog;
  /** The models of all commands, candidates left out. */
  readonly everyModel: readonly Model[];
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
interface PriceRow {
  readonly model: string;
  readonly provider: ProviderName;
  readonly endpoint?: string | undefined;
  readonly price: Price;
}

/** No CATALOG_FILE. */
export const noChanges: CatalogChanges = { defaultModel: null, models: [], loras: [], prices: [] };

/**
 * The built-in models with the operator's changes, limited to what the configured providers can run. A price comes from the
 * operator's file, else from the book, else from the model's row; so do the bounds of a route at RunComfy.
 */
export function createCatalog(
  changes: CatalogChanges,
  providers: ReadonlySet<ProviderName>,
  book: CatalogueBook = emptyCatalogueBook,
): Catalog {
  const known = mergeModels(changes);
  const rows = known
    .map((model) => withPrices(withLoras(model, changes), changes))
    .map((model) => ({ ...model, routes: model.routes.filter((route) => providers.has(route.provider)) }));
  const editionOf = oncePer((listing: RemoteCatalogue) => ({
    models: rows.map((model) => asListed(model, changes, listing)).filter(({ routes }) => routes.length > 0),
    optionalModels: providers.has(listedProvider) ? optionalModelsOf(listing, known) : [],
  }));
  const snapshot = () => editionOf(book.current());
  const wanted = changes.defaultModel ?? builtInDefaultModelId;
  const views = new Map<Task, Catalog>();
  const viewOf = (task: Task): Catalog => {
    const view =
      views.get(task) ??
      createView(
        snapshot,
        { task, providers, wanted: task === 'image' ? wanted : (builtInDefaults[task] ?? '') },
        viewOf,
      );
    views.set(task, view);
    return view;
  };
  return viewOf('image');
}

/** All models of the moment. */
interface Edition {
  readonly models: readonly Model[];
  readonly optionalModels: readonly Model[];
}

/** One command's models of each edition, sorted out once. */
function createView(
  snapshot: () => Edition,
  { task, providers, wanted }: Pick<Catalog, 'task' | 'providers'> & { readonly wanted: string },
  viewOf: (task: Task) => Catalog,
): Catalog {
  const isOwn = (model: Model) => taskOf(model) === task;
  const ownOf = oncePer(({ models, optionalModels }: Edition) => ({
    models: models.filter(isOwn),
    optionalModels: optionalModels.filter(isOwn),
  }));
  const own = () => ownOf(snapshot());
  return {
    task,
    providers,
    get models() {
      return own().models;
    },
    get optionalModels() {
      return own().optionalModels;
    },
    get defaultModelId() {
      const { models } = own();
      return (findByName(models, wanted) ?? models[0])?.id ?? wanted;
    },
    get everyModel() {
      return snapshot().models;
    },
    find(name) {
      const { models, optionalModels } = own();
      return findByName(models, name) ?? findByName(optionalModels, name);
    },
    forTask: viewOf,
  };
}

/** Every model an operator's file can name: built in, or made by the file itself. */
export function mergeModels(changes: Pick<CatalogChanges, 'models'>): readonly Model[] {
  const replaced = new Set(changes.models.map((model) => model.id));
  const builtIn = [...builtInModels, ...builtInMediaModels];
  return [...builtIn.filter((model) => !replaced.has(model.id)), ...changes.models];
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

/** A model of the operator's file is the operator's word, and goes before the service's. */
function asListed(model: Model, changes: CatalogChanges, { prices, models }: RemoteCatalogue): Model {
  if (changes.models.some(({ id }) => id === model.id)) return model;
  const routes = model.routes.flatMap((route) => listedRoute(route, models) ?? []);
  return withStatedPrices({ ...model, routes }, changes, prices);
}

/** Null where the service lists other inputs than the row has. */
function listedRoute(route: Route, models: RemoteCatalogue['models']): Route | null {
  const inputs = route.provider === listedProvider && models.find(({ modelId }) => modelId === route.endpoint)?.inputs;
  if (!inputs) return route;
  const bounded = boundRoute(route, inputs);
  return bounded.ok ? bounded.route : null;
}

/** The operator's word in a row goes before the service's. */
function withStatedPrices(model: Model, { prices }: CatalogChanges, stated: StatedPrices): Model {
  const isOperators = (route: Route) => prices.some((row) => row.model === model.id && isPriced(row, route));
  const routes = model.routes.map((route) =>
    isOperators(route) ? route : { ...route, price: statedPrice(route, stated) },
  );
  return { ...model, routes };
}

/** By id, then by title, upper and lower case alike. */
export function findByName(models: readonly Model[], name: string): Model | null {
  const wanted = name.trim().toLowerCase();
  return models.find(({ id }) => id === wanted) ?? models.find(({ title }) => title.toLowerCase() === wanted) ?? null;
}

/** The models of all commands that a server may switch on. @see Catalog.optionalModels */
export function everyOptionalModel({ forTask }: Pick<Catalog, 'forTask'>): readonly Model[] {
  return tasks.flatMap((task) => forTask(task).optionalModels);
}

/** Ids of models that may have been meant, by their ids and titles. */
export function nearestModels(typed: string, models: readonly Model[]): readonly string[] {
  const names = nearestNames(typed, [...new Set(models.flatMap(({ id, title }) => [id, title]))]);
  const named = names.flatMap((name) => models.filter(({ id, title }) => id === name || title === name));
  return [...new Set(named.map(({ id }) => id))];
}

/** What can be done with a picture that this model made, where these kinds are switched on. */
export function usesIn(catalog: Catalog, modelId: string, isOn: (task: 'video' | 'upscale') => boolean) {
  const takesImage = ({ routes }: Model) => routes.some(({ form = [] }) => form.some(({ word }) => word === 'image'));
  const model = catalog.find(modelId);
  return {
    edit: editModels(catalog).length > 0,
    vary: model !== null && canVary(model),
    animate: isOn('video') && catalog.forTask('video').models.some(takesImage),
    upscale: isOn('upscale') && catalog.forTask('upscale').models.length > 0,
  };
}

/** The models of `/edit`, in the order in which members see them. */
export function editModels({ models }: Pick<Catalog, 'models'>): readonly Model[] {
  return models.filter(canEdit);
}
