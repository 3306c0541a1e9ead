import { describe, expect, it } from 'vitest';
import { type GuildWorkflow, modelsOfGuild } from '#catalog/guild-workflow.ts';
import { formFields, withFiles } from '../../commands/form-fields.ts';
import { guildWorkflowOf } from '../support/guild-workflows.ts';
import { sourceOf } from '../support/inputs.ts';
import { requestOf } from '../support/requests.ts';

const at = (node: string, required = false) => ({ node, field: 'x', required });
const fieldsOf = (inputs: GuildWorkflow['inputs'], asked: Partial<ReturnType<typeof requestOf>> = {}) =>
  modelsOfGuild([guildWorkflowOf({ inputs })]).flatMap((model) =>
    formFields(model, requestOf({ prompt: '', ...asked }), 'reopen'),
  );

describe('the form of a workflow', () => {
  const files: GuildWorkflow['inputs'] = [
    { ...at('1'), type: 'image', maxMegabytes: 10 },
    { ...at('2', true), type: 'audio', maxMegabytes: 10 },
    { ...at('3'), type: 'video', maxMegabytes: 10 },
  ];

  it('offers choices and flags as menus, and takes files', () => {
    const inputs: GuildWorkflow['inputs'] = [
      { ...at('4'), type: 'choice', label: 'Look', values: ['Ink', 'Oil'], default: 'Oil' },
      { ...at('5', true), type: 'flag', label: 'Loop' },
      { ...at('6'), type: 'number', label: 'Steps', min: 1, max: 9, whole: true },
      ...files.slice(0, 2),
    ];
    expect(fieldsOf(inputs)).toEqual([
      {
        ...{ name: 'input2', label: 'Loop', chosen: null, isRequired: true },
        choices: [
          { value: 'true', label: 'yes' },
          { value: 'false', label: 'no' },
        ],
      },
      { name: 'audio', label: expect.stringContaining('Sound'), isFile: true, isRequired: true },
      {
        ...{ name: 'input1', label: 'Look', chosen: 'Oil', isRequired: false },
        choices: [
          { value: 'Ink', label: 'Ink' },
          { value: 'Oil', label: 'Oil' },
        ],
      },
      { name: 'input3', label: 'Steps', value: '', isLong: false, hint: 'a number from 1 to 9' },
      { name: 'image', label: expect.stringContaining('Picture'), isFile: true, isRequired: false },
    ]);
    const form = { input1: 'Wax', input2: true };
    const chosen = fieldsOf(inputs, { options: { ...requestOf().options, form } });
    expect(chosen.map((field) => ('chosen' in field ? field.chosen : field.name))).toEqual([
      null,
      'true',
      'audio',
      'input3',
      'image',
    ]);
  });

  it('has five parts at most, those first that are needed, and asks for no file that is there', () => {
    const flags = ['4', '5', '6', '7'].map((node) => ({ ...at(node), type: 'flag' as const, label: `Flag ${node}` }));
    const prompt = { ...at('8', true), type: 'prompt' as const, maxCharacters: 100 };
    const names = (asked: object) => fieldsOf([...flags, ...files, prompt], asked).map(({ name }) => name);
    expect(names({})).toEqual(['prompt', 'audio', 'input1', 'input2', 'input3']);
    const there = { images: [sourceOf()], media: { audio: sourceOf(), video: sourceOf() } };
    expect(names(there)).toEqual(['prompt', 'input1', 'input2', 'input3', 'input4']);
  });

  it('adds the files that were uploaded to those that are there', () => {
    const file = { url: 'https://cdn.example/a', mediaType: null, widthPx: null, heightPx: null, bytes: 1 };
    const call = {
      fields: new Map([
        ['image', '1'],
        ['audio', '2'],
        ['video', ''],
      ]),
      resolvedAttachments: new Map(['1', '2'].map((id) => [id, { ...file, name: `${id}.bin` }])),
    };
    const kept = sourceOf();
    expect(withFiles(requestOf({ media: { video: kept } }), call)).toMatchObject({
      images: [{ name: '1.bin' }],
      media: { video: kept, audio: { name: '2.bin' } },
    });
    const untouched = requestOf();
    expect(withFiles(untouched, { ...call, fields: new Map() })).toEqual(untouched);
  });
});
