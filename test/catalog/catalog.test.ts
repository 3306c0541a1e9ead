import { describe, expect, it } from 'vitest';
import { createCatalog } from '#catalog/catalog.ts';
import { parseCatalogFile } from '#catalog/catalog-file.ts';
import { builtInModels } from '#catalog/models/index.ts';
import type { ProviderName } from '#core/ids.ts';
import { providerNames } from '#providers/registry.ts';
import {
  catalogModel as model,
  catalogPrice as price,
  catalogRoute as route,
  catalogFileWith as withRoute,
} from '../support/catalog-rows.ts';

const all = new Set<ProviderName>(providerNames);

function catalogFrom(file: object) {
  const parsed = parseCatalogFile(JSON.stringify(file), providerNames);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return createCatalog(parsed.changes, all);
}

describe('a catalogue file', () => {
  it('that is empty changes nothing', () => {
    const catalog = catalogFrom({});
    expect(catalog.models.map(({ id }) => id)).toEqual(builtInModels.map(({ id }) => id));
    expect(catalog.defaultModelId).toBe('flux-2-klein-9b');
  });

  it('adds a model, with defaults for what it leaves out', () => {
    const catalog = catalogFrom({ defaultModel: 'my-model', models: [model] });
    expect(catalog.defaultModelId).toBe('my-model');
    expect(catalog.find('MY MODEL')?.routes[0]).toMatchObject({
      nodeFields: null,
      promptMaxCharacters: 6000,
      sizes: { kind: 'pixels', range: { minPx: 256, maxPx: 2048, stepPx: 1 }, defaultRatio: '1:1' },
      steps: null,
      formats: [],
      loras: null,
      price: { currency: 'USD', amount: 0.02, grid: null, estimated: false },
    });
  });

  it('replaces a built-in model of the same id', () => {
    const catalog = catalogFrom({ models: [{ ...model, id: 'gpt-image-2' }] });
    expect(catalog.models.filter(({ id }) => id === 'gpt-image-2').map(({ title }) => title)).toEqual(['My Model']);
  });

  it('overrides the price of one route and leaves the others; the last row counts', () => {
    const row = { model: 'flux-2-klein-9b', provider: 'runcomfy' };
    const catalog = catalogFrom({
      prices: [
        { ...row, price: { currency: 'USD', amount: 1 } },
        { ...row, price },
      ],
    });
    expect(catalog.find('flux-2-klein-9b')?.routes.map((one) => one.price.amount)).toEqual([0.05, 0.02, 0.06, 0.05]);
    expect(catalog.find('flux-2-klein-4b')?.routes.map((one) => one.price.amount)).toEqual([
      0.01, 0.05, 0.04, 0.05, 0.05,
    ]);
  });

  it('overrides the price of one endpoint where a provider has several', () => {
    const endpoint = 'rhart-image-g-2/text-to-image';
    const row = { model: 'gpt-image-2', provider: 'runninghub', endpoint, price };
    const routes = catalogFrom({ prices: [row] }).find('gpt-image-2')?.routes ?? [];
    expect(routes.map((one) => one.price.amount)).toEqual([4.738, 0.8, 0.02, 4.738, 0.8, 0.1]);
  });

  it('adds a LoRA after the built-in ones, and only to routes that take LoRAs', () => {
    const loras = { minStrength: 0, maxStrength: 2, defaultStrength: 1 };
    const fields = { ...route.fields, lora: 'lora', loraStrength: 'strength' };
    const mixed = { ...model, routes: [route, { ...route, fields, loras }] };
    const ink = { title: 'Ink', file: ' 墨 [v1].safetensors' };
    const catalog = catalogFrom({
      models: [mixed],
      loras: [
        { model: 'my-model', ...ink },
        { model: 'flux-2-dev-lora', ...ink },
      ],
    });
    expect(catalog.find('my-model')?.routes.map((one) => one.loras?.known ?? null)).toEqual([null, [ink]]);
    expect(catalog.find('flux-2-dev-lora')?.routes[0]?.loras?.known.map(({ title }) => title)).toEqual([
      'Retro line illustration (F.1-复古勾线插画 v1)',
      'Ink',
    ]);
  });

  it('takes every part of a route', () => {
    const fields = {
      prompt: 'p',
      ratio: 'r',
      width: 'w',
      height: 'h',
      size: 'z',
      format: 'f',
      steps: 's',
      quality: 'q',
      resolution: 'x',
      lora: 'l',
      loraStrength: 'ls',
    };
    const full = {
      fields,
      nodeFields: fields,
      price: { currency: 'CNY', amount: 1, grid: { low: { '1k': 0.5 } }, estimated: true },
      promptMaxCharacters: 10,
      sizes: {
        kind: 'ratios',
        ratios: ['16:9'],
        custom: { minPx: 64, maxPx: 64, stepPx: 8, height: { minPx: 32, maxPx: 64, stepPx: 8 }, targetPixels: 4096 },
        defaultRatio: '16:9',
      },
      constants: { n: 1, model: 'x', safe: true },
      isReserve: true,
      steps: { min: 1, max: 9, default: 4 },
      qualities: { values: ['low'], default: 'low' },
      resolutions: { values: ['1k'], default: '1k' },
      formats: ['webp'],
      loras: {},
      source: 'ours',
      confidence: 'H',
    };
    expect(catalogFrom(withRoute(full)).find('my-model')?.routes[0]).toMatchObject({
      ...full,
      loras: { known: [], minStrength: -100, maxStrength: 100, defaultStrength: 0.8 },
    });
  });
});

describe('a route with listed sizes', () => {
  it('has a separator of its own, or x', () => {
    const sizes = { kind: 'list', sizes: ['1024x1024'] };
    const fields = { prompt: 'p', size: 'size' };
    const routeWith = (change: object) => catalogFrom(withRoute({ fields, ...change })).find('my-model')?.routes[0];
    expect(routeWith({ sizes })?.sizes).toEqual({ ...sizes, separator: 'x', defaultRatio: '1:1' });
    expect(routeWith({ sizes: { ...sizes, separator: '*' } })?.sizes).toMatchObject({ separator: '*' });
  });
});

describe('the default model', () => {
  it('whose provider has no key gives way to the first that can run', () => {
    const parsed = parseCatalogFile('{"defaultModel":"z-image-turbo"}', providerNames);
    const changes = parsed.ok ? parsed.changes : null;
    expect(changes && createCatalog(changes, new Set<ProviderName>(['runcomfy'])).defaultModelId).toBe(
      'flux-2-klein-9b',
    );
  });
});
