import { describe, expect, it } from 'vitest';
import { problemsOfRoute } from '#catalog/check-route.ts';
import type { Route } from '#catalog/model.ts';
import { builtInDefaultModelId, builtInModels } from '#catalog/models/index.ts';
import { editsEach, editsList, sizeOfPicture } from '#catalog/models/route-rows.ts';
import { routeOf } from '../support/requests.ts';

const pathsOf = (changes: Partial<Route>) => problemsOfRoute(routeOf(changes)).map(({ path }) => path.join('.'));
const rows = builtInModels.flatMap((model) =>
  model.routes.map((route) => ({ name: `${model.id} at ${route.provider}, ${route.endpoint}`, route })),
);

describe('the built-in catalogue', () => {
  it.each(rows)('$name is consistent', ({ route }) => {
    expect(problemsOfRoute(route)).toEqual([]);
  });

  const inBothForms = rows.filter(({ route }) => route.nodeFields !== null);

  it('has routes in both body forms, and routes without', () => {
    expect(inBothForms.length).toBeGreaterThan(5);
    expect(inBothForms.length).toBeLessThan(rows.length);
  });

  it.each(inBothForms)('$name has the same words in both body forms', ({ route }) => {
    expect(Object.keys(route.nodeFields ?? {}).sort()).toEqual(Object.keys(route.fields).sort());
  });

  it.each(rows)(
    '$name has a source and a price for each of its words',
    ({ route: { price, qualities, resolutions, sizes, source } }) => {
      expect(source).not.toBe('');
      if (price.grid === null) return;
      expect(Object.keys(price.grid)).toEqual(qualities?.values ?? ['']);
      const listed = resolutions?.values ?? (sizes.kind === 'list' ? sizes.sizes : []);
      for (const row of Object.values(price.grid)) {
        // One price for every size is under no name.
        expect([[''], listed]).toContainEqual(Object.keys(row));
        expect(Math.max(...Object.values(row))).toBeLessThanOrEqual(price.amount);
      }
    },
  );

  it('has each id once, fits what Discord shows, and holds its default model', () => {
    const ids = builtInModels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(builtInDefaultModelId);
    for (const { description, title } of builtInModels)
      expect(Math.max(description.length, title.length)).toBeLessThanOrEqual(100);
  });
});

describe('a useless route', () => {
  const all = { prompt: 'p', ratio: 'r', width: 'w', height: 'h' };

  it('is none that can be used', () => {
    expect(pathsOf({})).toEqual([]);
    expect(
      pathsOf({
        sizes: { kind: 'pixels', range: { minPx: 64, maxPx: 64, stepPx: 1 }, defaultRatio: '1:1' },
        fields: all,
      }),
    ).toEqual([]);
  });

  it.each(['5:4', 'square', '512x512'])('has a default ratio that it does not take: %s', (defaultRatio) => {
    expect(pathsOf({ sizes: { kind: 'ratios', ratios: ['1:1'], custom: null, defaultRatio } })).toEqual([
      'sizes.defaultRatio',
    ]);
  });

  it('has an empty range of pixels', () => {
    const empty = { minPx: 10, maxPx: 9, stepPx: 1 };
    expect(pathsOf({ sizes: { kind: 'pixels', range: empty, defaultRatio: '1:1' }, fields: all })).toEqual([
      'sizes.range.maxPx',
    ]);
    expect(
      pathsOf({ sizes: { kind: 'ratios', ratios: ['1:1'], custom: empty, defaultRatio: '1:1' }, fields: all }),
    ).toEqual(['sizes.custom.maxPx']);
  });

  it('has an empty range of heights', () => {
    const range = { minPx: 10, maxPx: 20, stepPx: 1, height: { minPx: 10, maxPx: 9, stepPx: 1 } };
    expect(pathsOf({ sizes: { kind: 'pixels', range, defaultRatio: '1:1' }, fields: all })).toEqual([
      'sizes.range.height.maxPx',
    ]);
  });

  it('lists sizes without a key for them, or without one of its default ratio', () => {
    const sizes = { kind: 'list', sizes: ['512x512'], separator: '*', defaultRatio: '1:1' } as const;
    expect(pathsOf({ sizes, fields: { prompt: 'p', size: 's' } })).toEqual([]);
    expect(pathsOf({ sizes })).toEqual(['fields.size']);
    expect(pathsOf({ sizes: { ...sizes, defaultRatio: '16:9' }, fields: { prompt: 'p', size: 's' } })).toEqual([
      'sizes.defaultRatio',
    ]);
  });

  it('takes more pictures than it has keys for', () => {
    const two = { ...editsEach(['a', 'b']), nodeKeys: ['1##image', '2##image'] };
    const fields = { prompt: 'p', ratio: 'r' };
    expect(pathsOf({ fields, nodeFields: fields, images: two })).toEqual([]);
    expect(pathsOf({ fields, nodeFields: fields, images: { ...two, most: 3 } })).toEqual([
      ...['images.keys.keys', 'images.nodeKeys'],
    ]);
    expect(pathsOf({ fields, nodeFields: fields, images: { ...two, nodeKeys: null } })).toEqual(['images.nodeKeys']);
    expect(pathsOf({ fields, images: editsList('urls', 10) })).toEqual([]);
  });

  it('sends a constant under the key of a picture', () => {
    expect(pathsOf({ constants: { urls: 'x' }, images: editsList('urls', 10) })).toEqual(['constants.urls']);
    expect(pathsOf({ constants: { b: 'x' }, images: editsEach(['a', 'b']) })).toEqual(['constants.b']);
  });

  it('sends a constant under the key of its list of LoRAs', () => {
    const list = { key: 'loras', file: 'path', strength: 'scale' };
    const loras = { known: [], minStrength: 0, maxStrength: 2, defaultStrength: 0.8, most: 3, list };
    expect(pathsOf({ constants: { loras: 'x' }, loras })).toEqual(['constants.loras']);
  });

  it('brings several pictures without a key for how many', () => {
    expect(pathsOf({ counts: { min: 1, max: 4, default: 1 } })).toEqual(['fields.count']);
  });

  it('has no key for its ratio, unless the shape is always that of the picture', () => {
    expect(pathsOf({ fields: { prompt: 'p' }, sizes: sizeOfPicture })).toEqual([]);
    const sizes = { ...sizeOfPicture, ratios: ['auto', '1:1'] };
    expect(pathsOf({ fields: { prompt: 'p' }, sizes })).toEqual(['fields.ratio']);
  });

  it('sends a constant under the key of an input', () => {
    expect(pathsOf({ constants: { prompt: 'x', n: 1 } })).toEqual(['constants.prompt']);
  });

  it('has an option without a key of the provider, in either body form', () => {
    const options = ['steps', 'quality', 'resolution', 'format', 'lora', 'loraStrength'];
    expect(
      pathsOf({
        fields: { prompt: 'p' },
        nodeFields: all,
        steps: { min: 1, max: 2, default: 1 },
        qualities: { values: ['a'], default: 'a' },
        resolutions: { values: ['a'], default: 'a' },
        formats: ['png'],
        loras: { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1 },
      }),
    ).toEqual([
      ...['ratio', ...options].map((word) => `fields.${word}`),
      ...options.map((word) => `nodeFields.${word}`),
    ]);
  });

  it('has a default outside its own range', () => {
    const fields = { prompt: 'p', ratio: 'r', steps: 's', lora: 'l', loraStrength: 'ls' };
    expect(pathsOf({ fields, steps: { min: 1, max: 10, default: 11 } })).toEqual(['steps.default']);
    expect(pathsOf({ fields, steps: { min: 5, max: 4, default: 5 } })).toEqual(['steps.default']);
    expect(pathsOf({ fields, loras: { known: [], minStrength: 1, maxStrength: 2, defaultStrength: 0.8 } })).toEqual([
      'loras.defaultStrength',
    ]);
  });

  it('takes several LoRAs and has no key for their list', () => {
    const loras = { known: [], minStrength: 0, maxStrength: 2, defaultStrength: 0.8, most: 3 };
    const fields = { prompt: 'p', ratio: 'r' };
    const list = { key: 'loras', file: 'path', strength: 'scale' };
    expect(pathsOf({ fields: { ...fields, lora: 'l', loraStrength: 'ls' }, loras })).toEqual(['loras.list']);
    expect(pathsOf({ fields, loras: { ...loras, list } })).toEqual([]);
  });
});
