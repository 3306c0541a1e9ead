import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, json, sendAnswer } from './answer.ts';
import { Faults } from './faults.ts';
import { injectFault } from './inject-fault.ts';
import { type RecordedRequest, readRequest, recordRequest, type ServiceRequest } from './read-request.ts';

/** What a stand-in needs to be served. */
export interface LoopbackOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly now: () => number;
  readonly handle: (request: ServiceRequest) => Answer | Promise<Answer>;
  /** The body of the fault `error_200`. */
  readonly errorBody: unknown;
}

/** A stand-in that listens. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string;
  /** Every request, oldest first, secrets removed. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: Faults;
  /** Breaks open connections. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 only. */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const requests: RecordedRequest[] = [];
  const faults = new Faults();
  const stopping = new AbortController();
  let baseUrl = '';

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, baseUrl);
    const recorded = recordRequest(request, options.now());
    requests.push(recorded);
    const answer = async (): Promise<Answer> => options.handle(request);
    const fault = faults.take(request);
    if (fault === null) return sendAnswer(outgoing, await answer());
    const applied = { kind: fault.kind, path: recorded.path, bytesSent: 0 };
    faults.applied.push(applied);
    await injectFault({ outgoing, fault, applied, answer, errorBody: options.errorBody, signal: stopping.signal });
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => giveUp(outgoing, error));
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  baseUrl = `http://127.0.0.1:${port}`;

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      stopping.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { baseUrl, requests, faults, stop };
}

/** A mistake of the stand-in must not look like a provider's answer. */
function giveUp(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent || outgoing.destroyed) {
    outgoing.destroy();
    return;
  }
  const isTooLarge = error instanceof RangeError;
  sendAnswer(
    outgoing,
    json(isTooLarge ? 413 : 500, { error: `stand-in: ${error instanceof Error ? error.message : 'unknown'}` }),
  );
}
