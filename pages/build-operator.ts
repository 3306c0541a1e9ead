import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Where the built page lies, as the bot serves it. */
export const builtFolder = fileURLToPath(new URL('../src/web/page/', import.meta.url));

/** Builds the operator's page in memory: the text of each file by its name. */
export async function buildOperatorPage(): Promise<ReadonlyMap<string, string>> {
  const before = process.env.NODE_ENV;
  // Vite builds for development where tests have set another one.
  process.env.NODE_ENV = 'production';
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('operator', import.meta.url)),
    base: '/operator/page/',
    logLevel: 'error',
    build: {
      write: false,
      // The page may load nothing that is written into another file.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2022',
      rollupOptions: {
        output: {
          entryFileNames: 'page.js',
          assetFileNames: ({ names }) => (names[0]?.endsWith('.css') ? 'page.css' : '[name][extname]'),
        },
      },
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  }).finally(() => {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []));
  const textOf = (source: string | Uint8Array) =>
    typeof source === 'string' ? source : new TextDecoder().decode(source);
  return new Map(outputs.map((each) => [each.fileName, each.type === 'chunk' ? each.code : textOf(each.source)]));
}

/** Writes what was built in the place of what was there. */
export async function writeOperatorPage(): Promise<void> {
  const files = await buildOperatorPage();
  await rm(builtFolder, { recursive: true, force: true });
  await mkdir(builtFolder, { recursive: true });
  for (const [name, text] of files) await writeFile(`${builtFolder}${name}`, text);
}

if (import.meta.filename === process.argv[1]) await writeOperatorPage();
