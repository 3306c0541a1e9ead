import { describe, expect, it } from 'vitest';
import { judgeThirds, type Measured, percentile, type Sample, tableOf } from './verdict.ts';

const minuteMs = 60_000;
/** 18 minutes: 3 of warm-up, then 5 for each third; a sample and a picture every 10 s. */
function measured(changes: Partial<Sample> | ((atMs: number) => Partial<Sample>) = {}, lagAt = (_atMs: number) => 200) {
  const times = Array.from({ length: 108 }, (_, index) => index * 10_000);
  const usual = { rssMiB: 150, heapMiB: 60, handles: 20, loopP99Ms: 12 };
  const samples = times.map((atMs) => ({
    atMs,
    ...usual,
    ...(typeof changes === 'function' ? changes(atMs) : changes),
  }));
  const lags = times.map((atMs) => ({ atMs, value: lagAt(atMs) }));
  return { lastedMs: 18 * minuteMs, samples, lags, errors: [] } satisfies Measured;
}
const badIn = (each: Measured) => judgeThirds(each).flatMap(({ name, isFine }) => (isFine ? [] : [name]));

describe('the verdict of a soak', () => {
  it('has nothing against figures that stay as they are', () => {
    expect(badIn(measured())).toEqual([]);
  });

  it('leaves out the sixth of the time in which everything warms up', () => {
    expect(badIn(measured((atMs) => (atMs < 3 * minuteMs ? { rssMiB: 50 } : {})))).toEqual([]);
  });

  it.each([
    ['memory (rss), MiB', 'rssMiB', 150],
    ['heap, MiB', 'heapMiB', 60],
    ['open handles', 'handles', 20],
  ] as const)('finds that %s grows by more than a twentieth, and lets a twentieth pass', (name, key, usual) => {
    const lastThird = (value: number) => (atMs: number) => (atMs >= 13 * minuteMs ? { [key]: value } : {});
    expect(badIn(measured(lastThird(usual * 1.06)))).toEqual([name]);
    expect(badIn(measured(lastThird(usual * 1.049)))).toEqual([]);
  });

  it('goes by medians, so that one high sample is no growth', () => {
    expect(badIn(measured((atMs) => (atMs % 100_000 === 0 ? { rssMiB: 400 } : {})))).toEqual([]);
  });

  it('finds that pictures take longer, and that a few of them do', () => {
    const slower = measured({}, (atMs) => (atMs >= 13 * minuteMs ? 230 : 200));
    expect(badIn(slower)).toEqual(['delivery lag p50, ms', 'delivery lag p95, ms']);
    const someSlower = measured({}, (atMs) => (atMs >= 13 * minuteMs && atMs % 100_000 === 0 ? 900 : 200));
    expect(badIn(someSlower)).toEqual(['delivery lag p95, ms']);
  });

  it('counts what was never measured as a failure', () => {
    expect(badIn({ lastedMs: minuteMs, samples: [], lags: [], errors: [] })).toEqual([
      'memory (rss), MiB',
      'heap, MiB',
      'open handles',
      'delivery lag p50, ms',
      'delivery lag p95, ms',
    ]);
  });

  it('shows errors a minute and the delay of the event loop without judging them', () => {
    const errors = [4, 4.5, 17, 17.1, 17.2].map((minute) => ({ atMs: minute * minuteMs, value: 1 }));
    const rows = judgeThirds({ ...measured((atMs) => ({ loopP99Ms: atMs / 1000 })), errors });
    expect(rows.find(({ name }) => name === 'errors a minute')).toMatchObject({ thirds: [0.4, 0, 0.6], isFine: true });
    expect(rows.every(({ isFine }) => isFine)).toBe(true);
  });

  it('counts anything above nothing as growth', () => {
    const rows = judgeThirds(measured((atMs) => ({ handles: atMs >= 13 * minuteMs ? 1 : 0 })));
    expect(rows.find(({ name }) => name === 'open handles')).toMatchObject({ growth: Number.POSITIVE_INFINITY });
    expect(judgeThirds(measured({ handles: 0 })).every(({ isFine }) => isFine)).toBe(true);
  });
});

it('takes percentiles of what there is', () => {
  expect([percentile([3, 1, 2], 0.5), percentile([1, 2], 0.95), percentile([], 0.5)]).toEqual([2, 2, null]);
});

it('prints a table that marks what has grown', () => {
  const lines = tableOf(judgeThirds(measured((atMs) => ({ rssMiB: atMs >= 13 * minuteMs ? 300 : 150 })))).split('\n');
  expect(lines[1]).toMatch(/^memory \(rss\), MiB +150\.0 +150\.0 +300\.0 +100\.0 % +TOO MUCH$/);
  expect(lines[2]).toMatch(/^heap, MiB +60\.0 +60\.0 +60\.0 +0\.0 %$/);
});
