import type { Model, Price, Route, Settings } from './model.ts';

/** How many credits stand for one US dollar of provider price. */
export const creditsPerUsd = 1000;
/** A fixed rate, so that the same picture costs the same credits tomorrow. An operator changes prices, not rates. */
export const usdPerCny = 0.14;

/**
 * What a picture costs a member: whole credits, rounded up, at least 1. The price list's grid (quality, then resolution)
 * goes before its plain amount.
 */
export function creditsFor(price: Price, settings: Pick<Settings, 'quality' | 'resolution'>): number {
  const cell = price.grid?.[settings.quality ?? '']?.[settings.resolution ?? ''];
  const amount = cell ?? price.amount;
  const usd = price.currency === 'CNY' ? amount * usdPerCny : amount;
  const exact = Number((usd * creditsPerUsd).toFixed(6));
  return Math.max(1, Math.ceil(exact));
}

/** The lowest price of a model with the settings that are taken when nothing is chosen. */
export function priceOf(model: Model): number {
  const asDefault = ({ price, qualities, resolutions }: Route) =>
    creditsFor(price, { quality: qualities?.default ?? null, resolution: resolutions?.default ?? null });
  return Math.min(...model.routes.map(asDefault));
}
