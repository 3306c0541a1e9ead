import { describe, expect, it } from 'vitest';
import { type CatalogChanges, createCatalog, noChanges } from '#catalog/catalog.ts';
import type { Price, Route } from '#catalog/model.ts';
import { flux2Klein9b } from '#catalog/models/flux.ts';
import { nanoBanana2 } from '#catalog/models/nano-banana.ts';
import { admit } from '#catalog/plan.ts';
import { priceOf, type StatedPrices, statedPrice } from '#catalog/price.ts';
import { emptyRemoteCatalogue } from '#catalog/remote/remote-catalogue.ts';
import type { ProviderName } from '#core/ids.ts';
import { listingBookOf } from '../support/listed-models.ts';
import { requestOf } from '../support/requests.ts';

const both = new Set<ProviderName>(['runninghub', 'runcomfy']);
const klein = 'blackforestlabs/flux-2-klein/9b/text-to-image';
const banana = 'google/nano-banana-2/text-to-image';

function routeAt(endpoint: string): Route {
  const route = [...flux2Klein9b.routes, ...nanoBanana2.routes].find((row) => row.endpoint === endpoint);
  if (route === undefined) throw new Error(`no route at ${endpoint}`);
  return route;
}

function bookOf(prices: StatedPrices) {
  const book = listingBookOf({ ...emptyRemoteCatalogue, prices });
  return { ...book, state: (next: StatedPrices) => book.list({ ...emptyRemoteCatalogue, prices: next }) };
}

describe('a stated price', () => {
  it('takes the place of an estimate, and is none', () => {
    const price = statedPrice(routeAt(klein), new Map([[klein, 0.009]]));
    expect(price).toEqual({ currency: 'USD', amount: 0.009, grid: null, estimated: false });
  });

  it('leaves the price of a route alone of which nothing is stated', () => {
    expect(statedPrice(routeAt(klein), new Map([[banana, 1]]))).toBe(routeAt(klein).price);
  });

  it('only raises what depends on the options, which stays an estimate', () => {
    expect(statedPrice(routeAt(banana), new Map([[banana, 0.12]]))).toEqual({
      currency: 'USD',
      amount: 0.2,
      grid: { '': { '0.5K': 0.12, '1K': 0.12, '2K': 0.15, '4K': 0.2 } },
      estimated: true,
    });
    expect(statedPrice(routeAt(banana), new Map([[banana, 0.3]])).amount).toBe(0.3);
  });

  it('is of RunComfy, in its currency', () => {
    const stated = new Map([[klein, 0.009]]);
    const cny: Price = { currency: 'CNY', amount: 1, grid: null, estimated: false };
    expect(statedPrice({ ...routeAt(klein), provider: 'runninghub' }, stated)).toBe(routeAt(klein).price);
    expect(statedPrice({ ...routeAt(klein), price: cny }, stated)).toBe(cny);
  });
});

describe('a catalogue with a price book', () => {
  const only = new Set<ProviderName>(['runcomfy']);
  const priceIn = (catalog: ReturnType<typeof createCatalog>) => {
    const model = catalog.find('flux-2-klein-9b');
    return (
      model && { shown: priceOf(model), charged: admit(requestOf(), { catalog, isTroubled: () => false }).credits }
    );
  };

  it('shows and charges the price of the moment', () => {
    const book = bookOf(new Map([[klein, 0.009]]));
    const catalog = createCatalog(noChanges, only, book);
    expect(priceIn(catalog)).toEqual({ shown: 9, charged: 9 });
    const before = catalog.models;
    expect(catalog.models).toBe(before);
    book.state(new Map([[klein, 0.011]]));
    expect(priceIn(catalog)).toEqual({ shown: 11, charged: 11 });
    expect(catalog.models).not.toBe(before);
  });

  it('lets a service go first that has become the cheaper one', () => {
    const book = bookOf(new Map());
    const catalog = createCatalog(noChanges, both, book);
    const first = () => admit(requestOf(), { catalog, isTroubled: () => false }).quotes[0].route.provider;
    expect(first()).toBe('runninghub');
    book.state(new Map([[klein, 0.002]]));
    expect(first()).toBe('runcomfy');
  });

  it('has the operator’s price before it', () => {
    const price: Price = { currency: 'USD', amount: 0.02, grid: null, estimated: false };
    const book = bookOf(new Map([[klein, 0.009]]));
    const byRow: CatalogChanges = {
      ...noChanges,
      prices: [{ model: 'flux-2-klein-9b', provider: 'runcomfy', price }],
    };
    const byModel: CatalogChanges = {
      ...noChanges,
      models: [{ ...flux2Klein9b, routes: [{ ...routeAt(klein), price }] }],
    };
    expect(priceIn(createCatalog(byRow, only, book))).toEqual({ shown: 20, charged: 20 });
    expect(priceIn(createCatalog(byModel, only, book))).toEqual({ shown: 20, charged: 20 });
  });
});
