import { creditsOf } from '../domain/actual-cost.ts';
import type { Job } from '../domain/job.ts';
import { type Finding, fine, note, wrong } from './report.ts';

/** So far prices and costs may lie apart: rounding up to whole credits is some percent of a cheap picture. */
const tolerance = 0.1;

interface Sum {
  actual: number;
  listed: number;
  jobs: number;
}

/**
 * Compares what the services say that jobs took with the price list, model by model. A job of which some pictures did not come is
 * left out: its sum may hold what was taken for those.
 */
export function examineCosts(jobs: readonly Job[]): readonly Finding[] {
  const sums = new Map<string, Sum>();
  for (const job of jobs) addTo(sums, job);
  if (sums.size === 0) return [note('Costs', 'no ended job has told yet what it took')];
  const apart = [...sums].flatMap(([subject, sum]) => findingFor(subject, sum) ?? []);
  const close = sums.size - apart.length;
  const agree = fine('Costs', `${close} of ${sums.size} models took what the price list says, within 10 %`);
  return [...(close > 0 ? [agree] : []), ...apart];
}

function addTo(sums: Map<string, Sum>, job: Job): void {
  const actual = creditsOf(job.costs ?? []);
  const { state, came, settings } = job;
  if (actual === null || state !== 'delivered' || (came ?? settings.count) < settings.count) return;
  const listed = job.listCredits ?? job.credits;
  const subject = `${job.modelId} at ${job.provider}`;
  const sum = sums.get(subject) ?? { actual: 0, listed: 0, jobs: 0 };
  sums.set(subject, { actual: sum.actual + actual, listed: sum.listed + listed, jobs: sum.jobs + 1 });
}

/** Null where the list is right. */
function findingFor(subject: string, { actual, listed, jobs }: Sum): Finding | null {
  const share = actual / Math.max(1, listed) - 1;
  if (Math.abs(share) <= tolerance) return null;
  const percent = Math.round(Math.abs(share) * 100);
  const detail = `${subject}: ${jobs} jobs took ${Math.round(actual)} credits of money, ${percent} % ${share > 0 ? 'more' : 'less'} than the price list's ${listed}`;
  return share > 0
    ? wrong('Costs', detail, 'set its price in CATALOG_FILE, as docs/catalog.md says')
    : note('Costs', detail);
}
