import { describe, expect, it } from 'vitest';
import { userId } from '#core/ids.ts';
import type { DayUsageRow } from '#credits/usage.ts';
import { reportUsage, spanOf, usageGroups } from '../../../../commands/mod/usage/sums.ts';
import { usageTable } from '../../../../commands/mod/usage/table.ts';
import { usageAltText } from '../../../../commands/mod/usage/view.ts';

const nowMs = Date.UTC(2026, 9, 31, 12);
const titles = new Map([
  ['klein', 'FLUX.2 `Klein`'],
  ['long', 'x'.repeat(300)],
]);
const row = (change: Partial<DayUsageRow>): DayUsageRow => ({
  userId: userId('1200000000000001234'),
  model: 'klein',
  pictures: 1,
  credits: 10,
  dayMs: Date.UTC(2026, 9, 31),
  ...change,
});
const week = spanOf('week', nowMs);

describe('the table', () => {
  it('names members by rank and by the end of their id, and mentions them below', () => {
    const rows = [row({ credits: 1200 }), row({ userId: userId('erased-0123456789abcdef') })];
    expect(usageTable(reportUsage(rows, week, 'member'), titles)).toBe(
      [
        '**Credits by member**, this week (2026-10-26 to 2026-10-31, UTC): 1,210 credits · 2 pictures · 2 members',
        '```',
        '#  member          pictures  credits',
        '1  …1234                  1    1,200',
        '2  deleted member         1       10',
        '   total                  2    1,210',
        '```',
        '1 <@1200000000000001234>',
      ].join('\n'),
    );
  });

  it('names models by title, then by id, and cannot be broken out of', () => {
    const rows = [
      row({ credits: 30 }),
      row({ model: 'own', credits: 20 }),
      row({ model: '' }),
      row({ model: 'long', credits: 1 }),
    ];
    const text = usageTable(reportUsage(rows, spanOf('day', nowMs), 'model'), titles);
    expect(text).toContain("1  FLUX.2 'Klein' ");
    expect(text).toContain('2  own ');
    expect(text).toContain('3  not recorded ');
    expect(text).toContain(`4  ${'x'.repeat(29)}… `);
    expect(text.match(/```/gu)).toHaveLength(2);
    expect(text).toContain('today (2026-10-31, UTC)');
  });

  it('adds up what does not fit', () => {
    const rows = Array.from({ length: 40 }, (_, index) => row({ userId: userId(String(1_000 + index)) }));
    const text = usageTable(reportUsage(rows, week, 'member'), titles);
    expect(text).toMatch(/^ +28 others +28 +280$/mu);
    expect(text).toMatch(/^ +total +40 +400$/mu);
  });

  it.each(usageGroups)('fits a message by %s, whatever the figures', (by) => {
    const rows = Array.from({ length: 31 * 20 }, (_, index) =>
      row({
        userId: userId(`12345678901234567${100 + (index % 20)}`),
        model: `${'m'.repeat(60)}${index % 20}`,
        pictures: 900_000_000,
        credits: 900_000_000_000,
        dayMs: Date.UTC(2026, 9, 1 + (index % 31)),
      }),
    );
    const report = reportUsage(rows, spanOf('month', nowMs), by);
    expect(usageTable(report, titles).length).toBeLessThanOrEqual(2000);
    expect(usageAltText(report, titles).length).toBeLessThanOrEqual(1024);
  });

  it('says in the chart’s alt text what is in it', () => {
    expect(usageAltText(reportUsage([row({}), row({ model: 'own', credits: 1 })], week, 'model'), titles)).toBe(
      'Bar chart. Credits by model, this week (2026-10-26 to 2026-10-31, UTC): 11 credits · 2 pictures · 2 models. Most: FLUX.2 `Klein`: 10 credits; own: 1 credit.',
    );
  });
});
