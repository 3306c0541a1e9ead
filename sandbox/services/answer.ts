import type { ServerResponse } from 'node:http';

/** What a route answers, before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** An answer of any other type. */
export function content(status: number, type: string, body: Buffer | string): Answer {
  return { status, headers: { 'content-type': type }, body: Buffer.from(body) };
}

/** Writes the whole answer; a client that has gone away is no error. */
export function sendAnswer(outgoing: ServerResponse, answer: Answer): void {
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
  outgoing.end(answer.body);
}
