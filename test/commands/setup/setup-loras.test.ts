import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import type { GuildId } from '#core/ids.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import { setup } from '../../../commands/setup/command.ts';
import { guildLoraOf, manyGuildLoras } from '../../support/guild-loras.ts';
import {
  listedModel,
  listingBookOf,
  listingOf,
  lorasInput,
  promptInput,
  wordsOf,
} from '../../support/listed-models.ts';
import { confirmedAnswerOf } from '../support/answer-of.ts';
import { createSetupBench, manager, type SetupBench } from '../support/setup-bench.ts';

const flux = 'flux-2-dev-lora';
const brush = 'maker/brush/text-to-image';
const ink = { title: 'Ink Wash', file: 'F.2-水墨_v2.safetensors', model: flux };
const add = (bench: SetupBench, changes: object = {}) => bench.run('loras add', { ...ink, ...changes });

describe('/setup loras add', () => {
  it('keeps the file to the letter, and what is left out as the model has it', async () => {
    const bench = createSetupBench();
    const file = ' F.2-水墨\u0301 `v2`.safetensors';
    expect(await add(bench, { file, title: ' Ink Wash ' })).toContain('Changed: **LoRA `Ink Wash`**');
    expect(bench.settings.loras).toEqual([
      guildLoraOf({ file, defaultStrength: 0.8, minStrength: -100, maxStrength: 100 }),
    ]);
  });

  it('keeps strengths, words and what is for adults, and writes it in the journal', async () => {
    const bench = createSetupBench();
    const strengths = { strength: 0.8, min_strength: 0.2, max_strength: 1.2 };
    const answer = await add(bench, { ...strengths, trigger_words: 'ink wash, sumi-e,, ink wash', adult: true });
    expect(answer).toContain(
      '- Was: not in the library\n- Now: `F.2-水墨_v2.safetensors` for `flux-2-dev-lora` · strength 0.8 (0.2 to 1.2) · adds “ink wash, sumi\\-e” · age-restricted channels only',
    );
    expect(bench.settings.loras).toEqual([guildLoraOf({ triggerWords: ['ink wash', 'sumi-e'], isAdult: true })]);
    expect(bench.acts).toMatchObject([{ what: 'setup', by: { userId: manager.userId } }]);
    expect(bench.acts[0]?.by.reason).toContain('LoRA Ink Wash: not in the library -> F.2-水墨_v2.safetensors');
  });

  it('writes its words in the journal as they were typed, to be escaped once where they are shown', async () => {
    const bench = createSetupBench();
    await add(bench, { title: 'a*b', trigger_words: 'ink-wash *bold* a\\b', file: 'x\\y*.safetensors' });
    const reason = bench.acts[0]?.by.reason ?? '';
    expect(reason).toContain('LoRA a*b: ');
    expect(reason).toContain('adds “ink-wash *bold* a\\b”');
    expect(reason).toContain('x\\y*.safetensors for');
  });

  it.each([
    [{ model: 'nonsense' }, "There's no model `nonsense`"],
    [{ model: 'gpt-image-2' }, "`gpt-image-2` doesn't support LoRAs. These do: "],
    [{ title: 'OIL' }, 'The library already has a LoRA `Oil`'],
    [{ file: 'oil.safetensors' }, 'That file is already in the library, as `Oil`'],
    [{ strength: 0 }, 'a strength of 0 has no effect'],
    [{ strength: 0.333 }, 'steps of 0.01'],
    [{ strength: 2, max_strength: 1 }, 'lies between the lowest and the highest'],
    [{ title: ' ' }, "this value can't be saved (one line of text)"],
    [{ file: 'x'.repeat(201) }, 'a file name of 1–200 characters'],
    [{ file: 'a\nb' }, 'a file name of 1–200 characters'],
  ])('refuses %j', async (changes, why) => {
    const bench = createSetupBench({ loras: [guildLoraOf({ title: 'Oil', file: 'oil.safetensors' })] });
    const answer = await add(bench, changes);
    expect(answer).toContain(why);
    expect(answer).toContain('Nothing was changed.');
    expect(bench.acts).toEqual([]);
  });

  it('takes the same file for another model', async () => {
    const bench = createSetupBench({ loras: [guildLoraOf({ title: 'Oil', modelId: 'flux-1-dev' })] });
    expect(await add(bench)).toContain('Changed');
    expect(bench.settings.loras).toHaveLength(2);
  });

  it('ends at 2,000', async () => {
    const bench = createSetupBench({ loras: manyGuildLoras(2_000) });
    expect(await add(bench)).toContain('The library already has 2000 LoRAs');
    await bench.confirm('loras remove', { title: 'Style 7' });
    expect(await add(bench)).toContain('Changed');
  });
});

describe('/setup loras remove and rename', () => {
  it('find a LoRA by its title, upper and lower case alike', async () => {
    const bench = createSetupBench({ loras: [guildLoraOf(), guildLoraOf({ title: 'Oil', file: 'oil' })] });
    const answer = await bench.run('loras rename', { title: 'ink wash', new_title: ' Ink ' });
    expect(answer).toContain('- Was: `Ink Wash`\n- Now: `Ink`');
    expect(await bench.run('loras rename', { title: 'ink', new_title: 'INK' })).toContain('- Now: `INK`');
    expect(await bench.run('loras remove', { title: 'OIL' })).toContain('Remove this LoRA and its picture?');
    expect(bench.settings.loras).toHaveLength(2);
    expect(await bench.confirm('loras remove', { title: 'OIL' })).toContain('- Now: not in the library');
    expect(bench.settings.loras).toEqual([guildLoraOf({ title: 'INK' })]);
  });

  it('refuse what is not there, and a title that is taken', async () => {
    const bench = createSetupBench({ loras: [guildLoraOf(), guildLoraOf({ title: 'Oil', file: 'oil' })] });
    expect(await bench.run('loras remove', { title: 'Pen' })).toContain("There's no LoRA `Pen` in the library");
    expect(await bench.run('loras rename', { title: 'Pen', new_title: 'x' })).toContain("There's no LoRA `Pen`");
    expect(await bench.run('loras rename', { title: 'Oil', new_title: 'INK WASH' })).toContain(
      'already has a LoRA `Ink Wash`',
    );
    expect(bench.acts).toEqual([]);
  });
});

describe('the question before a LoRA is removed', () => {
  const removal = { caller: manager, subcommand: 'loras remove', options: { title: 'Ink Wash' } };

  it('is answered only by members who may manage the server', async () => {
    const bench = createSetupBench({ loras: [guildLoraOf()] });
    const presser = { ...manager, isManager: false };
    expect(await confirmedAnswerOf(setup, removal, bench.bot, presser)).toContain('Manage Server');
    expect(bench.settings.loras).toHaveLength(1);
  });

  it('changes nothing where the LoRA was removed meanwhile, or is kept', async () => {
    const bench = createSetupBench({ loras: [guildLoraOf()] });
    expect(await bench.run('loras remove', removal.options)).toContain("That can't be undone.");
    const bot = { ...bench.bot, settings: async () => ({ ...defaultGuildSettings, loras: [guildLoraOf()] }) };
    bench.settings = { ...bench.settings, loras: [] };
    const changes = confirmedAnswerOf(setup, removal, { ...bot, settings: onceThen(bot.settings, bench.bot.settings) });
    expect(await changes).toContain('This LoRA was removed already.');
    expect(bench.acts).toEqual([]);
  });
});

/** The first answer from one function, the others from another. */
function onceThen<Answer>(first: () => Answer, then: (id: GuildId) => Answer): (id: GuildId) => Answer {
  let calls = 0;
  return (id) => {
    calls += 1;
    return calls === 1 ? first() : then(id);
  };
}

describe('a file that is there already', () => {
  it.each([
    ['owner/lewd', 'https://huggingface.co/Owner/Lewd/resolve/main/lewd.safetensors'],
    ['https://host.example/lewd.st', 'https://HOST.example:443/%6cewd.st?x'],
    ['Night Club.safetensors', 'night  club.safetensors\u200b'],
  ])('is told as such under another spelling: %s', async (file, spelt) => {
    const bench = createSetupBench({ loras: [guildLoraOf({ title: 'Night', file })] });
    expect(await add(bench, { file: spelt })).toContain('That file is already in the library, as `Night`.');
  });

  it('is not another file of the same repository', async () => {
    const fileOf = (name: string) => `https://huggingface.co/owner/styles/resolve/main/${name}.safetensors`;
    const bench = createSetupBench({ loras: [guildLoraOf({ title: 'Night', file: fileOf('night') })] });
    expect(await add(bench, { file: fileOf('day') })).toContain('Changed');
  });
});

describe('/setup loras list', () => {
  it('shows everything, page by page', async () => {
    const bench = createSetupBench({ loras: manyGuildLoras(60, { isAdult: true }) });
    const first = await bench.run('loras list');
    expect(first).toMatch(/^LoRAs \(page 1 of \d+\)/);
    expect(first).toContain('Next: `/setup loras list page:2`');
    const last = await bench.run('loras list', { page: 99 });
    expect(last).toContain('**Style 59** `flux-2-dev-lora`');
    expect(last).toMatch(/-# Page (\d+) of \1\.$/);
    for (const text of [first, last]) expect(text.length).toBeLessThanOrEqual(2000);
  });

  it('says when there is nothing, and what has no model any more', async () => {
    expect(await createSetupBench().run('loras list')).toContain('The library is empty.');
    const gone = createSetupBench({ loras: [guildLoraOf({ modelId: 'gone' })] });
    expect(await gone.run('loras list')).toContain('`gone` · its model is no longer available');
  });
});

describe('while it is typed', () => {
  const quotes = async (subcommand: string, name: string, typed: string) => {
    const bench = createSetupBench({ loras: [guildLoraOf(), guildLoraOf({ title: 'Oil', file: 'oil' })] });
    const call = { caller: manager, subcommand, options: [], focused: { name, typed } };
    return (await setup.complete?.(call, bench.bot)) ?? [];
  };

  it('titles are offered for remove and rename, those that have the text first', async () => {
    expect(await quotes('loras remove', 'title', 'OI')).toEqual([{ name: 'Oil · flux-2-dev-lora', value: 'Oil' }]);
    expect((await quotes('loras rename', 'title', '')).map(({ value }) => value)).toEqual(['Ink Wash', 'Oil']);
  });

  it('models that take LoRAs are offered for add, no others', async () => {
    const ids = (await quotes('loras add', 'model', '')).map(({ value }) => value);
    const { bot } = createSetupBench();
    const takes = ({ routes }: Model) => routes.some(({ loras }) => loras !== null);
    expect(ids).toEqual(bot.catalog.models.filter(takes).map(({ id }) => id));
    expect(ids).not.toContain('gpt-image-2');
  });

  it('listed models that take LoRAs are offered, and have a price, where the server has them switched on', async () => {
    const listed = listedModel({ inputs: [promptInput, wordsOf('aspect_ratio', ['1:1']), lorasInput] });
    for (const enabled of [[], [brush]]) {
      const models = { ...defaultGuildSettings.models, enabled };
      const bench = createSetupBench({ models, loras: [guildLoraOf({ modelId: brush, file: 'owner/ink' })] });
      bench.bot.catalog = createCatalog(noChanges, new Set(['runcomfy']), listingBookOf(listingOf(listed)));
      const call = {
        caller: manager,
        subcommand: 'loras add',
        options: [],
        focused: { name: 'model', typed: 'brush' },
      };
      expect((await setup.complete?.(call, bench.bot))?.map(({ value }) => value)).toEqual(enabled);
      const list = await bench.run('loras list');
      expect(list.includes('its model is no longer available')).toBe(enabled.length === 0);
    }
  });
});
