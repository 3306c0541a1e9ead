import { describe, expect, it } from 'vitest';
import { type Catalog, createCatalog, noChanges } from '#catalog/catalog.ts';
import type { Model, Route } from '#catalog/model.ts';
import { parseForm } from '#catalog/models/form-row.ts';
import { editsList } from '#catalog/models/route-rows.ts';
import { type AdmissionContext, admit } from '#catalog/plan.ts';
import { type GenerationRequest, noOptions, type RequestOptions } from '#catalog/request.ts';
import type { ProviderName } from '#core/ids.ts';
import { sourceOf } from '../support/inputs.ts';
import { modelOf, requestOf, requestWith, routeOf } from '../support/requests.ts';
import { refusedWith } from '../support/said.ts';

const both = new Set<ProviderName>(['runninghub', 'runcomfy']);
const builtIn = createCatalog(noChanges, both);
const calm = () => false;
const plan = (request: GenerationRequest, catalog = builtIn, isTroubled: (route: Route) => boolean = calm) =>
  admit(request, { catalog, isTroubled });
const providersOf = (request: GenerationRequest, catalog = builtIn, isTroubled: (route: Route) => boolean = calm) =>
  plan(request, catalog, isTroubled).quotes.map(({ route }) => route.provider);

function catalogOf(model: Model): Catalog {
  const catalog: Catalog = {
    models: [model],
    task: 'image',
    providers: new Set(['runninghub', 'runcomfy']),
    optionalModels: [],
    defaultModelId: model.id,
    everyModel: [model],
    find: (name) => (name === model.id ? model : null),
    forTask: () => catalog,
  };
  return catalog;
}

/** The first model is the default. */
function catalogOfMany(...models: readonly [Model, ...Model[]]): Catalog {
  return { ...catalogOf(models[0]), models, find: (name) => models.find(({ id }) => id === name) ?? null };
}

function refusalOf(request: GenerationRequest, catalog = builtIn) {
  const refused = refusedWith(() => plan(request, catalog));
  if (refused === null) throw new Error('it was admitted');
  return refused;
}

describe('an admitted request', () => {
  it('without a model takes the default, complete with every default of its route', () => {
    const { model, credits, quotes } = plan(requestOf());
    expect(model.id).toBe('flux-2-klein-9b');
    expect(credits).toBe(7);
    expect(quotes[0].settings).toEqual({
      prompt: 'a lighthouse in the rain',
      size: { kind: 'ratio', ratio: '1:1' },
      steps: null,
      quality: null,
      resolution: null,
      format: 'png',
      loras: [],
      images: [],
      count: 1,
    });
  });

  it('names a model by id or title, upper and lower case alike', () => {
    for (const model of ['gpt-image-2', 'GPT Image 2', ' GPT-IMAGE-2 '])
      expect(plan(requestWith({}, model)).model.id).toBe('gpt-image-2');
  });

  it('for several pictures costs all of them, at every route', () => {
    const { credits, quotes } = plan(requestWith({ count: 4 }));
    const one = plan(requestWith({ count: 1 }));
    expect(credits).toBe(4 * one.credits);
    expect(quotes.map((quote) => quote.credits)).toEqual(one.quotes.map((quote) => 4 * quote.credits));
    expect(quotes.map(({ settings }) => settings.count)).toEqual(quotes.map(() => 4));
  });

  it('carries the price of its own settings', () => {
    expect(plan(requestWith({ quality: 'high', resolution: '4k' }, 'gpt-image-2')).credits).toBe(664);
    expect(plan(requestWith({}, 'gpt-image-2'))).toMatchObject({
      credits: 130,
      quotes: [{ settings: { quality: 'medium', resolution: '2k' } }, { credits: 160 }, { credits: 14 }],
    });
    expect(plan(requestWith({}, 'flux-2-dev-lora')).credits).toBe(24);
  });
});

describe('the order of the routes', () => {
  it('is cheapest first', () => {
    const quotes = plan(requestOf()).quotes.map(({ credits }) => credits);
    expect(quotes).toEqual([7, 15]);
    expect(providersOf(requestOf())).toEqual(['runninghub', 'runcomfy']);
  });

  it('puts a troubled route last, and then its price is not the one that is shown', () => {
    const isTroubled = (route: Route) => route.provider === 'runninghub';
    expect(providersOf(requestOf(), builtIn, isTroubled)).toEqual(['runcomfy', 'runninghub']);
    expect(plan(requestOf(), builtIn, isTroubled).credits).toBe(15);
  });

  it('is by price again when all are troubled', () => {
    expect(providersOf(requestOf(), builtIn, () => true)).toEqual(['runninghub', 'runcomfy']);
  });

  it('puts a route in reserve after the others, whatever it costs, but before a troubled one', () => {
    const request = requestWith({ resolution: '1k' }, 'gpt-image-2');
    const official = (route: Route) => route.endpoint === 'rhart-image-g-2-official/text-to-image';
    expect(plan(request).quotes.map(({ credits }) => credits)).toEqual([83, 100, 14]);
    expect(plan(request, builtIn, official).quotes.map(({ credits }) => credits)).toEqual([100, 14, 83]);
    expect(plan(request, builtIn, ({ isReserve }) => isReserve !== true).credits).toBe(14);
  });

  it('puts every route in reserve last, the cheaper of two first, wherever they stand', () => {
    const costing = (amount: number, isReserve: boolean) =>
      routeOf({ price: { currency: 'USD', amount, grid: null, estimated: false }, isReserve });
    const routes = [costing(0.02, true), costing(0.03, false), costing(0.01, true), costing(0.04, false)];
    for (const model of [modelOf(...routes), modelOf(...routes.toReversed())]) {
      expect(plan(requestOf(), catalogOf(model)).quotes.map(({ credits }) => credits)).toEqual([30, 40, 10, 20]);
    }
  });

  it('has the routes for LoRAs for requests with a LoRA, and for no others', () => {
    const endpointsOf = (request: GenerationRequest) => plan(request).quotes.map(({ route }) => route.endpoint);
    expect(endpointsOf(requestWith({}, 'z-image-turbo'))).toEqual(['rhart-image/z-image/turbo']);
    expect(endpointsOf(requestWith({ lora: 'x.safetensors' }, 'z-image-turbo'))).toEqual([
      'rhart-image/z-image/turbo-lora',
    ]);
    expect(endpointsOf(requestWith({ lora: 'x.safetensors' }))).toEqual([
      'rhart-image/f-2-klein-9b/text-to-image-lora',
    ]);
  });

  it('leaves out a provider without a key', () => {
    expect(providersOf(requestOf(), createCatalog(noChanges, new Set<ProviderName>(['runcomfy'])))).toEqual([
      'runcomfy',
    ]);
  });

  it('leaves out a route that cannot express the request', () => {
    expect(providersOf(requestWith({ steps: 30 }))).toEqual(['runcomfy']);
    expect(providersOf(requestWith({ format: 'webp' }))).toEqual(['runninghub']);
    expect(providersOf(requestWith({ size: '300x300' }))).toEqual(['runninghub']);
    expect(providersOf(requestWith({ size: '64x64' }, 'flux-2-klein-4b'))).toEqual(['runcomfy']);
  });
});

describe('a model whose routes are all paused', () => {
  const paused = (request: GenerationRequest) =>
    refusedWith(() =>
      admit(request, { catalog: catalogOf(modelOf(routeOf())), isTroubled: calm, isPaused: () => true }),
    );

  it('takes no request for now', () => {
    expect(paused(requestOf())).toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'service', model: 'Some Model', retryAfterMs: expect.any(Number) },
    });
  });

  it('says what stands in the way of a request that it would not take anyway', () => {
    expect(paused(requestWith({ steps: 4 }))).toMatchObject({ code: 'refused.options', facts: { option: 'steps' } });
  });
});

describe('pixels that no route takes as they are', () => {
  const pixels = { kind: 'pixels', range: { minPx: 256, maxPx: 1536, stepPx: 1 }, defaultRatio: '1:1' } as const;
  const resized = (size: string | null, sizes: Route['sizes'] = pixels) =>
    plan(requestWith({ size }), catalogOf(modelOf(routeOf({ sizes })))).resized;

  it.each([
    ['2000x1125', '1536x864', true],
    ['1920x1080', '1536x864', false],
    ['3840x2160', '1536x864', true],
    ['240x240', '256x256', false],
    ['200x200', '256x256', true],
  ])('%s become the nearest, %s; much smaller or larger is said: %s', (asked, size, isMuch) => {
    expect(resized(asked)).toEqual({ asked, size, isMuch });
  });

  it('become a ratio where the route has nothing else, which is never much', () => {
    expect(resized('1360x765', routeOf().sizes)).toEqual({ asked: '1360x765', size: '16:9', isMuch: false });
  });

  it('are the only sizes that become others', () => {
    for (const size of ['1024x1024', '1:1', null])
      expect(plan(requestWith({ size }), catalogOf(modelOf(routeOf({ sizes: pixels }))))).not.toHaveProperty('resized');
    expect(() => resized('21:9', routeOf().sizes)).toThrow(expect.objectContaining({ code: 'refused.options' }));
  });
});

describe('a refused model', () => {
  it('that nobody knows is told with those that there are', () => {
    expect(refusalOf(requestWith({}, 'dall-e'))).toEqual({
      code: 'refused.model',
      facts: {
        option: 'model',
        value: 'dall-e',
        nearest: [],
      },
    });
  });

  it('whose only provider has no key is unknown', () => {
    const { code, facts } = refusalOf(
      requestWith({}, 'z-image-turbo'),
      createCatalog(noChanges, new Set<ProviderName>(['runcomfy'])),
    );
    expect([code, facts.nearest]).toEqual(['refused.model', []]);
    expect(refusalOf(requestWith({}, 'flux klein')).facts.nearest).toEqual(['flux-2-klein-9b', 'flux-2-klein-4b']);
  });

  it('is every model when no provider has a key', () => {
    const { code, facts } = refusalOf(requestOf(), createCatalog(noChanges, new Set()));
    expect([code, facts]).toEqual(['refused.model', { option: 'model', value: 'flux-2-klein-9b', nearest: [] }]);
  });

  it('may also be one without routes', () => {
    expect(refusalOf(requestOf(), catalogOf(modelOf()))).toEqual({
      code: 'refused.model',
      facts: { option: 'model', value: 'some-model' },
    });
  });
});

describe('a refusal where several routes were looked at', () => {
  const small = routeOf({ sizes: { kind: 'ratios', ratios: ['1:1'], custom: null, defaultRatio: '1:1' } });
  const wide = routeOf({
    provider: 'runcomfy',
    sizes: { kind: 'ratios', ratios: ['1:1', '16:9'], custom: null, defaultRatio: '1:1' },
  });

  it('names what any of them would have taken, each thing once', () => {
    expect(refusalOf(requestWith({ size: '9:16' }), catalogOf(modelOf(small, small, wide))).facts.allowed).toBe(
      '1:1, or 1:1, 16:9',
    );
  });

  it('is about the route that was meant where some are for requests with a LoRA', () => {
    const loras = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired: true };
    const styled = routeOf({ formats: ['png'], loras });
    const catalog = catalogOf(modelOf(wide, styled));
    const factsOf = (options: Partial<RequestOptions>) => {
      const { option, allowed } = refusalOf(requestWith(options), catalog).facts;
      return [option, allowed];
    };
    const none = "nothing: this model doesn't have that option";
    expect(factsOf({ lora: 'x', size: '9:16' })).toEqual(['size', '1:1, 16:9']);
    expect(factsOf({ lora: 'x', steps: 4 })).toEqual(['steps', none]);
    expect(factsOf({ steps: 4 })).toEqual(['steps', none]);
    expect(factsOf({ loraStrength: 1 })).toEqual(['lora_strength', 'only together with lora']);
    expect(factsOf({ lora: ' ' })).toEqual(['lora', 'a LoRA file name of 1–200 characters']);
    expect(refusalOf(requestOf(), catalogOf(modelOf(styled))).facts).toMatchObject({ option: 'lora', value: '' });
  });

  it('names the option of the route that got furthest', () => {
    const { facts } = refusalOf(requestWith({ size: '16:9', steps: 10 }), catalogOf(modelOf(small, wide)));
    expect([facts.option, facts.value]).toEqual(['steps', '10']);
  });
});

describe('a refused option', () => {
  it('is told with the model, the value and what would do, and nothing else', () => {
    const steps = { min: 1, max: 9, default: 4 };
    expect(refusalOf(requestWith({ steps: 30 }), catalogOf(modelOf(routeOf({ steps }))))).toEqual({
      code: 'refused.options',
      facts: { model: 'Some Model', option: 'steps', value: '30', allowed: 'a whole number from 1 to 9' },
    });
  });

  it('is the one of a form that is wrong, and before it what the form needs', () => {
    const form = parseForm('prompt <99; video* @10; duration 2..9');
    const options = { ...noOptions, form: { duration: '20' } };
    expect(refusalOf(requestOf({ options }), catalogOf(modelOf(routeOf({ form })))).facts.option).toBe('video');
    const media = { video: sourceOf({ mediaType: 'video/mp4' }) };
    const { facts } = refusalOf(requestOf({ options, media }), catalogOf(modelOf(routeOf({ form }))));
    expect(facts.option).toBe('duration');
  });

  it('is the one beside the LoRA where the model takes nothing without one', () => {
    const loras = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired: true };
    const { facts } = refusalOf(requestWith({ lora: 'x', steps: 4 }), catalogOf(modelOf(routeOf({ loras }))));
    expect(facts.option).toBe('steps');
  });

  it('is the one that the routes for pictures take otherwise, or that none has', () => {
    const editing = routeOf({ images: editsList('imageUrls', 1), steps: { min: 1, max: 9, default: 4 } });
    const catalog = catalogOf(modelOf(routeOf({ steps: { min: 1, max: 99, default: 4 } }), editing));
    const asked = (options: Partial<RequestOptions>) => ({ ...requestWith(options), images: [sourceOf()] });
    expect(refusalOf(asked({ steps: 30 }), catalog).facts).toMatchObject({
      ...{ option: 'steps', allowed: 'a whole number from 1 to 9' },
    });
    expect(refusalOf(asked({ format: 'png' }), catalog).facts.option).toBe('format');
  });
});

describe('more pictures than a model takes', () => {
  const editor = (id: string, most: number): Model => ({
    ...modelOf(routeOf({ images: editsList('imageUrls', most) })),
    ...{ id, title: id },
  });
  const catalog = catalogOfMany(
    editor('one', 1),
    { ...modelOf(routeOf()), id: 'words' },
    editor('two', 2),
    editor('three', 3),
  );
  const refused = (context: Partial<AdmissionContext> = {}) => {
    const request = requestOf({ images: [sourceOf(), sourceOf()] });
    return refusedWith(() => admit(request, { catalog, isTroubled: calm, ...context }));
  };

  it('are told with the models that take so many', () => {
    expect(refused()).toEqual({
      code: 'refused.options',
      facts: { model: 'one', option: 'image', value: '2 pictures', allowed: 'one picture', nearest: ['two', 'three'] },
    });
  });

  it('are told with no model that the member may not use', () => {
    expect(refused({ mayUse: ({ id }) => id !== 'two' })?.facts.nearest).toEqual(['three']);
  });
});

describe('options that exclude each other', () => {
  const stepped = { min: 1, max: 9, default: 4 };
  const square = { kind: 'ratios', ratios: ['1:1'], custom: null, defaultRatio: '1:1' } as const;
  const choice = { values: ['low', 'high'], default: 'low' };
  const loras = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1 };
  const together = (request: GenerationRequest, ...routes: readonly Route[]) => {
    const { code, facts } = refusalOf(request, catalogOf(modelOf(...routes)));
    return [code, facts.together];
  };

  it.each<[string, Partial<RequestOptions>, Partial<Route>]>([
    ['format', { format: 'png' }, { formats: ['png'] }],
    ['resolution', { resolution: 'high' }, { resolutions: choice }],
    ['quality', { quality: 'high' }, { qualities: choice }],
    ['size', { size: '16:9' }, { sizes: routeOf().sizes }],
    ['lora', { lora: 'x' }, { loras }],
  ])('are named, steps and %s, without what does not matter', (name, options, has) => {
    const routes = [routeOf({ sizes: square, steps: stepped }), routeOf({ sizes: square, ...has })];
    const names = name === 'format' ? [name, 'steps'] : ['steps', name];
    expect(together(requestWith({ count: 2, steps: 4, ...options }), ...routes)).toEqual(['refused.options', names]);
  });

  it('are named with a strength that only another route takes', () => {
    const strong = { ...loras, maxStrength: 3 };
    const routes = [routeOf({ loras, steps: stepped }), routeOf({ loras: strong })];
    expect(together(requestWith({ lora: 'x', loraStrength: 2, steps: 4 }), ...routes)).toEqual([
      'refused.options',
      ['steps', 'lora_strength', 'lora'],
    ]);
  });

  it('are named with the pictures that they do not go with', () => {
    const routes = [routeOf({ steps: stepped }), routeOf({ images: editsList('imageUrls', 1) })];
    expect(together({ ...requestWith({ steps: 4 }), images: [sourceOf()] }, ...routes)).toEqual([
      'refused.options',
      ['steps', 'image'],
    ]);
  });

  it('are named by their words in forms too', () => {
    const routes = ['duration 2..9', 'seed 1..9', 'lastImage @10', 'video @10'].map((word) =>
      routeOf({ form: parseForm(`prompt <99; ${word}`) }),
    );
    const asked = (changes: Partial<GenerationRequest>) =>
      together({ ...requestOf({ options: { ...noOptions, form: { duration: '4' } } }), ...changes }, ...routes);
    expect(asked({ options: { ...noOptions, form: { duration: '4', seed: '3' } } })).toEqual([
      'refused.options',
      ['duration', 'seed'],
    ]);
    expect(asked({ media: { lastImage: sourceOf() } })).toEqual(['refused.options', ['duration', 'last_image']]);
    const video = sourceOf({ mediaType: 'video/mp4' });
    expect(asked({ media: { video } })).toEqual(['refused.options', ['duration', 'video']]);
  });
});
