import type { MiddlewareHandler } from 'hono';

/** What the page may load and do: its own files, and nothing from elsewhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/**
 * Lets in only what the page itself asks for. A page of another origin cannot reach it: neither by its own requests nor by a name
 * that it makes point to this machine.
 */
export function guard(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const refusal = refuse({ method, path, header: (name) => context.req.header(name) }, port());
    if (refusal !== null) return context.text(refusal, 403);
    await next();
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cross-Origin-Resource-Policy', 'same-origin');
    if (!context.res.headers.has('Content-Security-Policy')) context.header('Content-Security-Policy', policy);
    return undefined;
  };
}

interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly header: (name: string) => string | undefined;
}

const ownSites: readonly (string | undefined)[] = [undefined, 'same-origin', 'none'];

/** Why a request is not taken; null where it is. */
function refuse({ method, path, header }: Arrived, port: number): string | null {
  const host = header('host') ?? '';
  const origin = header('origin');
  const site = header('sec-fetch-site');
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (!hosts.includes(host)) return 'This is not the address of the playground.';
  // A link on another page may lead here, but nothing else of it.
  if (method === 'GET' && path === '/' && header('sec-fetch-mode') === 'navigate') return null;
  const isOurs = [undefined, `http://${host}`].includes(origin) && ownSites.includes(site);
  if (!isOurs) return 'Only the page itself may ask for this.';
  const isAnonymous = method !== 'GET' && origin === undefined && site === undefined;
  return isAnonymous ? 'A request that changes something has to say where it comes from.' : null;
}
