import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsForSome, mostPictures, remoteJobsFor } from '#catalog/fit-route.ts';

describe('a number of pictures', () => {
  it.each([
    ['a route that makes one at a time', undefined, 4, { jobs: 4, each: 1 }],
    ['a route that makes that many', { min: 1, max: 4, default: 1 }, 4, { jobs: 1, each: 4 }],
    ['a route that makes fewer at once', { min: 1, max: 3, default: 1 }, 4, { jobs: 4, each: 1 }],
    ['a route that makes no fewer than more', { min: 3, max: 9, default: 4 }, 2, { jobs: 2, each: 1 }],
    ['one picture anywhere', { min: 1, max: 4, default: 4 }, 1, { jobs: 1, each: 1 }],
  ])('at %s becomes its remote jobs', (_what, counts, count, jobs) => {
    expect(remoteJobsFor({ counts }, count)).toEqual(jobs);
  });
});

describe('the price of some of the pictures', () => {
  it('is whole, never above their share, everything for all, and at least a credit for each that came', () => {
    const some = fc.record({
      each: fc.integer({ min: 1, max: 1_000_000 }),
      asked: fc.integer({ min: 1, max: mostPictures }),
      came: fc.integer({ min: 1, max: mostPictures }),
      less: fc.integer({ min: 0, max: 3 }),
    });
    const check = ({ each, asked, came, less }: { each: number; asked: number; came: number; less: number }) => {
      fc.pre(came <= asked);
      const credits = Math.max(asked, each * asked - less);
      const price = creditsForSome(credits, came, asked);
      expect(Number.isInteger(price)).toBe(true);
      expect(price).toBeLessThanOrEqual((credits * came) / asked);
      expect(price).toBeGreaterThanOrEqual(came);
      if (came === asked) expect(price).toBe(credits);
    };
    fc.assert(fc.property(some, check), { seed: 20_261_121, numRuns: 500 });
  });
});
