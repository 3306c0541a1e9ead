import { describe, expect, it } from 'vitest';
import { type Crowd, type CrowdKind, simulateCrowd } from '../support/crowd.ts';
import { evenly, lognormal } from '../support/polling.ts';

/*
 * What is assumed: jobs arrive evenly at random, as many as it takes to keep so many in flight; most are videos of 2 to 10 min, a
 * few are pictures of 5 s (lognormal, sigma 0.2) on another route of the same key. Forty runs of each route were seen before. One
 * key may be asked 20 times a second, so that 1,000 jobs leave some five reads for each. With 10,000 in flight the mean time in flight
 * has to be more than 500 s, or even one read for each is too much: the videos also wait up to 9 min in the service's queue.
 */
const minuteMs = 60_000;
const pictures: CrowdKind = { name: 'picture', inFlight: 5, runMs: lognormal(5_000, 0.2) };
const videos: CrowdKind = { name: 'video', inFlight: 995, runMs: evenly(2 * minuteMs, 10 * minuteMs) };

async function lagsOf(name: string, crowd: Omit<Crowd, 'seed'>) {
  const { kinds } = await simulateCrowd({ ...crowd, seed: 1 });
  const result = kinds.get(name);
  if (result === undefined) throw new Error(`no kind ${name}`);
  return result;
}

it('1,000 jobs in flight without webhooks: the end of a picture of 5 s is seen within 1.5 s (half), 4 s (nearly all), not after half a minute as in the order of asking', async () => {
  const crowd = { kinds: [pictures, videos], forMs: 3 * minuteMs, seed: 1 };
  const [byChance, inOrder] = await Promise.all([simulateCrowd(crowd), simulateCrowd({ ...crowd, isInOrder: true })]);
  const [picture, floor] = [byChance, inOrder].map(({ kinds }) => kinds.get('picture'));
  expect(picture?.ended).toBeGreaterThan(100);
  expect(picture?.p50Ms).toBeLessThanOrEqual(1_500);
  expect(picture?.p95Ms).toBeLessThanOrEqual(4_000);
  expect(floor?.p50Ms).toBeGreaterThan(30_000);
  // The videos wait hardly longer for it.
  const [video, floorOfVideos] = [byChance, inOrder].map(({ kinds }) => kinds.get('video')?.p50Ms ?? 0);
  expect(video).toBeLessThan(1.5 * (floorOfVideos ?? 0));
});

it('10,000 jobs in flight with webhooks: half are seen within 0.6 s, with at most 2 reads for each, though one call in 200 is lost', async () => {
  const queued = { ...videos, inFlight: 9_995, queueMs: evenly(0, 9 * minuteMs) };
  const { all, readsPerJob } = await simulateCrowd({
    kinds: [pictures, queued],
    forMs: 45_000,
    seed: 1,
    callMs: (random) => (random() < 0.005 ? null : evenly(100, 300)(random)),
  });
  expect(all.ended).toBeGreaterThan(400);
  expect(all.p50Ms).toBeLessThanOrEqual(600);
  expect(readsPerJob).toBeLessThanOrEqual(2);
});

it('two kinds of runs on one route (lognormal, sigma 0.35, medians 4 s and 25 s) are seen within 2.5 s, with at most 10 reads', async () => {
  const [short, long] = [lognormal(4_000, 0.35), lognormal(25_000, 0.35)];
  const two: CrowdKind = { name: 'two', inFlight: 12, runMs: (random) => (random() < 0.5 ? short : long)(random) };
  const { all, readsPerJob } = await simulateCrowd({ kinds: [two], forMs: 15 * minuteMs, seed: 1 });
  expect(all.ended).toBeGreaterThan(300);
  expect(all.p95Ms).toBeLessThanOrEqual(2_500);
  expect(readsPerJob).toBeLessThanOrEqual(10);
});

describe('a single job beside 900 that last 20 s and end faster than can be asked for', () => {
  const single: CrowdKind = { name: 'single', inFlight: 1, runMs: lognormal(5_000, 0.2) };
  const many: CrowdKind = { name: 'many', inFlight: 900, runMs: lognormal(20_000, 0.3), guild: 'a large server' };
  const forMs = minuteMs;

  it.each<readonly [string, CrowdKind, CrowdKind]>([
    ['of another server', single, many],
    ['of another member of the same server', { ...single, guild: 'a large server' }, { ...many, member: 'one member' }],
  ])('%s does not wait for them', async (_, one, others) => {
    const { ended, p50Ms, longestMs } = await lagsOf('single', { kinds: [one, others], forMs });
    expect(ended).toBeGreaterThan(5);
    expect(p50Ms).toBeLessThanOrEqual(900);
    expect(longestMs).toBeLessThanOrEqual(3_000);
  });

  it('waits with them where turns go by the order of asking', async () => {
    expect((await lagsOf('single', { kinds: [single, many], forMs, isInOrder: true })).p50Ms).toBeGreaterThan(10_000);
  });
});
