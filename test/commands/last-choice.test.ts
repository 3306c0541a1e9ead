import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationRequest } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import { guildId, userId } from '#core/ids.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import { createLastChoices } from '#members/last-choices.ts';
import { createPresets } from '#members/presets.ts';
import { noisePicture } from '../discord/support/samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from '../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../discord/support/stage.ts';
import { admissionOf } from '../support/requests.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

let stage: Stage;
const bot: ScriptedBot = createScriptedBot();
let remembered: GenerationRequest[];
let made: GenerationRequest[];

beforeAll(async () => {
  stage = await startStage(bot);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
  const store = createMemoryStore(new Map());
  bot.presets = createPresets(store);
  remembered = [];
  made = [];
  bot.remember = async (request) => void remembered.push(request);
  bot.generate = async (request, reply) => {
    made.push(request);
    const of = jobOf(request, await reply.accept());
    bot.findJob = () => Promise.resolve({ ...of, state: 'delivered' });
    await reply.deliver({ job: of, media: [await noisePicture(8, 8)], tookMs: 1 });
  };
});

const own = () => ({ guildId: guildId(stage.server.id), userId: userId(stage.alice.userId) });
/** The answer, when all is done that the line has set off. */
async function said(line: string): Promise<string> {
  const { content } = await stage.alice.slash(line).until((message) => message.content !== '');
  await stage.dispatch.idle();
  return content;
}
const valuesOf = async (line: string, option: string) =>
  (await stage.alice.autocomplete(line, option)).map(({ value }) => value);

/** Alice last named these. */
async function choose(model: string | null, size: string | null) {
  const choices = createLastChoices(createMemoryStore(new Map()));
  await choices.remember(own().guildId, own().userId, { model, size });
  bot.choices = choices;
}

describe('/imagine', () => {
  it('remembers what it was given once that is admitted, also where somebody is asked first', async () => {
    await said('/imagine prompt:a fox model:z-image-turbo');
    bot.gate = () => Promise.resolve({ kind: 'confirm', credits: 60, spendable: 65 });
    await said('/imagine prompt:a fox size:16:9');
    expect(remembered).toMatchObject([{ model: 'z-image-turbo' }, { model: null, options: { size: '16:9' } }]);
    bot.gate = () => Promise.reject(new BotError('refused.options', 'x', {}));
    await said('/imagine prompt:a fox size:1:1');
    expect(remembered).toHaveLength(2);
  });

  it('remembers as soon as the member is answered, not only when the picture is there', async () => {
    const order: string[] = [];
    bot.remember = async () => void order.push('remembered');
    bot.generate = async (_request, reply, { onBegun }) => {
      await reply.accept();
      order.push('accepted');
      onBegun?.(true);
      order.push('made');
      await reply.fail(new BotError('provider.failed', 'x'), { charged: 0, returned: 0, held: 0, heldUntilMs: null });
    };
    await said('/imagine prompt:a fox size:16:9');
    expect(order).toEqual(['accepted', 'remembered', 'made']);
  });

  it('goes on with what stands in, and so does what waits; nothing chosen later changes it', async () => {
    const filled = (request: GenerationRequest) => ({ ...request, model: 'z-image-turbo' });
    bot.gate = async (request) => ({ kind: 'go', admission: admissionOf(), request: filled(request) });
    await said('/imagine prompt:a fox');
    expect(made).toMatchObject([{ model: 'z-image-turbo', isFilledIn: true }]);
    const waiting: GenerationRequest[] = [];
    bot.approvals.waitForPrice = async (request) => void waiting.push(request);
    bot.approvals.ask = async (request) => void waiting.push(request);
    bot.gate = async (request) => ({ kind: 'confirm', credits: 60, spendable: 65, request: filled(request) });
    await said('/imagine prompt:a fox');
    bot.gate = async (request) => ({ kind: 'approval', credits: 60, threshold: 1, request: filled(request) });
    await said('/imagine prompt:a fox');
    bot.gate = async () => ({ kind: 'approval', credits: 60, threshold: 1 });
    await said('/imagine prompt:a fox');
    expect(waiting.map(({ model, isFilledIn }) => [model, isFilledIn])).toEqual([
      ['z-image-turbo', true],
      ['z-image-turbo', true],
      [null, true],
    ]);
  });

  it('is the only one that remembers: Again and presets name nothing', async () => {
    const exchange = stage.alice.slash('/imagine prompt:a fox');
    const message = await exchange.until(({ attachments }) => attachments.length === 1);
    await stage.dispatch.idle();
    remembered = [];
    await stage.alice.press(message, 'Again').until(({ attachments }) => attachments.length === 1);
    await said('/preset save name:Ink model:z-image-turbo');
    await said('/preset use name:Ink prompt:a fox');
    expect(made).toHaveLength(3);
    expect(remembered).toEqual([]);
  });

  it('offers sizes of the model that stands in: typed, last named, the server’s, the installation’s', async () => {
    const line = '/imagine prompt:x size:8';
    const offered = async (typed = '') =>
      (await valuesOf(`/imagine prompt:x${typed} size:8:1`, 'size')).includes('8:1');
    expect(await offered()).toBe(false);
    await choose('nano-banana-2', null);
    expect(await offered()).toBe(true);
    expect(await offered(' model:z-image-turbo')).toBe(false);
    await choose('gone-model', null);
    const defaults = { ...defaultGuildSettings.defaults, model: 'nano-banana-2' };
    bot.settings = () => Promise.resolve({ ...defaultGuildSettings, defaults });
    expect(await offered()).toBe(true);
    bot.catalog = { ...bot.catalog, find: () => null };
    expect(await valuesOf(line, 'size')).toEqual([]);
  });
});

describe('/credits balance', () => {
  it('tells the price of what a picture is made with', async () => {
    await choose('z-image-turbo', null);
    expect(await said('/credits balance')).toContain('A picture with Z\\-Image');
  });
});

describe('/preset', () => {
  it('keeps the last choice where nothing is given, without a size that its model does not take', async () => {
    await choose('z-image-turbo', '16:9');
    expect(await said('/preset save name:Ink')).toContain('`z-image-turbo` · size 16\\:9');
    await choose('z-image-turbo', '8:1');
    expect(await said('/preset save name:Ink')).toContain('Updated your preset `Ink`: `z-image-turbo`.');
    await choose(null, '8:1');
    expect(await said('/preset save name:Wide')).toContain('size 8\\:1');
    await choose('gone-model', null);
    expect(await said('/preset save name:Gone')).toContain("There's no model `gone-model` here.");
    await choose(null, null);
    expect(await said('/preset save name:None')).toContain("There's nothing to save yet.");
    expect((await bot.presets.list(own())).map(({ name }) => name)).toEqual(['Ink', 'Wide']);
  });

  it('has no preset of the name that stands for it', async () => {
    expect(await said('/preset save name:Last Choice size:1:1')).toContain("characters, and can't be `last choice`.");
  });

  it('shows the last choice, and forgets it', async () => {
    await choose('z-image-turbo', '16:9');
    const shown = 'Last choice: model `z-image-turbo`, size `16:9`. If you leave out model or size, it is used;';
    expect(await said('/preset list')).toContain(shown);
    expect(await stage.alice.autocomplete('/preset remove name:', 'name')).toEqual([
      { name: 'Last choice: z-image-turbo · 16:9', value: 'last choice' },
    ]);
    expect(await valuesOf('/preset remove name:ink', 'name')).toEqual([]);
    expect(await valuesOf('/preset use name: prompt:x', 'name')).toEqual([]);
    expect(await said('/preset remove name:Last choice')).toContain('Your last choice is forgotten');
    expect(await said('/preset remove name:last choice')).toBe('You have no last choice to forget.');
    expect(await said('/preset list')).not.toContain('Last choice');
    expect(await valuesOf('/preset remove name:', 'name')).toEqual([]);
  });

  it('shows a last choice of one thing alone', async () => {
    await choose(null, '16:9');
    expect(await said('/preset list')).toContain('Last choice: size `16:9`. If you leave out model or size');
    expect(await stage.alice.autocomplete('/preset remove name:', 'name')).toMatchObject([
      { name: 'Last choice: 16:9' },
    ]);
  });
});
