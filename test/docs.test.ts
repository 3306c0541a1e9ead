import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCatalogFile } from '#catalog/catalog-file.ts';
import { builtInMediaModels, builtInModels } from '#catalog/models/index.ts';
import { environmentDefaults } from '#config/config.ts';
import { errorCodes, errorRules } from '#core/errors.ts';
import type { ProviderEntry } from '#providers/provider.ts';
import { providerEntries, providerNames } from '#providers/registry.ts';
import packageFile from '../package.json' with { type: 'json' };
import { listFiles, readText, rootPath, tableRows } from './support/repository.ts';

const files = listFiles('');
const pages = files.filter((path) => path.endsWith('.md'));

/** Links of a page that lead to a file of the project, with the page's folder put before them. */
function linksOf(page: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  const relative = targets.filter((target) => !/^([a-z]+:|#)/.test(target));
  return relative.map((target) => posix.join(posix.dirname(page), target.replace(/#.*$/, '')));
}

/** Pictures that a page shows, in Markdown or in HTML. */
function picturesOf(page: string, text: string): string[] {
  const inHtml = [...text.matchAll(/\b(?:src|srcset)="([^"]+)"/g)].map((match) => match[1] ?? '');
  const inMarkdown = [...text.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return [...inHtml, ...inMarkdown].map((target) => posix.join(posix.dirname(page), target));
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links of a page to a heading that is not there, in its own text or in another page's. */
function deadAnchorsOf(page: string): string[] {
  const text = readText(page);
  const targets = [...text.matchAll(/\]\(([^)\s#]*)#([^)\s]+)\)/g)].filter(([, path = '']) => !/^[a-z]+:/.test(path));
  return targets.flatMap(([link, path = '', anchor = '']) => {
    const other = path === '' ? page : posix.join(posix.dirname(page), path);
    return !other.endsWith('.md') || anchorsOf(readText(other)).includes(anchor) ? [] : [link];
  });
}

/** Names of npm scripts that a text tells its reader to run. */
function scriptsIn(text: string): string[] {
  const named = [...text.matchAll(/\bnpm (?:run )?(?:--silent )?([a-z-]+)\b/g)].map((match) => match[1] ?? '');
  return named.filter((name) => !['ci', 'install', 'audit', 'prune', 'version'].includes(name));
}

/** Files and folders of the project that a page names as code; a name with `*` stands for each that fits. */
function missingPathsIn(text: string): string[] {
  const named = [...text.matchAll(/`((?:src|commands|test|sandbox|bench|pages|deploy|docs)\/[\w.*/-]+)`/g)];
  const paths = new Set(named.map((match) => match[1] ?? ''));
  return [...paths].filter((path) => {
    const name = path.replace(/\/$/, '').replaceAll('.', '\\.').replaceAll('*', '[^/]*');
    const pattern = new RegExp(`^${name}(/|$)`);
    return !files.some((file) => pattern.test(file));
  });
}

/** Services of the registry that a text does not name. */
function servicesMissingIn(text: string, nameOf: (entry: ProviderEntry) => string): string[] {
  return providerEntries.map(nameOf).filter((name) => !text.includes(name));
}

/** Absolute paths of somebody's machine. */
function machinePathsIn(text: string): string[] {
  const pattern = new RegExp(`(?<![\\w.:/}-])/(${['home', 'root', 'Users', 'work'].join('|')})/[\\w.-]+`, 'g');
  return [...text.matchAll(pattern)].map((match) => match[0]);
}

describe('docs/errors.md', () => {
  it('lists exactly the error codes, in order, with money, again and level', () => {
    const rows = tableRows(readText('docs/errors.md')).map(([code, , money, again, level]) => [
      code,
      money,
      again,
      level,
    ]);
    expect(rows).toEqual(
      errorCodes.map((code) => [code, errorRules[code].money, errorRules[code].retry, errorRules[code].level]),
    );
  });
});

describe('docs/dependencies.md', () => {
  it('has one line per dependency, with its version and a reason', () => {
    const rows = tableRows(readText('docs/dependencies.md'));
    const pinned = [...Object.entries(packageFile.dependencies), ...Object.entries(packageFile.devDependencies)];
    expect(rows.map(([name, version]) => [name, version])).toEqual(pinned);
    for (const [, , reason] of rows) expect(reason).toMatch(/\w{3}/);
  });
});

describe('README.md', () => {
  const text = readText('README.md');

  it('is short, and leads to the page of each reader', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(120);
    const pagesOfReaders = ['members', 'moderators', 'operating', 'install', 'configuration', 'commands', 'models'];
    expect(linksOf('README.md', text)).toEqual(expect.arrayContaining(pagesOfReaders.map((page) => `docs/${page}.md`)));
  });

  it('counts the models', () => {
    const [, counted] = /(\d+) picture models/.exec(text) ?? [];
    expect(Number(counted), 'the number of picture models in README.md').toBe(builtInModels.length);
    expect(builtInMediaModels.length).toBeGreaterThan(100);
  });

  it('names every service in its first paragraph', () => {
    const [, paragraph = ''] = text.split('\n\n');
    expect(servicesMissingIn(paragraph, ({ title }) => title)).toEqual([]);
  });

  it('begins with a command that CI runs', () => {
    const command = /npm run demo -- --once "([^"]+)"/.exec(text)?.[1] ?? '';
    expect(command).toMatch(/^\/imagine /);
    expect(readText('.ci/run')).toContain(`'${command}'`);
  });

  it('names every script of package.json that a user runs', () => {
    expect(scriptsIn(text)).toEqual(expect.arrayContaining(['start', 'demo', 'doctor', 'test', 'check', 'bench']));
  });
});

describe('docs/configuration.md', () => {
  it('lists every variable with its default, in order', () => {
    const rows = tableRows(readText('docs/configuration.md')).map(([name, fallback]) => [name, fallback]);
    expect(rows).toEqual(Object.entries(environmentDefaults).map(([name, fallback]) => [name, fallback ?? '–']));
  });
});

describe('docs/catalog.md', () => {
  it('has a complete file as its example, and it can be read', () => {
    const [, example = ''] = /```json\n([\s\S]+?)```/.exec(readText('docs/catalog.md')) ?? [];
    expect(parseCatalogFile(example, providerNames)).toMatchObject({
      ok: true,
      changes: { defaultModel: 'z-image-turbo' },
    });
  });
});

describe('docs/catalog.md, where a route is written', () => {
  /** Of the first row of that name: the table of workflows has one too. */
  const meaningOf = (key: string) => tableRows(readText('docs/catalog.md')).find(([name]) => name === key)?.[1] ?? '';

  it.each([
    ['provider', ({ name }: ProviderEntry) => name],
    ['endpoint', ({ title }: ProviderEntry) => title],
  ])('has every service in the row `%s`', (row, nameOf) => {
    expect(servicesMissingIn(meaningOf(row), nameOf)).toEqual([]);
  });
});

describe('docs/privacy.md', () => {
  it('says in a row of its own what each service gets', () => {
    const receivers = [...readText('docs/privacy.md').matchAll(/^\| ([^,|]+),/gm)].map(([, name]) => name);
    expect(servicesMissingIn(receivers.join('\n'), ({ title }) => title)).toEqual([]);
  });
});

describe('docs/decisions', () => {
  it('are all on the list', () => {
    const listed = linksOf('docs/decisions/README.md', readText('docs/decisions/README.md'));
    const written = pages.filter((page) => /^docs\/decisions\/\d{4}-/.test(page));
    expect(listed.sort()).toEqual(written.sort());
  });
});

describe('every page', () => {
  it.each(pages)('%s names only npm scripts that exist', (page) => {
    const unknown = scriptsIn(readText(page)).filter((name) => !(name in packageFile.scripts));
    expect(unknown).toEqual([]);
  });

  // Decisions tell how it was on their day; CONTRIBUTING.md names files that are to be written.
  const lasting = pages.filter((page) => !page.startsWith('docs/decisions/') && page !== 'CONTRIBUTING.md');
  it.each(lasting)('%s names only files that exist', (page) => {
    expect(missingPathsIn(readText(page))).toEqual([]);
  });

  it.each(pages)('%s links only to headings that exist', (page) => {
    expect(deadAnchorsOf(page)).toEqual([]);
  });

  it.each(pages)('%s links only to files that exist', (page) => {
    const dead = linksOf(page, readText(page)).filter((target) => !existsSync(`${rootPath}${target}`));
    expect(dead).toEqual([]);
  });

  it('shows each picture of docs/images, in light and in dark', () => {
    const shown = new Set(pages.flatMap((page) => picturesOf(page, readText(page))));
    expect([...shown].filter((path) => !existsSync(`${rootPath}${path}`))).toEqual([]);
    expect(files.filter((path) => path.startsWith('docs/images/') && !shown.has(path))).toEqual([]);
    const inLight = [...shown].filter((path) => path.endsWith('-light.png'));
    expect(inLight.filter((path) => !shown.has(path.replace('-light.', '-dark.')))).toEqual([]);
    expect(inLight.length).toBeGreaterThan(0);
  });

  it('is read by these checks, and they can fail', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/errors.md']));
    expect(linksOf('docs/a.md', '[a](b.md#c) [d](../e.ts) [f](#g) [h](https://i.example)')).toEqual([
      'docs/b.md',
      'e.ts',
    ]);
    expect(
      missingPathsIn(
        '`src/app.ts` `src/nothing.ts` `test/credits/` `test/gone/` `test/credits/led*.test.ts` `src/app`',
      ),
    ).toEqual(['src/nothing.ts', 'test/gone/', 'src/app']);
    expect(picturesOf('docs/a.md', '![b](images/b.png) <img src="images/c.png">').sort()).toEqual([
      'docs/images/b.png',
      'docs/images/c.png',
    ]);
    expect(anchorsOf('# A\n## What failed costs nothing\n```\n# no\n```\n### The operator’s `page`')).toEqual([
      'a',
      'what-failed-costs-nothing',
      'the-operators-page',
    ]);
    expect(scriptsIn('`npm ci`, `npm run demo -- x`, `npm test`')).toEqual(['demo', 'test']);
  });
});

describe('the repository', () => {
  it('names no path of a machine', () => {
    const texts = files.filter((path) => !/\.(png|jpe?g|webp|gif)$/.test(path));
    expect(texts.flatMap((path) => machinePathsIn(readText(path)).map((found) => `${path}: ${found}`))).toEqual([]);
    expect(machinePathsIn(`see ${['', 'home', 'ada', 'easel'].join('/')}`)).toHaveLength(1);
    expect(machinePathsIn('https://example.com/home/page')).toEqual([]);
  });
});
