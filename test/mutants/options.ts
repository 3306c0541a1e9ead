/** What to break: files from the root, and which mutants of them. */
export interface MutantOptions {
  readonly files: readonly string[];
  /** Only mutants of these lines, 1 and up; empty is all. */
  readonly lines: readonly number[];
  /** The end-to-end project, too, for those that the unit project let live. */
  readonly isThorough: boolean;
  /** The tests of the file's own folder alone. */
  readonly isNear: boolean;
}

/** The tests of the file's own folder, those of the project `unit`, and those of `e2e`, as far as they import the file. */
export type Suite = 'near' | 'unit' | 'e2e';

/** What a mutant has to live through, the quickest first. */
export function suitesOf({ isNear, isThorough }: Pick<MutantOptions, 'isNear' | 'isThorough'>): readonly Suite[] {
  return ['near', ...(isNear ? [] : (['unit'] as const)), ...(isThorough ? (['e2e'] as const) : [])];
}

/** The files that move money, and those that tell the story of a request. */
export const defaultFiles: readonly string[] = [
  ...['holds', 'balances', 'transfers', 'records', 'ledger', 'guilds', 'credits'].map(
    (name) => `src/credits/${name}.ts`,
  ),
  ...['generate', 'submit', 'follow', 'deliver', 'end'].map((name) => `src/generation/${name}.ts`),
  ...['poller', 'watch', 'turns', 'webhooks', 'schedule', 'run-times', 'budget', 'circuit'].map(
    (name) => `src/polling/${name}.ts`,
  ),
  ...['rules', 'strikes', 'acts'].map((name) => `src/moderation/${name}.ts`),
  'src/catalog/plan.ts',
];

/** Reads `src/credits/holds.ts`, `src/credits/holds.ts:12,40` `--near` and `--thorough`. @throws Error that names the wrong word */
export function readOptions(words: readonly string[]): MutantOptions {
  const isThorough = words.includes('--thorough');
  const isNear = words.includes('--near');
  const places = words.filter((word) => word !== '--thorough' && word !== '--near');
  const wrong = places.find((word) => !/^[\w./-]+\.ts(:\d+(,\d+)*)?$/.test(word) || word.startsWith('-'));
  if (wrong !== undefined) throw new Error(`"${wrong}" is neither a file, a file:line,line, --near nor --thorough.`);
  const lines = places.flatMap((word) => word.split(':')[1]?.split(',') ?? []).map(Number);
  if (lines.length > 0 && places.length > 1) throw new Error('Lines go with one file.');
  const files = places.map((word) => word.split(':')[0] ?? word);
  return { files: files.length === 0 ? defaultFiles : files, lines, isThorough, isNear };
}
