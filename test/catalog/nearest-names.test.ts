import { expect, it } from 'vitest';
import { nearestNames } from '#catalog/nearest-names.ts';

const names = [
  'flux-2-klein-9b',
  'flux-2-klein-4b',
  'gpt-image-2',
  'nano-banana',
  'Élan',
  'a1',
  'a2',
  'a3',
  'a4',
  'a5',
  'a6',
];

it.each([
  ['flux', ['flux-2-klein-9b', 'flux-2-klein-4b']],
  ['FLUX 2 KLEIN 9B', ['flux-2-klein-9b', 'flux-2-klein-4b']],
  ['klein-9b', ['flux-2-klein-9b']],
  ['gpt-imge-2', ['gpt-image-2']],
  ['my nano-banana please', ['nano-banana']],
  ['elan', ['Élan']],
  ['a', ['a1', 'a2', 'a3', 'a4', 'a5']],
  ['midjourney', []],
  ['\u200b!?', []],
])('%j may mean %j', (typed, meant) => {
  expect(nearestNames(typed, names)).toEqual(meant);
});

it('leaves out a name that begins alike and ends too far away', () => {
  expect(nearestNames('abcx', ['abcdy', 'abcy'])).toEqual(['abcy']);
});
