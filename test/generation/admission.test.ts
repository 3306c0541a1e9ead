import { describe, expect, it } from 'vitest';
import { editsList } from '#catalog/models/route-rows.ts';
import { channelId, roleId } from '#core/ids.ts';
import { createCommunity, twoRoutes } from '../support/community.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { guild, member, modelOf, policy, requestOf, requestWith, routeOf, startMs } from '../support/requests.ts';
import { throws } from '../support/scripted-provider.ts';
import { storeAway } from '../support/world.ts';

const noContact = { submit: [throws('provider.unavailable', { nothingStarted: true })] };
const stepped = { steps: { min: 1, max: 50, default: 4 } };
const other = { ...twoRoutes, id: 'other-model', title: 'Other Model' };

describe('an admitted request', () => {
  it("of a guild that has set nothing has the installation's terms and limits", async () => {
    const { flow, settings } = await createCommunity();
    expect(await flow.admit(requestOf())).toMatchObject({
      plan: { credits: 7, model: { id: 'some-model' }, quotes: [{ credits: 7 }, { credits: 15 }] },
      policy,
      limits: { perMember: 2, perGuild: 3 },
      isSpoiler: false,
      settings: await settings.get(guild),
    });
  });

  it("has the guild's own allowance, refill, limits and spoiler", async () => {
    const artist = roleId('300000000000000001');
    const { flow } = await createCommunity({
      highestLimits: { perMember: 10, perGuild: 20 },
      settings: {
        allowances: [
          { roleId: null, credits: 1, period: 'day' },
          { roleId: artist, credits: 70, period: 'week' },
        ],
        refill: { credits: 500, period: 'month' },
        limits: { perMember: 9 },
        channels: { spoilerIds: [requestOf().channelId] },
      },
    });
    expect(await flow.admit(requestOf({ roleIds: [artist] }))).toMatchObject({
      policy: { allowance: { credits: 70, period: 'week' }, refill: { credits: 500, period: 'month' } },
      limits: { perMember: 9, perGuild: 20 },
      isSpoiler: true,
    });
  });

  it("has no more at once than the operator's upper bounds, whatever the guild has set", async () => {
    const { flow } = await createCommunity({
      highestLimits: { perMember: 2, perGuild: 3 },
      settings: { limits: { perMember: 9, perGuild: 30 } },
    });
    expect(await flow.admit(requestOf())).toMatchObject({ limits: { perMember: 2, perGuild: 3 } });
    const lower = await createCommunity({
      highestLimits: { perMember: 10, perGuild: 20 },
      settings: { limits: { perMember: 1, perGuild: 2 } },
    });
    expect(await lower.flow.admit(requestOf())).toMatchObject({ limits: { perMember: 1, perGuild: 2 } });
  });

  it('in a spoiler channel is written down as one that goes behind a spoiler', async () => {
    const community = await createCommunity({ settings: { channels: { spoilerIds: [requestOf().channelId] } } });
    await community.generate();
    expect(await community.stored()).toMatchObject({ state: 'delivered', isSpoiler: true });
  });

  it('is written down as one whose file tells nothing where the guild wants that', async () => {
    const community = await createCommunity({ settings: { defaults: { settingsInFile: false } } });
    await community.generate();
    expect(await community.stored()).toMatchObject({ state: 'delivered', isUnlabelled: true });
    const other = await createCommunity();
    await other.generate();
    expect(await other.stored()).not.toHaveProperty('isUnlabelled');
  });
});

describe('a request that is refused', () => {
  it('for who asks is not told about its options', async () => {
    const { flow } = await createCommunity({ settings: { memberRoles: [roleId('300000000000000001')] } });
    await expect(flow.admit(requestWith({}, 'no-such-model'))).rejects.toMatchObject({ facts: { rule: 'role' } });
  });

  it('for its options is not looked at for its words', async () => {
    const { flow } = await createCommunity({ settings: { words: { blocked: ['lighthouse'] } } });
    await expect(flow.admit(requestWith({}, 'no-such-model'))).rejects.toMatchObject({ code: 'refused.model' });
    await expect(flow.admit(requestOf())).rejects.toMatchObject({ facts: { rule: 'blocklist', list: 'guild' } });
  });

  it('for a model that the server has switched on and that is listed no more is told so', async () => {
    const { flow } = await createCommunity({ settings: { models: { enabled: ['brush'] } } });
    const facts = { value: 'brush', isGone: true };
    await expect(flow.admit(requestWith({}, 'brush'))).rejects.toMatchObject({ code: 'refused.model', facts });
  });

  it('after a change of the settings is refused from then on', async () => {
    const { flow, set } = await createCommunity();
    await flow.admit(requestOf());
    await set({ channels: { mode: 'only', ids: [channelId('800000000000000002')] } });
    await expect(flow.admit(requestOf())).rejects.toMatchObject({ facts: { rule: 'channel' } });
  });

  it('while suspended is admitted again when that is over', async () => {
    const clock = createFakeClock(startMs);
    const { flow, members } = await createCommunity({ clock });
    await members.change(guild, member, (record) => ({ ...record, suspendedUntilMs: startMs + 1_000 }));
    await expect(flow.admit(requestOf())).rejects.toMatchObject({ code: 'refused.suspended' });
    await clock.advance(1_000);
    await expect(flow.admit(requestOf())).resolves.toMatchObject({ plan: { credits: 7 } });
  });

  it('is one whose member cannot be looked up: nobody slips through while the store is away', async () => {
    const { flow } = await createCommunity({ members: (members) => ({ ...members, get: storeAway }) });
    await expect(flow.admit(requestOf())).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

describe("a guild's own price", () => {
  const priced = { settings: { models: { prices: { 'some-model': 10 } } } };

  it('is for one picture: several cost as many times of it', async () => {
    const { flow } = await createCommunity(priced);
    expect(await flow.admit(requestWith({ count: 3 }))).toMatchObject({
      plan: { credits: 30, quotes: [{ credits: 30 }, { credits: 30 }] },
    });
  });

  it('goes before every provider price, dearer or cheaper, on every route', async () => {
    const { flow } = await createCommunity(priced);
    expect(await flow.admit(requestOf())).toMatchObject({
      plan: { credits: 10, quotes: [{ credits: 10 }, { credits: 10 }] },
    });
  });

  it('leaves the cheapest route first, and is not that of another model', async () => {
    const { flow } = await createCommunity({ ...priced, models: [twoRoutes, other] });
    const { plan } = await flow.admit(requestOf());
    expect(plan.quotes.map(({ route }) => route.provider)).toEqual(['runninghub', 'runcomfy']);
    expect((await flow.admit(requestWith({}, 'other-model'))).plan.credits).toBe(7);
  });

  it('is what is charged when the first route fails and a dearer one makes the picture', async () => {
    const community = await createCommunity({ ...priced, runninghub: noContact });
    await community.generate();
    expect(await community.stored()).toMatchObject({ provider: 'runcomfy', charged: 10 });
    expect(await community.totals()).toMatchObject({ held: 0, spent: 10 });
  });

  it('is what is charged when the provider would have been dearer', async () => {
    const community = await createCommunity({
      settings: { models: { prices: { 'some-model': 2 } } },
      runninghub: noContact,
    });
    await community.generate();
    expect(await community.totals()).toMatchObject({ held: 0, spent: 2 });
  });
});

describe("a guild's default", () => {
  it('model is taken where none was typed', async () => {
    const { flow } = await createCommunity({
      models: [twoRoutes, other],
      settings: { defaults: { model: 'other-model' } },
    });
    expect((await flow.admit(requestOf())).plan.model.id).toBe('other-model');
    expect((await flow.admit(requestWith({}, 'some-model'))).plan.model.id).toBe('some-model');
  });

  it("model that is gone gives way to the installation's", async () => {
    const { flow } = await createCommunity({ settings: { defaults: { model: 'gone-model' } } });
    expect((await flow.admit(requestOf())).plan.model.id).toBe('some-model');
  });

  it('size is taken where none was typed', async () => {
    const { flow } = await createCommunity({ settings: { defaults: { size: '16:9' } } });
    const sizeOf = async (request = requestOf()) => (await flow.admit(request)).plan.quotes[0].settings.size;
    expect(await sizeOf()).toEqual({ kind: 'ratio', ratio: '16:9' });
    expect(await sizeOf(requestWith({ size: '1:1' }))).toEqual({ kind: 'ratio', ratio: '1:1' });
  });

  it('size is not that of an edit, which keeps the shape of its picture', async () => {
    const model = modelOf(routeOf({ images: editsList('imageUrls', 1) }));
    const { flow } = await createCommunity({ models: [model], settings: { defaults: { size: '16:9' } } });
    const image = { url: 'https://cdn.discordapp.com/a.png', name: 'a.png', bytes: null, mediaType: null };
    const { plan } = await flow.admit(requestOf({ images: [{ ...image, widthPx: 500, heightPx: 510 }] }));
    expect(plan.quotes[0].settings.size).toEqual({ kind: 'ratio', ratio: '1:1' });
  });

  it('size that the model does not take is left out', async () => {
    const { flow } = await createCommunity({ settings: { defaults: { size: '21:9' } } });
    expect((await flow.admit(requestOf())).plan.quotes[0].settings.size).toEqual({ kind: 'ratio', ratio: '1:1' });
  });

  it('size does not stand in the way of an option that only another route takes', async () => {
    const ratios = { kind: 'ratios', ratios: ['1:1'], custom: null, defaultRatio: '1:1' } as const;
    const model = modelOf(routeOf(), routeOf({ provider: 'runcomfy', sizes: ratios, ...stepped }));
    const { flow } = await createCommunity({ models: [model], settings: { defaults: { size: '16:9' } } });
    const { plan } = await flow.admit(requestWith({ steps: 30 }));
    expect(plan.quotes).toMatchObject([{ route: { provider: 'runcomfy' }, settings: { steps: 30 } }]);
  });

  it.each(['16:9', '21:9'])('size (%s) is not blamed for an option that the member typed wrong', async (size) => {
    const { flow } = await createCommunity({ settings: { defaults: { size } } });
    await expect(flow.admit(requestWith({ steps: 30 }))).rejects.toMatchObject({ facts: { option: 'steps' } });
    await expect(flow.admit(requestOf({ prompt: '' }))).rejects.toMatchObject({ code: 'refused.prompt' });
  });
});
