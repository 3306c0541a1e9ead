import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationRequest } from '#catalog/request.ts';
import { userId } from '#core/ids.ts';
import type { Job } from '#jobs/job.ts';
import { allComponents } from '../../../sandbox/discord/wire.ts';
import { job, noisePicture } from '../../discord/support/samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { sourceOf } from '../../support/inputs.ts';

let stage: Stage;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

/** A finished picture of Alice's, as the message and the job behind it. */
async function finished(changes: Partial<Job> = {}) {
  const image = await noisePicture(8, 8);
  let of = job;
  bot.generate = async (request, reply) => {
    of = { ...jobOf(request, await reply.accept()), ...changes };
    await reply.deliver({ job: of, media: [image], tookMs: 1 });
  };
  const message = await stage.alice.slash('/imagine prompt:a fox').until(({ attachments }) => attachments.length === 1);
  bot.findJob = (id) => Promise.resolve(id === of.id ? of : null);
  return { message, of };
}

async function formOf(message: { id: string }, person = stage.alice) {
  const press = person.press(message, 'Change');
  await press.firstAnswer();
  if (press.modal === null) throw new Error('no form was opened');
  return press.modal;
}

function nextRequest(): Promise<GenerationRequest> {
  return new Promise((resolve) => {
    bot.generate = async (request, reply) => {
      await reply.accept();
      resolve(request);
    };
  });
}

describe('the Change button', () => {
  it('shows what the picture was made with, and makes what is changed in it, for whoever pressed', async () => {
    const loras = [{ file: 'ink.safetensors', strength: 0.8 }];
    const { message, of } = await finished({ modelId: 'flux-2-dev-lora', settings: { ...job.settings, loras } });
    const bob = stage.server.member({ name: 'Bob' });
    const form = await formOf(message, bob);
    const shown = allComponents(form.components).flatMap(({ custom_id, value }) =>
      custom_id ? [[custom_id, value]] : [],
    );
    expect(shown).toEqual([
      ['prompt', of.settings.prompt],
      ['size', '64x48'],
      ['lora', 'ink.safetensors:0.8'],
      ['count', undefined],
    ]);
    const asked = nextRequest();
    bob.submitModal(form, { prompt: 'two foxes', size: ' 16:9 ', lora: 'sumi.safetensors', count: '2' });
    expect(await asked).toMatchObject({
      userId: bob.userId,
      model: 'flux-2-dev-lora',
      prompt: 'two foxes',
      options: { size: '16:9', steps: 8, quality: 'high', lora: 'sumi.safetensors', loraStrength: null, count: 2 },
    });
  });

  it('has menus for what the model lets members choose, with what the picture was made with', async () => {
    const size = { kind: 'ratio', ratio: '16:9' } as const;
    const settings = { ...job.settings, loras: [], size, quality: 'low', resolution: '2k', count: 2 };
    const { message } = await finished({ modelId: 'gpt-image-2', settings });
    const form = await formOf(message);
    const chosen = allComponents(form.components).flatMap(({ custom_id: id, options }) =>
      options ? [[id, options.find((option) => option.default === true)?.value]] : [],
    );
    expect(chosen).toEqual([
      ['size', '16:9'],
      ['quality', 'low'],
      ['resolution', '2k'],
      ['count', '2'],
    ]);
    const asked = nextRequest();
    stage.alice.submitModal(form, { size: '1:1', quality: 'high', resolution: '' });
    expect(await asked).toMatchObject({ options: { size: '1:1', quality: 'high', resolution: null, count: 2 } });
  });

  it('shows nobody a key in the address of a LoRA, and makes it again with the same one', async () => {
    const file = 'https://example.com/ink.safetensors?token=SECRET';
    const loras = [{ file, strength: 0.8 }];
    const { message } = await finished({ modelId: 'flux-2-dev-lora', settings: { ...job.settings, loras } });
    const form = await formOf(message);
    const lora = allComponents(form.components).find(({ custom_id }) => custom_id === 'lora');
    expect(lora?.value).toBe('https://example.com/ink.safetensors:0.8');
    expect(JSON.stringify(form)).not.toContain('SECRET');
    const asked = nextRequest();
    stage.alice.submitModal(form, { prompt: 'two foxes' });
    expect(await asked).toMatchObject({ prompt: 'two foxes', options: { lora: file, loraStrength: 0.8 } });
  });

  it('leaves out what is emptied, and asks for no LoRA where the model takes none', async () => {
    const { message } = await finished({ modelId: 'gpt-image-2', settings: { ...job.settings, loras: [] } });
    const form = await formOf(message);
    expect(allComponents(form.components).map(({ custom_id }) => custom_id)).not.toContain('lora');
    const asked = nextRequest();
    stage.alice.submitModal(form, { size: '' });
    expect(await asked).toMatchObject({ prompt: job.settings.prompt, options: { size: null, lora: null } });
  });

  it('says so where a prompt is too long for a form', async () => {
    const { message } = await finished({ settings: { ...job.settings, prompt: 'x'.repeat(5000) } });
    const form = await formOf(message);
    const [prompt] = allComponents(form.components).filter(({ custom_id }) => custom_id === 'prompt');
    expect(prompt?.value).toHaveLength(4000);
    expect(JSON.stringify(form.components)).toContain('Prompt (shortened: too long for a form)');
  });

  it('leaves such a prompt whole where it is not changed', async () => {
    const prompt = `a fox ${'x'.repeat(5000)}`;
    const { message } = await finished({ settings: { ...job.settings, prompt } });
    const form = await formOf(message);
    const asked = nextRequest();
    stage.alice.submitModal(form, { size: '1:1' });
    expect(await asked).toMatchObject({ prompt, options: { size: '1:1' } });
  });

  it('does nothing without a record, or for a private picture of somebody else', async () => {
    const { message, of } = await finished();
    const answer = async () =>
      (await stage.alice.press(message, 'Change').until(({ content }) => content !== '')).content;
    const form = await formOf(message);
    bot.findJob = () => Promise.resolve(null);
    expect(await answer()).toContain("You weren't charged.");
    expect((await stage.alice.submitModal(form, {}).until(({ content }) => content !== '')).content).toContain(
      'no longer has',
    );
    const stranger = userId('1200000000000000055');
    bot.findJob = () => Promise.resolve({ ...of, userId: stranger, replyTo: { ...of.replyTo, isPrivate: true } });
    expect(await answer()).toContain('private');
  });

  it('hands nobody the pictures that somebody else has attached, and neither does Again', async () => {
    const { message, of } = await finished();
    const bob = stage.server.member({ name: 'Bob' });
    const form = await formOf(message, bob);
    bot.findJob = () => Promise.resolve({ ...of, settings: { ...of.settings, images: [sourceOf()] } });
    const refusals = [bob.press(message, 'Change'), bob.press(message, 'Again'), bob.submitModal(form, {})];
    for (const refused of refusals) {
      const { content } = await refused.until(({ content }) => content !== '');
      expect(content).toMatch(/only they can make it again\. Press Edit .* You weren't charged\.$/);
    }
    const asked = nextRequest();
    stage.alice.press(message, 'Again');
    expect(await asked).toMatchObject({ userId: of.userId, images: [sourceOf()] });
  });
});
