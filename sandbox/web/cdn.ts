import type { SandboxDiscord } from '../discord/start.ts';

/** What a browser may show; everything else is handed over as a file. */
const shown = /^(?:image\/(?:png|jpeg|webp|gif|avif)|video\/|audio\/)/u;

/** Every address of the stage's CDN in `value` becomes one of the page's own. */
export function throughOurs<Value>(value: Value, { cdnBase }: Pick<SandboxDiscord, 'cdnBase'>, stage: string): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(`"${cdnBase}/`, `"/cdn/${stage}/`));
}

/** A file of the stage's CDN, whole or in part. */
export async function serveFromCdn(discord: Pick<SandboxDiscord, 'cdnBase'>, rest: string, range: string | undefined) {
  const answer = await fetch(`${discord.cdnBase}/${rest}`);
  const type = answer.headers.get('content-type') ?? 'application/octet-stream';
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const headers = {
    'Content-Type': shown.test(type) || type.startsWith('text/plain') ? type : 'application/octet-stream',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=3600',
    ...(shown.test(type) ? {} : { 'Content-Disposition': 'attachment' }),
  };
  if (!answer.ok) return new Response(null, { status: answer.status });
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
