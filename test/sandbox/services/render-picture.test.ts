import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { longSideOf, megapixelOf } from '../../../sandbox/services/picture-size.ts';
import { renderPicture } from '../../../sandbox/services/render-picture.ts';

const spec = {
  model: 'some/model',
  prompt: 'a red fox',
  widthPx: 320,
  heightPx: 256,
  format: 'png',
  lora: null,
} as const;

describe('sizes', () => {
  test.each([
    ['1:1', 1024, 1024],
    ['16:9', 1360, 768],
    ['9:16', 768, 1360],
    ['3:4', 880, 1184],
  ])('the ratio %s is about one megapixel', (ratio, widthPx, heightPx) => {
    expect(megapixelOf(ratio)).toEqual({ widthPx, heightPx });
  });

  test.each([
    ['16:9', 3840, 3840, 2160],
    ['9:21', 2048, 880, 2048],
    ['1:1', 1024, 1024, 1024],
    ['nonsense', 1024, 1024, 1024],
  ])('the ratio %s with a long side of %i px is %i by %i', (ratio, longSidePx, widthPx, heightPx) => {
    expect(longSideOf(ratio, longSidePx)).toEqual({ widthPx, heightPx });
  });
});

test.each(['png', 'jpeg', 'webp'] as const)('a %s decodes to exactly the asked size', async (format) => {
  const metadata = await sharp(await renderPicture({ ...spec, format })).metadata();
  expect(metadata).toMatchObject({ format, width: 320, height: 256 });
});

test.each([
  '雪山下的宁静湖泊，清晨薄雾',
  'tags <b>&amp;</b> and "quotes"',
  'bad \u0000 \u001b[31m \ud800 \u202e text',
  '👩‍🚀🎨',
  '',
])('the prompt %j breaks nothing', async (prompt) => {
  const lora = { name: 'F.1-复古勾线插画_v1.safetensors', strength: 0.8 };
  const metadata = await sharp(await renderPicture({ ...spec, prompt, lora })).metadata();
  expect(metadata).toMatchObject({ format: 'png', width: 320, height: 256 });
});

test('equal specifications give equal pictures, another prompt another one', async () => {
  const picture = await renderPicture(spec);
  expect((await renderPicture(spec)).equals(picture)).toBe(true);
  expect((await renderPicture({ ...spec, prompt: 'a blue fox' })).equals(picture)).toBe(false);
});

test('the smallest and the flattest sizes can be drawn', async () => {
  const smallest = await sharp(await renderPicture({ ...spec, widthPx: 64, heightPx: 64 })).metadata();
  expect(smallest).toMatchObject({ width: 64, height: 64 });
  const flattest = await sharp(await renderPicture({ ...spec, widthPx: 1536, heightPx: 256 })).metadata();
  expect(flattest).toMatchObject({ width: 1536, height: 256 });
});
