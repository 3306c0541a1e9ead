import { historyOf } from './history.ts';
import { readOptions } from './options.ts';
import { type RunResult, runKills } from './run.ts';
import { runClusterKills } from './run-cluster.ts';

/** Kills the built bot under load and says what is left: `npm run test:kill -- --kills 60 --seeds 1,2,3`. */
async function main(words: readonly string[]): Promise<number> {
  const { kills, seeds, isCluster, wipes } = readOptions(words);
  let problems = 0;
  for (const seed of seeds) {
    const startedMs = Date.now();
    say(`seed ${seed}: ${kills} kills`);
    const result = await (isCluster ? runClusterKills({ seed, kills, wipes, say }) : runKills({ seed, kills, say }));
    say(`seed ${seed}: ${summaryOf(result)} in ${Math.round((Date.now() - startedMs) / 1000)} s`);
    for (const line of complaintsOf(result)) say(line);
    problems += result.verdict.problems.length;
  }
  say(`${problems} problems with ${seeds.length} seeds`);
  return problems === 0 ? 0 : 1;
}

function summaryOf({ verdict, evidence }: RunResult): string {
  const kinds = [...new Set(verdict.notes.map(({ kind }) => kind))];
  const notes = kinds.map((kind) => `${verdict.notes.filter((note) => note.kind === kind).length} ${kind}`);
  const states = [...evidence.jobs.values()].map(({ state }) => state);
  const jobs = [...new Set(states)].map((state) => `${states.filter((each) => each === state).length} ${state}`);
  return [
    `${evidence.wishes.length} requests`,
    `jobs: ${jobs.join(', ')}`,
    `pending: ${evidence.pending.size}`,
    `${evidence.submits.length} submits`,
    `${verdict.problems.length} PROBLEMS`,
    `beyond help: ${notes.join(', ') || 'none'}`,
  ].join(' · ');
}

function complaintsOf({ verdict, evidence, folder }: RunResult): string[] {
  if (verdict.problems.length === 0) return [];
  const abouts = [...new Set(verdict.problems.map(({ about }) => about))];
  const lines = abouts.flatMap((about) => {
    const own = verdict.problems.filter((problem) => problem.about === about);
    const history = own[0] ? historyOf(evidence, own[0]).map((line) => `    ${line}`) : [];
    return [...own.map(({ kind, what }) => `PROBLEM ${kind}: ${what}`), ...history];
  });
  const kinds = [...new Set(verdict.problems.map(({ kind }) => kind))];
  const counts = kinds.map((kind) => `${kind} ${verdict.problems.filter((each) => each.kind === kind).length}`);
  return [...lines, `by kind: ${counts.join(', ')}; the bot's log and store are in ${folder}`];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(process.argv.slice(2));
