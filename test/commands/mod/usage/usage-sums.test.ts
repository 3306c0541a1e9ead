import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userId } from '#core/ids.ts';
import { periods } from '#credits/credits.ts';
import type { DayUsageRow } from '#credits/usage.ts';
import { reportUsage, spanOf, topOf, usageGroups } from '../../../../commands/mod/usage/sums.ts';

const dayMs = 86_400_000;
const tuesdayMs = Date.UTC(2023, 10, 14);
const row = (change: Partial<DayUsageRow>): DayUsageRow => ({
  userId: userId('1200000000000000001'),
  model: 'a',
  pictures: 1,
  credits: 10,
  dayMs: tuesdayMs,
  ...change,
});

describe('the span of a period', () => {
  it('goes from its start to today', () => {
    const nowMs = tuesdayMs + 1234;
    expect(spanOf('day', nowMs)).toEqual({ period: 'day', fromMs: tuesdayMs, toMs: tuesdayMs });
    expect(spanOf('week', nowMs)).toEqual({ period: 'week', fromMs: tuesdayMs - dayMs, toMs: tuesdayMs });
    expect(spanOf('month', nowMs)).toEqual({ period: 'month', fromMs: Date.UTC(2023, 10, 1), toMs: tuesdayMs });
  });
});

describe('usage', () => {
  const span = spanOf('week', tuesdayMs);

  it('is added up by member and by model, the dearest first', () => {
    const other = userId('1200000000000000002');
    const rows = [row({}), row({ model: 'b' }), row({ userId: other, credits: 30 })];
    expect(reportUsage(rows, span, 'member').sums).toEqual([
      { key: other, pictures: 1, credits: 30 },
      { key: '1200000000000000001', pictures: 2, credits: 20 },
    ]);
    expect(reportUsage(rows, span, 'model').sums.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('has one order for equal sums: more pictures first, then by name', () => {
    const rows = [row({ model: 'b' }), row({ model: 'a' }), row({ model: 'c', pictures: 2 })];
    const orders = [rows, [...rows].reverse()].map((each) =>
      reportUsage(each, span, 'model').sums.map(({ key }) => key),
    );
    expect(orders).toEqual([
      ['c', 'a', 'b'],
      ['c', 'a', 'b'],
    ]);
  });

  it('has every day of the span, with nothing where nothing was made', () => {
    expect(reportUsage([row({})], span, 'day').sums).toEqual([
      { key: String(tuesdayMs - dayMs), pictures: 0, credits: 0 },
      { key: String(tuesdayMs), pictures: 1, credits: 10 },
    ]);
  });

  it('always comes to the sum of the rows, however it is added up or cut', () => {
    const anyRow = fc.record({
      userId: fc.integer({ min: 1, max: 20 }).map((id) => userId(String(id))),
      model: fc.constantFrom('a', 'b', 'c'),
      pictures: fc.nat(5),
      credits: fc.nat(1000),
      dayMs: fc.integer({ min: 0, max: 13 }).map((days) => tuesdayMs - days * dayMs),
    });
    const property = fc.property(
      fc.array(anyRow),
      fc.constantFrom(...usageGroups),
      fc.constantFrom(...periods),
      fc.integer({ min: 1, max: 10 }),
      (rows, by, period, count) => {
        const { sums, total } = reportUsage(rows, spanOf(period, tuesdayMs), by);
        const { top, others } = topOf(sums, count);
        const all = [...top, ...(others === null ? [] : [others])];
        const credits = rows.reduce((sum, each) => sum + each.credits, 0);
        expect(total.credits).toBe(credits);
        expect(all.reduce((sum, each) => sum + each.credits, 0)).toBe(credits);
        expect(all.reduce((sum, each) => sum + each.pictures, 0)).toBe(total.pictures);
        expect(top.length + (others?.count ?? 0)).toBe(sums.length);
      },
    );
    fc.assert(property, { seed: 20_231_114, numRuns: 200 });
  });
});
