import { describe, expect, it } from 'vitest';
import { type Catalog, createCatalog, noChanges } from '#catalog/catalog.ts';
import type { Model, Route } from '#catalog/model.ts';
import { admit } from '#catalog/plan.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import type { ProviderName } from '#core/ids.ts';
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
