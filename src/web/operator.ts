import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, setCookie } from 'hono/cookie';
import { asBotError } from '#core/errors.ts';
import { createActs } from './acts.ts';
import type { OperatorDeps } from './deps.ts';
import {
  addressOf,
  onlyLoggedIn,
  onlySameOrigin,
  onlyWithSecret,
  type PageContext,
  protect,
  sessionCookie,
} from './guard.ts';
import { createPageFiles } from './page-files.ts';
import { actBody, loginBody, readPart, WrongRequest } from './query.ts';
import { readRoutes } from './read.ts';
import { createSessions, sessionMs } from './sessions.ts';

/** Answers a request whose path is `/operator`, or lies below it. */
export type OperatorPage = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const maxBodyBytes = 16 * 1024;

/** The page of the person who runs this Easel, and what it asks for. Nothing is read, and nothing runs, until it is asked for. */
export function createOperatorPage(deps: OperatorDeps): OperatorPage {
  const app = createApp(deps);
  // The types of Node's own globals stay as they are: other libraries of the process use them.
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

function createApp(deps: OperatorDeps): Hono<PageContext> {
  const sessions = createSessions({ ...deps, monotonic: deps.clock.monotonic });
  const fileOf = createPageFiles();
  const act = createActs(deps);
  const cookie = { path: '/operator', httpOnly: true, sameSite: 'Strict', secure: isHttps(deps.publicUrl) } as const;
  const app = new Hono<PageContext>().basePath('/operator');

  app.use(protect);
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: (context) => context.json({ error: 'Too large.' }, 413) }));

  app.get('/', async (context) => sendFile(context, 'index.html'));
  app.get('/page/:name', async (context) => sendFile(context, context.req.param('name')));
  const sendFile = async (context: Context<PageContext>, name: string) => {
    const file = await fileOf(name);
    if (file === null) return context.json({ error: 'There is no such file.' }, 404);
    const isZipped = /\bgzip\b/u.test(context.req.header('accept-encoding') ?? '');
    const headers = { 'content-type': file.contentType, vary: 'accept-encoding' };
    return context.body(isZipped ? file.zipped : file.bytes, 200, {
      ...headers,
      ...(isZipped && { 'content-encoding': 'gzip' }),
    });
  };

  app.use('/login', onlySameOrigin(deps.publicUrl));
  app.post('/login', async (context) => {
    const { token } = readPart(loginBody, await bodyOf(context));
    const login = sessions.login(token, addressOf(context));
    switch (login.kind) {
      case 'limited':
        context.header('retry-after', String(Math.ceil(login.retryAfterMs / 1000)));
        return context.json({ error: 'Too many wrong tokens. Try again in a minute.' }, 429);
      case 'wrong':
        deps.log.warn({}, "somebody gave a wrong token to the operator's page");
        return context.json({ error: 'That is not the token.' }, 401);
      case 'in': {
        const { id, csrf, lastsMs } = login.session;
        setCookie(context, sessionCookie, id, { ...cookie, maxAge: sessionMs / 1000 });
        deps.log.info({}, "the operator's page was logged in to");
        return context.json({ csrf, lastsMs });
      }
    }
  });

  app.use('/api/*', onlySameOrigin(deps.publicUrl), onlyLoggedIn(sessions));
  app.get('/api/session', (context) => context.json(context.get('session')));
  app.post('/api/logout', onlyWithSecret, (context) => {
    sessions.end(context.get('sessionId'));
    deleteCookie(context, sessionCookie, cookie);
    return context.json({});
  });
  app.post('/api/acts', onlyWithSecret, async (context) =>
    context.json(await act(readPart(actBody, await bodyOf(context)))),
  );
  app.route('/api', readRoutes(deps));

  app.notFound((context) => context.json({ error: 'There is nothing here.' }, 404));
  app.onError((error, context) => {
    if (error instanceof WrongRequest) return context.json({ error: error.message }, 400);
    const { code, message } = asBotError(error);
    deps.log.error({ code, detail: message, path: context.req.path }, "the operator's page could not answer");
    const isAway = code === 'store.unavailable';
    const text = isAway
      ? 'Easel cannot reach its records right now.'
      : 'Something went wrong inside Easel; see the log.';
    return context.json({ error: text }, isAway ? 503 : 500);
  });
  return app;
}

function isHttps(publicUrl: string | null): boolean {
  return publicUrl?.startsWith('https:') === true;
}

/** Another type is what a form of another page could send. @throws {@link WrongRequest} */
async function bodyOf(context: Context<PageContext>): Promise<unknown> {
  if (!/^application\/json\b/u.test(context.req.header('content-type') ?? '')) {
    throw new WrongRequest('Wrong content-type: application/json.');
  }
  return context.req.json().catch(() => {
    throw new WrongRequest('The body is not JSON.');
  });
}
