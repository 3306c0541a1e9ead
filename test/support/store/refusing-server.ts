import { once } from 'node:events';
import { createServer } from 'node:net';

/** A message of PostgreSQL's protocol. @see https://www.postgresql.org/docs/15/protocol-message-formats.html read 2026-11-29 */
function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const asked = message('R', Buffer.from('\0\0\0\x0aSCRAM-SHA-256\0\0'));
const challenged = message('R', Buffer.from('\0\0\0\x0br=nonce,s=salt,i=4096'));
const letIn = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
const shutDown = 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
const noEntry = 'SFATAL\0C28000\0Mno entry for host "::1", user "easel", no encryption\0\0';

/** What a PostgreSQL server that is of no use says to one message after the other. */
export const answers = {
  noTls: [Buffer.from('N')],
  asksForPassword: [asked, challenged],
  /** In one packet, as where a server is ended right then. */
  letsInAndEnds: [Buffer.concat([letIn, message('E', Buffer.from(shutDown))])],
  demandsTls: [message('E', Buffer.from(noEntry))],
} as const;

/** A server that answers the messages of each connection so, and then no more. */
export async function openRefusingServer(
  lines: readonly Buffer[],
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((socket) => {
    const left = [...lines];
    socket.on('error', () => undefined);
    socket.on('data', () => {
      const next = left.shift();
      if (next !== undefined) socket.write(next);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
