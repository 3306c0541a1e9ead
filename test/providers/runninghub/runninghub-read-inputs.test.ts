import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadOutcome } from '#catalog/found-inputs.ts';
import { createReadInputs } from '#providers/runninghub/read-inputs.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

const remoteId = '1904136902449209346';
const read = (kind: 'workflow' | 'app') =>
  createReadInputs({ apiKey: 'secret', baseUrl: bench.server.url }, bench.tools)(
    { kind, remoteId },
    new AbortController().signal,
  );
const node = (class_type: string, inputs: object, title?: string) => ({
  inputs,
  class_type,
  ...(title !== undefined && { _meta: { title } }),
});
const shown = ({ inputs }: ReadOutcome) =>
  inputs.map(({ input, isPrompt }) => [
    `${input.node}.${input.field}`,
    isPrompt ? 'prompt' : input.type,
    'label' in input ? input.label : null,
  ]);
const graphOf = (nodes: object) => json({ code: 0, msg: 'success', data: { prompt: JSON.stringify(nodes) } });
const appOf = (...nodeInfoList: readonly unknown[]) => json({ code: 0, data: { nodeInfoList } });

describe('the inputs of a workflow', () => {
  it('are the values of its graph, the usual ones first, and no links', async () => {
    bench.answer(
      graphOf({
        '1': node('CheckpointLoaderSimple', { ckpt_name: 'xl.safetensors' }),
        '3': node('KSampler', {
          ...{ seed: 12, steps: 20, cfg: 7, denoise: 1, sampler_name: 'euler', tiled: true, model: ['1', 0] },
          ...{ positive: ['6', 0], negative: ['7', 0] },
        }),
        '5': node('EmptyLatentImage', { width: 1024, height: 768, batch_size: 1 }),
        '6': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }, 'Positive'),
        '7': node('CLIPTextEncode', { text: 'blurry' }, 'CLIP Text Encode (Prompt)'),
        '8': node('PrimitiveString', { value: 'ink' }, 'Style words'),
        '10': node('LoadImage', { image: 'example.png', upload: 'image' }),
        '11': node('VHS_LoadVideo', { video: 'a.mp4', frame_load_cap: 0 }),
        '12': node('LoadAudio', { audio: 'a.wav' }),
        '13': node('Rest', { nothing: null, far: 2.5, many: 150 }),
      }),
    );
    const outcome = await read('workflow');
    expect(outcome.kind).toBe('found');
    expect(shown(outcome)).toEqual([
      ['6.text', 'prompt', 'Positive'],
      ['10.image', 'image', null],
      ['11.video', 'video', null],
      ['12.audio', 'audio', null],
      ['7.text', 'text', 'Negative prompt'],
      ['8.value', 'prompt', 'Style words'],
      ['5.width', 'number', 'Width'],
      ['5.height', 'number', 'Height'],
      ['3.steps', 'number', 'Steps'],
      ['3.cfg', 'number', 'Cfg'],
      ['3.denoise', 'number', 'Denoise'],
      ['3.seed', 'number', 'Seed'],
      ['5.batch_size', 'number', 'Batch size'],
      ['11.frame_load_cap', 'number', 'Frame load cap'],
      ['13.far', 'number', 'Far'],
      ['13.many', 'number', 'Many'],
      ['3.tiled', 'flag', 'Tiled'],
      ['1.ckpt_name', 'text', 'Ckpt name'],
      ['3.sampler_name', 'text', 'Sampler name'],
      ['10.upload', 'text', 'Upload'],
    ]);
    const inputAt = (key: string) => outcome.inputs.find(({ input }) => `${input.node}.${input.field}` === key)?.input;
    expect(inputAt('3.steps')).toMatchObject({ min: 1, max: 100, whole: true, default: 20 });
    expect(inputAt('3.cfg')).toMatchObject({ min: 0, max: 30, whole: false, default: 7 });
    expect(inputAt('3.seed')).toMatchObject({ min: 0, max: 2_147_483_647 });
    expect(inputAt('3.seed')).not.toHaveProperty('default');
    expect(inputAt('13.far')).toMatchObject({ min: 0, max: 10, whole: false, default: 2.5 });
    expect(inputAt('13.many')).toMatchObject({ min: 0, max: 600, whole: true, default: 150 });
    expect(bench.server.requests[0]).toMatchObject({ method: 'POST', path: '/api/openapi/getJsonApiFormat' });
    expect(bench.bodies()).toEqual([{ apiKey: 'secret', workflowId: remoteId }]);
  });

  it('are the best 25 of 500 nodes', async () => {
    const nodes = Array.from({ length: 499 }, (_, index) => [`${index}`, node('Other', { strange: index })] as const);
    bench.answer(graphOf({ ...Object.fromEntries(nodes), '900': node('CLIPTextEncode', { text: 'x' }) }));
    const outcome = await read('workflow');
    expect(outcome.inputs).toHaveLength(25);
    expect(shown(outcome)[0]).toEqual(['900.text', 'prompt', 'CLIPTextEncode']);
  });

  it('are read from a graph that is no text, and from nodes without names', async () => {
    bench.answer(json({ code: 0, data: { prompt: { '6': { inputs: { text: 'x' } } } } }));
    expect(shown(await read('workflow'))).toEqual([['6.text', 'prompt', 'Text']]);
  });

  it.each([{ prompt: 'no graph' }, { prompt: '[]' }, { prompt: '{"6":"text"}' }, {}, null])(
    'cannot be read from %j',
    async (data) => {
      bench.answer(json({ code: 0, data }));
      expect(await read('workflow')).toEqual({ kind: 'unreadable', inputs: [] });
    },
  );
});

describe('the inputs of an app', () => {
  const field = (fieldName: string, fieldType: string, more: object = {}) => ({
    ...{ nodeId: '4', nodeName: 'Node', fieldName, fieldType, fieldValue: '', fieldData: null, description: fieldName },
    ...more,
  });

  it('are those that its author has chosen, in that order', async () => {
    bench.answer(
      appOf(
        field('prompt', 'STRING'),
        field('negative', 'STRING', { nodeName: 'Text' }),
        field('image', 'IMAGE'),
        field('video', 'VIDEO'),
        field('audio', 'AUDIO'),
        field('select', 'LIST', {
          fieldData: '[["ink","oil"],{"default":"ink"}]',
          fieldValue: 'oil',
          description: null,
        }),
        field('steps', 'INT', { fieldValue: 20, fieldData: '["INT",{"min":4,"max":40}]' }),
        field('weight', 'FLOAT', { fieldValue: '0.5', fieldData: '{"min":0,"max":1}' }),
        field('loop', 'BOOLEAN', { fieldValue: 'true' }),
        field('later', 'HOLOGRAM'),
        field('empty', 'LIST'),
        'no field',
      ),
    );
    const outcome = await read('app');
    expect(shown(outcome)).toEqual([
      ['4.prompt', 'prompt', 'Prompt'],
      ['4.negative', 'text', 'Negative'],
      ['4.image', 'image', null],
      ['4.video', 'video', null],
      ['4.audio', 'audio', null],
      ['4.select', 'choice', 'Select'],
      ['4.steps', 'number', 'Steps'],
      ['4.weight', 'number', 'Weight'],
      ['4.loop', 'flag', 'Loop'],
    ]);
    const [, , , , , select, steps, weight, loop] = outcome.inputs.map(({ input }) => input);
    expect(select).toMatchObject({ values: ['ink', 'oil'], default: 'oil' });
    expect(steps).toMatchObject({ min: 4, max: 40, whole: true, default: 20 });
    expect(weight).toMatchObject({ min: 0, max: 1, whole: false, default: 0.5 });
    expect(loop).toMatchObject({ default: true });
    expect(bench.server.requests[0]).toMatchObject({
      method: 'GET',
      path: expect.stringContaining('/api/webapp/apiCallDemo'),
    });
  });

  it('have choices in whatever form, at most 25, the current one among them', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `v${index}`);
    bench.answer(
      appOf(
        field('many', 'LIST', { fieldData: JSON.stringify(many), fieldValue: 'v39' }),
        field('named', 'LIST', {
          fieldData: [{ name: 'one', index: 1 }, { name: 'two', value: 'b' }, { name: 'three' }, {}],
        }),
        field('number', 'INT', { nodeName: '', fieldData: 'nothing' }),
      ),
    );
    const [first, named, number] = (await read('app')).inputs;
    expect(first?.input).toMatchObject({ values: [...many.slice(0, 24), 'v39'], default: 'v39' });
    expect(named?.input).toMatchObject({ values: ['1', 'b', 'three'] });
    expect(named?.input).not.toHaveProperty('default');
    expect(number).toMatchObject({ place: '4', input: { min: 0, max: 100 } });
  });

  it('cannot be read without a list', async () => {
    bench.answer(json({ code: 0, data: { webappName: 'x' } }));
    expect(await read('app')).toEqual({ kind: 'unreadable', inputs: [] });
  });
});

describe('a description', () => {
  it.each([
    [380, 'WORKFLOW_NOT_EXISTS'],
    [901, 'WEBAPP_NOT_EXISTS'],
    [810, 'WORKFLOW_NOT_SAVED_OR_NOT_RUNNING'],
    [999, 'the app has never been run'],
  ])('is not handed out where the code is %i', async (code, msg) => {
    bench.answer(json({ code, msg, data: null }));
    expect(await read('app')).toEqual({ kind: 'unknown', inputs: [] });
  });

  it.each([
    [{ code: 802, msg: 'APIKEY_UNAUTHORIZED' }, 200, 'provider.unfunded'],
    [{ code: 421, msg: 'busy' }, 200, 'provider.unavailable'],
    [{ message: 'gateway' }, 502, 'provider.unavailable'],
    ['<html>', 200, 'provider.malformed'],
  ])('fails with %j', async (answer, status, code) => {
    bench.answer(json(answer, status));
    const error = await failureOfCall(read('app'));
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret');
  });

  it('fails while the service is away', async () => {
    bench.answer({ kind: 'hang_up' });
    expect((await failureOfCall(read('workflow'))).code).toBe('provider.unavailable');
  });
});
