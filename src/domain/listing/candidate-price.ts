import type { Choice, Price, Route } from '../model.ts';

/** Each step up is taken to cost this many times as much: an assumption on the safe side. @see docs/decisions, further models */
const dearerPerStep = 2;
/** From the cheapest on. */
const qualityOrder = ['draft', 'low', 'standard', 'medium', 'auto', 'high', 'hd', 'xhigh', 'ultra', 'max'];

/**
 * The price of a listed model. The catalogue states one number, the least that a picture costs; where the quality or the resolution
 * can be chosen, every step above the cheapest is an estimate.
 */
export function candidatePrice(
  usd: number,
  { qualities, resolutions }: Pick<Route, 'qualities' | 'resolutions'>,
): Price {
  if (qualities === null && resolutions === null) return { currency: 'USD', amount: usd, grid: null, estimated: false };
  const rows = inOrder(qualities, (word) => rankOf(qualityOrder.indexOf(word)));
  const cells = inOrder(resolutions, (word) => rankOf(Number.parseFloat(word)));
  const costOf = (step: number) => usd * dearerPerStep ** step;
  const grid = rows.map((quality, row) => [
    quality,
    Object.fromEntries(cells.map((resolution, cell) => [resolution, costOf(row + cell)])),
  ]);
  const amount = costOf(rows.length + cells.length - 2);
  return { currency: 'USD', amount, grid: Object.fromEntries(grid), estimated: true };
}

/** The words from the cheapest on, as listed where that is not known; the empty word where there is nothing to choose. */
function inOrder(choice: Choice | null, rank: (word: string) => number): readonly string[] {
  return choice === null
    ? ['']
    : choice.values.toSorted((one, other) => rank(one.toLowerCase()) - rank(other.toLowerCase()));
}

/** What is not known counts as dearest. */
function rankOf(place: number): number {
  return place >= 0 ? place : Number.MAX_SAFE_INTEGER;
}
