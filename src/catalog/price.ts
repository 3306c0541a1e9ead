import { canMake, type Model, type Price, type Route, type Settings } from './model.ts';
import { listedProvider } from './models/route-rows.ts';
import { type AskedSize, defaultSize, fitSize, parseSize, sizeLabel } from './size.ts';

/** How many credits stand for one US dollar of provider price. */
export const creditsPerUsd = 1000;
/** A fixed rate, so that the same picture costs the same credits tomorrow. An operator changes prices, not rates. */
export const usdPerCny = 0.14;

/**
 * What a picture costs a member: whole credits, rounded up, at least 1. The price list's grid (quality, then resolution or
 * size) goes before its plain amount.
 */
export function creditsFor(price: Price, settings: PricedSettings): number {
  const amount = amountFor(price, settings);
  const usd = price.currency === 'CNY' ? amount * usdPerCny : amount;
  const exact = Number((usd * creditsPerUsd).toFixed(6));
  return Math.max(1, Math.ceil(exact));
}

/** What a picture costs in the price's own currency. */
export function amountFor(price: Price, { quality, resolution, size }: PricedSettings): number {
  const row = price.grid?.[quality ?? ''];
  const cell = row?.[resolution ?? ''] ?? (size ? row?.[sizeLabel(size)] : undefined);
  return cell ?? price.amount;
}

/** What of the settings a price can depend on. */
type PricedSettings = Pick<Settings, 'quality' | 'resolution'> & Partial<Pick<Settings, 'size'>>;

/**
 * The lowest price of a model with the settings that are taken when nothing is chosen. Routes that such a request does not
 * come to (edits, LoRA only), or not first (reserve), do not count unless there are no others. `size` is the server's default
 * size, which stands in where a route takes it.
 */
export function priceOf(model: Model, size: string | null = null): number {
  const usual = usualRoutes(model);
  const asked = size === null ? null : parseSize(size);
  const taking = usual.filter(({ sizes }) => asked !== null && fitSize(sizes, asked) !== null);
  return Math.min(...(taking.length > 0 ? taking : usual).map((route) => defaultCredits(route, asked)));
}

/** The price that members read beside a model's name: the server's own price, else {@link priceOf} with its default size. */
export function shownPrice(model: Model, { models, defaults }: PriceSettings): number {
  return models.prices[model.id] ?? priceOf(model, canMake(model) ? defaults.size : null);
}

/** The least that a picture of the model can cost, whatever is chosen. Routes in reserve count only where there are no others. */
export function fromPrice({ routes }: Model): number {
  const usual = preferred(routes, ({ isReserve }) => isReserve !== true);
  return Math.min(...usual.flatMap(({ price }) => amountsOf(price).map((amount) => creditsOf(price, amount))));
}

/** What of a server's settings a price can depend on. */
interface PriceSettings {
  readonly models: { readonly prices: Readonly<Record<string, number>> };
  readonly defaults: { readonly size: string | null };
}

function usualRoutes({ routes }: Model): readonly Route[] {
  const fromWords = preferred(routes, ({ images }) => images?.isRequired !== true);
  const plain = preferred(fromWords, ({ loras }) => loras?.isRequired !== true);
  return preferred(plain, ({ isReserve }) => isReserve !== true);
}

function preferred(routes: readonly Route[], isUsual: (route: Route) => boolean): readonly Route[] {
  const usual = routes.filter(isUsual);
  return usual.length > 0 ? usual : routes;
}

function amountsOf({ amount, grid }: Price): readonly number[] {
  const cells = Object.values(grid ?? {}).flatMap((row) => Object.values(row));
  return cells.length > 0 ? cells : [amount];
}

function creditsOf({ currency }: Price, amount: number): number {
  return creditsFor({ currency, amount, grid: null, estimated: false }, { quality: null, resolution: null });
}

/** What a picture of this route costs when nothing is chosen, or nothing but a size that the route takes. */
export function defaultCredits(
  { price, qualities, resolutions, sizes }: Route,
  asked: AskedSize | null = null,
): number {
  const quality = qualities?.default ?? null;
  const size = (asked && fitSize(sizes, asked)) ?? defaultSize(sizes);
  return creditsFor(price, { quality, resolution: resolutions?.default ?? null, size });
}

/** What a picture costs by the service's own word: US dollars, above 0, by endpoint of RunComfy. */
export type StatedPrices = ReadonlyMap<string, number>;

/**
 * The route's price after what its service states. One number cannot replace a price that depends on the options: it is the
 * least that any of its cells can be, and the rest stays an estimate.
 */
export function statedPrice({ provider, endpoint, price }: Route, stated: StatedPrices): Price {
  const usd = provider === listedProvider ? stated.get(endpoint) : undefined;
  if (usd === undefined || price.currency !== 'USD') return price;
  if (price.grid === null) return { currency: 'USD', amount: usd, grid: null, estimated: false };
  const grid = Object.entries(price.grid).map(([quality, cells]) => [quality, raised(cells, usd)]);
  return { ...price, amount: Math.max(price.amount, usd), grid: Object.fromEntries(grid) };
}

function raised(cells: Readonly<Record<string, number>>, leastUsd: number): Record<string, number> {
  return Object.fromEntries(Object.entries(cells).map(([name, usd]) => [name, Math.max(usd, leastUsd)]));
}
