import { describe, expect, it } from 'vitest';
import { channelId } from '#core/ids.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { channelA, channelB, createSetupBench } from '../support/setup-bench.ts';

const channels = (change: Partial<GuildSettings['channels']>) => ({
  channels: { ...defaultGuildSettings.channels, ...change },
});
const many = Array.from({ length: 50 }, (_, at) => channelId(`12000000000000001${at + 10}`));

describe('/setup channels, where pictures are made', () => {
  it('only starts a list, adds to it, and says so', async () => {
    const bench = createSetupBench();
    expect(await bench.run('channels', { action: 'only', channel: channelA })).toContain(
      `- Was: every channel\n- Now: only <#${channelA}>`,
    );
    await bench.run('channels', { action: 'only', channel: channelB });
    expect(bench.settings.channels).toMatchObject({ mode: 'only', ids: [channelA, channelB] });
    expect(bench.acts[0]?.by.reason).toBe(`open channels: every channel -> only channel ${channelA}`);
  });

  it('except starts a list of its own: channels of the other list do not change sides', async () => {
    const bench = createSetupBench(channels({ mode: 'only', ids: [channelA] }));
    expect(await bench.run('channels', { action: 'except', channel: channelB })).toContain(
      `- Now: every channel except <#${channelB}>`,
    );
    expect(bench.settings.channels).toMatchObject({ mode: 'except', ids: [channelB] });
  });

  it('add and remove work on the list that there is', async () => {
    const bench = createSetupBench(channels({ mode: 'only', ids: [channelA] }));
    await bench.run('channels', { action: 'add', channel: channelB });
    expect(bench.settings.channels.ids).toEqual([channelA, channelB]);
    expect(await bench.run('channels', { action: 'add', channel: channelB })).toContain('Nothing changed.');
    await bench.run('channels', { action: 'remove', channel: channelA });
    expect(bench.settings.channels.ids).toEqual([channelB]);
  });

  it('remove never closes the last open channel by accident', async () => {
    const bench = createSetupBench(channels({ mode: 'only', ids: [channelA] }));
    expect(await bench.run('channels', { action: 'remove', channel: channelA })).toContain('the last open channel');
    expect(bench.acts).toEqual([]);
  });

  it('remove of the last exception opens every channel', async () => {
    const bench = createSetupBench(channels({ mode: 'except', ids: [channelA] }));
    expect(await bench.run('channels', { action: 'remove', channel: channelA })).toContain('- Now: every channel');
    expect(bench.settings.channels).toMatchObject({ mode: 'everywhere', ids: [] });
  });

  it('everywhere empties the list', async () => {
    const bench = createSetupBench(channels({ mode: 'only', ids: [channelA] }));
    await bench.run('channels', { action: 'everywhere' });
    expect(bench.settings.channels).toMatchObject({ mode: 'everywhere', ids: [] });
  });

  it.each([
    [{ action: 'everywhere', channel: channelA }, 'leave `channel` out'],
    [{ action: 'only' }, 'needs a `channel`'],
    [{ action: 'except' }, 'needs a `channel`'],
    [{ action: 'add' }, 'needs a `channel`'],
    [{ action: 'remove' }, 'needs a `channel`'],
    [{ action: 'spoiler' }, 'needs a `channel`'],
    [{ action: 'add', channel: channelA }, "Every channel is open, so there's no list."],
    [{ action: 'remove', channel: channelA }, "Every channel is open, so there's no list."],
    [
      { action: 'not_adult', channel: channelA },
      "Adult content is allowed in every age-restricted channel, so there's no list to take a channel off.",
    ],
  ])('refuses %j while every channel is open', async (options, why) => {
    const bench = createSetupBench();
    expect(await bench.run('channels', options)).toContain(why);
    expect(bench.acts).toEqual([]);
  });

  it('names 20 channels of a long list and ends it at 50', async () => {
    const bench = createSetupBench(channels({ mode: 'only', ids: many.slice(1) }));
    const answer = await bench.run('channels', { action: 'add', channel: many[0] ?? channelA });
    expect(answer).toContain('and 30 more');
    expect(answer.length).toBeLessThan(2000);
    expect(bench.acts[0]?.by.reason.length).toBeLessThanOrEqual(500);
    expect(await bench.run('channels', { action: 'add', channel: channelA })).toContain('50 channels on this list');
  });
});

describe('/setup channels, what is allowed there', () => {
  it('adult narrows down to the named channels, and opens all again', async () => {
    const bench = createSetupBench();
    expect(await bench.run('channels', { action: 'adult', channel: channelA })).toContain(
      `- Was: every age-restricted channel\n- Now: <#${channelA}>, where age-restricted`,
    );
    await bench.run('channels', { action: 'adult', channel: channelB });
    expect(bench.settings.channels.adultIds).toEqual([channelA, channelB]);
    await bench.run('channels', { action: 'not_adult', channel: channelA });
    expect(bench.settings.channels.adultIds).toEqual([channelB]);
    await bench.run('channels', { action: 'adult' });
    expect(bench.settings.channels.adultIds).toBeNull();
  });

  it('not_adult without a channel is nowhere', async () => {
    const bench = createSetupBench();
    expect(await bench.run('channels', { action: 'not_adult' })).toContain('- Now: nowhere');
    expect(bench.settings.channels.adultIds).toEqual([]);
  });

  it('spoiler and no_spoiler', async () => {
    const bench = createSetupBench();
    expect(await bench.run('channels', { action: 'spoiler', channel: channelA })).toContain(
      `- Was: nowhere\n- Now: <#${channelA}>`,
    );
    await bench.run('channels', { action: 'spoiler', channel: channelB });
    await bench.run('channels', { action: 'no_spoiler', channel: channelA });
    expect(bench.settings.channels.spoilerIds).toEqual([channelB]);
    await bench.run('channels', { action: 'no_spoiler' });
    expect(bench.settings.channels.spoilerIds).toEqual([]);
  });
});

describe('/setup log', () => {
  it('sets the channel, and asks before it is turned off without one', async () => {
    const bench = createSetupBench();
    expect(await bench.run('log')).toContain('Nothing changed.');
    expect(await bench.run('log', { channel: channelA })).toContain(`- Was: off\n- Now: <#${channelA}>`);
    expect(bench.settings.logChannelId).toBe(channelA);
    expect(await bench.run('log')).toContain('Switch the log off?');
    expect(bench.settings.logChannelId).toBe(channelA);
  });
});

describe('/setup approvals', () => {
  it('sets channel and threshold, together or one after the other', async () => {
    const bench = createSetupBench();
    expect(await bench.run('approvals', { channel: channelA })).toContain(
      `- Now: in <#${channelA}>: requests of members without enough credits`,
    );
    expect(await bench.run('approvals', { threshold: 50 })).toContain('pictures above 50 credits, and requests');
    await bench.run('approvals', { threshold: 0, channel: channelB });
    expect(bench.settings.approvals).toEqual({ threshold: 0, channelId: channelB });
  });

  it('off takes both away', async () => {
    const bench = createSetupBench({ approvals: { threshold: 50, channelId: channelA } });
    expect(await bench.run('approvals', { off: true })).toContain('- Now: off');
    expect(bench.settings.approvals).toEqual({ threshold: null, channelId: null });
  });

  it.each([
    [{}, 'Give a `channel` or a `threshold`, or choose `off`.'],
    [{ off: false }, 'Give a `channel` or a `threshold`, or choose `off`.'],
    [{ threshold: 50 }, "it isn't set yet."],
    [{ off: true, threshold: 50 }, '`off` goes without'],
    [{ off: true, channel: channelA }, '`off` goes without'],
  ])('refuses %j', async (options, why) => {
    const bench = createSetupBench();
    expect(await bench.run('approvals', options)).toContain(why);
    expect(bench.acts).toEqual([]);
  });
});
