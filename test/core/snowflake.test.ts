import { describe, expect, it } from 'vitest';
import { bornAtMs } from '#core/ids.ts';
import { snowflakeAt, startMs } from '../support/requests.ts';

describe('the birth of a Discord id', () => {
  it('is the time in its first bits, whatever comes behind', () => {
    expect(bornAtMs(snowflakeAt(startMs))).toBe(startMs);
    expect(bornAtMs(snowflakeAt(startMs, 4_194_303))).toBe(startMs);
  });

  it('of the example in the documents is what they say', () => {
    expect(bornAtMs('175928847299117063')).toBe(Date.UTC(2016, 3, 30, 11, 18, 25, 796));
  });

  it('of the smallest id is the first millisecond of 2015', () => {
    expect(bornAtMs('0')).toBe(Date.UTC(2015, 0, 1));
  });

  it.each(['', 'not a number', '12.5', '-1', '123456789012345678901', ' 1'])(
    'of %j is unknown, and told as 0',
    (id) => {
      expect(bornAtMs(id)).toBe(0);
    },
  );
});
