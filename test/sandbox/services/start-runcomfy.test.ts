import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { furtherModels, listedModels } from '../../../sandbox/services/runcomfy/further-models.ts';
import { decoyImageUrl } from '../../../sandbox/services/runcomfy/requests.ts';
import { refusedTokens } from '../../../sandbox/services/runcomfy/routes.ts';
import type { ServiceOptions } from '../../../sandbox/services/service.ts';
import { type SandboxRunComfy, startSandboxRunComfy } from '../../../sandbox/services/start-runcomfy.ts';
import { call, createSteppedClock, type Received, textAt } from './client.ts';

const klein9b = 'blackforestlabs/flux-2-klein/9b/text-to-image';
const klein4b = 'blackforestlabs/flux-2-klein/4b/text-to-image';
const gpt = 'openai/gpt-image-2/text-to-image';
const banana = 'google/nano-banana-2/text-to-image';
const pace = { queueMs: 900, runMs: 4000 };

let clock = createSteppedClock();
let service: SandboxRunComfy;
const running: SandboxRunComfy[] = [];

beforeEach(async () => {
  clock = createSteppedClock();
  await restart();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.stop()));
});

describe('a request', () => {
  test('is answered with a UUID and three links on this host', async () => {
    const { status, body } = await submit({ prompt: 'a red fox' });
    const id = textAt(body, 'request_id');
    expect(status).toBe(200);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(body).toEqual({
      request_id: id,
      status_url: `${service.baseUrl}/v1/requests/${id}/status`,
      result_url: `${service.baseUrl}/v1/requests/${id}/result`,
      cancel_url: `${service.baseUrl}/v1/requests/${id}/cancel`,
    });
  });

  test('moves up in the queue, runs and completes as time passes', async () => {
    const id = await submitted({ prompt: 'a red fox' });
    const seen: unknown[] = [];
    for (const stepMs of [0, 300, 599, 1, 3999, 1]) {
      clock.step(stepMs);
      const { body } = await ask(id, 'status');
      seen.push([body.status, body.queue_position]);
    }
    expect(seen).toEqual([
      ['in_queue', 3],
      ['in_queue', 2],
      ['in_queue', 1],
      ['in_progress', undefined],
      ['in_progress', undefined],
      ['completed', undefined],
    ]);
  });

  test('answers its result with the current state until it is complete', async () => {
    const id = await submitted({ prompt: 'a red fox' });
    expect((await ask(id, 'result')).body).toEqual({ request_id: id, status: 'in_queue', queue_position: 3 });
    clock.step(900);
    expect((await ask(id, 'result')).body).toMatchObject({ status: 'in_progress' });
  });

  test('succeeds with its picture in output, and an echoed input that leads elsewhere', async () => {
    const id = await submitted({ prompt: 'a red fox', width: 512, height: 640, steps: 4 });
    clock.step(4900);
    const { body } = await ask(id, 'result?include_cost=true');
    expect(body).toMatchObject({ request_id: id, model_id: klein9b, status: 'succeeded', cost: 0.015 });
    expect(body.input).toMatchObject({ prompt: 'a red fox', image: [decoyImageUrl] });
    const url = textAt(body, 'output', 'image');
    expect(new URL(url).origin).toBe(service.baseUrl);
    const picture = await fetch(url);
    expect(await sharp(await picture.arrayBuffer()).metadata()).toMatchObject({
      format: 'png',
      width: 512,
      height: 640,
    });
    expect((await ask(id, 'result')).body).not.toHaveProperty('cost');
  });

  test('of the 4b model lists its picture under images, 1024 px square by default', async () => {
    const id = await submitted({ prompt: 'a red fox' }, klein4b);
    clock.step(4900);
    const url = textAt((await ask(id, 'result')).body, 'output', 'images', 0);
    const picture = await fetch(url);
    expect(await sharp(await picture.arrayBuffer()).metadata()).toMatchObject({ width: 1024, height: 1024 });
  });

  test('of gpt-image-2 has the asked ratio, resolution and format', async () => {
    const id = await submitted({ prompt: 'a', aspect_ratio: '16:9', resolution: '2k', output_format: 'jpeg' }, gpt);
    clock.step(4900);
    const picture = await fetch(textAt((await ask(id, 'result')).body, 'output', 'images', 0));
    const metadata = await sharp(await picture.arrayBuffer()).metadata();
    expect(metadata).toMatchObject({ format: 'jpeg', width: 2048, height: 1152 });
  });

  test('of an edit has the shape of the picture where none is asked for', async () => {
    const bytes = await sharp({ create: { width: 60, height: 20, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const image_urls = [`data:image/png;base64,${bytes.toString('base64')}`];
    const id = await submitted({ prompt: 'a', image_urls }, 'google/nano-banana-2/edit');
    clock.step(4900);
    const picture = await fetch(textAt((await ask(id, 'result')).body, 'output', 'images', 0));
    expect(await sharp(await picture.arrayBuffer()).metadata()).toMatchObject({ width: 1024, height: 336 });
  });

  test.each([
    ['failing-sample', 'model refused the prompt'],
    ['forbidden-sample', { code: 'content_policy_violation' }],
  ])('with %s in its prompt completes, and its result says failed under HTTP 200', async (word, error) => {
    const id = await submitted({ prompt: `a ${word}` });
    clock.step(4900);
    expect((await ask(id, 'status')).body).toMatchObject({ status: 'completed' });
    const result = await ask(id, 'result');
    expect(result).toMatchObject({ status: 200, body: { status: 'failed', error } });
    expect(result.body).not.toHaveProperty('output');
  });

  test('is cancelled only while it is queued', async () => {
    const queued = await submitted({ prompt: 'a' });
    expect((await ask(queued, 'cancel')).body).toEqual({
      request_id: queued,
      status: 'cancelled',
      outcome: 'cancelled',
    });
    expect((await ask(queued, 'cancel')).body).toMatchObject({ status: 'cancelled', outcome: 'not_cancellable' });
    const second = await submitted({ prompt: 'a' });
    clock.step(900);
    expect((await ask(second, 'cancel')).body).toMatchObject({ status: 'in_progress', outcome: 'not_cancellable' });
    clock.step(4000);
    expect((await ask(queued, 'result')).body).toEqual({ request_id: queued, status: 'cancelled' });
    expect((await ask(second, 'status')).body).toMatchObject({ status: 'completed' });
  });
});

describe('a refused request', () => {
  test.each([
    [klein9b, {}, 'prompt: field required'],
    [klein9b, { prompt: 7 }, 'prompt: value is not a valid string'],
    [klein9b, { prompt: 'a', width: 511 }, 'width: value is less than 512'],
    [klein9b, { prompt: 'a', height: 1537 }, 'height: value is greater than 1536'],
    [klein9b, { prompt: 'a', steps: 0 }, 'steps: value is less than 1'],
    [klein9b, { prompt: 'a', width: '1024' }, 'width: value is not a valid integer'],
    [klein9b, { prompt: 'a', width: 600.5 }, 'width: value is not a valid integer'],
    [klein4b, { prompt: 'a', steps: 4 }, 'steps: extra fields not permitted'],
    [klein4b, { prompt: 'a', width: 63 }, 'width: value is less than 64'],
    [gpt, { prompt: 'a', quality: 'best' }, 'quality: value is not one of: low, medium, high'],
    [klein9b, [], 'body: value is not a valid object'],
  ])('of %s with %o is HTTP 422 and makes no task', async (modelId, input, error) => {
    expect(await submit(input, modelId)).toMatchObject({ status: 422, body: { error } });
    expect(service.tasks.size).toBe(0);
  });

  test('has its own status for each wrong token', async () => {
    const url = `${service.baseUrl}/v1/models/${klein9b}`;
    expect((await call(url, null, {})).status).toBe(401);
    expect((await call(url, 'wrong', {})).status).toBe(401);
    expect((await call(url, refusedTokens.forbidden, {})).status).toBe(403);
    const accountError = { status: 400, body: { code: 400004, error: 'UserAccountError' } };
    expect(await call(url, refusedTokens.accountError, {})).toMatchObject(accountError);
  });

  test('is HTTP 402 without balance, 429 above the concurrency limit, 404 for what is unknown', async () => {
    await restart({ balance: 0.02 });
    await submitted({ prompt: 'a' });
    expect((await submit({ prompt: 'a' })).status).toBe(402);
    await restart({ concurrencyLimit: 1 });
    await submitted({ prompt: 'a' });
    expect((await submit({ prompt: 'a' })).status).toBe(429);
    expect((await submit({ prompt: 'a' }, 'no/such-model')).status).toBe(404);
    expect((await ask('unknown', 'status')).status).toBe(404);
    expect((await call(`${service.baseUrl}/v2`, service.apiKey)).status).toBe(404);
  });

  test('is HTTP 405 with the wrong method', async () => {
    const id = await submitted({ prompt: 'a' });
    const url = `${service.baseUrl}/v1`;
    expect((await call(`${url}/requests/${id}/cancel`, service.apiKey)).status).toBe(405);
    expect((await call(`${url}/models`, service.apiKey, {})).status).toBe(405);
    expect((await call(`${url}/models/${klein9b}`, service.apiKey, {}, 'PUT')).status).toBe(405);
  });
});

describe('the catalogue and the account', () => {
  test('list models page by page, with schemas when asked', async () => {
    const all = await call(`${service.baseUrl}/v1/models?include_schema=true`, service.apiKey);
    expect(all.body.total).toBe(listedModels.length);
    const first = {
      model_id: klein9b,
      base_price_usd: 0.015,
      price_unit: 'output',
      kind: 'model',
      input_schema: { required: ['prompt'] },
    };
    const others = furtherModels.map(({ modelId }) => ({ model_id: modelId }));
    const edits = [{ model_id: 'openai/gpt-image-2/edit' }, { model_id: 'google/nano-banana-2/edit' }];
    const own = [{ model_id: klein4b }, { model_id: gpt }, { model_id: banana }, ...edits];
    expect(all.body.models).toMatchObject([first, ...own, ...others]);
    expect(all.body.models).toContainEqual(expect.objectContaining({ price_unit: 'second' }));
    const page = await call(`${service.baseUrl}/v1/models?limit=1&offset=1`, service.apiKey);
    expect(page.body).toMatchObject({ total: listedModels.length, models: [{ model_id: klein4b }] });
    expect(page.body.models).not.toMatchObject([{ input_schema: {} }]);
    const found = await call(`${service.baseUrl}/v1/models?search=gpt&category=text-to-image`, service.apiKey);
    expect(found.body).toMatchObject({ total: 1, models: [{ model_id: gpt }] });
    const workflows = await call(`${service.baseUrl}/v1/models?kind=workflow`, service.apiKey);
    expect(workflows.body).toMatchObject({ total: 1, models: [{ kind: 'workflow' }] });
  });

  test.each(['limit=0', 'limit=101', 'offset=-1'])('refuse %s', async (query) => {
    expect((await call(`${service.baseUrl}/v1/models?${query}`, service.apiKey)).status).toBe(422);
  });

  test('show one model and the categories', async () => {
    const one = await call(`${service.baseUrl}/v1/models/${klein4b}`, service.apiKey);
    expect(one.body).toMatchObject({
      model_id: klein4b,
      input_schema: { properties: { width: { minimum: 64, maximum: 2048 } } },
    });
    const categories = await call(`${service.baseUrl}/v1/models/categories`, service.apiKey);
    expect(categories.body.categories).toEqual(
      expect.arrayContaining(['text-to-image', 'image-to-image', 'text-to-video', 'text-to-audio']),
    );
  });

  test('pay for successes only', async () => {
    await restart({ balance: 1 });
    await submitted({ prompt: 'a' });
    await submitted({ prompt: 'failing-sample' });
    const url = `${service.accountBaseUrl}/prod/v2/balance`;
    expect((await call(url, service.apiKey)).body).toEqual({ balance_usd: 1, currency: 'USD' });
    clock.step(4900);
    expect((await call(url, service.apiKey)).body).toEqual({ balance_usd: 0.985, currency: 'USD' });
  });
});

async function restart(options: ServiceOptions = {}): Promise<void> {
  service = await startSandboxRunComfy({ now: clock.now, pace, ...options });
  running.push(service);
}

function submit(input: unknown, modelId = klein9b): Promise<Received> {
  return call(`${service.baseUrl}/v1/models/${modelId}`, service.apiKey, input);
}

async function submitted(input: unknown, modelId = klein9b): Promise<string> {
  return textAt((await submit(input, modelId)).body, 'request_id');
}

function ask(id: string, verb: string): Promise<Received> {
  const method = verb === 'cancel' ? 'POST' : 'GET';
  return call(`${service.baseUrl}/v1/requests/${id}/${verb}`, service.apiKey, undefined, method);
}
