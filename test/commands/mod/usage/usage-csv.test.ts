import { describe, expect, it } from 'vitest';
import { userId } from '#core/ids.ts';
import type { DayUsageRow } from '#credits/usage.ts';
import { usageCsv } from '../../../../commands/mod/usage/table.ts';

const dayMs = Date.UTC(2026, 10, 16);
const row = (change: Partial<DayUsageRow>): DayUsageRow => ({
  userId: userId('2'),
  model: 'b',
  pictures: 1,
  credits: 10,
  dayMs,
  ...change,
});
const modelsIn = (rows: readonly DayUsageRow[]) => usageCsv(rows).split('\r\n').slice(1, -1);

describe('the CSV file', () => {
  it('has a header, a line per row by day, member and model, and CRLF after every line', () => {
    const rows = [
      row({}),
      row({ model: 'a' }),
      row({ model: 'a' }),
      row({ userId: userId('1') }),
      row({ dayMs: dayMs - 86_400_000, userId: userId('3') }),
    ];
    expect(usageCsv(rows)).toBe(
      [
        'day,member id,model,pictures,credits',
        '2026-11-15,3,b,1,10',
        '2026-11-16,1,b,1,10',
        '2026-11-16,2,a,1,10',
        '2026-11-16,2,a,1,10',
        '2026-11-16,2,b,1,10',
        '',
      ].join('\r\n'),
    );
    expect(usageCsv([])).toBe('day,member id,model,pictures,credits\r\n');
  });

  it('quotes what would break a line', () => {
    expect(modelsIn([row({ model: 'a,"b"' })])).toEqual(['2026-11-16,2,"a,""b""",1,10']);
    expect(usageCsv([row({ model: 'a\r\nb' })])).toContain(',"a\r\nb",');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1'])('makes no formula of %j', (model) => {
    expect(modelsIn([row({ model })])).toEqual([`2026-11-16,2,'${model},1,10`]);
  });

  it('makes no formula of a member either', () => {
    expect(modelsIn([row({ userId: userId('=HYPERLINK("x")') })])).toEqual([`2026-11-16,"'=HYPERLINK(""x"")",b,1,10`]);
  });
});
