import { creditsForSome } from '#catalog/fit-route.ts';
import { creditsPerUsd, usdPerCny } from '#catalog/price.ts';
import type { ActualCost } from '#providers/provider.ts';
import type { Job } from './job.ts';

/** Several costs, one sum per currency. */
export function sumOf(costs: Iterable<ActualCost>): readonly ActualCost[] {
  const sums = new Map<ActualCost['currency'], number>();
  for (const { currency, amount } of costs) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return Array.from(sums, ([currency, amount]) => ({ currency, amount }));
}

/**
 * What was paid, in credits of the price list, rounded to a thousandth; null where no amount of money was told: what a coin of
 * RunningHub's is worth is not published.
 */
export function creditsOf(costs: readonly ActualCost[]): number | null {
  const money = costs.filter(({ currency }) => currency !== 'coins');
  if (money.length === 0) return null;
  const usd = money.reduce((sum, { currency, amount }) => sum + (currency === 'CNY' ? amount * usdPerCny : amount), 0);
  return Number((usd * creditsPerUsd).toFixed(3));
}

/**
 * What a job costs the operator: by the operator's own price list the most while it is open, what came at its end; more where the
 * provider says that it took more.
 */
export function costOf(job: Job): number {
  return Math.max(listedCost(job), Math.ceil(creditsOf(job.costs ?? []) ?? 0));
}

function listedCost(job: Job): number {
  const { state, came, charged, settings } = job;
  const listed = job.listCredits ?? job.credits;
  switch (state) {
    case 'opened':
    case 'sending':
    case 'submitted':
    case 'delivering':
    case 'unsure':
      return listed;
    case 'delivered':
      return creditsForSome(listed, came ?? settings.count, settings.count);
    case 'failed':
    case 'cancelled':
      return (charged ?? 0) > 0 ? listed : 0;
  }
}
