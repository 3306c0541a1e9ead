import { describe, expect, it } from 'vitest';
import { csvRow } from '#web/csv.ts';

describe('a row of CSV', () => {
  it('is written as RFC 4180 says', () => {
    expect(csvRow(['a', 'b c', 7, null, 'say "hi"', 'two\nlines', 'x,y', ''])).toBe(
      'a,b c,7,,"say ""hi""","two\nlines","x,y",\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1'])(
    'holds %j as a text, not as a formula',
    (cell) => {
      expect(csvRow([cell]).replace(/^"/u, '')).toMatch(/^'/u);
    },
  );

  it('leaves numbers as they are', () => {
    expect(csvRow([-5])).toBe('-5\r\n');
  });
});
