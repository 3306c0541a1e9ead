import { describe, expect, it } from 'vitest';
import { noChanges } from '#catalog/catalog.ts';
import { builtInModels } from '#catalog/models/index.ts';
import { emptyRemoteCatalogue, type RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import { BotError } from '#core/errors.ts';
import { createCatalogueMemory, openLiveCatalogue, runComfyRoutes } from '#providers/runcomfy/live-catalogue.ts';
import { createRecordingLog } from '../../support/http/recording-log.ts';
import { inputOf, listedModel, promptInput, wordsOf } from '../../support/listed-models.ts';
import { routeOf } from '../../support/requests.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';

const { signal } = new AbortController();
const routeAt = (endpoint: string) =>
  routeOf({ provider: 'runcomfy', endpoint, fields: { prompt: 'prompt', ratio: 'aspect_ratio' } });

function bench(rows: Map<string, string> = new Map()) {
  let listed: readonly RemoteModel[] | null = [];
  const log = createRecordingLog();
  const parts = {
    memory: createCatalogueMemory(createMemoryStore(rows)),
    routes: [routeAt('a'), routeAt('b')],
    clock: { now: () => 1000 },
    log,
    read: async () => {
      if (listed === null) throw new BotError('provider.unavailable', 'no network');
      return listed;
    },
  };
  const list = (next: readonly RemoteModel[] | null) => {
    listed = next;
  };
  return {
    rows,
    log,
    parts,
    list,
    state: (prices: Readonly<Record<string, number | null>>) =>
      list(Object.entries(prices).map(([modelId, priceUsd]) => listedModel({ modelId, priceUsd }))),
  };
}

describe('the live prices', () => {
  it('are those of our endpoints, and a change is logged once', async () => {
    const { log, parts, state } = bench();
    const listing = await openLiveCatalogue(parts);
    state({ a: 0.01, b: null, other: 0.5 });
    await listing.refresh?.(signal);
    await listing.refresh?.(signal);
    expect(listing.current().prices).toEqual(new Map([['a', 0.01]]));
    state({ a: 0.02 });
    await listing.refresh?.(signal);
    expect(log.lines.map(({ facts }) => facts)).toEqual([
      { changes: [{ endpoint: 'a', fromUsd: null, toUsd: 0.01 }] },
      { changes: [{ endpoint: 'a', fromUsd: 0.01, toUsd: 0.02 }] },
    ]);
  });

  it('stay what they were while nothing else is stated', async () => {
    const { parts, state, list } = bench();
    const listing = await openLiveCatalogue(parts);
    state({ a: 0.01 });
    await listing.refresh?.(signal);
    const known = listing.current();
    list([]);
    await listing.refresh?.(signal);
    expect(listing.current().prices).toBe(known.prices);
    list(null);
    const before = listing.current();
    await expect(listing.refresh?.(signal)).rejects.toThrow('no network');
    expect(listing.current()).toBe(before);
  });
});

describe('the live listing', () => {
  it('is known after a restart without network', async () => {
    const first = bench();
    first.state({ b: 0.03, other: 0.5 });
    await (await openLiveCatalogue(first.parts)).refresh?.(signal);
    const second = await openLiveCatalogue({ ...bench(first.rows).parts, read: null });
    expect(second.current().prices).toEqual(new Map([['b', 0.03]]));
    expect(second.current().models.map(({ modelId }) => modelId)).toEqual(['b', 'other']);
    expect(second.current().readAtMs).toBe(1000);
    expect(second.refresh).toBeNull();
  });

  it('keeps what has a row first, and of the others what could be run, up to a thousand', async () => {
    const { parts, list } = bench();
    const others = Array.from({ length: 1200 }, (_, at) => listedModel({ modelId: `other-${at}` }));
    const useless = [
      listedModel({ modelId: 'no-price', priceUsd: null }),
      listedModel({ modelId: 'no-schema', inputs: null }),
    ];
    list([...useless, ...others, listedModel({ modelId: 'a', priceUsd: null, inputs: null })]);
    const listing = await openLiveCatalogue(parts);
    await listing.refresh?.(signal);
    const ids = listing.current().models.map(({ modelId }) => modelId);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([1000, 'a', 'other-998']);
  });

  it('does not stop a start when what was written cannot be read', async () => {
    const { parts, log } = bench();
    const load = async () => Promise.reject(new BotError('store.unavailable', 'a page is torn'));
    const listing = await openLiveCatalogue({ ...parts, memory: { ...parts.memory, load } });
    expect(listing.current()).toBe(emptyRemoteCatalogue);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', facts: { detail: 'a page is torn' } })]);
  });

  it('tells once which routes do not fit it, at the next start too, and when they fit again', async () => {
    const { parts, log, list, state, rows } = bench();
    const listing = await openLiveCatalogue(parts);
    list([listedModel({ modelId: 'a', inputs: [promptInput, wordsOf('ratio', ['1:1'])] })]);
    await listing.refresh?.(signal);
    await listing.refresh?.(signal);
    const off = expect.objectContaining({
      level: 'warn',
      facts: { misfits: [{ endpoint: 'a', reasons: ['aspect_ratio is not listed'] }] },
    });
    expect(log.lines.slice(1)).toEqual([off]);
    const later = bench(rows);
    await openLiveCatalogue(later.parts);
    expect(later.log.lines).toEqual([off]);
    state({ a: 0.03 });
    await listing.refresh?.(signal);
    expect(log.lines.at(-1)).toMatchObject({ level: 'info', message: expect.stringContaining('again as Easel') });
  });

  it('keeps videos and sounds by the second too, and tells once which cannot be run, and why', async () => {
    const { parts, log, list } = bench();
    const film = { categories: ['text-to-video'], inputs: [promptInput], priceUsd: null };
    const odd = listedModel({
      ...film,
      modelId: 'maker/odd',
      priceUsd: 0.1,
      inputs: [inputOf('shots', { isRequired: true })],
    });
    const reel = listedModel({ ...film, modelId: 'maker/reel', priceUsdPerSecond: 0.01 });
    const listing = await openLiveCatalogue(parts);
    for (const models of [[reel, odd], [reel, odd], [reel]]) {
      list(models);
      await listing.refresh?.(signal);
    }
    expect(listing.current().models).toEqual([reel]);
    expect(log.lines.map(({ facts }) => facts)).toEqual([
      { unusable: [{ modelId: 'maker/odd', reason: 'shots is required' }] },
      {},
    ]);
  });

  it('is held against every row at RunComfy, but not the operator’s', () => {
    const endpoints = runComfyRoutes(noChanges).map(({ endpoint }) => endpoint);
    expect(endpoints).toContain('blackforestlabs/flux-2-klein/9b/text-to-image');
    expect(endpoints.some((endpoint) => endpoint.startsWith('rhart-'))).toBe(false);
    expect(runComfyRoutes({ ...noChanges, models: builtInModels })).toEqual([]);
  });
});
