import { readOptions } from './options.ts';
import { runSoak } from './run.ts';
import { judgeThirds, mostGrowth, tableOf } from './verdict.ts';

/** Uses the built bot for a long time and says what has grown: `npm run soak -- --minutes 60 --cluster`. */
async function main(words: readonly string[]): Promise<number> {
  const { measured, problems } = await runSoak(readOptions(words), say);
  const rows = judgeThirds(measured);
  say(tableOf(rows));
  for (const problem of problems) say(`PROBLEM ${problem}`);
  const grown = rows.filter(({ isFine }) => !isFine).length;
  say(
    `${grown} figures grew by more than ${mostGrowth * 100} %; ${problems.length} problems; ${measured.lags.length} pictures`,
  );
  return grown + problems.length === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(process.argv.slice(2));
