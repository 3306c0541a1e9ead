import { expect, test } from 'vitest';
import { emptyListing, type Listing } from '#catalog/remote/remote-catalogue.ts';
import { createSettings } from '#db/settings.ts';
import { createListingMemory } from '#providers/runcomfy/live-catalogue.ts';
import { inputOf, listedModel } from '../../support/listed-models.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';

const listing: Listing = {
  prices: new Map([['vendor/model', 0.02]]),
  models: [
    listedModel({ inputs: [inputOf('prompt', { words: ['a', 'b'], fallback: 'a' })] }),
    listedModel({ inputs: null }),
  ],
  readAtMs: 5,
};

test('a listing is empty until it is saved, and outlives the store', async () => {
  const rows = new Map<string, string>();
  const memory = createListingMemory(createMemoryStore(rows));
  expect(await memory.load()).toEqual(emptyListing);
  await memory.save(listing);
  expect(await createListingMemory(createMemoryStore(rows)).load()).toEqual(listing);
});

test('models in another shape are forgotten, the prices are not', async () => {
  const store = createMemoryStore();
  await createListingMemory(store).save(listing);
  await createSettings(store).set('runcomfy-models', { readAtMs: 7, models: [{ modelId: 3 }] });
  expect(await createListingMemory(store).load()).toEqual({ ...emptyListing, prices: listing.prices });
});
