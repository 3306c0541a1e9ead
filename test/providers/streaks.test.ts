import { describe, expect, it } from 'vitest';
import { createStreaks } from '#providers/failure-counter.ts';

describe('streaks', () => {
  it('count per key until they end', () => {
    const streaks = createStreaks();
    expect([streaks.next('a'), streaks.next('a'), streaks.next('b')]).toEqual([1, 2, 1]);
    streaks.end('a');
    expect([streaks.next('a'), streaks.next('b')]).toEqual([1, 2]);
  });

  it('forget the one that was not seen for longest when there are more than ten thousand', () => {
    const streaks = createStreaks();
    for (let key = 0; key < 10_000; key += 1) streaks.next(String(key));
    streaks.next('0');
    streaks.next('one more');
    expect(streaks.next('0')).toBe(3);
    expect(streaks.next('1')).toBe(1);
  });
});
