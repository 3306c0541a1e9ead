/** How a kill run is asked for. */
export interface KillOptions {
  readonly kills: number;
  readonly seeds: readonly number[];
  /** Five processes that share PostgreSQL and Redis, instead of one on SQLite. */
  readonly isCluster: boolean;
  /** How often Redis is wiped during a run. */
  readonly wipes: number;
}

/** Reads `--kills 60 --seed 1` or `--seeds 1,2,3`, and `--cluster --wipes 2`. @throws Error that names what is wrong */
export function readOptions(words: readonly string[]): KillOptions {
  const isCluster = words.includes('--cluster');
  let options: KillOptions = { kills: 60, seeds: [1], isCluster, wipes: 0 };
  const named = words.filter((word) => word !== '--cluster');
  for (let index = 0; index < named.length; index += 2) {
    options = { ...options, ...readOption(named[index] ?? '', named[index + 1] ?? '', isCluster) };
  }
  return options;
}

function readOption(name: string, value: string, isCluster: boolean): Partial<KillOptions> {
  if (name === '--kills') return { kills: wholes(name, value)[0] ?? 0 };
  if (name === '--seed' || name === '--seeds') return { seeds: wholes(name, value) };
  if (name === '--wipes' && isCluster) return { wipes: wholes(name, value)[0] ?? 0 };
  throw new Error(
    `There is no option ${name}; there are --kills, --seed, --seeds and --cluster, and with that --wipes.`,
  );
}

function wholes(name: string, value: string): number[] {
  const numbers = value.split(',').map(Number);
  if (value !== '' && numbers.every((number) => Number.isSafeInteger(number) && number >= 1)) return numbers;
  throw new Error(`${name} takes whole numbers from 1, not "${value}".`);
}
