import { describe, expect, it } from 'vitest';
import { oncePer } from '#core/once-per.ts';

describe('what is computed once per object', () => {
  it('is computed once for each, also where the result is nothing', () => {
    const asked: object[] = [];
    const compute = oncePer((of: { readonly size: number }) => {
      asked.push(of);
      return of.size > 0 ? of.size : undefined;
    });
    const [empty, one, same] = [{ size: 0 }, { size: 1 }, { size: 1 }];
    expect([empty, one, same, one, empty].map(compute)).toEqual([undefined, 1, 1, 1, undefined]);
    expect(asked).toEqual([empty, one, same]);
  });
});
