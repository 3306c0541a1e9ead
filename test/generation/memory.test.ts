import { describe, expect, it } from 'vitest';
import { createMemory } from '#generation/admission.ts';
import { gate } from '#generation/gate.ts';
import { noChoice } from '#members/last-choices.ts';
import { approvers, catalogOf, createCommunity, settingsOf, twoRoutes } from '../support/community.ts';
import { guild, member, modelOf, otherMember, requestOf, requestWith, routeOf } from '../support/requests.ts';
import { storeAway } from '../support/world.ts';

const wide = { kind: 'ratios', ratios: ['1:1', '21:9'], custom: null, defaultRatio: '1:1' } as const;
const other = { ...modelOf(routeOf({ sizes: wide })), id: 'other-model', title: 'Other Model' };
const third = { ...twoRoutes, id: 'third-model', title: 'Third Model' };
const models = [twoRoutes, other, third];

/** A community in which the member last named these. */
async function remembering(model: string | null, size: string | null, settings: object = {}) {
  const community = await createCommunity({ models, settings });
  await community.choices.remember(guild, member, { model, size });
  const admitted = async (request = requestOf()) => {
    const { plan, recalled } = await community.flow.admit(request);
    return { model: plan.model.id, size: plan.quotes[0].settings.size, recalled };
  };
  return { ...community, admitted };
}

const ratio = (text: string) => ({ kind: 'ratio', ratio: text });

describe('what a member last named', () => {
  it('stands in before what the guild has set, and after what is typed', async () => {
    const { admitted } = await remembering('other-model', '21:9', { defaults: { model: 'third-model', size: '16:9' } });
    expect(await admitted()).toMatchObject({ model: 'other-model', size: ratio('21:9') });
    expect(await admitted(requestWith({ size: '1:1' }))).toMatchObject({ model: 'other-model', size: ratio('1:1') });
    expect(await admitted(requestWith({}, 'third-model'))).toMatchObject({ model: 'third-model', size: ratio('16:9') });
    expect(await admitted(requestOf({ userId: otherMember }))).toMatchObject({ model: 'third-model' });
  });

  it('is told apart from what was typed', async () => {
    const { admitted } = await remembering('other-model', '21:9');
    expect((await admitted()).recalled).toMatchObject({ model: 'other-model', options: { size: '21:9' } });
    const size = requestWith({ size: '1:1' });
    expect((await admitted(size)).recalled).toEqual({ ...size, model: 'other-model' });
    const both = requestWith({ size: '1:1' }, 'some-model');
    expect((await admitted(both)).recalled).toBeNull();
  });

  it('is left out where the size does not fit: the guild’s is next', async () => {
    const { admitted } = await remembering('some-model', '21:9', { defaults: { size: '16:9' } });
    expect(await admitted()).toMatchObject({ size: ratio('16:9'), recalled: { options: { size: null } } });
    const { admitted: without } = await remembering(null, '21:9');
    expect(await without()).toMatchObject({ model: 'some-model', size: ratio('1:1'), recalled: null });
  });

  it.each([
    ['gone', {}, 'gone-model'],
    ['closed', { models: { denied: ['other-model'] } }, 'other-model'],
  ])('is left out where the model is %s', async (_why, settings, model) => {
    const { admitted } = await remembering(model, null, { ...settings, defaults: { model: 'third-model' } });
    expect(await admitted()).toMatchObject({ model: 'third-model', recalled: null });
  });

  it('is not looked at again once it stands in the request', async () => {
    const { admitted } = await remembering('other-model', '21:9');
    const filledIn = requestOf({ isFilledIn: true });
    expect(await admitted(filledIn)).toMatchObject({ model: 'some-model', size: ratio('1:1'), recalled: null });
  });

  it('stands in for no picture that is to be edited', async () => {
    const { memory } = await remembering('other-model', '21:9');
    expect(await memory.recall(requestOf())).toEqual({ model: 'other-model', size: '21:9' });
    const image = { url: 'https://cdn.example/a.png', name: 'a.png', bytes: null, mediaType: null };
    const images = [{ ...image, widthPx: null, heightPx: null }];
    expect(await memory.recall(requestOf({ images }))).toEqual(noChoice);
  });

  it('is not even read where nothing is left out', async () => {
    const { flow, log } = await createCommunity({ choices: (choices) => ({ ...choices, get: storeAway }) });
    expect(await flow.admit(requestWith({ size: '1:1' }, 'some-model'))).toMatchObject({ recalled: null });
    expect(log.lines).toEqual([]);
  });

  it('fails no request when it cannot be read, which is logged', async () => {
    const community = await createCommunity({ choices: (choices) => ({ ...choices, get: storeAway }) });
    expect(await community.flow.admit(requestOf())).toMatchObject({ recalled: null });
    expect(community.log.lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('cannot be read') }]);
  });

  it('goes on with a request that waits for somebody’s word', async () => {
    const { flow, set } = await remembering('other-model', '21:9');
    const request = { model: 'other-model', options: { size: '21:9' } };
    expect(await gate(requestOf(), flow)).toMatchObject({ kind: 'go', request });
    await set(settingsOf({ approvals: { threshold: 1, channelId: approvers } }));
    expect(await gate(requestOf(), flow)).toMatchObject({ kind: 'approval', request });
  });
});

describe('remembering', () => {
  it('keeps the id of the model and the size, and nothing where neither was named', async () => {
    const { memory, choices } = await createCommunity({ models });
    await memory.remember(requestWith({ steps: 4 }));
    expect(await choices.get(guild, member)).toEqual(noChoice);
    await memory.remember(requestWith({}, 'other-model'));
    await memory.remember(requestWith({ size: '16:9' }, 'gone-model'));
    expect(await choices.get(guild, member)).toEqual({ model: 'other-model', size: '16:9' });
  });

  it('keeps a size alone, and nothing of another command', async () => {
    const { memory, choices, log } = await createCommunity({ models });
    await memory.remember(requestOf({ task: 'upscale', model: 'other-model' }));
    expect(await choices.get(guild, member)).toEqual(noChoice);
    await memory.remember(requestWith({ size: '16:9' }));
    expect(await choices.get(guild, member)).toEqual({ model: null, size: '16:9' });
    expect(log.lines).toEqual([]);
  });

  it('does not even write where nothing was named', async () => {
    const { memory, log } = await createCommunity({ choices: (choices) => ({ ...choices, remember: storeAway }) });
    await memory.remember(requestOf());
    expect(log.lines).toEqual([]);
  });

  it('knows the models that the guild has switched on besides', async () => {
    const { choices, settings, log } = await createCommunity({ settings: { models: { enabled: ['third-model'] } } });
    const catalog = { ...catalogOf([twoRoutes]), optionalModels: [third] };
    await createMemory({ choices, settings, catalog, log }).remember(requestWith({}, 'third-model'));
    expect(await choices.get(guild, member)).toEqual({ model: 'third-model', size: null });
  });

  it('fails nothing when it cannot be written, which is logged', async () => {
    const { memory, log } = await createCommunity({ choices: (choices) => ({ ...choices, remember: storeAway }) });
    await memory.remember(requestWith({ size: '16:9' }));
    expect(log.lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('cannot be kept') }]);
  });
});
