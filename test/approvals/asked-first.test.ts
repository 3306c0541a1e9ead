import { describe, expect, it } from 'vitest';
import type { Catalog } from '#catalog/catalog.ts';
import type { Model, Price } from '#catalog/model.ts';
import { editsList } from '#catalog/models/route-rows.ts';
import { type GenerationRequest, noOptions } from '#catalog/request.ts';
import { gate } from '#generation/gate.ts';
import { type CommunityOptions, createCommunity } from '../support/community.ts';
import { guildLoraOf } from '../support/guild-loras.ts';
import { sourceOf } from '../support/inputs.ts';
import { guild, member, modelOf, requestOf, requestWith, routeOf } from '../support/requests.ts';

const usd = (amount: number): Price => ({ currency: 'USD', amount, grid: null, estimated: false });
const bySize: Price = { ...usd(0.03), grid: { '': { '1:1': 0.007, '16:9': 0.03 } } };
const named = (id: string, model: Model): Model => ({ ...model, id, title: id });
const lora = { known: [{ title: 'Ink', file: 'ink.st' }], minStrength: -1, maxStrength: 1, defaultStrength: 1 };
const square = { kind: 'ratios', ratios: ['1:1'], custom: null, defaultRatio: '1:1' } as const;
const wide = { kind: 'ratios', ratios: ['16:9'], custom: null, defaultRatio: '16:9' } as const;

interface Last {
  readonly model: string | null;
  readonly size: string | null;
}

async function asked(request: GenerationRequest, options: CommunityOptions, last: Last = { model: null, size: null }) {
  const { flow, choices } = await createCommunity(options);
  await choices.remember(guild, member, last);
  return gate(request, flow);
}

describe('a price above the one that was shown is asked about', () => {
  it('where the cheaper route is in trouble', async () => {
    const isTroubled = (provider: string) => provider === 'runninghub';
    const dearer = { reason: 'route', shown: 7, options: [] };
    expect(await asked(requestOf(), { isTroubled })).toMatchObject({ kind: 'confirm', credits: 15, dearer });
  });

  it('where the last model is dearer than the default, and where only the last size is', async () => {
    const models = [modelOf(routeOf()), named('dear', modelOf(routeOf({ price: usd(0.05) })))];
    expect(await asked(requestOf(), { models }, { model: 'dear', size: null })).toMatchObject({
      dearer: { reason: 'last_choice', shown: 7, model: 'dear' },
    });
    const sized = [modelOf(routeOf({ price: bySize }))];
    expect(await asked(requestOf(), { models: sized }, { model: null, size: '16:9' })).toMatchObject({
      credits: 30,
      dearer: { reason: 'last_choice', shown: 7 },
    });
    const closed = { models: { denied: ['some-model'] } };
    const kept = await asked(requestOf(), { models, settings: closed }, { model: 'dear', size: null });
    expect(kept.kind).toBe('go');
  });

  it('where a cheaper last model is used with an option that is dear', async () => {
    const cheap = named(
      'cheap',
      modelOf(routeOf({ price: usd(0.005) }), routeOf({ price: usd(0.02), formats: ['png'] })),
    );
    const models = [modelOf(routeOf()), cheap];
    const gated = await asked(requestWith({ format: 'png' }), { models }, { model: 'cheap', size: null });
    expect(gated).toMatchObject({ credits: 20, dearer: { reason: 'options', shown: 7, options: ['format'] } });
  });

  it('with both options where neither alone makes it dear', async () => {
    const models = [
      modelOf(
        routeOf({ formats: ['png'] }),
        routeOf({ steps: { min: 1, max: 9, default: 1 } }),
        routeOf({ price: usd(0.02), formats: ['png'], steps: { min: 1, max: 9, default: 1 } }),
        routeOf({ price: usd(0.05), formats: ['png'], steps: { min: 1, max: 9, default: 1 }, loras: lora }),
      ),
    ];
    expect(await asked(requestWith({ format: 'png', steps: 3 }), { models })).toMatchObject({
      dearer: { options: ['steps', 'format'] },
    });
    expect(await asked(requestWith({ format: 'png', steps: 3, lora: 'Ink' }), { models })).toMatchObject({
      dearer: { options: ['lora', 'steps', 'format'] },
    });
  });

  it('where a second picture makes it dear, or the shape of the first', async () => {
    const editing = routeOf({ images: editsList('imageUrls', 1) });
    const models = [modelOf(editing, routeOf({ price: usd(0.02), images: editsList('imageUrls', 2) }))];
    const two = requestOf({ model: 'some-model', images: [sourceOf(), sourceOf()] });
    expect(await asked(two, { models })).toMatchObject({ dearer: { options: ['image2'] } });
    const shaped = [modelOf({ ...editing, price: bySize })];
    const photo = sourceOf({ widthPx: 1600, heightPx: 900 });
    expect(await asked(requestOf({ images: [photo] }), { models: shaped })).toMatchObject({
      credits: 30,
      dearer: { reason: 'options', options: [] },
    });
  });

  it('where a picture that is made again has become dearer', async () => {
    const settings = { models: { prices: { 'some-model': 20 } } };
    const again = requestOf({ model: 'some-model', options: { ...noOptions, size: '1:1' }, shownCredits: 7 });
    expect(await asked(again, { settings })).toMatchObject({ dearer: { reason: 'repeat', shown: 7 } });
  });

  it('where the LoRA needs a model that is dearer than the default model', async () => {
    const models = [modelOf(routeOf()), named('painter', modelOf(routeOf({ price: usd(0.05), loras: lora })))];
    expect(await asked(requestWith({ lora: 'INK' }), { models })).toMatchObject({
      request: { model: 'painter' },
      dearer: { reason: 'options', options: ['lora'], shown: 7 },
    });
    const twice = [...models, named('second', modelOf(routeOf({ loras: lora })))];
    await expect(asked(requestWith({ lora: 'INK' }), { models: twice })).rejects.toThrow();
    const loras = [guildLoraOf({ title: 'Wash', file: 'wash.st', modelId: 'painter' })];
    const gated = await asked(
      requestWith({ lora: 'Wash' }),
      { models, settings: { loras } },
      { model: 'painter', size: null },
    );
    expect(gated).toMatchObject({ request: { model: 'painter' } });
  });
});

describe('what is not quite as it was typed', () => {
  const pixels = { kind: 'pixels', range: { minPx: 256, maxPx: 1536, stepPx: 1 }, defaultRatio: '1:1' } as const;

  it('is asked about where the size changes much, and told where it changes a little', async () => {
    const models = [modelOf(routeOf({ sizes: pixels }))];
    expect(await asked(requestWith({ size: '3840x2160' }), { models })).toMatchObject({
      kind: 'confirm',
      told: { resized: { asked: '3840x2160', size: '1536x864', isMuch: true } },
    });
    expect(await asked(requestWith({ size: '1920x1080' }), { models })).toMatchObject({
      kind: 'go',
      told: { resized: { isMuch: false } },
    });
    const listed = [
      modelOf(
        routeOf({ sizes: { kind: 'list', sizes: ['1024x1024', '512x512'], separator: '*', defaultRatio: '1:1' } }),
      ),
    ];
    expect(await asked(requestWith({ size: '500' }), { models: listed })).toMatchObject({
      told: { resized: { size: '512x512' } },
    });
    expect(await asked(requestWith({ size: '1360x765' }), {})).toMatchObject({ told: { resized: { size: '16:9' } } });
    expect(await asked(requestWith({ size: 'portrait' }), { models })).toMatchObject({ kind: 'go' });
  });

  it('is left out, once the member knows, where a flag does not fit the model or its other options', async () => {
    const steps = { min: 1, max: 9, default: 1 };
    const models = [modelOf(routeOf({ formats: ['png'] }), routeOf({ steps, loras: { ...lora, most: 2 } }))];
    const flagged = (prompt: string, options = {}) => asked({ ...requestWith(options), prompt }, { models });
    expect(await flagged('a fox --steps 30')).toMatchObject({
      kind: 'confirm',
      told: { unread: ['--steps 30'], words: 'a fox' },
    });
    expect(await flagged('a fox --steps 3', { format: 'png' })).toMatchObject({ told: { unread: ['--steps 3'] } });
    expect(await flagged('a fox <lora:ink:5>')).toMatchObject({ told: { unread: ['<lora:ink:5>'] } });
    expect(await flagged('a fox <lora:ink:0.5> <lora:sumi.st:0.4>')).toMatchObject({
      request: { options: { lora: 'ink:0.5, sumi.st:0.4' } },
    });
    await expect(flagged('a fox --ar 16:9', { steps: 30 })).rejects.toMatchObject({ facts: { option: 'steps' } });
    await expect(flagged('--ar 16:9')).rejects.toMatchObject({ code: 'refused.prompt' });
    await expect(flagged('a fox --ar 16:9', { size: 'huge' })).rejects.toMatchObject({ facts: { option: 'size' } });
  });
});

describe('options that exclude each other', () => {
  const steps = { min: 1, max: 9, default: 1 };
  const refused = async (request: GenerationRequest, ...models: readonly Model[]) => {
    const facts = await asked(request, { models }).catch((error: { facts: object }) => error.facts);
    return facts;
  };

  it('are named, the pictures too', async () => {
    const edit = { ...routeOf({ images: editsList('imageUrls', 1) }) };
    const model = modelOf(routeOf({ loras: lora }), edit);
    const both = { ...requestWith({ lora: 'Ink' }), images: [sourceOf()] };
    expect(await refused(both, model)).toMatchObject({ together: ['lora', 'image'] });
    expect(await refused({ ...both, options: { ...noOptions, steps: 3 } }, model)).toMatchObject({ option: 'steps' });
    const sized = { ...requestWith({ size: '9:1' }), images: [sourceOf()] };
    expect(await refused(sized, model)).toMatchObject({ option: 'size', nearest: ['16:9'] });
    const square9 = modelOf(routeOf({ sizes: square, formats: ['png'] }), routeOf({ sizes: wide, steps }));
    expect(await refused(requestWith({ size: '1:1', steps: 3, format: 'png' }), square9)).toMatchObject({
      together: ['steps', 'size'],
    });
  });

  it('are told beside a LoRA that the model cannot do without', async () => {
    const required = { ...lora, isRequired: true };
    const model = modelOf(routeOf({ loras: required, formats: ['png'] }), routeOf({ loras: required, steps }));
    expect(await refused(requestWith({ lora: 'Ink', format: 'png', steps: 3 }), model)).toMatchObject({
      together: ['format', 'steps'],
    });
    expect(await refused(requestWith({ format: 'png' }), model)).toMatchObject({ option: 'lora' });
  });

  it('are not what more pictures are: the models that take as many are named, unless they are closed', async () => {
    const one = modelOf(routeOf({ images: editsList('imageUrls', 1) }));
    const two = named('pair', modelOf(routeOf({ images: editsList('imageUrls', 2) })));
    const request = requestOf({ model: 'some-model', images: [sourceOf(), sourceOf()] });
    expect(await refused(request, one, two)).toMatchObject({ option: 'image', nearest: ['pair'] });
    expect(await refused(requestOf({ images: [sourceOf()] }), modelOf(routeOf()), two)).toMatchObject({
      nearest: ['pair'],
    });
    const settings = { models: { denied: ['pair'] } };
    await expect(asked(request, { models: [one, two], settings })).rejects.toMatchObject({ facts: { nearest: [] } });
  });
});

describe('the price that the member has read', () => {
  it('is that of the picture that is made, where the default makes no such picture', async () => {
    const editing = routeOf({ images: editsList('images', 1), price: usd(0.05) });
    const models = [modelOf(editing), named('maker', modelOf(routeOf()))];
    expect(await asked(requestOf(), { models }, { model: 'maker', size: null })).toMatchObject({ kind: 'go' });
  });

  it('is its own, where the installation’s default is not in the catalogue any more', async () => {
    const model = modelOf(routeOf());
    const catalog: Catalog = {
      models: [model],
      task: 'image',
      providers: new Set(['runninghub', 'runcomfy']),
      optionalModels: [],
      defaultModelId: 'gone',
      everyModel: [model],
      find: (id: string) => (id === model.id ? model : null),
      forTask: () => catalog,
    };
    expect(await asked(requestOf(), { catalog }, { model: model.id, size: null })).toMatchObject({ kind: 'go' });
  });
});
