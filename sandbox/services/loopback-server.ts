import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createDoor, type Door } from '../door.ts';
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

/** A request on its way through a stand-in; `answer` is what the service says to it, null until then. */
export interface ServiceExchange {
  readonly request: RecordedRequest;
  readonly answer: Answer | null;
  /** True once the whole answer has been handed to the connection; a fault may keep it back, or spoil it. */
  readonly hasLeft: boolean;
}

/** Hears of every request when it has arrived, when the service has done its work, and when the answer has left. */
export type ExchangeListener = (exchange: ServiceExchange) => void;

/** A stand-in that listens. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string;
  /** Every request, oldest first, secrets removed. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: Faults;
  /** Returns what stops it. */
  onExchange(listener: ExchangeListener): () => void;
  readonly door: Door;
  /** Breaks open connections. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 only. */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const requests: RecordedRequest[] = [];
  const faults = new Faults();
  const stopping = new AbortController();
  const listeners = new Set<ExchangeListener>();
  const tell = (exchange: ServiceExchange) => {
    for (const listener of [...listeners]) listener(exchange);
  };
  let baseUrl = '';

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, baseUrl);
    const recorded = recordRequest(request, options.now());
    requests.push(recorded);
    tell({ request: recorded, answer: null, hasLeft: false });
    const answer = async (): Promise<Answer> => {
      const given = await options.handle(request);
      tell({ request: recorded, answer: given, hasLeft: false });
      outgoing.once('finish', () => tell({ request: recorded, answer: given, hasLeft: true }));
      return given;
    };
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
  const onExchange = (listener: ExchangeListener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return { baseUrl, requests, faults, onExchange, door: createDoor(server, port), stop };
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
