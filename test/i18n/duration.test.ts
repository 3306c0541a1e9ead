import { describe, expect, it } from 'vitest';
import { foreverAtMs, suspensionEnd } from '#i18n/time.ts';

const hourMs = 60 * 60_000;

describe('a duration as it is typed', () => {
  it.each([
    ['30m', hourMs / 2],
    ['2h', 2 * hourMs],
    [' 3 D ', 72 * hourMs],
    ['1w', 168 * hourMs],
    ['3650d', 3650 * 24 * hourMs],
  ])('%j has an end', (typed, lastsMs) => {
    expect(suspensionEnd(typed, 1000)).toBe(1000 + lastsMs);
  });

  it('may be without an end', () => {
    expect(suspensionEnd(' FOREVER ', 1000)).toBe(foreverAtMs);
  });

  it.each([
    '',
    '3',
    'd',
    '0d',
    '-1d',
    '1.5h',
    '1h30m',
    '03h',
    '3 days',
    '3  d',
    '1y',
    '3651d',
    '9999999w',
    '٣d',
    'ever',
  ])('%j is none', (typed) => {
    expect(suspensionEnd(typed, 1000)).toBeNull();
  });
});
