import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '#operations/metrics.ts';
import { readText } from '../support/repository.ts';

const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })).min(1),
});
const rulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z.string().regex(/^\d+[smh]$/),
          labels: z.strictObject({ severity: z.enum(['page', 'warn']) }),
          annotations: z.strictObject({ summary: z.string() }),
        }),
      ),
    }),
  ),
});

/** Names of metrics in an expression of PromQL. */
function metricsIn(expression: string): string[] {
  const bare = expression.replace(/\{[^}]*\}|\[[^\]]*\]/g, '').replace(/\b(?:by|without) \([^)]*\)/g, '');
  return bare.match(/\b(?:easel|process|nodejs)_\w+/g) ?? [];
}

/** Labels that an expression asks of a metric or groups by, without those that Prometheus adds. @see deploy/grafana/README.md */
function labelsIn(expression: string): string[] {
  const matched = [...expression.matchAll(/(\w+)(?:=~|!=|=)"/g)].map(([, name = '']) => name);
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
  return [...matched, ...grouped].filter((name) => !['job', 'instance', 'le', 'process_role'].includes(name));
}

/** Names that Easel renders, those of a histogram's parts included, and every label name of its own metrics. */
async function rendered(): Promise<{ readonly names: ReadonlySet<string>; readonly labels: ReadonlySet<string> }> {
  const metrics = createMetrics();
  metrics.jobEnded({ model: 'model', provider: 'runninghub', outcome: 'delivered', tookMs: 1 });
  metrics.providerAsked({ provider: 'runninghub', call: 'check', outcome: 'ok' });
  metrics.delivered(1);
  metrics.queueJobs('waiting', 1);
  metrics.processes('worker', 1);
  metrics.unfunded('runninghub', null);
  metrics.paused('bot', false);
  const { text } = await metrics.render();
  const names = [...text.matchAll(/^([a-z]\w*)(?=[{ ])/gm)].map(([name]) => name);
  const labels = [...text.matchAll(/[{,](\w+)="/g)].map(([, name = '']) => name);
  return { names: new Set(names), labels: new Set(labels) };
}

const { panels } = dashboardSchema.parse(JSON.parse(readText('deploy/grafana/easel.json')));
const rules = rulesSchema.parse(parse(readText('deploy/grafana/alerts.yaml'))).groups.flatMap((group) => group.rules);
const expressions = [...panels.flatMap(({ targets }) => targets), ...rules].map(({ expr }) => expr);

describe('the dashboard and the alert rules', () => {
  it('ask only for metrics and labels that Easel renders', async () => {
    const { names, labels } = await rendered();
    expect(expressions.flatMap(metricsIn).filter((name) => !names.has(name))).toEqual([]);
    expect(expressions.flatMap(labelsIn).filter((name) => !labels.has(name))).toEqual([]);
    expect(expressions.filter((expression) => metricsIn(expression).length === 0)).toEqual([]);
  });

  it('show what an operator of several processes asks for', () => {
    const shown = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr))));
    for (const name of [
      'easel_open_jobs',
      'easel_queue_jobs',
      'easel_processes',
      'easel_takeovers_total',
      'easel_lease_lost_total',
      'easel_delivery_lag_seconds_bucket',
      'easel_discord_rate_limits_total',
      'easel_spent_today_credits',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
    ]) {
      expect(shown).toContain(name);
    }
  });

  it('are read by this test: names and labels are found, functions and times are not', () => {
    const expression = 'sum by (role) (rate(easel_wrong_total{state!="ok"}[5m])) > 9e2';
    expect(metricsIn(expression)).toEqual(['easel_wrong_total']);
    expect(labelsIn(expression)).toEqual(['state', 'role']);
  });

  it('have a name each, and balanced brackets', () => {
    const names = [...rules.map(({ alert }) => alert), ...panels.map(({ title }) => title)];
    expect(new Set(names).size).toBe(names.length);
    for (const expression of expressions) {
      expect(expression.split('(').length).toBe(expression.split(')').length);
    }
  });
});
