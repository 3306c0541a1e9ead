import type { z } from 'zod';
import type { LogLevel } from '#core/errors.ts';
import { type GuildId, guildId } from '#core/ids.ts';
import type { CreditPolicy } from '#credits/credits.ts';
import { environmentDefaults, environmentSchema, inSmallLettersToo, secretVariables } from './variables.ts';

/** What the operator has decided, checked and frozen. Addresses have no trailing slash. */
export interface Config {
  readonly discord: {
    readonly token: string;
    readonly apiBaseUrl: string;
    readonly cdnBaseUrl: string;
    /** Where the commands are registered for development; null registers them everywhere. */
    readonly devGuildId: GuildId | null;
  };
  /** Null when there is no key: its routes are off. At least one of the two providers is set. */
  readonly runninghub: {
    readonly apiKey: string;
    readonly baseUrl: string;
    readonly bodyForm: 'auto' | 'nodes' | 'flat';
  } | null;
  /** @see Config.runninghub */
  readonly runcomfy: {
    readonly apiToken: string;
    readonly baseUrl: string;
    readonly accountBaseUrl: string;
  } | null;
  /** `sqlite://` and a file's path. */
  readonly storeUrl: string;
  readonly catalogFile: string | null;
  /** Lower-case `host` or `host:port`, private hosts from which results may be fetched besides the base URLs. */
  readonly imageHosts: readonly string[];
  /** Null when the operations server is off. */
  readonly http: { readonly host: string; readonly port: number } | null;
  /** How providers reach `http` from outside; null leaves webhooks off. */
  readonly publicUrl: string | null;
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
  readonly logLevel: LogLevel;
}

/** Either the configuration, or every problem at once: one line each, with the variable's name and no secret. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the environment. An empty variable counts as unset; variables that Easel does not know are ignored. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const texts = withDefaults(environment);
  const parsed = environmentSchema.safeParse(texts);
  const contradictions = contradictionsIn(texts);
  if (parsed.success && contradictions.length === 0) return { ok: true, config: toConfig(parsed.data) };
  const wrong = parsed.success ? [] : problemsOf(parsed.error, texts);
  return { ok: false, problems: [...wrong, ...contradictions] };
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
export function secretsOf({ discord, runninghub, runcomfy, proxy }: Config): readonly string[] {
  const password = proxy === null ? '' : new URL(proxy.url).password;
  const keys = [discord.token, runninghub?.apiKey ?? '', runcomfy?.apiToken ?? ''];
  return [...keys, password, decodeURIComponent(password)].filter((secret) => secret !== '');
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

/** One line per wrong variable: a variable that breaks two parts of its rule is still one mistake. */
function problemsOf(error: z.ZodError, texts: Texts): string[] {
  const problems = new Map<string, string>();
  for (const issue of error.issues) {
    const name = String(issue.path[0]);
    if (!problems.has(name)) problems.set(name, problemWith(name, texts[name] ?? null, issue.message));
  }
  return [...problems.values()];
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
  if (texts.RUNNINGHUB_API_KEY === null && texts.RUNCOMFY_API_TOKEN === null) {
    problems.push(
      'no image service: set RUNNINGHUB_API_KEY or RUNCOMFY_API_TOKEN, or both (`npm run demo` needs nothing)',
    );
  }
  if (texts.PUBLIC_URL !== null && Number(texts.HTTP_PORT) === 0) {
    problems.push('PUBLIC_URL turns webhooks on, and they arrive at HTTP_PORT, which is 0: unset one of the two');
  }
  return problems;
}

function toConfig(values: z.infer<typeof environmentSchema>): Config {
  return frozen({
    discord: {
      token: values.DISCORD_TOKEN,
      apiBaseUrl: values.DISCORD_API_BASE,
      cdnBaseUrl: values.DISCORD_CDN_BASE,
      devGuildId: values.DISCORD_DEV_GUILD_ID === null ? null : guildId(values.DISCORD_DEV_GUILD_ID),
    },
    runninghub: runninghubOf(values),
    runcomfy: runcomfyOf(values),
    storeUrl: values.STORE_URL,
    catalogFile: values.CATALOG_FILE,
    imageHosts: values.IMAGE_HOSTS ?? [],
    http: values.HTTP_PORT === 0 ? null : { host: values.HTTP_HOST, port: values.HTTP_PORT },
    publicUrl: values.PUBLIC_URL,
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

function runninghubOf(values: z.infer<typeof environmentSchema>): Config['runninghub'] {
  if (values.RUNNINGHUB_API_KEY === null) return null;
  return {
    apiKey: values.RUNNINGHUB_API_KEY,
    baseUrl: values.RUNNINGHUB_BASE_URL,
    bodyForm: values.RUNNINGHUB_BODY_FORM,
  };
}

function runcomfyOf(values: z.infer<typeof environmentSchema>): Config['runcomfy'] {
  if (values.RUNCOMFY_API_TOKEN === null) return null;
  return {
    apiToken: values.RUNCOMFY_API_TOKEN,
    baseUrl: values.RUNCOMFY_BASE_URL,
    accountBaseUrl: values.RUNCOMFY_ACCOUNT_BASE_URL,
  };
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
