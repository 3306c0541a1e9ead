import { describe, expect, it } from 'vitest';
import { priceText } from '../../../commands/models/view.ts';
import { routeOf } from '../../support/requests.ts';

const usd = (amount: number) => ({ currency: 'USD', amount, grid: null, estimated: false }) as const;

describe('a price in words', () => {
  it('is one number, or a list by quality, resolution or size', () => {
    expect(priceText(routeOf({ price: usd(0.007) }))).toBe('7');
    const grid = { '': { '1k': 0.01, '4k': 0.03 } };
    expect(priceText(routeOf({ price: { ...usd(1), grid } }))).toBe('10 at 1k, 30 at 4k');
    const byQuality = { low: { '8x8': 0.01 }, high: { '8x8': 0.02 } };
    expect(priceText(routeOf({ price: { ...usd(1), grid: byQuality } }))).toBe('low: 10 at 8x8; high: 20 at 8x8');
  });

  it('says when a route is not for everything, and when nobody has published it', () => {
    const loras = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired: true };
    const price = { ...usd(0.007), estimated: true };
    expect(priceText(routeOf({ price, loras, isReserve: true }))).toBe('7, with a LoRA, in reserve, an estimate');
  });
});
