import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelId, roleId } from '#core/ids.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { setupViewText } from '../../../commands/setup/show.ts';
import { balance, totals } from '../../discord/support/scripted-bot.ts';
import { guildLoraOf } from '../../support/guild-loras.ts';
import { channelA, channelB, createSetupBench, roleA } from '../support/setup-bench.ts';

describe('/setup view', () => {
  it('shows a server that has set nothing', async () => {
    const bench = createSetupBench();
    bench.bot.totals = () => Promise.resolve(totals);
    expect((await bench.run('view')).split('\n')).toEqual([
      '**Credits**',
      '- Pool: 1000 credits left',
      '- Handed out: 50 as bonus, 7 set aside for requests in the making, 43 spent',
      '- Refill: none',
      "- Allowance: 100 credits a day (the bot's default)",
      '- Price confirmation: never asked',
      "- Operator's limit today: 0 of 20000 credits used",
      '**Members and channels**',
      '- Open channels: every channel',
      '- Adult content: every age-restricted channel',
      '- Spoilers: nowhere',
      '- Who can make pictures: everyone',
      '- Age of the account: any',
      '- Time on the server: any',
      "- At once per member: the bot's default (operator's limit: 2)",
      "- At once on the server: the bot's default (operator's limit: 20)",
      '**Models**',
      "- Default: the bot's default (`flux-2-klein-9b`), size the model's own",
      '- Settings in PNG files: yes',
      '- Closed: none',
      '- For some roles only: none',
      '- Own prices: none',
      '- LoRAs: none of its own',
      '**Moderation**',
      '- Log: off',
      '- Approvals: off',
      '- Suspended for strikes: at 3 for 1 day, at 5 for 7 days',
      '- Words: profanity allowed, 0 own words, 0 exceptions (`/mod blocklist`)',
    ]);
  });

  it('shows everything that can be set', async () => {
    const bench = createSetupBench({
      allowances: [
        { roleId: null, credits: 30, period: 'day' },
        { roleId: roleA, credits: 900, period: 'month' },
      ],
      refill: { credits: 5000, period: 'week' },
      channels: { mode: 'except', ids: [channelA], adultIds: [channelB], spoilerIds: [channelA, channelB] },
      models: {
        denied: ['flux-2-klein-4b'],
        enabled: ['wan-2.7'],
        roles: { 'gpt-image-2': [roleA] },
        prices: { 'gpt-image-2': 99 },
      },
      loras: [guildLoraOf()],
      memberRoles: [roleA],
      logChannelId: channelA,
      approvals: { threshold: 50, channelId: channelB },
      defaults: { model: 'gpt-image-2', size: '16:9', settingsInFile: false },
      strikes: [],
      words: { profanity: true, blocked: ['one'], allowed: ['two', 'three'] },
      newcomers: { minMemberDays: 1, minAccountDays: 30 },
      confirmPercent: 40,
      limits: { perMember: 1, perGuild: 9 },
    });
    bench.pool.mode = 'unlimited';
    const text = await bench.run('view');
    for (const line of [
      '- Pool: unlimited (1000 credits in it)',
      '- Refill: up to 5000 credits at the start of each week',
      `- Allowance: everyone 30 credits a day, <@&${roleA}> 900 credits a month`,
      '- Price confirmation: asked above 40 % of what the member has left',
      `- Open channels: every channel except <#${channelA}>`,
      `- Adult content: <#${channelB}>, where age-restricted`,
      `- Spoilers: <#${channelA}>, <#${channelB}>`,
      `- Who can make pictures: <@&${roleA}>`,
      '- Age of the account: 30 days or more',
      '- Time on the server: 1 day or more',
      '- At once per member: 1',
      '- At once on the server: 9',
      '- Default: `gpt-image-2`, size `16:9`',
      '- Settings in PNG files: no',
      '- Closed: `flux-2-klein-4b`',
      `- For some roles only: \`gpt-image-2\` <@&${roleA}>`,
      '- Own prices: `gpt-image-2` 99 credits',
      '- LoRAs: 1 LoRA (`/loras`)',
      `- Log: <#${channelA}>`,
      `- Approvals: in <#${channelB}>: pictures above 50 credits, and requests of members without enough credits`,
      '- Suspended for strikes: only counted',
      '- Words: profanity refused, 1 own word, 2 exceptions (`/mod blocklist`)',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('says what others get where only roles have allowances', async () => {
    const bench = createSetupBench({ allowances: [{ roleId: roleA, credits: 900, period: 'month' }] });
    expect(await bench.run('view')).toContain("900 credits a month; others the bot's default");
  });

  it('does a due refill before it counts', async () => {
    const bench = createSetupBench();
    const calls: string[] = [];
    bench.bot.balance = () => Promise.resolve(balance).finally(() => calls.push('balance'));
    bench.bot.totals = () => Promise.resolve(totals).finally(() => calls.push('totals'));
    await bench.run('view');
    expect(calls).toEqual(['balance', 'totals']);
  });

  it('fits one message whatever is set, and keeps its last line', () => {
    const id = fc.bigInt({ min: 10n ** 17n, max: 10n ** 19n - 1n }).map(String);
    const ids = fc.uniqueArray(id, { maxLength: 50 });
    const modelIds = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 30 });
    const anySettings = fc.record({ ids, modelIds }).map(
      ({ ids: some, modelIds: names }): GuildSettings => ({
        ...defaultGuildSettings,
        allowances: some.map((each) => ({ roleId: roleId(each), credits: 1_000_000_000, period: 'month' })),
        refill: { credits: 1_000_000_000, period: 'month' },
        channels: {
          mode: 'except',
          ids: some.map(channelId),
          adultIds: some.map(channelId),
          spoilerIds: some.map(channelId),
        },
        models: {
          denied: names,
          enabled: names,
          roles: Object.fromEntries(names.map((name) => [name, some.map(roleId)])),
          prices: Object.fromEntries(names.map((name) => [name, 1_000_000])),
        },
        memberRoles: some.map(roleId),
        approvals: { threshold: 1_000_000_000, channelId: channelA },
        defaults: { model: 'm'.repeat(100), size: '16:9', settingsInFile: true },
        strikes: some.slice(0, 10).map((_each, at) => ({ count: at + 1, hours: 8760 })),
      }),
    );
    const limits = { all: 1e9, perGuild: 1e9 };
    const bounds = { spent: { all: 1e9, guild: 1e9, limits, renewsAtMs: 0 }, perMember: 1000, perGuild: 10_000 };
    const big = { added: 4e15, pool: 1e15, bonuses: 1e15, held: 1e15, spent: 1e15 };
    fc.assert(
      fc.property(anySettings, (settings) => {
        const text = setupViewText({ settings, totals: big, balance, defaultModelId: 'd'.repeat(100), bounds });
        expect(text.length).toBeLessThanOrEqual(2000);
        expect(text).toContain('/mod blocklist');
      }),
      { seed: 20, numRuns: 100 },
    );
  });
});
