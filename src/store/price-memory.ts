import { z } from 'zod';
import type { StatedPrices } from '../domain/price-book.ts';
import type { Store } from './open-store.ts';
import { createSettings } from './settings.ts';

/** The stated prices as they were last read, so that a start without network still knows them. */
export interface PriceMemory {
  /** Empty when none were saved. @throws {@link BotError} `store.unavailable` */
  load(): Promise<StatedPrices>;
  /** @throws {@link BotError} `store.unavailable` */
  save(prices: StatedPrices): Promise<void>;
}

const key = 'runcomfy-prices';
const pricesSchema = z.record(z.string(), z.number().positive());

/** One document among the settings. */
export function createPriceMemory(store: Store): PriceMemory {
  const settings = createSettings(store);
  return {
    load: async () => new Map(Object.entries((await settings.get(key, pricesSchema)) ?? {})),
    save: (prices) => settings.set(key, Object.fromEntries(prices)),
  };
}
