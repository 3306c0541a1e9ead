import fc from 'fast-check';
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

it('names a name once, however often it is in the list', () => {
  expect(nearestNames('gpt-imge-2', [...names, ...names])).toEqual(['gpt-image-2']);
});

it('leaves out no name that is a few letters away', () => {
  const name = fc.stringMatching(/^[abAB墨č]{3,7}$/u);
  fc.assert(
    fc.property(name, name, (typed, other) => {
      const [one, two] = [typed, other].map((each) => each.toLowerCase().replaceAll('č', 'c'));
      if (one === undefined || two === undefined || one.includes(two) || two.includes(one)) return;
      const isNear = editsBetween(one, two) <= Math.floor(Math.max(one.length, two.length) / 3);
      expect(nearestNames(typed, [other])).toEqual(isNear ? [other] : []);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

/** By the book, as slowly as it goes. */
function editsBetween(one: string, two: string): number {
  if (one === '' || two === '') return one.length + two.length;
  if (one[0] === two[0]) return editsBetween(one.slice(1), two.slice(1));
  return (
    1 +
    Math.min(editsBetween(one.slice(1), two), editsBetween(one, two.slice(1)), editsBetween(one.slice(1), two.slice(1)))
  );
}
