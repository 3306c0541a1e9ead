import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the project: its path from the root, with slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The project's root, with a slash at its end. */
export const rootPath = fileURLToPath(new URL('../../', import.meta.url));

const notOurs = new Set(['node_modules', 'dist', 'coverage', 'data', 'demo-output', '.git', '.env']);

/** Paths of every file of the project below `folder` (`''` is all), without what .gitignore names. */
export function listFiles(folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = readdirSync(`${rootPath}${folder}`, { withFileTypes: true }).filter(
    (entry) => !notOurs.has(entry.name),
  );
  return entries.flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** A file's text. */
export function readText(path: string): string {
  return readFileSync(`${rootPath}${path}`, 'utf8');
}

/** The cells of every row of the Markdown tables in `text` whose first cell is in backticks; backticks are taken off. */
export function tableRows(text: string): string[][] {
  const rows = text.split('\n').filter((line) => /^\| *`/.test(line));
  return rows.map((line) => {
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    return cells.map((cell) => cell.trim().replaceAll('`', ''));
  });
}
