import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import { imagine } from '../../../commands/imagine/command.ts';
import { models } from '../../../commands/models/command.ts';
import { setup } from '../../../commands/setup/command.ts';
import { video } from '../../../commands/video/command.ts';
import { listedModel, listingBookOf, listingOf, promptInput, wholeOf, wordsOf } from '../../support/listed-models.ts';
import { answerOf } from '../support/answer-of.ts';
import { createSetupBench, manager, roleA } from '../support/setup-bench.ts';

const ratio = wordsOf('aspect_ratio', ['1:1', '3:2']);
const pen = listedModel({
  modelId: 'maker/pen',
  title: 'Pen',
  inputs: [promptInput, ratio, wordsOf('quality', ['low', 'high'])],
});
const brush = 'maker/brush/text-to-image';
const klein = 'flux-2-klein-9b';

function bench(...enabled: readonly string[]) {
  const made = createSetupBench({ models: { ...defaultGuildSettings.models, enabled: [...enabled] } });
  const book = listingBookOf(listingOf(listedModel(), pen));
  made.bot.catalog = createCatalog(noChanges, new Set(['runninghub', 'runcomfy']), book);
  const completions = async (command: typeof setup, subcommand: string | null, options: Record<string, string>) => {
    const focused = { name: 'model', typed: options.model ?? '' };
    const raw = Object.entries(options).map(([name, value]) => ({ name, value }));
    const found = await command.complete?.({ caller: manager, subcommand, options: raw, focused }, made.bot);
    return (found ?? []).map(({ value }) => value);
  };
  return Object.assign(made, { book, completions });
}

describe('/setup models enable and disable', () => {
  it('switch a listed model on and off, by id or title', async () => {
    const made = bench();
    const answer = await made.run('models', { action: 'enable', model: 'Brush' });
    expect(answer).toContain('model `maker/brush/text-to-image`');
    expect(answer).toContain('- Was: switched off\n- Now: switched on');
    expect(answer).toContain("A picture costs 30 credits, according to RunComfy's catalogue.");
    expect(made.settings.models.enabled).toEqual([brush]);
    expect(made.acts[0]?.by.reason).toBe('model maker/brush/text-to-image: switched off -> switched on');
    expect(await made.run('models', { action: 'enable', model: brush })).toContain('Nothing changed.');
    await made.run('models', { action: 'disable', model: brush });
    expect(made.settings.models.enabled).toEqual([]);
  });

  it('tell that a price is an estimate where options move it', async () => {
    expect(await bench().run('models', { action: 'enable', model: 'maker/pen' })).toContain('is an estimate');
  });

  it('let what is on be priced, kept for roles and made the default like any model', async () => {
    const made = bench(brush);
    await made.run('models', { action: 'price', model: brush, credits: 12 });
    await made.run('models', { action: 'role', model: brush, role: roleA });
    await made.run('defaults', { model: brush });
    expect(made.settings.models).toMatchObject({ prices: { [brush]: 12 }, roles: { [brush]: [roleA] } });
    expect(await made.run('models', { action: 'disable', model: brush })).toContain('Choose another default first:');
    expect(await made.run('models', { action: 'price', model: 'maker/pen', credits: 12 })).toContain(
      "There's no model `maker/pen`",
    );
  });

  it.each([
    [
      'enable',
      'nonsense',
      'RunComfy has no model `nonsense` that Easel can run. Pick one of: `maker/brush/text-to-image`, `maker/pen`',
    ],
    ['enable', klein, 'is available on every server.'],
    ['disable', klein, 'is available on every server.'],
    ['disable', 'maker/pen', "`maker/pen` isn't switched on here. Switched on: `maker/brush/text-to-image`"],
  ])('refuse %s %s', async (action, model, why) => {
    const made = bench(brush);
    expect(await made.run('models', { action, model })).toContain(why);
    expect(made.acts).toEqual([]);
  });

  it('say so where there is nothing to switch on or off', async () => {
    const made = bench();
    expect(await made.run('models', { action: 'disable', model: 'maker/pen' })).toContain(
      "isn't switched on here, and no other model is.",
    );
    made.book.list(listingOf());
    expect(await made.run('models', { action: 'enable', model: 'maker/pen' })).toContain(
      'There are no more models to switch on.',
    );
  });

  it('end at 50, and let go of what is listed no more', async () => {
    const made = bench(...Array.from({ length: 50 }, (_, at) => `gone-${at}`));
    expect(await made.run('models', { action: 'enable', model: 'maker/pen' })).toContain('already 50 more models');
    await made.run('models', { action: 'disable', model: 'gone-7' });
    expect(made.settings.models.enabled).toHaveLength(49);
  });
});

describe('videos and sounds of the catalogue', () => {
  const reel = listedModel({
    modelId: 'maker/reel',
    title: 'Reel',
    categories: ['text-to-video'],
    priceUsd: null,
    priceUsdPerSecond: 0.01,
    inputs: [promptInput, wholeOf('duration', 4, 15, { fallback: 5 })],
  });
  const withReel = (changes: Partial<typeof reel> = {}, ...enabled: readonly string[]) => {
    const made = bench(...enabled);
    made.book.list(listingOf(listedModel(), { ...reel, ...changes }));
    return made;
  };

  it('are switched on like pictures, with what is held for one', async () => {
    const made = withReel();
    expect(await made.completions(setup, 'models', { action: 'enable', model: 're' })).toEqual(['maker/reel']);
    const answer = await made.run('models', { action: 'enable', model: 'Reel' });
    expect(answer).toContain('It costs 50 credits with default options');
    expect(made.settings.models.enabled).toEqual(['maker/reel']);
    const resolution = wordsOf('resolution', ['480p', '720p']);
    const dear = withReel({ inputs: [promptInput, resolution] });
    expect(await dear.run('models', { action: 'enable', model: 'maker/reel' })).toContain('is an estimate');
  });

  it('are then models of their command, of /models and of the other actions', async () => {
    const made = withReel({}, 'maker/reel');
    expect(await made.completions(video, null, { model: 'maker/reel' })).toEqual(['maker/reel']);
    expect(await made.completions(imagine, null, { model: 'reel' })).not.toContain('maker/reel');
    expect(await made.completions(models, null, { model: 'reel' })).toContain('maker/reel');
    expect(await made.completions(setup, 'models', { action: 'price', model: 'reel' })).toContain('maker/reel');
    expect(await made.run('models', { action: 'price', model: 'maker/reel', credits: 9 })).toContain('9 credits');
    const shown = await answerOf(models, { caller: manager, subcommand: null, options: { model: 'Reel' } }, made.bot);
    expect(shown).toContain('From words; 4–15 s');
    expect(await made.run('models', { action: 'disable', model: 'maker/reel' })).toContain('Now: switched off');
  });

  it('are nothing to members of a server that has not switched them on', async () => {
    const made = withReel();
    expect(await made.completions(video, null, { model: 'maker/reel' })).not.toContain('maker/reel');
    expect(await made.completions(models, null, { model: 'maker/reel' })).not.toContain('maker/reel');
  });
});

describe('what is offered while typing', () => {
  it('is what is off for enable, what is on for disable, and else what the server has', async () => {
    const { completions } = bench(brush, 'gone');
    expect(await completions(setup, 'models', { action: 'enable' })).toEqual(['maker/pen']);
    expect(await completions(setup, 'models', { action: 'disable' })).toEqual([brush, 'gone']);
    expect(await completions(setup, 'models', { action: 'disable', model: 'go' })).toEqual(['gone']);
    for (const action of [{ action: 'price' }, {}]) {
      const found = await completions(setup, 'models', action);
      expect([found.includes(brush), found.includes('maker/pen'), found.includes(klein)]).toEqual([true, false, true]);
    }
  });

  it('to members is what the server has switched on', async () => {
    for (const command of [imagine, models]) {
      expect(await bench(brush).completions(command, null, { model: 'br' })).toEqual([brush]);
      expect(await bench().completions(command, null, { model: brush })).not.toContain(brush);
    }
  });
});

describe('/models', () => {
  const show = (made: ReturnType<typeof bench>, model: string) =>
    answerOf(models, { caller: manager, subcommand: null, options: { model } }, made.bot);

  it('shows what is switched on, tells nothing of the rest, and of what is gone that it is', async () => {
    expect(await show(bench(brush), brush)).toContain('**Brush** `maker/brush/text-to-image`');
    await expect(show(bench(), brush)).rejects.toMatchObject({ code: 'refused.model', facts: { value: brush } });
    await expect(show(bench('gone'), 'gone')).rejects.toMatchObject({ facts: { isGone: true } });
  });
});
