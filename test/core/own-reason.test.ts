import { describe, expect, it } from 'vitest';
import { readSystemReason, systemReason, systemReasons } from '#core/system-reason.ts';

describe('a reason of Easel’s own', () => {
  it.each(systemReasons)('is read as it was written: %s', (what) => {
    expect(readSystemReason(systemReason(what))).toEqual({ what, fact: '' });
    expect(readSystemReason(systemReason(what, 3))).toEqual({ what, fact: '3' });
    expect(readSystemReason(systemReason(what, 'guild'))).toEqual({ what, fact: 'guild' });
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
    expect(readSystemReason(typed)).toBeNull();
  });
});
