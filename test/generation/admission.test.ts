import { describe, expect, it } from 'vitest';
import type { Model, Route } from '#catalog/model.ts';
import { editsList } from '#catalog/models/route-rows.ts';
import { BotError } from '#core/errors.ts';
import { channelId, roleId } from '#core/ids.ts';
import { catalogOf, createCommunity, twoRoutes } from '../support/community.ts';
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
      listCredits: 15,
      isSpoiler: false,
      dearer: null,
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

  it('for its words is looked at whole: also for what the picture shall not show', async () => {
    const model = modelOf(routeOf({ negativeMaxCharacters: 50 }));
    const { flow } = await createCommunity({ models: [model], settings: { words: { blocked: ['lighthouse'] } } });
    const asked = (negative: string) => ({ ...requestWith({ form: { negative } }), prompt: 'a harbour' });
    await expect(flow.admit(asked('lighthouse'))).rejects.toMatchObject({ facts: { rule: 'blocklist' } });
    await expect(flow.admit(asked('fog'))).resolves.toBeDefined();
  });

  it("for the operator's limit of the day is asked about with its dearest route, at the operator's price", async () => {
    const asked: unknown[] = [];
    const refuse = (...what: unknown[]) => {
      asked.push(what);
      throw new BotError('refused.quota', 'the day is over');
    };
    const { flow } = await createCommunity({
      spending: { check: refuse },
      settings: { models: { prices: { 'some-model': 2 } } },
    });
    await expect(flow.admit(requestOf())).rejects.toMatchObject({ code: 'refused.quota' });
    expect(asked).toEqual([[guild, 15]]);
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

describe('a request of another kind than pictures', () => {
  const reel = { ...modelOf(routeOf()), id: 'reel', task: 'video' } as const;
  const [pictures, videos] = [catalogOf([twoRoutes]), { ...catalogOf([reel]), task: 'video' } as const];
  const catalog = { ...pictures, forTask: (task: string) => (task === 'image' ? pictures : videos) };
  const video = requestOf({ task: 'video' });
  const open = (rule: object) =>
    createCommunity({
      catalog,
      settings: { kinds: { video: { isOn: true, channelIds: [], mostCredits: null, ...rule } } },
    });

  it('is for a model of its own command', async () => {
    const { flow } = await open({});
    expect((await flow.admit(video)).plan.model.id).toBe('reel');
    expect((await flow.admit(requestOf())).plan.model.id).toBe('some-model');
  });

  it('is refused where the kind is off, and where it costs more than the kind may', async () => {
    const off = await open({ isOn: false });
    await expect(off.flow.admit(video)).rejects.toMatchObject({ facts: { rule: 'kind_off', task: 'video' } });
    const { flow, set } = await open({ mostCredits: 6 });
    await expect(flow.admit(video)).rejects.toMatchObject({ facts: { rule: 'kind_price', price: 7, limit: 6 } });
    await set({ kinds: { video: { isOn: true, channelIds: [], mostCredits: 7 } } });
    await expect(flow.admit(video)).resolves.toMatchObject({ plan: { credits: 7 } });
  });
});

describe('the price that a member has read', () => {
  const costing = (id: string, amount: number, ...more: readonly Route[]): Model => ({
    ...modelOf(routeOf({ price: { currency: 'USD', amount, grid: null, estimated: false } }), ...more),
    ...{ id, title: id },
  });
  const editing = (amount: number) =>
    routeOf({
      price: { currency: 'USD', amount, grid: null, estimated: false },
      images: editsList('imageUrls', 1),
    });
  const models = [costing('usual', 0.007), costing('dear', 0.05)];
  const last = async (model: string, settings: object = {}) => {
    const community = await createCommunity({ models, settings });
    await community.choices.remember(guild, member, { model, size: null });
    return async (request = requestOf()) => (await community.flow.admit(request)).dearer;
  };

  it('is that of the default model where none was named, for as many pictures', async () => {
    const dearerOf = await last('dear');
    expect(await dearerOf()).toMatchObject({ reason: 'last_choice', shown: 7, model: 'dear' });
    expect(await dearerOf(requestWith({ count: 3 }))).toMatchObject({ shown: 21 });
    expect(await dearerOf(requestWith({ count: 3 }, 'usual'))).toBeNull();
  });

  it('is that of the model that was named, and of one that stands in for a closed default', async () => {
    expect(await (await last('usual'))(requestWith({}, 'dear'))).toBeNull();
    expect(await (await last('dear', { models: { denied: ['usual'] } }))()).toBeNull();
  });

  it('is that of a default model that only edits, too', async () => {
    const photos = { ...modelOf(editing(0.02)), id: 'photos' };
    const { flow, choices } = await createCommunity({ models: [photos, costing('dear', 0.05)] });
    await choices.remember(guild, member, { model: 'dear', size: null });
    expect((await flow.admit(requestOf())).dearer).toMatchObject({ reason: 'last_choice', shown: 20 });
  });

  it('is the one of the picture that is made again', async () => {
    const dearerOf = await last('usual');
    expect(await dearerOf(requestOf({ model: 'dear', shownCredits: 50 }))).toBeNull();
    expect(await dearerOf(requestOf({ model: 'dear', shownCredits: 49 }))).toMatchObject({ shown: 49 });
  });

  it('is that of the routes that edit for an edit, and of the others for words', async () => {
    const image = { url: 'https://cdn.discordapp.com/a.png', name: 'a.png', bytes: null, mediaType: null };
    const images = [{ ...image, widthPx: null, heightPx: null }];
    const dearerEdit = await createCommunity({ models: [costing('usual', 0.007, editing(0.02))] });
    expect((await dearerEdit.flow.admit(requestOf({ images }))).dearer).toBeNull();
    const cheaperEdit = await createCommunity({ models: [costing('usual', 0.007, editing(0.002))] });
    expect((await cheaperEdit.flow.admit(requestOf())).dearer).toBeNull();
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
