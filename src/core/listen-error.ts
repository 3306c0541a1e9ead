import { createServer } from 'node:net';

/** Why nothing can listen there right now; null where something can. */
export function listenError({ host, port }: { readonly host: string; readonly port: number }): Promise<Error | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
