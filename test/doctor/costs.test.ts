import { expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { examineCosts } from '#doctor/local.ts';
import type { Job } from '#jobs/job.ts';
import { jobOf, settings } from '../support/requests.ts';

const delivered = (modelId: string, usd: number, changes: Partial<Job> = {}) =>
  jobOf({
    id: jobId(modelId),
    modelId,
    state: 'delivered',
    credits: 7,
    came: 1,
    costs: [{ currency: 'USD', amount: usd }],
    ...changes,
  });

it('the doctor says where nothing is known yet: coins, failures and some of several pictures tell no price', () => {
  const unknown = [
    jobOf({ state: 'delivered' }),
    jobOf({ state: 'failed', costs: [{ currency: 'USD', amount: 1 }] }),
    jobOf({ state: 'delivered', costs: [{ currency: 'coins', amount: 9 }] }),
    delivered('partly', 0.02, { settings: { ...settings, count: 4 }, credits: 40, came: 2 }),
  ];
  for (const jobs of [[], unknown])
    expect(examineCosts(jobs)).toEqual([
      expect.objectContaining({ mark: 'note', detail: 'no ended job has told yet what it took' }),
    ]);
});

it('the doctor names the models whose pictures cost more than ten percent more or less than the list says', () => {
  const four = { settings: { ...settings, count: 4 }, credits: 1, listCredits: 40, came: 4 };
  const findings = examineCosts([
    delivered('as-listed', 0.007),
    delivered('as-listed', 0.0075),
    delivered('dearer', 0.01),
    delivered('cheaper', 0.003),
    delivered('four', 0.04, four),
  ]);
  expect(findings.map(({ mark, detail }) => `${mark}: ${detail}`)).toEqual([
    'fine: 2 of 4 models took what the price list says, within 10 %',
    "wrong: dearer at runninghub: 1 jobs took 10 credits of money, 43 % more than the price list's 7",
    "note: cheaper at runninghub: 1 jobs took 3 credits of money, 57 % less than the price list's 7",
  ]);
  expect(examineCosts([delivered('dearer', 0.01)])).toHaveLength(1);
});
