import { describe, expect, it } from 'vitest';
import { roleId } from '#core/ids.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { caller } from '../../discord/support/samples.ts';
import { createSetupBench, roleA, roleB } from '../support/setup-bench.ts';

const gpt = 'gpt-image-2';
const klein = 'flux-2-klein-9b';
const models = (change: Partial<GuildSettings['models']>) => ({
  models: { ...defaultGuildSettings.models, ...change },
});
const manyRoles = Array.from({ length: 50 }, (_, at) => roleId(`12000000000000001${at + 10}`));

describe('/setup models', () => {
  it('deny closes a model and allow opens it, by id or title', async () => {
    const bench = createSetupBench();
    const title = bench.bot.catalog.find(gpt)?.title ?? '';
    expect(await bench.run('models', { action: 'deny', model: title })).toContain('- Was: open\n- Now: closed');
    expect(bench.settings.models.denied).toEqual([gpt]);
    expect(bench.acts[0]?.by.reason).toBe('model gpt-image-2: open -> closed');
    await bench.run('models', { action: 'allow', model: gpt });
    expect(bench.settings.models.denied).toEqual([]);
    expect(await bench.run('models', { action: 'allow', model: gpt })).toContain('Nothing changed.');
  });

  it('deny refuses the default model, by installation or by server', async () => {
    const bench = createSetupBench();
    expect(await bench.run('models', { action: 'deny', model: klein })).toContain('Choose another default first:');
    await bench.run('defaults', { model: gpt });
    expect(await bench.run('models', { action: 'deny', model: gpt })).toContain('Choose another default first:');
    expect(await bench.run('models', { action: 'deny', model: klein })).toContain('- Now: closed');
  });

  it('role keeps a list, no_role shortens it down to everyone', async () => {
    const bench = createSetupBench();
    expect(await bench.run('models', { action: 'role', model: gpt, role: roleA })).toContain(
      `- Was: everyone\n- Now: <@&${roleA}>`,
    );
    await bench.run('models', { action: 'role', model: gpt, role: roleB });
    expect(bench.settings.models.roles).toEqual({ [gpt]: [roleA, roleB] });
    await bench.run('models', { action: 'no_role', model: gpt, role: roleA });
    expect(bench.settings.models.roles).toEqual({ [gpt]: [roleB] });
    expect(await bench.run('models', { action: 'no_role', model: gpt, role: roleB })).toContain('- Now: everyone');
    expect(bench.settings.models.roles).toEqual({});
    expect(await bench.run('models', { action: 'no_role', model: gpt, role: roleB })).toContain('Nothing changed.');
  });

  it('no_role without a role opens the model to everyone', async () => {
    const bench = createSetupBench(models({ roles: { [gpt]: [roleA, roleB], [klein]: [roleA] } }));
    await bench.run('models', { action: 'no_role', model: gpt });
    expect(bench.settings.models.roles).toEqual({ [klein]: [roleA] });
  });

  it('price and no_price', async () => {
    const bench = createSetupBench();
    expect(await bench.run('models', { action: 'price', model: gpt, credits: 1 })).toContain(
      "- Was: the bot's price\n- Now: 1 credit\n-# A picture costs this with any options.",
    );
    expect(bench.settings.models.prices).toEqual({ [gpt]: 1 });
    expect(await bench.run('models', { action: 'no_price', model: gpt })).toContain("- Now: the bot's price");
    expect(bench.settings.models.prices).toEqual({});
  });

  it.each([
    [{ action: 'deny', model: 'nonsense' }, "There's no model `nonsense` here. `/models` lists all."],
    [{ action: 'role', model: gpt }, 'Give the `role` that can use the model.'],
    [{ action: 'role', model: gpt, role: caller.guildId }, 'Everyone can use a model that has no roles.'],
    [{ action: 'price', model: gpt }, 'Give the price of a picture in `credits`.'],
    [{ action: 'deny', model: gpt, role: roleA }, '`role` only goes with role and no_role.'],
    [{ action: 'role', model: gpt, role: roleA, credits: 5 }, '`credits` only goes with price.'],
  ])('refuses %j', async (options, why) => {
    const bench = createSetupBench();
    expect(await bench.run('models', options)).toContain(why);
    expect(bench.acts).toEqual([]);
  });

  it('ends a list of roles at 50', async () => {
    const bench = createSetupBench(models({ roles: { [gpt]: manyRoles } }));
    expect(await bench.run('models', { action: 'role', model: gpt, role: roleA })).toContain('50 roles on this list');
  });

  it('still tidies up after a model that the installation has no longer', async () => {
    const bench = createSetupBench(
      models({ denied: ['gone-1'], roles: { 'gone-2': [roleA] }, prices: { 'gone-3': 5 } }),
    );
    await bench.run('models', { action: 'allow', model: 'gone-1' });
    await bench.run('models', { action: 'no_role', model: 'gone-2' });
    await bench.run('models', { action: 'no_price', model: 'gone-3' });
    expect(bench.settings.models).toEqual(defaultGuildSettings.models);
  });
});

describe('/setup defaults', () => {
  it('sets model and size, spelled as the rest of Easel does', async () => {
    const bench = createSetupBench();
    const title = bench.bot.catalog.find(gpt)?.title ?? '';
    const answer = await bench.run('defaults', { model: title, size: ' 16:9 ' });
    expect(answer).toContain(
      "- Was: model the bot's default (`flux-2-klein-9b`); size the model's own\n- Now: model `gpt-image-2`; size `16:9`",
    );
    expect(bench.settings.defaults).toEqual({ model: gpt, size: '16:9', settingsInFile: true });
    await bench.run('defaults', { model: klein, size: '1024×768' });
    expect(bench.settings.defaults).toEqual({ model: klein, size: '1024x768', settingsInFile: true });
  });

  it('takes no model that only edits, and no size that only edits have', async () => {
    const bench = createSetupBench();
    expect(await bench.run('defaults', { model: 'wan-2.2' })).toContain('`wan-2.2` only edits pictures');
    expect(await bench.run('defaults', { size: 'auto' })).toContain('None of the models here can make `auto`');
    expect(bench.settings.defaults).toMatchObject({ model: null, size: null });
  });

  it('says when the default model does not take the size', async () => {
    const bench = createSetupBench();
    expect(await bench.run('defaults', { model: gpt, size: '640x640' })).toContain(
      "can't make this size, so it uses its own.",
    );
    expect(bench.settings.defaults.size).toBe('640x640');
  });

  it('sets every number, and names what was changed only', async () => {
    const bench = createSetupBench();
    const answer = await bench.run('defaults', {
      confirm_percent: 50,
      min_account_days: 30,
      min_member_days: 1,
      max_jobs_member: 3,
      max_jobs_server: 9,
    });
    expect(bench.settings).toMatchObject({
      confirmPercent: 50,
      newcomers: { minAccountDays: 30, minMemberDays: 1 },
      limits: { perMember: 3, perGuild: 9 },
      memberRoles: [],
    });
    expect(answer).toContain('- Was: price confirmation never asked; age of the account any;');
    expect(answer).toContain('asked above 50 %');
    expect(answer).toContain('age of the account 30 days or more; time on the server 1 day or more');
    expect(answer).not.toContain('model');
  });

  it('keeps settings out of the files, and puts them in again', async () => {
    const bench = createSetupBench();
    expect(await bench.run('defaults', { settings_in_file: false })).toContain(
      '- Was: settings in PNG files yes\n- Now: settings in PNG files no',
    );
    expect(bench.settings.defaults).toEqual({ model: null, size: null, settingsInFile: false });
    await bench.run('defaults', { size: '16:9' });
    expect(bench.settings.defaults.settingsInFile).toBe(false);
    await bench.run('defaults', { settings_in_file: true });
    expect(bench.settings.defaults.settingsInFile).toBe(true);
  });

  it('keeps a list of roles whose members may make pictures', async () => {
    const bench = createSetupBench();
    expect(await bench.run('defaults', { add_member_role: roleA })).toContain(
      `- Was: who can make pictures: everyone\n- Now: who can make pictures: <@&${roleA}>`,
    );
    await bench.run('defaults', { add_member_role: roleB, remove_member_role: roleA });
    expect(bench.settings.memberRoles).toEqual([roleB]);
    expect(await bench.run('defaults', { remove_member_role: roleA })).toContain('Nothing changed.');
  });

  it('reset returns all of it to the installation’s, and nothing else', async () => {
    const bench = createSetupBench({
      defaults: { model: gpt, size: '16:9', settingsInFile: false },
      confirmPercent: 5,
      memberRoles: [roleA],
      logChannelId: null,
      refill: { credits: 5, period: 'day' },
    });
    const answer = await bench.run('defaults', { reset: true });
    expect(bench.settings).toEqual({ ...defaultGuildSettings, refill: { credits: 5, period: 'day' } });
    expect(answer).toContain("- Now: model the bot's default");
  });

  it.each([
    [{}, 'at least one option'],
    [{ model: 'nonsense' }, "There's no model `nonsense`"],
    [{ size: 'huge' }, 'None of the models here can make'],
    [{ size: '9000x9000' }, 'None of the models here can make'],
    [{ reset: true, size: '1:1' }, '`reset` goes without'],
    [
      { add_member_role: caller.guildId },
      "If no role is listed, everyone can make pictures, so you can't add `@everyone`.",
    ],
    [
      { remove_member_role: caller.guildId },
      "If no role is listed, everyone can make pictures, so you can't add `@everyone`.",
    ],
  ])('refuses %j', async (options, why) => {
    const bench = createSetupBench();
    expect(await bench.run('defaults', options)).toContain(why);
    expect(bench.acts).toEqual([]);
  });

  it('refuses a default model that is closed here, also by reset', async () => {
    const bench = createSetupBench({
      ...models({ denied: [klein] }),
      defaults: { ...defaultGuildSettings.defaults, model: gpt },
    });
    expect(await bench.run('defaults', { model: klein })).toContain('is closed here. Open it first');
    expect(await bench.run('defaults', { reset: true })).toContain('is closed here. Open it first');
    expect(await bench.run('defaults', { size: '1:1' })).toContain('Changed');
  });

  it('ends the list of roles at 50', async () => {
    const bench = createSetupBench({ memberRoles: manyRoles });
    expect(await bench.run('defaults', { add_member_role: roleA })).toContain('50 roles on this list');
  });

  it('lets go of a default model that the installation has no longer', async () => {
    const bench = createSetupBench({ defaults: { ...defaultGuildSettings.defaults, model: 'gone' } });
    expect(await bench.run('models', { action: 'deny', model: klein })).toContain('Choose another default first:');
    expect(await bench.run('defaults', { model: gpt })).toContain('- Was: model `gone`\n- Now: model `gpt-image-2`');
  });
});

describe('/setup strikes', () => {
  it('adds and changes steps, ascending', async () => {
    const bench = createSetupBench();
    expect(await bench.run('strikes', { count: 1, hours: 5 })).toContain(
      '- Was: at 3 for 1 day, at 5 for 7 days\n- Now: at 1 for 5 hours, at 3 for 1 day, at 5 for 7 days',
    );
    await bench.run('strikes', { count: 5, hours: 1 });
    expect(bench.settings.strikes).toEqual([
      { count: 1, hours: 5 },
      { count: 3, hours: 24 },
      { count: 5, hours: 1 },
    ]);
  });

  it('removes one step, or all', async () => {
    const bench = createSetupBench();
    await bench.run('strikes', { count: 3, remove: true });
    expect(bench.settings.strikes).toEqual([{ count: 5, hours: 168 }]);
    expect(await bench.run('strikes', { count: 3, remove: true })).toContain('Nothing changed.');
    expect(await bench.run('strikes', { remove: true })).toContain('- Now: only counted');
    expect(bench.settings.strikes).toEqual([]);
  });

  it.each([
    [{}, 'needs both'],
    [{ count: 3 }, 'needs both'],
    [{ hours: 3 }, 'needs both'],
    [{ count: 3, hours: 3, remove: true }, '`remove` goes without'],
  ])('refuses %j', async (options, why) => {
    const bench = createSetupBench();
    expect(await bench.run('strikes', options)).toContain(why);
    expect(bench.acts).toEqual([]);
  });

  it('ends at 10 steps', async () => {
    const bench = createSetupBench({
      strikes: Array.from({ length: 10 }, (_, at) => ({ count: at + 1, hours: 1 })),
    });
    expect(await bench.run('strikes', { count: 11, hours: 1 })).toContain('already 10 steps');
    expect(await bench.run('strikes', { count: 10, hours: 2 })).toContain('Changed');
  });
});
