import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/**
 * What the server does with a request. `hang_up` takes it and breaks the connection; `silence` never answers; `slow_body`
 * sends headers and a little, then nothing; `cut_body` announces more than it sends, then breaks the connection;
 * `endless` sends until the other side leaves.
 */
export type Reaction =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string | string[]>>;
      readonly body: string | Uint8Array;
    }
  | { readonly kind: 'hang_up' | 'silence' | 'slow_body' | 'cut_body' | 'endless' };

/** A loopback HTTP server that does what the test says. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Decides for every request to come. */
  react: (request: SeenRequest) => Reaction;
  /** Resolves with the next request, before it is answered. */
  nextRequest(): Promise<SeenRequest>;
  /** Resolves when an answer under way has lost its connection. */
  nextBreak(): Promise<void>;
  /** What has been handed to the connections of `endless` answers. */
  endlessBytes(): number;
  close(): Promise<void>;
}

/** JSON with a status of your choice. */
export function json(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string | string[]>> = {},
): Reaction {
  const body = JSON.stringify(value);
  return { kind: 'answer', status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** Starts one on a free port. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  let sentBytes = 0;
  const onRequest: ((request: SeenRequest) => void)[] = [];
  const onBreak: (() => void)[] = [];
  const http = createServer(async (message, response) => {
    response.on('close', () => {
      if (!response.writableFinished) for (const resolve of onBreak.splice(0)) resolve();
    });
    const request = await readSeen(message);
    server.requests.push(request);
    for (const resolve of onRequest.splice(0)) resolve(request);
    perform(server.react(request), response, (bytes) => {
      sentBytes += bytes;
    });
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const server: ScriptedServer = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    react: () => json({}),
    nextRequest: () => new Promise((resolve) => onRequest.push(resolve)),
    nextBreak: () => new Promise((resolve) => onBreak.push(resolve)),
    endlessBytes: () => sentBytes,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

async function readSeen(message: IncomingMessage): Promise<SeenRequest> {
  const chunks: Uint8Array[] = [];
  const pieces: AsyncIterable<Uint8Array> = message;
  for await (const piece of pieces) chunks.push(piece);
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function perform(reaction: Reaction, response: ServerResponse, onSent: (bytes: number) => void): void {
  switch (reaction.kind) {
    case 'answer':
      response.writeHead(reaction.status, reaction.headers).end(reaction.body);
      return;
    case 'hang_up':
      response.destroy();
      return;
    case 'silence':
      return;
    case 'slow_body':
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"status":');
      return;
    case 'cut_body':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"status":', () => response.destroy());
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': 'application/json' });
      pour(response, onSent);
  }
}

function pour(response: ServerResponse, onSent: (bytes: number) => void): void {
  const block = Buffer.alloc(65_536, ' ');
  if (response.destroyed) return;
  onSent(block.length);
  if (response.write(block)) setImmediate(() => pour(response, onSent));
  else response.once('drain', () => pour(response, onSent));
}
