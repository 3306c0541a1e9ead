import type { Model, Price, Route, Settings } from './model.ts';
import { defaultSize, sizeLabel } from './size.ts';

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
export type PricedSettings = Pick<Settings, 'quality' | 'resolution'> & Partial<Pick<Settings, 'size'>>;

/**
 * The lowest price of a model with the settings that are taken when nothing is chosen. Routes that such a request does not
 * come to (edits, LoRA only), or not first (reserve), do not count unless there are no others.
 */
export function priceOf({ routes }: Model): number {
  const fromWords = preferred(routes, ({ images }) => images?.isRequired !== true);
  const plain = preferred(fromWords, ({ loras }) => loras?.isRequired !== true);
  const usual = preferred(plain, ({ isReserve }) => isReserve !== true);
  return Math.min(...usual.map(defaultCredits));
}

function preferred(routes: readonly Route[], isUsual: (route: Route) => boolean): readonly Route[] {
  const usual = routes.filter(isUsual);
  return usual.length > 0 ? usual : routes;
}

/** What a picture of this route costs when nothing is chosen. */
export function defaultCredits({ price, qualities, resolutions, sizes }: Route): number {
  const quality = qualities?.default ?? null;
  return creditsFor(price, { quality, resolution: resolutions?.default ?? null, size: defaultSize(sizes) });
}
