import type { Fault } from './faults.ts';
import type { UploadedFile } from './multipart.ts';

/** A request as it was received, and what became of it. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query: `/api/v10/channels/1/messages`. */
  readonly path: string;
  /** The name under which this Discord was asked: `127.0.0.1:PORT`, or that of what stands before it. */
  readonly host: string;
  readonly query: Readonly<Record<string, string>>;
  /** The route's path with its `:names`, below `/api/v10`; null when there is no such route. */
  readonly route: string | null;
  readonly hasAuthorization: boolean;
  /** The JSON body, or `payload_json` of a form; undefined without a body. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  readonly atMs: number;
  /** Null while it is being answered, and for one that was never answered. */
  readonly status: number | null;
  readonly response: unknown;
  readonly fault: Fault['kind'] | null;
}

/** The log of all requests in the order of their arrival. */
export interface RequestLog {
  readonly entries: readonly RecordedRequest[];
  add(request: Omit<RecordedRequest, 'status' | 'response' | 'fault'>, fault: Fault['kind'] | null): FinishRequest;
  /** Called when a request has arrived, before anything comes of it. */
  onArrived(listener: (request: RecordedRequest) => void): () => void;
  /** Called when a request has been answered. */
  onFinished(listener: (request: RecordedRequest) => void): () => void;
}

/** Writes the answer into the log. */
export type FinishRequest = (status: number, response: unknown) => void;

/** An empty log. */
export function createRequestLog(): RequestLog {
  const entries: RecordedRequest[] = [];
  const arrived = new Set<(request: RecordedRequest) => void>();
  const listeners = new Set<(request: RecordedRequest) => void>();
  return {
    entries,
    add(request, fault) {
      const received = { ...request, status: null, response: undefined, fault };
      const index = entries.push(received) - 1;
      for (const listener of [...arrived]) listener(received);
      return (status, response) => {
        const finished = { ...request, status, response, fault };
        entries[index] = finished;
        for (const listener of [...listeners]) listener(finished);
      };
    },
    onArrived(listener) {
      arrived.add(listener);
      return () => arrived.delete(listener);
    },
    onFinished(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
