import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { InteractionResponseType, InteractionType } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import { isSnowflake } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { createVerify, readSignature, type VerifySignature } from './signature.ts';

interface EndpointOptions {
  /** Of the application, 64 hex digits. */
  readonly publicKey: string;
  /** Gets the payload of every interaction, in the order of arrival. Must not throw. */
  readonly take: (payload: unknown) => void;
  readonly clock: Pick<Clock, 'now' | 'wait'>;
  readonly log: Log;
}

/** Where Discord posts interactions to. */
export interface InteractionEndpoint {
  /** Answers one request. Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Interactions are taken from now on; until then requests are answered with 503. */
  open(): void;
  /** Requests are answered with 503 from now on, also those that have not been read whole. */
  close(): void;
  isOpen(): boolean;
  /** Resolves when every request that has arrived is answered. */
  idle(): Promise<void>;
}

/** The largest interactions name a message full of embeds and menus, in JSON that escapes each character: 450 KiB. */
const maxBodyBytes = 512 * 1024;
/** Discord itself waits no longer for an answer. */
const bodyTimeoutMs = 3_000;
/**
 * How far the signed time may be from this machine's clock. Every interaction is taken once, so a copy does nothing at any age. The window
 * bounds what a stolen request is good for, and leaves room for a clock that runs wrong by minutes: Discord repeats nothing.
 */
const windowMs = 5 * 60_000;

/**
 * Takes interactions from signed requests. Each is answered with 202 and no body once it is taken; what the member reads is sent to the
 * callback endpoint, as for an interaction from the gateway. A copy gets 202 too, and nothing comes of it.
 *
 * @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback, read 2026-11-28
 */
export function createInteractionEndpoint(options: EndpointOptions): InteractionEndpoint {
  const { take, log } = options;
  const isSigned = createVerify(options.publicKey);
  const underWay = new Set<Promise<void>>();
  const reading = new Set<AbortController>();
  let stage: 'starting' | 'open' | 'closed' = 'starting';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const over = new AbortController();
    reading.add(over);
    const verdict = stage === 'open' ? await judge({ ...options, isSigned, over }, request) : unavailable;
    reading.delete(over);
    // Nothing may wait between this look and the hand-over: what is taken is answered, what is not is refused.
    const outcome = stage === 'open' || verdict.kind === 'refused' ? verdict : unavailable;
    send(response, outcome);
    if (outcome.kind === 'interaction') take(outcome.payload);
    if (outcome.kind === 'refused') log.debug({ reason: outcome.reason }, 'a request to /interactions was refused');
    await finished(response).catch(() => undefined);
  };

  return {
    answer(request, response) {
      const answered = answer(request, response).finally(() => underWay.delete(answered));
      underWay.add(answered);
      return answered;
    },
    open() {
      if (stage === 'starting') stage = 'open';
    },
    close() {
      stage = 'closed';
      for (const over of reading) over.abort(new Error('closed'));
    },
    isOpen: () => stage === 'open',
    async idle() {
      await Promise.all(underWay);
    },
  };
}

interface Refusal {
  readonly kind: 'refused';
  readonly status: 400 | 401 | 405 | 408 | 413 | 415 | 503;
  readonly reason: string;
}

type Verdict = Refusal | { readonly kind: 'ping' } | { readonly kind: 'interaction'; readonly payload: unknown };

function refused(status: Refusal['status'], reason: string): Refusal {
  return { kind: 'refused', status, reason };
}

/** A proxy in front of several processes may pass the request on to another one. */
const unavailable = refused(503, 'no interactions are taken now');

interface JudgeDeps extends EndpointOptions {
  readonly isSigned: VerifySignature;
  /** Ends the wait for the body: it has arrived, or it is not waited for any longer. */
  readonly over: AbortController;
}

/** The signature comes before all that is said about the body: without one a sender learns nothing. */
async function judge(deps: JudgeDeps, request: IncomingMessage): Promise<Verdict> {
  const { clock, log, isSigned } = deps;
  if (request.method !== 'POST') return refused(405, 'POST only');
  const claimed = readSignature(request.headers);
  if (claimed === null) return refused(401, 'no signature');
  const body = await readBody(deps, request);
  if (!Buffer.isBuffer(body)) return body;
  if (!isSigned(claimed, body)) return refused(401, 'the signature does not fit');
  const aheadMs = claimed.signedAtMs - clock.now();
  if (Math.abs(aheadMs) > windowMs) {
    log.warn(
      { aheadMs },
      'a signed interaction is from another time: it is a copy, or the clock of this machine is wrong',
    );
    return refused(401, 'the signature is from another time');
  }
  return readPayload(request, body);
}

/** The bytes as they came, or why they are not waited for. */
async function readBody({ clock, over }: JudgeDeps, request: IncomingMessage): Promise<Buffer | Refusal> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return tooLarge;
  const patience = clock.wait(bodyTimeoutMs, over.signal).then(
    () => refused(408, 'the body came too slowly'),
    () => unavailable,
  );
  try {
    return await Promise.race([collect(request), patience]);
  } finally {
    over.abort(new Error('over'));
  }
}

const tooLarge = refused(413, 'too large');

async function collect(request: IncomingMessage): Promise<Buffer | Refusal> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Destroying the request would take the socket away before the answer is sent.
    const arriving: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of arriving) {
      bytes += chunk.byteLength;
      if (bytes > maxBodyBytes) return tooLarge;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    return refused(400, 'the sender went away');
  }
}

/** An interaction of any kind that the dispatch may know; it looks at the rest. */
function readPayload({ headers }: IncomingMessage, body: Buffer): Verdict {
  if (!/^application\/json(?:\s*;|$)/i.test(headers['content-type'] ?? '')) return refused(415, 'JSON only');
  const payload = jsonOf(body);
  const { data } = envelopeSchema.safeParse(payload);
  if (data === undefined) return refused(400, 'no interaction');
  return data.type === InteractionType.Ping ? { kind: 'ping' } : { kind: 'interaction', payload };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** What is left of a refused request's body is not read: the connection ends with the answer. */
function send(response: ServerResponse, verdict: Verdict): void {
  switch (verdict.kind) {
    case 'refused': {
      const allow = verdict.status === 405 ? { allow: 'POST' } : {};
      response.writeHead(verdict.status, { ...headersOf('text/plain'), connection: 'close', ...allow });
      response.end(verdict.reason);
      return;
    }
    case 'ping':
      response.writeHead(200, headersOf('application/json'));
      response.end(JSON.stringify({ type: InteractionResponseType.Pong }));
      return;
    case 'interaction':
      response.writeHead(202, { 'content-length': 0 }).end();
  }
}

function headersOf(contentType: string) {
  return { 'content-type': contentType, 'cache-control': 'no-store' };
}

/** The kinds that the dispatch reads. */
const takenTypes = [
  InteractionType.ApplicationCommand,
  InteractionType.MessageComponent,
  InteractionType.ApplicationCommandAutocomplete,
  InteractionType.ModalSubmit,
] as const;
const envelopeSchema = z.union([
  z.object({ type: z.literal(InteractionType.Ping) }),
  z.object({ type: z.literal(takenTypes), id: z.string().refine(isSnowflake) }),
]);
