import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { furtherFields, furtherIn, modelField, sizeFields, sizeIn } from '../../commands/picture-fields.ts';

const catalog = createCatalog(noChanges, new Set(['runninghub', 'runcomfy']));

function modelNamed(id: string): Model {
  const model = catalog.find(id);
  if (model === null) throw new Error(`no ${id}`);
  return model;
}

const named = { kind: 'ratios', ratios: ['1:1', '16:9'], custom: null, defaultRatio: '1:1' } as const;
const size = (value: string) => ({ name: 'size', label: 'Size: a ratio, or WIDTHxHEIGHT', value });
const model = (value: string) => ({ name: 'model', label: 'Model', value });
const offering = { catalog: { ...catalog, models: catalog.models.slice(0, 25) }, priceOf: () => 7 };

describe('the size in a form', () => {
  const gpt = modelNamed('gpt-image-2');
  const closed: Model = { ...gpt, routes: gpt.routes.map((route) => ({ ...route, sizes: named })) };

  it('is a menu of what the model names, with what it is now', () => {
    const [field, ...others] = sizeFields(closed, size('16:9'), 'full');
    expect(field).toMatchObject({ name: 'size', label: 'Size', chosen: '16:9', isRequired: false });
    expect(field).toMatchObject({ choices: [{ value: '1:1', label: '1:1' }, { value: '16:9' }] });
    expect(others).toEqual([]);
    expect(sizeFields(closed, size(''), 'room')).toMatchObject([{ chosen: null, hint: 'As usual' }]);
  });

  it('has a field for others where the model takes any pixels, and is typed where there is no room for it', () => {
    const open = modelNamed('seedream-4.5');
    const fields = sizeFields(open, size('16:9'), 'room');
    expect(fields).toMatchObject([
      { name: 'size', chosen: '16:9' },
      { name: 'other_size', value: '' },
    ]);
    expect(sizeFields(open, size('16:9'), 'full')).toEqual([size('16:9')]);
  });

  it('is typed where it is none of those that there are, and where the model is not known', () => {
    expect(sizeFields(closed, size('9000x90'), 'room')).toEqual([size('9000x90')]);
    expect(sizeFields(null, size('16:9'), 'room')).toEqual([size('16:9')]);
  });

  it('is what was typed, else what was chosen', () => {
    const both = [
      ['size', '16:9'],
      ['other_size', ' 1000x700 '],
    ] as const;
    expect(sizeIn(new Map(both))).toBe('1000x700');
    expect(sizeIn(new Map([['size', ' 16:9 ']]))).toBe('16:9');
    expect(sizeIn(new Map([['other_size', ' ']]))).toBeNull();
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
