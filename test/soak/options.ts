/** How a soak is asked for. */
export interface SoakOptions {
  readonly minutes: number;
  /** Five processes that share PostgreSQL and Redis, instead of one on SQLite. */
  readonly isCluster: boolean;
}

/** Reads `--minutes 60 --cluster`. @throws Error that names what is wrong */
export function readOptions(words: readonly string[]): SoakOptions {
  const isCluster = words.includes('--cluster');
  const [name = '--minutes', value = '60', ...more] = words.filter((word) => word !== '--cluster');
  const minutes = Number(value);
  if (name !== '--minutes' || more.length > 0) throw new Error('There are the options --minutes and --cluster.');
  if (Number.isFinite(minutes) && minutes > 0) return { minutes, isCluster };
  throw new Error(`--minutes takes a number above 0, not "${value}".`);
}
