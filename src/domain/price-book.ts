import type { Price, Route } from './model.ts';

/** What a picture costs by the service's own word: US dollars, above 0, by endpoint of RunComfy. */
export type StatedPrices = ReadonlyMap<string, number>;

/**
 * The route's price after what its service states. One number cannot replace a price that depends on the options: it is the
 * least that any of its cells can be, and the rest stays an estimate.
 */
export function statedPrice({ provider, endpoint, price }: Route, stated: StatedPrices): Price {
  const usd = provider === 'runcomfy' ? stated.get(endpoint) : undefined;
  if (usd === undefined || price.currency !== 'USD') return price;
  if (price.grid === null) return { currency: 'USD', amount: usd, grid: null, estimated: false };
  const grid = Object.entries(price.grid).map(([quality, cells]) => [quality, raised(cells, usd)]);
  return { ...price, amount: Math.max(price.amount, usd), grid: Object.fromEntries(grid) };
}

function raised(cells: Readonly<Record<string, number>>, leastUsd: number): Record<string, number> {
  return Object.fromEntries(Object.entries(cells).map(([name, usd]) => [name, Math.max(usd, leastUsd)]));
}
