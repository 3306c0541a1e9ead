import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readText, rootPath } from '../support/repository.ts';
import { type Mutant, mutantsOf } from './find.ts';
import { type MutantOptions, readOptions, type Suite, suitesOf } from './options.ts';
import type { Ask, Told } from './worker.ts';

type Outcome = 'survived' | 'failed' | 'too long';

/** Breaks the code one place at a time and lists what no test noticed: `npm run mutants -- src/credits/holds.ts`. */
async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  let survivors = 0;
  for (const path of options.files) survivors += await breakFile(path, options);
  say(`${survivors} survivors in ${options.files.length} files`);
  return survivors === 0 ? 0 : 1;
}

/** Each suite is shown what the one before it let live. @returns how many mutants lived */
async function breakFile(path: string, options: MutantOptions): Promise<number> {
  const { lines } = options;
  let left: readonly Mutant[] = mutantsOf(readText(path)).filter(
    ({ line }) => lines.length === 0 || lines.includes(line),
  );
  say(`${path}: ${left.length} mutants`);
  for (const suite of suitesOf(options)) {
    if (left.length === 0) break;
    left = await survivorsOf(path, suite, left);
  }
  for (const mutant of left) say(`  SURVIVED ${describeMutant(path, mutant)}`);
  return left.length;
}

/** As many processes at a time as there are cores. */
async function survivorsOf(path: string, suite: Suite, mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const first = await startTester(path, suite);
  const startedMs = Date.now();
  const whole = await first.run(null, 1_800_000);
  const limitMs = 3 * (Date.now() - startedMs) + 10_000;
  if (whole !== 'survived')
    throw new Error(`The ${suite} tests of ${path} have to pass before it is broken: ${whole}.`);
  const more = Math.min(availableParallelism(), mutants.length) - 1;
  const testers = [first, ...(await Promise.all(Array.from({ length: more }, () => startTester(path, suite))))];
  const outcomes = new Map<Mutant, Outcome>();
  const waiting = [...mutants];
  await Promise.all(
    testers.map(async (tester) => {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift())
        outcomes.set(mutant, await tester.run(mutant, limitMs));
      tester.stop();
    }),
  );
  const those = (outcome: Outcome) => mutants.filter((mutant) => outcomes.get(mutant) === outcome);
  for (const mutant of those('too long')) say(`  too long ${describeMutant(path, mutant)}`);
  const counts = `${those('failed').length} failed a test, ${those('too long').length} took too long`;
  say(`${path}, ${suite} (${first.files()} files of tests, up to ${Math.round(limitMs / 1000)} s): ${counts}`);
  return those('survived');
}

/** A process that has loaded the tests of a file. */
interface Tester {
  /** The tests until the first that fails. A process that is too late is ended, with the loop it may be in, and another one started. */
  run(ask: Ask['fault'], limitMs: number): Promise<Outcome>;
  files(): number;
  stop(): void;
}

async function startTester(path: string, suite: Suite): Promise<Tester> {
  let child = await startWorker(path, suite);
  let files = 0;
  return {
    async run(ask, limitMs) {
      const over = new AbortController();
      const timer = setTimeout(() => over.abort(), limitMs);
      try {
        child.send({ fault: ask });
        const [told] = (await once(child, 'message', { signal: over.signal })) as [Told];
        files = told.files;
        return told.hasPassed ? 'survived' : 'failed';
      } catch (error) {
        if (!over.signal.aborted) throw error;
        kill(child);
        child = await startWorker(path, suite);
        return 'too long';
      } finally {
        clearTimeout(timer);
      }
    },
    files: () => files,
    stop: () => kill(child),
  };
}

async function startWorker(path: string, suite: Suite): Promise<ChildProcess> {
  const worker = join(rootPath, 'test/mutants/worker.ts');
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
  // A group of its own: a mutant may loop in a process of the worker's, which has to end with it.
  const child = fork(worker, [path, suite], { cwd: rootPath, stdio: [...stdio], detached: true });
  await once(child, 'message');
  return child;
}

function kill({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

function describeMutant(path: string, { line, was, becomes }: Mutant): string {
  const short = (text: string) => text.replace(/\s+/g, ' ').slice(0, 80);
  return `${path}:${line}  ${short(was)}  →  ${becomes === ';' ? 'nothing' : short(becomes)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(process.argv.slice(2));
