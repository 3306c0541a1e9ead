import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which nothing arrives while it is silent, as where a cable is cut: nobody is told. */
export interface Wire {
  /** The server's address by this way. */
  readonly url: string;
  isSilent: boolean;
  close(): Promise<void>;
}

/** Opens a way to the server of `serverUrl`. */
export async function openWire(serverUrl: string): Promise<Wire> {
  const url = new URL(serverUrl);
  const { hostname, port } = url;
  const ends: Socket[] = [];
  const wire = { url: '', isSilent: false, close };
  const server = createServer((near) => {
    const far = connect(Number(port || 5432), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.push(from);
      from.on('error', () => undefined);
      from.on('data', (bytes) => void (wire.isSilent || to.write(bytes)));
      from.on('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function close(): Promise<void> {
    for (const end of ends) end.destroy();
    server.close();
    await once(server, 'close');
  }

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  wire.url = url.href;
  return wire;
}
