import { expect, test } from 'vitest';
import { phaseAt, planTimeline, realPace } from '../../../sandbox/services/pace.ts';
import { createRandom } from '../../../sandbox/services/random.ts';

const timeline = { submittedAtMs: 1000, createMs: 100, queueMs: 900, runMs: 500 };

test.each([
  [1000, { kind: 'created' }],
  [1099, { kind: 'created' }],
  [1100, { kind: 'queued', position: 3 }],
  [1400, { kind: 'queued', position: 2 }],
  [1899, { kind: 'queued', position: 1 }],
  [1900, { kind: 'running' }],
  [2399, { kind: 'running' }],
  [2400, { kind: 'ended' }],
])('at %i ms the phase follows from the clock alone', (nowMs, phase) => {
  expect(phaseAt(timeline, nowMs)).toEqual(phase);
});

test('the same seed gives the same durations, spread around the pace by no more than its jitter', () => {
  const first = planTimeline(realPace(4000), 0, createRandom(7));
  expect(planTimeline(realPace(4000), 0, createRandom(7))).toEqual(first);
  expect(Math.abs(first.runMs - 4000)).toBeLessThanOrEqual(800);
  expect(Math.abs(first.queueMs - 1500)).toBeLessThanOrEqual(300);
});
