import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type JobId, jobId, type ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { providerNames } from '#providers/registry.ts';
import { answerMedia, type FindMedia, isMediaRequest } from './serve-media.ts';

/** What the operations server is made of. */
export interface OperationsOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Every check by name; ready means that all are true. A rejection counts as not ready. */
  readonly ready: () => Promise<Readonly<Record<string, boolean>>>;
  /** What keeps the process from being of any use, so that a supervisor should start it again; null, and when left out, nothing does. */
  readonly ailment?: () => string | null;
  readonly renderMetrics: () => Promise<{ contentType: string; text: string }>;
  /** The secret in the webhooks' path; null answers them all with 404. */
  readonly webhookSecret: string | null;
  /** A provider says that the job may have ended. It is a hint to ask earlier, never proof: the body is ignored. */
  readonly onWake: (jobId: JobId) => void;
  /** The file behind a signed link, or null; no file is served when left out. */
  readonly findMedia?: FindMedia | undefined;
  /** Answers what is asked of `/operator` and below it; 404 when left out. */
  readonly operatorPage?: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  /** Answers what is asked of `/interactions`; 404 when left out. */
  readonly interactions?: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  readonly log: Log;
}

/** A running operations server. */
export interface OperationsServer {
  readonly port: number;
  /** Stops listening and ends what is open. May be called twice. */
  close(): Promise<void>;
}

/**
 * Serves `GET /healthz`, `/readyz`, `/metrics`, the operator's page, files behind signed links, `POST /interactions` and `POST /webhooks/{provider}/{secret}/{jobId}`; everything else is 404.
 *
 * @throws the listening error, such as `EADDRINUSE`
 */
export async function serveOperations(options: OperationsOptions): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    const answered = partFor(request, options)?.(request, response) ?? answer(request, response, options);
    answered.catch((error: unknown) => {
      options.log.warn({ error, path: request.url }, 'the operations server could not answer');
      if (!response.headersSent) send(response, 500, 'error');
    });
  });
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.setTimeout(idleTimeoutMs);
  const port = await listening(server, options);
  return { port, close: () => closed(server) };
}

/** What answers by itself. */
function partFor({ url = '' }: IncomingMessage, { operatorPage, interactions }: OperationsOptions) {
  if (/^\/operator(?:[/?]|$)/u.test(url)) return operatorPage;
  return /^\/interactions(?:\?|$)/u.test(url) ? interactions : undefined;
}

const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;
/** Also ends an answer that never comes, so that a check that hangs cannot pile up connections. */
const idleTimeoutMs = 15_000;
const maxBodyBytes = 64 * 1024;

async function answer(request: IncomingMessage, response: ServerResponse, options: OperationsOptions): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  switch (`${request.method} ${path}`) {
    case 'GET /healthz':
      return answerHealth(response, options.ailment?.() ?? null);
    case 'GET /readyz':
      return await answerReady(response, options);
    case 'GET /metrics': {
      const { contentType, text } = await options.renderMetrics();
      return send(response, 200, text, contentType);
    }
  }
  const { webhookSecret, findMedia } = options;
  if (findMedia && isMediaRequest(request) && (await answerMedia(request, response, findMedia))) return;
  const wake = request.method === 'POST' && webhookSecret !== null ? readWakePath(path, webhookSecret) : null;
  if (wake === null) return send(response, 404, 'not found');
  if (!(await drained(request))) return send(response, 413, 'too large');
  options.onWake(wake.jobId);
  response.writeHead(204).end();
}

function answerHealth(response: ServerResponse, ailment: string | null): void {
  if (ailment === null) send(response, 200, 'ok');
  else send(response, 503, ailment);
}

async function answerReady(response: ServerResponse, options: OperationsOptions): Promise<void> {
  try {
    const checks = await options.ready();
    const isReady = Object.values(checks).every(Boolean);
    send(response, isReady ? 200 : 503, JSON.stringify({ ready: isReady, checks }), 'application/json');
  } catch (error) {
    options.log.warn({ error }, 'the readiness check failed');
    send(response, 503, JSON.stringify({ ready: false, checks: {} }), 'application/json');
  }
}

/** What is left of a refused request's body is not read: the connection ends with the answer. */
function send(response: ServerResponse, status: number, text: string, contentType = 'text/plain; charset=utf-8'): void {
  const connection = status === 404 || status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', ...connection }).end(text);
}

/** Reads the body to its end and forgets it; false as soon as it is larger than `maxBodyBytes`. */
async function drained(request: IncomingMessage): Promise<boolean> {
  let bytes = 0;
  // Destroying the request would take the socket away before the answer is sent.
  const chunks: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) return false;
  }
  return true;
}

function listening(server: Server, { host, port }: OperationsOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * The secret in the address that providers call, made from the bot token so that nothing more has to be configured or
 * stored. The providers sign nothing, so whoever knows the address can wake a job early, and nothing else.
 */
export function webhookSecret(botToken: string): string {
  return createHmac('sha256', botToken).update('easel webhooks, version 1').digest('hex');
}

/** Which job to wake, by which provider. */
interface Wake {
  readonly provider: ProviderName;
  readonly jobId: JobId;
}

/** Where a provider calls when the job ends. `publicUrl` has no trailing slash. */
export function wakeUrl(publicUrl: string, secret: string, wake: Wake): string {
  return `${publicUrl}/webhooks/${wake.provider}/${secret}/${wake.jobId}`;
}

/** Reads what `wakeUrl` wrote, from the path alone; null for any other path and for a wrong secret. */
export function readWakePath(path: string, secret: string): Wake | null {
  const [, provider, given, id] = /^\/webhooks\/(\w+)\/(\w+)\/([\w-]{1,64})$/.exec(path) ?? [];
  if (provider === undefined || given === undefined || id === undefined || !isSame(given, secret)) return null;
  return providerNames.includes(provider) ? { provider, jobId: jobId(id) } : null;
}

/** In constant time, whatever the lengths. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac('sha256', secret).update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
