import { describe, expect, it } from 'vitest';
import { createFailureCounter } from '#providers/failure-counter.ts';

describe('streaks', () => {
  it('count per key until they end', () => {
    const failureCounter = createFailureCounter();
    expect([failureCounter.next('a'), failureCounter.next('a'), failureCounter.next('b')]).toEqual([1, 2, 1]);
    failureCounter.end('a');
    expect([failureCounter.next('a'), failureCounter.next('b')]).toEqual([1, 2]);
  });

  it('forget the one that was not seen for longest when there are more than ten thousand', () => {
    const failureCounter = createFailureCounter();
    for (let key = 0; key < 10_000; key += 1) failureCounter.next(String(key));
    failureCounter.next('0');
    failureCounter.next('one more');
    expect(failureCounter.next('0')).toBe(3);
    expect(failureCounter.next('1')).toBe(1);
  });
});
