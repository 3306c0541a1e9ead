import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import { type RequestBody, readBody } from './body.ts';
import type { Fault, Faults } from './faults.ts';
import { openSignedUrl } from './files.ts';
import { type BucketAnswer, createRateLimiter, type RateLimiter, rateLimitHeaders } from './rate-limiter.ts';
import type { FinishRequest, RequestLog } from './requests.ts';
import { routes } from './routes/index.ts';
import { createRouter, type RouteMatch } from './routing.ts';
import { type Answer, sendAnswer, write } from './send-answer.ts';
import type { World } from './world.ts';

/** Answers one HTTP request. Never rejects. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The HTTP side: faults first, then authorisation, rate limits, sizes, and at last the route. */
export function createRequestListener(world: World, faults: Faults, log: RequestLog): RequestListener {
  const server: Server = {
    world,
    faults,
    log,
    limiter: createRateLimiter(world.settings.now),
    find: createRouter(routes),
  };
  return async (request, response) => {
    try {
      await handle(server, request, response);
    } catch (error) {
      if (!response.headersSent)
        write(response, { status: 500, body: { message: String(error), code: 0 }, headers: {} });
      response.destroy();
    }
  };
}

interface Server {
  readonly world: World;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly limiter: RateLimiter;
  readonly find: (method: string, path: string) => RouteMatch | null;
}

interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly match: RouteMatch | null;
  readonly authorization: string | undefined;
  readonly host: string;
  readonly body: RequestBody;
}

const apiPrefix = '/api/v10';

async function handle(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await read(server.world, server.find, request);
  const fault = server.faults.take(incoming.method, incoming.url.pathname, incoming.body);
  const finish = record(server, incoming, fault);
  if (!(await goesOn(server, fault, response))) return;
  const isReplaced = fault?.kind === 'status' || fault?.kind === 'html';
  const answer = isReplaced ? faultAnswer(fault) : await respond(server, incoming);
  finish(answer.status, answer.body instanceof Uint8Array ? undefined : answer.body);
  sendAnswer(response, answer, fault, server.world.settings.setTimer);
}

async function read(world: World, find: Server['find'], request: IncomingMessage): Promise<Incoming> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', world.origin);
  const match = url.pathname.startsWith(`${apiPrefix}/`) ? find(method, url.pathname.slice(apiPrefix.length)) : null;
  const body = await readBody(request, world.settings.requestLimitBytes);
  const { authorization, host = new URL(world.origin).host } = request.headers;
  return { method, url, match, authorization, host, body };
}

function record(
  { world, log }: Server,
  { method, url, match, authorization, host, body }: Incoming,
  fault: Fault | null,
): FinishRequest {
  const request = {
    method,
    path: url.pathname,
    host,
    query: Object.fromEntries(url.searchParams),
    route: match?.route.path ?? null,
    hasAuthorization: authorization !== undefined,
    body: body.json,
    files: body.files,
    atMs: world.settings.now(),
  };
  return log.add(request, fault?.kind ?? null);
}

async function goesOn(server: Server, fault: Fault | null, response: ServerResponse): Promise<boolean> {
  if (fault?.kind === 'hang') return false;
  if (fault?.kind === 'reset_before') {
    response.destroy();
    return false;
  }
  if (fault?.kind === 'delay')
    await new Promise<void>((resolve) => server.world.settings.setTimer(fault.delayMs ?? 1000, resolve));
  return true;
}

function faultAnswer(fault: Fault): Answer {
  const status = fault.status ?? 500;
  return { status, body: fault.body ?? { message: `${status}: injected`, code: 0 }, headers: fault.headers ?? {} };
}

async function respond(server: Server, incoming: Incoming): Promise<Answer> {
  if (incoming.method === 'GET' && cdnPath.test(incoming.url.pathname)) return serveFile(server, incoming.url);
  const { match } = incoming;
  if (match === null) return { status: 404, body: { message: '404: Not Found', code: 0 }, headers: {} };
  const refusal = refuseAccess(server, incoming, match);
  if (refusal !== null) return refusal;
  const bucket = takeBucket(server, match);
  if (bucket !== null && !bucket.answer.isAllowed) return limited(bucket.answer, 'user', bucket.headers);
  return { ...(await run(server, incoming, match)), headers: bucket?.headers ?? {} };
}

const cdnPath = /^\/(?:ephemeral-)?attachments\//;

function refuseAccess({ world, limiter }: Server, { authorization }: Incoming, { route }: RouteMatch): Answer | null {
  const { token, rateLimits } = world.settings;
  const isAuthorized = authorization === `Bot ${token}`;
  if (route.auth === 'bot' && !isAuthorized)
    return { status: 401, body: { message: '401: Unauthorized', code: 0 }, headers: {} };
  if (!isAuthorized || rateLimits.global === null) return null;
  const total = limiter.take('global', rateLimits.global);
  return total.isAllowed ? null : limited(total, 'global', {});
}

function takeBucket(
  { world, limiter }: Server,
  { route, params }: RouteMatch,
): { answer: BucketAnswer; headers: Record<string, string> } | null {
  const limit = route.bucket === null ? null : world.settings.rateLimits[route.bucket.kind];
  if (route.bucket === null || limit === null) return null;
  const id = route.bucket.kind === 'webhook' ? 'webhook' : `${route.method} ${route.path}`;
  const answer = limiter.take(`${id} ${params[route.bucket.by]}`, limit);
  return { answer, headers: rateLimitHeaders(answer, Buffer.from(id).toString('hex').slice(-32)) };
}

function limited(answer: BucketAnswer, scope: 'user' | 'global', headers: Record<string, string>): Answer {
  const seconds = answer.resetAfterMs / 1000;
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' },
    headers: {
      ...headers,
      'Retry-After': String(Math.ceil(seconds)),
      'X-RateLimit-Scope': scope,
      ...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
    },
  };
}

async function run(
  { world }: Server,
  { url, host, body }: Incoming,
  { route, params }: RouteMatch,
): Promise<Omit<Answer, 'headers'>> {
  try {
    if (body.problem !== null) throw new ApiError(body.problem);
    if (body.files.some((file) => file.bytes.byteLength > fileLimit(world, params))) throw new ApiError(40005);
    const { json, files } = body;
    const answer = await route.run({ world, host, params, query: url.searchParams, body: json, files });
    return { status: answer.status, body: answer.body };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body() };
    throw error;
  }
}

function fileLimit(world: World, params: Readonly<Record<string, string>>): number {
  const interaction = world.interactionsByToken.get(params.token ?? '');
  const channel = world.channels.get(interaction?.channelId ?? params.channel ?? '');
  return world.guilds.get(channel?.guildId ?? '')?.attachmentLimitBytes ?? world.settings.fileLimitBytes;
}

function serveFile({ world }: Server, url: URL): Answer {
  const file = openSignedUrl(world, url);
  if (file === null) return { status: 404, body: { message: 'This content is no longer available.' }, headers: {} };
  return { status: 200, body: file.bytes, headers: { 'Content-Type': file.contentType } };
}
