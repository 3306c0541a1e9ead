import { defaultValues } from './fit-form.ts';
import type { FormValue } from './form.ts';
import { canMake, type Meter, type Model, type Price, type Route, type Settings } from './model.ts';
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
export function amountFor(price: Price, settings: PricedSettings): number {
  if (price.meter !== undefined) return meteredAmount(price, price.meter, settings);
  const { quality, resolution, size } = settings;
  const row = price.grid?.[quality ?? ''];
  const cell = row?.[resolution ?? ''] ?? (size ? row?.[sizeLabel(size)] : undefined);
  return cell ?? price.amount;
}

/** What of the settings a price can depend on. */
type PricedSettings = Pick<Settings, 'quality' | 'resolution'> & Partial<Pick<Settings, 'size' | 'form' | 'prompt'>>;

/** What a result may last where the request doesn't say it: a video that is changed is no longer than this. */
export const mostSeconds = 30;

/** The most that it can cost: for a result of unknown length the longest one. */
function meteredAmount(price: Price, meter: Meter, settings: PricedSettings): number {
  return rateOf(price, meter, settings) * unitsOf(meter, settings);
}

/** For one unit. */
function rateOf(price: Price, { by, amounts }: Meter, { form = {} }: PricedSettings): number {
  const values: Readonly<Record<string, FormValue | undefined>> = form;
  return amounts[by.map((word) => String(values[word] ?? '')).join(' ')] ?? price.amount;
}

function unitsOf({ unit }: Meter, { form = {}, prompt = '' }: PricedSettings): number {
  switch (unit) {
    case 'run':
      return 1;
    case 'second':
      return secondsIn(form) ?? mostSeconds;
    case 'thousandCharacters':
      return Math.max(1, Math.ceil([...prompt].length / 1000));
  }
}

/** Null where the service decides: some write that as 0, as -1 or as a word. */
function secondsIn({ duration }: NonNullable<PricedSettings['form']>): number | null {
  const seconds = Number(duration ?? 0);
  return seconds > 0 ? seconds : null;
}

/** Credits for each second of a result whose length only its file tells; null where the price is known before. */
export function creditsPerSecond(price: Price, settings: PricedSettings): number | null {
  const { meter } = price;
  if (meter?.unit !== 'second' || secondsIn(settings.form ?? {}) !== null) return null;
  const { currency } = price;
  const rate = rateOf(price, meter, settings);
  return Number(((currency === 'CNY' ? rate * usdPerCny : rate) * creditsPerUsd).toFixed(6));
}

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

function amountsOf({ amount, grid, meter }: Price): readonly number[] {
  if (meter !== undefined) {
    const amounts = Object.values(meter.amounts);
    return amounts.length > 0 ? amounts : [amount];
  }
  const cells = Object.values(grid ?? {}).flatMap((row) => Object.values(row));
  return cells.length > 0 ? cells : [amount];
}

function creditsOf({ currency }: Price, amount: number): number {
  return creditsFor({ currency, amount, grid: null, estimated: false }, { quality: null, resolution: null });
}

/** What a picture of this route costs when nothing is chosen, or nothing but a size that the route takes. */
export function defaultCredits(
  { price, qualities, resolutions, sizes, form }: Route,
  asked: AskedSize | null = null,
): number {
  if (form !== undefined) {
    const values = defaultValues(form);
    return creditsFor(price, { quality: null, resolution: null, form: values });
  }
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
