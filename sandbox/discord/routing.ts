import type { UploadedFile } from './multipart.ts';
import type { World } from './world.ts';

/** A request on its way to its route; `body` is JSON that nobody has checked. */
export interface RouteContext {
  readonly world: World;
  /** The name under which this Discord was asked. */
  readonly host: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

/** An answer; without a body for 204. */
export interface RouteAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** One route of the REST API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v10`, with `:names` for its parameters. */
  readonly path: string;
  /** `bot` needs the bot's token; `none` is open to whoever knows the address. */
  readonly auth: 'bot' | 'none';
  /** The parameter whose value has a bucket of its own. */
  readonly bucket: { readonly kind: 'webhook' | 'channel'; readonly by: string } | null;
  run(context: RouteContext): RouteAnswer | Promise<RouteAnswer>;
}

/** A route and the parameters of one request. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes by method and path; the first one of the list wins. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => RouteMatch | null {
  const compiled = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (method, path) => {
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (match !== null) return { route, params: decoded(match.groups ?? {}) };
    }
    return null;
  };
}

/** An answer with a body. */
export function json(body: unknown, status = 200): RouteAnswer {
  return { status, body };
}

/** An answer without a body. */
export const noContent: RouteAnswer = { status: 204 };

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}
