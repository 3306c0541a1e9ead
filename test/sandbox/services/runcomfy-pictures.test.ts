import { describe, expect, it } from 'vitest';
import type { RunComfyModel } from '../../../sandbox/services/runcomfy/models.ts';
import { validateInput } from '../../../sandbox/services/runcomfy/validate-input.ts';
import { pngBytes } from '../../support/inputs.ts';

const inline = `data:image/png;base64,${Buffer.from(pngBytes()).toString('base64')}`;
const common = { title: '', description: '' };
const model: RunComfyModel = {
  modelId: 'vendor/edit',
  displayName: 'Edit',
  categories: ['image-to-image'],
  schema: {
    type: 'object',
    title: 'Input schema',
    required: ['images'],
    properties: {
      images: { ...common, type: 'array', format: 'image_uris', items: { type: 'string' }, maxItems: 2 },
      mask: { ...common, type: 'string', format: 'image_uri' },
    },
  },
  basePriceUsd: 1,
  runMs: 1,
  outputKey: 'image',
};

describe('a picture input of RunComfy', () => {
  it('takes public https addresses and data URIs, one or a list of them', () => {
    const images = ['https://cdn.discordapp.com/a.png', inline];
    expect(validateInput(model, { images, mask: inline })).toEqual({ inputs: { images, mask: inline } });
  });

  it.each([
    [{}, 'images', 'field required'],
    [{ images: inline }, 'images', 'value is not a valid list'],
    [{ images: [] }, 'images', 'takes 1 to 2 items'],
    [{ images: [inline, inline, inline] }, 'images', 'takes 1 to 2 items'],
    [{ images: ['http://127.0.0.1:1/a.png'] }, 'images', 'must be a public https address or a data URI'],
    [{ images: [inline], mask: 'x' }, 'mask', 'must be a public https address or a data URI'],
  ])('refuses %o', (body, name, msg) => {
    expect(validateInput(model, body)).toEqual({ problems: [{ loc: ['body', name], msg }] });
  });
});
