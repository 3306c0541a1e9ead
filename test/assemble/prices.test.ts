import { describe, expect, it } from 'vitest';
import { openPrices, runComfyEndpoints } from '../../src/assemble/prices.ts';
import { noChanges } from '../../src/domain/catalog.ts';
import { BotError } from '../../src/domain/errors.ts';
import type { CatalogueEntry } from '../../src/providers/runcomfy-catalogue.ts';
import { createPriceMemory } from '../../src/store/price-memory.ts';
import { createRecordingLog } from '../support/http/recording-log.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

const { signal } = new AbortController();

function bench(rows: Map<string, string> = new Map()) {
  let entries: readonly CatalogueEntry[] | null = [];
  const log = createRecordingLog();
  const parts = {
    memory: createPriceMemory(createMemoryStore(rows)),
    endpoints: new Set(['a', 'b']),
    log,
    read: async () => {
      if (entries === null) throw new BotError('provider.unavailable', 'no network');
      return entries;
    },
  };
  return {
    rows,
    log,
    parts,
    state(next: Readonly<Record<string, number | null>> | null) {
      entries = next && Object.entries(next).map(([modelId, priceUsd]) => ({ modelId, priceUsd }));
    },
  };
}

describe('the live prices', () => {
  it('are those of our endpoints, and a change is logged once', async () => {
    const { log, parts, state } = bench();
    const prices = await openPrices(parts);
    state({ a: 0.01, b: null, other: 0.5 });
    await prices.refresh?.(signal);
    await prices.refresh?.(signal);
    expect(prices.current()).toEqual(new Map([['a', 0.01]]));
    state({ a: 0.02 });
    await prices.refresh?.(signal);
    expect(log.lines.map(({ facts }) => facts)).toEqual([
      { changes: [{ endpoint: 'a', fromUsd: null, toUsd: 0.01 }] },
      { changes: [{ endpoint: 'a', fromUsd: 0.01, toUsd: 0.02 }] },
    ]);
  });

  it('stay what they were while nothing else is stated, the same map even', async () => {
    const { parts, state } = bench();
    const prices = await openPrices(parts);
    state({ a: 0.01 });
    await prices.refresh?.(signal);
    const known = prices.current();
    state({});
    await prices.refresh?.(signal);
    state(null);
    await expect(prices.refresh?.(signal)).rejects.toThrow('no network');
    expect(prices.current()).toBe(known);
  });

  it('are known after a restart without network', async () => {
    const first = bench();
    first.state({ b: 0.03 });
    await (await openPrices(first.parts)).refresh?.(signal);
    const second = await openPrices({ ...bench(first.rows).parts, read: null });
    expect(second.current()).toEqual(new Map([['b', 0.03]]));
    expect(second.refresh).toBeNull();
  });

  it('do not stop a start when what was written cannot be read', async () => {
    const { parts, log } = bench();
    const load = async () => Promise.reject(new BotError('store.unavailable', 'a page is torn'));
    const prices = await openPrices({ ...parts, memory: { ...parts.memory, load } });
    expect(prices.current().size).toBe(0);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', facts: { detail: 'a page is torn' } })]);
  });

  it('are wanted of every RunComfy route, the operator’s too', () => {
    expect(runComfyEndpoints(noChanges)).toContain('blackforestlabs/flux-2-klein/9b/text-to-image');
    expect([...runComfyEndpoints(noChanges)].some((endpoint) => endpoint.startsWith('rhart-'))).toBe(false);
  });
});
