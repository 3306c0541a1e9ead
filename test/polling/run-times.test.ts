import { describe, expect, it } from 'vitest';
import { createRunTimes, leftOfUnknown, whenUnknown } from '#polling/run-times.ts';

const lasted = (ms: number) => ({ fromMs: ms, toMs: ms });
const repeated = (ms: number, count: number) => Array.from({ length: count }, () => lasted(ms));

describe('the runs seen', () => {
  it.each([
    ['a single one for up to 15 % more or less', [lasted(10_000)], 8_500, 11_500],
    ['four for up to 7.5 % more or less', repeated(10_000, 4), 9_250, 10_750],
    [
      'one whose end was seen late for half of the time in which it may have ended',
      [{ fromMs: 0, toMs: 20_000 }],
      5_000,
      15_000,
    ],
    ['the shortest one for 1 ms more', [lasted(0)], 0, 1],
    ['two for all between them, and as much on the other side', [lasted(10_000), lasted(20_000)], 5_000, 25_000],
  ])('stand for others: %s', (_which, runs, fromMs, toMs) => {
    const { whenBy, shareBy } = createRunTimes(runs);
    expect([whenBy(0, 0), whenBy(1, 0)]).toEqual([fromMs, toMs]);
    expect([shareBy(fromMs - 1), shareBy(fromMs), shareBy(toMs), shareBy(toMs + 1)]).toEqual([0, 0, 1, 1]);
  });

  it('end evenly in between: half of them at the median, the first fiftieth is left out', () => {
    const { shareBy, whenBy, medianMs, earliestMs } = createRunTimes([lasted(10_000)]);
    expect([medianMs, earliestMs]).toEqual([10_000, 8_560]);
    expect(shareBy(9_250)).toBeCloseTo(0.25);
    expect(whenBy(0.75, 0)).toBeCloseTo(10_750);
  });

  it('count twice as much as the fifteenth before them', () => {
    const { shareBy } = createRunTimes([lasted(10_000), ...repeated(50_000, 14), lasted(100_000)]);
    expect((1 - shareBy(70_000)) / shareBy(40_000)).toBeCloseTo(2);
  });

  it('have their share as they are weighed, where they are apart', () => {
    const { shareBy } = createRunTimes([lasted(10_000), lasted(20_000)]);
    expect(shareBy(15_000)).toBeCloseTo(1 / (1 + 2 ** (1 / 15)));
  });
});

describe('the chance of an end', () => {
  it('is that of the runs seen, and for a part that of runs of which nothing is known', () => {
    const { chanceBy } = createRunTimes([lasted(10_000)]);
    // A third counts as unknown: a sixth of these still run after 10 s, and half of the others.
    expect(chanceBy(10_000, 0)).toBeCloseTo(1 - (1 / 2) * (2 / 3) - (1 / 6) * (1 / 3));
    expect(chanceBy(10_000, 10_000)).toBe(0);
    // After all known ones only the unknown are left.
    expect(chanceBy(38_000, 18_000)).toBeCloseTo(0.5);
  });

  it('says less of the unknown, the more runs are known', () => {
    const { chanceBy } = createRunTimes(repeated(10_000, 8));
    expect(chanceBy(18_000, 0)).toBeCloseTo(1 - 1 / 10 / 10);
  });

  it.each([
    [0.025, 0],
    [0.5, 0],
    [0.97, 0],
    [0.5, 9_000],
    [0.13, 12_000],
  ])('of %f has come at the moment that is told, from %i ms on', (chance, fromMs) => {
    const { whenByChance, chanceBy } = createRunTimes([lasted(10_000)]);
    const atMs = whenByChance(chance, fromMs);
    expect(chanceBy(atMs, fromMs)).toBeGreaterThanOrEqual(chance);
    expect(chanceBy(atMs - 1, fromMs)).toBeLessThan(chance);
  });

  it('that does not come within twice the time of the longest run is told as then', () => {
    const { whenByChance } = createRunTimes([lasted(10_000)]);
    expect(whenByChance(0.999, 0)).toBeCloseTo(23_000);
    expect(whenByChance(0.999, 30_000)).toBeCloseTo(60_000);
  });

  it('is not looked for before the moment at which the run was seen', () => {
    expect(createRunTimes([lasted(10_000)]).whenBy(0.5, 60_000)).toBe(60_000);
  });
});

describe('runs of which nothing is known', () => {
  it('are half over after 2 s, and then whenever they are twice as old and 2 s more', () => {
    expect([leftOfUnknown(0), leftOfUnknown(2_000), leftOfUnknown(6_000)]).toEqual([1, 0.5, 0.25]);
    expect([whenUnknown(0.5, 0), whenUnknown(0.5, 2_000), whenUnknown(0.75, 0)]).toEqual([2_000, 6_000, 6_000]);
  });
});
