import { describe, expect, it } from 'vitest';
import { runningHubCodes } from '../../src/providers/runninghub-codes.ts';

const classOf = (code: number) => runningHubCodes.get(String(code))?.class;

/** @see reference/providers.md, section 2.12 */
const legacy = [
  301, 380, 412, 415, 416, 421, 423, 433, 435, 436, 500, 801, 802, 803, 804, 805, 806, 807, 808, 809, 810, 811, 812,
  813, 814, 901,
];
const newer = [
  1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1101, 1501, 1504,
  1505, 1520,
];

describe('the table of codes', () => {
  it('knows every published code of both sets', () => {
    expect([...legacy, ...newer].filter((code) => classOf(code) === undefined)).toEqual([]);
  });

  it('takes only these for trouble with the key or the plan', () => {
    expect([...legacy, ...newer].filter((code) => classOf(code) === 'auth')).toEqual([801, 802, 811, 1002, 1014]);
  });

  it('takes only these for the content filter', () => {
    expect([...legacy, ...newer].filter((code) => classOf(code) === 'filter')).toEqual([1501, 1505]);
  });

  it('takes these for too much at once, and says how long to wait', () => {
    expect([...legacy, ...newer].filter((code) => classOf(code) === 'busy')).toEqual([
      415, 421, 814, 1003, 1010, 1011, 1520,
    ]);
    const busy = [...runningHubCodes.values()].filter((row) => row.class === 'busy');
    expect(busy.every((row) => (row.backOffMs ?? 0) >= 10_000)).toBe(true);
  });

  it('takes these for states', () => {
    expect([classOf(804), classOf(813)]).toEqual(['running', 'queued']);
  });
});
