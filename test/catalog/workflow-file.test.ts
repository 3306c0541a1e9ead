import { describe, expect, it } from 'vitest';
import { parseCatalogFile } from '#catalog/catalog-file.ts';
import { fitForm } from '#catalog/fit-form.ts';
import { encodeBody } from '#providers/encode.ts';
import { requestOf } from '../support/requests.ts';

const prompt = { type: 'prompt', node: '6', field: 'text', required: true };
const base = {
  ...{ id: 'clip', title: 'Clip', description: 'x', kind: 'workflow', remoteId: '1904136902449209346' },
  ...{ output: 'video', price: { currency: 'CNY', amount: 0.5 }, inputs: [prompt] },
};
const number = { type: 'number', label: 'Steps', node: '3', field: 'steps', min: 4, max: 40 };
const deployment = { provider: 'runcomfy', kind: 'deployment', remoteId: '8c1f-a_1' };
const picture = {
  ...{ url: 'https://cdn.discordapp.com/x.png', name: 'x.png', mediaType: null, bytes: 1000 },
  ...{ widthPx: null, heightPx: null },
};
const parse = (workflow: object) =>
  parseCatalogFile(JSON.stringify({ workflows: [workflow] }), ['runninghub', 'runcomfy']);
const modelOf = (workflow: object) => {
  const file = parse(workflow);
  if (!file.ok) throw new Error(file.problems.join());
  const [model] = file.changes.models;
  const [route] = model?.routes ?? [];
  if (!model || !route) throw new Error('no model');
  return { model, route };
};

describe('a workflow of the catalogue file', () => {
  it('is a model of /run with one route', () => {
    const { model, route } = modelOf({ ...base, kind: 'app', machine: 'plus' });
    expect(model).toMatchObject({ id: 'clip', task: 'run', output: 'video', adult: false });
    expect(route).toMatchObject({
      endpoint: 'run/ai-app/1904136902449209346',
      constants: { instanceType: 'plus', usePersonalQueue: 'false' },
      form: [{ word: 'prompt', key: '6.text', kind: 'text', isRequired: true }],
    });
  });

  it('sends each input to its node as what it is, and constants beside them', () => {
    const inputs = [
      prompt,
      number,
      { type: 'flag', label: 'Loop', node: '4', field: 'loop', default: false },
      { type: 'choice', label: 'Look', node: '5', field: 'look', values: ['Oil', 'Ink'] },
      { type: 'text', label: 'Without', node: '7', field: 'text', default: 'rain' },
    ];
    const { route } = modelOf({ ...base, inputs, constants: { '9.a.b': 1 } });
    const form = { input1: '20', input2: 'YES', input3: 'ink' };
    const fit = fitForm(route.form ?? [], requestOf({ prompt: 'a fox', options: { ...requestOf({}).options, form } }));
    if (!fit.ok) throw new Error(JSON.stringify(fit.problem));
    expect(encodeBody(route, fit.settings, 'flat', [])).toEqual({
      instanceType: 'default',
      usePersonalQueue: 'false',
      nodeInfoList: [
        { nodeId: '9', fieldName: 'a.b', fieldValue: 1 },
        { nodeId: '6', fieldName: 'text', fieldValue: 'a fox' },
        { nodeId: '3', fieldName: 'steps', fieldValue: 20 },
        { nodeId: '4', fieldName: 'loop', fieldValue: true },
        { nodeId: '5', fieldName: 'look', fieldValue: 'Ink' },
        { nodeId: '7', fieldName: 'text', fieldValue: 'rain' },
      ],
    });
  });

  it('of a deployment at RunComfy names it, and writes each input below its node', () => {
    const inputs = [prompt, number, { type: 'image', node: '10', field: 'image' }];
    const constants = { '3.seed': 7, '9.a.b': true };
    const { model, route } = modelOf({ ...base, ...deployment, inputs, constants });
    expect(model).toMatchObject({ id: 'clip', task: 'run', output: 'video' });
    expect(route).toMatchObject({ provider: 'runcomfy', endpoint: 'deployments/8c1f-a_1', constants });
    const form = { input1: '20' };
    const fit = fitForm(
      route.form ?? [],
      requestOf({ prompt: 'a fox', images: [picture], options: { ...requestOf({}).options, form } }),
    );
    if (!fit.ok) throw new Error(JSON.stringify(fit.problem));
    expect(encodeBody(route, fit.settings, 'flat', ['https://files.example/1'])).toEqual({
      overrides: {
        3: { inputs: { seed: 7, steps: 20 } },
        6: { inputs: { text: 'a fox' } },
        9: { inputs: { 'a.b': true } },
        10: { inputs: { image: 'https://files.example/1' } },
      },
    });
    const bare = modelOf({ ...base, ...deployment, inputs: [] }).route;
    expect(encodeBody(bare, { ...fit.settings, prompt: '', images: [], form: {} }, 'flat', [])).toEqual({
      overrides: {},
    });
  });

  it('of a deployment may have a node by any name', () => {
    const { route } = modelOf({ ...base, ...deployment, inputs: [{ ...prompt, node: '__proto__' }] });
    const fit = fitForm(route.form ?? [], requestOf({ prompt: 'a fox' }));
    if (!fit.ok) throw new Error(JSON.stringify(fit.problem));
    expect(JSON.stringify(encodeBody(route, fit.settings, 'flat', []))).toBe(
      '{"overrides":{"__proto__":{"inputs":{"text":"a fox"}}}}',
    );
  });

  it.each([
    ['a deployment at RunningHub', { ...deployment, provider: undefined }, 'a deployment is at runcomfy'],
    ['a workflow at RunComfy', { provider: 'runcomfy' }, 'runcomfy runs deployment'],
    ['an id that leads elsewhere', { ...deployment, remoteId: '../balance' }, 'the id of the deployment'],
    ['a machine of its own', { ...deployment, machine: 'plus' }, 'leave it out'],
    ['another service', { provider: 'elsewhere' }, 'provider'],
    ['no digits', { remoteId: 'abc' }, 'the digits of its address'],
    ['a number, which would lose digits', { remoteId: 19041369 }, 'remoteId'],
    ['two prompts', { inputs: [prompt, { ...prompt, node: '8' }] }, 'one input of the type prompt'],
    ['a node twice', { inputs: [prompt, { ...prompt, type: 'text', label: 'x' }] }, '6.text is there twice'],
    ['a constant for an input', { constants: { '6.text': 'x' } }, '6.text is there twice'],
    ['a constant without a node', { constants: { text: 'x' } }, 'node.field'],
    ['an unknown key', { seed: 1 }, 'seed'],
    ['no such output', { output: 'smell' }, 'output'],
    ['a price of nothing', { price: { currency: 'CNY', amount: 0 } }, 'price.amount'],
    [
      'six inputs and more',
      { inputs: Array.from({ length: 6 }, (_, index) => ({ ...number, node: String(index) })) },
      'room for 5',
    ],
    ['a range of nothing', { inputs: [{ ...number, max: 1 }] }, 'must be min or more'],
    ['a default outside', { inputs: [{ ...number, default: 50 }] }, 'between min and max'],
    [
      'a default that is no choice',
      { inputs: [{ type: 'choice', label: 'x', node: '1', field: 'x', values: ['a'], default: 'b' }] },
      'one of values',
    ],
  ])('%s: refused, with what to change', (_, change, words) => {
    const file = parse({ ...base, ...change });
    expect(file.ok ? [] : file.problems.join()).toContain(words);
  });
});
