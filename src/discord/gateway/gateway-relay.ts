import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { WebSocketManager } from '@discordjs/ws';

/** The proxy's way to an address. */
export interface Tunnels {
  /** False where the address is to be contacted directly. */
  covers(url: URL): boolean;
  open(url: URL): Promise<Duplex>;
}

/** @see createGatewayRelay */
export interface GatewayRelay {
  /** The address to connect to instead; the same one where no proxy is in the way. */
  addressFor(url: string): Promise<string>;
  close(): void;
}

/**
 * Takes the gateway's connection through a proxy. The WebSocket client of the gateway cannot be given a proxy, so it connects
 * to this process itself, which passes everything on through a tunnel. Only addresses that were asked for are passed on, each
 * behind a random path.
 */
export function createGatewayRelay(tunnels: Tunnels): GatewayRelay {
  const targets = new Map<string, URL>();
  const sockets = new Set<Duplex>();
  const server = createServer((_request, response) => response.writeHead(404).end());
  let listening: Promise<string> | undefined;

  server.on('upgrade', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://relay');
    const target = targets.get(pathname);
    if (target === undefined) {
      client.destroy();
      return;
    }
    sockets.add(client);
    client.once('close', () => sockets.delete(client));
    passOn(request, client, head, { target, search, tunnels }).catch(() => client.destroy());
  });

  return {
    async addressFor(url) {
      const target = new URL(url);
      listening ??= listen(server);
      const base = await listening;
      if (url.startsWith(base) || !tunnels.covers(target)) return url;
      const path =
        [...targets].find(([, known]) => known.href === target.href)?.[0] ?? `/${randomBytes(16).toString('hex')}`;
      targets.set(path, target);
      return `${base}${path}`;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

interface Passage {
  readonly target: URL;
  readonly search: string;
  readonly tunnels: Tunnels;
}

async function passOn(request: IncomingMessage, client: Duplex, head: Buffer, passage: Passage): Promise<void> {
  const { target, search, tunnels } = passage;
  client.on('error', () => undefined);
  const tunnel = await tunnels.open(target);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const gateway = target.protocol === 'wss:' ? connectTls({ socket: tunnel, servername: host }) : tunnel;
  for (const [one, other] of [
    [client, gateway],
    [gateway, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
  const lines = request.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() !== 'host' ? [`${name}: ${request.rawHeaders[index + 1]}`] : [],
  );
  const path = `${target.pathname}${search}`;
  gateway.write([`GET ${path} HTTP/1.1`, `Host: ${target.host}`, ...lines, '', ''].join('\r\n'));
  gateway.write(head);
  client.pipe(gateway);
  gateway.pipe(client);
}

/** Only this machine reaches it. */
function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}

/** Lets the gateway's client connect through the relay: at first, and when a session is resumed elsewhere. */
export function relayed(manager: WebSocketManager, relay: GatewayRelay): void {
  const fetchInformation = manager.fetchGatewayInformation.bind(manager);
  const { retrieveSessionInfo } = manager.options;
  Reflect.set(manager, 'fetchGatewayInformation', async (force?: boolean) => {
    const information = await fetchInformation(force);
    return { ...information, url: await relay.addressFor(information.url) };
  });
  Reflect.set(manager.options, 'retrieveSessionInfo', async (shardId: number) => {
    const session = await retrieveSessionInfo(shardId);
    return session && { ...session, resumeURL: await relay.addressFor(session.resumeURL) };
  });
}
