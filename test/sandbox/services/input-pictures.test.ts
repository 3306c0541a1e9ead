import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sizeOfPicture } from '../../../sandbox/services/input-pictures.ts';
import { runComfyModels } from '../../../sandbox/services/runcomfy/models.ts';
import { validateInput } from '../../../sandbox/services/runcomfy/validate-input.ts';
import { runningHubModels } from '../../../sandbox/services/runninghub/models.ts';
import { pictureOf } from '../../../sandbox/services/runninghub/submit.ts';
import { validateBody } from '../../../sandbox/services/runninghub/validate-body.ts';

const drawing = sharp({ create: { width: 300, height: 200, channels: 3, background: 'plum' } });
const png = `data:image/png;base64,${(await drawing.clone().png().toBuffer()).toString('base64')}`;
const jpeg = (await drawing.clone().jpeg().toBuffer()).toString('base64');
const far = 'https://example.com/a.png';
const nowhere = 'must be a public https address or a data URI';

describe('the size of a picture', () => {
  const none = () => undefined;

  test('is known where the address holds it, or it was uploaded', () => {
    expect(sizeOfPicture(png, none)).toEqual({ widthPx: 300, heightPx: 200 });
    expect(sizeOfPicture(far, () => Buffer.from(jpeg, 'base64'))).toEqual({ widthPx: 300, heightPx: 200 });
  });

  test('is not known elsewhere', () => {
    const wrongs = [sizeOfPicture(far, none), sizeOfPicture(far, () => 'gone'), sizeOfPicture(7, none)];
    expect([...wrongs, sizeOfPicture(far, () => new Uint8Array())]).toEqual([null, null, null, null]);
  });
});

describe('a picture in a body for RunningHub', () => {
  const hubModel = (endpoint: string) => {
    const model = runningHubModels.find((row) => row.endpoint === endpoint);
    if (!model) throw new Error(`no stand-in for ${endpoint}`);
    return model;
  };
  const v1 = hubModel('rhart-image-v1/edit');
  const kontext = hubModel('rhart-video/f-kontext/dev-lora');
  const gpt = hubModel('rhart-image-g-2/image-to-image');
  const v1Body = { prompt: 'a', aspectRatio: 'auto' };

  test.each<[string, object, string]>([
    ['no picture', v1Body, "parameter 'imageUrls' is required"],
    ['one without a list', { ...v1Body, imageUrls: far }, "parameter 'imageUrls' must be a list"],
    ['an empty list', { ...v1Body, imageUrls: [] }, "parameter 'imageUrls' must hold 1 to 5 pictures"],
    ['too many', { ...v1Body, imageUrls: Array(6).fill(far) }, "parameter 'imageUrls' must hold 1 to 5 pictures"],
    ['a broken one', { ...v1Body, imageUrls: [far, 'x'] }, `parameter 'imageUrls' ${nowhere}`],
  ])('is refused with %s', (_which, body, problem) => {
    expect(validateBody(v1, body, true)).toEqual({ problem });
  });

  test('stands alone where the field takes one', () => {
    const body = { '4##text': 'a', '41##select': '9', '15##image': [far] };
    expect(validateBody(kontext, body, true)).toEqual({
      problem: "parameter '15##image' must be the address of a picture",
    });
    expect(validateBody(kontext, { ...body, '15##image': far }, true)).toHaveProperty('inputs');
  });

  test('is counted under several keys', () => {
    const edit = hubModel('rhart-image/qwen-image/edit-2511');
    const body = { prompt: 'a', aspectRatio: '1:1', outputFormat: 'png', imageUrl: png, imageUrl2: far };
    const verdict = validateBody(edit, body, true);
    expect('inputs' in verdict && pictureOf(edit, verdict.inputs)).toMatchObject({ inputs: 2 });
  });

  test('gives its shape, in the resolution that was asked for; a square where it lies elsewhere', () => {
    const sizeOf = (model: typeof v1, body: object) => {
      const verdict = validateBody(model, body, true);
      if ('problem' in verdict) throw new Error(verdict.problem);
      const { widthPx, heightPx } = pictureOf(model, verdict.inputs);
      return [widthPx, heightPx];
    };
    expect(sizeOf(v1, { ...v1Body, imageUrls: [png, far] })).toEqual([300, 200]);
    expect(sizeOf(v1, { ...v1Body, imageUrls: [far, png] })).toEqual([1024, 1024]);
    expect(sizeOf(v1, { ...v1Body, aspectRatio: '1:1', imageUrls: [png] })).toEqual([1024, 1024]);
    expect(sizeOf(gpt, { prompt: 'a', resolution: '2k', imageUrls: [png] })).toEqual([2048, 1360]);
  });
});

describe('a picture in a body for RunComfy', () => {
  const banana = runComfyModels.find(({ modelId }) => modelId === 'google/nano-banana-2/edit');
  const verdictOn = (images: unknown) => banana && validateInput(banana, { prompt: 'a', image_urls: images });

  test.each<[string, unknown, string]>([
    ['no list', far, 'value is not a valid list'],
    ['numbers', [7], 'must be the address of a picture'],
    ['none', [], 'takes 1 to 20 items'],
    ['too many', Array(21).fill(far), 'takes 1 to 20 items'],
    ['a broken one', [far, 'x'], nowhere],
    ['nothing', undefined, 'field required'],
  ])('is refused with %s', (_which, images, msg) => {
    expect(verdictOn(images)).toEqual({ problems: [{ loc: ['body', 'image_urls'], msg }] });
  });

  test('is taken as a list', () => {
    expect(verdictOn([png, far])).toMatchObject({ inputs: { image_urls: [png, far], aspect_ratio: 'auto' } });
  });
});
