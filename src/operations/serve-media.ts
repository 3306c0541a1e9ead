import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { FoundMedia } from '#media/kept-media.ts';

/** The file behind a signed link, or null. */
export type FindMedia = (path: string, query: URLSearchParams) => FoundMedia | null;

/** Whether this asks for a kept file. */
export function isMediaRequest({ method, url }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && (url ?? '').startsWith('/media/');
}

/**
 * Answers with a whole file, or the part of it that is asked for: players seek.
 *
 * @returns false, and nothing is sent, where there is no such file
 * @see RFC 9110, sections 14.1 to 14.4
 */
export async function answerMedia(
  request: IncomingMessage,
  response: ServerResponse,
  findMedia: FindMedia,
): Promise<boolean> {
  const [path = '', query] = (request.url ?? '').split('?', 2);
  const found = findMedia(path, new URLSearchParams(query));
  const size = found === null ? null : await sizeOf(found.path);
  if (found === null || size === null) return false;
  const range = rangeIn(request.headers.range, size);
  const headers = headersFor(found, size, range);
  if (range === 'unmet') {
    response.writeHead(416, headers).end();
    return true;
  }
  response.writeHead(range === null ? 200 : 206, headers);
  if (request.method === 'HEAD' || size === 0) response.end();
  // A player that seeks ends the answer before its end.
  else await pipeline(createReadStream(found.path, range ?? {}), response).catch(() => undefined);
  return true;
}

/** Both ends are part of it. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

function headersFor({ mediaType }: FoundMedia, size: number, range: ByteRange | 'unmet' | null) {
  const common = {
    'content-type': mediaType,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
  };
  if (range === null) return { ...common, 'content-length': size };
  if (range === 'unmet') return { ...common, 'content-range': `bytes */${size}` };
  const { start, end } = range;
  return { ...common, 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': end - start + 1 };
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

/** Null for the whole file; one range is understood, several are answered with the whole file. */
function rangeIn(header: string | undefined, size: number): ByteRange | 'unmet' | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start <= end && start < size ? { start, end } : 'unmet';
}
