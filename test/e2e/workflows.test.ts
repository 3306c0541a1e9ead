import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesIn } from '#media/file-bytes.ts';
import { probeAs } from '#media/read-media.ts';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import { openTypedFile } from '../../sandbox/discord/person-files.ts';
import type { Modal } from '../../sandbox/discord/records.ts';
import { hasPicture, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';
import { readText } from '../support/repository.ts';

const ofDemo = (JSON.parse(readText('sandbox/workflows.json')) as { readonly workflows: readonly object[] }).workflows;
const price = { currency: 'CNY', amount: 0.5 };
const prompt = { type: 'prompt', node: '6', field: 'text', required: true };
const base = { title: 'Broken', description: 'x', kind: 'workflow', output: 'audio', price, inputs: [prompt] };
const clip = { ...base, title: 'Clip', output: 'video', remoteId: '1904136902449209346' };
const workflows = [
  ...ofDemo,
  { ...base, id: 'broken', remoteId: '1904136902449209399' },
  { ...base, id: 'deleted', title: 'Deleted', remoteId: '1904136902449200000' },
  { ...clip, id: 'other-node', title: 'Other node', inputs: [{ ...prompt, node: '99' }] },
  {
    ...clip,
    id: 'strict',
    title: 'Strict',
    inputs: [
      { ...prompt, required: false },
      { type: 'number', label: 'Steps', node: '3', field: 'steps', min: 4, max: 40, whole: true, required: true },
      { type: 'flag', label: 'Loop', node: '3', field: 'seed' },
    ],
  },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-workflows-'));
  await writeFile(join(folder, 'catalog.json'), JSON.stringify({ workflows }));
});
afterAll(() => rm(folder, { recursive: true }));

async function openWithWorkflows() {
  const environment = { DEFAULT_ALLOWANCE: '10000', CATALOG_FILE: join(folder, 'catalog.json') };
  const house = await openHouse({ isCalledBack: true, environment });
  await startBot(house);
  const chief = house.guild.member({ name: 'Chief', permissions: ['ManageGuild', 'ModerateMembers'] });
  const runs = () =>
    house.runninghub.requests.filter(({ path }) => path.startsWith('/openapi/v2/run/')).map(({ body }) => body);
  return { alice: house.guild.member({ name: 'Alice' }), chief, runs };
}

async function opened(exchange: Exchange): Promise<Modal> {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error(`no form, but ${JSON.stringify(exchange.reply())}`);
  return exchange.modal;
}

const namesIn = ({ components }: Modal) => JSON.stringify(components).match(/(?<="custom_id":")[a-z0-9]+(?=")/gu);

const files = { image: openTypedFile('image', 'sample'), audio: openTypedFile('audio', 'sample') };
const filesFor = (line: string) =>
  Object.fromEntries(Object.entries(files).filter(([option]) => line.includes(` ${option}:`)));

const plain = (text: string) => text.replaceAll('\\', '');

describe('/run', () => {
  test('makes what the workflow makes, and charges what the run took, not the most that it could', async () => {
    const { alice, runs } = await openWithWorkflows();
    expect(await alice.autocomplete('/run workflow:fox-c', 'workflow')).toEqual([
      { name: expect.stringContaining('Fox clip'), value: 'fox-clip' },
    ]);
    const before = await spendableOf(alice);
    const posted = await alice.slash('/run workflow:fox-clip prompt:a fox in snow').until(hasPicture);
    const [attachment] = posted.attachments;
    const answer = await fetch(attachment?.url ?? '');
    const file = bytesIn(new Uint8Array(await answer.arrayBuffer()));
    expect(await probeAs('video', file)).toMatchObject({ durationMs: 3000 });
    // Held are 70 credits; the run took 0.2 yuan.
    expect(await spendableOf(alice)).toBe(before - 28);
    expect(runs()).toEqual([
      {
        instanceType: 'default',
        usePersonalQueue: 'false',
        webhookUrl: expect.any(String),
        nodeInfoList: [
          { nodeId: '3', fieldName: 'seed', fieldValue: 7 },
          { nodeId: '6', fieldName: 'text', fieldValue: 'a fox in snow' },
          { nodeId: '12', fieldName: 'seconds', fieldValue: '3' },
        ],
      },
    ]);
  });

  test('asks in a form, takes every input as what it is, and makes the same again', async () => {
    const { alice, runs } = await openWithWorkflows();
    const asked = await opened(alice.slash('/run workflow:fox-clip'));
    const fields = { prompt: 'a fox', input1: 'rain', input2: '5', input3: '20' };
    const posted = await alice.submitModal(asked, fields).until(hasPicture);
    expect(runs()[0]).toMatchObject({
      nodeInfoList: expect.arrayContaining([
        { nodeId: '7', fieldName: 'text', fieldValue: 'rain' },
        { nodeId: '12', fieldName: 'seconds', fieldValue: '5' },
        { nodeId: '3', fieldName: 'steps', fieldValue: 20 },
      ]),
    });
    await alice.press(posted, 'Again').until(hasPicture);
    expect(runs()[1]).toMatchObject({ nodeInfoList: Reflect.get(Object(runs()[0]), 'nodeInfoList') });
  });

  test('Change asks for what the workflow asks for, and says so where that is nothing', async () => {
    const { alice, runs } = await openWithWorkflows();
    const posted = await alice.slash('/run workflow:fox-clip prompt:a fox').until(hasPicture);
    const form = await opened(alice.press(posted, 'Change'));
    expect(namesIn(form)).toEqual(['prompt', 'input2', 'input1', 'input3']);
    await alice.submitModal(form, { prompt: 'an owl', input2: '5', input1: '', input3: '' }).until(hasPicture);
    expect(runs()[1]).toMatchObject({
      nodeInfoList: expect.arrayContaining([
        { nodeId: '6', fieldName: 'text', fieldValue: 'an owl' },
        { nodeId: '12', fieldName: 'seconds', fieldValue: '5' },
      ]),
    });
    const portrait = alice.slash('/run workflow:portrait-style image:sample', { image: files.image });
    const change = alice.press(await portrait.until(hasPicture), 'Change');
    expect((await change.until(speaks)).content).toContain("There's nothing");
  });

  test('a refusal brings back what the form held', async () => {
    const { alice, runs } = await openWithWorkflows();
    const asked = await opened(alice.slash('/run workflow:strict'));
    const refused = await alice.submitModal(asked, { prompt: 'a fox', input1: '400', input2: '' }).until(tellsOfMoney);
    const form = await opened(alice.press(refused, 'Edit and try again'));
    expect(namesIn(form)).toEqual(['prompt', 'input1', 'input2']);
    await alice.submitModal(form, { prompt: 'a fox', input1: '20', input2: 'yes' }).until(hasPicture);
    expect(runs()).toHaveLength(1);
  });

  test('hands a picture to its node by the name of its upload', async () => {
    const { alice, runs } = await openWithWorkflows();
    await alice.slash('/run workflow:portrait-style image:sample', { image: files.image }).until(hasPicture);
    expect(runs()[0]).toMatchObject({
      nodeInfoList: [
        { nodeId: '14', fieldName: 'strength', fieldValue: 0.6 },
        { nodeId: '10', fieldName: 'image', fieldValue: expect.stringMatching(/^openapi\/[0-9a-f]+\.png$/u) },
      ],
    });
  });

  test('asks for a picture in the form, and for nothing where one was given', async () => {
    const { alice, runs } = await openWithWorkflows();
    const asked = await opened(alice.slash('/run workflow:portrait-style'));
    expect(() => alice.submitModal(asked, {})).toThrow('takes 1 to 1');
    await alice.submitModal(asked, { image: files.image }).until(hasPicture);
    expect(runs()[0]).toMatchObject({ nodeInfoList: [{}, { nodeId: '10', fieldName: 'image' }] });
  });

  test.each([
    ['/run workflow:broken prompt:a fox', 'has changed'],
    ['/run workflow:deleted prompt:a fox', 'was deleted there'],
    ['/run workflow:other-node prompt:a fox', 'has changed'],
    ['/run workflow:nonsense', 'nonsense'],
    ['/run workflow:fox-clip prompt:a fox audio:sample', 'audio'],
  ])('%s: says what is wrong and takes nothing', async (line, words) => {
    const { alice } = await openWithWorkflows();
    const before = await spendableOf(alice);
    const told = await alice.slash(line, filesFor(line)).until(tellsOfMoney);
    expect(plain(told.content)).toContain(words);
    expect(await spendableOf(alice)).toBe(before);
  });

  test.each([
    [{ prompt: '', input1: ' ', input2: '' }, 'Steps'],
    [{ prompt: '', input1: 'many', input2: '' }, 'from 4 to 40'],
    [{ prompt: '', input1: '400', input2: '' }, 'from 4 to 40'],
  ])('says what a form lacks: %o', async (fields, words) => {
    const { alice } = await openWithWorkflows();
    const asked = await opened(alice.slash('/run workflow:strict'));
    const told = await alice.submitModal(asked, fields).until(tellsOfMoney);
    expect(plain(told.content)).toContain(words);
  });

  test('is moderated like everything else: words in any input, the switch of its kind', async () => {
    const { alice, chief, runs } = await openWithWorkflows();
    await chief.slash('/mod block phrase:walrus reason:animals').until(speaks);
    const asked = await opened(alice.slash('/run workflow:fox-clip'));
    const told = await alice.submitModal(asked, { prompt: 'a fox', input1: 'no walrus' }).until(tellsOfMoney);
    expect(told.content).toContain('walrus');
    await chief.slash('/setup kinds kind:run action:off').until(speaks);
    const refused = await alice.slash('/run workflow:fox-clip prompt:a fox').until(tellsOfMoney);
    expect(refused.content).toContain('switched off on this server');
    expect(runs()).toEqual([]);
  });
});
