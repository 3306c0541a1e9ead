import { describe, expect, it } from 'vitest';
import { createMetrics } from '#operations/metrics.ts';

describe('createMetrics', () => {
  it('renders what was counted, in seconds, beside the figures of the process', async () => {
    const metrics = createMetrics();
    metrics.jobEnded({ model: 'flux-2-klein-9b', provider: 'runninghub', outcome: 'delivered', tookMs: 12_000 });
    metrics.delivered(900);
    metrics.providerAsked({ provider: 'runcomfy', call: 'submit', outcome: 'provider.unsure' });
    metrics.discordEdited();
    metrics.discordEdited();
    metrics.discordLimited();
    metrics.creditsMoved('spent', 7);
    metrics.openJobs(3);
    metrics.pricePreviewed('dearer');
    const { contentType, text } = await metrics.render();
    expect(contentType).toMatch(/^text\/plain/);
    for (const line of [
      'easel_jobs_total{model="flux-2-klein-9b",provider="runninghub",outcome="delivered"} 1',
      'easel_job_seconds_sum{model="flux-2-klein-9b",provider="runninghub"} 12',
      'easel_job_seconds_bucket{le="15",model="flux-2-klein-9b",provider="runninghub"} 1',
      'easel_delivery_lag_seconds_sum 0.9',
      'easel_provider_requests_total{provider="runcomfy",call="submit",outcome="provider.unsure"} 1',
      'easel_discord_edits_total 2',
      'easel_discord_rate_limits_total 1',
      'easel_credits_total{kind="spent"} 7',
      'easel_open_jobs 3',
      'easel_price_previews_total{result="dearer"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('tells what is paused', async () => {
    const metrics = createMetrics();
    metrics.paused('runcomfy', true);
    metrics.paused('bot', true);
    metrics.paused('bot', false);
    const lines = (await metrics.render()).text.split('\n');
    expect(lines).toContain('easel_paused{subject="runcomfy"} 1');
    expect(lines).toContain('easel_paused{subject="bot"} 0');
  });

  it('tells how the work is shared among processes', async () => {
    const metrics = createMetrics();
    metrics.queueJobs('waiting', 12);
    metrics.queueJobs('active', 40);
    metrics.queueJobs('waiting', 3);
    metrics.processes('worker', 2);
    metrics.leaseLost();
    metrics.takenOver(2);
    metrics.takenOver(0);
    const lines = (await metrics.render()).text.split('\n');
    for (const line of [
      'easel_queue_jobs{state="waiting"} 3',
      'easel_queue_jobs{state="active"} 40',
      'easel_processes{role="worker"} 2',
      'easel_lease_lost_total 1',
      'easel_takeovers_total 2',
    ]) {
      expect(lines).toContain(line);
    }
  });

  it('names nothing of a queue or of other processes where there is one process', async () => {
    const lines = (await createMetrics().render()).text.split('\n');
    expect(lines.filter((line) => /^easel_(queue_jobs|processes)\b/.test(line))).toEqual([]);
    expect(lines).toContain('easel_takeovers_total 0');
  });

  it('tells how long deliveries take, as far as its buckets know it', async () => {
    const metrics = createMetrics();
    expect(await metrics.deliveryLag()).toEqual({ pictures: 0, p50: null, p95: null });
    for (const lagMs of [200, 600, 700, 700, 1_900]) metrics.delivered(lagMs);
    expect(await metrics.deliveryLag()).toEqual({ pictures: 5, p50: 0.75, p95: 2 });
    for (let count = 0; count < 5; count += 1) metrics.delivered(90_000);
    expect(await metrics.deliveryLag()).toEqual({ pictures: 10, p50: 2, p95: null });
  });

  it('shares nothing with another set', async () => {
    const first = createMetrics();
    const second = createMetrics();
    first.discordEdited();
    expect((await second.render()).text).toContain('easel_discord_edits_total 0');
  });
});
