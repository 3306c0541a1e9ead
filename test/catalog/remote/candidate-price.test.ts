import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice } from '#catalog/model.ts';
import { creditsFor } from '#catalog/price.ts';
import { optionalModelPrice } from '#catalog/remote/optional-price.ts';

const choiceOf = (words: readonly string[]): Choice | null =>
  words.length === 0 ? null : { values: [...words], default: words[0] ?? '' };
const priceOf = (qualities: readonly string[], resolutions: readonly string[] = []) =>
  optionalModelPrice(0.05, { qualities: choiceOf(qualities), resolutions: choiceOf(resolutions) });
const byResolution = (...words: readonly string[]) => priceOf([], words)?.grid?.[''];
const byQuality = (...words: readonly string[]) =>
  Object.fromEntries(Object.entries(priceOf(words)?.grid ?? {}).map(([word, cells]) => [word, cells['']]));

describe('the price of a listed model', () => {
  it('is the stated one where nothing can be chosen', () => {
    expect(priceOf([])).toEqual({ currency: 'USD', amount: 0.05, grid: null, estimated: false });
  });

  it('is taken to double with each step of quality and of resolution', () => {
    const price = priceOf(['high', 'low', 'medium'], ['2K', '0.5K', '1K']);
    expect(price).toMatchObject({ amount: 0.05 * 16, estimated: true });
    expect(Object.keys(price?.grid ?? {})).toEqual(['low', 'medium', 'high']);
    expect(price?.grid?.medium).toEqual({ '0.5K': 0.1, '1K': 0.2, '2K': 0.4 });
  });

  it('grows with the pixels, however they are written', () => {
    expect(byResolution('4k', '2k', '1080p', '720p')).toEqual({ '720p': 0.05, '1080p': 0.1, '2k': 0.2, '4k': 0.4 });
    expect(byResolution('2160p', '1440p', '1K', '1.5 K')).toEqual({
      '1K': 0.05,
      '1.5 K': 0.1,
      '1440p': 0.2,
      '2160p': 0.4,
    });
    expect(byResolution('4MP', '1 mp', '1536', '512x512', '3000*3000')).toEqual({
      '512x512': 0.05,
      '1 mp': 0.1,
      '1536': 0.2,
      '4MP': 0.4,
      '3000*3000': 0.8,
    });
  });

  it('is one step for words that mean the same', () => {
    expect(byResolution('1k', '1K', '1024', '2k')).toEqual({ '1k': 0.05, '1K': 0.05, '1024': 0.05, '2k': 0.1 });
  });

  it('is the highest for words that nobody can put in order', () => {
    expect(byResolution('huge', '1k', '2k')).toEqual({ '1k': 0.05, '2k': 0.1, huge: 0.2 });
    expect(byQuality('turbo', 'odd', 'low')).toEqual({ low: 0.05, turbo: 0.2, odd: 0.2 });
    expect(byQuality('fine', 'finer')).toEqual({ fine: 0.1, finer: 0.1 });
  });

  it('is not guessed beyond four steps of one choice', () => {
    const five = ['low', 'medium', 'high', 'xhigh', 'max'];
    expect(priceOf(five, ['512', '1k', '2k', '3k', '4k'])).toMatchObject({ amount: 0.05 * 256 });
    expect(priceOf([...five, 'ultra'])).toBeNull();
    expect(priceOf([], ['512', '1k', '2k', '3k', '4k', '8k'])).toBeNull();
    expect(priceOf(Array.from({ length: 100 }, (_, at) => `q${at}`))).toBeNull();
  });

  it('is never lower for more pixels, and never below what is stated', () => {
    const thousands = fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(thousands, (sizes) => {
        const price = priceOf(
          [],
          sizes.map((size) => `${size}k`),
        );
        if (price === null) throw new Error('no price');
        const costs = sizes
          .toSorted((one, other) => one - other)
          .map((size) => creditsFor(price, { quality: null, resolution: `${size}k` }));
        expect(costs).toEqual(costs.toSorted((one, other) => one - other));
        expect(costs[0]).toBe(50);
      }),
      { seed: 11, numRuns: 100 },
    );
  });
});
