import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer>;
}

/** By their paths; `/` is the page itself. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Builds the page in memory; that takes less than a second. */
export async function buildPage(): Promise<PageFiles> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('page', import.meta.url)),
    logLevel: 'error',
    // All of it stays a file of its own: the page may load nothing from elsewhere, and nothing that is written into another file.
    build: { write: false, assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: 'es2022' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []));
  return new Map(outputs.map((output) => [pathOf(output.fileName), fileOf(output)]));
}

function pathOf(fileName: string): string {
  return fileName === 'index.html' ? '/' : `/${fileName}`;
}

function fileOf(output: Rolldown.OutputChunk | Rolldown.OutputAsset): PageFile {
  const bytes = Buffer.from(output.type === 'chunk' ? output.code : output.source);
  const type = types[output.fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return { type, bytes: new Uint8Array(bytes), zipped: new Uint8Array(gzipSync(bytes)) };
}
