import { describe, expect, it } from 'vitest';
import type { Model, Route } from '#catalog/model.ts';
import { createCommunity } from '../support/community.ts';
import { guildLoraOf } from '../support/guild-loras.ts';
import { editRouteOf } from '../support/inputs.ts';
import { guild, member, modelOf, requestOf, requestWith, routeOf } from '../support/requests.ts';

const loras = { known: [], minStrength: -2, maxStrength: 2, defaultStrength: 1 };
const fields = { prompt: 'prompt', ratio: 'ratio', lora: 'lora', loraStrength: 'strength' };
const model = modelOf(routeOf({ loras, fields }), routeOf({ provider: 'runcomfy', loras, fields }));
const row = guildLoraOf({ modelId: model.id, triggerWords: ['ink wash', 'sumi-e'] });
const open = (settings: object = {}) => createCommunity({ models: [model], settings: { loras: [row], ...settings } });
const inArt = { isAgeRestricted: true };

describe("a guild's LoRA", () => {
  it('is what every route is sent, with its words in the prompt and in the settings', async () => {
    const { flow } = await open({ defaults: { size: '16:9' } });
    const { plan } = await flow.admit(requestWith({ lora: row.title }));
    const settings = {
      prompt: 'a lighthouse in the rain, ink wash, sumi-e',
      loras: [{ file: row.file, strength: 0.8, triggerWords: row.triggerWords }],
      size: { kind: 'ratio', ratio: '16:9' },
    };
    expect(plan.quotes).toMatchObject([{ settings }, { settings }]);
  });

  it('is written down with the picture, words and all', async () => {
    const community = await open();
    await community.generate(requestWith({ lora: row.file }));
    expect((await community.stored())?.settings).toMatchObject({
      prompt: 'a lighthouse in the rain, ink wash, sumi-e',
      loras: [{ file: row.file, strength: 0.8, triggerWords: ['ink wash', 'sumi-e'] }],
    });
  });

  it('does not lengthen a prompt beyond what the model takes', async () => {
    const { flow } = await open();
    const request = { ...requestWith({ lora: row.title }), prompt: 'y'.repeat(90) };
    await expect(flow.admit(request)).rejects.toMatchObject({
      code: 'refused.prompt',
      facts: { allowed: { kind: 'counted', words: 'lora', phrase: { kind: 'characters', most: 100, has: 108 } } },
    });
    await expect(flow.admit({ ...request, prompt: ' ' })).rejects.toMatchObject({
      facts: { allowed: { kind: 'characters', most: 100, has: 0 } },
    });
    await expect(flow.admit({ ...request, prompt: 'y'.repeat(80) })).resolves.toBeDefined();
  });

  it('leaves requests without a LoRA, and unknown file names, as they are', async () => {
    const { flow } = await open();
    const settingsOf = async (request = requestOf()) => (await flow.admit(request)).plan.quotes[0].settings;
    expect(await settingsOf()).toMatchObject({ prompt: 'a lighthouse in the rain', loras: [] });
    expect(await settingsOf(requestWith({ lora: 'mine.safetensors', loraStrength: 2 }))).toMatchObject({
      prompt: 'a lighthouse in the rain',
      loras: [{ file: 'mine.safetensors', strength: 2 }],
    });
    await expect(flow.admit(requestWith({ lora: row.title }, 'no-such-model'))).rejects.toMatchObject({
      code: 'refused.model',
    });
  });
});

describe('a LoRA that is named without a model', () => {
  const known = { ...loras, known: [{ title: 'Ink', file: 'ink.st' }] };
  const having = (id: string, route: Route): Model => ({ ...modelOf(route), id, title: id });
  const usual = having('usual', routeOf({ loras, fields }));
  const painter = having('painter', routeOf({ loras: known, fields }));
  const second = having('second', routeOf({ loras: known, fields }));
  const editor = having('editor', editRouteOf({ loras: known, fields }));
  const ink = requestWith({ lora: 'INK' });
  const modelFor = async (
    models: readonly Model[],
    request = ink,
    settings: object = {},
    last: string | null = null,
  ) => {
    const community = await createCommunity({ models, settings });
    await community.choices.remember(guild, member, { model: last, size: null });
    const { plan, dearer } = await community.flow.admit(request);
    return [plan.model.id, dearer && [dearer.reason, ...dearer.options]];
  };

  it('goes to the one model that has it', async () => {
    expect(await modelFor([usual, painter])).toEqual(['painter', null]);
    expect(await modelFor([usual, painter, editor])).toEqual(['painter', null]);
    expect(await modelFor([painter, usual], ink, {}, 'usual')).toEqual(['painter', null]);
    const closed = { models: { denied: ['second'] } };
    expect(await modelFor([usual, painter, second], ink, closed)).toEqual(['painter', null]);
  });

  it('is the reason where that one is dearer', async () => {
    const price = { currency: 'USD', amount: 0.05, grid: null, estimated: false } as const;
    const dear = having('dear', routeOf({ loras: known, fields, price }));
    expect(await modelFor([usual, dear])).toEqual(['dear', ['options', 'lora']]);
  });

  it('stays with the model that comes anyway where that has it, or where several do', async () => {
    expect(await modelFor([painter, second])).toEqual(['painter', null]);
    expect(await modelFor([usual, painter, second], ink, {}, 'second')).toEqual(['second', null]);
    await expect(modelFor([usual, painter, second])).rejects.toMatchObject({ facts: { option: 'lora' } });
  });

  it('stands in for nothing that was left out where the model has it anyway', async () => {
    const { flow } = await createCommunity({ models: [painter, usual] });
    expect((await flow.admit(ink)).recalled).toBeNull();
  });

  it('changes no model that was named, and none where there is no LoRA', async () => {
    await expect(modelFor([usual, painter], requestWith({ lora: 'INK' }, 'usual'))).rejects.toMatchObject({
      facts: { option: 'lora' },
    });
    expect(await modelFor([usual, painter], requestOf())).toEqual(['usual', null]);
    await expect(modelFor([usual, painter], requestWith({ lora: ' ' }))).rejects.toMatchObject({
      ...{ code: 'refused.options', facts: { option: 'lora' } },
    });
  });
});

describe('an adult LoRA', () => {
  const adult = { loras: [{ ...row, isAdult: true }] };

  it.each([row.title, row.file])('is refused as %s outside age-restricted channels', async (lora) => {
    const { flow } = await open(adult);
    await expect(flow.admit(requestWith({ lora }))).rejects.toMatchObject({
      code: 'refused.rules',
      facts: { rule: 'adult_lora' },
    });
    await expect(flow.admit({ ...requestWith({ lora }), ...inArt })).resolves.toBeDefined();
  });

  it('is refused in an age-restricted channel that the guild keeps clean', async () => {
    const { flow } = await open({ ...adult, channels: { adultIds: [] } });
    const request = { ...requestWith({ lora: row.title }), ...inArt };
    await expect(flow.admit(request)).rejects.toMatchObject({ facts: { rule: 'adult_lora' } });
  });
});

describe('the words of a LoRA', () => {
  it('that the guild blocks are refused as the LoRA’s, not as the member’s', async () => {
    const { flow } = await open({ words: { blocked: ['sumi-e'] } });
    await expect(flow.admit(requestWith({ lora: row.title }))).rejects.toMatchObject({ facts: { rule: 'lora_words' } });
  });

  it('count together with those of the prompt', async () => {
    const { flow } = await open({ words: { blocked: ['lighthouse'] } });
    await expect(flow.admit(requestWith({ lora: row.title }))).rejects.toMatchObject({ facts: { rule: 'blocklist' } });
  });
});

describe('several LoRAs', () => {
  const list = { key: 'loras', file: 'path', strength: 'scale' };
  const several = modelOf(
    routeOf({ loras: { ...loras, most: 2, list }, fields: { prompt: 'prompt', ratio: 'ratio' } }),
  );
  const other = guildLoraOf({
    title: 'Lines',
    file: 'lines.safetensors',
    modelId: several.id,
    triggerWords: ['line art'],
  });
  const mine = { ...row, modelId: several.id };
  const openSeveral = (rows = [mine, other]) => createCommunity({ models: [several], settings: { loras: rows } });

  it('bring the words of each, each at its own strength', async () => {
    const { flow } = await openSeveral();
    const { plan } = await flow.admit(requestWith({ lora: `${row.title}:1, Lines` }));
    expect(plan.quotes[0].settings).toMatchObject({
      prompt: 'a lighthouse in the rain, ink wash, sumi-e, line art',
      loras: [
        { file: row.file, strength: 1, triggerWords: row.triggerWords },
        { file: 'lines.safetensors', strength: 0.8, triggerWords: ['line art'] },
      ],
    });
  });

  it('stand beside those that the guild does not keep', async () => {
    const { flow } = await openSeveral();
    const { plan } = await flow.admit(requestWith({ lora: 'Lines:0.5, x.safetensors', loraStrength: 0.4 }));
    expect(plan.quotes[0].settings.loras).toEqual([
      { file: 'lines.safetensors', strength: 0.5, triggerWords: ['line art'] },
      { file: 'x.safetensors', strength: 0.4 },
    ]);
  });

  it('are adult when one of them is', async () => {
    const { flow } = await openSeveral([{ ...mine, isAdult: true }, other]);
    await expect(flow.admit(requestWith({ lora: `${row.title}, Lines` }))).rejects.toMatchObject({
      facts: { rule: 'adult_lora' },
    });
  });
});
