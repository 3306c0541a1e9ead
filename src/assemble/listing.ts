import { type CatalogChanges, mergeModels } from '../domain/catalog.ts';
import { asBotError } from '../domain/errors.ts';
import { boundRoute } from '../domain/listing/bound-route.ts';
import { emptyListing, type ListedModel, type Listing, type ListingBook } from '../domain/listing/listing.ts';
import type { Route } from '../domain/model.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { StatedPrices } from '../domain/price-book.ts';
import type { ReadCatalogue } from '../providers/runcomfy-catalogue.ts';
import type { ListingMemory } from '../store/listing-memory.ts';

/** RunComfy's catalogue for a process: what was last read, until it is read again. */
export interface LiveListing extends ListingBook {
  /** Reads the service's catalogue; null where there is no service to ask. @throws {@link BotError} `provider.*`, `store.unavailable` */
  readonly refresh: ((signal: AbortSignal) => Promise<void>) | null;
}

/** @see openListing */
export interface ListingOptions {
  /** Null without a key. */
  readonly read: ReadCatalogue | null;
  readonly memory: ListingMemory;
  /** Every route at RunComfy that Easel has a row of. */
  readonly routes: readonly Route[];
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Far above any catalogue of pictures; what is listed after these is not offered. */
const mostModels = 1000;

/** Opens the book at what was last known. Never throws: without it, Easel's own rows hold. */
export async function openListing({ read, memory, routes, clock, log }: ListingOptions): Promise<LiveListing> {
  let listing = await memory.load().catch((error: unknown): Listing => {
    log.warn({ detail: asBotError(error).message }, 'the last known catalogue of RunComfy cannot be read');
    return emptyListing;
  });
  const current = () => listing;
  if (read === null) return { current, refresh: null };
  const endpoints = new Set(routes.map(({ endpoint }) => endpoint));
  const tellMisfits = createMisfitTeller(routes, log);
  tellMisfits(listing);
  return {
    current,
    async refresh(signal) {
      const found = await read(signal);
      const prices = withStated(listing.prices, found, endpoints, log);
      listing = { prices, models: usable(found, endpoints), readAtMs: clock.now() };
      tellMisfits(listing);
      await memory.save(listing);
    },
  };
}

/** The routes at RunComfy that Easel has the row of; those of an operator's file are the operator's word. */
export function runComfyRoutes(changes: CatalogChanges): readonly Route[] {
  const routes = mergeModels(changes)
    .filter((model) => !changes.models.includes(model))
    .flatMap((model) => model.routes);
  return routes.filter(({ provider }) => provider === 'runcomfy');
}

/** The same map while nothing else is stated. What is no longer stated keeps its last price: nearer to the truth than an estimate. */
function withStated(
  before: StatedPrices,
  models: readonly ListedModel[],
  endpoints: ReadonlySet<string>,
  log: Log,
): StatedPrices {
  const stated = models.flatMap(({ modelId, priceUsd }) =>
    priceUsd !== null && endpoints.has(modelId) ? [[modelId, priceUsd] as const] : [],
  );
  const changes = stated.filter(([endpoint, usd]) => before.get(endpoint) !== usd);
  if (changes.length === 0) return before;
  const told = changes.map(([endpoint, toUsd]) => ({ endpoint, fromUsd: before.get(endpoint) ?? null, toUsd }));
  log.info({ changes: told }, 'RunComfy states other prices than before');
  return new Map([...before, ...stated]);
}

/** Those that Easel has a row of, then those that it could run with a price and a schema. */
function usable(models: readonly ListedModel[], endpoints: ReadonlySet<string>): readonly ListedModel[] {
  const known = models.filter(({ modelId }) => endpoints.has(modelId));
  const others = models.filter(
    ({ modelId, priceUsd, inputs }) => !endpoints.has(modelId) && priceUsd !== null && inputs !== null,
  );
  return [...known, ...others].slice(0, mostModels);
}

/** A line when other routes than before do not fit what is listed, and when they fit again. */
function createMisfitTeller(routes: readonly Route[], log: Log): (listing: Listing) => void {
  let told = '[]';
  return ({ models }) => {
    const misfits = routes.flatMap((route) => {
      const inputs = models.find(({ modelId }) => modelId === route.endpoint)?.inputs;
      const bounded = inputs ? boundRoute(route, inputs) : null;
      return bounded?.ok === false ? [{ endpoint: route.endpoint, reasons: bounded.reasons }] : [];
    });
    const now = JSON.stringify(misfits);
    if (now === told) return;
    told = now;
    if (misfits.length === 0) log.info({}, 'RunComfy lists the inputs of every route again as Easel sends them');
    else log.warn({ misfits }, 'routes are off: RunComfy lists other inputs than Easel sends');
  };
}
