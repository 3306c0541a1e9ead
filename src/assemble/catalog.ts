import { readFile } from 'node:fs/promises';
import { WrongConfiguration } from '../config.ts';
import { type CatalogChanges, noChanges } from '../domain/catalog.ts';
import { parseCatalogFile } from '../domain/catalog-file.ts';
import { asBotError } from '../domain/errors.ts';

/** What the operator's CATALOG_FILE changes. @throws {@link WrongConfiguration} with every problem and its path in the file */
export async function readCatalogFile(path: string | null): Promise<CatalogChanges> {
  if (path === null) return noChanges;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new WrongConfiguration([`CATALOG_FILE cannot be read: ${asBotError(error).message}`]);
  });
  const file = parseCatalogFile(text);
  if (!file.ok) throw new WrongConfiguration(file.problems.map((problem) => `CATALOG_FILE ${path}: ${problem}`));
  return file.changes;
}
