import { describe, expect, it } from 'vitest';
import { openTypedFile } from '../../../sandbox/discord/person-files.ts';
import type { RunComfyModel } from '../../../sandbox/services/runcomfy/models.ts';
import { validateInput } from '../../../sandbox/services/runcomfy/validate-input.ts';

const inline = `data:image/png;base64,${Buffer.from(openTypedFile('', 'sample').bytes).toString('base64')}`;
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
      images: { ...common, type: 'array', items: { type: 'string', format: 'uri' }, minItems: 1, maxItems: 2 },
      mask: { ...common, type: 'string', format: 'uri' },
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
    [{ images: inline }, 'images', 'value is not a valid list of strings'],
    [{ images: [] }, 'images', 'list has fewer than 1 items'],
    [{ images: [inline, inline, inline] }, 'images', 'list has more than 2 items'],
    [
      { images: ['http://127.0.0.1:1/a.png'] },
      'images',
      'picture must be a public https address or a data URI of a PNG, JPEG or WebP picture',
    ],
    [
      { images: [inline], mask: 'x' },
      'mask',
      'picture must be a public https address or a data URI of a PNG, JPEG or WebP picture',
    ],
  ])('refuses %o', (body, name, msg) => {
    expect(validateInput(model, body)).toEqual({ problems: [{ loc: ['body', name], msg }] });
  });
});
