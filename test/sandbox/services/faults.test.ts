import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxRunComfy, startSandboxRunComfy } from '../../../sandbox/services/start-runcomfy.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../../sandbox/services/start-runninghub.ts';
import { call, createSteppedClock, textAt } from './client.ts';

const modelPath = '/v1/models/blackforestlabs/flux-2-klein/9b/text-to-image';

let clock = createSteppedClock();
let comfy: SandboxRunComfy;
let hub: SandboxRunningHub;

beforeEach(async () => {
  clock = createSteppedClock();
  const pace = { queueMs: 0, runMs: 10 };
  comfy = await startSandboxRunComfy({ now: clock.now, pace });
  hub = await startSandboxRunningHub({ now: clock.now, pace });
});

afterEach(async () => {
  await comfy.stop();
  await hub.stop();
});

describe('an answer that is wrong', () => {
  test('status: the given status, body and headers, as often as asked', async () => {
    const body = { error: 'slow down' };
    comfy.faults.add({ kind: 'status', path: /models/, status: 429, body, headers: { 'retry-after': '7' }, times: 2 });
    const first = await submit();
    expect(first).toMatchObject({ status: 429, body });
    expect(first.headers.get('retry-after')).toBe('7');
    expect((await submit()).status).toBe(429);
    expect((await submit()).status).toBe(200);
    expect(comfy.tasks.size).toBe(1);
  });

  test('error_200: an error of the service under HTTP 200', async () => {
    comfy.faults.add({ kind: 'error_200', path: /models/ });
    expect(await submit()).toMatchObject({
      status: 200,
      body: { error_code: 500001, error_message: 'internal error' },
    });
    hub.faults.add({ kind: 'error_200', path: /query/ });
    const answer = await call(`${hub.baseUrl}/openapi/v2/query`, hub.apiKey, { taskId: '1' });
    expect(answer).toMatchObject({ status: 200, body: { errorCode: '1005' } });
  });

  test('html: a page of a proxy', async () => {
    comfy.faults.add({ kind: 'html', path: /models/ });
    const answer = await send();
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('Bad Gateway');
  });

  test('wrong_type: the right body under a wrong content type', async () => {
    comfy.faults.add({ kind: 'wrong_type', path: /models/ });
    const answer = await send();
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(await answer.json()).toHaveProperty('request_id');
  });

  test('not_an_image: text under the type of a picture', async () => {
    comfy.faults.add({ kind: 'not_an_image', path: /output/ });
    const picture = await fetch(await finishedUrl());
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(await picture.text()).toContain('<!doctype html>');
  });

  test.each([
    [undefined, 'http://169.254.169.254/latest/meta-data/'],
    ['http://10.0.0.1/', 'http://10.0.0.1/'],
  ])('redirect_private: to a private address, %s', async (location, expected) => {
    comfy.faults.add({ kind: 'redirect_private', path: /output/, ...(location === undefined ? {} : { location }) });
    const answer = await fetch(await finishedUrl(), { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(expected);
  });
});

describe('a connection that fails', () => {
  test('wrong_types: every value of another type, and a page for a picture', async () => {
    comfy.faults.add({ kind: 'wrong_types', path: /models/ });
    expect((await submit()).body.request_id).toEqual([36]);
    comfy.faults.add({ kind: 'wrong_types', path: /output/ });
    const picture = await fetch(await finishedUrl());
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(await picture.text()).toContain('<!doctype html>');
  });

  test('hang: no answer, but a task', async () => {
    comfy.faults.add({ kind: 'hang', path: /models/ });
    let isAnswered = false;
    const sent = send().then(
      () => {
        isAnswered = true;
      },
      () => undefined,
    );
    await expect.poll(() => comfy.tasks.size).toBe(1);
    expect(isAnswered).toBe(false);
    await comfy.stop();
    await sent;
    expect(isAnswered).toBe(false);
  });

  test('a door that is shut refuses connections', async () => {
    hub.door.shut();
    const ask = () => call(`${hub.baseUrl}/openapi/v2/query`, hub.apiKey, { taskId: '1' });
    await expect(ask()).rejects.toThrow();
    await hub.door.open();
    expect((await ask()).status).toBe(200);
  });

  test('reset_before: no answer and no task', async () => {
    comfy.faults.add({ kind: 'reset_before', path: /models/ });
    await expect(send()).rejects.toThrow();
    expect(comfy.tasks.size).toBe(0);
    expect(comfy.requests).toHaveLength(1);
  });

  test('reset_after: no answer, but a task', async () => {
    comfy.faults.add({ kind: 'reset_after', path: /models/ });
    await expect(send()).rejects.toThrow();
    expect(comfy.tasks.size).toBe(1);
  });

  test('truncated: the body ends in the middle', async () => {
    comfy.faults.add({ kind: 'truncated', path: /models/ });
    const answer = await send();
    await expect(answer.text()).rejects.toThrow();
    expect(comfy.tasks.size).toBe(1);
  });

  test('slow_body and delay: the whole answer comes in the end', async () => {
    comfy.faults.add({ kind: 'slow_body', path: /models/, delayMs: 0 });
    expect((await submit()).body).toHaveProperty('request_id');
    comfy.faults.add({ kind: 'delay', path: /models/, delayMs: 1 });
    expect((await submit()).body).toHaveProperty('request_id');
  });

  test('huge: what a client does not take is not made', async () => {
    comfy.faults.add({ kind: 'huge', path: /output/ });
    const url = await finishedUrl();
    const first = await new Promise<Buffer>((resolve, reject) => {
      const outgoing = httpRequest(url, (incoming) => {
        incoming.once('data', (chunk: Buffer) => {
          outgoing.destroy();
          resolve(chunk);
        });
      });
      outgoing.once('error', reject);
      outgoing.end();
    });
    expect(first.subarray(1, 4).toString()).toBe('PNG');
    await comfy.stop();
    const [applied] = comfy.faults.applied;
    expect(applied?.bytesSent).toBeGreaterThan(0);
    expect(applied?.bytesSent).toBeLessThan(50_000_000);
    comfy = await startSandboxRunComfy();
  });
});

describe('which requests are hit', () => {
  test('only those whose path and method fit, in the order of the faults', async () => {
    comfy.faults.add({ kind: 'status', path: /\/status$/, status: 503 });
    comfy.faults.add({ kind: 'status', path: /models/, method: 'GET', status: 500 });
    expect((await submit()).status).toBe(200);
    expect((await call(`${comfy.baseUrl}/v1/models?limit=1`, comfy.apiKey)).status).toBe(500);
    expect((await call(`${comfy.baseUrl}/v1/requests/x/status`, comfy.apiKey)).status).toBe(503);
    expect(comfy.faults.applied).toEqual([
      { kind: 'status', path: '/v1/models?limit=1', bytesSent: 0 },
      { kind: 'status', path: '/v1/requests/x/status', bytesSent: 0 },
    ]);
  });

  test('none after they are cleared', async () => {
    comfy.faults.add({ kind: 'status', path: /./, times: Number.POSITIVE_INFINITY });
    expect((await submit()).status).toBe(500);
    comfy.faults.clear();
    expect((await submit()).status).toBe(200);
  });
});

test('a stop ends an answer that is still held back', async () => {
  comfy.faults.add({ kind: 'delay', path: /models/, delayMs: 3_600_000 });
  comfy.faults.add({ kind: 'slow_body', path: /models/, delayMs: 3_600_000 });
  const late = [send(), send().then((answer) => answer.text())].map((answer) => expect(answer).rejects.toThrow());
  await expect.poll(() => comfy.tasks.size, { interval: 5, timeout: 10_000 }).toBe(2);
  await comfy.stop();
  await Promise.all(late);
  comfy = await startSandboxRunComfy();
});

function submit(): ReturnType<typeof call> {
  return call(`${comfy.baseUrl}${modelPath}`, comfy.apiKey, { prompt: 'a red fox' });
}

function send(): Promise<Response> {
  const headers = { authorization: `Bearer ${comfy.apiKey}`, 'content-type': 'application/json' };
  return fetch(`${comfy.baseUrl}${modelPath}`, { method: 'POST', headers, body: '{"prompt":"a red fox"}' });
}

async function finishedUrl(): Promise<string> {
  const id = textAt((await submit()).body, 'request_id');
  clock.step(10);
  return textAt((await call(`${comfy.baseUrl}/v1/requests/${id}/result`, comfy.apiKey)).body, 'output', 'image');
}
