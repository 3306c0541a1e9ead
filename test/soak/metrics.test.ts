import { expect, it } from 'vitest';
import { createMetrics } from '#operations/metrics.ts';
import { readLine, readMetrics, sumOf } from './metrics.ts';
import { readOptions } from './options.ts';

it('reads the figures of a process from what the bot serves', async () => {
  const figures = readMetrics((await createMetrics().render()).text);
  expect(figures.rssMiB).toBeGreaterThan(figures.heapMiB);
  expect(figures.heapMiB).toBeGreaterThan(1);
  expect(figures.handles).toBeGreaterThanOrEqual(0);
  expect(figures.loopP99Ms).toBeGreaterThanOrEqual(0);
});

it('names a figure that is not there', () => {
  expect(() => readMetrics('process_resident_memory_bytes 1048576\n')).toThrow('nodejs_heap_size_used_bytes');
});

it('adds processes up, and takes the slowest event loop', () => {
  const one = { rssMiB: 100, heapMiB: 40, handles: 10, loopP99Ms: 12 };
  expect(sumOf([one, { ...one, loopP99Ms: 30 }])).toEqual({ rssMiB: 200, heapMiB: 80, handles: 20, loopP99Ms: 30 });
});

it('reads from the log how long pictures took, and what was an error', () => {
  const ended = '{"level":"info","outcome":"delivered","tookMs":900,"lagMs":230,"message":"a job has ended"}';
  expect(readLine(ended)).toEqual({ lagMs: 230, isError: false });
  expect(readLine('{"level":"error","outcome":"provider.failed","lagMs":5}')).toEqual({ lagMs: null, isError: true });
  expect(readLine('{"level":"info","outcome":"delivered","lagMs":null}')).toEqual({ lagMs: null, isError: false });
});

it('reads how long a soak takes', () => {
  expect(readOptions([])).toEqual({ minutes: 60, isCluster: false });
  expect(readOptions(['--minutes', '0.5', '--cluster'])).toEqual({ minutes: 0.5, isCluster: true });
});

it.each([
  ['--minutes', '0'],
  ['--minutes', 'ten'],
  ['--hours', '1'],
  ['--minutes', '1', 'more'],
])('refuses %s %s', (...words) => {
  expect(() => readOptions(words)).toThrow(/--minutes/);
});
