import { z } from 'zod';
import type { LogLevel } from '#core/errors.ts';
import { type GuildId, guildId } from '#core/ids.ts';
import {
  baseUrl,
  creditsOrUnlimited,
  guildList,
  hostList,
  noProxyList,
  oneOf,
  patternText,
  plainText,
  proxyUrl,
  publicKey,
  redisUrl,
  secretText,
  shardRange,
  storeUrl,
  wholeNumber,
} from '#core/variable-rules.ts';
import { type CreditPolicy, periods } from '#credits/credits.ts';
import { type ProvidersSettings, providerEntries } from '#providers/registry.ts';

/** What the operator has decided, checked and frozen. Addresses have no trailing slash. */
export interface Config {
  readonly discord: {
    readonly token: string;
    readonly apiBaseUrl: string;
    readonly cdnBaseUrl: string;
    /** Where the commands are registered for development; null registers them everywhere. */
    readonly devGuildId: GuildId | null;
    /** `first` to `last`, counted from 0, of `of` shards; null serves all that Discord recommends. */
    readonly shards: { readonly first: number; readonly last: number; readonly of: number } | null;
    /** Whose signature interactions by HTTP carry, 64 hex digits; null takes interactions from the gateway. */
    readonly publicKey: string | null;
  };
  /** By the service's name, at least one; a service without a key is not in it, and its routes are off. */
  readonly providers: ProvidersSettings;
  /** `sqlite://` and a file's path. */
  readonly storeUrl: string;
  /** What hands work from process to process; null where one process does everything. The address may hold a password. */
  readonly redisUrl: string | null;
  /** What this process does: take interactions (`gateway`, `http`), follow jobs and deliver (`worker`), or everything. */
  readonly role: Role;
  readonly catalogFile: string | null;
  /** Lower-case `host` or `host:port`, private hosts from which results may be fetched besides the base URLs. */
  readonly imageHosts: readonly string[];
  /** Null when the operations server is off. */
  readonly http: { readonly host: string; readonly port: number } | null;
  /** How providers reach `http` from outside; null leaves webhooks off. */
  readonly publicUrl: string | null;
  /** What opens the operator's page, which `http` serves; null leaves it off. */
  readonly operatorToken: string | null;
  /** How long a file that is too large for Discord is kept behind its link. */
  readonly mediaDays: number;
  /** What outgoing connections are tunnelled through; null connects directly. The address may hold a password. */
  readonly proxy: { readonly url: string; readonly noProxy: readonly string[] } | null;
  /** The rules of money for guilds that have set nothing. */
  readonly defaultPolicy: CreditPolicy;
  /** Servers that may use the operator's keys; null: those in which the application's owner, or a member of its team, is a member. */
  readonly allowedGuilds: '*' | readonly GuildId[] | null;
  /** Credits of the operator's price list that may be spent a UTC day, by all servers and by each; null is no limit. */
  readonly spendLimits: { readonly all: number | null; readonly perGuild: number | null };
  readonly maxActiveJobsPerMember: number;
  readonly maxActiveJobsPerGuild: number;
  readonly promptRetentionDays: number;
  /** Where traces are sent by OTLP over HTTP; null sends none. */
  readonly tracesUrl: string | null;
  readonly logLevel: LogLevel;
}

/** What a process does. */
export const roles = ['all', 'gateway', 'http', 'worker'] as const;
/** @see roles */
export type Role = (typeof roles)[number];

/** Either the configuration, or every problem at once: one line each, with the variable's name and no secret. */
type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the environment. An empty variable counts as unset; variables that Easel does not know are ignored. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const texts = withDefaults(environment);
  const own = environmentSchema.safeParse(texts);
  const services = providerEntries.map(({ name, environment }) => ({ name, ...environment.safeParse(texts) }));
  const contradictions = contradictionsIn(texts);
  const issues = [own, ...services].flatMap(({ error }) => error?.issues ?? []);
  if (own.success && issues.length === 0 && contradictions.length === 0) {
    const configured = services.flatMap(({ name, data }) => (data ? [[name, data] as const] : []));
    return { ok: true, config: toConfig(own.data, Object.fromEntries(configured)) };
  }
  return { ok: false, problems: [...problemsOf(issues, texts), ...contradictions] };
}

/** The address of a store by itself, for tools that need nothing else. `name` is the variable or the option in the problem. */
export function readStoreUrl(
  name: string,
  text = environmentDefaults.STORE_URL ?? '',
): { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: string } {
  const parsed = environmentSchema.shape.STORE_URL.safeParse(text);
  if (parsed.success) return { ok: true, url: parsed.data };
  return { ok: false, problem: problemWith(name, text, parsed.error.issues[0]?.message ?? 'the address of a store') };
}

/** Everything in the configuration that no log or report may show. */
export function secretsOf({ discord, providers, proxy, redisUrl, operatorToken }: Config): readonly string[] {
  const passwords = [proxy?.url, redisUrl].flatMap((url) => (url ? [new URL(url).password] : []));
  const keys = [discord.token, operatorToken ?? '', ...Object.values(providers).map(({ apiKey }) => apiKey)];
  return [...keys, ...passwords, ...passwords.map(decodeURIComponent)].filter((secret) => secret !== '');
}

type Texts = Readonly<Record<string, string | null>>;

function withDefaults(environment: Readonly<Record<string, string | undefined>>): Texts {
  const rows = Object.entries(environmentDefaults).map(([name, fallback]) => {
    const small = inSmallLettersToo.has(name) ? environment[name.toLowerCase()]?.trim() : '';
    const text = small || (environment[name]?.trim() ?? '');
    return [name, text === '' ? fallback : text];
  });
  return Object.fromEntries(rows);
}

/** One line per wrong variable, in their order: a variable that breaks two parts of its rule is still one mistake. */
function problemsOf(issues: readonly z.core.$ZodIssue[], texts: Texts): string[] {
  return Object.keys(texts).flatMap((name) => {
    const issue = issues.find(({ path }) => path[0] === name);
    return issue === undefined ? [] : [problemWith(name, texts[name] ?? null, issue.message)];
  });
}

function problemWith(name: string, text: string | null, allowed: string): string {
  if (text === null) return `${name} is not set; it is required`;
  const shown = mayBeShown(name, text) ? `is ${JSON.stringify(text)}` : 'has a wrong value (not shown)';
  return `${name} ${shown}; allowed: ${allowed}`;
}

/** Addresses can carry a password or a signed query, and somebody will paste one. */
function mayBeShown(name: string, text: string): boolean {
  return !secretVariables.has(name) && !/[@?]/.test(text);
}

/** What no single variable can be blamed for. */
function contradictionsIn(texts: Texts): string[] {
  const problems: string[] = [];
  const keys = providerEntries.map(({ keyVariable }) => keyVariable);
  if (keys.every((name) => texts[name] === null)) {
    const anyKey = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(keys);
    problems.push(`no image service: set ${anyKey}, or several (\`npm run demo\` needs nothing)`);
  }
  if (texts.PUBLIC_URL !== null && Number(texts.HTTP_PORT) === 0) {
    problems.push('PUBLIC_URL turns webhooks on, and they arrive at HTTP_PORT, which is 0: unset one of the two');
  }
  if (texts.REDIS_URL !== null && !isPostgresAddress(texts.STORE_URL)) {
    problems.push(
      'REDIS_URL shares the work among several processes, which need one database: set STORE_URL to postgres://…, or unset REDIS_URL',
    );
  }
  if (texts.ROLE !== 'all' && texts.REDIS_URL === null) {
    problems.push(
      `ROLE is "${texts.ROLE}": a process that does a part of the work needs REDIS_URL, or set ROLE to all`,
    );
  }
  if (texts.OPERATOR_TOKEN !== null && Number(texts.HTTP_PORT) === 0) {
    problems.push(
      "OPERATOR_TOKEN turns the operator's page on, which is served at HTTP_PORT, which is 0: unset one of the two",
    );
  }
  return [...problems, ...frontDoorContradictions(texts)];
}

/** A worker takes no interactions, however the others do. */
function frontDoorContradictions({ ROLE: role, INTERACTIONS: door, ...texts }: Texts): string[] {
  if (role === 'http' && door === 'gateway')
    return ['ROLE is "http": set INTERACTIONS to http too, or ROLE to gateway'];
  if (role === 'gateway' && door === 'http')
    return ['INTERACTIONS is "http": set ROLE to http too, or unset one of the two'];
  if (door !== 'http' || role === 'worker') return [];
  const needs =
    'INTERACTIONS is "http" and needs DISCORD_PUBLIC_KEY, which isn\'t set: copy it from General Information';
  return [
    ...(texts.DISCORD_PUBLIC_KEY === null ? [`${needs} in the Developer Portal`] : []),
    ...(Number(texts.HTTP_PORT) === 0
      ? ['INTERACTIONS is "http": interactions arrive at HTTP_PORT, which is 0: set a port, or unset INTERACTIONS']
      : []),
  ];
}

function isPostgresAddress(url: string | null | undefined): boolean {
  return /^postgres(ql)?:\/\//.test(url ?? '');
}

function toConfig(values: z.infer<typeof environmentSchema>, providers: ProvidersSettings): Config {
  return frozen({
    discord: {
      token: values.DISCORD_TOKEN,
      apiBaseUrl: values.DISCORD_API_BASE,
      cdnBaseUrl: values.DISCORD_CDN_BASE,
      devGuildId: values.DISCORD_DEV_GUILD_ID === null ? null : guildId(values.DISCORD_DEV_GUILD_ID),
      shards: values.SHARDS,
      publicKey: values.INTERACTIONS === 'http' ? values.DISCORD_PUBLIC_KEY : null,
    },
    providers,
    storeUrl: values.STORE_URL,
    redisUrl: values.REDIS_URL,
    role: values.ROLE,
    catalogFile: values.CATALOG_FILE,
    imageHosts: values.IMAGE_HOSTS ?? [],
    http: values.HTTP_PORT === 0 ? null : { host: values.HTTP_HOST, port: values.HTTP_PORT },
    publicUrl: values.PUBLIC_URL,
    operatorToken: values.OPERATOR_TOKEN,
    mediaDays: values.MEDIA_DAYS,
    proxy: values.HTTPS_PROXY === null ? null : { url: values.HTTPS_PROXY, noProxy: values.NO_PROXY ?? [] },
    defaultPolicy: {
      allowance: { credits: values.DEFAULT_ALLOWANCE, period: values.DEFAULT_ALLOWANCE_PERIOD },
      initialPool: values.DEFAULT_POOL,
      refill: null,
    },
    allowedGuilds: allowedGuildsOf(values.ALLOWED_GUILDS),
    spendLimits: { all: limitOf(values.DAILY_SPEND_LIMIT), perGuild: limitOf(values.GUILD_DAILY_SPEND_LIMIT) },
    maxActiveJobsPerMember: values.MAX_ACTIVE_JOBS_PER_MEMBER,
    maxActiveJobsPerGuild: values.MAX_ACTIVE_JOBS_PER_GUILD,
    promptRetentionDays: values.PROMPT_RETENTION_DAYS,
    tracesUrl: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: values.LOG_LEVEL,
  });
}

function allowedGuildsOf(value: '*' | string[] | string | null): Config['allowedGuilds'] {
  if (value === null || value === '*') return value;
  return Array.isArray(value) ? value.map(guildId) : null;
}

function limitOf(value: number | 'unlimited' | null): number | null {
  return value === 'unlimited' ? null : value;
}

function frozen<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part);
  return Object.freeze(value);
}

/** The configuration reads well and is wrong all the same: a file that is not there, a token that Discord refuses. */
export class WrongConfiguration extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'WrongConfiguration';
    this.problems = problems;
  }
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];
const frontDoors = ['gateway', 'http'] as const;
const maxCredits = 1_000_000_000;
const operatorTokenAllowed = 'at least 16 characters without spaces or quotes, such as `openssl rand -hex 32` prints';

/** Every variable that Easel reads but those of the providers, and what it may hold. @see ProviderEntry.environment */
export const environmentSchema = z.object({
  DISCORD_TOKEN: secretText(),
  DISCORD_API_BASE: baseUrl(),
  DISCORD_CDN_BASE: baseUrl(),
  DISCORD_DEV_GUILD_ID: patternText(/^\d{15,20}$/, "a server's id, 15 to 20 digits").nullable(),
  SHARDS: shardRange(),
  INTERACTIONS: oneOf(frontDoors),
  DISCORD_PUBLIC_KEY: publicKey().nullable(),
  STORE_URL: storeUrl(),
  REDIS_URL: redisUrl().nullable(),
  ROLE: oneOf(roles),
  CATALOG_FILE: plainText("a JSON file's path").nullable(),
  IMAGE_HOSTS: hostList().nullable(),
  HTTP_HOST: patternText(/^[A-Za-z0-9.:-]+$/, 'a host name or an IP address, such as 127.0.0.1 or 0.0.0.0'),
  HTTP_PORT: wholeNumber(0, 65_535, ' (0 turns the operations server off)'),
  PUBLIC_URL: baseUrl().nullable(),
  OPERATOR_TOKEN: patternText(/^[\x21\x23-\x26\x28-\x7e]{16,500}$/, operatorTokenAllowed).nullable(),
  MEDIA_DAYS: wholeNumber(1, 365),
  HTTPS_PROXY: proxyUrl().nullable(),
  NO_PROXY: noProxyList().nullable(),
  ALLOWED_GUILDS: guildList().nullable(),
  DAILY_SPEND_LIMIT: creditsOrUnlimited(maxCredits),
  GUILD_DAILY_SPEND_LIMIT: creditsOrUnlimited(maxCredits).nullable(),
  MAX_ACTIVE_JOBS_PER_MEMBER: wholeNumber(1, 1000),
  MAX_ACTIVE_JOBS_PER_GUILD: wholeNumber(1, 10_000),
  DEFAULT_ALLOWANCE: wholeNumber(0, maxCredits),
  DEFAULT_ALLOWANCE_PERIOD: oneOf(periods),
  DEFAULT_POOL: creditsOrUnlimited(maxCredits),
  PROMPT_RETENTION_DAYS: wholeNumber(1, 3650),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl().nullable(),
  LOG_LEVEL: oneOf(logLevels),
});

/** Every variable in the order of `.env.example`, with what it holds when it is unset, as text; null where there is nothing to assume. */
export const environmentDefaults: Readonly<Record<string, string | null>> = {
  DISCORD_TOKEN: null,
  DISCORD_API_BASE: 'https://discord.com/api',
  DISCORD_CDN_BASE: 'https://cdn.discordapp.com',
  DISCORD_DEV_GUILD_ID: null,
  SHARDS: 'auto',
  INTERACTIONS: 'gateway',
  DISCORD_PUBLIC_KEY: null,
  ...Object.assign({}, ...providerEntries.map(({ defaults }) => defaults)),
  STORE_URL: 'sqlite://data/easel.sqlite',
  REDIS_URL: null,
  ROLE: 'all',
  CATALOG_FILE: null,
  IMAGE_HOSTS: null,
  HTTP_HOST: '127.0.0.1',
  HTTP_PORT: '8080',
  PUBLIC_URL: null,
  OPERATOR_TOKEN: null,
  MEDIA_DAYS: '7',
  HTTPS_PROXY: null,
  NO_PROXY: null,
  ALLOWED_GUILDS: null,
  DAILY_SPEND_LIMIT: '20000',
  GUILD_DAILY_SPEND_LIMIT: null,
  MAX_ACTIVE_JOBS_PER_MEMBER: '2',
  MAX_ACTIVE_JOBS_PER_GUILD: '20',
  DEFAULT_ALLOWANCE: '100',
  DEFAULT_ALLOWANCE_PERIOD: 'day',
  DEFAULT_POOL: 'unlimited',
  PROMPT_RETENTION_DAYS: '30',
  OTEL_EXPORTER_OTLP_ENDPOINT: null,
  LOG_LEVEL: 'info',
};

/** Variables whose value is never repeated, not even in a complaint about it. */
export const secretVariables: ReadonlySet<string> = new Set([
  'DISCORD_TOKEN',
  'OPERATOR_TOKEN',
  ...providerEntries.map(({ keyVariable }) => keyVariable),
]);

/** Variables that other programs read in small letters too; those go first, as they do there. */
const inSmallLettersToo: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'NO_PROXY']);
