import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { furtherFields, furtherIn, modelField, sizeField } from '../../commands/picture-fields.ts';

const catalog = createCatalog(noChanges, new Set(['runninghub', 'runcomfy']));

function modelNamed(id: string): Model {
  const model = catalog.find(id);
  if (model === null) throw new Error(`no ${id}`);
  return model;
}

const size = (value: string) => ({ name: 'size', label: 'Size: a ratio, or WIDTHxHEIGHT', value });
const model = (value: string) => ({ name: 'model', label: 'Model', value });
const offering = { catalog: { ...catalog, models: catalog.models.slice(0, 25) }, priceOf: () => 7 };

describe('the size in a form', () => {
  it('is a menu of what the model names, with what it is now', () => {
    const field = sizeField(modelNamed('gpt-image-2'), size('16:9'));
    expect(field).toMatchObject({ name: 'size', label: 'Size', chosen: '16:9', isRequired: false });
    expect(field).toMatchObject({ choices: expect.arrayContaining([{ value: '1:1', label: '1:1' }]) });
  });

  it('is a menu with nothing chosen where nothing was typed', () => {
    expect(sizeField(modelNamed('gpt-image-2'), size(''))).toMatchObject({ chosen: null, hint: 'As usual' });
  });

  it.each([
    ['the model takes any pixels', 'seedream-4.5', '16:9'],
    ['it is none of those that the model names', 'gpt-image-2', '9000x90'],
  ])('is typed where %s', (_why, id, value) => {
    expect(sizeField(modelNamed(id), size(value))).toEqual(size(value));
  });

  it('is typed where the model is not known', () => {
    expect(sizeField(null, size('16:9'))).toEqual(size('16:9'));
  });
});

describe('the model in a form', () => {
  it('is a menu with prices, in which a title is found as an id is', () => {
    const { title, id } = modelNamed('gpt-image-2');
    expect(modelField(offering, model(title))).toMatchObject({ chosen: id });
    const { choices } = Object(modelField(offering, model('')));
    expect(choices).toHaveLength(25);
    expect(choices[0].label).toContain('7 credits');
  });

  it('is typed where there are more than 25, where none is offered, and where it is none of them', () => {
    expect(modelField({ ...offering, catalog }, model('gpt-image-2'))).toEqual(model('gpt-image-2'));
    expect(modelField({ ...offering, catalog: { ...catalog, models: [] } }, model(''))).toEqual(model(''));
    expect(modelField(offering, model('nonsense'))).toEqual(model('nonsense'));
  });
});

describe('what else can be chosen', () => {
  it('has a menu for each thing that the model lets members choose, with what it is now', () => {
    const fields = furtherFields(modelNamed('nano-banana-2'), { quality: null, resolution: '2K', count: 3 });
    expect(fields).toMatchObject([
      { name: 'resolution', label: 'Resolution', chosen: '2k' },
      { name: 'count', label: 'How many', chosen: '3', choices: [{ value: '1' }, {}, {}, { value: '4' }] },
    ]);
    const names = furtherFields(modelNamed('gpt-image-2'), { quality: 'odd', resolution: null, count: 1 });
    expect(names).toMatchObject([{ name: 'quality', chosen: null }, { name: 'resolution' }, { name: 'count' }]);
  });

  it('is read where it had a field, and left out where that was emptied', () => {
    expect(furtherIn(new Map([['prompt', 'x']]))).toEqual({});
    const chosen = [
      ['quality', 'high'],
      ['resolution', ''],
      ['count', '2'],
    ] as const;
    expect(furtherIn(new Map(chosen))).toEqual({ quality: 'high', resolution: null, count: 2 });
    expect(furtherIn(new Map([['count', '']]))).toEqual({ count: null });
    expect(() => furtherIn(new Map([['count', 'many']]))).toThrow('no number');
  });
});
