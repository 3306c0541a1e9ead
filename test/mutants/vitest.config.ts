import { basename, dirname, relative } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { slowTests, testSettings } from '../../vitest.config.ts';
import { rootPath } from '../support/repository.ts';
import { applyMutant } from './find.ts';

const { MUTANT_FILE = '', MUTANT_START, MUTANT_END, MUTANT_BECOMES, MUTANT_SUITE } = process.env;

/** Puts the fault into the file as the tests load it; the file on the disk stays whole. */
const mutate: Plugin = {
  name: 'mutate',
  enforce: 'pre',
  transform(text, id) {
    if (MUTANT_BECOMES === undefined || id !== `${rootPath}${MUTANT_FILE}`) return null;
    return applyMutant(text, { start: Number(MUTANT_START), end: Number(MUTANT_END), becomes: MUTANT_BECOMES });
  },
};

/** The tests of the mutated file first, then those of its folder: the first that fails ends the run. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => distanceOf(one) - distanceOf(other));
  }
}

function distanceOf({ moduleId }: TestSpecification): number {
  const path = relative(rootPath, moduleId);
  if (basename(path).startsWith(basename(MUTANT_FILE, '.ts'))) return 0;
  return path.includes(`/${basename(dirname(MUTANT_FILE))}/`) ? 1 : 2;
}

/** `test/credits` mirrors `src/credits`. */
function testsOf(path: string): string {
  return MUTANT_SUITE === 'near' ? `${dirname(path).replace(/^src/, 'test')}/**/*.test.ts` : 'test/**/*.test.ts';
}

export default defineConfig({
  root: rootPath,
  plugins: [mutate],
  test: {
    ...testSettings,
    ...(MUTANT_SUITE === 'e2e' ? { include: slowTests } : { include: [testsOf(MUTANT_FILE)], exclude: slowTests }),
    sequence: { sequencer: NearestFirst },
  },
});
