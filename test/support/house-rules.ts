import { posix } from 'node:path';
import type { SourceFile } from './repository.ts';

/** Who may import whom. A folder of src that is missing here is refused until it has a row. */
const foldersFor: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  config: ['domain'],
  log: ['domain'],
  http: ['domain'],
  db: ['domain'],
  store: ['domain', 'db'],
  discord: ['domain'],
  operations: ['domain'],
  providers: ['domain', 'http'],
  flow: ['domain', 'store'],
  commands: ['domain', 'flow', 'discord'],
  assemble: ['domain', 'config', 'http', 'db', 'store', 'operations', 'providers', 'flow', 'commands'],
  start: ['domain', 'config', 'log', 'http', 'db', 'store', 'discord', 'operations', 'flow', 'commands', 'assemble'],
  main: ['domain', 'config', 'log', 'start'],
  doctor: ['domain', 'config', 'http', 'db', 'store', 'providers', 'discord', 'assemble'],
};

/** Where a package may be imported; a package that is missing here may be imported nowhere in src and commands. */
const unitsFor: Readonly<Record<string, readonly string[]>> = {
  keyv: ['db'],
  sqlite3: ['db'],
  pg: ['db'],
  undici: ['http'],
  'discord.js': ['discord', 'commands', 'start'],
  sharp: ['http', 'discord'],
  obscenity: ['domain'],
  pino: ['log'],
  'prom-client': ['operations'],
  zod: ['domain', 'config', 'http', 'providers', 'db', 'store', 'flow', 'discord', 'commands', 'start', 'doctor'],
};

/** The wire and the store have one owner each, for the stand-ins too. */
const notInSandbox: ReadonlySet<string> = new Set(['keyv', 'sqlite3', 'pg', 'pino', 'prom-client']);
const maxLines = 400;

/** `src/flow/generate.ts` belongs to `flow`, `src/config.ts` and what is below `src/config/` to `config`. */
export function unitOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

/** What a file imports, types included: paths from the root, and names of packages. Comments do not count. */
export function importsOf(file: SourceFile): { readonly paths: string[]; readonly packages: string[] } {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g;
  const names = [...codeOf(file.text).matchAll(pattern)].map((match) => match[1] ?? '');
  const relative = names.filter((name) => name.startsWith('.'));
  const packages = names.filter((name) => !name.startsWith('.')).map(packageOf);
  return { paths: relative.map((name) => posix.join(posix.dirname(file.path), name)), packages };
}

/** Every breach of the house's rules, one line each. */
export function breachesIn(files: readonly SourceFile[]): string[] {
  const each = files.flatMap((file) => [...importBreaches(file), ...textBreaches(file)]);
  return [...each, ...cyclesIn(files)];
}

/** Folders that reach themselves through others, as `a -> b -> a`. */
export function cyclesIn(files: readonly SourceFile[]): string[] {
  const targets = new Map<string, Set<string>>();
  for (const file of files) {
    const from = unitOf(file.path);
    const reached = targets.get(from) ?? new Set<string>();
    for (const path of importsOf(file).paths) if (unitOf(path) !== from) reached.add(unitOf(path));
    targets.set(from, reached);
  }
  return [...targets.keys()].sort().flatMap((unit) => cycleFrom(unit, [unit], targets));
}

/** Only cycles whose first folder is the least in order, so that each is told once. */
function cycleFrom(
  start: string,
  trail: readonly string[],
  targets: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const last = trail.at(-1) ?? start;
  return [...(targets.get(last) ?? [])].flatMap((next) => {
    if (next === start) return [`cycle: ${[...trail, next].join(' -> ')}`];
    return next < start || trail.includes(next) ? [] : cycleFrom(start, [...trail, next], targets);
  });
}

function importBreaches(file: SourceFile): string[] {
  const unit = unitOf(file.path);
  const { paths, packages } = importsOf(file);
  const breach = (what: string) => `${file.path}: ${what}`;
  const endings = paths.filter((path) => !/\.(ts|json)$/.test(path)).map((path) => breach(`${path} has no .ts`));
  if (unit === 'sandbox') {
    const wrong = packages.filter((name) => notInSandbox.has(name));
    return [...endings, ...wrong.map((name) => breach(`may not import the package ${name}`))];
  }
  const allowed = foldersFor[unit];
  if (allowed === undefined) return [breach(`the folder ${unit} has no row in the table`)];
  const folders = paths.map(unitOf).filter((name) => name !== unit && !allowed.includes(name));
  return [
    ...endings,
    ...folders.map((name) => breach(`may not import from ${name}`)),
    ...packages.filter((name) => !mayImport(unit, name)).map((name) => breach(`may not import the package ${name}`)),
  ];
}

function mayImport(unit: string, name: string): boolean {
  return name.startsWith('node:') ? unit !== 'domain' : (unitsFor[name] ?? []).includes(unit);
}

/** The entries, and the one that reads what they hand over. */
const readersOfEnvironment: ReadonlySet<string> = new Set(['src/main.ts', 'src/doctor.ts', 'src/config.ts']);

/** What no import shows. Each row: the pattern, what it means, and who is excepted. */
const textRules: readonly { pattern: RegExp; what: string; isExcepted: (unit: string, path: string) => boolean }[] = [
  { pattern: /\bexport default\b|\bas default\b/, what: 'has a default export', isExcepted: () => false },
  { pattern: /\bexport \* from\b/, what: 're-exports a whole file', isExcepted: () => false },
  {
    pattern: /\bprocess\.env\b|\bprocess\[|import .*\benv\b.* from 'node:process'/,
    what: 'reads the environment',
    isExcepted: (unit, path) => unit === 'sandbox' || readersOfEnvironment.has(path),
  },
  {
    pattern: /\bDate\.now\b|\bMath\.random\b|\bperformance\.now\b|\bnew Date\(\)/,
    what: 'reads the clock or rolls dice',
    isExcepted: (unit) => unit === 'start' || unit === 'main' || unit === 'sandbox',
  },
];

function textBreaches(file: SourceFile): string[] {
  const lines = file.text.trimEnd().split('\n').length;
  const tooLong = lines > maxLines ? [`${file.path}: ${lines} lines, ${maxLines} are allowed`] : [];
  const code = codeOf(file.text);
  const broken = textRules.filter((rule) => rule.pattern.test(code) && !rule.isExcepted(unitOf(file.path), file.path));
  return [...tooLong, ...broken.map((rule) => `${file.path}: ${rule.what}`)];
}

/** The text without comments, as far as a pattern can tell; an address in a string keeps its slashes. */
function codeOf(text: string): string {
  return text.replace(/\/\*\*?[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
