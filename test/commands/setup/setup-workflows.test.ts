import { describe, expect, it } from 'vitest';
import type { FoundInput } from '#catalog/found-inputs.ts';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import type { CommandDefinition } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { setup } from '../../../commands/setup/command.ts';
import { recordAnswers } from '../../discord/support/samples.ts';
import { guildWorkflowOf } from '../../support/guild-workflows.ts';
import { createSetupBench, manager, roleA } from '../support/setup-bench.ts';

const base = (node: string) => ({ node, field: 'x', required: false });
const found: readonly FoundInput[] = [
  { input: { ...base('6'), type: 'text', label: 'Text', maxCharacters: 100 }, isPrompt: true, place: 'Encode' },
  {
    input: { ...base('3'), type: 'number', label: 'Steps', min: 1, max: 40, whole: true },
    isPrompt: false,
    place: 'Sampler',
  },
  { input: { ...base('9'), type: 'choice', label: 'Look', values: ['Ink', 'Oil'] }, isPrompt: false, place: 'Style' },
  ...['10', '11'].map((node) => ({
    input: { ...base(node), type: 'image' as const, maxMegabytes: 10 },
    isPrompt: false,
    place: 'Load',
  })),
];
const typed = {
  ...{ kind: 'workflow', id: '1904136902449209346', name: 'Fox clip', output: 'video', most: 70 },
  description: 'A short video',
};

function open(change: Parameters<typeof createSetupBench>[0] = {}) {
  const bench = createSetupBench(change);
  const written: (readonly CommandDefinition[])[] = [];
  bench.bot.readInputs = () => Promise.resolve({ kind: 'found', inputs: found });
  bench.bot.ownCommands = {
    set: (_guild, definitions) => {
      written.push(definitions);
      return Promise.resolve('done');
    },
  };
  const { answers: shown, answering } = recordAnswers();
  const forms: object[] = [];
  const callOf = (action: string, extra: string | null, by: typeof manager): ButtonCall => ({
    caller: by,
    id: { action, subject: manager.id, extra },
    values: [],
    pictures: [],
    ...answering,
    update: answering.answer,
    openForm: (form) => Promise.resolve(void forms.push(form)),
  });
  const last = () => shown.at(-1);
  const press = async (
    action: string,
    {
      values = [],
      extra = null,
      by = manager,
    }: Partial<ButtonCall> & { extra?: string | null; by?: typeof manager } = {},
  ) => {
    await setup.components?.[action]?.({ ...callOf(action, extra, by), values }, bench.bot);
    return last();
  };
  const send = async (fields: Readonly<Record<string, string>>) => {
    const call: ModalCall = {
      ...callOf('workflow_labels_form', null, manager),
      fields: new Map(Object.entries(fields)),
      resolvedAttachments: new Map(),
      resolvedChannels: new Map(),
    };
    await setup.modals?.workflow_labels_form?.(call, bench.bot);
    return last();
  };
  return {
    bench,
    written,
    forms,
    press,
    send,
    add: (more: object = {}) => bench.run('workflows add', { ...typed, ...more }),
  };
}

const labelsOf = (message: OutgoingMessage | undefined) => message?.buttons?.map(({ label }) => label);
const plain = (text: string | undefined) => (text ?? '').replaceAll('\\', '');

describe('/setup workflows add', () => {
  it('proposes what was found, takes a choice, labels and a word, and keeps the workflow', async () => {
    const { bench, add, press, send, forms } = open();
    expect(await add()).toContain('has 5 inputs');
    const chosen = await press('workflow_pick', { values: ['9.x', '6.x', '3.x'] });
    expect(chosen?.menu?.choices.map(({ value, isChosen }) => [value, isChosen])).toEqual([
      ['6.x', true],
      ['3.x', true],
      ['9.x', true],
      ['10.x', false],
      ['11.x', false],
    ]);
    expect(labelsOf(chosen)).toEqual(['Add workflow', 'Labels and ranges', 'Leave it']);
    await press('workflow_labels');
    expect(JSON.stringify(forms)).toContain('Steps 1..40');
    const relabelled = await send({ line0: 'Rounds 4..30', line1: 'Style' });
    expect(plain(relabelled?.content)).toContain('Rounds');
    const done = await press('workflow_add');
    expect(plain(done?.content)).toContain('/run workflow:w-fox-clip');
    expect(done?.buttons).toEqual([]);
    expect(bench.settings.workflows).toEqual([
      guildWorkflowOf({
        inputs: [
          { type: 'prompt', node: '6', field: 'x', required: true, maxCharacters: 100 },
          { ...base('3'), type: 'number', label: 'Rounds', min: 4, max: 30, whole: true },
          { ...base('9'), type: 'choice', label: 'Style', values: ['Ink', 'Oil'] },
        ],
      }),
    ]);
    expect(bench.acts).toHaveLength(1);
  });

  it('says what of a label cannot be used, and keeps it as it was', async () => {
    const { add, press, send } = open();
    await add();
    await press('workflow_pick', { values: ['6.x', '3.x', '9.x'] });
    const told = await send({ line0: 'Steps 40..1', line1: 'Style' });
    expect(plain(told?.content)).toContain('Steps 40..1` can');
    expect(plain(told?.content)).toContain('**Style**');
    const twice = await send({ line0: 'Style 1..2', line1: 'style' });
    expect(twice?.content).toContain('the same label');
    expect(labelsOf(twice)).toEqual(['Labels and ranges', 'Leave it']);
  });

  it.each([
    [[], 'at least one'],
    [['10.x', '11.x'], 'one picture'],
  ])('does not offer to add %j', async (values, words) => {
    const { bench, add, press } = open();
    await add();
    const told = await press('workflow_pick', { values });
    expect(told?.content).toContain(words);
    expect(labelsOf(told)).not.toContain('Add workflow');
    expect((await press('workflow_add'))?.content).toContain(words);
    expect(bench.settings.workflows).toEqual([]);
  });

  it('has no more than five inputs besides files, and asks for no labels of more', async () => {
    const { bench, add, press } = open();
    const many = Array.from(
      { length: 6 },
      (_, at): FoundInput => ({
        ...{ isPrompt: false, place: 'Node' },
        input: { ...base(String(at)), type: 'flag', label: `Flag ${at}` },
      }),
    );
    bench.bot.readInputs = () => Promise.resolve({ kind: 'found', inputs: many });
    await add();
    const told = await press('workflow_pick', { values: many.map(({ input }) => `${input.node}.x`) });
    expect(told?.content).toContain('room for 5');
    expect(labelsOf(told)).toEqual(['Leave it']);
  });

  it.each([
    [{ id: 'twelve' }, 'digits'],
    [{ name: '!!' }, 'letter or a digit'],
  ])('refuses %j', async (change, words) => {
    const { bench, add } = open();
    bench.bot.readInputs = () => Promise.reject(new Error('asked'));
    expect(await add(change)).toContain(words);
  });

  it('refuses to guess what a run may cost', async () => {
    const { most: _, ...rest } = typed;
    expect(await open().bench.run('workflows add', rest)).toContain('`most`');
  });

  it('refuses a most of 0 by name', async () => {
    await expect(open().add({ most: 0 })).rejects.toMatchObject({ code: 'refused.options', facts: { option: 'most' } });
  });

  it('refuses a name that is taken, here or by the installation, and a 51st workflow', async () => {
    const taken = open({ workflows: [guildWorkflowOf()] });
    expect(await taken.add()).toContain('already a workflow');
    const title = open({ workflows: [guildWorkflowOf({ id: 'w-other' })] });
    expect(await title.add()).toContain('already a workflow');
    const full = open({
      workflows: Array.from({ length: 50 }, (_, at) => guildWorkflowOf({ id: `w-${at}`, title: `${at}` })),
    });
    expect(await full.add()).toContain('50 workflows');
  });

  it.each([
    ['unknown', "doesn't hand it out"],
    ['unreadable', "can't be read"],
    ['found', 'Nothing in it'],
  ] as const)('says what to do where the service answers %s', async (kind, words) => {
    const { bench, add } = open();
    bench.bot.readInputs = () => Promise.resolve({ kind, inputs: [] });
    expect(await add()).toContain(words);
  });

  it('needs the service', async () => {
    const { bench, add } = open();
    bench.bot.readInputs = () => Promise.reject(new BotError('provider.unavailable', 'away'));
    await expect(add()).rejects.toMatchObject({ code: 'provider.unavailable' });
    bench.bot.readInputs = null;
    expect(await add()).toContain('no key');
  });

  it('is for managers at every step, and for who began it', async () => {
    const { bench, add, press } = open();
    await add();
    for (const action of ['workflow_pick', 'workflow_labels', 'workflow_add']) {
      expect((await press(action, { by: { ...manager, isManager: false } }))?.content).toContain('Manage Server');
      const other = { ...manager, userId: roleA as unknown as typeof manager.userId };
      expect((await press(action, { by: other }))?.content).toContain("isn't kept");
    }
    expect((await press('workflow_keep'))?.content).toContain('Nothing was changed');
    expect(bench.settings.workflows).toEqual([]);
  });

  it('is refused where the name was taken meanwhile, and says where workflows are switched off', async () => {
    const { bench, add, press } = open({ kinds: { run: { isOn: false, channelIds: [], mostCredits: null } } });
    await add();
    expect((await press('workflow_add'))?.content).toContain('switched off');
    expect((await press('workflow_add'))?.content).toContain('already a workflow');
    expect(bench.settings.workflows).toHaveLength(1);
  });
});

describe('/setup workflows', () => {
  const workflow = guildWorkflowOf();

  it('lists what there is, four a page', async () => {
    expect(await open().bench.run('workflows list')).toContain('no workflows');
    const workflows = Array.from({ length: 5 }, (_, at) => guildWorkflowOf({ id: `w-${at}`, title: `Clip ${at}` }));
    const { bench } = open({ workflows: [...workflows.slice(0, 4), { ...workflow, hasCommand: true, isAdult: true }] });
    const first = await bench.run('workflows list');
    expect(first).toContain('Clip 3');
    expect(first).toContain('Page 1 of 2');
    const second = await bench.run('workflows list', { page: 9 });
    expect(second).toContain('Its own command is `/w-fox-clip`');
    expect(second).toContain('age-restricted');
    expect(await open({ workflows: [workflow] }).bench.run('workflows list')).not.toContain('Page');
  });

  it('changes a name, a description, the most and who may see it, and nothing else', async () => {
    const { bench, written } = open({ workflows: [workflow, guildWorkflowOf({ id: 'w-other', title: 'Other' })] });
    const told = await bench.run('workflows change', {
      workflow: 'FOX CLIP',
      name: 'Clip',
      most: 80,
      adult: true,
      description: 'New',
    });
    expect(told).toContain('/setup models action:role model:w-fox-clip');
    expect(bench.settings.workflows[0]).toEqual({
      ...workflow,
      title: 'Clip',
      mostCredits: 80,
      isAdult: true,
      description: 'New',
    });
    expect(await bench.run('workflows change', { workflow: 'w-fox-clip' })).toContain('Nothing changed');
    expect(await bench.run('workflows change', { workflow: 'w-fox-clip', name: 'other' })).toContain(
      'already a workflow',
    );
    expect(await bench.run('workflows change', { workflow: 'w-none' })).toContain('no workflow `w-none`');
    expect(written).toEqual([]);
  });

  it('suggests its own workflows', async () => {
    const { bench } = open({ workflows: [workflow] });
    const call = {
      caller: manager,
      subcommand: 'workflows remove',
      options: [],
      focused: { name: 'workflow', typed: 'fox' },
    };
    expect(await setup.complete?.(call, bench.bot)).toEqual([{ name: 'Fox clip', value: 'w-fox-clip' }]);
  });

  it('gives a command, tells Discord of each change, and takes it away', async () => {
    const { bench, written } = open({ workflows: [workflow] });
    expect(await bench.run('workflows command', { workflow: 'w-fox-clip', on: true })).toContain('within a minute');
    expect(bench.settings.workflows[0]?.hasCommand).toBe(true);
    await bench.run('workflows change', { workflow: 'w-fox-clip', description: 'New' });
    expect(written.at(-1)).toMatchObject([{ name: 'w-fox-clip', description: 'New' }]);
    await bench.run('workflows command', { workflow: 'w-fox-clip', on: false });
    expect(written.at(-1)).toEqual([]);
    expect(await bench.run('workflows command', { workflow: 'w-none', on: true })).toContain('no workflow');
    expect(await bench.run('workflows command', { workflow: 'w-none', on: false })).toContain('no workflow');
  });

  it.each([
    ['full', '100 commands'],
    ['refused', 'few minutes'],
  ] as const)('notes no command that Discord does not take: %s', async (outcome, words) => {
    const { bench } = open({ workflows: [workflow] });
    bench.bot.ownCommands = { set: () => Promise.resolve(outcome) };
    expect(await bench.run('workflows command', { workflow: 'w-fox-clip', on: true })).toContain(words);
    expect(bench.settings.workflows[0]?.hasCommand).toBe(false);
  });

  it('gives no command to one with more words than Discord takes', async () => {
    const values = Array.from({ length: 25 }, (_, index) => `${index}`.padEnd(100, 'x'));
    const inputs = ['1', '2'].map((node) => ({ ...base(node), type: 'choice' as const, label: node, values }));
    const { bench, written } = open({ workflows: [{ ...workflow, inputs }] });
    expect(await bench.run('workflows command', { workflow: 'w-fox-clip', on: true })).toContain('8000 characters');
    expect(written).toEqual([]);
  });

  it('asks before it removes, and removes all that was decided about it', async () => {
    const models = {
      ...{ denied: ['w-fox-clip', 'wan-2.5'], enabled: [] },
      ...{ roles: { 'w-fox-clip': [roleA] }, prices: { 'w-fox-clip': 5, 'wan-2.5': 7 } },
    };
    const { bench, press, written } = open({ workflows: [{ ...workflow, hasCommand: true }], models });
    expect(await bench.run('workflows remove', { workflow: 'Fox clip' })).toContain('Remove this workflow?');
    expect(bench.settings.workflows).toHaveLength(1);
    const other = { ...manager, isManager: false };
    expect((await press('workflow_remove', { extra: 'w-fox-clip', by: other }))?.content).toContain('Manage Server');
    bench.bot.ownCommands = { set: () => Promise.resolve('refused') };
    const told = await press('workflow_remove', { extra: 'w-fox-clip' });
    expect(told?.content).toContain("can't be made again");
    expect(told?.content).toContain('few minutes');
    expect(bench.settings.workflows).toEqual([]);
    expect(bench.settings.models).toEqual({ denied: ['wan-2.5'], enabled: [], roles: {}, prices: { 'wan-2.5': 7 } });
    expect((await press('workflow_remove', { extra: 'w-fox-clip' }))?.content).toContain('no workflow');
    expect((await press('workflow_remove'))?.content).toContain('no workflow');
    expect(await bench.run('workflows remove', { workflow: 'w-fox-clip' })).toContain('no workflow');
    expect(written).toEqual([]);
  });

  it('is in /setup view, and in /setup models', async () => {
    const { bench } = open({ workflows: [workflow] });
    expect(await bench.run('view')).toContain('1 workflow (');
    await bench.run('models', { action: 'role', model: 'w-fox-clip', role: roleA });
    expect(bench.settings.models.roles).toEqual({ 'w-fox-clip': [roleA] });
  });

  it('forgets a draft of another interaction', async () => {
    const { bench } = open();
    expect(await bench.bot.workflowDrafts.find({ ...manager, id: jobId('1') })).toBeNull();
  });
});
