import { type CatalogChanges, mergeModels } from '../domain/catalog.ts';
import { asBotError } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';
import type { PriceBook, StatedPrices } from '../domain/price-book.ts';
import type { ReadCatalogue } from '../providers/runcomfy-catalogue.ts';
import type { PriceMemory } from '../store/price-memory.ts';

/** The price book of a process: what was last read, until it is read again. */
export interface LivePrices extends PriceBook {
  /** Reads the service's catalogue; null where there is no service to ask. @throws {@link BotError} `provider.*`, `store.unavailable` */
  readonly refresh: ((signal: AbortSignal) => Promise<void>) | null;
}

/** @see openPrices */
export interface PricesOptions {
  /** Null without a key. */
  readonly read: ReadCatalogue | null;
  readonly memory: PriceMemory;
  /** Whose prices are wanted. */
  readonly endpoints: ReadonlySet<string>;
  readonly log: Log;
}

/** Opens the book at what was last known. Never throws: without it, the list's own prices hold. */
export async function openPrices({ read, memory, endpoints, log }: PricesOptions): Promise<LivePrices> {
  let stated = await memory.load().catch((error: unknown): StatedPrices => {
    log.warn({ detail: asBotError(error).message }, 'the last known prices cannot be read');
    return new Map();
  });
  const current = () => stated;
  if (read === null) return { current, refresh: null };
  return {
    current,
    async refresh(signal) {
      const found = new Map<string, number>();
      for (const { modelId, priceUsd } of await read(signal)) {
        if (priceUsd !== null && endpoints.has(modelId)) found.set(modelId, priceUsd);
      }
      const changes = [...found].filter(([endpoint, usd]) => stated.get(endpoint) !== usd);
      if (changes.length > 0) {
        const told = changes.map(([endpoint, toUsd]) => ({ endpoint, fromUsd: stated.get(endpoint) ?? null, toUsd }));
        // What is no longer stated keeps its last price: nearer to the truth than an estimate.
        stated = new Map([...stated, ...found]);
        log.info({ changes: told }, 'RunComfy states other prices than before');
      }
      await memory.save(stated);
    },
  };
}

/** The endpoints of RunComfy that this installation knows. */
export function runComfyEndpoints(changes: CatalogChanges): ReadonlySet<string> {
  const routes = mergeModels(changes).flatMap((model) => model.routes);
  return new Set(routes.filter(({ provider }) => provider === 'runcomfy').map(({ endpoint }) => endpoint));
}
