import { describe, expect, it } from 'vitest';
import { optionalModelLoras, optionalModelRoute } from '#catalog/remote/optional-models.ts';
import { byName, type RemoteInput } from '#catalog/remote/remote-catalogue.ts';
import { inputOf, listedModel } from '../../support/listed-models.ts';

const free = { minimum: null, maximum: null };
const lorasInput = (entries: RemoteInput['entries'], isRequired = false) =>
  inputOf('loras', { kind: 'other', isRequired, entries });
const ruleOf = (...inputs: RemoteInput[]) => optionalModelLoras(byName(inputs));
const pair = [
  { name: 'path', ...free },
  { name: 'scale', ...free },
];

describe('the LoRAs of a listed model', () => {
  it('are a list of addresses with a strength each', () => {
    expect(ruleOf(lorasInput({ most: 2, keys: pair }))).toEqual({
      known: [],
      names: 'path',
      most: 2,
      list: { key: 'loras', file: 'path', strength: 'scale' },
      minStrength: 0,
      maxStrength: 2,
      defaultStrength: 1,
    });
  });

  it('keep to what is listed, and to three where that says more or nothing', () => {
    const keys = [
      { name: 'url', ...free },
      { name: 'weight', minimum: -1, maximum: 0.5 },
    ];
    expect(ruleOf(lorasInput({ most: null, keys }, true))).toMatchObject({
      most: 3,
      list: { file: 'url', strength: 'weight' },
      minStrength: -1,
      maxStrength: 0.5,
      defaultStrength: 0.5,
      isRequired: true,
    });
    expect(ruleOf(lorasInput({ most: 9, keys: pair }))?.most).toBe(3);
    expect(ruleOf(lorasInput({ most: 0, keys: pair }))?.most).toBe(1);
  });

  it.each([
    [[]],
    [[lorasInput(null)]],
    [[lorasInput({ most: 3, keys: [{ name: 'path', ...free }] })]],
    [[lorasInput({ most: 3, keys: [{ name: 'scale', ...free }] })]],
    [
      [
        lorasInput({
          most: 3,
          keys: [
            { name: 'path', ...free },
            { name: 'scale', minimum: 2, maximum: 1 },
          ],
        }),
      ],
    ],
    [
      [
        lorasInput({
          most: 3,
          keys: [
            { name: 'path', ...free },
            { name: 'scale', minimum: -2, maximum: 0 },
          ],
        }),
      ],
    ],
  ])('are none in %j', (inputs) => {
    expect(ruleOf(...inputs)).toBeNull();
  });

  it('are part of its route', () => {
    const model = listedModel();
    const withLoras = { ...model, inputs: [...(model.inputs ?? []), lorasInput({ most: 3, keys: pair })] };
    expect(optionalModelRoute(withLoras, 'test')?.loras).toMatchObject({ most: 3, names: 'path' });
    expect(optionalModelRoute(model, 'test')?.loras).toBeNull();
  });
});
