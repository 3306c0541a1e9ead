import { z } from 'zod';
import type { LogLevel } from '#core/errors.ts';
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
  secretText,
  storeUrl,
  wholeNumber,
} from '#core/variable-rules.ts';
import { periods } from '#credits/credits.ts';
import { providerEntries } from '#providers/registry.ts';

const logLevels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];
const maxCredits = 1_000_000_000;

/** Every variable that Easel reads but those of the providers, and what it may hold. @see ProviderEntry.environment */
export const environmentSchema = z.object({
  DISCORD_TOKEN: secretText(),
  DISCORD_API_BASE: baseUrl(),
  DISCORD_CDN_BASE: baseUrl(),
  DISCORD_DEV_GUILD_ID: patternText(/^\d{15,20}$/, "a server's id, 15 to 20 digits").nullable(),
  STORE_URL: storeUrl(),
  CATALOG_FILE: plainText("a JSON file's path").nullable(),
  IMAGE_HOSTS: hostList().nullable(),
  HTTP_HOST: patternText(/^[A-Za-z0-9.:-]+$/, 'a host name or an IP address, such as 127.0.0.1 or 0.0.0.0'),
  HTTP_PORT: wholeNumber(0, 65_535, ' (0 turns the operations server off)'),
  PUBLIC_URL: baseUrl().nullable(),
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
  LOG_LEVEL: oneOf(logLevels),
});

/** Every variable in the order of `.env.example`, with what it holds when it is unset, as text; null where there is nothing to assume. */
export const environmentDefaults: Readonly<Record<string, string | null>> = {
  DISCORD_TOKEN: null,
  DISCORD_API_BASE: 'https://discord.com/api',
  DISCORD_CDN_BASE: 'https://cdn.discordapp.com',
  DISCORD_DEV_GUILD_ID: null,
  ...Object.assign({}, ...providerEntries.map(({ defaults }) => defaults)),
  STORE_URL: 'sqlite://data/easel.sqlite',
  CATALOG_FILE: null,
  IMAGE_HOSTS: null,
  HTTP_HOST: '127.0.0.1',
  HTTP_PORT: '8080',
  PUBLIC_URL: null,
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
  LOG_LEVEL: 'info',
};

/** Variables whose value is never repeated, not even in a complaint about it. */
export const secretVariables: ReadonlySet<string> = new Set([
  'DISCORD_TOKEN',
  ...providerEntries.map(({ keyVariable }) => keyVariable),
]);

/** Variables that other programs read in small letters too; those go first, as they do there. */
export const inSmallLettersToo: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'NO_PROXY']);
