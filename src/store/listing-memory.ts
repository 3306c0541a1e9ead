import { z } from 'zod';
import type { Store } from '../db/open-store.ts';
import { type Listing, listedModelSchema } from '../domain/listing/listing.ts';
import { createSettings } from './settings.ts';

/** RunComfy's catalogue as it was last read, so that a start without network still knows it. */
export interface ListingMemory {
  /** Empty when none was saved. @throws {@link BotError} `store.unavailable` */
  load(): Promise<Listing>;
  /** @throws {@link BotError} `store.unavailable` */
  save(listing: Listing): Promise<void>;
}

const pricesKey = 'runcomfy-prices';
const modelsKey = 'runcomfy-models';
const pricesSchema = z.record(z.string(), z.number().positive());
/** Models that another version wrote in another shape are read again from the service, so that they may be lost. */
const modelsSchema = z
  .object({ readAtMs: z.number(), models: z.array(listedModelSchema) })
  .catch({ readAtMs: 0, models: [] });

/** Two documents among the settings. */
export function createListingMemory(store: Store): ListingMemory {
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
