import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { editModels } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { asEditor, asMaker } from '#catalog/model.ts';
import { priceOf } from '#catalog/price.ts';
import { parseSize } from '#catalog/size.ts';
import {
  guessModel,
  suggestLoras,
  suggestMakers,
  suggestModels,
  suggestSizes,
  suggestWords,
} from '../../commands/suggest.ts';
import { createScriptedBot, type ScriptedBot } from '../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../discord/support/stage.ts';
import { guildLoraOf } from '../support/guild-loras.ts';

let stage: Stage;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

function firstModel(): Model {
  const [model] = bot.catalog.models;
  if (!model) throw new Error('no models');
  return model;
}

describe('suggestions', () => {
  const ratioRule = { kind: 'ratios', ratios: ['1:1', '16:9', '5:4'], custom: null, defaultRatio: '1:1' } as const;
  const pixelRule = { kind: 'pixels', range: { minPx: 256, maxPx: 1536, stepPx: 16 }, defaultRatio: '1:1' } as const;
  const withRoutes = (change: Partial<Model['routes'][number]>): Model => {
    const model = firstModel();
    return { ...model, routes: model.routes.slice(0, 1).map((route) => ({ ...route, ...change })) };
  };

  it('find models by parts of their names, with the price', () => {
    expect(suggestModels(bot, 'GPT')).toEqual([
      { name: expect.stringContaining('7 credits'), value: 'gpt-image-2' },
      { name: expect.stringContaining('7 credits'), value: 'gpt-image-1.5' },
    ]);
    expect(suggestModels(bot, 'k9').map(({ value }) => value)).toEqual(['flux-2-klein-9b']);
    expect(guessModel(bot, null)?.id).toBe(bot.catalog.defaultModelId);
    expect(guessModel(bot, 'gpt')?.id).toBe('gpt-image-2');
    expect(guessModel(bot, 'nonsense')).toBeNull();
  });

  it('put models whose names begin with the text first, and letters in order only where nothing has it', () => {
    const valuesOf = (typed: string) => suggestModels(bot, typed).map(({ value }) => value);
    expect(valuesOf('flux-2-d')).toEqual(['flux-2-dev-lora', 'flux-2-dev']);
    expect(valuesOf('qwen').every((id) => id.startsWith('qwen-image'))).toBe(true);
    expect(valuesOf('banana pro')).toEqual(['nano-banana-pro', 'nano-banana-pro-ultra']);
    expect(valuesOf('dev')).toEqual([
      ...['flux-2-dev-lora', 'flux-1-kontext-dev', 'flux-2-dev', 'flux-1-dev', 'flux-1-krea-dev-lora'],
    ]);
    expect(valuesOf('')).toEqual(bot.catalog.models.map(({ id }) => id));
  });

  it('find models that edit, with the price of that, and those that make pictures', () => {
    bot.priceOf = (model) => priceOf(model);
    const models = editModels(bot.catalog).map(asEditor);
    const editors = suggestModels({ ...bot, catalog: { ...bot.catalog, models } }, '');
    expect(editors.map(({ value }) => value)).toEqual(editModels(bot.catalog).map(({ id }) => id));
    expect(editors.find(({ value }) => value === 'flux-2-dev')?.name).toBe('FLUX.2 dev · 34 credits');
    expect(suggestModels(bot, 'flux-2-dev').find(({ value }) => value === 'flux-2-dev')?.name).toContain('28 credits');
    expect(suggestMakers(bot, 'kontext')).toEqual([]);
    expect(suggestMakers(bot, 'z-im').map(({ value }) => value)).toEqual(['z-image-turbo']);
  });

  it('offer the shape of the picture where a model that edits knows it', () => {
    const klein = bot.catalog.find('flux-2-klein-9b') ?? firstModel();
    expect(suggestSizes(asEditor(klein), '')[0]).toEqual({ name: 'auto (the shape of the picture)', value: 'auto' });
    expect(suggestSizes(asEditor(klein), 'AUTO')[0]?.value).toBe('AUTO');
    expect(suggestSizes(asMaker(klein), '').some(({ value }) => value === 'auto')).toBe(false);
    expect(suggestSizes(asMaker(klein), 'auto')).toEqual([]);
  });

  it('offer the listed sizes of an endpoint, and the ratios that they have', () => {
    const sizes = { kind: 'list', sizes: ['1024x1024', '1104x1472'], separator: '*', defaultRatio: '1:1' } as const;
    expect(suggestSizes(withRoutes({ sizes }), '')).toEqual([
      { name: '1:1 (1024x1024)', value: '1:1' },
      { name: '3:4 (1104x1472)', value: '3:4' },
      { name: '1024x1024', value: '1024x1024' },
      { name: '1104x1472', value: '1104x1472' },
    ]);
  });

  it('offer a word once, however the services spell it', () => {
    const model = bot.catalog.find('nano-banana-2');
    expect(model && suggestWords(model, 'resolutions', '').map(({ value }) => value)).toEqual([
      '1k',
      '2k',
      '4k',
      '0.5K',
    ]);
  });

  it('offer the ratios of a model first, and nothing it does not take', () => {
    expect(suggestSizes(withRoutes({ sizes: ratioRule }), '').map(({ value }) => value)).toEqual([
      '1:1',
      '16:9',
      '5:4',
    ]);
    expect(suggestSizes(withRoutes({ sizes: ratioRule }), '1024x1024')).toEqual([]);
  });

  it('are sizes and nothing else, with common ones where free pixels are taken', () => {
    const offered = suggestSizes(withRoutes({ sizes: pixelRule }), '');
    expect(offered.every(({ value }) => parseSize(value) !== null)).toBe(true);
    expect(offered.every(({ name }) => /^\d+[:x]\d+( \(\d+x\d+\))?$/u.test(name))).toBe(true);
    expect(offered.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^16:9 \(\d+x\d+\)$/));
    expect(offered.map(({ value }) => value)).not.toContain('2048x2048');
    expect(suggestSizes(withRoutes({ sizes: pixelRule }), '640x640')).toEqual([{ name: '640x640', value: '640x640' }]);
  });

  const none = { own: [], hidden: new Set<string>() };

  it('find LoRAs by title or file, and take a file name as it is typed', () => {
    const known = [
      { title: 'Ink', file: 'ink.safetensors' },
      { title: 'Long', file: `${'x'.repeat(120)}.safetensors` },
    ];
    const model = withRoutes({ loras: { known, minStrength: 0, maxStrength: 1, defaultStrength: 1 } });
    expect(suggestLoras(model, '', none)).toEqual([
      { name: 'Ink', value: 'ink.safetensors' },
      { name: 'Long', value: 'Long' },
    ]);
    expect(suggestLoras(model, 'in', none).map(({ value }) => value)).toEqual(['ink.safetensors']);
    expect(suggestLoras(model, 'mine.safetensors', none)[0]).toEqual({
      name: 'mine.safetensors',
      value: 'mine.safetensors',
    });
    expect(suggestLoras(withRoutes({ loras: null }), 'mine.safetensors', none)).toEqual([]);
  });

  it("put the guild's LoRAs first, and letters in order after what has the text", () => {
    const known = [
      { title: 'Sumi', file: 'sumi.st' },
      { title: 'Ink', file: 'ink.st' },
    ];
    const model = withRoutes({ loras: { known, minStrength: 0, maxStrength: 1, defaultStrength: 1 } });
    const own = [
      guildLoraOf({ title: 'Is naked', file: 'a.st', modelId: model.id }),
      guildLoraOf({ title: 'Our Ink', file: 'ink.st', modelId: model.id }),
      guildLoraOf({ title: 'Ink of others', modelId: 'other' }),
      guildLoraOf({ title: 'Long Ink', file: 'x'.repeat(150), modelId: model.id }),
    ];
    expect(suggestLoras(model, 'ink', { ...none, own })).toEqual([
      { name: 'Our Ink', value: 'ink.st' },
      { name: 'Long Ink', value: 'Long Ink' },
      { name: 'Is naked', value: 'a.st' },
    ]);
    expect(suggestLoras(model, 'sumi', { ...none, own }).map(({ name }) => name)).toEqual(['Sumi']);
  });

  it('offer the words of a choice', async () => {
    const qualities = { values: ['low', 'high'], default: 'low' };
    const model = withRoutes({ qualities, resolutions: null });
    expect(suggestWords(model, 'qualities', 'h')).toEqual([{ name: 'high', value: 'high' }]);
    expect(suggestWords(model, 'resolutions', '')).toEqual([]);
    const models = [{ ...model, routes: model.routes.map((route) => ({ ...route, resolutions: qualities })) }];
    bot.catalog = { ...bot.catalog, models, everyModel: models, find: () => null };
    expect(await stage.alice.autocomplete(`/imagine prompt:x model:${model.id} quality:`, 'quality')).toHaveLength(2);
    expect(
      await stage.alice.autocomplete(`/imagine prompt:x model:${model.id} resolution:lo`, 'resolution'),
    ).toHaveLength(1);
    expect(await stage.alice.autocomplete('/imagine prompt:x model:nonsense quality:', 'quality')).toEqual([]);
    expect(await stage.alice.autocomplete('/models model:', 'model')).toHaveLength(1);
  });
});
