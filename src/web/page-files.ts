import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer>;
}

/** The built files, by their names. `npm run build:page` writes them. */
const files = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

/** Reads a file once, when it is asked for; null for a name that the page does not have. */
export function createPageFiles(): (name: string) => Promise<PageFile | null> {
  const known = new Map<string, Promise<PageFile>>();
  return async (name) => {
    const contentType = Object.entries(files).find(([each]) => each === name)?.[1];
    if (contentType === undefined) return null;
    const file = known.get(name) ?? readPageFile(name, contentType);
    known.set(name, file);
    file.catch(() => known.delete(name));
    return file;
  };
}

async function readPageFile(name: string, contentType: string): Promise<PageFile> {
  const bytes = await readFile(new URL(`./page/${name}`, import.meta.url));
  const zipped = await promisify(gzip)(bytes, { level: 9 });
  return { contentType, bytes: new Uint8Array(bytes), zipped: new Uint8Array(zipped) };
}
