import type { SandboxDiscord } from '../discord/start.ts';

/** A stage's files under addresses of the page's own. */
export interface Cdn {
  /** Every address of the CDN in `value` becomes one of the page's, always the same for the same file. */
  rewrite<Value>(value: Value): Value;
  /** A file by its path below `/cdn/STAGE/`, whole or in part. */
  serve(path: string, range: string | undefined): Promise<Response>;
}

/** What a browser may show; everything else is handed over as a file. */
const shown = /^(?:image\/(?:png|jpeg|webp|gif|avif)|video\/|audio\/)/u;

/** @see Cdn */
export function createCdn({ cdnBase }: Pick<SandboxDiscord, 'cdnBase'>, stage: string): Cdn {
  // Discord signs an address anew each time that it is answered; a picture must not be loaded anew each time.
  const signatures = new Map<string, string>();
  const keepSignature = (_all: string, path: string, query: string) => {
    signatures.set(path, query);
    return `"/cdn/${stage}/${path}"`;
  };
  const address = new RegExp(`"${cdnBase.replaceAll('.', '\\.')}/([^"?]+)(\\?[^"]*)?"`, 'gu');
  return {
    rewrite: (value) => JSON.parse(JSON.stringify(value).replaceAll(address, keepSignature)),
    async serve(path, range) {
      const answer = await fetch(`${cdnBase}/${path}${signatures.get(path) ?? ''}`);
      if (!answer.ok) return new Response(null, { status: answer.status });
      const type = answer.headers.get('content-type') ?? 'application/octet-stream';
      return filePart(new Uint8Array(await answer.arrayBuffer()), type, range);
    },
  };
}

function filePart(bytes: Uint8Array<ArrayBuffer>, type: string, range: string | undefined): Response {
  const headers = {
    'Content-Type': shown.test(type) || type.startsWith('text/plain') ? type : 'application/octet-stream',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=3600',
    ...(shown.test(type) ? {} : { 'Content-Disposition': 'attachment' }),
  };
  const part = partOf(range, bytes.byteLength);
  if (part === null) return new Response(bytes, { headers });
  const [start, end] = part;
  const contentRange = `bytes ${start}-${end}/${bytes.byteLength}`;
  return new Response(bytes.subarray(start, end + 1), {
    status: 206,
    headers: { ...headers, 'Content-Range': contentRange },
  });
}

/** First and last byte of a request for one part; null for the whole. Players ask so. */
export function partOf(range: string | undefined, size: number): readonly [number, number] | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/u.exec(range ?? '') ?? [];
  if ((first === '' && last === '') || size === 0) return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  return start <= end ? [start, end] : null;
}
