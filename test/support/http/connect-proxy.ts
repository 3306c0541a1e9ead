import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy that makes tunnels and notes where to. */
export interface ConnectProxy {
  readonly url: string;
  /** `host:port` of every tunnel that was asked for. */
  readonly targets: string[];
  /** The credentials that came with them. */
  readonly credentials: (string | undefined)[];
  /** The first byte that went through each tunnel; 22 begins TLS. */
  readonly firstBytes: number[];
}

/** @see startConnectProxy */
export interface ConnectProxyOptions {
  /** Answers every CONNECT with this status instead. */
  readonly status?: number;
  /** Where a host really is, for names that only the proxy knows; 127.0.0.1 for every host when left out. */
  readonly addressOf?: (host: string) => string;
  /** Never answers. */
  readonly isSilent?: boolean;
}

/** Starts a proxy that is closed with the test. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const { status, addressOf = () => '127.0.0.1', isSilent = false } = options;
  const notes = { targets: [] as string[], credentials: [] as (string | undefined)[], firstBytes: [] as number[] };
  const open = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => open.add(socket));
  server.on('connect', (request, client, head) => {
    const target = new URL(`http://${request.url}`);
    notes.targets.push(request.url ?? '');
    notes.credentials.push(request.headers['proxy-authorization']);
    client.on('error', () => undefined);
    if (isSilent) return;
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const upstream = connect(Number(target.port || 80), addressOf(target.hostname), () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      client.once('data', (chunk: Buffer) => notes.firstBytes.push(chunk[0] ?? -1));
      client.pipe(upstream);
      upstream.pipe(client);
    });
    open.add(upstream);
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, ...notes };
}
