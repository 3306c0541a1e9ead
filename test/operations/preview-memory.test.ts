import { expect, test } from 'vitest';
import { createPreviewMemory } from '#providers/runninghub/watch-prices.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

test('the times of the previews are empty until they are saved, and outlive the store', async () => {
  const rows = new Map<string, string>();
  const memory = createPreviewMemory(createMemoryStore(rows));
  expect(await memory.load()).toEqual(new Map());
  await memory.save(new Map([['vendor/model', 7]]));
  expect(await createPreviewMemory(createMemoryStore(rows)).load()).toEqual(new Map([['vendor/model', 7]]));
});
