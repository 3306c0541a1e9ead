import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createPageFiles } from '#web/page-files.ts';
import { buildOperatorPage } from '../../pages/build-operator.ts';
import { listFiles, readText } from '../support/repository.ts';

describe('the built page of the operator', () => {
  it('is what its sources make now: `npm run build:page` after each change', async () => {
    const built = await buildOperatorPage();
    expect(
      listFiles('src/web/page')
        .map((path) => path.split('/').at(-1))
        .sort(),
    ).toEqual([...built.keys()].sort());
    for (const [name, text] of built) expect([name, readText(`src/web/page/${name}`) === text]).toEqual([name, true]);
  });

  it('is light: at most 250 KB, compressed', async () => {
    const built = [...(await buildOperatorPage()).values()];
    const bytes = built.reduce((sum, text) => sum + gzipSync(text).byteLength, 0);
    expect(bytes).toBeLessThan(100_000);
  });

  it('loads nothing from elsewhere', async () => {
    const built = await buildOperatorPage();
    const addresses = [...built.values()].flatMap((text) => text.match(/https?:\/\/[\w.-]+/gu) ?? []);
    // Names of XML, and what the framework's own errors name; none of them is asked for.
    expect([...new Set(addresses)].filter((address) => !address.startsWith('http://www.w3.org'))).toEqual([]);
  });

  it('is served as it is, and compressed', async () => {
    const fileOf = createPageFiles();
    const file = await fileOf('page.js');
    expect(file?.contentType).toBe('text/javascript; charset=utf-8');
    expect(file?.zipped.byteLength).toBeLessThan((file?.bytes.byteLength ?? 0) / 2);
    expect(await fileOf('page.js')).toBe(file);
    expect(await fileOf('../operator.ts')).toBeNull();
  });
});
