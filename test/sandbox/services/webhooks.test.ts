import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRequest, type ServiceRequest } from '../../../sandbox/services/read-request.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../../sandbox/services/start-runninghub.ts';
import { call, createSteppedClock, textAt } from './client.ts';

const endpoint = 'rhart-image/f-2-klein-9b/text-to-image';
const body = { prompt: 'a red fox', aspectRatio: '1:1', outputFormat: 'png' };

let clock = createSteppedClock();
let service: SandboxRunningHub;
let statuses: number[] = [];
let received: ServiceRequest[] = [];
let receiverUrl = '';
let stopReceiver: () => void = () => undefined;

beforeEach(async () => {
  clock = createSteppedClock();
  service = await startSandboxRunningHub({ now: clock.now, pace: { queueMs: 100, runMs: 1000 } });
  statuses = [];
  received = [];
  await startReceiver();
});

afterEach(async () => {
  await service.stop();
  stopReceiver();
});

test('a finished task is told once, with its result as JSON inside a string', async () => {
  const taskId = await submit({ ...body, webhookUrl: `${receiverUrl}/hook/secret` });
  await service.deliverWebhooks();
  expect(received).toHaveLength(0);
  clock.step(1100);
  await service.deliverWebhooks();
  await service.deliverWebhooks();
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ method: 'POST', path: '/hook/secret', body: { event: 'TASK_END', taskId } });
  expect(JSON.parse(textAt(received[0]?.body, 'eventData'))).toMatchObject({
    code: 0,
    data: [{ fileType: 'png', taskCostTime: '1', fileUrl: expect.stringContaining(`${service.baseUrl}/output/`) }],
  });
});

test('a failed task is told with code 805', async () => {
  await submit({ ...body, prompt: 'failing-sample', webhookUrl: receiverUrl });
  clock.step(1100);
  await service.deliverWebhooks();
  expect(JSON.parse(textAt(received[0]?.body, 'eventData'))).toMatchObject({ code: 805 });
});

test('a receiver that does not answer with 2xx is told again, four times at most', async () => {
  statuses = [500, 302, 500, 500, 500];
  await submit({ ...body, webhookUrl: receiverUrl });
  clock.step(1100);
  for (let round = 0; round < 6; round += 1) await service.deliverWebhooks();
  expect(service.webhookAttempts.map(({ status }) => status)).toEqual([500, 302, 500, 500]);
});

test('nothing leaves this machine, and a dead receiver is no error', async () => {
  await submit({ ...body, webhookUrl: 'https://example.invalid/hook' });
  await submit({ ...body, webhookUrl: 'not an address' });
  stopReceiver();
  await submit({ ...body, webhookUrl: receiverUrl });
  clock.step(1100);
  await service.deliverWebhooks();
  expect(service.webhookAttempts.map(({ status }) => status)).toEqual([null, null, null]);
});

test('with the clock of the machine deliveries go out by themselves', async () => {
  await service.stop();
  service = await startSandboxRunningHub({ pace: { queueMs: 0, runMs: 0 }, webhookEveryMs: 1 });
  await submit({ ...body, webhookUrl: receiverUrl });
  await expect.poll(() => received.length, { interval: 5, timeout: 10_000 }).toBe(1);
});

async function submit(input: unknown): Promise<string> {
  return textAt((await call(`${service.baseUrl}/openapi/v2/${endpoint}`, service.apiKey, input)).body, 'taskId');
}

function startReceiver(): Promise<void> {
  const server = createServer(async (incoming, outgoing) => {
    received.push(await readRequest(incoming, 'http://127.0.0.1'));
    outgoing.writeHead(statuses.shift() ?? 204, { location: 'https://example.invalid/' });
    outgoing.end();
  });
  stopReceiver = () => {
    server.close();
    server.closeAllConnections();
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      receiverUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
      resolve();
    });
  });
}
