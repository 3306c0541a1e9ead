import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import { noTraces, openTraces } from '#operations/traces.ts';

const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
  status: z.object({ code: z.number() }),
});
const attributesSchema = z.array(
  z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) }),
);
const bodySchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: attributesSchema }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});

/** A collector that remembers the spans it was sent, with the process that sent them. */
async function openCollector() {
  const spans: (z.output<typeof spanSchema> & { process: string })[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: unknown) => {
      text += String(chunk);
    });
    request.on('end', () => {
      expect(request.url).toBe('/v1/traces');
      for (const { resource, scopeSpans } of bodySchema.parse(JSON.parse(text)).resourceSpans) {
        const process = resource.attributes.find(({ key }) => key === 'service.instance.id')?.value.stringValue ?? '';
        for (const span of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...span, process });
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { spans, endpoint: `http://127.0.0.1:${port}` };
}

const id = jobId('1300000000000000001');
const facts = { model: 'flux-2-klein-9b', provider: 'runninghub', state: 'delivered', error: null };

it('what two processes do for one request is one trace, whose first span is the request', async () => {
  const { spans, endpoint } = await openCollector();
  const open = (name: string) => openTraces({ endpoint, process: { name, role: 'worker', version: '1' } });
  const [door, worker] = [await open('door'), await open('worker')];
  expect(await door.traced('submit', id, Promise.resolve('ticket'))).toBe('ticket');
  await worker.traced('follow', id, Promise.resolve());
  worker.ended(id, { startMs: 1_000, endMs: 3_000 }, facts);
  await Promise.all([door.close(), worker.close()]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const request = spans.find(({ name }) => name === 'request');
  expect(request).toMatchObject({ startTimeUnixNano: '1000000000', endTimeUnixNano: '3000000000', process: 'worker' });
  expect(request?.parentSpanId ?? '').toBe('');
  const steps = spans.filter(({ name }) => name !== 'request');
  expect(steps.map(({ name, process, parentSpanId }) => [name, process, parentSpanId]).toSorted()).toEqual([
    ['follow', 'worker', request?.spanId],
    ['submit', 'door', request?.spanId],
  ]);
});

it('another request is another trace, and an error tells its code and nothing else', async () => {
  const { spans, endpoint } = await openCollector();
  const traces = await openTraces({ endpoint, process: { name: 'a', role: 'all', version: '1' } });
  const failing = Promise.reject(new BotError('provider.failed', 'a secret prompt'));
  await expect(traces.traced('follow', id, failing)).rejects.toMatchObject({ code: 'provider.failed' });
  await expect(traces.traced('follow', jobId('2'), Promise.reject(new Error('a secret')))).rejects.toThrow();
  traces.ended(id, { startMs: 1, endMs: 2 }, { ...facts, state: 'failed', error: 'provider.failed' });
  await traces.close();
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
  const errors = spans.map(({ attributes }) => attributes.find(({ key }) => key === 'error.type')?.value.stringValue);
  expect(errors.toSorted()).toEqual(['bug', 'provider.failed', 'provider.failed']);
  expect(spans.every(({ status }) => status.code === 2)).toBe(true);
  expect(JSON.stringify(spans)).not.toContain('secret');
});

it('a collector that is away holds nothing up', async () => {
  const traces = await openTraces({
    endpoint: 'http://127.0.0.1:9',
    process: { name: 'a', role: 'all', version: '1' },
  });
  expect(await traces.traced('admit', id, Promise.resolve(7))).toBe(7);
  await traces.close();
});

it('without a collector nothing is noted', async () => {
  expect(await noTraces.traced('admit', id, Promise.resolve(7))).toBe(7);
  noTraces.ended(id, { startMs: 1, endMs: 2 }, facts);
  await noTraces.close();
});
