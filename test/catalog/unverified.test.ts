import { describe, expect, it } from 'vitest';
import { builtInModels } from '#catalog/models/index.ts';
import { reasonsToDoubt, unverifiedRoutes } from '#catalog/unverified.ts';
import { modelOf, routeOf } from '../support/requests.ts';

const usd = (amount: number) => ({ currency: 'USD', amount, grid: null, estimated: false }) as const;

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
