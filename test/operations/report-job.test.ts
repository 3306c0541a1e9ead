import { expect, it } from 'vitest';
import { createMetrics } from '../../src/operations/metrics.ts';
import { reportJob } from '../../src/operations/report-job.ts';
import { createRecordingLog } from '../support/http/recording-log.ts';
import { jobOf, settings } from '../support/requests.ts';

const usd = (amount: number) => [{ currency: 'USD' as const, amount }];

it('what a job really took is counted beside what the list says of it, and only where it was told', async () => {
  const metrics = createMetrics();
  const report = (changes: Parameters<typeof jobOf>[0]) =>
    reportJob({ job: jobOf(changes), error: null, finishedAtMs: null }, metrics, createRecordingLog());
  report({
    state: 'delivered',
    credits: 1,
    listCredits: 14,
    came: 1,
    settings: { ...settings, count: 2 },
    costs: usd(0.009),
  });
  report({ state: 'failed', credits: 7, charged: 0, costs: usd(0.002) });
  report({ state: 'delivered', credits: 7, came: 1 });
  const { text } = await metrics.render();
  expect(text).toMatch(/easel_actual_cost_credits_total\{[^}]*\} 11\b/u);
  expect(text).toMatch(/easel_listed_cost_credits_total\{[^}]*\} 7\b/u);
});
