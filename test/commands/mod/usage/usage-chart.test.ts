import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { userId } from '#core/ids.ts';
import type { Period } from '#credits/credits.ts';
import type { DayUsageRow } from '#credits/usage.ts';
import { drawUsageChart } from '../../../../commands/mod/usage/chart.ts';
import { reportUsage, spanOf, type UsageGroup } from '../../../../commands/mod/usage/sums.ts';

const nowMs = Date.UTC(2026, 9, 31, 12);
const row = (change: Partial<DayUsageRow>): DayUsageRow => ({
  userId: userId('1200000000000001234'),
  model: '<b>&amp;',
  pictures: 1,
  credits: 10,
  dayMs: Date.UTC(2026, 9, 31),
  ...change,
});

/** The chart's size, and how many of its pixels have the colour of an ordinary bar and of the highest one. */
async function look(rows: readonly DayUsageRow[], period: Period, by: UsageGroup) {
  const png = await drawUsageChart(reportUsage(rows, spanOf(period, nowMs), by), new Map());
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const count = (red: number, green: number, blue: number) => {
    let found = 0;
    for (let at = 0; at < data.length; at += 3) {
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found += 1;
    }
    return found;
  };
  const { width, height } = info;
  return {
    width,
    height,
    best: count(0xff, 0xb4, 0x54),
    other: count(0x7c, 0x8c, 0xff),
    text: count(0xf2, 0xf3, 0xf5),
  };
}

describe('the chart', () => {
  it('shows one bar a member, as long as its credits', async () => {
    const rows = [row({ credits: 100 }), row({ userId: userId('1200000000000001235'), credits: 50 })];
    const { width, best, other, text } = await look(rows, 'week', 'member');
    expect(width).toBe(1000);
    expect(other / best).toBeCloseTo(0.5, 1);
    expect(text).toBeGreaterThan(200);
  });

  it('grows with its rows up to twelve, and one line for all others', async () => {
    const members = (count: number) =>
      Array.from({ length: count }, (_, index) => row({ userId: userId(`${1000 + index}`) }));
    const heights = await Promise.all(
      [1, 12, 13, 40].map(async (count) => (await look(members(count), 'day', 'member')).height),
    );
    const [one = 0, twelve = 0, thirteen = 0, forty = 0] = heights;
    expect(twelve - one).toBe(11 * 44);
    expect([thirteen - twelve, forty - thirteen]).toEqual([44, 0]);
  });

  it('shows days as columns, as high as their credits', async () => {
    const days = [26, 27, 28].map((day) => row({ dayMs: Date.UTC(2026, 9, day), credits: day === 27 ? 400 : 100 }));
    const week = await look(days, 'week', 'day');
    expect(week.other / week.best).toBeCloseTo(0.5, 1);
    const month = await look(days, 'month', 'day');
    expect(month.other / month.best).toBeCloseTo(0.5, 1);
    expect(month.height).toBe(week.height);
  });

  it('holds for nothing but zeros, for huge figures and for names that are markup', async () => {
    const zeros = await look([row({ credits: 0 })], 'day', 'day');
    expect(zeros.best).toBe(0);
    expect((await look([row({ credits: 0 })], 'day', 'member')).width).toBe(1000);
    expect((await look([row({ credits: 987_654_321, pictures: 123_456 })], 'month', 'model')).best).toBeGreaterThan(
      1000,
    );
  });
});
