import { once } from 'node:events';
import { createServer, type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInteractionEndpoint } from '#discord/http/endpoint.ts';
import { createSigningKey } from '../../../sandbox/discord/signing-key.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLog } from '../../support/http/recording-log.ts';

const nowMs = Date.UTC(2026, 10, 28, 12);
const minuteMs = 60_000;
const interaction = { type: 2, id: '1100000000000000002', token: 'secret' };
const body = JSON.stringify(interaction);

/** An endpoint that is open, behind a server of its own, and a Discord that signs. */
async function opened({ isOpen = true } = {}) {
  const key = createSigningKey();
  const clock = createFakeClock(nowMs);
  const log = createRecordingLog();
  const taken: unknown[] = [];
  const take = (payload: unknown) => void taken.push(payload);
  const endpoint = createInteractionEndpoint({ publicKey: key.publicKey, take, clock, log });
  if (isOpen) endpoint.open();
  const server = createServer((incoming, response) => void endpoint.answer(incoming, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const json = { 'content-type': 'application/json' };
  const signed = (sent: string | Uint8Array = body, atMs = nowMs) => ({ ...json, ...key.headersFor(sent, atMs) });
  const post = (sent: string | Uint8Array = body, changes: Readonly<Record<string, string>> = {}) =>
    exchange(port, { method: 'POST', headers: { ...signed(sent), ...changes } }, sent);
  return { endpoint, clock, log, taken, port, signed, post, key };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function exchange(port: number, options: RequestOptions, sent: string | Uint8Array): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/interactions', ...options }, (response) => {
      let text = '';
      response.on('data', (chunk: unknown) => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    // A server that refuses a body does not read it to its end.
    asked.on('error', reject);
    asked.end(sent);
  });
}

/** Opens a connection, writes what is given and resolves with what comes back until the other side ends it. */
async function raw(port: number, text: string): Promise<{ rest: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  let answer = '';
  const rest = new Promise<string>((resolve) => {
    socket.on('data', (chunk: unknown) => {
      answer += String(chunk);
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
  await new Promise((resolve) => socket.write(text, resolve));
  return { rest };
}

describe('a signed request', () => {
  it('is answered with 202 and no body, and its payload handed on as it came', async () => {
    const { post, taken } = await opened();
    expect(await post()).toMatchObject({ status: 202, text: '', headers: { 'content-length': '0' } });
    expect(taken).toEqual([interaction]);
  });

  it('that pings is answered with a pong, and nothing is handed on', async () => {
    const { post, taken } = await opened();
    const answer = await post(JSON.stringify({ type: 1, id: '1', token: 'x' }));
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
      200,
      'application/json',
      '{"type":1}',
    ]);
    expect(taken).toEqual([]);
  });

  it.each([2, 3, 4, 5])('of an interaction of type %i is taken', async (type) => {
    const { post, taken } = await opened();
    expect((await post(JSON.stringify({ ...interaction, type }))).status).toBe(202);
    expect(taken).toHaveLength(1);
  });

  it('that is sent twice is answered alike; that the copy does nothing is the dispatch’s affair', async () => {
    const { post, taken } = await opened();
    expect([(await post()).status, (await post()).status]).toEqual([202, 202]);
    expect(taken).toHaveLength(2);
  });

  it('may name JSON’s charset', async () => {
    const { post } = await opened();
    expect((await post(body, { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(202);
  });

  it.each([
    ['is no JSON', '{"type":2'],
    ['is empty', ''],
    ['is a list', '[]'],
    ['is null', 'null'],
    ['is a text', '"2"'],
    ['has no type', JSON.stringify({ id: '1' })],
    ['is of a type that nobody knows', JSON.stringify({ ...interaction, type: 6 })],
    ['has a type that is a text', JSON.stringify({ ...interaction, type: '2' })],
    ['has no id', JSON.stringify({ type: 2 })],
    ['has an id that is no snowflake', JSON.stringify({ ...interaction, id: '../users/@me' })],
    ['is no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['is packed', gzipSync(body)],
  ])('whose body %s is answered with 400', async (_, sent) => {
    const { post, taken } = await opened();
    expect((await post(sent)).status).toBe(400);
    expect(taken).toEqual([]);
  });

  it('of another content type, or of none, is answered with 415', async () => {
    const { post, taken, port, key } = await opened();
    for (const type of ['text/plain', 'application/jsonp', 'multipart/form-data; boundary=x']) {
      expect((await post(body, { 'content-type': type })).status).toBe(415);
    }
    const headers = key.headersFor(body, nowMs);
    expect((await exchange(port, { method: 'POST', headers }, body)).status).toBe(415);
    expect(taken).toEqual([]);
  });

  it.each([
    [5 * minuteMs, 202],
    [-5 * minuteMs, 202],
    [5 * minuteMs + 1000, 401],
    [-5 * minuteMs - 1000, 401],
    [-365 * 24 * 60 * minuteMs, 401],
  ])('whose time is %i ms from the clock is answered with %i', async (aheadMs, status) => {
    const { post, signed, taken, log } = await opened();
    expect((await post(body, signed(body, nowMs + aheadMs))).status).toBe(status);
    expect(taken).toHaveLength(status === 202 ? 1 : 0);
    expect(log.lines.filter(({ level }) => level === 'warn').map(({ facts }) => facts)).toEqual(
      status === 202 ? [] : [{ aheadMs }],
    );
  });
});

describe('a request without a signature that fits', () => {
  const good = 'a'.repeat(128);

  it.each<[string, Readonly<Record<string, string>>]>([
    ['short', { 'x-signature-ed25519': 'a'.repeat(126) }],
    ['long', { 'x-signature-ed25519': `${good}00` }],
    ['no hex', { 'x-signature-ed25519': 'z'.repeat(128) }],
    ['empty', { 'x-signature-ed25519': '' }],
    ['made up', { 'x-signature-ed25519': good }],
    ['over another time', { 'x-signature-timestamp': String(nowMs / 1000 - 1) }],
    ['over a time that is no number', { 'x-signature-timestamp': 'now' }],
    ['over a time with a fraction', { 'x-signature-timestamp': '1.5' }],
    ['over no time', { 'x-signature-timestamp': '' }],
    ['over a time without end', { 'x-signature-timestamp': '9'.repeat(400) }],
  ])('is answered with 401 where it is %s', async (_, changes) => {
    const { post, taken, log } = await opened();
    expect((await post(body, changes)).status).toBe(401);
    expect(taken).toEqual([]);
    expect(log.lines.map(({ level }) => level)).toEqual(['debug']);
  });

  it('is answered with 401 where a header is missing, or both', async () => {
    const { port, signed, taken } = await opened();
    const { 'x-signature-ed25519': signature = '', 'x-signature-timestamp': timestamp = '' } = { ...signed() };
    for (const headers of [{}, { 'x-signature-ed25519': signature }, { 'x-signature-timestamp': timestamp }]) {
      expect((await exchange(port, { method: 'POST', headers }, body)).status).toBe(401);
    }
    expect(taken).toEqual([]);
  });

  it('is answered with 401 where a header comes twice, even with the same words', async () => {
    const { port, signed, taken } = await opened();
    const { 'x-signature-ed25519': signature = '', 'x-signature-timestamp': timestamp = '' } = { ...signed() };
    const once = { 'content-type': 'application/json', 'x-signature-timestamp': timestamp };
    const headers = { ...once, 'x-signature-ed25519': [signature, signature] };
    expect((await exchange(port, { method: 'POST', headers }, body)).status).toBe(401);
    expect(taken).toEqual([]);
  });

  it('is answered with 401 where the body is another one, by one blank even', async () => {
    const { post, signed, taken } = await opened();
    for (const other of [`${body} `, body.replace(':2', ': 2'), body.replace('002', '003'), '']) {
      expect((await post(other, signed(body))).status).toBe(401);
    }
    expect(taken).toEqual([]);
  });

  it('is answered with 401 where somebody else signed', async () => {
    const { post, taken } = await opened();
    expect((await post(body, createSigningKey().headersFor(body, nowMs))).status).toBe(401);
    expect(taken).toEqual([]);
  });

  it('says nothing about what is wrong with the body', async () => {
    const { post } = await opened();
    expect((await post('not json', { 'x-signature-ed25519': good, 'content-type': 'text/plain' })).status).toBe(401);
  });
});

describe('a body', () => {
  it('of 512 KiB is taken, and no larger one', async () => {
    const { post, taken } = await opened();
    const empty = JSON.stringify({ ...interaction, pad: '' }).length;
    const padded = (bytes: number) => JSON.stringify({ ...interaction, pad: 'x'.repeat(bytes - empty) });
    expect((await post(padded(512 * 1024))).status).toBe(202);
    expect((await post(padded(512 * 1024 + 1))).status).toBe(413);
    expect(taken).toHaveLength(1);
  });

  it('that says it is larger is refused before it is read', async () => {
    const { port, signed } = await opened();
    const head = headOf({ ...signed(), 'content-length': String(1024 * 1024) });
    const { rest } = await raw(port, head);
    expect(await rest).toMatch(/^HTTP\/1.1 413 /u);
  });

  it('that does not say how large it is is read up to the limit', async () => {
    const { port, signed } = await opened();
    const chunk = `${(256 * 1024).toString(16)}\r\n${'x'.repeat(256 * 1024)}\r\n`;
    const { rest } = await raw(port, headOf({ ...signed(), 'transfer-encoding': 'chunked' }) + chunk.repeat(3));
    expect(await rest).toMatch(/^HTTP\/1.1 413 /u);
  });

  it('in chunks is put together', async () => {
    const { port, signed, taken } = await opened();
    const [one, other] = [body.slice(0, 9), body.slice(9)];
    const chunks = [one, other, ''].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('');
    const headers = { ...signed(), 'transfer-encoding': 'chunked', connection: 'close' };
    const { rest } = await raw(port, headOf(headers) + chunks);
    expect(await rest).toMatch(/^HTTP\/1.1 202 /u);
    expect(taken).toEqual([interaction]);
  });

  it('that has not come after three seconds is not waited for', async () => {
    const { port, signed, clock, taken } = await opened();
    const { rest } = await raw(port, `${headOf({ ...signed(), 'content-length': '100' })}half`);
    await expect.poll(() => clock.waiting(), { interval: 5 }).toBe(1);
    await clock.advance(2_999);
    expect(clock.waiting()).toBe(1);
    await clock.advance(1);
    expect(await rest).toMatch(/^HTTP\/1.1 408 .*connection: close/isu);
    expect([taken, clock.waiting()]).toEqual([[], 0]);
  });

  it('whose sender goes away is forgotten', async () => {
    const { port, signed, clock, endpoint, taken } = await opened();
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`${headOf({ ...signed(), 'content-length': '100' })}half`);
    await expect.poll(() => clock.waiting(), { interval: 5 }).toBe(1);
    socket.resetAndDestroy();
    await endpoint.idle();
    expect([taken, clock.waiting()]).toEqual([[], 0]);
  });
});

function headOf(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return ['POST /interactions HTTP/1.1', 'host: x', ...lines, '', ''].join('\r\n');
}

describe('another method', () => {
  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is answered with 405: %s', async (method) => {
    const { port, signed, taken } = await opened();
    const answer = await exchange(port, { method, headers: signed('') }, '');
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
    expect(taken).toEqual([]);
  });
});

describe('an endpoint', () => {
  it('takes nothing before it is open and after it has closed, not even a ping', async () => {
    const { endpoint, post, taken } = await opened({ isOpen: false });
    const ping = JSON.stringify({ type: 1 });
    const states = async () => [endpoint.isOpen(), (await post()).status, (await post(ping)).status];
    expect(await states()).toEqual([false, 503, 503]);
    endpoint.open();
    expect(await states()).toEqual([true, 202, 200]);
    endpoint.close();
    expect(await states()).toEqual([false, 503, 503]);
    endpoint.open();
    expect([endpoint.isOpen(), taken.length]).toEqual([false, 1]);
  });

  it.each([
    ['a good one', nowMs, 503],
    ['an old one', 0, 401],
  ])('that closes while it looks at %s takes nothing', async (_, atMs, status) => {
    const { endpoint, post, clock, taken, signed } = await opened();
    const now = () => {
      endpoint.close();
      return nowMs;
    };
    Object.assign(clock, { now });
    expect((await post(body, signed(body, atMs))).status).toBe(status);
    expect(taken).toEqual([]);
  });

  it('that closes refuses at once what has not come whole, so that nothing is taken that nobody answers', async () => {
    const { port, signed, clock, endpoint, taken } = await opened();
    const { rest } = await raw(
      port,
      `${headOf({ ...signed(), 'content-length': String(body.length) })}${body.slice(1)}`,
    );
    await expect.poll(() => clock.waiting(), { interval: 5 }).toBe(1);
    endpoint.close();
    await endpoint.idle();
    expect(await rest).toMatch(/^HTTP\/1.1 503 .*connection: close/isu);
    expect(taken).toEqual([]);
  });

  it('never writes a body or a token to the log', async () => {
    const { post, log, signed } = await opened();
    await post();
    await post(body, signed(`${body} `));
    await post(body, signed(body, 0));
    expect(JSON.stringify(log.lines)).not.toMatch(/secret|110000/u);
  });
});
