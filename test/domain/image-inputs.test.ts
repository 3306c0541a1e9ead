import { expect, it } from 'vitest';
import { canEdit, editModels, mostImagesOf } from '../../src/domain/image-inputs.ts';
import type { ImageRule } from '../../src/domain/image-rule.ts';
import { modelOf, routeOf } from '../support/requests.ts';

const upTo = (most: number): ImageRule => ({
  keys: { kind: 'list', key: 'imageUrls' },
  nodeKeys: null,
  most,
  maxBytes: 1000,
  isRequired: true,
});

it('a model edits when a route of it takes pictures, as many as the most generous one', () => {
  const both = modelOf(routeOf(), routeOf({ images: upTo(2) }), routeOf({ images: upTo(3) }));
  const wordsOnly = modelOf(routeOf());
  expect([canEdit(both), mostImagesOf(both)]).toEqual([true, 3]);
  expect([canEdit(wordsOnly), mostImagesOf(wordsOnly)]).toEqual([false, 0]);
  expect(editModels({ models: [wordsOnly, both] })).toEqual([both]);
});
