import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import type { RemoteMedia } from '#media/media.ts';
import { planOf } from '../support/requests.ts';
import { fourPictures } from '../support/several.ts';
import { createWorld, picture, type WorldOptions } from '../support/world.ts';

const at = (file: string, kind?: string): RemoteMedia => ({ url: `https://images.example/${file}`, kind });
const notAnImage = () => Promise.reject(new BotError('media.unfetchable', 'no picture', { reason: 'not_an_image' }));

/** A job whose remote job ends with these files; those named by `broken` are no pictures, whatever they are called. */
async function finishedWith(files: readonly RemoteMedia[], broken = /\.(?:txt|json|mp4)$/, options: WorldOptions = {}) {
  const download: WorldOptions['download'] = ({ url }) => (broken.test(url) ? notAnImage() : Promise.resolve(picture));
  const checkOf = () => ({ kind: 'finished', media: files }) as const;
  const world = createWorld({ download, runninghub: { checkOf }, ...options });
  await world.generate();
  const names = world.downloads.map((url) => url.slice('https://images.example/'.length));
  const stored = await world.stored();
  return {
    world,
    names,
    came: stored?.came,
    charged: stored?.charged,
    images: world.reply.delivered[0]?.media.length,
  };
}

describe('a job of one picture whose result has other files too', () => {
  it.each([
    [[at('1.png', 'png'), at('prompt.txt', 'txt')]],
    [[at('prompt.txt', 'txt'), at('1.png', 'png')]],
    [[at('meta.json'), at('clip.mp4', 'video'), at('1.png')]],
  ])('brings the picture and looks at nothing else: %j', async (files) => {
    expect(await finishedWith(files)).toMatchObject({ names: ['1.png'], came: 1, charged: 7, images: 1 });
  });

  it('brings the picture and leaves its preview', async () => {
    const files = [at('ComfyUI_temp_1_.png'), at('1.png')];
    expect(await finishedWith(files)).toMatchObject({ names: ['1.png'], images: 1 });
  });

  it('brings the preview where there is nothing better', async () => {
    const files = [at('preview.png'), at('1.png'), at('prompt.txt')];
    expect(await finishedWith(files, /\/1\.png|txt$/)).toMatchObject({ names: ['1.png', 'preview.png'], images: 1 });
  });

  it('brings what is a picture by its bytes, although it is called otherwise', async () => {
    expect(await finishedWith([at('result.bin', 'file')])).toMatchObject({ came: 1, charged: 7 });
  });

  it('of which one of several cannot be read brings the others', async () => {
    const files = [at('1.png'), at('2.png'), at('3.png')];
    expect(await finishedWith(files, /\/2\.png$/)).toMatchObject({ came: 1, charged: 7, images: 2 });
  });

  it('has failed, with nothing charged, where none of them is a picture', async () => {
    const { world } = await finishedWith([at('prompt.txt', 'txt'), at('meta.json')]);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'media.unfetchable' }, money: { returned: 7 } }]);
  });

  it('tries a bounded number of files', async () => {
    const files = Array.from({ length: 500 }, (_, index) => at(`${index}.png`));
    const { names } = await finishedWith(files, /png$/);
    expect(names).toHaveLength(30);
  });
});

describe('a job of a 3D model', () => {
  const base = planOf();
  const plan = { ...base, model: { ...base.model, task: 'model3d' as const } };
  const model = at('cube.glb', 'glb');

  it('brings the picture of it too, after it', async () => {
    const files = [at('cube.png', 'png'), model];
    expect(await finishedWith(files, /none/, { plan })).toMatchObject({
      names: ['cube.glb', 'cube.png'],
      ...{ came: 1, charged: 7, images: 2 },
    });
  });

  it('goes without where its files fill the message', async () => {
    const parts = Array.from({ length: 10 }, (_, index) => at(`${index}.glb`, 'glb'));
    expect(await finishedWith([...parts, at('cube.png', 'png')], /none/, { plan })).toMatchObject({ images: 10 });
  });

  it('goes without where the picture does not come, or there is none', async () => {
    const files = [model, at('cube.png', 'png')];
    expect(await finishedWith(files, /png$/, { plan })).toMatchObject({ charged: 7, images: 1 });
    expect(await finishedWith([model, at('notes.txt', 'txt')], /txt$/, { plan })).toMatchObject({ images: 1 });
  });
});

it('a job of a 3D model has failed where the model does not come, whatever it looks like', async () => {
  const base = planOf();
  const download: WorldOptions['download'] = async (_media, { output }) =>
    output === 'image' ? picture : notAnImage();
  const { world, charged } = await finishedWith([at('cube.glb', 'glb'), at('cube.png', 'png')], /none/, {
    plan: { ...base, model: { ...base.model, task: 'model3d' } },
    download,
  });
  expect([world.reply.delivered, charged]).toEqual([[], 0]);
});

describe('a job of four pictures in one', () => {
  const plan = fourPictures({ counts: { min: 1, max: 4, default: 1 } });
  const four = [at('1.png'), at('2.png'), at('3.png'), at('4.png')];

  it.each([
    ['a text first', [at('prompt.txt', 'txt'), ...four], /txt$/, 4],
    ['a preview first', [at('preview.png'), ...four], /txt$/, 4],
    ['a picture that is broken', four, /\/2\.png$/, 3],
    ['a fifth one in the place of a broken one', [...four, at('5.png')], /\/2\.png$/, 4],
  ])('with %s counts its pictures right', async (_, files, broken, came) => {
    expect(await finishedWith(files, broken, { plan })).toMatchObject({ came, charged: came * 7, images: came });
  });

  it('fetches no more than it needs', async () => {
    const files = [...four, ...[5, 6, 7, 8, 9].map((number) => at(`${number}.png`))];
    expect((await finishedWith(files, /none/, { plan })).names).toHaveLength(4);
    expect((await finishedWith(files, /\/2\.png$/, { plan })).names).toHaveLength(5);
  });
});
