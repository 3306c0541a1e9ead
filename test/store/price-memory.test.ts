import { expect, test } from 'vitest';
import { createPriceMemory } from '../../src/store/price-memory.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

test('stated prices are empty until they are saved, and outlive the store', async () => {
  const rows = new Map<string, string>();
  const memory = createPriceMemory(createMemoryStore(rows));
  expect(await memory.load()).toEqual(new Map());
  await memory.save(new Map([['vendor/model', 0.02]]));
  expect(await createPriceMemory(createMemoryStore(rows)).load()).toEqual(new Map([['vendor/model', 0.02]]));
});
