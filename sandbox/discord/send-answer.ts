import type { ServerResponse } from 'node:http';
import { withWrongTypes } from '../wrong-types.ts';
import type { Fault } from './faults.ts';

/** What Discord says to one request. */
export interface Answer {
  readonly status: number;
  /** Bytes of a file, JSON, or undefined for none. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Runs `next` later; a piece of an answer at a time. */
type Later = (delayMs: number, next: () => void) => void;

/** Writes the answer, in the way that the fault asks for. */
export function sendAnswer(response: ServerResponse, answer: Answer, fault: Fault | null, later: Later): void {
  switch (fault?.kind) {
    case 'reset_after':
      response.destroy();
      return;
    case 'html':
      response.writeHead(answer.status, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
      return;
    case 'truncated':
      sendHalf(response, answer);
      return;
    case 'slow_body':
      sendPieces(response, answer, (next) => later(fault.delayMs ?? 50, next));
      return;
    case 'wrong_types':
      write(response, { ...answer, body: answer.body === undefined ? undefined : withWrongTypes(answer.body) });
      return;
    default:
      write(response, answer);
  }
}

/** Writes the whole answer. */
export function write(response: ServerResponse, { status, body, headers }: Answer): void {
  if (body instanceof Uint8Array) response.writeHead(status, headers).end(body);
  else if (body === undefined) response.writeHead(status, headers).end();
  else response.writeHead(status, { ...headers, 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

const page = '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>';
const pieces = 16;

function bytesOf({ body }: Answer): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(body === undefined ? '' : JSON.stringify(body));
}

/** Announces the whole and breaks off in the middle. An answer without a body breaks off within its head. */
function sendHalf(response: ServerResponse, answer: Answer): void {
  const bytes = bytesOf(answer);
  if (bytes.length === 0) {
    response.socket?.end(`HTTP/1.1 ${answer.status} `);
    return;
  }
  const { status, headers } = answer;
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': String(bytes.length),
  });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

/** The head at once, then the body; an answer without one comes late. */
function sendPieces(response: ServerResponse, answer: Answer, later: (next: () => void) => void): void {
  const bytes = bytesOf(answer);
  if (bytes.length === 0) {
    later(() => write(response, answer));
    return;
  }
  const size = Math.ceil(bytes.length / pieces);
  response.writeHead(answer.status, { ...answer.headers, 'Content-Type': 'application/json' });
  response.flushHeaders();
  const sendFrom = (start: number): void => {
    if (start >= bytes.length) {
      response.end();
      return;
    }
    response.write(bytes.subarray(start, start + size));
    later(() => sendFrom(start + size));
  };
  later(() => sendFrom(0));
}
