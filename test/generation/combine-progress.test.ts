import { describe, expect, it } from 'vitest';
import { combineProgress, type PartProgress } from '#generation/follow.ts';
import type { Progress } from '#jobs/job.ts';

const waits = (ahead: number | null): Progress => ({ kind: 'queued', ahead, expectedAtMs: null });
const runs = (fraction: number | null, expectedAtMs: number | null = null) =>
  ({ kind: 'running', fraction, expectedAtMs }) as const;
const late: Progress = { kind: 'overdue', untilMs: 9 };
const done = (jobs: number, of: number) => ({ jobs, of });

describe('the progress of several remote jobs', () => {
  it.each<[string, PartProgress[], Progress]>([
    ['of a single one is its own', [runs(0.5, 7)], runs(0.5, 7)],
    ['of which nothing is known is a place in the queue', [null, null], waits(null)],
    ['of a single one of which nothing is known is a place in the queue', [null], waits(null)],
    ['that all wait is the place of the first', [waits(5), waits(null), waits(3)], waits(3)],
    ['of which one is unusually late is that', [runs(0.5), late, 'there'], late],
    ['of which some run is their common share', [runs(0.5, 7), waits(2)], { ...runs(0.25), done: done(0, 2) }],
    [
      'of which one does not tell its share has none',
      [runs(null, 7), runs(0.5, 9)],
      { ...runs(null, 9), done: done(0, 2) },
    ],
    ['of which one does not tell its end has none', [runs(0.5), runs(0.5, 9)], { ...runs(0.5), done: done(0, 2) }],
    ['ends with the last of them', [runs(0.5, 9), runs(0.5, 7)], { ...runs(0.5, 9), done: done(0, 2) }],
    [
      'counts those that are there',
      ['there', 'there', runs(0.5, 7), runs(0, 9)],
      { ...runs(0.625, 9), done: done(2, 4) },
    ],
    ['does not count those that bring nothing', ['there', 'lost', null, runs(0)], { ...runs(0.25), done: done(1, 4) }],
    [
      'of which one is there while the other waits is under way',
      ['there', waits(1)],
      { ...runs(0.5), done: done(1, 2) },
    ],
  ])('%s', (_what, parts, progress) => {
    expect(combineProgress(parts)).toEqual(progress);
  });
});
