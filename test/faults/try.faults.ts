import { describe, expect, test } from 'vitest';
import { cells } from '../../sandbox/faults/definition.ts';
import { breachesOf } from '../../sandbox/faults/facts.ts';
import { playCell } from './play-cell.ts';

const only = new RegExp(process.env.CELLS ?? '.');
describe('x', () => {
  test.each(cells.filter(({ id }) => only.test(id)))('$id', async (cell) => {
    const begun = performance.now();
    const played = await playCell(cell).catch((error) => ({ error: String(error).slice(0, 700) }) as const);
    process.stderr.write(`${cell.id} ${Math.round(performance.now() - begun)} ${JSON.stringify(played)} ${'facts' in played ? breachesOf(played.facts) : ''}\n`);
    expect(1).toBe(1);
  });
});
