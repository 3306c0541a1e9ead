import { expect, it } from 'vitest';
import { editModels } from '#catalog/catalog.ts';
import type { ImageRule } from '#catalog/model.ts';
import { asEditor, asMaker, canEdit, canMake, mostImagesOf } from '#catalog/model.ts';
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

it('no request brings more pictures than Discord has options for', () => {
  expect(mostImagesOf(modelOf(routeOf({ images: upTo(14) })))).toBe(3);
});

it('a model has the routes of the command that it is used with', () => {
  const [words, edit] = [routeOf(), routeOf({ images: upTo(1) })];
  const either = routeOf({ images: { ...upTo(1), isRequired: false } });
  const model = modelOf(words, edit, either);
  expect(asEditor(model).routes).toEqual([edit, either]);
  expect(asMaker(model).routes).toEqual([words, either]);
  expect([canMake(model), canMake(modelOf(edit))]).toEqual([true, false]);
});
