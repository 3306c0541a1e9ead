import { startScriptedServer } from './scripted-server.ts';

/** A loopback address at which nothing listens. */
export async function closedAddress(): Promise<string> {
  const server = await startScriptedServer();
  await server.close();
  return server.url;
}
