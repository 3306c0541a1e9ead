import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createGatewayRelay } from '#discord/gateway/gateway-relay.ts';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { openGuardedAgent, publicWeb } from '#http/guarded-agent.ts';
import { openProxy, tunnelsOf } from '#http/proxy.ts';
import { createSend } from '#http/send.ts';
import { startConnectProxy } from '../support/http/connect-proxy.ts';

async function startServer(): Promise<number> {
  const server = createServer((_request, response) => response.end('hello'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function get(agent: OpenAgent, url: string, timeoutMs = 5_000) {
  onTestFinished(agent.close);
  const { signal } = new AbortController();
  return createSend(agent)({ method: 'GET', url, headers: {}, timeoutMs, signal });
}

describe('NO_PROXY', () => {
  it.each([
    ['example.com', 'example.com', 443, true],
    ['example.com', 'api.example.com', 443, true],
    ['example.com', 'badexample.com', 443, false],
    ['.example.com', 'API.example.com', 443, true],
    ['*.example.com', 'api.example.com', 443, true],
    ['example.com:8443', 'example.com', 8443, true],
    ['example.com:8443', 'example.com', 443, false],
    ['localhost', 'localhost', 80, true],
    ['127.0.0.1', '127.0.0.1', 1234, true],
    ['::1', '[::1]', 80, true],
    ['[::1]:81', '[::1]', 80, false],
    ['10.0.0.0/8', '10.2.3.4', 80, true],
    ['10.0.0.0/8', '11.2.3.4', 80, false],
    ['10.0.0.0/8', 'ten.example', 80, false],
    ['fd00::/8', '[fd12::1]', 80, true],
    ['*', 'anything.example', 80, true],
  ])('%s and %s:%i: direct is %s', (entry, host, port, isDirect) => {
    const proxy = openProxy({ url: 'http://127.0.0.1:1', noProxy: ['other.example', entry] });
    expect(proxy.covers(host, port)).toBe(!isDirect);
  });
});

describe('a call through a proxy', () => {
  it('reaches a host that only the proxy knows', async () => {
    const [seen, port] = [await startConnectProxy(), await startServer()];
    const agent = openAgent({ proxy: openProxy({ url: seen.url, noProxy: [] }) });
    expect(await get(agent, `http://far.invalid:${port}/`)).toMatchObject({ kind: 'answered', text: 'hello' });
    expect(seen.targets).toEqual([`far.invalid:${port}`]);
  });

  it('speaks TLS with the host, not with the proxy', async () => {
    const [seen, port] = [await startConnectProxy(), await startServer()];
    const agent = openAgent({ proxy: openProxy({ url: seen.url, noProxy: [] }) });
    expect(await get(agent, `https://far.invalid:${port}/`)).toMatchObject({ kind: 'unreached' });
    expect(seen.targets).toEqual([`far.invalid:${port}`]);
    expect(seen.firstBytes).toEqual([22]);
  });

  it('that the proxy refuses has certainly not arrived', async () => {
    const seen = await startConnectProxy({ status: 403 });
    const agent = openAgent({ proxy: openProxy({ url: seen.url, noProxy: [] }) });
    expect(await get(agent, 'https://far.invalid/')).toEqual({ kind: 'unreached', reason: 'EASEL_PROXY_REFUSED' });
    expect(seen.targets).toEqual(['far.invalid:443']);
  });

  it('is given up where the proxy is silent, gone, or no proxy at all', async () => {
    const silent = await startConnectProxy({ isSilent: true });
    const server = await startServer();
    for (const [url, reason] of [
      [silent.url, 'no answer in time'],
      ['http://127.0.0.1:1', 'ECONNREFUSED'],
      [`http://127.0.0.1:${server}`, 'ECONNRESET'],
      [`https://127.0.0.1:${server}`, 'EPROTO'],
    ] as const) {
      const proxy = openProxy({ url, noProxy: [], timeoutMs: 100 });
      await expect(proxy.open('far.invalid', 443)).rejects.toThrow(/the proxy of HTTPS_PROXY gives no connection/u);
      if (reason === 'no answer in time') await expect(proxy.open('::1', 80)).rejects.toThrow(reason);
    }
    expect(silent.targets).toEqual(['far.invalid:443', '[::1]:80']);
  });
});

describe('a file from an address that somebody names, through a proxy', () => {
  it('is fetched from the address that was looked at, not from whatever the proxy finds under the name', async () => {
    const [seen, port] = [await startConnectProxy(), await startServer()];
    const rules = { mayFetch: () => true, mayConnect: () => true };
    const agent = openGuardedAgent(rules, openProxy({ url: seen.url, noProxy: [] }));
    expect(await get(agent, `http://localhost:${port}/`)).toMatchObject({ kind: 'answered', text: 'hello' });
    expect(await get(agent, `http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answered' });
    expect(new Set(seen.targets)).toEqual(new Set([`127.0.0.1:${port}`]));
  });

  it('is not asked of the proxy where the name leads inside, or nowhere', async () => {
    const [seen, port] = [await startConnectProxy(), await startServer()];
    const agent = openGuardedAgent(publicWeb, openProxy({ url: seen.url, noProxy: [] }));
    expect(await get(agent, `https://localhost:${port}/`)).toMatchObject({ reason: 'EASEL_ADDRESS_REFUSED' });
    expect(await get(agent, 'https://nowhere.invalid/')).toMatchObject({ kind: 'unreached' });
    expect(seen.targets).toEqual([]);
  });
});

describe('the relay for the gateway', () => {
  async function open() {
    const seen = await startConnectProxy();
    const relay = createGatewayRelay(tunnelsOf(openProxy({ url: seen.url, noProxy: ['direct.example'] })));
    onTestFinished(relay.close);
    return { seen, relay };
  }

  it('speaks TLS with the gateway itself', async () => {
    const [{ seen, relay }, port] = [await open(), await startServer()];
    const socket = new WebSocket(await relay.addressFor(`wss://gateway.invalid:${port}`));
    const [error]: unknown[] = await once(socket, 'error');
    expect(error).toBeInstanceOf(Error);
    expect(seen.targets).toEqual([`gateway.invalid:${port}`]);
    expect(seen.firstBytes).toEqual([22]);
  });

  it('leaves alone what NO_PROXY names, and what is its own already', async () => {
    const { relay } = await open();
    expect(await relay.addressFor('wss://direct.example/')).toBe('wss://direct.example/');
    const mine = await relay.addressFor('wss://gateway.invalid/');
    expect(mine).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/u);
    expect(await relay.addressFor(mine)).toBe(mine);
    expect(await relay.addressFor('wss://gateway.invalid/')).toBe(mine);
  });

  it('passes on nothing that it was not asked for', async () => {
    const { seen, relay } = await open();
    const { origin } = new URL((await relay.addressFor('wss://gateway.invalid/')).replace('ws:', 'http:'));
    expect((await fetch(`${origin}/`)).status).toBe(404);
    const stranger = new WebSocket(`${origin.replace('http:', 'ws:')}/${'0'.repeat(32)}`);
    await once(stranger, 'error');
    expect(seen.targets).toEqual([]);
  });

  it('ends the connection where the proxy gives no tunnel', async () => {
    const refusing = await startConnectProxy({ status: 502 });
    const relay = createGatewayRelay(tunnelsOf(openProxy({ url: refusing.url, noProxy: [] })));
    onTestFinished(relay.close);
    await once(new WebSocket(await relay.addressFor('wss://gateway.invalid')), 'error');
    expect(refusing.targets).toEqual(['gateway.invalid:443']);
  });
});
