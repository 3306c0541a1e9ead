import { describe, expect, it } from 'vitest';
import type { GenerationRequest } from '#catalog/request.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import { run } from '../../../commands/run/command.ts';
import { ownCommands, ownDefinitions } from '../../../commands/run/own-command.ts';
import { caller, noEntities, recordAnswers } from '../../discord/support/samples.ts';
import { createScriptedBot } from '../../discord/support/scripted-bot.ts';
import { guildWorkflowOf } from '../../support/guild-workflows.ts';
import { admissionOf } from '../../support/requests.ts';

const at = (node: string) => ({ node, field: 'x', required: false });
const rich = guildWorkflowOf({
  hasCommand: true,
  inputs: [
    { ...at('1'), type: 'text', label: 'Not in it', maxCharacters: 100 },
    { ...at('2'), type: 'choice', label: 'Look!', values: ['Ink', 'Oil'], required: true },
    { ...at('3'), type: 'number', label: 'look', min: 0.5, max: 40, whole: true },
    { ...at('4'), type: 'number', label: '…', min: -1, max: 1e20, whole: false },
    { ...at('5'), type: 'flag', label: 'Prompt' },
    { ...at('6'), type: 'image', maxMegabytes: 10, required: true },
    { ...at('7'), type: 'audio', maxMegabytes: 10 },
    { ...at('8'), type: 'video', maxMegabytes: 10 },
  ],
});

describe('the command of a workflow', () => {
  it('has an option for each input, those first that have to be filled in', () => {
    const [definition] = ownDefinitions([rich, guildWorkflowOf({ id: 'w-none' })]);
    expect(definition).toMatchObject({ name: 'w-fox-clip', description: 'A short video', nsfw: false });
    expect(definition?.options).toMatchObject([
      { name: 'look', type: 3, required: true, description: 'Look!', choices: [{ name: 'Ink', value: 'Ink' }, {}] },
      { name: 'image', type: 11, required: true },
      { name: 'not_in_it', type: 3, required: false, max_length: 6000 },
      { name: 'input3', type: 4, min_value: 1, max_value: 40 },
      { name: 'input4', type: 10, min_value: -1, max_value: Number.MAX_SAFE_INTEGER },
      { name: 'input5', type: 5 },
      { name: 'audio', type: 11 },
      { name: 'video', type: 11 },
      { name: 'private', type: 5 },
    ]);
    expect(ownDefinitions([guildWorkflowOf({ hasCommand: true, isAdult: true })])).toMatchObject([
      { nsfw: true, options: [{ name: 'prompt', required: true }, { name: 'seconds' }, { name: 'steps' }, {}] },
    ]);
  });

  it('has no name twice, whatever the labels are', () => {
    const inputs = ['Input2', 'input 2', 'input2'].map((label, node) => ({
      ...at(`${node}`),
      type: 'flag' as const,
      label,
    }));
    const [definition] = ownDefinitions([guildWorkflowOf({ hasCommand: true, inputs })]);
    expect(definition?.options?.map(({ name }) => name)).toEqual(['input1', 'input_2', 'input3', 'private']);
  });

  async function used(name: string, options: Readonly<Record<string, string | number | boolean>>) {
    const bot = createScriptedBot();
    bot.settings = () =>
      Promise.resolve({ ...defaultGuildSettings, workflows: [rich, guildWorkflowOf({ id: 'w-plain' })] });
    const requests: GenerationRequest[] = [];
    bot.gate = (request) => {
      requests.push(request);
      return Promise.resolve({ kind: 'go', admission: admissionOf() });
    };
    const file = {
      name: 'a.png',
      bytes: 1,
      url: 'https://cdn.example/a.png',
      mediaType: null,
      widthPx: null,
      heightPx: null,
    };
    const ids = ['1200000000000000031', '1200000000000000032', '1200000000000000033'];
    const call = {
      caller,
      subcommand: null,
      options: Object.entries(options).map(([option, value]) => ({ name: option, value })),
      ...noEntities,
      resolvedAttachments: new Map(ids.map((id) => [id, file])),
      ...recordAnswers().answering,
      reply: () => ({ accept: () => Promise.reject(new Error('not made')) }) as never,
    };
    await run.ofGuilds?.run(call, name, bot);
    return requests[0];
  }

  it('becomes the request that /run would', async () => {
    const [image, audio, video] = ['1200000000000000031', '1200000000000000032', '1200000000000000033'] as const;
    const request = await used('w-fox-clip', {
      look: 'Oil',
      input3: 4,
      input5: true,
      image,
      audio,
      video,
      private: true,
    });
    expect(request).toMatchObject({
      task: 'run',
      model: 'w-fox-clip',
      prompt: '',
      images: [{ name: 'a.png' }],
      media: { audio: { name: 'a.png' }, video: { name: 'a.png' } },
      options: { form: { input2: 'Oil', input3: 4, input5: true } },
      isPrivate: true,
    });
    expect(await used('w-plain', { prompt: 'a fox', steps: 8 })).toMatchObject({
      prompt: 'a fox',
      images: [],
      options: { form: { input2: 8 } },
    });
  });

  it('of one that was removed is refused like every unknown one', async () => {
    expect(await used('w-gone', {})).toMatchObject({ task: 'run', model: 'w-gone', prompt: '' });
    expect([ownCommands.isNamed('w-gone'), ownCommands.isNamed('wipe')]).toEqual([true, false]);
  });

  it('is refused where Discord leaves a file out', async () => {
    await expect(used('w-fox-clip', { look: 'Oil', image: '1200000000000000099' })).rejects.toMatchObject({
      code: 'refused.image',
    });
  });
});
