import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GenerationRequest, noOptions } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import { guildId, userId } from '#core/ids.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { Preset } from '#members/presets.ts';
import { createPresets } from '#members/presets.ts';
import type { Moderator } from '#moderation/acts.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { isEphemeral } from '../../../sandbox/discord/wire.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';
import { presetOf } from '../../support/store/presets.ts';

let stage: Stage;
let mia: Person;
const bot: ScriptedBot = createScriptedBot();
let noted: Moderator[];
let made: GenerationRequest[];

beforeAll(async () => {
  stage = await startStage(bot);
  mia = stage.server.member({ name: 'Mia', permissions: ['ModerateMembers'] });
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
  bot.presets = createPresets(createMemoryStore(new Map()));
  noted = [];
  made = [];
  bot.moderation.noteSetup = async (by) => void noted.push(by);
  bot.generate = async (request, reply) => {
    made.push(request);
    await reply.accept();
    await reply.fail(new BotError('provider.failed', 'x'), { charged: 0, returned: 0, held: 0, heldUntilMs: null });
  };
});

const answered = (line: string, who: Person = stage.alice) => who.slash(line).until(({ content }) => content !== '');
const said = async (line: string, who?: Person) => (await answered(line, who)).content;
/** Removes it, and presses the red button where Easel asks. */
const removed = async (line: string, who: Person = stage.alice) =>
  (await who.press(await answered(line, who), 'Remove').until(({ content }) => /removed/iu.test(content))).content;
const own = () => ({ guildId: guildId(stage.server.id), userId: userId(stage.alice.userId) });
const guilds = () => ({ ...own(), userId: null });

describe('/preset save', () => {
  it('keeps what was given, with the id of the model, and says how to use it', async () => {
    const line = '/preset save name:Ink model:FLUX.2 klein 9B size:16:9 steps:4 style:ink wash, soft light';
    const reply = await answered(line);
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toBe(
      'Saved your preset `Ink`: `flux-2-klein-9b` · size 16\\:9 · steps 4 · adds “ink wash, soft light”.\n`/preset use` makes a picture with it.',
    );
    const options = { ...noOptions, size: '16:9', steps: 4 };
    const kept: Preset = { name: 'Ink', model: 'flux-2-klein-9b', options, style: 'ink wash, soft light' };
    expect(await bot.presets.list(own())).toEqual([kept]);
    expect(await said('/preset save name:ink size:1:1')).toContain('Updated your preset `ink`');
    expect(await bot.presets.list(own())).toMatchObject([{ name: 'ink', model: null, style: '' }]);
    expect(noted).toEqual([]);
  });

  it.each([
    [
      'no option',
      'name:x',
      'Give at least one option, such as `model` or `style`, or use a model or a size in `/imagine` first.',
    ],
    ['a name of two lines', 'name:a\u2028b size:1:1', 'one line of 1–32 characters'],
    ['a style of two lines', 'name:x style:a\u2028b', 'one line of at most 500 characters'],
    ['a model that is not there', 'name:x model:nonsense', "There's no model `nonsense` here"],
    ['an option that its model has not', 'name:x model:nano-banana steps:4', "doesn't support `steps`"],
    [
      'an option that is long',
      `name:x quality:${'q'.repeat(101)}`,
      'have at most 100 characters each, `lora` at most 500',
    ],
    ['a size that is none', 'name:x size:large', '`size` is a ratio such as `16:9`'],
    ['a style that is refused here', 'name:x style:a gorgon', 'style words of this preset'],
  ])('keeps nothing with %s', async (_what, options, answer) => {
    const words = { ...defaultGuildSettings.words, blocked: ['gorgon'] };
    bot.settings = () => Promise.resolve({ ...defaultGuildSettings, words });
    expect(await said(`/preset save ${options}`)).toContain(answer);
    expect(await bot.presets.list(own())).toEqual([]);
  });

  it('has words that are not allowed noted like those of a prompt', async () => {
    const words = { ...defaultGuildSettings.words, blocked: ['gorgon'] };
    bot.settings = () => Promise.resolve({ ...defaultGuildSettings, words });
    const refused: unknown[] = [];
    bot.noteRefusals = (request, work) =>
      work.catch((error: BotError) => {
        refused.push([request.prompt, error.facts]);
        throw new BotError(error.code, error.message, { ...error.facts, strikes: 2 });
      });
    expect(await said('/preset save name:x style:a gorgon')).toContain('This counts as a strike; you have 2 now.');
    const facts = { rule: 'preset_words', list: 'guild', matched: 'gorgon', isDoubtful: false };
    expect(refused).toEqual([['a gorgon', facts]]);
  });

  it("knows the server's LoRAs", async () => {
    const row = { title: 'Ink Wash', file: 'ink.safetensors', modelId: 'flux-2-dev-lora', defaultStrength: 0.7 };
    const bounds = { minStrength: 0, maxStrength: 1, triggerWords: ['sumi'], isAdult: false };
    bot.settings = () => Promise.resolve({ ...defaultGuildSettings, loras: [{ ...row, ...bounds }] });
    const line = '/preset save name:x model:flux-2-dev-lora lora:Ink Wash';
    expect(await said(`${line} lora_strength:2`)).toContain('0 to 1 for this LoRA');
    expect(await said(line)).toContain('LoRA Ink Wash');
    expect(await bot.presets.list(own())).toMatchObject([{ options: { lora: 'Ink Wash' } }]);
  });

  it('is for everybody where a moderator says so, which stands in the journal', async () => {
    expect(await said('/preset save name:House size:1:1 for_server:true')).toContain(
      "You need Manage Server or Moderate Members to change this server's presets.",
    );
    expect(await bot.presets.list(guilds())).toEqual([]);
    expect(await said('/preset save name:House size:1:1 for_server:true', mia)).toContain("this server's preset");
    expect(await bot.presets.list(guilds())).toMatchObject([{ name: 'House' }]);
    expect(noted).toMatchObject([{ userId: mia.userId, reason: "saved the server's preset House" }]);
  });

  it('says so where there are as many as there may be', async () => {
    bot.presets.save = () => Promise.resolve('full');
    expect(await said('/preset save name:x size:1:1')).toContain('You already have 25 presets here');
    expect(await said('/preset save name:x size:1:1 for_server:true', mia)).toContain(
      'This server already has 100 presets',
    );
    expect(noted).toEqual([]);
  });
});

describe('/preset use', () => {
  it('goes the way of /imagine with what the preset says', async () => {
    await bot.presets.save(own(), presetOf('Ink', { model: 'z-image-turbo', style: 'ink wash' }));
    await said('/preset use name:iNK prompt:a fox private:true');
    const options = { ...noOptions, size: '16:9' };
    const asked = { model: 'z-image-turbo', options, prompt: 'a fox, ink wash', isPrivate: true };
    expect(made).toMatchObject([{ ...asked, userId: stage.alice.userId }]);
    bot.gate = () => Promise.resolve({ kind: 'confirm', credits: 60, spendable: 65 });
    expect(await said('/preset use name:Ink prompt:a fox')).toContain('60 credits');
    expect(made).toHaveLength(1);
  });

  it("takes the member's own before the server's", async () => {
    await bot.presets.save(
      guilds(),
      presetOf('ink', {
        style: 'of the server',
      }),
    );
    await said('/preset use name:Ink prompt:a fox');
    await bot.presets.save(own(), presetOf('INK', { style: 'my own' }));
    await said('/preset use name:Ink prompt:a fox');
    expect(made.map(({ prompt }) => prompt)).toEqual(['a fox, of the server', 'a fox, my own']);
  });

  it('makes nothing of a preset that is not there', async () => {
    expect(await said('/preset use name:x prompt:a fox')).toBe(
      "There's no preset `x` here. `/preset list` shows them all. You weren't charged.",
    );
    expect(made).toEqual([]);
  });

  it.each([
    ['a model that is gone', new BotError('refused.model', 'x', { value: 'gone' }), true],
    ['an option that fits no more', new BotError('refused.options', 'x', { option: 'steps', value: '4' }), true],
    ['a model that the server has closed', new BotError('refused.rules', 'x', { rule: 'model' }), true],
    ['its channel', new BotError('refused.rules', 'x', { rule: 'channel' }), false],
    ['its price', new BotError('refused.quota', 'x', {}), false],
    ['its length', new BotError('refused.prompt', 'x', { allowed: { kind: 'characters', most: 9, has: 12 } }), false],
  ])('refused for %s says what to do', async (_what, error, isOfPreset) => {
    await bot.presets.save(own(), presetOf('Ink'));
    bot.gate = () => Promise.reject(error);
    const answer = await said('/preset use name:Ink prompt:a fox');
    expect(answer).toContain("You weren't charged.");
    const advice = 'This comes from the preset `Ink`: save it again with `/preset save`, or remove it';
    expect(answer.includes(advice)).toBe(isOfPreset);
    expect(made).toEqual([]);
  });

  it('says of a prompt that is too long that the style was counted', async () => {
    await bot.presets.save(own(), presetOf('Ink', { style: 'ink wash' }));
    bot.gate = () =>
      Promise.reject(new BotError('refused.prompt', 'x', { allowed: { kind: 'characters', most: 9, has: 12 } }));
    expect(await said('/preset use name:Ink prompt:a fox')).toContain(
      "Allowed: 1–9 characters \\(this one has 12\\), including the preset's style words.",
    );
  });

  it("gives no strike for words that stand in the server's preset", async () => {
    const words = { ...defaultGuildSettings.words, blocked: ['gorgon'] };
    bot.settings = () => Promise.resolve({ ...defaultGuildSettings, words });
    bot.gate = () => Promise.reject(new Error('the word filter would see it'));
    await bot.presets.save(guilds(), presetOf('Old', { style: 'a gorgon' }));
    const answer = await said('/preset use name:Old prompt:a fox');
    expect(answer).toContain('the style words of this preset.');
    expect(answer).toContain("You weren't charged.");
  });
});

describe('/preset list', () => {
  it('says how to begin where there is none', async () => {
    const reply = await answered('/preset list');
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toContain('There are no presets here yet.');
  });

  it("shows the member's own and the server's, whatever their texts, in pages", async () => {
    const long = { model: 'm'.repeat(90), style: '*'.repeat(500) };
    const options = { ...noOptions, lora: '_'.repeat(200), loraStrength: 0.5, quality: 'high', format: 'png' };
    for (let index = 0; index < 9; index += 1) {
      await bot.presets.save(own(), presetOf(`own ${index}`));
      await bot.presets.save(guilds(), presetOf(`house ${index}`, { ...long, options }));
    }
    const exchange = stage.alice.slash('/preset list');
    const first = await exchange.until(({ content }) => content.includes('Page 1 of '));
    expect(first.content).toContain('**Your presets** (9 of 25)\n- `own 0` · size 16\\:9\n');
    expect(first.content).toContain("**This server's presets** (9 of 100)\n- `house 0`");
    stage.alice.press(first, 'Next');
    const second = await exchange.until(({ content }) => content.includes('Page 2 of '));
    expect(second.content).not.toContain('own 0');
    stage.alice.press(second, 'Previous');
    expect((await exchange.until(({ content }) => content.includes('Page 1 of '))).content).toBe(first.content);
  });
});

describe('/preset remove', () => {
  it("takes the member's own away, and leaves the server's to moderators", async () => {
    await bot.presets.save(own(), presetOf('Ink'));
    await bot.presets.save(guilds(), presetOf('Ink'));
    expect(await said('/preset remove name:ink')).toBe("Remove your preset `Ink`? That can't be undone.");
    expect(await removed('/preset remove name:ink')).toBe('Removed the preset `Ink`.');
    expect(await bot.presets.list(own())).toEqual([]);
    expect(await said('/preset remove name:ink')).toContain("`ink` is this server's preset: you need Manage Server");
    expect(noted).toEqual([]);
    expect(await removed('/preset remove name:ink', mia)).toBe("Removed this server's preset `Ink`.");
    expect(await bot.presets.list(guilds())).toEqual([]);
    expect(noted).toMatchObject([{ userId: mia.userId, reason: "removed the server's preset Ink" }]);
    expect(await said('/preset remove name:ink')).toContain('no preset `ink` here');
  });

  it("takes the server's away also where the moderator has one of that name", async () => {
    await bot.presets.save({ ...own(), userId: userId(mia.userId) }, presetOf('Ink'));
    await bot.presets.save(guilds(), presetOf('Ink'));
    await removed('/preset remove name:ink for_server:true', mia);
    expect(await bot.presets.list(guilds())).toEqual([]);
    expect(await said('/preset remove name:ink for_server:true', mia)).toContain('no preset `ink` here');
    expect(await removed('/preset remove name:ink', mia)).toBe('Removed the preset `Ink`.');
  });
});

describe('the question before a preset is removed', () => {
  it('changes nothing when it is kept, or when the preset is gone', async () => {
    await bot.presets.save(own(), presetOf('Ink'));
    const question = await answered('/preset remove name:ink');
    expect((await stage.alice.press(question, 'Keep').until(({ content }) => content.includes('Left'))).content).toBe(
      'Left as it was. Nothing changed.',
    );
    expect(await bot.presets.list(own())).toHaveLength(1);
    const other = await answered('/preset remove name:ink');
    await bot.presets.remove(own(), 'Ink');
    const gone = await stage.alice.press(other, 'Remove').until(({ content }) => content.includes('no preset'));
    expect(gone.components).toEqual([]);
  });

  it('has room for the longest name', async () => {
    const name = '🦊'.repeat(32);
    await bot.presets.save(own(), presetOf(name));
    expect(await removed(`/preset remove name:${name}`)).toBe(`Removed the preset \`${name}\`.`);
  });
});

describe('suggestions of /preset', () => {
  it('are names, the own first, with what they are', async () => {
    await bot.presets.save(own(), presetOf('Ink', { model: 'z-image-turbo' }));
    await bot.presets.save(guilds(), presetOf('INK'));
    await bot.presets.save(guilds(), presetOf('Oil paint'));
    expect(await stage.alice.autocomplete('/preset use name: prompt:x', 'name')).toEqual([
      { name: 'Ink · z-image-turbo · yours', value: 'Ink' },
      { name: "Oil paint · this server's", value: 'Oil paint' },
    ]);
    expect(await stage.alice.autocomplete('/preset remove name:oil', 'name')).toMatchObject([{ value: 'Oil paint' }]);
  });

  it('of save are those of /imagine for its model', async () => {
    const sizes = await stage.alice.autocomplete('/preset save name:x model:z-image-turbo size:16', 'size');
    expect(sizes.length).toBeGreaterThan(0);
  });
});
