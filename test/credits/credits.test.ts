import { describe, expect, it } from 'vitest';
import { periodAround } from '#credits/credits.ts';

const iso = (period: 'day' | 'week' | 'month', at: string) => {
  const { startsAtMs, endsAtMs } = periodAround(period, Date.parse(at));
  return [new Date(startsAtMs).toISOString().slice(0, 16), new Date(endsAtMs).toISOString().slice(0, 16)];
};

describe('the period around a moment, in UTC', () => {
  it('a day begins at midnight and ends before the next', () => {
    expect(iso('day', '2026-11-21T00:00:00.000Z')).toEqual(['2026-11-21T00:00', '2026-11-22T00:00']);
    expect(iso('day', '2026-11-21T23:59:59.999Z')).toEqual(['2026-11-21T00:00', '2026-11-22T00:00']);
  });

  it('a week begins on Monday, also when seen from Sunday', () => {
    expect(iso('week', '2026-11-16T00:00:00.000Z')).toEqual(['2026-11-16T00:00', '2026-11-23T00:00']);
    expect(iso('week', '2026-11-22T23:59:59.999Z')).toEqual(['2026-11-16T00:00', '2026-11-23T00:00']);
    expect(iso('week', '2026-11-23T00:00:00.000Z')).toEqual(['2026-11-23T00:00', '2026-11-30T00:00']);
  });

  it('a week may lie in two months and two years', () => {
    expect(iso('week', '2027-01-01T12:00:00.000Z')).toEqual(['2026-12-28T00:00', '2027-01-04T00:00']);
  });

  it('a month has its own length, in leap years too', () => {
    expect(iso('month', '2026-12-31T23:59:59.999Z')).toEqual(['2026-12-01T00:00', '2027-01-01T00:00']);
    expect(iso('month', '2028-02-29T12:00:00.000Z')).toEqual(['2028-02-01T00:00', '2028-03-01T00:00']);
    expect(iso('day', '2028-02-29T12:00:00.000Z')).toEqual(['2028-02-29T00:00', '2028-03-01T00:00']);
    expect(iso('day', '2027-02-28T12:00:00.000Z')).toEqual(['2027-02-28T00:00', '2027-03-01T00:00']);
  });
});
