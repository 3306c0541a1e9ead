import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { isSameText, type Session, type Sessions } from './sessions.ts';

/** What a request of the page carries besides itself. */
export interface PageContext {
  // Hono asks for these names.
  Bindings: HttpBindings;
  Variables: { session: Session; sessionId: string };
}

/** The cookie that holds the name of a session. */
export const sessionCookie = 'easel_operator';
/** The header in which every act brings the session's own secret. */
export const csrfHeader = 'x-easel-csrf';

/** The page may load its own files, ask this server, and nothing else; it stands in no frame, and no cache keeps it. */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Puts the headers on every answer, also on a refusal. */
export const protect: MiddlewareHandler<PageContext> = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
};

/**
 * Lets in only what a page of this server asks for. What changes something has to say where it comes from; what reads may come from
 * a tool that says nothing.
 */
export function onlySameOrigin(publicUrl: string | null): MiddlewareHandler<PageContext> {
  const ours = publicUrl === null ? null : new URL(publicUrl).origin;
  return async (context, next) => {
    const { method } = context.req;
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const isOurOrigin = origin === undefined || origin === ours || hostOf(origin) === context.req.header('host');
    const isOurSite = site === undefined || site === 'same-origin' || (site === 'none' && method === 'GET');
    const isSilent = origin === undefined && site === undefined && method !== 'GET';
    if (isOurOrigin && isOurSite && !isSilent) return next();
    return context.json({ error: 'Only the page itself may ask for this.' }, 403);
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** Lets in only who is logged in. */
export function onlyLoggedIn(sessions: Sessions): MiddlewareHandler<PageContext> {
  return async (context, next) => {
    const id = getCookie(context, sessionCookie) ?? '';
    const session = id === '' ? null : sessions.find(id);
    if (session === null) return context.json({ error: 'Log in first.' }, 401);
    context.set('session', session);
    context.set('sessionId', id);
    return next();
  };
}

/** What changes something also has to bring the session's own secret, which no other page can read. */
export const onlyWithSecret: MiddlewareHandler<PageContext> = async (context, next) => {
  const given = context.req.header(csrfHeader) ?? '';
  if (isSameText(given, context.get('session').csrf)) return next();
  return context.json({ error: 'The page is out of date. Load it again.' }, 403);
};

/** Where a request comes from. */
export function addressOf(context: Context<PageContext>): string {
  return context.env.incoming.socket.remoteAddress ?? '';
}
