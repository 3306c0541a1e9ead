import { createServer } from 'node:net';
import { type Config, WrongConfiguration } from '#config/config.ts';
import { readCatalogFile } from '#config/read-catalog-file.ts';
import { storeProblem, withoutPassword } from '#db/open-store.ts';

/**
 * Looks at everything on this machine that the configuration names, so that all that is wrong is told at once, and before
 * anything is opened.
 *
 * @throws {@link WrongConfiguration}
 */
export async function checkSurroundings(config: Config): Promise<void> {
  const { catalogFile, storeUrl, http } = config;
  const [catalogue, store, port] = await Promise.all([
    catalogueProblems(catalogFile),
    storeProblem(storeUrl),
    http === null ? null : listenError(http),
  ]);
  const problems = [
    ...(store === null ? [] : [storeComplaint(storeUrl, store)]),
    ...catalogue,
    ...(http === null || port === null ? [] : [portComplaint(http, port)]),
  ];
  if (problems.length > 0) throw new WrongConfiguration(problems);
}

/** A problem with the file of the store, with its variable. */
export function storeComplaint(url: string, problem: string): string {
  return `STORE_URL is ${JSON.stringify(withoutPassword(url))}: ${problem}`;
}

/** Why nothing can listen there. */
export function portComplaint({ host, port }: NonNullable<Config['http']>, error: unknown): string {
  const code = String(Reflect.get(Object(error), 'code'));
  switch (code) {
    case 'EADDRINUSE':
      return `HTTP_PORT is ${port}: another program listens on ${host}:${port} already (${code}); choose another port, or 0 to turn the server off`;
    case 'EACCES':
      return `HTTP_PORT is ${port}: Easel may not listen on ${host}:${port} (${code}); choose a port from 1024 on`;
    default:
      return `HTTP_HOST is ${JSON.stringify(host)}: this machine has no such address (${code}); 127.0.0.1 and 0.0.0.0 always work`;
  }
}

async function catalogueProblems(path: string | null): Promise<readonly string[]> {
  try {
    await readCatalogFile(path);
    return [];
  } catch (error) {
    if (error instanceof WrongConfiguration) return error.problems;
    throw error;
  }
}

/** Why nothing can listen there right now; null where something can. */
export function listenError({ host, port }: NonNullable<Config['http']>): Promise<Error | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
