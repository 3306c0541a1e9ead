import { posix } from 'node:path';
import type { SourceFile } from './repository.ts';

/** What a folder may import, and which of its files the others may import: its public face. */
interface Topic {
  /** Folders and files of `src`, and `commands`. */
  readonly uses: readonly string[];
  /** Files below the folder. A file that is missing here is private to the folder. */
  readonly faces: readonly string[];
}

/**
 * The house, from the ground up: a topic uses only topics above it in this list, so that no circle can arise. A folder of `src`
 * that is missing here is refused until it has a row.
 */
const topics: Readonly<Record<string, Topic>> = {
  core: {
    uses: [],
    faces: [
      ...[
        'clock',
        'errors',
        'ids',
        'lock',
        'log',
        'once-per',
        'phrase',
        'retry',
        'system-reason',
        'text',
        'finding',
        'variable-rules',
      ].map((name) => `${name}.ts`),
    ],
  },
  db: {
    uses: ['core'],
    faces: [
      'copy-tables.ts',
      'live-backup.ts',
      'migrations.ts',
      'postgres.ts',
      'database.ts',
      'documents.ts',
      'open-store.ts',
      'private-documents.ts',
      'rows.ts',
      'settings.ts',
      'sqlite-connection.ts',
    ],
  },
  'gateway-sessions': { uses: ['core', 'db'], faces: ['session-store.ts', 'shards.ts'] },
  media: {
    uses: ['core'],
    faces: [
      'media.ts',
      'input.ts',
      'check-input.ts',
      'file-bytes.ts',
      'fit-video.ts',
      'kept-media.ts',
      'read-media.ts',
      'scratch.ts',
      'rewrite-picture.ts',
      'shrink-image.ts',
      'fit-upload.ts',
      'png-text.ts',
    ],
  },
  http: {
    uses: ['core', 'media'],
    faces: [
      'agent.ts',
      'download.ts',
      'exchange.ts',
      'fetch-input.ts',
      'form-body.ts',
      'guarded-agent.ts',
      'into-file.ts',
      'proxy.ts',
      'send.ts',
      'send-form.ts',
    ],
  },
  catalog: {
    uses: ['core', 'media'],
    faces: [
      'catalog.ts',
      'catalog-file.ts',
      'fit-form.ts',
      'fit-route.ts',
      'form.ts',
      'found-inputs.ts',
      'guild-workflow.ts',
      'loras.ts',
      'model.ts',
      'models/route-rows.ts',
      'nearest-names.ts',
      'plan.ts',
      'price.ts',
      'prompt-flags.ts',
      'remote/bound-route.ts',
      'remote/optional-models.ts',
      'remote/remote-catalogue.ts',
      'request.ts',
      'size.ts',
      'unverified.ts',
      'seed.ts',
      'wire-words.ts',
      'workflow-file.ts',
    ],
  },
  providers: {
    uses: ['core', 'db', 'media', 'http', 'catalog'],
    faces: ['provider.ts', 'registry.ts', 'examine-account.ts', 'tools.ts', 'runcomfy/live-catalogue.ts'],
  },
  loras: { uses: ['core', 'db', 'media', 'catalog'], faces: ['guild-lora.ts', 'lora-preview.ts'] },
  'lora-upload': {
    uses: ['core', 'db', 'http', 'providers'],
    faces: ['lora-upload.ts'],
  },
  credits: {
    uses: ['core', 'db'],
    faces: [
      'credits.ts',
      'ledger.ts',
      'usage.ts',
      'spending.ts',
      'erase.ts',
      'guilds.ts',
      'history.ts',
      'records.ts',
      'reports.ts',
    ],
  },
  guilds: { uses: ['core', 'db', 'catalog', 'loras', 'credits'], faces: ['guild-settings.ts', 'settings-store.ts'] },
  jobs: {
    uses: ['core', 'db', 'media', 'catalog', 'providers', 'credits'],
    faces: ['job.ts', 'job-store.ts', 'job-list.ts', 'actual-cost.ts', 'leases.ts', 'ownership.ts'],
  },
  cluster: { uses: ['core', 'db', 'jobs'], faces: ['cluster.ts', 'shared-texts.ts', 'signals.ts'] },
  moderation: {
    uses: ['core', 'db', 'media', 'catalog', 'loras', 'credits', 'guilds', 'jobs'],
    faces: [
      'rules.ts',
      'acts.ts',
      'strikes.ts',
      'member-records.ts',
      'notices.ts',
      'pending-requests.ts',
      'word-filter/word-filter.ts',
    ],
  },
  members: {
    uses: ['core', 'db', 'media', 'catalog', 'credits', 'jobs', 'cluster'],
    faces: [
      'drafts.ts',
      'favourites.ts',
      'kept-pictures.ts',
      'last-choices.ts',
      'pending-edits.ts',
      'presets.ts',
      'privacy.ts',
      'shared-drafts.ts',
    ],
  },
  polling: {
    uses: ['core', 'media', 'catalog', 'providers', 'jobs'],
    faces: ['poller.ts', 'watch.ts', 'schedule.ts', 'budget.ts', 'circuit.ts'],
  },
  generation: {
    uses: [
      'core',
      'media',
      'catalog',
      'providers',
      'loras',
      'credits',
      'guilds',
      'jobs',
      'moderation',
      'members',
      'polling',
    ],
    faces: ['generate.ts', 'gate.ts', 'flow.ts', 'admission.ts', 'cancel.ts', 'resume.ts'],
  },
  approvals: {
    uses: ['core', 'catalog', 'guilds', 'jobs', 'moderation', 'generation'],
    faces: ['approvals.ts', 'steps.ts'],
  },
  i18n: {
    uses: ['core', 'catalog', 'jobs'],
    faces: ['t.ts', 'message.ts', 'escape.ts', 'money.ts', 'phrases.ts', 'reasons.ts', 'time.ts'],
  },
  discord: {
    uses: [
      'core',
      'gateway-sessions',
      'media',
      'http',
      'catalog',
      'credits',
      'guilds',
      'jobs',
      'moderation',
      'members',
      'i18n',
    ],
    faces: [
      ...['client', 'gateway-refused', 'preflight'].map((name) => `gateway/${name}.ts`),
      'http/endpoint.ts',
      ...[
        'allowed-guilds',
        'calls',
        'custom-id',
        'dispatch',
        'entrance',
        'interaction',
        'options',
        'permissions',
        'register',
      ].map((name) => `interactions/${name}.ts`),
      ...['audit', 'notices'].map((name) => `log-channel/${name}.ts`),
      ...['buttons', 'card', 'find', 'limits', 'message', 'pages', 'text-form'].map((name) => `messages/${name}.ts`),
      ...['deliver', 'large-media', 'reply', 'reply-message', 'tokens'].map((name) => `replies/${name}.ts`),
      ...['answers', 'approvals', 'command-links', 'errors', 'result'].map((name) => `texts/${name}.ts`),
    ],
  },
  commands: {
    uses: [
      'core',
      'media',
      'catalog',
      'loras',
      'lora-upload',
      'credits',
      'guilds',
      'jobs',
      'moderation',
      'members',
      'generation',
      'approvals',
      'i18n',
      'discord',
    ],
    faces: ['index.ts', 'command.ts', 'workflow-draft.ts'],
  },
  operations: {
    uses: ['core', 'db', 'media', 'catalog', 'providers', 'jobs'],
    faces: ['metrics.ts', 'funding.ts', 'pauses.ts', 'serve.ts', 'traces.ts'],
  },
  web: {
    uses: [
      'core',
      'media',
      'catalog',
      'credits',
      'guilds',
      'jobs',
      'moderation',
      'polling',
      'generation',
      'operations',
    ],
    faces: ['operator.ts', 'deps.ts'],
  },
  config: {
    uses: ['core', 'catalog', 'providers', 'credits'],
    faces: ['config.ts', 'env-file.ts', 'read-catalog-file.ts'],
  },
};

/** Files and folders in which things are put together; they may import every topic, and each other downwards. */
const composition: readonly string[] = [
  'compose-providers',
  'compose-cluster',
  'app',
  'compose-operator',
  'share-work',
  'sweep',
  'surroundings',
  'machine',
  'front-door',
  'lifecycle',
  'main',
  'doctor',
  'store-tools',
];

/** Where a package may be imported; a package that is missing here may be imported nowhere in src and commands. */
const packageOwners: Readonly<Record<string, readonly string[]>> = {
  keyv: ['db'],
  '@keyv/sqlite': ['db'],
  '@keyv/postgres': ['db'],
  pg: ['db'],
  sqlite3: ['db'],
  bullmq: ['cluster'],
  ioredis: ['cluster'],
  undici: ['http'],
  '@discordjs/ws': ['discord'],
  'discord.js': ['discord', 'commands', 'lifecycle'],
  sharp: ['media'],
  obscenity: ['moderation'],
  pino: ['core'],
  'prom-client': ['operations'],
  '@opentelemetry/api': ['operations'],
  '@opentelemetry/exporter-trace-otlp-http': ['operations'],
  '@opentelemetry/resources': ['operations'],
  '@opentelemetry/sdk-trace-base': ['operations'],
  hono: ['web'],
  '@hono/node-server': ['web'],
};
const everywhere: ReadonlySet<string> = new Set(['zod']);

/** Rules and data: no I/O, so nothing of Node. */
const pure: ReadonlySet<string> = new Set([
  'catalog',
  'credits',
  'guilds',
  'jobs',
  'polling',
  'generation',
  'approvals',
]);

/** The wire and the store have one owner each, for the stand-ins too. */
const notInSandbox: ReadonlySet<string> = new Set([
  'keyv',
  '@keyv/sqlite',
  '@keyv/postgres',
  'pg',
  'sqlite3',
  'bullmq',
  'ioredis',
  'pino',
  'prom-client',
]);
/** What runs in a browser: it shares only what is said between it and its server. */
const pageFolder = 'sandbox/web/page/';
const pageMayRead: ReadonlySet<string> = new Set(['sandbox/web/protocol.ts', 'sandbox/discord/wire.ts']);
const maxLines = 400;
const maxFilesPerFolder = 20;

/** `src/generation/generate.ts` belongs to `generation`, `src/app.ts` to `app`. */
export function topicOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

/** What a file imports, types included: paths from the root, and names of packages. Comments do not count. */
export function importsOf(file: SourceFile): { readonly paths: string[]; readonly packages: string[] } {
  const names = specifiersOf(file);
  const local = names.filter((name) => /^[.#]/.test(name));
  const packages = names.filter((name) => !/^[.#]/.test(name)).map(packageOf);
  return { paths: local.map((name) => pathOf(file.path, name)), packages };
}

/** Every breach of the house's rules, one line each. */
export function breachesIn(files: readonly SourceFile[]): string[] {
  const each = files.flatMap((file) => [...importBreaches(file), ...textBreaches(file)]);
  return [...each, ...circlesIn(files), ...fullFolders(files)];
}

/** Files that reach themselves through others, type imports included, as `circle: a -> b -> a`; each circle once. */
export function circlesIn(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map((file) => [file.path, importsOf(file).paths]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const from = trail.indexOf(path);
    if (from >= 0) circles.push(`circle: ${[...trail.slice(from), path].join(' -> ')}`);
    if (from >= 0 || done.has(path)) return;
    for (const next of targets.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of [...targets.keys()].sort()) visit(path, []);
  return circles;
}

function specifiersOf(file: SourceFile): string[] {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\s,]+)['"]/g;
  return [...codeOf(file.text).matchAll(pattern)].map((match) => match[1] ?? '');
}

function pathOf(importer: string, name: string): string {
  return name.startsWith('#') ? `src/${name.slice(1)}` : posix.join(posix.dirname(importer), name);
}

function importBreaches(file: SourceFile): string[] {
  const topic = topicOf(file.path);
  const { paths, packages } = importsOf(file);
  const breach = (what: string) => `${file.path}: ${what}`;
  const endings = paths.filter((path) => !/\.(tsx?|json)$/.test(path)).map((path) => breach(`${path} has no .ts`));
  if (topic === 'sandbox') {
    const isPage = file.path.startsWith(pageFolder);
    const wrong = packages.filter((name) => (isPage ? name !== 'preact' : notInSandbox.has(name)));
    const strange = isPage ? paths.filter((path) => !path.startsWith(pageFolder) && !pageMayRead.has(path)) : [];
    return [
      ...endings,
      ...wrong.map((name) => breach(`may not import the package ${name}`)),
      ...strange.map((path) => breach(`may not import ${path} into the browser`)),
    ];
  }
  if (topics[topic] === undefined && !composition.includes(topic))
    return [breach(`the folder ${topic} has no row in the table`)];
  return [
    ...endings,
    ...specifiersOf(file).flatMap((name) => spellingBreach(file.path, name).map(breach)),
    ...paths.flatMap((path) => edgeBreach(topic, path).map(breach)),
    ...packages.filter((name) => !mayImport(topic, name)).map((name) => breach(`may not import the package ${name}`)),
  ];
}

/** Between topics an import is written `#topic/file.ts`, within one it is relative. */
function spellingBreach(importer: string, name: string): string[] {
  if (!/^[.#]/.test(name)) return [];
  const path = pathOf(importer, name);
  const isWithin = topicOf(path) === topicOf(importer) || !path.startsWith('src/');
  return isWithin === name.startsWith('.') ? [] : [`writes ${name} the wrong way`];
}

function edgeBreach(topic: string, path: string): string[] {
  const target = topicOf(path);
  if (target === topic) return [];
  if (composition.includes(topic)) {
    const isBelow = !composition.includes(target) || composition.indexOf(target) < composition.indexOf(topic);
    return isBelow ? faceBreach(target, path) : [`may not import from ${target}`];
  }
  return topics[topic]?.uses.includes(target) ? faceBreach(target, path) : [`may not import from ${target}`];
}

function faceBreach(target: string, path: string): string[] {
  const faces = topics[target]?.faces;
  const below = path.replace(/^src\//, '').slice(target.length + 1);
  return faces === undefined || faces.includes(below) ? [] : [`${path} is private to ${target}`];
}

function mayImport(topic: string, name: string): boolean {
  if (name.startsWith('node:')) return !pure.has(topic);
  return everywhere.has(name) || (packageOwners[name] ?? []).includes(topic);
}

/** Rows that do not go from the ground up, or name a face that does not exist. */
export function rowBreaches(paths: readonly string[]): string[] {
  const names = Object.keys(topics);
  return Object.entries(topics).flatMap(([name, { uses, faces }], at) => [
    ...uses
      .filter((used) => !names.slice(0, at).includes(used))
      .map((used) => `${name} uses ${used}, which is not above it`),
    ...faces
      .map((face) => (name === 'commands' ? `${name}/${face}` : `src/${name}/${face}`))
      .filter((face) => !paths.includes(face))
      .map((face) => `${face} is a face that does not exist`),
  ]);
}

function fullFolders(files: readonly SourceFile[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
  return [...counts]
    .filter(([folder, count]) => count > maxFilesPerFolder && !folder.startsWith('sandbox'))
    .map(([folder, count]) => `${folder}: ${count} files, ${maxFilesPerFolder} are allowed`);
}

/** The entries, and the one that reads what they hand over. */
const readersOfEnvironment: ReadonlySet<string> = new Set([
  'src/main.ts',
  'src/doctor/main.ts',
  'src/store-tools/main.ts',
  'src/config/config.ts',
]);

/** What no import shows. Each row: the pattern, what it means, and who is excepted. */
const textRules: readonly { pattern: RegExp; what: string; isExcepted: (topic: string, path: string) => boolean }[] = [
  { pattern: /\bexport default\b|\bas default\b/, what: 'has a default export', isExcepted: () => false },
  { pattern: /\bexport \* from\b/, what: 're-exports a whole file', isExcepted: () => false },
  {
    pattern: /\bprocess\.env\b|\bprocess\[|import .*\benv\b.* from 'node:process'/,
    what: 'reads the environment',
    isExcepted: (topic, path) => topic === 'sandbox' || readersOfEnvironment.has(path),
  },
  {
    pattern: /\bDate\.now\b|\bMath\.random\b|\bperformance\.now\b|\bnew Date\(\)/,
    what: 'reads the clock or rolls dice',
    isExcepted: (topic, path) => topic === 'lifecycle' || path.endsWith('main.ts') || topic === 'sandbox',
  },
];

function textBreaches(file: SourceFile): string[] {
  const lines = file.text.trimEnd().split('\n').length;
  const tooLong = lines > maxLines ? [`${file.path}: ${lines} lines, ${maxLines} are allowed`] : [];
  const code = codeOf(file.text);
  const broken = textRules.filter((rule) => rule.pattern.test(code) && !rule.isExcepted(topicOf(file.path), file.path));
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
