import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type SandboxRunningHub,
  type SandboxRunningHubOptions,
  startSandboxRunningHub,
} from '../../../sandbox/services/start-runninghub.ts';
import { call, createSteppedClock, type Received, textAt } from './client.ts';

const klein = 'rhart-image/f-2-klein-9b/text-to-image';
const pace = { createMs: 100, queueMs: 1000, runMs: 4000 };
const body = { prompt: 'a red fox', aspectRatio: 'custom', customWidth: 320, customHight: 256, outputFormat: 'png' };

let clock = createSteppedClock();
let service: SandboxRunningHub;
const running: SandboxRunningHub[] = [];

beforeEach(async () => {
  clock = createSteppedClock();
  await restart();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.stop()));
});

describe('a task', () => {
  test('is answered as on the published pages, with JSON inside promptTips', async () => {
    const { status, body: answer } = await submit(body);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ status: 'CREATE', errorCode: '', errorMessage: '', results: null });
    expect(textAt(answer, 'taskId')).toMatch(/^\d{19}$/);
    expect(textAt(answer, 'clientId')).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(textAt(answer, 'promptTips'))).toMatchObject({ result: true, outputs_to_execute: ['4'] });
  });

  test('goes from CREATE to QUEUED to RUNNING to SUCCESS as time passes', async () => {
    const taskId = await submitted(body);
    const seen: unknown[] = [];
    for (const stepMs of [0, 100, 900, 3999, 1]) {
      clock.step(stepMs);
      seen.push((await query(taskId)).body.status);
    }
    expect(seen).toEqual(['CREATE', 'QUEUED', 'RUNNING', 'RUNNING', 'SUCCESS']);
  });

  test('ends with one result whose picture decodes to the asked size', async () => {
    const taskId = await submitted(body);
    clock.step(5000);
    const { body: answer } = await query(taskId);
    expect(answer).toMatchObject({
      errorCode: '',
      failedReason: {},
      usage: { consumeMoney: '0.05', consumeCoins: null, taskCostTime: '4', thirdPartyConsumeMoney: null },
      results: [{ nodeId: '2', outputType: 'png', text: null }],
    });
    const url = textAt(answer, 'results', 0, 'url');
    expect(url).toMatch(new RegExp(`^${service.baseUrl}/output/ComfyUI_00001_[a-z]{8}_\\d+\\.png$`));
    const picture = await fetch(url);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(await sharp(await picture.arrayBuffer()).metadata()).toMatchObject({
      format: 'png',
      width: 320,
      height: 256,
    });
  });

  test('has no results before its end, and its link ends after a day', async () => {
    const taskId = await submitted(body);
    expect((await query(taskId)).body.results).toBeNull();
    clock.step(5000);
    const url = textAt((await query(taskId)).body, 'results', 0, 'url');
    clock.step(24 * 60 * 60 * 1000);
    expect((await fetch(url)).status).toBe(404);
  });

  test.each([
    ['forbidden-sample', '1501', 'content moderation'],
    ['failing-sample', '1000', { exception_type: 'TypeError', node_id: '276' }],
  ])('with %s in its prompt fails with errorCode %s', async (word, errorCode, failedReason) => {
    const taskId = await submitted({ ...body, prompt: `a ${word} here` });
    clock.step(5000);
    expect((await query(taskId)).body).toMatchObject({ status: 'FAILED', errorCode, failedReason, results: null });
  });

  test('is cancelled while it lives; afterwards the answer is 807', async () => {
    const taskId = await submitted(body);
    expect((await cancel(taskId)).body).toEqual({ code: 0, msg: 'success', data: null });
    expect((await query(taskId)).body.status).toBe('CANCEL');
    expect((await cancel(taskId)).body).toMatchObject({ code: 807 });
    expect((await cancel('1')).body).toMatchObject({ code: 807 });
  });

  test('can run on after a cancel that was answered with success', async () => {
    await restart({ obeysCancel: false });
    const taskId = await submitted(body);
    expect((await cancel(taskId)).body).toMatchObject({ code: 0 });
    clock.step(5000);
    expect((await query(taskId)).body.status).toBe('SUCCESS');
  });

  test.each([
    ['nothing where it had not begun', 500, null, '1.00'],
    ['its price where it ran', 2000, '0.05', '0.95'],
  ])('that is stopped where stopped tasks are billed takes %s', async (_what, afterMs, consumeMoney, remainMoney) => {
    await restart({ balance: 1, billsStopped: true });
    const taskId = await submitted(body);
    clock.step(afterMs);
    await cancel(taskId);
    expect((await query(taskId)).body).toMatchObject({ status: 'CANCEL', usage: { consumeMoney }, results: null });
    const account = await call(`${service.baseUrl}/uc/openapi/accountStatus`, null, { apikey: service.apiKey });
    expect(account.body).toMatchObject({ data: { remainMoney } });
  });

  test('can be unknown for a while after its submit', async () => {
    await restart({ knownAfterMs: 2000 });
    const taskId = await submitted(body);
    expect((await query(taskId)).body).toMatchObject({ errorCode: '1004', taskId: '' });
    clock.step(1999);
    expect((await query(taskId)).body.errorCode).toBe('1004');
    clock.step(1);
    expect((await query(taskId)).body).toMatchObject({ errorCode: '', status: 'RUNNING' });
  });

  test('can bring a text and a preview before its picture', async () => {
    await restart({ resultsBeside: ['text', 'preview'] });
    const taskId = await submitted(body);
    clock.step(5000);
    const { body: answer } = await query(taskId);
    expect(answer.results).toMatchObject([{ outputType: 'txt' }, { outputType: 'png' }, { outputType: 'png' }]);
    const [note, preview] = await Promise.all([0, 1].map((at) => fetch(textAt(answer, 'results', at, 'url'))));
    expect(note?.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await note?.text()).toBe('a red fox');
    expect(preview?.url).toMatch(/\/preview_[a-z]{8}\.png$/u);
    expect(preview?.headers.get('content-type')).toBe('image/png');
  });
});

describe('a refused request', () => {
  test.each([
    ['required', '1007', "parameter 'prompt' is required"],
    ['chinese', '1007', '参数校验失败：prompt 不能为空'],
    ['params_invalid', '301', 'PARAMS_INVALID'],
  ] as const)('makes no task: node keys, refused as %s', async (nodeKeyRefusal, errorCode, errorMessage) => {
    await restart({ acceptNodeKeys: false, nodeKeyRefusal });
    const nodes = { '36##text': 'a', '51##select': '1', '54##file_type': 'PNG' };
    expect((await submit(nodes)).body).toEqual({ taskId: '', errorCode, errorMessage, results: null });
    const preview = `${service.baseUrl}/openapi/v2/price-preview/${klein}`;
    expect((await call(preview, service.apiKey, nodes)).body).toMatchObject({ errorCode });
    expect((await submit({ ...body, aspectRatio: '7:5' })).body.errorCode).toBe('1007');
    expect((await submit(body)).body.errorCode).toBe('');
  });

  test('makes no task: node keys where only flat ones are taken', async () => {
    await restart({ acceptNodeKeys: false });
    const { body: answer } = await submit({ '36##text': 'a', '51##select': '1', '54##file_type': 'PNG' });
    expect(answer).toMatchObject({
      taskId: '',
      errorCode: '1007',
      errorMessage: "parameter '36##text' is not allowed, please use 'prompt' instead",
    });
    expect(service.tasks.size).toBe(0);
  });

  test('has its own errorCode for each reason', async () => {
    expect((await submit(body, 'no/such-endpoint')).body.errorCode).toBe('1001');
    expect((await submit({ ...body, aspectRatio: '7:5' })).body.errorCode).toBe('1007');
    expect((await query('2013508786110730241')).body.errorCode).toBe('1004');
    expect((await call(`${service.baseUrl}/openapi/v2/query`, service.apiKey, {})).body.errorCode).toBe('1007');
    expect((await call(`${service.baseUrl}/openapi/v2/${klein}`, service.apiKey)).body.errorCode).toBe('1009');
    expect((await call(`${service.baseUrl}/task/openapi/cancle`, null, {})).body.code).toBe(412);
    expect((await call(`${service.baseUrl}/elsewhere`, null)).status).toBe(404);
  });

  test('with a wrong key is HTTP 401, without a key errorCode 1002 under HTTP 200', async () => {
    const url = `${service.baseUrl}/openapi/v2/${klein}`;
    expect(await call(url, 'wrong', body)).toMatchObject({ status: 401, body: { errorCode: '1002' } });
    expect(await call(url, null, body)).toMatchObject({ status: 200, body: { errorCode: '1002' } });
    const older = { apiKey: 'wrong', taskId: '1' };
    expect((await call(`${service.baseUrl}/task/openapi/cancel`, null, older)).body.code).toBe(802);
    expect(
      (await call(`${service.baseUrl}/uc/openapi/accountStatus`, null, { apiKey: service.apiKey })).body.code,
    ).toBe(802);
    expect(service.tasks.size).toBe(0);
  });

  test('with a key that is not enterprise-shared is errorCode 1014', async () => {
    await restart({ keyType: 'NORMAL' });
    expect((await submit(body)).body.errorCode).toBe('1014');
  });

  test('above the concurrency limit is errorCode 1520 until a task ends', async () => {
    await restart({ concurrencyLimit: 1 });
    await submitted(body);
    expect((await submit(body)).body.errorCode).toBe('1520');
    clock.step(5000);
    expect((await submit(body)).body.errorCode).toBe('');
  });

  test('above the balance is errorCode 812, running tasks counted', async () => {
    await restart({ balance: 0.08 });
    await submitted(body);
    expect((await submit(body)).body.errorCode).toBe('812');
  });
});

describe('the account', () => {
  test('tells money, key type and tasks as text, and pays for successes only', async () => {
    await restart({ balance: 1 });
    await submitted(body);
    await submitted({ ...body, prompt: 'failing-sample' });
    const url = `${service.baseUrl}/uc/openapi/accountStatus`;
    const expected = { currentTaskCounts: '2', remainMoney: '1.00', currency: 'CNY', apiType: 'SHARED' };
    expect((await call(url, null, { apikey: service.apiKey })).body).toMatchObject({ code: 0, data: expected });
    clock.step(5000);
    const data = { currentTaskCounts: '0', remainMoney: '0.95' };
    expect((await call(url, null, { apikey: service.apiKey })).body).toMatchObject({ data });
  });

  test('tells the queue with its limit', async () => {
    await restart({ concurrencyLimit: 4 });
    await submitted(body);
    clock.step(1000);
    await submitted(body);
    const data = {
      apiKeyType: 'SHARED',
      concurrentLimit: 4,
      runningCount: '1',
      queuedCount: '1',
      totalCurrentTasks: '2',
    };
    expect((await call(`${service.baseUrl}/openapi/v2/queue/status`, service.apiKey)).body).toMatchObject({
      code: 0,
      data,
    });
  });

  test('previews a price, refuses a wrong body, and makes no task', async () => {
    const url = `${service.baseUrl}/openapi/v2/price-preview/rhart-image-g-2-official/text-to-image`;
    const asked = { prompt: 'p', aspectRatio: '1:1', resolution: '4k', quality: 'high' };
    expect((await call(url, service.apiKey, asked)).body).toMatchObject({
      errorCode: 0,
      estimatedPrice: 4.738,
      currency: 'CNY',
    });
    expect((await call(url, service.apiKey, { ...asked, quality: 'best' })).body).toMatchObject({ errorCode: '1007' });
    expect(service.tasks.size).toBe(0);
  });

  test('previews no price of an endpoint that has none, and still refuses a wrong body', async () => {
    await restart({ unpriced: [klein] });
    const url = `${service.baseUrl}/openapi/v2/price-preview/${klein}`;
    const expected = { errorCode: '1501', errorMessage: 'PRICE_CONFIG_NOT_FOUND' };
    expect((await call(url, service.apiKey, body)).body).toEqual(expected);
    expect((await call(url, service.apiKey, { ...body, aspectRatio: '7:5' })).body.errorCode).toBe('1007');
  });
});

test('requests are recorded without secrets', async () => {
  await submit(body);
  await cancel('1');
  const [first, second] = service.requests;
  expect(first).toMatchObject({
    method: 'POST',
    path: `/openapi/v2/${klein}`,
    body,
    headers: { authorization: '***' },
  });
  expect(second).toMatchObject({ path: '/task/openapi/cancel', body: { apiKey: '***', taskId: '1' } });
  expect(JSON.stringify(service.requests)).not.toContain(service.apiKey);
});

async function restart(options: SandboxRunningHubOptions = {}): Promise<void> {
  service = await startSandboxRunningHub({ now: clock.now, pace, ...options });
  running.push(service);
}

function submit(input: unknown, endpoint = klein): Promise<Received> {
  return call(`${service.baseUrl}/openapi/v2/${endpoint}`, service.apiKey, input);
}

async function submitted(input: unknown): Promise<string> {
  const { body: answer } = await submit(input);
  return textAt(answer, 'taskId');
}

function query(taskId: string): Promise<Received> {
  return call(`${service.baseUrl}/openapi/v2/query`, service.apiKey, { taskId });
}

function cancel(taskId: string): Promise<Received> {
  return call(`${service.baseUrl}/task/openapi/cancel`, null, { apiKey: service.apiKey, taskId });
}
