import { describe, expect, it } from 'vitest';
import { addUsage, countsUntil, noUsage, usageAt } from '#credits/records.ts';
import { dayMs, wednesdayMs } from '../support/store/money.ts';

describe('what is used of an allowance', () => {
  const drawnAt = (atMs: number, credits = 3) => addUsage(usageAt(noUsage, atMs), credits);

  it('counts until the last of its periods is over', () => {
    expect(countsUntil(drawnAt(wednesdayMs), wednesdayMs)).toBe(Date.UTC(2026, 11, 1));
    const mondayMs = Date.UTC(2026, 10, 30, 12);
    expect(countsUntil(drawnAt(mondayMs), mondayMs)).toBe(Date.UTC(2026, 11, 7));
    expect(countsUntil(drawnAt(mondayMs, 1), mondayMs + 2 * dayMs)).toBe(Date.UTC(2026, 11, 7));
  });

  it('counts no longer once all are over, or where it was nothing', () => {
    expect(countsUntil(drawnAt(wednesdayMs), wednesdayMs + 30 * dayMs)).toBeNull();
    expect(countsUntil(drawnAt(wednesdayMs, 0), wednesdayMs)).toBeNull();
    expect(countsUntil(noUsage, wednesdayMs)).toBeNull();
  });
});
