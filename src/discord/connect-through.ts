import { DefaultRestOptions, type REST, type RESTOptions } from 'discord.js';

/**
 * Lets REST calls connect through an undici dispatcher; null leaves discord.js's own. discord.js has an older undici, whose
 * types do not know the newer dispatcher that it can use all the same.
 */
export function connectThrough(rest: REST, agent: object | null): void {
  if (agent !== null) Reflect.apply(rest.setAgent, rest, [agent]);
}

/** What such a REST object needs: the newer dispatcher takes a form with files as bytes only. */
export function makeRequestFor(agent: object | null): RESTOptions['makeRequest'] {
  const { makeRequest } = DefaultRestOptions;
  if (agent === null) return makeRequest;
  return async (url, init) => {
    if (!(init.body instanceof FormData)) return makeRequest(url, init);
    const form = new Response(init.body);
    const type = form.headers.get('content-type') ?? '';
    const body = new Uint8Array(await form.arrayBuffer());
    return makeRequest(url, { ...init, body, headers: { ...Object(init.headers), 'content-type': type } });
  };
}
