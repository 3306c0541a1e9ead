import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { createSend, type Send, type SendRequest } from '#http/send.ts';
import { json, type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts';

const patientMs = 10_000;

let server: ScriptedServer;
let agent: OpenAgent;
let send: Send;
const never = new AbortController().signal;

beforeEach(async () => {
  server = await startScriptedServer();
  agent = openAgent();
  send = createSend({ dispatcher: agent.dispatcher });
});

afterEach(async () => {
  await agent.close();
  await server.close();
});

const get = (more: Partial<SendRequest> = {}) =>
  send({ method: 'GET', url: `${server.url}/x`, headers: {}, timeoutMs: patientMs, signal: never, ...more });

describe('an answer', () => {
  it('comes back with status, type and text, whatever the status is', async () => {
    server.react = () => json({ of: 'all' }, 503);
    expect(await get()).toEqual({
      kind: 'answered',
      status: 503,
      contentType: 'application/json',
      retryAfterMs: null,
      text: '{"of":"all"}',
    });
  });

  it('without type and without body is empty text', async () => {
    server.react = () => ({ kind: 'answer', status: 204, body: '' });
    expect(await get()).toMatchObject({ status: 204, contentType: null, text: '' });
  });

  it('is not followed when it is a redirect', async () => {
    server.react = () => ({ kind: 'answer', status: 307, headers: { location: `${server.url}/elsewhere` }, body: '' });
    expect(await get()).toMatchObject({ status: 307 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.25' }, 250],
    [{ 'retry-after': '999999' }, 3_600_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
  ])('with %o asks to wait %s ms', async (headers, waitMs) => {
    server.react = () => json({}, 429, headers);
    expect(await get()).toMatchObject({ retryAfterMs: waitMs });
  });

  it('counts its first value where a header comes twice', async () => {
    server.react = () => json({}, 429, { 'retry-after': ['7', '9'] });
    expect(await get()).toMatchObject({ retryAfterMs: 7_000 });
  });
});

describe('a request', () => {
  it('carries JSON and its type, and asks for no compression', async () => {
    await get({ method: 'POST', headers: { authorization: 'Bearer k' }, json: { prompt: 'a fox 狐' } });
    const [seen] = server.requests;
    expect(seen).toMatchObject({ method: 'POST', path: '/x', body: '{"prompt":"a fox 狐"}' });
    expect(seen?.headers).toMatchObject({
      authorization: 'Bearer k',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    });
  });

  it('without JSON has neither body nor type', async () => {
    await get({ method: 'POST' });
    expect(server.requests[0]).toMatchObject({ body: '' });
    expect(server.requests[0]?.headers['content-type']).toBeUndefined();
  });
});

describe('the read limit', () => {
  it('is 1 MiB unless told otherwise', async () => {
    const text = 'x'.repeat(1_048_576);
    server.react = () => ({ kind: 'answer', status: 200, body: text });
    expect(await get()).toMatchObject({ text });
    server.react = () => ({ kind: 'answer', status: 200, body: `${text}x` });
    expect(await get()).toMatchObject({ status: 200, text: null });
  });

  it('ends a body without a length while it is being read', async () => {
    server.react = () => ({ kind: 'endless' });
    const broken = server.nextBreak();
    expect(await get({ maxBytes: 100_000 })).toMatchObject({ status: 200, text: null });
    await broken;
    expect(server.endlessBytes()).toBeLessThan(20_000_000);
  });

  it('holds for packed bytes, which are not unpacked', async () => {
    const packed = gzipSync('x'.repeat(1_000_000));
    server.react = () => ({ kind: 'answer', status: 200, headers: { 'content-encoding': 'gzip' }, body: packed });
    expect(await get({ maxBytes: 10_000 })).toMatchObject({ kind: 'answered', status: 200 });
    expect(packed.length).toBeLessThan(10_000);
  });
});
