import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way of one process to a server of the stage: what passes it belongs to that process. */
export interface Gate {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  close(): void;
}

/** What a gate leads to. */
export interface GateTarget {
  readonly hostname: string;
  readonly port: number;
}

/**
 * Opens a gate. `onSent` is called with each piece that the process sends, before it goes on; what is cut
 * off at one side is cut off at the other.
 */
export async function openGate(
  { hostname, port }: GateTarget,
  onSent: (bytes: Buffer) => void = () => undefined,
): Promise<Gate> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.on('data', onSent);
    near.pipe(far);
    far.pipe(near);
  });
  const host = `127.0.0.1:${await listen(server)}`;
  return {
    host,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
}

/** A piece of what a client sends to PostgreSQL that changes something, or makes changes last. */
export function isWrite(bytes: Buffer): boolean {
  return /COMMIT|INSERT INTO|UPDATE |DELETE FROM/.test(bytes.toString('latin1'));
}
