import { describe, expect, it } from 'vitest';
import { applyMutant, mutantsOf } from './find.ts';

const textsOf = (text: string) => mutantsOf(text).map((mutant) => applyMutant(text, mutant));

describe('mutantsOf', () => {
  it.each([
    ['const most = 0;', ['const most = 1;']],
    ['const most = 2;', ['const most = 1;', 'const most = 3;']],
    ['const hourMs = 3_600;', ['const hourMs = 1800;', 'const hourMs = 7200;']],
    ['const isOpen = true;', ['const isOpen = false;']],
    ['x = a < b;', ['x = a <= b;']],
    ['x = a === b;', ['x = a !== b;']],
    ['x = a && b;', ['x = a || b;']],
    ['x = a ?? b;', ['x = a;', 'x = b;']],
    ['x = a + b;', ['x = a - b;']],
    ['x = !a;', ['x = a;']],
    ['x = Math.min(a, b);', ['x = Math.max(a, b);']],
    ['if (a) x = b;', ['if (true) x = b;', 'if (false) x = b;']],
    ['x = a ? b : c;', ['x = true ? b : c;', 'x = false ? b : c;']],
    ['while (a) x = b;', ['while (false) x = b;']],
    ['check(a);', [';']],
    ['await check(a);', [';']],
  ])('breaks %s', (text, broken) => {
    expect(textsOf(text)).toEqual(broken);
  });

  it('leaves types and texts alone', () => {
    expect(mutantsOf("function f(a: 1 | 2, b?: Map<'x', 3>): 4 | null { return g(a, 'text'); }")).toEqual([]);
  });

  it('says where, and what stood there', () => {
    expect(mutantsOf('const a = b;\nconst c = d > e;')).toEqual([
      { line: 2, start: 25, end: 26, was: '>', becomes: '>=' },
    ]);
  });
});
