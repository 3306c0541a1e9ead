import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { wait } from '#core/clock.ts';
import { withWrongTypes } from '../wrong-types.ts';
import { type Answer, content, json, sendAnswer } from './answer.ts';
import type { AppliedFault, Fault } from './faults.ts';

/** What a fault works on. */
export interface FaultyExchange {
  readonly outgoing: ServerResponse;
  readonly fault: Fault;
  readonly applied: AppliedFault;
  /** Lets the service do its work. */
  readonly answer: () => Promise<Answer>;
  /** The service's own form of an error under status 200. */
  readonly errorBody: unknown;
  /** Ends every wait when the stand-in stops. */
  readonly signal: AbortSignal;
}

const hugeBytes = 200_000_000;
const pieceBytes = 64 * 1024;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const wrongType = 'application/octet-stream';
const page = '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>';

/** Answers wrongly, in the way the fault asks for. */
export async function injectFault(exchange: FaultyExchange): Promise<void> {
  const { outgoing, fault } = exchange;
  switch (fault.kind) {
    case 'status':
      return sendAnswer(outgoing, json(fault.status ?? 500, fault.body ?? exchange.errorBody, fault.headers));
    case 'html':
      return sendAnswer(outgoing, content(fault.status ?? 502, 'text/html; charset=utf-8', page));
    case 'error_200':
      return sendAnswer(outgoing, json(200, fault.body ?? exchange.errorBody));
    case 'not_an_image':
      return sendAnswer(outgoing, content(200, 'image/png', page));
    case 'redirect_private':
      return redirect(exchange);
    case 'huge':
      return sendHuge(exchange);
    case 'reset_before':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'truncated':
      return sendHalf(outgoing, await exchange.answer());
    case 'half_json': {
      const answer = await exchange.answer();
      return sendAnswer(outgoing, { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) });
    }
    case 'wrong_type':
      return sendAnswer(outgoing, { ...(await exchange.answer()), headers: { 'content-type': wrongType } });
    case 'wrong_types':
      return sendAnswer(outgoing, withOtherTypes(await exchange.answer()));
    case 'hang':
      await exchange.answer();
      return;
    case 'slow_body':
      return sendSlowly(exchange, await exchange.answer());
    case 'delay':
      return sendLate(exchange, await exchange.answer());
    case 'reset_after':
      await exchange.answer();
      outgoing.socket?.resetAndDestroy();
      return;
  }
}

/** What is no JSON, such as a picture, becomes a page under the same content type. */
function withOtherTypes({ status, headers, body }: Answer): Answer {
  if (!headers['content-type']?.startsWith('application/json')) return { status, headers, body: Buffer.from(page) };
  return json(status, withWrongTypes(JSON.parse(body.toString())));
}

/** Announces the whole and breaks off in the middle. */
function sendHalf(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
}

async function sendLate({ outgoing, fault, signal }: FaultyExchange, answer: Answer): Promise<void> {
  await wait(fault.delayMs ?? 1000, signal);
  sendAnswer(outgoing, answer);
}

function sendSlowly({ outgoing, fault, signal }: FaultyExchange, answer: Answer): Promise<void> {
  outgoing.writeHead(answer.status, answer.headers);
  return stream(slowPieces(answer.body, fault.delayMs ?? 50, signal), outgoing);
}

function redirect({ outgoing, fault }: FaultyExchange): void {
  outgoing.writeHead(fault.status ?? 302, { location: fault.location ?? 'http://169.254.169.254/latest/meta-data/' });
  outgoing.end();
}

function sendHuge({ outgoing, applied }: FaultyExchange): Promise<void> {
  const isImage = applied.path.startsWith('/output/');
  outgoing.writeHead(200, { 'content-type': isImage ? 'image/png' : 'application/json' });
  return stream(hugePieces(isImage ? pngSignature : Buffer.from('{"padding":"'), applied), outgoing);
}

function* hugePieces(start: Buffer, applied: AppliedFault): Generator<Buffer> {
  const piece = Buffer.alloc(pieceBytes, 0x20);
  for (const first of [start, piece]) {
    applied.bytesSent += first.length;
    yield first;
  }
  while (applied.bytesSent < hugeBytes) {
    applied.bytesSent += piece.length;
    yield piece;
  }
}

async function* slowPieces(body: Buffer, delayMs: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const bytes = Math.max(1, Math.ceil(body.length / 16));
  for (let start = 0; start < body.length; start += bytes) {
    await wait(delayMs, signal);
    yield body.subarray(start, start + bytes);
  }
}

/** A client that hangs up, or the stand-in's stop, ends the stream; neither is an error here. */
async function stream(pieces: Iterable<Buffer> | AsyncIterable<Buffer>, outgoing: ServerResponse): Promise<void> {
  await pipeline(Readable.from(pieces, { objectMode: false, highWaterMark: pieceBytes }), outgoing).catch(() =>
    outgoing.destroy(),
  );
}
