import { expect, test } from 'vitest';
import { emptyRemoteCatalogue, type RemoteCatalogue } from '#catalog/remote/remote-catalogue.ts';
import { createSettings } from '#db/settings.ts';
import { createCatalogueMemory } from '#providers/runcomfy/live-catalogue.ts';
import { inputOf, listedModel } from '../../support/listed-models.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';

const listing: RemoteCatalogue = {
  prices: new Map([['vendor/model', 0.02]]),
  models: [
    listedModel({ inputs: [inputOf('prompt', { words: ['a', 'b'], fallback: 'a' })] }),
    listedModel({ inputs: null }),
  ],
  readAtMs: 5,
};

test('a listing is empty until it is saved, and outlives the store', async () => {
  const rows = new Map<string, string>();
  const memory = createCatalogueMemory(createMemoryStore(rows));
  expect(await memory.load()).toEqual(emptyRemoteCatalogue);
  await memory.save(listing);
  expect(await createCatalogueMemory(createMemoryStore(rows)).load()).toEqual(listing);
});

test('models in another shape are forgotten, the prices are not', async () => {
  const store = createMemoryStore();
  await createCatalogueMemory(store).save(listing);
  await createSettings(store).set('runcomfy-models', { readAtMs: 7, models: [{ modelId: 3 }] });
  expect(await createCatalogueMemory(store).load()).toEqual({ ...emptyRemoteCatalogue, prices: listing.prices });
});
