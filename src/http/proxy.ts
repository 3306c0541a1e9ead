import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy that connections are made through. */
export interface HttpProxy {
  /** False where `NO_PROXY` names the host. */
  covers(host: string, port: number): boolean;
  /** Opens a tunnel with CONNECT. Resolves with a socket that leads to `host`. @throws {@link ProxyRefused} */
  open(host: string, port: number): Promise<Socket>;
}

interface ProxySettings {
  /** `http://` or `https://`, with user and password where the proxy wants them. */
  readonly url: string;
  /** The entries of `NO_PROXY`. */
  readonly noProxy: readonly string[];
  /** How long a tunnel may take. */
  readonly timeoutMs?: number;
}

/** The proxy gave no tunnel. Nothing has reached the host behind it. */
class ProxyRefused extends Error {
  override readonly name = 'ProxyRefused';
  /** Read as undici's own codes are. */
  readonly code = 'EASEL_PROXY_REFUSED';

  constructor(reason: string, cause?: unknown) {
    super(`the proxy of HTTPS_PROXY gives no connection: ${reason}`, { cause });
  }
}

const defaultTimeoutMs = 10_000;

/** Makes the one function through which every outgoing connection is tunnelled. */
export function openProxy({ url, noProxy, timeoutMs = defaultTimeoutMs }: ProxySettings): HttpProxy {
  const proxy = new URL(url);
  const isExempt = exemptionsOf(noProxy);
  return {
    covers: (host, port) => !isExempt(bare(host), port),
    open: (host, port) => tunnel(proxy, `${isIP(bare(host)) === 6 ? `[${bare(host)}]` : host}:${port}`, timeoutMs),
  };
}

function tunnel(proxy: URL, target: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? requestHttps : requestHttp)({
      host: bare(proxy.hostname),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorizationOf(proxy) },
      agent: false,
      timeout: timeoutMs,
    });
    const fail = (reason: string, cause?: unknown) => {
      request.destroy();
      reject(new ProxyRefused(reason, cause));
    };
    request.once('connect', (response, socket, head) => {
      socket.setTimeout(0);
      if (response.statusCode !== 200) return fail(`status ${response.statusCode}`);
      if (head.byteLength > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once('response', (response) => fail(`status ${response.statusCode}`));
    request.once('timeout', () => fail('no answer in time'));
    request.once('error', (error) => fail(String(Reflect.get(error, 'code') ?? error.message), error));
    request.end();
  });
}

function authorizationOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

type Exempt = (host: string, port: number) => boolean;

/** `*`, a host and everything below it (with or without `.` or `*.` before it), an address, a network, each with an optional port. */
function exemptionsOf(entries: readonly string[]): Exempt {
  const rules = entries.map(exemptionOf);
  return (host, port) => rules.some((rule) => rule(host.toLowerCase(), port));
}

function exemptionOf(entry: string): Exempt {
  if (entry === '*') return () => true;
  const network = networkOf(entry);
  if (network !== null) return (host) => isIn(network, host);
  const [, name = entry, port] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
  const wanted = bare(name.toLowerCase()).replace(/^\*?\./, '');
  return (host, hostPort) =>
    (port === undefined || Number(port) === hostPort) && (host === wanted || host.endsWith(`.${wanted}`));
}

function networkOf(entry: string): BlockList | null {
  const [address = '', prefix] = entry.split('/');
  if (prefix === undefined || isIP(address) === 0) return null;
  const network = new BlockList();
  network.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return network;
}

function isIn(network: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && network.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/** The same for addresses. `ws:` and `wss:` have the ports of `http:` and `https:`. */
export function tunnelsOf(proxy: HttpProxy) {
  const portOf = (url: URL) => Number(url.port || (/^(https|wss):$/.test(url.protocol) ? 443 : 80));
  return {
    covers: (url: URL): boolean => proxy.covers(url.hostname, portOf(url)),
    open: (url: URL): Promise<Duplex> => proxy.open(bare(url.hostname), portOf(url)),
  };
}
