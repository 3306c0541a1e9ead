import type { z } from 'zod';
import { dayMs, startOfDay } from '#core/clock.ts';
import type { UsageSum } from '#credits/reports.ts';
import type { CostRow } from '#jobs/job-list.ts';
import type { OperatorDeps } from './deps.ts';
import type { spendQuery } from './query.ts';
import { modelsOf } from './views.ts';
import type { SpendReport, SpendRow } from './wire.ts';

const mostRows = 100;
/** Both sides are read further than that, so that a row has both; also more models than there are. */
const mostRead = 2_000;

/** Adds up the days that end with today. A picture counts on the day on which it was paid for. */
export async function spendReport(deps: OperatorDeps, query: z.output<typeof spendQuery>): Promise<SpendReport> {
  const { jobs, reports, clock } = deps;
  const { days, by, guild } = query;
  const toMs = startOfDay(clock.now()) + dayMs;
  const span = { fromMs: toMs - days * dayMs, toMs };
  const models = modelsOf(deps);
  const byKind = by === 'kind';
  const [usageOfDays, costsOfDays, usage, costs] = await Promise.all([
    reports.usage('day', span, guild, days),
    jobs.costs('day', span, guild, days),
    reports.usage(byKind ? 'model' : by, span, guild, mostRead),
    jobs.costs(by, span, guild, mostRead),
  ]);
  const kinds = (each: UsageSum) => ({ ...each, key: models.get(each.key)?.kind ?? 'image' });
  const titleOf = (key: string) => (by === 'model' ? (models.get(key)?.title ?? key) : key);
  const keys = Array.from({ length: days }, (_, index) => String(span.fromMs + index * dayMs));
  return {
    days: rowsOf(keys, usageOfDays, costsOfDays, (key) => key),
    rows: rowsOf(null, byKind ? usage.map(kinds) : usage, costs, titleOf)
      .sort((one, other) => other.credits - one.credits || other.took - one.took)
      .slice(0, mostRows),
  };
}

/** One row for each key: those that are given, else all that there are. */
function rowsOf(
  wanted: readonly string[] | null,
  usage: readonly UsageSum[],
  costs: readonly CostRow[],
  titleOf: (key: string) => string,
): SpendRow[] {
  const used = new Map<string, { pictures: number; credits: number }>();
  for (const { key, pictures, credits } of usage) {
    const before = used.get(key) ?? { pictures: 0, credits: 0 };
    used.set(key, { pictures: before.pictures + pictures, credits: before.credits + credits });
  }
  const cost = new Map(costs.map((each) => [each.key, each]));
  const keys = wanted ?? [...new Set([...used.keys(), ...cost.keys()])];
  return keys.map((key) => {
    const { pictures = 0, credits = 0 } = used.get(key) ?? {};
    const { jobs = 0, took = 0, chargedOfTold = 0 } = cost.get(key) ?? {};
    return { key, title: titleOf(key), pictures, credits, jobs, took, chargedOfTold };
  });
}
