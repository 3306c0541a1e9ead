import { describe, expect, it } from 'vitest';
import { quantile } from '../../../bench/quantile.ts';
import { simulateBotRequests } from '../../../bench/simulate/bot-requests.ts';
import { simulateRestart } from '../../../bench/simulate/gateway.ts';
import { type KeyPlan, type KeyResult, simulateKey } from '../../../bench/simulate/key.ts';
import { commitsPerSecond, loadOf, stepsTo, usesOf } from '../../../bench/simulate/resources.ts';

const minuteMs = 60_000;
const plan: KeyPlan = {
  jobsPerSecond: 2,
  hasWebhooks: false,
  workers: 2,
  warmUpMs: 2 * minuteMs,
  forMs: 4 * minuteMs,
  seed: 1,
};
const picturesOf = ({ lags }: KeyResult) => lags.filter(({ isVideo }) => !isVideo).map(({ ms }) => ms);

describe('one key', () => {
  it('loses no job and makes none, whatever happens to the service and to the workers', async () => {
    const short = { ...plan, warmUpMs: 0, forMs: 1.5 * minuteMs };
    const outage = { fromMs: 0.5 * minuteMs, toMs: minuteMs };
    const loss = { atMs: 0.4 * minuteMs, workers: 1 };
    for (const changes of [{}, { hasWebhooks: true }, { outage }, { loss }, { outage, loss, hasWebhooks: true }]) {
      const { arrived, delivered, refused, open } = await simulateKey({ ...short, ...changes });
      expect(delivered + refused + open).toBe(arrived);
      expect(arrived).toBeGreaterThan(140);
      expect(refused > 0).toBe('outage' in changes);
    }
  });

  it('gives the same figures for the same seed, and others for another one', async () => {
    const short = { ...plan, warmUpMs: 0, forMs: minuteMs };
    const [first, second, other] = await Promise.all([short, short, { ...short, seed: 2 }].map(simulateKey));
    expect(second).toEqual(first);
    expect(other?.lags).not.toEqual(first?.lags);
  });

  it('never reads more than its budget allows', async () => {
    const { readsPerSecond } = await simulateKey({
      ...plan,
      jobsPerSecond: 8,
      workers: 4,
      warmUpMs: minuteMs,
      forMs: 1.5 * minuteMs,
    });
    expect(readsPerSecond).toBeGreaterThan(19);
    expect(readsPerSecond).toBeLessThan(20.5);
  });

  it('carries 2 jobs a second without webhooks, and not 8', async () => {
    const [two, eight] = await Promise.all([plan, { ...plan, jobsPerSecond: 8, workers: 4 }].map(simulateKey));
    expect(quantile(picturesOf(two as KeyResult), 0.95)).toBeLessThan(3_000);
    expect(quantile(picturesOf(eight as KeyResult), 0.95)).toBeGreaterThan(5_000);
  });

  it('carries 8 jobs a second with webhooks, with at most 2.2 reads for each', async () => {
    const result = await simulateKey({ ...plan, jobsPerSecond: 8, hasWebhooks: true, workers: 4 });
    expect(quantile(picturesOf(result), 0.95)).toBeLessThan(1_500);
    expect(result.readsPerJob).toBeLessThan(2.2);
  });
});

it('jobs of dead workers are delivered by the others within 20 s of their end, those of the others as before', async () => {
  const loss = { atMs: 2 * minuteMs, workers: 2 };
  const { lags } = await simulateKey({ ...plan, jobsPerSecond: 4, hasWebhooks: true, workers: 6, loss });
  const of = (isTaken: boolean) => lags.filter(({ wasTakenOver }) => wasTakenOver === isTaken).map(({ ms }) => ms);
  expect(of(true).length).toBeGreaterThan(10);
  expect(quantile(of(true), 0.95)).toBeLessThan(20_000);
  expect(quantile(of(false), 0.95)).toBeLessThan(3_000);
});

it('jobs that ended while their service was away are delivered within 45 s of its return', async () => {
  const outage = { fromMs: 3 * minuteMs, toMs: 8 * minuteMs };
  const { lags } = await simulateKey({ ...plan, warmUpMs: outage.fromMs, forMs: 10 * minuteMs, outage });
  const ended = lags.filter(({ endedAtMs }) => endedAtMs < outage.toMs);
  expect(ended.length).toBeGreaterThan(20);
  expect(Math.max(...ended.map(({ endedAtMs, ms }) => endedAtMs + ms)) - outage.toMs).toBeLessThan(45_000);
});

describe('a restart of 100 shards', () => {
  const restart = { shards: 100, maxConcurrency: 1, keepsSessions: false, identifiesLeft: 1_000 };

  it('takes more than eight minutes one login at a time, and half a minute with sixteen', async () => {
    expect((await simulateRestart(restart)).allMs).toBeGreaterThan(8 * minuteMs);
    expect((await simulateRestart({ ...restart, maxConcurrency: 16 })).allMs).toBeLessThan(35_000);
  });

  it('spends no login where sessions are kept', async () => {
    const { identifies, allMs } = await simulateRestart({ ...restart, keepsSessions: true });
    expect([identifies, allMs < 1_000]).toEqual([0, true]);
  });

  it('leaves shards out for which no login is left', async () => {
    const { identifies, leftOut } = await simulateRestart({ ...restart, identifiesLeft: 30 });
    expect([identifies, leftOut]).toEqual([30, 70]);
  });
});

it('the bot token carries 25 % of the jobs of 100,000 servers, and not 40 %', async () => {
  const { jobsPerSecond } = loadOf(100_000);
  const requests = { jobsPerSecond, processes: 6, forMs: 5 * minuteMs, seed: 1 };
  expect((await simulateBotRequests({ ...requests, share: 0.25 })).p95Ms).toBeLessThan(2_000);
  const over = await simulateBotRequests({ ...requests, share: 0.4 });
  expect(over.sentPerSecond).toBeLessThan(51);
  expect(over.waiting).toBeGreaterThan(500);
});

describe('what is full first', () => {
  const capacity = { polled: 3, called: 11.6 };
  const firstOf = (guilds: number) => stepsTo(loadOf(guilds), capacity).map(({ uses }) => uses[0]?.resource);

  it('is the reads of the key without webhooks, from 10,000 servers on', () => {
    for (const guilds of [10_000, 30_000, 100_000]) expect(firstOf(guilds)[0]).toBe('reads of a key');
  });

  it('is nothing for one process with webhooks and 10,000 servers', () => {
    const last = stepsTo(loadOf(10_000), capacity).at(-1);
    expect(last).toMatchObject({ remedy: null, setup: { workers: 0, keys: 1, hasWebhooks: true } });
  });

  it('leaves room in everything with five workers and five keys for 100,000 servers, on one PostgreSQL', () => {
    const last = stepsTo(loadOf(100_000), capacity).at(-1);
    expect(last).toMatchObject({ remedy: null, setup: { workers: 5, keys: 5, store: 'PostgreSQL' } });
    expect(last?.uses.every(({ share }) => share <= 0.7)).toBe(true);
  });

  it('names the store where nothing of Easel’s own helps', () => {
    const setup = { store: 'PostgreSQL', hasWebhooks: true, keys: 100, workers: 100, frontDoors: 20 } as const;
    const [fullest] = usesOf(setup, loadOf(400_000), capacity);
    expect(fullest?.resource).toBe('commits of the store');
    expect(commitsPerSecond(setup, 100)).toBe(740);
    const steps = stepsTo(loadOf(400_000), capacity);
    expect(steps.at(-1)?.uses[0]).toMatchObject({ resource: 'commits of the store' });
  });
});
