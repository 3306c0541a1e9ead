import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { longSideOf, megapixelOf } from '../../../sandbox/services/picture-size.ts';
import { subjects } from '../../../sandbox/services/picture-subjects.ts';
import { createRandom } from '../../../sandbox/services/random.ts';
import { readPrompt } from '../../../sandbox/services/read-prompt.ts';
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

describe('a picture varies', () => {
  const other = async (change: object) => {
    const [one, two] = await Promise.all([renderPicture(spec), renderPicture({ ...spec, ...change })]);
    return !one.equals(two);
  };

  test.each([{ prompt: 'a red fox at night' }, { variant: 2 }, { model: 'another/model' }])(
    'with %j',
    async (change) => {
      expect(await other(change)).toBe(true);
    },
  );
});

describe('what a prompt says', () => {
  const read = (prompt: string) => readPrompt(prompt, createRandom(1));

  test('things, their colours and how many', () => {
    const { cast } = read('two red foxes and a golden castle');
    expect(cast.map(({ subject, colour, count }) => [subject.words[0], colour, count])).toEqual([
      ['fox', '#c8392f', 2],
      ['castle', '#dcae3a', 1],
    ]);
  });

  test.each([
    ['a lighthouse by the sea', 'sea', 'clear'],
    ['a tram in the rain, in the city', 'city', 'rain'],
    ['ein Fuchs im Schnee', 'hills', 'snow'],
    ['a rocket in space', 'space', 'clear'],
    ['rain behind the window of a room', 'room', 'clear'],
  ])('%j is %s, %s', (prompt, terrain, weather) => {
    const reading = read(prompt);
    expect([reading.terrain, reading.weather]).toEqual([terrain, weather]);
  });

  test('the time of day gives the light', () => {
    expect(read('a cat at night').palette.hasStars).toBe(true);
    expect(read('a cat at noon').palette.hasStars).toBe(false);
  });

  test('at most three things, and nothing where it knows no word', () => {
    expect(read('fox cat dog owl').cast).toHaveLength(3);
    expect(read('雪山下的宁静湖泊').cast).toEqual([]);
  });

  test.each(subjects.map((subject) => [subject.words[0] ?? '', subject] as const))(
    'a %s can be drawn',
    async (word) => {
      const metadata = await sharp(
        await renderPicture({ ...spec, widthPx: 96, heightPx: 64, prompt: word }),
      ).metadata();
      expect(metadata).toMatchObject({ width: 96, height: 64 });
    },
  );
});
