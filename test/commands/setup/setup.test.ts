import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import { setup } from '../../../commands/setup/command.ts';
import { caller } from '../../discord/support/samples.ts';
import { createScriptedBot } from '../../discord/support/scripted-bot.ts';
import { guildLoraOf } from '../../support/guild-loras.ts';
import { guildWorkflowOf } from '../../support/guild-workflows.ts';
import { answerOf } from '../support/answer-of.ts';
import { channelA, channelB, createSetupBench, manager } from '../support/setup-bench.ts';

const subcommands = (setup.data.options ?? []).flatMap((option) =>
  option.type === ApplicationCommandOptionType.SubcommandGroup
    ? (option.options ?? []).map(({ name }) => `${option.name} ${name}`)
    : [option.name],
);

/** What makes each subcommand act, typed as a manager would. */
const deeds: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>> = {
  view: {},
  pool: { action: 'add', credits: 5 },
  allowance: { credits: 50, period: 'day' },
  channels: { action: 'only', channel: channelA },
  models: { action: 'price', model: 'gpt-image-2', credits: 9 },
  kinds: { kind: 'video', action: 'on' },
  'loras add': { title: 'Ink', file: 'ink.safetensors', model: 'flux-2-dev-lora' },
  'loras upload': { title: 'Ink', url: 'https://example.com/ink.safetensors', model: 'flux-2-dev-lora' },
  'loras remove': { title: 'Oil' },
  'loras rename': { title: 'Oil', new_title: 'Oils' },
  'loras picture': { title: 'Oil' },
  'loras list': {},
  'workflows add': { kind: 'app', id: '1877265245566922753', name: 'Portrait', output: 'image', most: 40 },
  'workflows list': {},
  'workflows change': { workflow: 'w-fox-clip', most: 80 },
  'workflows command': { workflow: 'w-fox-clip', on: true },
  'workflows remove': { workflow: 'w-fox-clip' },
  log: { channel: channelA },
  approvals: { channel: channelA },
  defaults: { size: '16:9' },
  strikes: { count: 2, hours: 5 },
};

describe('the permission', () => {
  it('is asked for by every subcommand that is registered', () => {
    expect(subcommands).toEqual(Object.keys(deeds));
    expect(setup.data.default_member_permissions).toBe(String(1n << 5n));
  });

  it.each(subcommands)('of %s is Manage Server, and nothing is read or changed without it', async (name) => {
    const untouched = new Proxy(createScriptedBot(), {
      get: (_bot, property) => {
        throw new Error(`${String(property)} was touched`);
      },
    });
    const moderator = { ...caller, isModerator: true };
    const answer = await answerOf(
      setup,
      { caller: moderator, subcommand: name, options: deeds[name] ?? {} },
      untouched,
    );
    expect(answer).toContain('Manage Server');
  });

  it.each(subcommands)('lets a manager use %s', async (name) => {
    const bench = createSetupBench({ loras: [guildLoraOf({ title: 'Oil' })], workflows: [guildWorkflowOf()] });
    expect(await bench.run(name, deeds[name])).not.toContain('Manage Server');
    // Without a file there is no picture to change, and without a service nothing to upload to; what is removed is asked about first.
    const looks = ['view', 'loras list', 'loras picture', 'loras upload'];
    const isLook = [...looks, 'workflows add', 'workflows list', 'workflows remove', 'loras remove'].includes(name);
    expect(bench.acts).toHaveLength(isLook ? 0 : 1);
  });

  it('is asked for before anything is suggested', async () => {
    const call = { subcommand: 'models', options: [], focused: { name: 'model', typed: '' } };
    expect(await setup.complete?.({ ...call, caller }, createScriptedBot())).toEqual([]);
    expect(await setup.complete?.({ ...call, caller: manager }, createScriptedBot())).not.toEqual([]);
  });
});

describe('an unknown subcommand', () => {
  it.each(['nonsense', null])('%s does nothing', async (name) => {
    const bench = createSetupBench();
    await expect(bench.run(name)).rejects.toMatchObject({ code: 'refused.options' });
    expect(bench.acts).toEqual([]);
  });
});

describe('a change', () => {
  it('is written once, with what it was and what it is', async () => {
    const bench = createSetupBench({ allowances: [{ roleId: null, credits: 100, period: 'day' }] });
    const answer = await bench.run('allowance', { credits: 50, period: 'day' });
    expect(answer).toContain('- Was: 100 credits a day\n- Now: 50 credits a day');
    expect(bench.acts).toEqual([
      {
        what: 'setup',
        by: {
          id: caller.id,
          guildId: caller.guildId,
          userId: caller.userId,
          reason: 'allowance of everyone: 100 credits a day -> 50 credits a day',
        },
      },
    ]);
  });

  it('that changes nothing is not written', async () => {
    const bench = createSetupBench({ allowances: [{ roleId: null, credits: 100, period: 'day' }] });
    expect(await bench.run('allowance', { credits: 100, period: 'day' })).toContain('Nothing changed.');
    expect(bench.acts).toEqual([]);
  });

  it('is planned anew with the settings of the moment of writing', async () => {
    const { channels } = defaultGuildSettings;
    const bench = createSetupBench({ channels: { ...channels, mode: 'only', ids: [channelA, channelB] } });
    const { changeSettings } = bench.bot.moderation;
    bench.bot.moderation.changeSettings = (by, kind, change) => {
      bench.settings = { ...bench.settings, channels: { ...channels, mode: 'only', ids: [channelB] } };
      return changeSettings(by, kind, change);
    };
    await bench.run('channels', { action: 'remove', channel: channelB });
    // Somebody else was faster, so this would have closed the last channel.
    expect(bench.settings.channels.ids).toEqual([channelB]);
  });

  it('beyond the ranges of Discord’s options never reaches the store', async () => {
    const bench = createSetupBench();
    for (const [name, options] of [
      ['strikes', { count: 3, hours: 99_999 }],
      ['allowance', { credits: 1.5, period: 'day' }],
      ['pool', { action: 'add', credits: -5 }],
      ['pool', { action: 'add', credits: 1e300 }],
      ['pool', { action: 'burn', credits: 5 }],
    ] as const) {
      await expect(bench.run(name, options)).rejects.toMatchObject({ code: 'refused.options' });
    }
    expect(bench.acts).toEqual([]);
  });
});
