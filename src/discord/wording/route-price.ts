import type { Price, Route } from '../../domain/model.ts';
import { creditsFor, defaultCredits } from '../../domain/price.ts';
import { say } from './say.ts';

/**
 * What a picture of this route costs in credits: `7`, `23 at 1k, 28 at 4k`, or by quality `low: 41 at 1k, …; high: …`, and
 * when it is charged so.
 */
export function priceText(route: Route): string {
  const { price, loras, images, isReserve } = route;
  const notes = [
    ...(images?.isRequired === true ? [say('phrase.price.toEdit')] : []),
    ...(loras?.isRequired === true ? [say('phrase.price.withLora')] : []),
    ...(isReserve === true ? [say('phrase.price.inReserve')] : []),
    ...(price.estimated ? [say('phrase.price.estimate')] : []),
  ];
  return [price.grid === null ? String(defaultCredits(route)) : gridText(price, price.grid), ...notes].join(', ');
}

function gridText({ currency }: Price, grid: NonNullable<Price['grid']>): string {
  const creditsOf = (amount: number) =>
    creditsFor({ currency, amount, grid: null, estimated: false }, { quality: null, resolution: null });
  const rows = Object.entries(grid).map(([quality, cells]) => {
    const prices = Object.entries(cells).map(([resolution, amount]) => cellText(creditsOf(amount), resolution));
    return quality === '' ? prices.join(', ') : say('phrase.price.of', { quality, prices: prices.join(', ') });
  });
  return rows.join('; ');
}

function cellText(credits: number, resolution: string): string {
  return resolution === '' ? String(credits) : say('phrase.price.at', { credits, resolution });
}
