import { describe, expect, it } from 'vitest';
import { parseCatalogFile } from '#catalog/catalog-file.ts';
import { providerNames } from '#providers/registry.ts';
import {
  catalogModel as model,
  catalogPrice as price,
  catalogRoute as route,
  catalogFileWith as withRoute,
} from '../support/catalog-rows.ts';

function problemsIn(file: object): readonly string[] {
  const parsed = parseCatalogFile(JSON.stringify(file), providerNames);
  return parsed.ok ? [] : parsed.problems;
}

describe('a route that edits', () => {
  const fields = { prompt: 'prompt', ratio: 'aspectRatio', count: 'n' };
  const sizes = { kind: 'ratios', ratios: ['auto', '1:1'], defaultRatio: 'auto' };

  it('can be read, and says for itself what is left out', () => {
    const images = { keys: { kind: 'each', keys: ['image'] } };
    const parsed = parseCatalogFile(
      JSON.stringify(withRoute({ fields, sizes, images, counts: { max: 4 }, countAs: 'text' })),
      providerNames,
    );
    expect(parsed.ok && parsed.changes.models[0]?.routes[0]).toMatchObject({
      images: {
        keys: { kind: 'each', keys: ['image'] },
        nodeKeys: null,
        most: 1,
        maxBytes: 10_485_760,
        isRequired: true,
      },
      counts: { min: 1, max: 4, default: 1 },
      countAs: 'text',
      sizes: { defaultRatio: 'auto' },
    });
  });

  it('needs a key for each of its pictures', () => {
    const images = { keys: { kind: 'each', keys: ['image'] }, most: 2 };
    expect(problemsIn(withRoute({ fields, sizes, images }))).toEqual([
      'models[0].routes[0].images.keys.keys: must be 2 or more keys, one for each picture',
    ]);
  });
});

const named = (rows: readonly (readonly [object, string])[]) => rows.map(([file, name]) => ({ file, name }));

describe('a wrong catalogue file is told with the path of what is wrong', () => {
  it('that is not JSON, or no object', () => {
    expect(parseCatalogFile('{', providerNames)).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^is not JSON: /u)],
    });
    expect(problemsIn([])).toEqual([expect.stringMatching(/^the file: /u)]);
  });

  const meant = 'did you mean flux-2-klein-9b, flux-2-klein-4b, flux-2-dev-lora? docs/models.md lists them';
  it.each(
    named([
      [{ defaultModel: 'x' }, `defaultModel: "x" is not a model; ${meant}`],
      [{ loras: [{ model: 'x', title: 'T', file: 'f' }] }, `loras[0].model: "x" is not a model; ${meant}`],
      [
        { loras: [{ model: 'gpt-image-2', title: 'T', file: 'f' }] },
        'loras[0]: gpt-image-2 has no route that takes LoRAs',
      ],
      [{ prices: [{ model: 'x', provider: 'runcomfy', price }] }, `prices[0].model: "x" is not a model; ${meant}`],
      [
        { prices: [{ model: 'z-image-turbo', provider: 'runcomfy', price }] },
        'prices[0]: z-image-turbo has no route at runcomfy',
      ],
      [
        { prices: [{ model: 'z-image-turbo', provider: 'runninghub', endpoint: 'x/y', price }] },
        'prices[0]: z-image-turbo has no route at runninghub, x/y',
      ],
      [{ models: [model, model] }, 'models[1].id: "my-model" is there twice'],
      [
        withRoute({ qualities: { values: ['a'], default: 'b' }, fields: { ...route.fields, quality: 'q' } }),
        'models[0].routes[0].qualities.default: must be one of values',
      ],
      [
        withRoute({ fields: { width: 'w', height: 'h' } }),
        'models[0].routes[0].fields.prompt: is missing: this route has prompt',
      ],
      [
        withRoute({ sizes: { kind: 'ratios', ratios: ['16:9'] }, fields: { prompt: 'p', ratio: 'r' } }),
        'models[0].routes[0].sizes.defaultRatio: must be one of the sizes of this route',
      ],
      [
        withRoute({ sizes: { kind: 'pixels', range: { minPx: 512, maxPx: 256 } } }),
        'models[0].routes[0].sizes.range.maxPx: must be minPx or more',
      ],
      [
        withRoute({ fields: { prompt: 'p', width: 'w' } }),
        'models[0].routes[0].fields.height: is missing: this route has height',
      ],
    ]),
  )('$name', ({ file, name: problem }) => {
    expect(problemsIn(file)).toEqual([problem]);
  });

  it.each(
    named([
      [{ modells: [] }, 'the file: '],
      [{ models: [{ ...model, id: 'My Model' }] }, 'models[0].id: '],
      [{ models: [{ ...model, titel: 'x' }] }, 'models[0]: '],
      [{ models: [{ ...model, routes: [] }] }, 'models[0].routes: '],
      [{ models: [{ ...model, description: 'x'.repeat(101) }] }, 'models[0].description: '],
      [withRoute({ provider: 'elsewhere' }), 'models[0].routes[0].provider: '],
      [withRoute({ endpoint: '../secret' }), 'models[0].routes[0].endpoint: '],
      [withRoute({ endpoint: 'https://evil.example' }), 'models[0].routes[0].endpoint: '],
      [withRoute({ price: { ...price, amount: 0 } }), 'models[0].routes[0].price.amount: '],
      [withRoute({ price: { ...price, ammount: 1 } }), 'models[0].routes[0].price: '],
      [withRoute({ price: { currency: 'EUR', amount: 1 } }), 'models[0].routes[0].price.currency: '],
      [withRoute({ fields: { ...route.fields, sead: 's' } }), 'models[0].routes[0].fields'],
      [withRoute({ seeds: { max: 2 ** 40 } }), 'models[0].routes[0].seeds.max: '],
      [withRoute({ seeds: { max: 9 } }), 'models[0].routes[0].fields.seed: is missing'],
      [withRoute({ negativeMaxCharacters: 9 }), 'models[0].routes[0].fields.negative: is missing'],
      [withRoute({ sizes: { kind: 'ratios', ratios: ['wide'] } }), 'models[0].routes[0].sizes.ratios[0]: '],
      [
        withRoute({ loras: { defaultStrength: 0 } }),
        'models[0].routes[0].loras.defaultStrength: a strength of 0 has no effect',
      ],
      [{ loras: [{ model: 'flux-2-dev-lora', title: '', file: 'f' }] }, 'loras[0].title: '],
      [{ prices: [{ model: 'gpt-image-2', provider: 'runninghub' }] }, 'prices[0].price: '],
    ]),
  )('$name…', ({ file, name: start }) => {
    expect(problemsIn(file).filter((problem) => problem.startsWith(start))).toHaveLength(1);
  });

  it('lists everything that is wrong at once', () => {
    expect(problemsIn({ defaultModel: 1, models: [{ ...model, id: '' }], prices: {} })).toHaveLength(3);
  });
});
