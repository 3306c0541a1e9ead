import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('reads how often and with which seeds', () => {
  expect(readOptions([])).toEqual({ kills: 60, seeds: [1], isCluster: false, wipes: 0 });
  expect(readOptions(['--kills', '6', '--seed', '4'])).toMatchObject({ kills: 6, seeds: [4] });
  expect(readOptions(['--seeds', '1,2,3'])).toMatchObject({ kills: 60, seeds: [1, 2, 3] });
  expect(readOptions(['--kills', '6', '--cluster', '--wipes', '1'])).toMatchObject({
    kills: 6,
    isCluster: true,
    wipes: 1,
  });
});

it.each([['--kils', '6'], ['--kills', 'many'], ['--kills'], ['--seeds', '1,,2'], ['--wipes', '1']])(
  'refuses %s %s',
  (...words) => {
    expect(() => readOptions(words)).toThrow(/--/);
  },
);
