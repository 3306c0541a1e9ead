import type { z } from 'zod';
import type { UsageSum } from '#credits/reports.ts';
import { startOfDay } from '#credits/spending.ts';
import type { CostRow } from '#jobs/job-list.ts';
import type { OperatorDeps } from './deps.ts';
import type { spendQuery } from './query.ts';
import { modelsOf } from './views.ts';

/** Credits and pictures with one key, beside what the services took. */
export interface SpendRow {
  readonly key: string;
  /** What people call it. */
  readonly title: string;
  readonly pictures: number;
  /** What members spent, less what was refunded. */
  readonly credits: number;
  /** Jobs that ended, also those that nothing was charged for. */
  readonly jobs: number;
  /** What the services say that they took, in credits of the price list, and what was charged for the same jobs. */
  readonly took: number;
  readonly chargedOfTold: number;
}

/** What was spent. `days` are in their order and have no gaps; `rows` begin with the dearest and are the first hundred. */
export interface SpendReport {
  readonly days: readonly SpendRow[];
  readonly rows: readonly SpendRow[];
}

const mostRows = 100;
/** Both sides are read further than that, so that a row has both; also more models than there are. */
const mostRead = 2_000;
const dayMs = 24 * 60 * 60_000;

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
    days: keys.map((key) => rowOf(key, key, usageOfDays, costsOfDays)),
    rows: rowsOf(byKind ? usage.map(kinds) : usage, costs, titleOf),
  };
}

function rowsOf(usage: readonly UsageSum[], costs: readonly CostRow[], titleOf: (key: string) => string): SpendRow[] {
  const keys = new Set([...usage, ...costs].map(({ key }) => key));
  return Array.from(keys, (key) => rowOf(key, titleOf(key), usage, costs))
    .sort((one, other) => other.credits - one.credits || other.took - one.took)
    .slice(0, mostRows);
}

function rowOf(key: string, title: string, usage: readonly UsageSum[], costs: readonly CostRow[]): SpendRow {
  const used = usage.filter((each) => each.key === key);
  const cost = costs.find((each) => each.key === key);
  const sum = (what: 'pictures' | 'credits') => used.reduce((total, each) => total + each[what], 0);
  return {
    key,
    title,
    pictures: sum('pictures'),
    credits: sum('credits'),
    jobs: cost?.jobs ?? 0,
    took: cost?.took ?? 0,
    chargedOfTold: cost?.chargedOfTold ?? 0,
  };
}
