import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Price, Route } from '#catalog/model.ts';
import { gptImage2 } from '#catalog/models/gpt-image-2.ts';
import { builtInModels } from '#catalog/models/index.ts';
import { editsList } from '#catalog/models/route-rows.ts';
import { creditsFor, priceOf } from '#catalog/price.ts';
import { modelOf, routeOf } from '../support/requests.ts';

const none = { quality: null, resolution: null };
const cny = (amount: number): Price => ({ currency: 'CNY', amount, grid: null, estimated: false });
const usd = (amount: number): Price => ({ currency: 'USD', amount, grid: null, estimated: false });

describe('the price in credits', () => {
  it.each([
    [0.05, 7],
    [0.17, 24],
    [0.06, 9],
    [0.1, 14],
    [1.581, 222],
  ])('%f CNY is %i credits', (amount, credits) => {
    expect(creditsFor(cny(amount), none)).toBe(credits);
  });

  it.each([
    [0.001, 1],
    [0.01, 10],
    [0.015, 15],
    [0.0151, 16],
    [0.29, 290],
    [1.1, 1100],
    [4.35, 4350],
  ])('%f USD is %i credits, whatever binary fractions make of it', (amount, credits) => {
    expect(creditsFor(usd(amount), none)).toBe(credits);
  });

  it('is never 0', () => {
    expect(creditsFor(usd(0.000_000_1), none)).toBe(1);
    expect(creditsFor(usd(0), none)).toBe(1);
  });

  it('is a whole number that is never below the provider price and less than one credit above it', () => {
    const thousandths = fc.integer({ min: 1, max: 5_000_000 });
    fc.assert(
      fc.property(thousandths, (units) => {
        const credits = creditsFor(cny(units / 1000), none);
        const exact = (units * 14) / 100;
        return Number.isSafeInteger(credits) && credits >= 1 && credits >= exact && credits - exact < 1;
      }),
      { seed: 20_261_121, numRuns: 2_000 },
    );
  });
});

describe('the grid of gpt-image-2', () => {
  const price = gptImage2.routes[0]?.price ?? usd(0);

  it.each([
    ['low', '1k', 41],
    ['low', '2k', 46],
    ['low', '4k', 53],
    ['medium', '1k', 83],
    ['medium', '2k', 130],
    ['medium', '4k', 193],
    ['high', '1k', 222],
    ['high', '2k', 413],
    ['high', '4k', 664],
  ])('%s at %s costs %i credits', (quality, resolution, credits) => {
    expect(creditsFor(price, { quality, resolution })).toBe(credits);
  });

  it('falls back to the plain amount, which is the dearest, where a cell is missing', () => {
    expect(creditsFor(price, { quality: 'ultra', resolution: '2k' })).toBe(664);
    expect(creditsFor(price, { quality: 'low', resolution: '8k' })).toBe(664);
    expect(creditsFor(price, { quality: 'low', resolution: null })).toBe(664);
    expect(creditsFor(price, none)).toBe(664);
  });
});

describe('a grid by resolution or size alone', () => {
  const grid = { '': { '1k': 0.01, '4k': 0.03 }, low: { '1024x1536': 0.02 } };
  const price: Price = { ...usd(0.09), grid };

  it('has its cells under no quality', () => {
    expect(creditsFor(price, { quality: null, resolution: '4k' })).toBe(30);
  });

  it('reads the size where there is no resolution', () => {
    const size = { kind: 'pixels', widthPx: 1024, heightPx: 1536 } as const;
    expect(creditsFor(price, { quality: 'low', resolution: null, size })).toBe(20);
    expect(creditsFor(price, { quality: 'low', resolution: null, size: { ...size, widthPx: 1 } })).toBe(90);
  });
});

describe('the price of a model', () => {
  it('is that of its cheapest route with default settings', () => {
    const prices = Object.fromEntries(builtInModels.map((model) => [model.id, priceOf(model)]));
    expect(prices).toMatchObject({
      'flux-2-klein-9b': 7,
      'flux-2-klein-4b': 7,
      'flux-2-dev-lora': 24,
      'gpt-image-2': 130,
      'z-image-turbo': 6,
      'nano-banana-2': 23,
      'nano-banana-pro': 56,
      'seedream-4.5': 28,
      'seedream-5-lite': 31,
      'qwen-image-2.0': 19,
      'qwen-image-2.0-pro': 47,
      'qwen-image-2512': 14,
      'midjourney-v7': 76,
      'niji-7': 76,
      'flux-2-dev': 28,
      'flux-1-dev': 6,
      'flux-1-krea-dev-lora': 7,
      'wan-2.7': 27,
      'wan-2.7-pro': 67,
      'wan-2.5-preview': 19,
      'wan-2.2-lora': 9,
      'grok-imagine': 20,
      'grok-image': 12,
      'nano-banana': 7,
      'nano-banana-pro-ultra': 138,
      'gpt-image-1.5': 30,
      'seedream-4': 20,
      'midjourney-v6.1': 76,
      'midjourney-v6': 76,
      'niji-6': 76,
      'qwen-image-edit-2511': 17,
      'flux-1-kontext-dev': 13,
      'wan-2.2': 12,
      'higgsfield-soul': 98,
    });
  });

  it('leaves out routes that such a request does not come to first, unless there are no others', () => {
    const dear = routeOf({ price: usd(0.05) });
    const reserve = routeOf({ price: usd(0.01), isReserve: true });
    const onlyWithLora = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired: true };
    const withLora = routeOf({ price: usd(0.02), loras: onlyWithLora });
    expect(priceOf(modelOf(dear, reserve, withLora))).toBe(50);
    expect(priceOf(modelOf(reserve, withLora))).toBe(10);
    const edit = (changes: Partial<Route>) => routeOf({ ...changes, images: editsList('imageUrls', 1) });
    const dearEdit = edit({ price: usd(0.03) });
    expect(priceOf(modelOf(dear, edit({ price: usd(0.001) })))).toBe(50);
    const others = [edit({ price: usd(0.001), isReserve: true }), edit({ price: usd(0.002), loras: onlyWithLora })];
    expect(priceOf(modelOf(...others, dearEdit))).toBe(30);
    expect(priceOf(modelOf(dearEdit, routeOf({ images: { ...editsList('imageUrls', 1), isRequired: false } })))).toBe(
      7,
    );
  });
});
