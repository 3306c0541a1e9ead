import type { IncomingMessage } from 'node:http';

/** A request as the routes see it. */
export interface ServiceRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; `undefined` when there was none or it could not be parsed. */
  readonly body: unknown;
  /** As it was sent. */
  readonly bytes: Buffer;
  /** Scheme, host and port under which the stand-in is reached. */
  readonly origin: string;
}

/** What the stand-in remembers of a request. Keys and tokens are replaced by `***`. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly atMs: number;
}

const maxBodyBytes = 64 * 1024 * 1024;
const secretKeys: ReadonlySet<string> = new Set(['authorization', 'cookie', 'apikey']);

/** True for a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the whole request. @throws RangeError above 64 MiB */
export async function readRequest(incoming: IncomingMessage, origin: string): Promise<ServiceRequest> {
  const url = new URL(incoming.url ?? '/', origin);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? '')]);
  const bytes = await readBytes(incoming);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: parse(bytes.toString('utf8')),
    bytes,
    origin: incoming.headers.host === undefined ? origin : `http://${incoming.headers.host}`,
  };
}

/** Removes what nobody should find in a log. */
export function recordRequest(request: ServiceRequest, atMs: number): RecordedRequest {
  const query = request.query.size === 0 ? '' : `?${request.query}`;
  const headers = Object.entries(request.headers).map(([name, value]) => [name, secretKeys.has(name) ? '***' : value]);
  return {
    method: request.method,
    path: `${request.path}${query}`,
    headers: Object.fromEntries(headers),
    body: withoutSecrets(request.body),
    atMs,
  };
}

function withoutSecrets(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const entries = Object.entries(body).map(([key, value]) => [key, secretKeys.has(key.toLowerCase()) ? '***' : value]);
  return Object.fromEntries(entries);
}

async function readBytes(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBodyBytes) throw new RangeError('request body above 64 MiB');
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
