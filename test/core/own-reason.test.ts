import { describe, expect, it } from 'vitest';
import { ownReason, ownReasons, readOwnReason } from '#core/system-reason.ts';

describe('a reason of Easel’s own', () => {
  it.each(ownReasons)('is read as it was written: %s', (what) => {
    expect(readOwnReason(ownReason(what))).toEqual({ what, fact: '' });
    expect(readOwnReason(ownReason(what, 3))).toEqual({ what, fact: '3' });
    expect(readOwnReason(ownReason(what, 'guild'))).toEqual({ what, fact: 'guild' });
  });

  it.each([
    '',
    'spam',
    '3 strikes',
    'easel.other',
    'see easel.approved',
    'easel.approved by me',
    'easel.approved:a\nb',
  ])('is not %j, which somebody typed', (typed) => {
    expect(readOwnReason(typed)).toBeNull();
  });
});
