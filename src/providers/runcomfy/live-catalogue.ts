import { z } from 'zod';
import { type CatalogChanges, mergeModels } from '#catalog/catalog.ts';
import type { Route } from '#catalog/model.ts';
import type { StatedPrices } from '#catalog/price.ts';
import { boundRoute } from '#catalog/remote/bound-route.ts';
import { unusableMediaOf } from '#catalog/remote/optional-models.ts';
import {
  type CatalogueBook,
  emptyRemoteCatalogue,
  type RemoteCatalogue,
  type RemoteModel,
  remoteModelSchema,
} from '#catalog/remote/remote-catalogue.ts';
import { type Clock, dayMs } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import type { Store } from '#db/open-store.ts';
import { createSettings } from '#db/settings.ts';
import type { ReadCatalogue } from '../provider.ts';

/** RunComfy's catalogue for a process: what was last read, until it is read again. */
export interface LiveCatalogue extends CatalogueBook {
  /** Reads the service's catalogue; null where there is no service to ask. @throws {@link BotError} `provider.*`, `store.unavailable` */
  readonly refresh: ((signal: AbortSignal) => Promise<void>) | null;
  /** Takes over what another process has read and saved. @throws {@link BotError} `store.unavailable` */
  readonly reload: () => Promise<void>;
}

interface CatalogueOptions {
  /** Null without a key. */
  readonly read: ReadCatalogue | null;
  readonly memory: CatalogueMemory;
  /** Every route at RunComfy that Easel has a row of. */
  readonly routes: readonly Route[];
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Far above any catalogue; what is listed after these is not offered. */
const mostModels = 1000;

/** Opens the book at what was last known. Never throws: without it, Easel's own rows hold. */
export async function openLiveCatalogue({
  read,
  memory,
  routes,
  clock,
  log,
}: CatalogueOptions): Promise<LiveCatalogue> {
  let listing = await memory.load().catch((error: unknown): RemoteCatalogue => {
    log.warn({ detail: asBotError(error).message }, 'the last known catalogue of RunComfy cannot be read');
    return emptyRemoteCatalogue;
  });
  const current = () => listing;
  const reload = async () => {
    listing = await memory.load();
  };
  if (read === null) return { current, reload, refresh: null };
  const endpoints = new Set(routes.map(({ endpoint }) => endpoint));
  const tellMisfits = createMisfitTeller(routes, log);
  tellMisfits(listing);
  const tellUnusable = createUnusableTeller(log);
  return {
    current,
    reload,
    async refresh(signal) {
      const found = await read(signal);
      const prices = withStated(listing.prices, found, endpoints, log);
      listing = { prices, models: usable(found, endpoints), readAtMs: clock.now() };
      tellMisfits(listing);
      tellUnusable(found);
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
  models: readonly RemoteModel[],
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
function usable(models: readonly RemoteModel[], endpoints: ReadonlySet<string>): readonly RemoteModel[] {
  const known = models.filter(({ modelId }) => endpoints.has(modelId));
  const others = models.filter(
    ({ modelId, priceUsd, priceUsdPerSecond, inputs }) =>
      !endpoints.has(modelId) && (priceUsd ?? priceUsdPerSecond) !== null && inputs !== null,
  );
  return [...known, ...others].slice(0, mostModels);
}

/** A line when other routes than before do not fit what is listed, and when they fit again. */
function createMisfitTeller(routes: readonly Route[], log: Log): (listing: RemoteCatalogue) => void {
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

/** A line when other videos and sounds than before are listed that Easel cannot run. */
function createUnusableTeller(log: Log): (models: readonly RemoteModel[]) => void {
  let told = '[]';
  return (models) => {
    const unusable = unusableMediaOf(models);
    const now = JSON.stringify(unusable);
    if (now === told) return;
    told = now;
    if (unusable.length === 0) log.info({}, 'every video and sound that RunComfy lists can be run');
    else log.info({ unusable }, 'RunComfy lists videos and sounds that Easel cannot run');
  };
}

/** How soon it is asked again after a failure. */
const retryMs = 60 * 60_000;
/** What another process reads is found in the store so soon. */
const reloadMs = 5 * 60_000;

/** Dependencies of reading the catalogue. */
interface CatalogueReading {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** True for the one of several processes that reads it for all this day. Never throws. Always this one when left out. */
  readonly isOurTurn?: () => Promise<boolean>;
}

/**
 * Reads RunComfy's catalogue at start and daily, or every few minutes what another process has read. A failure is a line in the log, and
 * what was last known. Resolves after `signal`.
 */
export async function refreshCatalogueForEver(
  { refresh, reload }: Pick<LiveCatalogue, 'refresh' | 'reload'>,
  { clock, log, signal, isOurTurn = async () => true }: CatalogueReading,
): Promise<void> {
  let isOurs = false;
  while (refresh !== null && !signal.aborted) {
    isOurs ||= await isOurTurn();
    if (signal.aborted) return;
    const isRead = await (isOurs ? refresh(signal) : reload()).then(
      () => true,
      (error: unknown) => {
        const detail = asBotError(error).message;
        if (!signal.aborted)
          log.warn({ detail }, 'the catalogue of RunComfy could not be read; the last known one holds');
        return false;
      },
    );
    await clock.wait(isOurs ? ownWait(isRead) : reloadMs, signal).catch(() => undefined);
    if (isRead) isOurs = false;
  }
}

function ownWait(isRead: boolean): number {
  return isRead ? dayMs : retryMs;
}

/** RunComfy's catalogue as it was last read, so that a start without network still knows it. */
interface CatalogueMemory {
  /** Empty when none was saved. @throws {@link BotError} `store.unavailable` */
  load(): Promise<RemoteCatalogue>;
  /** @throws {@link BotError} `store.unavailable` */
  save(listing: RemoteCatalogue): Promise<void>;
}

const pricesKey = 'runcomfy-prices';
const modelsKey = 'runcomfy-models';
const pricesSchema = z.record(z.string(), z.number().positive());
/** Models that another version wrote in another shape are read again from the service, so that they may be lost. */
const modelsSchema = z
  .object({ readAtMs: z.number(), models: z.array(remoteModelSchema) })
  .catch({ readAtMs: 0, models: [] });

/** Two documents among the settings. */
export function createCatalogueMemory(store: Store): CatalogueMemory {
  const settings = createSettings(store);
  return {
    async load() {
      const prices = new Map(Object.entries((await settings.get(pricesKey, pricesSchema)) ?? {}));
      const { readAtMs, models } = (await settings.get(modelsKey, modelsSchema)) ?? { readAtMs: 0, models: [] };
      return { prices, models, readAtMs };
    },
    async save({ prices, models, readAtMs }) {
      await settings.set(pricesKey, Object.fromEntries(prices));
      await settings.set(modelsKey, { readAtMs, models });
    },
  };
}
