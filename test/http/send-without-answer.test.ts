import { getEventListeners } from 'node:events';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { createSend, type Send, type SendRequest } from '#http/send.ts';
import { closedAddress } from '../support/http/closed-port.ts';
import { type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts';

const patientMs = 10_000;
const impatientMs = 250;

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

describe('without an answer', () => {
  it('a refused connection started nothing', async () => {
    const url = await closedAddress();
    expect(await get({ url })).toEqual({ kind: 'unreached', reason: 'ECONNREFUSED' });
  });

  it('an unknown name started nothing', async () => {
    const lost = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const nameless = new Agent({ connect: (_options, callback) => callback(lost, null) });
    const outcome = createSend({ dispatcher: nameless });
    expect(
      await outcome({ method: 'POST', url: server.url, headers: {}, timeoutMs: patientMs, signal: never }),
    ).toEqual({
      kind: 'unreached',
      reason: 'ENOTFOUND',
    });
    await nameless.close();
  });

  it('a connection that does not come about in time started nothing, and the wait ends with the time', async () => {
    const stuck = new Agent({ connect: () => undefined });
    const outcome = createSend({ dispatcher: stuck });
    expect(
      await outcome({ method: 'POST', url: server.url, headers: {}, json: {}, timeoutMs: 20, signal: never }),
    ).toEqual({ kind: 'unreached', reason: 'timeout' });
    await stuck.destroy();
  });

  it('an address or a header that cannot be sent started nothing', async () => {
    expect(await get({ url: 'ftp://127.0.0.1/' })).toMatchObject({ kind: 'unreached' });
    expect(await get({ headers: { authorization: 'Bearer a\nb' } })).toMatchObject({ kind: 'unreached' });
    expect(server.requests).toHaveLength(0);
  });

  it.each(['hang_up', 'cut_body'] as const)('%s leaves open what the request did', async (kind) => {
    server.react = () => ({ kind });
    expect(await get({ method: 'POST', json: {} })).toMatchObject({ kind: 'lost' });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['silence', 'slow_body'] as const)('%s ends with the time, and so does the connection', async (kind) => {
    server.react = () => ({ kind });
    const broken = server.nextBreak();
    expect(await get({ method: 'POST', json: {}, timeoutMs: impatientMs })).toEqual({
      kind: 'lost',
      reason: 'timeout',
    });
    await broken;
  });

  it('an error without a code is told by its name', async () => {
    const odd = new Agent({ connect: (_options, callback) => callback(new TypeError('no code'), null) });
    const outcome = createSend({ dispatcher: odd });
    expect(await outcome({ method: 'GET', url: server.url, headers: {}, timeoutMs: patientMs, signal: never })).toEqual(
      {
        kind: 'unreached',
        reason: 'TypeError',
      },
    );
    await odd.close();
  });
});

describe('the caller', () => {
  it('who has left sends nothing', async () => {
    const reason = new Error('gone');
    await expect(get({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it.each(['silence', 'slow_body'] as const)(
    'gets the own reason back while there is %s, and the work ends',
    async (kind) => {
      server.react = () => ({ kind });
      const controller = new AbortController();
      const reason = new Error('gone');
      const [seen, broken] = [server.nextRequest(), server.nextBreak()];
      const outcome = get({ signal: controller.signal });
      await seen;
      controller.abort(reason);
      await expect(outcome).rejects.toBe(reason);
      await broken;
    },
  );

  it('keeps no listener after the answer', async () => {
    const { signal } = new AbortController();
    await get({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
