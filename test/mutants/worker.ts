import { basename, dirname, relative } from 'node:path';
import { BaseSequencer, createVitest, type TestSpecification } from 'vitest/node';
import { slowTests, testSettings } from '../../vitest.config.ts';
import { rootPath } from '../support/repository.ts';
import { applyMutant, type Mutant } from './find.ts';
import type { Suite } from './options.ts';

/** What the parent sends: a fault to put into the file, or null for the file as it is. */
export interface Ask {
  readonly fault: Pick<Mutant, 'start' | 'end' | 'becomes'> | null;
}
/** What it gets back: whether every test passed, and how many files of tests there are. */
export interface Told {
  readonly hasPassed: boolean;
  readonly files: number;
}

const [path = '', suite = 'unit'] = process.argv.slice(2) as [string, Suite];
let fault: Ask['fault'] = null;

/** The tests of the file first, then those of its folder: the first that fails ends the run. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => distanceOf(one) - distanceOf(other));
  }
}

function distanceOf({ moduleId }: TestSpecification): number {
  const test = relative(rootPath, moduleId);
  if (basename(test).startsWith(basename(path, '.ts'))) return 0;
  return test.includes(`/${basename(dirname(path))}/`) ? 1 : 2;
}

/** `test/credits` mirrors `src/credits`. */
const includes: Readonly<Record<Suite, readonly string[]>> = {
  near: [`${dirname(path).replace(/^src/, 'test')}/**/*.test.ts`],
  unit: ['test/**/*.test.ts'],
  e2e: slowTests,
};

/** Starts vitest once: what it has compiled serves every mutant. The file on the disk stays whole, the fault is put in as it is loaded. */
async function start(): Promise<(ask: Ask) => Promise<Told>> {
  const vitest = await createVitest(
    'test',
    {
      ...testSettings,
      root: rootPath,
      config: false,
      watch: false,
      reporters: [{}],
      bail: 1,
      maxWorkers: 1,
      related: [`${rootPath}${path}`],
      include: [...includes[suite]],
      exclude: suite === 'e2e' ? [] : slowTests,
      sequence: { sequencer: NearestFirst },
    },
    {
      plugins: [
        {
          name: 'mutate',
          enforce: 'pre',
          transform: (text, id) => (fault === null || id !== `${rootPath}${path}` ? null : applyMutant(text, fault)),
        },
      ],
    },
  );
  await vitest.standalone();
  const tests = await vitest.getRelevantTestSpecifications();
  return async (ask) => {
    ({ fault } = ask);
    vitest.invalidateFile(`${rootPath}${path}`);
    if (tests.length === 0) return { hasPassed: true, files: 0 };
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(tests);
    const hasPassed = unhandledErrors.length === 0 && testModules.every((module) => module.ok());
    return { hasPassed, files: tests.length };
  };
}

const run = await start();
process.on('message', (ask: Ask) => {
  void run(ask).then((told) => process.send?.(told));
});
// The parent was ended. The group goes with it: a mutant may loop in a process of vitest's.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.send?.('ready');
