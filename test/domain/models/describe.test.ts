import { describe, expect, it } from 'vitest';
import { describePrice, modelsPage } from '../../../src/domain/models/describe.ts';
import { builtInModels } from '../../../src/domain/models/index.ts';
import { reasonsToDoubt, unverifiedRoutes } from '../../../src/domain/models/unverified.ts';
import { readText } from '../../support/repository.ts';
import { modelOf, routeOf } from '../../support/requests.ts';

const usd = (amount: number) => ({ currency: 'USD', amount, grid: null, estimated: false }) as const;

describe('docs/models.md', () => {
  it('is what `npm run models` writes', () => {
    expect(readText('docs/models.md')).toBe(modelsPage(builtInModels));
  });

  it('has a row for every route', () => {
    const page = modelsPage(builtInModels);
    for (const { endpoint } of builtInModels.flatMap(({ routes }) => routes)) expect(page).toContain(`\`${endpoint}\``);
  });
});

describe('a price in words', () => {
  it('is one number, or a list by quality, resolution or size', () => {
    expect(describePrice(routeOf({ price: usd(0.007) }))).toBe('7');
    const grid = { '': { '1k': 0.01, '4k': 0.03 } };
    expect(describePrice(routeOf({ price: { ...usd(1), grid } }))).toBe('10 at 1k, 30 at 4k');
    const byQuality = { low: { '8x8': 0.01 }, high: { '8x8': 0.02 } };
    expect(describePrice(routeOf({ price: { ...usd(1), grid: byQuality } }))).toBe('low: 10 at 8x8; high: 20 at 8x8');
  });

  it('says when a route is not for everything, and when nobody has published it', () => {
    const loras = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired: true };
    const price = { ...usd(0.007), estimated: true };
    expect(describePrice(routeOf({ price, loras, isReserve: true }))).toBe('7, with a LoRA, in reserve, an estimate');
  });
});

describe('unverified routes', () => {
  it('are those of a lower grade or an estimated price', () => {
    const sure = routeOf();
    const graded = routeOf({ confidence: 'L' });
    const priced = routeOf({ confidence: 'M', price: { ...usd(1), estimated: true } });
    expect(unverifiedRoutes([modelOf(sure, graded, priced)])).toEqual([
      { modelId: 'some-model', route: graded, reasons: ['graded L'] },
      { modelId: 'some-model', route: priced, reasons: ['graded M', 'the price is an estimate'] },
    ]);
    expect(reasonsToDoubt(sure)).toEqual([]);
  });

  it('are none of the seeded ones at RunningHub', () => {
    const doubtful = unverifiedRoutes(builtInModels).map(({ route }) => route.endpoint);
    for (const endpoint of [
      'rhart-image/f-2-klein-9b/text-to-image',
      'rhart-image/f-2-dev/text-to-image-lora',
      'rhart-image-g-2-official/text-to-image',
    ])
      expect(doubtful).not.toContain(endpoint);
  });
});
