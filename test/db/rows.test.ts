import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { flag, jsonColumn, readRow, readRows } from '#db/rows.ts';

const schema = z.object({ name: z.string(), is_open: flag, options: jsonColumn(z.object({ steps: z.number() })) });
const row = { name: 'x', is_open: 1, options: '{"steps":4}' };

describe('a row of a table', () => {
  it('is read by its schema: flags as booleans, JSON as what it says', () => {
    expect(readRow(schema, row, 'a thing')).toEqual({ name: 'x', is_open: true, options: { steps: 4 } });
    expect(readRow(schema, { ...row, is_open: 0 }, 'a thing')).toMatchObject({ is_open: false });
  });

  it.each([
    ['no JSON', '{"steps":', 'options: not JSON'],
    ['JSON of another shape', '{"steps":"lighthouse"}', 'options.steps'],
  ])('that holds %s is a failure of the store, which names the place and no value', (_what, options, place) => {
    const read = () => readRow(schema, { ...row, options }, 'a thing');
    expect(read).toThrow(expect.objectContaining({ code: 'store.unavailable' }));
    expect(read).toThrow(`cannot read a thing: ${place}`);
    expect(read).not.toThrow('lighthouse');
  });
});

describe('rows of a table', () => {
  it('are read but for those that cannot be, which are told; another failure is no such row', () => {
    const told: unknown[] = [];
    const rows = [row, { ...row, options: 'no' }, { ...row, name: 'y' }];
    const read = readRows(
      rows,
      (each) => readRow(schema, each, 'a thing'),
      (each, reason) => told.push([each, reason]),
    );
    expect(read.map(({ name }) => name)).toEqual(['x', 'y']);
    expect(told).toEqual([[rows[1], 'cannot read a thing: options: not JSON']]);
    const failing = () => {
      throw new Error('a bug');
    };
    expect(() => readRows(rows, failing, () => told.push('never'))).toThrow('a bug');
    expect(told).toHaveLength(1);
  });
});
