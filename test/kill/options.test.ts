import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('reads how often and with which seeds', () => {
  expect(readOptions([])).toEqual({ kills: 60, seeds: [1] });
  expect(readOptions(['--kills', '6', '--seed', '4'])).toEqual({ kills: 6, seeds: [4] });
  expect(readOptions(['--seeds', '1,2,3'])).toEqual({ kills: 60, seeds: [1, 2, 3] });
});

it.each([['--kils', '6'], ['--kills', 'many'], ['--kills'], ['--seeds', '1,,2']])('refuses %s %s', (...words) => {
  expect(() => readOptions(words)).toThrow(/--/);
});
