import { describe, expect, it } from 'vitest';
import { roleId } from '#core/ids.ts';
import { rememberedModel, takesSize } from '#generation/admission.ts';
import { catalogOf, settingsOf, twoRoutes } from '../support/community.ts';
import { modelOf, requestOf, routeOf } from '../support/requests.ts';

const artist = roleId('300000000000000001');
const adult = { ...twoRoutes, id: 'adult-model', adult: true };
const catalog = catalogOf([twoRoutes, adult]);
const remembered = (model: string | null, settings: object = {}, asking = requestOf()) =>
  rememberedModel({ model, size: null }, asking, settingsOf(settings), catalog)?.id ?? null;

describe('the model that a member last named', () => {
  it('is one that is there, and that they may use where they ask', () => {
    expect(remembered('some-model')).toBe('some-model');
    expect(remembered('adult-model', {}, requestOf({ isAgeRestricted: true }))).toBe('adult-model');
    const kept = { models: { roles: { 'some-model': [artist] } } };
    expect(remembered('some-model', kept, requestOf({ roleIds: [artist] }))).toBe('some-model');
  });

  it.each([
    ['nothing was named', null, {}],
    ['it is gone', 'gone-model', {}],
    ['it is closed', 'some-model', { models: { denied: ['some-model'] } }],
    ['it is kept for others', 'some-model', { models: { roles: { 'some-model': [artist] } } }],
    ['it belongs elsewhere', 'adult-model', {}],
  ])('is none where %s', (_where, model, settings) => expect(remembered(model, settings)).toBeNull());
});

describe('a size', () => {
  it('is taken by a model where one of its routes does', () => {
    const square = { kind: 'ratios', ratios: ['1:1'], custom: null, defaultRatio: '1:1' } as const;
    const model = modelOf(routeOf({ sizes: square }), routeOf());
    expect(['16:9', '1:1', '21:9', 'large'].map((size) => takesSize(model, size))).toEqual([true, true, false, false]);
  });
});
