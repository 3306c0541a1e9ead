import { readFile } from 'node:fs/promises';
import { type CatalogChanges, noChanges } from '#catalog/catalog.ts';
import { parseCatalogFile } from '#catalog/catalog-file.ts';
import { providerNames } from '#providers/registry.ts';
import { WrongConfiguration } from './config.ts';

/** What the operator's CATALOG_FILE changes. @throws {@link WrongConfiguration} with every problem and its path in the file */
export async function readCatalogFile(path: string | null): Promise<CatalogChanges> {
  if (path === null) return noChanges;
  const subject = `CATALOG_FILE is ${JSON.stringify(path)}`;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const reason = String(Reflect.get(Object(error), 'code'));
    throw new WrongConfiguration([`${subject}: cannot be read (${reason}); ${help}`]);
  });
  const file = parseCatalogFile(withoutMark(text), providerNames);
  if (!file.ok) throw new WrongConfiguration(file.problems.map((problem) => `${subject}: ${problem}; ${help}`));
  return file.changes;
}

const help = 'see docs/catalog.md';

/** Some editors begin a file with a byte order mark, which is no JSON. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
