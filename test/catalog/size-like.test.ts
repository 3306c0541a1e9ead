import { expect, it } from 'vitest';
import { sizeLabel, sizeLike } from '#catalog/size.ts';
import type { SizeRule } from '#core/phrase.ts';

const ratios = (...names: string[]): SizeRule => ({ kind: 'ratios', ratios: names, custom: null, defaultRatio: '1:1' });
const pixels: SizeRule = { kind: 'pixels', range: { minPx: 512, maxPx: 1536, stepPx: 1 }, defaultRatio: '1:1' };
const list: SizeRule = {
  kind: 'list',
  sizes: ['1024x1024', '1536x1536', '1152x768', '1536x1024', '768x1152'],
  separator: '*',
  defaultRatio: '1:1',
};

it.each<[string, SizeRule, [number, number], string]>([
  ['auto where the endpoint has it', ratios('auto', '1:1', '16:9'), [1920, 1080], 'auto'],
  ['the nearest ratio', ratios('1:1', '4:3', '3:4', '16:9', '9:16'), [4000, 3010], '4:3'],
  ['the nearest ratio of a tall picture', ratios('1:1', '4:3', '3:4', '16:9', '9:16'), [1080, 2400], '9:16'],
  ['no ratio that is none', ratios('wide', '1:1'), [1920, 1080], '1:1'],
  ['the first of two that are equally far off', ratios('1:2', '2:1'), [900, 900], '1:2'],
  ['pixels of its shape', pixels, [4032, 3024], '1152x864'],
  ['the default where no pixels are of its shape', pixels, [9000, 500], '1024x1024'],
  ['the listed size of its shape that is nearest to a megapixel', list, [3000, 2010], '1152x768'],
  ['a square from the list', list, [700, 690], '1024x1024'],
])('a changed picture has %s', (_which, rule, [widthPx, heightPx], expected) => {
  expect(sizeLabel(sizeLike(rule, { widthPx, heightPx }))).toBe(expected);
});
