import { describe, expect, test } from 'vitest';
import type { RunningHubModel } from '../../../../sandbox/services/runninghub/fields.ts';
import { runningHubModels } from '../../../../sandbox/services/runninghub/models.ts';
import { pictureOf, priceOf } from '../../../../sandbox/services/runninghub/submit.ts';
import { type BodyVerdict, type Inputs, validateBody } from '../../../../sandbox/services/runninghub/validate-body.ts';

const klein = modelAt('rhart-image/f-2-klein-9b/text-to-image');
const lora = modelAt('rhart-image/f-2-dev/text-to-image-lora');
const seedream = modelAt('seedream-v4.5/text-to-image');
const wan = modelAt('alibaba/wan-2.7/text-to-image');
const qwen = modelAt('alibaba/qwen-image-2.0/text-to-image');
const gpt = modelAt('rhart-image-g-2-official/text-to-image');

/** The example bodies of the seeded pages, prompts shortened. */
const kleinBody = {
  '36##text': 'At dawn',
  '51##select': '1',
  '35##value': 1024,
  '34##value': 1024,
  '54##file_type': 'PNG',
};
const loraBody = {
  '12##text': 'Hyper-realistic edited portrait',
  '42##select': '1',
  '43##value': 1024,
  '30##value': 1024,
  '16##lora_name': 'F.1-复古勾线插画_v1.safetensors',
  '16##strength_model': 0,
  '44##file_type': 'PNG',
};
const gptBody = { prompt: 'A poster', aspectRatio: '16:9', resolution: '2k', quality: 'medium' };
const flatKlein = { prompt: 'At dawn', aspectRatio: '1:1', outputFormat: 'png' };

describe('the example bodies of the seeded pages', () => {
  test('klein 9b in node keys is a square PNG', () => {
    expect(pictureOf(klein, inputsOf(validateBody(klein, kleinBody, true)))).toMatchObject({
      prompt: 'At dawn',
      widthPx: 1024,
      heightPx: 1024,
      format: 'png',
      lora: null,
    });
  });

  test('f-2-dev LoRA in node keys keeps the LoRA name byte by byte', () => {
    expect(pictureOf(lora, inputsOf(validateBody(lora, loraBody, true)))).toMatchObject({
      lora: { name: 'F.1-复古勾线插画_v1.safetensors', strength: 0 },
    });
  });

  test('gpt-image-2 in flat keys has a long side of 2048 px and a price out of the grid', () => {
    const inputs = inputsOf(validateBody(gpt, gptBody, true));
    expect(pictureOf(gpt, inputs)).toMatchObject({ widthPx: 2048, heightPx: 1152, format: 'png' });
    expect(priceOf(gpt, inputs)).toBe(0.926);
  });
});

describe('sizes and formats', () => {
  test('code 8 reads width and height, each from its own node', () => {
    const body = { ...kleinBody, '51##select': '8', '35##value': 640, '34##value': 512 };
    expect(pictureOf(klein, inputsOf(validateBody(klein, body, true)))).toMatchObject({ widthPx: 640, heightPx: 512 });
  });

  test('a preset ignores width and height', () => {
    const body = { ...kleinBody, '51##select': '5', '35##value': 640 };
    expect(pictureOf(klein, inputsOf(validateBody(klein, body, true)))).toMatchObject({ widthPx: 1360, heightPx: 768 });
  });

  test('the flat custom size spells its height customHight', () => {
    const body = {
      ...flatKlein,
      aspectRatio: 'custom',
      customWidth: 512,
      customHight: 768,
      outputFormat: 'webp(lossy)',
    };
    const picture = pictureOf(klein, inputsOf(validateBody(klein, body, true)));
    expect(picture).toMatchObject({ widthPx: 512, heightPx: 768, format: 'webp' });
  });
});

describe('flat models', () => {
  test('a listed size, and width and height without a ratio, are drawn as they are', () => {
    const listed = inputsOf(validateBody(qwen, { prompt: 'x', size: '2048*872' }, true));
    expect(pictureOf(qwen, listed)).toMatchObject({ widthPx: 2048, heightPx: 872 });
    const free = inputsOf(validateBody(wan, { prompt: 'x', width: 512, height: 4096, thinkingMode: false }, true));
    expect(pictureOf(wan, free)).toMatchObject({ widthPx: 512, heightPx: 4096 });
  });

  test('cost as much as the pictures that are asked for', () => {
    expect(priceOf(qwen, inputsOf(validateBody(qwen, { prompt: 'x', imageNum: '3' }, true)))).toBeCloseTo(0.39);
    const body = { prompt: 'x', width: 2048, height: 2048, maxImages: 2, sequentialImageGeneration: 'auto' };
    expect(priceOf(seedream, inputsOf(validateBody(seedream, body, true)))).toBeCloseTo(0.4);
  });
});

describe('refusals', () => {
  test('node keys that are not accepted name the flat key to use', () => {
    expect(validateBody(klein, kleinBody, false)).toEqual({
      problem: "parameter '36##text' is not allowed, please use 'prompt' instead",
    });
  });

  test.each([
    [klein, { ...flatKlein, seed: 1 }, "parameter 'seed' is not allowed"],
    [
      klein,
      { ...flatKlein, customHeight: 512 },
      "parameter 'customHeight' is not allowed, please use 'customHight' instead",
    ],
    [klein, { ...kleinBody, prompt: 'both forms' }, "parameter 'prompt' is not allowed"],
    [klein, { ...kleinBody, '36##text': undefined }, "parameter '36##text' is required"],
    [klein, { ...flatKlein, prompt: '' }, "parameter 'prompt' is required"],
    [klein, { ...flatKlein, prompt: 7 }, "parameter 'prompt' must be a string"],
    [klein, { ...kleinBody, '51##select': 1 }, "parameter '51##select' must be a string"],
    [klein, { ...kleinBody, '51##select': '9' }, "parameter '51##select' must be one of: 1, 2, 3, 4, 5, 6, 7, 8"],
    [klein, { ...kleinBody, '51##select': '1:1' }, "parameter '51##select' must be one of: 1, 2, 3, 4, 5, 6, 7, 8"],
    [klein, { ...kleinBody, '35##value': '1024' }, "parameter '35##value' must be a number"],
    [klein, { ...kleinBody, '35##value': 255 }, "parameter '35##value' must be between 256 and 1536"],
    [klein, { ...kleinBody, '34##value': 1537 }, "parameter '34##value' must be between 256 and 1536"],
    [klein, { ...kleinBody, '34##value': 512.5 }, "parameter '34##value' must be an integer"],
    [lora, { ...loraBody, '16##strength_model': 101 }, "parameter '16##strength_model' must be between -100 and 100"],
    [gpt, { ...gptBody, resolution: '2K' }, "parameter 'resolution' must be one of: 1k, 2k, 4k"],
    [gpt, { ...gptBody, '1##text': 'x' }, "parameter '1##text' is not allowed"],
    [gpt, { ...gptBody, prompt: 'x'.repeat(20_001) }, "parameter 'prompt' is longer than 20000 characters"],
    [klein, 'text', 'request body must be a JSON object'],
    [seedream, { prompt: 'x', width: 2047 }, "parameter 'width' must be in steps of 8"],
    [seedream, { prompt: 'x', maxImages: 16 }, "parameter 'maxImages' must be between 1 and 15"],
    [wan, { prompt: 'x', thinkingMode: 'true' }, "parameter 'thinkingMode' must be true or false"],
    [
      qwen,
      { prompt: 'x', size: '1024x1024', imageNum: '1' },
      expect.stringContaining("'size' must be one of: 1024*1024"),
    ],
    [qwen, { prompt: 'x', imageNum: 1 }, "parameter 'imageNum' must be a string"],
  ])('%o', (model, body, problem) => {
    expect(validateBody(model, body, true)).toEqual({ problem });
  });

  test.each([
    [{ ...kleinBody, '54##file_type': 'GIF' }, '54##file_type'],
    [{ ...flatKlein, outputFormat: 'PNG' }, 'outputFormat'],
    [{ ...flatKlein, aspectRatio: '1' }, 'aspectRatio'],
  ])('a word of the other form or of none is refused: %o', (body, key) => {
    expect(validateBody(klein, body, true)).toMatchObject({
      problem: expect.stringContaining(`'${key}' must be one of`),
    });
  });
});

test('every endpoint spells its keys without repeating one, in either form', () => {
  for (const { fields } of runningHubModels) {
    expect(new Set(fields.map((field) => field.flat)).size).toBe(fields.length);
    expect(new Set(fields.map((field) => field.node ?? field.flat)).size).toBe(fields.length);
  }
});

function modelAt(endpoint: string): RunningHubModel {
  const model = runningHubModels.find((row) => row.endpoint === endpoint);
  if (model === undefined) throw new TypeError(`no model at ${endpoint}`);
  return model;
}

function inputsOf(verdict: BodyVerdict): Inputs {
  if ('problem' in verdict) throw new TypeError(verdict.problem);
  return verdict.inputs;
}
