import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import {
  type OperationsOptions,
  type OperationsServer,
  serveOperations,
  wakeUrl,
  webhookSecret,
} from '#operations/serve.ts';

const secret = webhookSecret('bot-token');
const running: OperationsServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function started(changes: Partial<OperationsOptions> = {}) {
  const wakened: string[] = [];
  const logged: string[] = [];
  const record = (_facts: object, message: string) => void logged.push(message);
  const log: Log = { debug: record, info: record, warn: record, error: record };
  const server = await serveOperations({
    host: '127.0.0.1',
    port: 0,
    ready: async () => ({ discord: true, store: true }),
    renderMetrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'easel_open_jobs 0\n' }),
    webhookSecret: secret,
    onWake: (id) => wakened.push(id),
    log,
    ...changes,
  });
  running.push(server);
  return { server, baseUrl: `http://127.0.0.1:${server.port}`, wakened, logged };
}

const wakePath = (id: string) => wakeUrl('', secret, { provider: 'runninghub', jobId: jobId(id) });

describe('serveOperations', () => {
  it('says in /healthz what keeps it from being of any use', async () => {
    const { baseUrl } = await started({ ailment: () => 'no gateway connection' });
    const answer = await fetch(`${baseUrl}/healthz`);
    expect([answer.status, await answer.text()]).toEqual([503, 'no gateway connection']);
  });

  it('says that the process lives', async () => {
    const { baseUrl } = await started({ ready: async () => ({ discord: false }) });
    const response = await fetch(`${baseUrl}/healthz?probe=1`);
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
  });

  it('is ready when every check is', async () => {
    const { baseUrl } = await started();
    const response = await fetch(`${baseUrl}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { ready: true, checks: { discord: true, store: true } },
    ]);
  });

  it('names the check that is not ready', async () => {
    const { baseUrl } = await started({ ready: async () => ({ discord: true, store: false }) });
    const response = await fetch(`${baseUrl}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { ready: false, checks: { discord: true, store: false } },
    ]);
  });

  it('takes a failing check as not ready, and says so in the log', async () => {
    const { baseUrl, logged } = await started({ ready: () => Promise.reject(new Error('closed')) });
    expect((await fetch(`${baseUrl}/readyz`)).status).toBe(503);
    expect(logged).toEqual(['the readiness check failed']);
  });

  it('shows the metrics with their own content type', async () => {
    const { baseUrl } = await started();
    const response = await fetch(`${baseUrl}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await response.text()).toBe('easel_open_jobs 0\n');
  });

  it('answers 500 when the metrics cannot be made, and goes on', async () => {
    const { baseUrl, logged } = await started({ renderMetrics: () => Promise.reject(new Error('broken')) });
    expect((await fetch(`${baseUrl}/metrics`)).status).toBe(500);
    expect(logged).toEqual(['the operations server could not answer']);
    expect((await fetch(`${baseUrl}/healthz`)).status).toBe(200);
  });

  it('wakes the job that a provider names, and ignores the body', async () => {
    const { baseUrl, wakened } = await started();
    const body = JSON.stringify({ taskId: '9', status: 'SUCCESS', results: [{ url: 'https://elsewhere.example' }] });
    const response = await fetch(`${baseUrl}${wakePath('123')}`, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(wakened).toEqual(['123']);
  });

  it('takes a body of 64 KiB, and no more', async () => {
    const { baseUrl, wakened } = await started();
    const post = (bytes: number) => fetch(`${baseUrl}${wakePath('5')}`, { method: 'POST', body: 'x'.repeat(bytes) });
    expect((await post(64 * 1024)).status).toBe(204);
    expect((await post(64 * 1024 + 1)).status).toBe(413);
    expect(wakened).toEqual(['5']);
  });

  it.each([
    ['GET', '/'],
    ['POST', '/healthz'],
    ['GET', wakePath('1')],
    ['POST', `/webhooks/runninghub/${'0'.repeat(64)}/1`],
    ['POST', '/webhooks/runninghub'],
  ])('answers 404 to %s %s', async (method, path) => {
    const { baseUrl, wakened } = await started();
    expect((await fetch(`${baseUrl}${path}`, { method })).status).toBe(404);
    expect(wakened).toEqual([]);
  });

  it('answers 404 to every webhook when there is no secret', async () => {
    const { baseUrl } = await started({ webhookSecret: null });
    expect((await fetch(`${baseUrl}${wakePath('1')}`, { method: 'POST' })).status).toBe(404);
  });

  it('survives a client that goes away in the middle of a body', async () => {
    const { baseUrl, server, wakened } = await started();
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(`POST ${wakePath('1')} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf`, () =>
          socket.resetAndDestroy(),
        );
      });
      socket.once('close', () => resolve());
    });
    expect((await fetch(`${baseUrl}/healthz`)).status).toBe(200);
    expect(wakened).toEqual([]);
  });

  it('rejects when the port is taken', async () => {
    const { server } = await started();
    await expect(started({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes at once although an answer is still open, and may be closed twice', async () => {
    const asked = new EventEmitter();
    const { baseUrl, server } = await started({
      ready: () => {
        asked.emit('ready');
        return new Promise(() => {});
      },
    });
    const isAsked = once(asked, 'ready');
    const answer = fetch(`${baseUrl}/readyz`).then(
      () => 'answered',
      () => 'cut off',
    );
    await isAsked;
    await server.close();
    await server.close();
    expect(await answer).toBe('cut off');
  });
});
