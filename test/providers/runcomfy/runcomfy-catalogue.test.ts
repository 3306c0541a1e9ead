import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunComfyCatalogue } from '#providers/runcomfy/catalogue.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

const read = () => {
  const { url } = bench.server;
  const settings = { baseUrl: url, accountBaseUrl: url, apiKey: 'secret-token' };
  return createRunComfyCatalogue(settings, bench.tools)(new AbortController().signal);
};
const row = (id: string, price: unknown = 0.01, unit: unknown = 'output') => ({
  model_id: id,
  base_price_usd: price,
  price_unit: unit,
});
const rows = (count: number, from: number) => Array.from({ length: count }, (_, index) => row(`model-${from + index}`));

describe('the catalogue of RunComfy', () => {
  it('is read to its end, with the token', async () => {
    bench.answer(json({ models: rows(100, 0), total: 130 }), json({ models: rows(30, 100), total: 130 }));
    expect(await read()).toHaveLength(130);
    expect(bench.server.requests.map(({ path }) => path)).toEqual([
      '/v1/models?include_schema=true&limit=100&offset=0',
      '/v1/models?include_schema=true&limit=100&offset=100',
    ]);
    expect(bench.server.requests[0]?.headers.authorization).toBe('Bearer secret-token');
  });

  it('ends with a short page where no total is told, or with an empty one', async () => {
    bench.answer(json({ models: rows(100, 0) }), json({ models: rows(3, 100) }));
    expect(await read()).toHaveLength(103);
    bench.answer(json({ models: rows(20, 0), total: 50 }), json({ models: [], total: 50 }));
    expect(await read()).toHaveLength(20);
  });

  it('states prices per result or per second, and none that is no price', async () => {
    const odd = [
      row('text', '0.02'),
      row('video', 0.02, 'second'),
      row('free', 0),
      row('dear', 101),
      row('none', null),
    ];
    bench.answer(json({ models: [...odd, row('unit', 1, {}), { model_id: 7 }, 'nonsense'], total: 8 }));
    expect(
      (await read()).map(({ modelId, ...prices }) => [modelId, prices.priceUsd, prices.priceUsdPerSecond]),
    ).toEqual([
      ['text', 0.02, null],
      ['video', null, 0.02],
      ...['free', 'dear', 'none', 'unit'].map((modelId) => [modelId, null, null]),
    ]);
  });

  it('tells names, categories and inputs where they can be read', async () => {
    const schema = { properties: { prompt: { type: 'string' } }, required: ['prompt'] };
    const full = { ...row('full'), display_name: 'Full', categories: ['text-to-image'], input_schema: schema };
    const odd = { ...row('odd'), display_name: 7, categories: 'text-to-image', input_schema: 'none' };
    bench.answer(json({ models: [full, odd], total: 2 }));
    expect(await read()).toEqual([
      expect.objectContaining({
        title: 'Full',
        categories: ['text-to-image'],
        inputs: [expect.objectContaining({ name: 'prompt', isRequired: true })],
      }),
      { modelId: 'odd', title: '', categories: [], priceUsd: 0.01, priceUsdPerSecond: null, inputs: null },
    ]);
  });

  it('keeps the inputs under either of their keys, the documented one first', async () => {
    const of = (name: string) => ({ properties: { [name]: { type: 'string' } } });
    const both = { ...row('both'), input_schema: of('prompt'), schema: of('text') };
    const emptyFirst = { ...row('curated'), input_schema: null, schema: of('text') };
    bench.answer(json({ models: [both, emptyFirst, row('none')], total: 3 }));
    expect((await read()).map(({ inputs }) => inputs?.map(({ name }) => name) ?? null)).toEqual([
      ['prompt'],
      ['text'],
      null,
    ]);
  });

  it('has models only: what is of another kind is left out', async () => {
    const kinds = ['model', 'Model', null, undefined, '', 'workflow', 'lora', 7];
    bench.answer(json({ models: kinds.map((kind, at) => ({ ...row(`m${at}`), kind })), total: kinds.length }));
    expect((await read()).map(({ modelId }) => modelId)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  });

  it('has no model whose id is no path', async () => {
    const ids = ['', '/', 'a//b', '../balance', 'a/..', 'a?b', 'a b', 'a#b', 'x'.repeat(201)];
    bench.answer(json({ models: [...ids, 'maker/model-1.0/text-to-image'].map((id) => row(id)), total: 10 }));
    expect((await read()).map(({ modelId }) => modelId)).toEqual(['maker/model-1.0/text-to-image']);
  });

  it('that never ends is an error', async () => {
    bench.answer(json({ models: rows(100, 0), total: 1_000_000 }));
    expect(await failureOfCall(read())).toMatchObject({ code: 'provider.malformed' });
    expect(bench.server.requests).toHaveLength(51);
  });

  it.each([
    ['another shape', json({ items: [] }), 'provider.malformed'],
    ['a refused token', json({}, 401), 'provider.unfunded'],
    ['a fault', json({}, 500), 'provider.unavailable'],
    ['no answer', { kind: 'hang_up' } as const, 'provider.unavailable'],
  ])('fails as a whole for %s', async (_name, reaction, code) => {
    bench.answer(reaction);
    const error = await failureOfCall(read());
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret-token');
  });
});
