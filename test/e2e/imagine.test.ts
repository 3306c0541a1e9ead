import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../sandbox/discord/wire.ts';
import { hasPicture, pictureFor, speaks } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

const lora = 'F.1-复古勾线插画_v1.safetensors';

async function pictureOf(message: Message) {
  const url = message.attachments[0]?.url ?? '';
  const answer = await fetch(url);
  return sharp(new Uint8Array(await answer.arrayBuffer())).metadata();
}

function submitted(house: House, service: 'runninghub' | 'runcomfy') {
  const submits = house[service].requests.filter(
    ({ path, method }) => method === 'POST' && /^\/(openapi\/v2\/(?!query|queue)|v1\/models)/u.test(path),
  );
  return submits.map(({ path, body }) => ({ path, body }));
}

/** The published example bodies, with our prompt: same keys, same types. */
const seeded = [
  {
    title: 'flux-2-klein-9b at RunningHub',
    command: '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1',
    service: 'runninghub',
    path: '/openapi/v2/rhart-image/f-2-klein-9b/text-to-image',
    body: { '36##text': 'a red fox', '51##select': '1', '35##value': 1024, '34##value': 1024, '54##file_type': 'PNG' },
    ratio: 1,
  },
  {
    title: 'flux-2-dev-lora at RunningHub',
    command: `/imagine prompt:a red fox model:flux-2-dev-lora lora:${lora} lora_strength:0.8`,
    service: 'runninghub',
    path: '/openapi/v2/rhart-image/f-2-dev/text-to-image-lora',
    body: {
      '12##text': 'a red fox',
      '42##select': '1',
      '43##value': 1024,
      '30##value': 1024,
      '16##lora_name': lora,
      '16##strength_model': 0.8,
      '44##file_type': 'PNG',
    },
    ratio: 1,
  },
  {
    title: 'gpt-image-2 at RunningHub',
    command: '/imagine prompt:a red fox model:gpt-image-2 size:16:9 resolution:2k quality:medium',
    service: 'runninghub',
    path: '/openapi/v2/rhart-image-g-2-official/text-to-image',
    body: { prompt: 'a red fox', aspectRatio: '16:9', resolution: '2k', quality: 'medium' },
    ratio: 16 / 9,
  },
  {
    title: 'flux-2-klein-9b at RunComfy',
    command: '/imagine prompt:a red fox model:flux-2-klein-9b size:1024x768 steps:25',
    service: 'runcomfy',
    path: '/v1/models/blackforestlabs/flux-2-klein/9b/text-to-image',
    body: { prompt: 'a red fox', steps: 25, width: 1024, height: 768 },
    ratio: 4 / 3,
  },
  {
    title: 'flux-2-klein-4b at RunComfy',
    command: '/imagine prompt:a red fox model:flux-2-klein-4b size:2048x1024',
    service: 'runcomfy',
    path: '/v1/models/blackforestlabs/flux-2-klein/4b/text-to-image',
    body: { prompt: 'a red fox', width: 2048, height: 1024 },
    ratio: 2,
  },
] as const;

/** One of each way to say a size, and a LoRA that changes the endpoint. */
const others = [
  {
    title: 'z-image-turbo with a LoRA',
    command: `/imagine prompt:a red fox model:z-image-turbo lora:${lora} size:1:1`,
    path: '/openapi/v2/rhart-image/z-image/turbo-lora',
    body: {
      '6##text': 'a red fox',
      '30##select': '1',
      '38##lora_name': lora,
      '38##strength_model': 1,
      '34##file_type': 'PNG',
    },
    sides: [1024, 1024],
  },
  {
    title: 'a listed size of qwen-image-2.0',
    command: '/imagine prompt:a red fox model:qwen-image-2.0 size:21:9',
    path: '/openapi/v2/alibaba/qwen-image-2.0/text-to-image',
    body: { prompt: 'a red fox', size: '1344*576', imageNum: '1' },
    sides: [1344, 576],
  },
  {
    title: 'width and height of seedream-4',
    command: '/imagine prompt:a red fox model:seedream-4 size:1024x512',
    path: '/openapi/v2/seedream-v4/text-to-image',
    body: { prompt: 'a red fox', width: 1024, height: 512, sequentialImageGeneration: 'disabled', maxImages: 1 },
    sides: [1024, 512],
  },
  {
    title: 'the quality of midjourney-v7',
    command: '/imagine prompt:a red fox model:midjourney-v7 size:16:9 quality:2',
    path: '/openapi/v2/youchuan/text-to-image-v7',
    body: { prompt: 'a red fox', aspectRatio: '16:9', quality: '2' },
    sides: [1360, 768],
  },
] as const;

describe('/imagine on the seeded endpoints', () => {
  test.each(seeded)('$title: the body is the published one and the picture arrives', async (row) => {
    const house = await openHouse({ environment: { DEFAULT_ALLOWANCE: '1000' } });
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });

    const reply = await pictureFor(house, ada, row.command);

    expect(submitted(house, row.service)).toEqual([{ path: row.path, body: row.body }]);
    const { format, width = 0, height = 1 } = await pictureOf(reply);
    expect(format).toBe('png');
    expect(width / height).toBeCloseTo(row.ratio, 1);
    expect(reply.content).toContain('a red fox');
    expect(reply.attachments[0]?.description).toBe('a red fox');
    expect(reply.mentions).toEqual([]);
  });

  test.each(others)('$title: the body fits and the picture arrives', async (row) => {
    const house = await openHouse({ environment: { DEFAULT_ALLOWANCE: '1000' } });
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });

    const reply = await pictureFor(house, ada, row.command);

    expect(submitted(house, 'runninghub')).toEqual([{ path: row.path, body: row.body }]);
    const { width, height } = await pictureOf(reply);
    expect([width, height]).toEqual(row.sides);
  });

  test('the node-keyed form is refused once, and the flat form is remembered', async () => {
    const house = await openHouse();
    await startBot(house);
    house.runninghub.faults.add({
      path: /f-2-klein-9b/u,
      times: 1,
      kind: 'status',
      status: 200,
      body: { errorCode: '1007', errorMessage: "parameter '36##text' is not allowed, please use 'prompt' instead" },
    });
    const ada = house.guild.member({ name: 'Ada' });

    await ada.slash('/imagine prompt:one model:flux-2-klein-9b size:16:9').until(hasPicture);
    await ada.slash('/imagine prompt:two model:flux-2-klein-9b size:1:1').until(hasPicture);

    expect(submitted(house, 'runninghub').map(({ body }) => body)).toEqual([
      expect.objectContaining({ '36##text': 'one' }),
      expect.objectContaining({ prompt: 'one', aspectRatio: '16:9', outputFormat: 'png' }),
      expect.objectContaining({ prompt: 'two', aspectRatio: '1:1' }),
    ]);
  });
});

describe('bad input', () => {
  const refusals = [
    ['an unknown model', '/imagine prompt:x model:dall-e', ['model', 'dall-e', '/models']],
    ['a misspelt model', '/imagine prompt:x model:flux-2-klien-9b', ['flux-2-klien-9b', 'flux-2-klein-9b']],
    ['a size that cannot be read', '/imagine prompt:x model:flux-2-klein-9b size:huge', ['size', 'huge', '16:9']],
    ['a LoRA on a model without', `/imagine prompt:x model:gpt-image-2 lora:${lora}`, ['lora', 'support']],
    ['a blank prompt', '/imagine prompt:"   "', ['prompt', 'empty']],
    ['steps where a model has none', '/imagine prompt:x model:gpt-image-2 steps:4', ['steps', 'support']],
  ] as const;

  test.each(refusals)('%s is refused for the member alone; nothing is held or sent', async (_what, command, words) => {
    const house = await openHouse();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });

    const answer = await ada.slash(command).until((message) => message.content !== '');

    const text = answer.content.replaceAll('\\', '');
    for (const word of words) expect(text).toContain(word);
    expect(answer.content).toMatch(/You (were not|weren['’]t) charged/u);
    expect(answer.flags & 64).toBe(64);
    expect([...submitted(house, 'runninghub'), ...submitted(house, 'runcomfy')]).toEqual([]);
    const balance = await ada.slash('/credits balance').until((message) => message.content !== '');
    expect(balance.content).toContain('100 credits');
  });

  test('a size outside the range is asked about, with the nearest one; nothing is held or sent', async () => {
    const house = await openHouse();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    const question = await ada.slash('/imagine prompt:x model:flux-2-klein-9b size:4000x4000').until(speaks);
    expect(question.content).toContain('The nearest is `1536x1536`');
    expect(question.flags & 64).toBe(64);
    expect(submitted(house, 'runninghub')).toEqual([]);
    ada.press(question, 'Make it');
    const { width } = await pictureOf(await house.discord.untilMessage(ada.channelId, hasPicture));
    expect(width).toBe(1536);
  });
});
