import { describe, expect, it } from 'vitest';
import type { Route, Settings } from '#catalog/model.ts';
import { encodeBody } from '#providers/encode.ts';
import {
  devLoraRunningHub,
  gptImage2RunningHub,
  klein4bRunComfy,
  klein9bRunComfy,
  klein9bRunningHub,
  settingsFor,
} from '../support/http/seeded-routes.ts';

const pixels = (widthPx: number, heightPx: number) => ({ kind: 'pixels', widthPx, heightPx }) as const;
const ratio = (name: string) => ({ kind: 'ratio', ratio: name }) as const;
const nodes = (route: Route, chosen: Partial<Settings>) => encodeBody(route, settingsFor(route, chosen), 'nodes');
const flat = (route: Route, chosen: Partial<Settings>) => encodeBody(route, settingsFor(route, chosen), 'flat');

describe('the published examples', () => {
  it('f-2-klein-9b comes out as printed', () => {
    const prompt =
      'At dawn, a magnificent ancient Chinese pavilion stands by the tranquil misty lakeside. A beautiful young woman, dressed in elegant and flowing traditional Hanfu, is gracefully playing the guqin. Soft green willow branches sway in the breeze, and pale pink peach blossoms slowly drift through the air.';
    expect(nodes(klein9bRunningHub, { prompt, format: 'png' })).toStrictEqual({
      '36##text': prompt,
      '51##select': '1',
      '35##value': 1024,
      '34##value': 1024,
      '54##file_type': 'PNG',
    });
  });

  it('f-2-dev with a LoRA comes out as printed, its strength of 0 included', () => {
    const lora = { file: 'F.1-复古勾线插画_v1.safetensors', strength: 0 };
    const prompt =
      'Hyper-realistic edited portrait, the girl has thick, long dark brown hair with a soft, voluminous texture';
    expect(nodes(devLoraRunningHub, { prompt, loras: [lora], format: 'png' })).toStrictEqual({
      '12##text': prompt,
      '42##select': '1',
      '43##value': 1024,
      '30##value': 1024,
      '16##lora_name': 'F.1-复古勾线插画_v1.safetensors',
      '16##strength_model': 0,
      '44##file_type': 'PNG',
    });
  });

  it('gpt-image-2 comes out as printed', () => {
    const prompt = 'A high-end commercial photography poster.';
    expect(
      flat(gptImage2RunningHub, { prompt, size: ratio('16:9'), resolution: '2k', quality: 'medium' }),
    ).toStrictEqual({
      prompt,
      aspectRatio: '16:9',
      resolution: '2k',
      quality: 'medium',
    });
  });

  it('klein 9b at RunComfy says its steps and its size as numbers', () => {
    const prompt = 'A vibrant hummingbird mid-flight';
    expect(flat(klein9bRunComfy, { prompt, steps: 25 })).toStrictEqual({
      prompt,
      steps: 25,
      width: 1024,
      height: 1024,
    });
  });

  it('klein 4b at RunComfy has no steps', () => {
    expect(flat(klein4bRunComfy, { size: pixels(64, 2048) })).toStrictEqual({
      prompt: 'a red fox',
      width: 64,
      height: 2048,
    });
  });
});

describe('node keys', () => {
  it.each([
    ['1:1', '1'],
    ['3:4', '2'],
    ['4:3', '3'],
    ['9:16', '4'],
    ['16:9', '5'],
    ['2:3', '6'],
    ['3:2', '7'],
  ])('say the ratio %s as the text %s', (name, code) => {
    expect(nodes(klein9bRunningHub, { size: ratio(name) })['51##select']).toBe(code);
  });

  it('say a free size as code 8 with its pixels', () => {
    expect(nodes(klein9bRunningHub, { size: pixels(640, 480) })).toMatchObject({
      '51##select': '8',
      '35##value': 640,
      '34##value': 480,
    });
  });

  it('leave width and height out where the endpoint has no place for them', () => {
    const route: Route = { ...klein9bRunningHub, nodeFields: { prompt: '23##text', ratio: '43##select' } };
    expect(nodes(route, { size: ratio('3:2') })).toStrictEqual({ '23##text': 'a red fox', '43##select': '7' });
  });

  it.each([
    ['png', 'PNG'],
    ['jpeg', 'JPEG'],
    ['webp', 'WEBP(LOSSLESS)'],
  ] as const)('say %s as %s', (format, text) => {
    expect(nodes(klein9bRunningHub, { format })['54##file_type']).toBe(text);
  });
});

describe('flat keys', () => {
  it('say a ratio by its name and leave the pixels out', () => {
    expect(flat(klein9bRunningHub, { size: ratio('9:16'), format: 'webp' })).toStrictEqual({
      prompt: 'a red fox',
      aspectRatio: '9:16',
      outputFormat: 'webp(lossless)',
    });
  });

  it('say a free size as custom with its pixels, in the spelling of the provider', () => {
    expect(flat(klein9bRunningHub, { size: pixels(640, 480), format: 'jpeg' })).toStrictEqual({
      prompt: 'a red fox',
      aspectRatio: 'custom',
      customWidth: 640,
      customHight: 480,
      outputFormat: 'jpeg',
    });
  });

  it('name LoRA files byte for byte', () => {
    const lora = { file: ' Z-Image _ 清纯高颜值_脸模版V1.0.safetensors', strength: -0.35 };
    expect(flat(devLoraRunningHub, { loras: [lora] })).toMatchObject({ lora: lora.file, lora_strength: -0.35 });
  });

  it('say webp plainly at RunComfy', () => {
    const route: Route = { ...klein9bRunComfy, fields: { ...klein9bRunComfy.fields, format: 'output_format' } };
    expect(flat(route, { format: 'webp' })).toMatchObject({ output_format: 'webp' });
  });
});

describe('listed sizes and constants', () => {
  const listed: Route = {
    ...klein4bRunComfy,
    provider: 'runninghub',
    fields: { prompt: 'prompt', size: 'size' },
    sizes: { kind: 'list', sizes: ['1024x1536'], separator: '*', defaultRatio: '2:3' },
    constants: { imageNum: '1', n: 1, promptExtend: true },
  };

  it('a listed size goes under one key, with the separator of the endpoint, beside the constants', () => {
    expect(flat(listed, { size: pixels(1024, 1536) })).toStrictEqual({
      prompt: 'a red fox',
      size: '1024*1536',
      imageNum: '1',
      n: 1,
      promptExtend: true,
    });
  });

  it('a ratio, or a list without a key, is a bug before anything was sent', () => {
    expect(() => flat(listed, { size: ratio('2:3') })).toThrowError(/takes pixels, not the ratio 2:3/u);
    expect(() => flat({ ...listed, fields: { prompt: 'prompt' } }, { size: pixels(1024, 1536) })).toThrowError(
      /no input for size/u,
    );
  });
});

describe('settings that do not fit the route are a bug before anything was sent:', () => {
  const bug = expect.objectContaining({ code: 'bug', facts: { nothingStarted: true } });
  it.each([
    ['node keys where there are none', () => nodes(gptImage2RunningHub, {})],
    ['a ratio where only pixels are taken', () => flat(klein9bRunComfy, { size: ratio('1:1') })],
    ['a ratio without a select code', () => nodes(klein9bRunningHub, { size: ratio('21:9') })],
    ['pixels where there is no place for them', () => flat(gptImage2RunningHub, { size: pixels(1024, 1024) })],
    ['steps where there are none', () => flat(klein4bRunComfy, { steps: 4 })],
    ['a ratio without a field', () => flat({ ...gptImage2RunningHub, fields: { prompt: 'prompt' } }, {})],
  ])('%s', (_name, encode) => {
    expect(encode).toThrowError(bug);
  });
});

describe('an endpoint with words of its own for ratios', () => {
  const route: Route = {
    ...gptImage2RunningHub,
    provider: 'runcomfy',
    fields: { prompt: 'prompt', ratio: 'image_size' },
    ratioWords: { '16:9': 'landscape_16_9' },
  };

  it('is told in them, and nothing else', () => {
    expect(flat(route, { size: ratio('16:9') })).toStrictEqual({ prompt: 'a red fox', image_size: 'landscape_16_9' });
    expect(() => flat(route, { size: ratio('1:1') })).toThrow('no word for the ratio 1:1');
  });
});
