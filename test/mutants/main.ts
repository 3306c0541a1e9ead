import { spawn } from 'node:child_process';
import { readText, rootPath } from '../support/repository.ts';
import { type Mutant, mutantsOf } from './find.ts';
import { type MutantOptions, readOptions } from './options.ts';

type Outcome = 'passed' | 'failed' | 'too long';
/** How an outcome is listed. */
const wordFor: Readonly<Record<Outcome, string>> = { passed: 'SURVIVED', failed: 'failed', 'too long': 'too long' };

type Suite = 'near' | 'unit' | 'e2e';

/** Breaks the code one place at a time and lists what no test noticed: `npm run mutants -- src/credits/holds.ts`. */
async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  let survivors = 0;
  for (const path of options.files) survivors += await breakFile(path, options);
  say(`${survivors} survivors in ${options.files.length} files`);
  return survivors === 0 ? 0 : 1;
}

/** @returns how many mutants lived */
async function breakFile(path: string, { lines, isThorough, isNear }: MutantOptions): Promise<number> {
  const near: Suite[] = isNear ? ['near'] : ['unit'];
  const suites: Suite[] = isThorough ? [...near, 'e2e'] : near;
  const limits = new Map<Suite, number>();
  for (const suite of suites) limits.set(suite, await limitOf(path, suite));
  const mutants = mutantsOf(readText(path)).filter(({ line }) => lines.length === 0 || lines.includes(line));
  const times = [...limits].map(([suite, limitMs]) => `${suite} up to ${Math.round(limitMs / 1000)} s`);
  say(`${path}: ${mutants.length} mutants; tests: ${times.join(', ')} for each`);
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, 'too long': 0 };
  for (const mutant of mutants) {
    const outcome = await tryMutant(path, mutant, limits);
    counts[outcome] += 1;
    if (outcome !== 'failed') say(`  ${wordFor[outcome]} ${describeMutant(path, mutant)}`);
  }
  say(`${path}: ${counts.failed} failed a test, ${counts['too long']} took too long, ${counts.passed} survived`);
  return counts.passed;
}

/** Three times what the tests take on the whole file. @throws Error where they fail on it */
async function limitOf(path: string, suite: Suite): Promise<number> {
  const startedMs = Date.now();
  const outcome = await runTests(path, { MUTANT_SUITE: suite }, 1_800_000);
  if (outcome !== 'passed')
    throw new Error(`The ${suite} tests of ${path} have to pass before it is broken: ${outcome}.`);
  return 3 * (Date.now() - startedMs) + 10_000;
}

async function tryMutant(path: string, mutant: Mutant, limits: ReadonlyMap<Suite, number>): Promise<Outcome> {
  const { start, end, becomes } = mutant;
  const fault = { MUTANT_START: String(start), MUTANT_END: String(end), MUTANT_BECOMES: becomes };
  for (const [suite, limitMs] of limits) {
    const outcome = await runTests(path, { ...fault, MUTANT_SUITE: suite }, limitMs);
    if (outcome !== 'passed') return outcome;
  }
  return 'passed';
}

/** The tests that import the file, directly or not, until the first that fails. */
async function runTests(path: string, fault: Readonly<Record<string, string>>, limitMs: number): Promise<Outcome> {
  const vitest = ['node_modules/vitest/vitest.mjs', 'related', path, '--run', '--bail', '1', '--reporter', 'dot'];
  const env = { ...process.env, ...fault, MUTANT_FILE: path };
  // A group of its own: a mutant may loop in a worker, which has to end with vitest.
  const child = spawn(process.execPath, [...vitest, '--config', 'test/mutants/vitest.config.ts'], {
    cwd: rootPath,
    env,
    stdio: 'ignore',
    detached: true,
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limitMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  clearTimeout(timer);
  if (isLate) return 'too long';
  return code === 0 ? 'passed' : 'failed';
}

function describeMutant(path: string, { line, was, becomes }: Mutant): string {
  const short = (text: string) => text.replace(/\s+/g, ' ').slice(0, 80);
  return `${path}:${line}  ${short(was)}  →  ${becomes === ';' ? 'nothing' : short(becomes)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(process.argv.slice(2));
