import { expect, it } from 'vitest';
import { createMetrics, type EndedJob, reportJob } from '#operations/metrics.ts';
import { createRecordingLog } from '../support/http/recording-log.ts';
import { jobOf } from '../support/requests.ts';

it('what the services took is counted beside what the list says of it, and only where it was told', async () => {
  const metrics = createMetrics();
  const report = (cost: EndedJob['cost'], changes: Parameters<typeof jobOf>[0] = { state: 'delivered' }) =>
    reportJob({ job: jobOf(changes), error: null, finishedAtMs: null, cost }, metrics, createRecordingLog());
  report({ actual: 9, listed: 7 });
  report({ actual: 2, listed: 7 }, { state: 'failed', charged: 0 });
  report(null, { state: 'delivered', costs: [{ currency: 'USD', amount: 1 }] });
  const { text } = await metrics.render();
  expect(text).toMatch(/easel_actual_cost_credits_total\{[^}]*\} 11\b/u);
  expect(text).toMatch(/easel_listed_cost_credits_total\{[^}]*\} 14\b/u);
});
