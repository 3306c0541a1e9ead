import { describe, expect, it } from 'vitest';
import { inPages, nearestPage, pageButtons } from '#discord/messages/pages.ts';

describe('pages', () => {
  it('are filled with whole texts, and there is always one', () => {
    expect(inPages([], 10)).toEqual([[]]);
    expect(inPages(['aaaa', 'bbbb', 'cccc'], 10)).toEqual([['aaaa', 'bbbb'], ['cccc']]);
    expect(inPages(['a'.repeat(10), 'b'], 10)).toEqual([['a'.repeat(10)], ['b']]);
  });

  it('that do not exist are the nearest one that does', () => {
    expect([-1, 0, 1, 2, 9, Number.NaN].map((asked) => nearestPage(asked, 3))).toEqual([0, 0, 1, 2, 2, 0]);
  });

  it('have buttons to their neighbours', () => {
    const labels = (page: number, pages: number) =>
      pageButtons('x', { page, pages }).map(({ label, id }) => `${label} ${id.action}:${id.subject}`);
    expect(labels(0, 1)).toEqual([]);
    expect(labels(0, 3)).toEqual(['Next x:1']);
    expect(labels(1, 3)).toEqual(['Previous x:0', 'Next x:2']);
    expect(labels(2, 3)).toEqual(['Previous x:1']);
  });
});
