import { existsSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slowTests } from '../vitest.config.ts';
import { importsOf } from './support/house-rules.ts';
import { listFiles, readText, rootPath } from './support/repository.ts';

/** What only the project `e2e` may reach. */
const slowThings = ['sandbox/discord/start.ts', 'node:child_process'];

const importedBy = new Map<string, readonly string[]>();

function importsFrom(path: string): readonly string[] {
  const known = importedBy.get(path);
  if (known) return known;
  // Packages end a way, and so do imports inside of texts.
  const isOurs = existsSync(`${rootPath}${path}`);
  const { paths, packages } = isOurs ? importsOf({ path, text: ownLines(path) }) : { paths: [], packages: [] };
  const imports = [...paths, ...packages];
  importedBy.set(path, imports);
  return imports;
}

/** Without imports that a test writes down as its cases: those stand further in. */
function ownLines(path: string): string {
  const lines = readText(path).split('\n');
  return lines.filter((line) => !/^\s.*import \{/u.test(line)).join('\n');
}

/** Everything that a file imports, directly or not. */
function reachedFrom(path: string): Set<string> {
  const reached = new Set([path]);
  for (const next of reached) for (const imported of importsFrom(next)) reached.add(imported);
  return reached;
}

const slowOf = (path: string) => {
  const reached = reachedFrom(path);
  return slowThings.filter((thing) => reached.has(thing));
};

describe('the project `unit`', () => {
  const tests = listFiles('test').filter((path) => path.endsWith('.test.ts'));
  const units = tests.filter((path) => !slowTests.some((pattern) => matchesGlob(path, pattern)));

  it('opens no loopback Discord and no process', () => {
    expect(units.length).toBeGreaterThan(100);
    expect(units.map((path) => [path, ...slowOf(path)]).filter(({ length }) => length > 1)).toEqual([]);
  });

  it('would be told: a test of `e2e` does', () => {
    expect(slowOf('test/e2e/restart.test.ts')).toEqual(slowThings);
  });
});
