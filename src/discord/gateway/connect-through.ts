import { DefaultRestOptions, type REST, type RESTOptions } from 'discord.js';

/**
 * Lets REST calls connect through an undici dispatcher; null leaves discord.js's own. discord.js has an older undici, whose
 * types do not know the newer dispatcher that it can use all the same.
 */
export function connectThrough(rest: REST, agent: object | null): void {
  if (agent !== null) Reflect.apply(rest.setAgent, rest, [agent]);
}

const { makeRequest } = DefaultRestOptions;

/**
 * Sends a form with files as bytes. discord.js hands forms to the process's global dispatcher, which belongs to whichever undici
 * was loaded first; a newer one does not know the older one's forms and fails without sending anything.
 */
export const sendFormsAsBytes: RESTOptions['makeRequest'] = async (url, init) => {
  if (!(init.body instanceof FormData)) return makeRequest(url, init);
  const form = new Response(init.body);
  const type = form.headers.get('content-type') ?? '';
  const body = new Uint8Array(await form.arrayBuffer());
  return makeRequest(url, { ...init, body, headers: { ...Object(init.headers), 'content-type': type } });
};
