import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Config,
  environmentDefaults,
  environmentSchema,
  readConfig,
  secretsOf,
  secretVariables,
} from '#config/config.ts';
import { providerEntries } from '#providers/registry.ts';

const enough = { DISCORD_TOKEN: 'discord-token', RUNNINGHUB_API_KEY: 'runninghub-key' };
/** Of the first test of RFC 8032. */
const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

function configOf(environment: Record<string, string | undefined>): Config {
  const result = readConfig({ ...enough, ...environment });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  const result = readConfig(environment);
  return result.ok ? [] : result.problems;
}

describe('readConfig', () => {
  it('needs a Discord token and one provider key, the rest has defaults', () => {
    expect(configOf({})).toEqual({
      discord: {
        token: 'discord-token',
        apiBaseUrl: 'https://discord.com/api',
        cdnBaseUrl: 'https://cdn.discordapp.com',
        devGuildId: null,
        shards: null,
        publicKey: null,
      },
      providers: {
        runninghub: { apiKey: 'runninghub-key', baseUrl: 'https://www.runninghub.ai', bodyForm: 'auto' },
      },
      storeUrl: 'sqlite://data/easel.sqlite',
      redisUrl: null,
      role: 'all',
      catalogFile: null,
      imageHosts: [],
      http: { host: '127.0.0.1', port: 8080 },
      publicUrl: null,
      operatorToken: null,
      mediaDays: 7,
      proxy: null,
      defaultPolicy: { allowance: { credits: 100, period: 'day' }, initialPool: 'unlimited', refill: null },
      allowedGuilds: null,
      spendLimits: { all: 20_000, perGuild: null },
      maxActiveJobsPerMember: 2,
      maxActiveJobsPerGuild: 20,
      promptRetentionDays: 30,
      tracesUrl: null,
      logLevel: 'info',
    });
  });

  it('reads every variable', () => {
    const config = configOf({
      DISCORD_API_BASE: 'http://127.0.0.1:4000/api/',
      DISCORD_CDN_BASE: 'http://127.0.0.1:4000/',
      DISCORD_DEV_GUILD_ID: '123456789012345678',
      SHARDS: '4-7/16',
      INTERACTIONS: 'http',
      DISCORD_PUBLIC_KEY: publicKey.toUpperCase(),
      RUNNINGHUB_API_KEY: '',
      RUNCOMFY_API_TOKEN: 'runcomfy-token',
      RUNCOMFY_BASE_URL: 'http://127.0.0.1:4001//',
      RUNCOMFY_ACCOUNT_BASE_URL: 'http://127.0.0.1:4001/account',
      STORE_URL: 'postgres://easel@db.example/easel',
      REDIS_URL: 'redis://cache.example:6379/2',
      ROLE: 'worker',
      CATALOG_FILE: 'catalog.json',
      IMAGE_HOSTS: 'Images.Example.com, 127.0.0.1:4002,images.example.com',
      HTTP_HOST: '0.0.0.0',
      HTTP_PORT: '9090',
      PUBLIC_URL: 'https://easel.example.com/',
      OPERATOR_TOKEN: 'sixteen-letters!',
      MEDIA_DAYS: '3',
      HTTPS_PROXY: 'proxy.example:3128',
      NO_PROXY: 'localhost, .example.com 10.0.0.0/8,[::1]:80,db.example:5432,*',
      ALLOWED_GUILDS: '123456789012345678, 223456789012345678,123456789012345678',
      DAILY_SPEND_LIMIT: '500',
      GUILD_DAILY_SPEND_LIMIT: 'unlimited',
      DEFAULT_ALLOWANCE: '0',
      DEFAULT_ALLOWANCE_PERIOD: 'month',
      DEFAULT_POOL: '5000',
      MAX_ACTIVE_JOBS_PER_MEMBER: '3',
      MAX_ACTIVE_JOBS_PER_GUILD: '40',
      PROMPT_RETENTION_DAYS: '7',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318',
      LOG_LEVEL: 'debug',
    });
    expect(config).toEqual({
      discord: {
        token: 'discord-token',
        apiBaseUrl: 'http://127.0.0.1:4000/api',
        cdnBaseUrl: 'http://127.0.0.1:4000',
        devGuildId: '123456789012345678',
        shards: { first: 4, last: 7, of: 16 },
        publicKey,
      },
      providers: {
        runcomfy: {
          apiKey: 'runcomfy-token',
          baseUrl: 'http://127.0.0.1:4001',
          accountBaseUrl: 'http://127.0.0.1:4001/account',
        },
      },
      storeUrl: 'postgres://easel@db.example/easel',
      redisUrl: 'redis://cache.example:6379/2',
      role: 'worker',
      catalogFile: 'catalog.json',
      imageHosts: ['images.example.com', '127.0.0.1:4002'],
      http: { host: '0.0.0.0', port: 9090 },
      publicUrl: 'https://easel.example.com',
      operatorToken: 'sixteen-letters!',
      mediaDays: 3,
      proxy: {
        url: 'http://proxy.example:3128',
        noProxy: ['localhost', '.example.com', '10.0.0.0/8', '[::1]:80', 'db.example:5432', '*'],
      },
      defaultPolicy: { allowance: { credits: 0, period: 'month' }, initialPool: 5000, refill: null },
      allowedGuilds: ['123456789012345678', '223456789012345678'],
      spendLimits: { all: 500, perGuild: null },
      maxActiveJobsPerMember: 3,
      maxActiveJobsPerGuild: 40,
      promptRetentionDays: 7,
      tracesUrl: 'http://collector.example:4318',
      logLevel: 'debug',
    });
  });

  it('takes an empty or blank variable as unset and trims the others', () => {
    expect(configOf({ LOG_LEVEL: '', HTTP_PORT: '  ', DEFAULT_POOL: ' 12 ' })).toMatchObject({
      logLevel: 'info',
      http: { port: 8080 },
      defaultPolicy: { initialPool: 12 },
    });
  });

  it('reads a proxy in small letters first, as other programs do', () => {
    const both = {
      HTTPS_PROXY: 'http://large.example',
      https_proxy: 'http://ada:sesame%21@small.example',
      no_proxy: 'a',
    };
    const config = configOf(both);
    expect(config.proxy).toEqual({ url: both.https_proxy, noProxy: ['a'] });
    expect(secretsOf(config)).toEqual(['discord-token', 'runninghub-key', 'sesame%21', 'sesame!']);
    expect(configOf({ HTTPS_PROXY: 'http://large.example', https_proxy: ' ' }).proxy?.url).toBe('http://large.example');
  });

  it('is frozen all the way down', () => {
    const config = configOf({ IMAGE_HOSTS: 'a.example' });
    for (const part of [
      config,
      config.discord,
      config.providers.runninghub,
      config.imageHosts,
      config.defaultPolicy.allowance,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it.each([
    ['auto', null],
    ['', null],
    ['0-3/16', { first: 0, last: 3, of: 16 }],
    ['5/16', { first: 5, last: 5, of: 16 }],
    ['0/1', { first: 0, last: 0, of: 1 }],
  ])('reads the shards %j', (SHARDS, shards) => {
    expect(configOf({ SHARDS }).discord.shards).toEqual(shards);
  });

  it('turns the operations server off with port 0', () => {
    expect(configOf({ HTTP_PORT: '0' }).http).toBeNull();
  });
});

describe('problems', () => {
  const anyOf = (names: readonly string[]) => new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names);
  const keys = providerEntries.map(({ keyVariable }) => keyVariable);

  it('are reported all at once, by name, with value and what is allowed', () => {
    const problems = problemsOf({
      HTTP_PORT: '70000',
      LOG_LEVEL: 'loud',
      DEFAULT_POOL: '-1',
      RUNNINGHUB_BODY_FORM: 'x',
    });
    expect(problems).toEqual([
      'DISCORD_TOKEN is not set; it is required',
      'RUNNINGHUB_BODY_FORM is "x"; allowed: one of auto, nodes, flat',
      'HTTP_PORT is "70000"; allowed: a whole number from 0 to 65535 (0 turns the operations server off)',
      'DEFAULT_POOL is "-1"; allowed: a whole number from 0 to 1000000000, or unlimited',
      'LOG_LEVEL is "loud"; allowed: one of debug, info, warn, error',
      `no image service: set ${anyOf(keys)}, or several (\`npm run demo\` needs nothing)`,
    ]);
  });

  it.each([
    ['DISCORD_API_BASE', 'discord.com/api'],
    ['HTTPS_PROXY', 'socks5://proxy.example:1080'],
    ['HTTPS_PROXY', 'http://proxy.example/path'],
    ['HTTPS_PROXY', 'http://'],
    ['NO_PROXY', 'https://example.com'],
    ['NO_PROXY', '10.0.0.0/33'],
    ['NO_PROXY', 'example.com/8'],
    ['NO_PROXY', 'fd00::/x'],
    ['DISCORD_CDN_BASE', 'ftp://cdn.example'],
    ['DISCORD_DEV_GUILD_ID', 'my-server'],
    ['SHARDS', '16'],
    ['SHARDS', '0-16/16'],
    ['SHARDS', '3-2/16'],
    ['SHARDS', '16/16'],
    ['SHARDS', '0-3'],
    ['SHARDS', '0/0'],
    ['SHARDS', '-1/2'],
    ['RUNNINGHUB_BASE_URL', 'https://host/#fragment'],
    ['STORE_URL', 'data/easel.sqlite'],
    ['STORE_URL', 'sqlite://'],
    ['STORE_URL', 'postgres://localhost'],
    ['STORE_URL', 'postgres:///easel'],
    ['STORE_URL', 'mysql://localhost/easel'],
    ['IMAGE_HOSTS', 'https://images.example.com'],
    ['IMAGE_HOSTS', 'a.example,,b.example'],
    ['IMAGE_HOSTS', '*.example.com'],
    ['IMAGE_HOSTS', 'a.example:99999'],
    ['HTTP_HOST', 'http://127.0.0.1'],
    ['HTTP_PORT', '80.5'],
    ['HTTP_PORT', '0x50'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['DEFAULT_ALLOWANCE', '1e3'],
    ['DEFAULT_ALLOWANCE_PERIOD', 'hour'],
    ['ALLOWED_GUILDS', '123456789012345678,my-server'],
    ['ALLOWED_GUILDS', '**'],
    ['DAILY_SPEND_LIMIT', '-1'],
    ['DAILY_SPEND_LIMIT', '1e5'],
    ['GUILD_DAILY_SPEND_LIMIT', 'none'],
    ['MAX_ACTIVE_JOBS_PER_MEMBER', '0'],
    ['PROMPT_RETENTION_DAYS', '99999'],
  ])('%s does not take %j, and says so once', (name, value) => {
    const problems = problemsOf({ ...enough, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} is .+; allowed: .+`));
    expect(problems[0]).toContain(JSON.stringify(value));
  });

  it('never repeat a secret, nor an address that carries one', () => {
    const secret = 'hunter2-hunter2';
    const problems = problemsOf({
      DISCORD_TOKEN: `Bot ${secret}`,
      RUNNINGHUB_API_KEY: `"${secret}"`,
      RUNCOMFY_API_TOKEN: `Bearer ${secret}`,
      OPERATOR_TOKEN: secret,
      RUNNINGHUB_BASE_URL: `https://someone:${secret}@host.example`,
      PUBLIC_URL: `https://host.example/?key=${secret}`,
      STORE_URL: `postgres://someone:${secret}@host.example`,
    });
    expect(problems).toHaveLength(7);
    expect(problems).toContainEqual(expect.stringMatching(/^OPERATOR_TOKEN has .*at least 16 characters/u));
    expect(problems.join('\n')).not.toContain(secret);
    expect(problems).toContainEqual(
      expect.stringContaining('STORE_URL has a wrong value (not shown); allowed: sqlite'),
    );
  });

  it('name an operator’s page that would not be served', () => {
    expect(problemsOf({ ...enough, OPERATOR_TOKEN: 'sixteen-letters!', HTTP_PORT: '0' })).toEqual([
      expect.stringMatching(/^OPERATOR_TOKEN .*HTTP_PORT/),
    ]);
  });

  it('name everything that interactions by HTTP lack, at once', () => {
    expect(problemsOf({ ...enough, INTERACTIONS: 'http', HTTP_PORT: '0' })).toEqual([
      expect.stringMatching(/^INTERACTIONS is "http" and needs DISCORD_PUBLIC_KEY/u),
      expect.stringMatching(/^INTERACTIONS is "http".* HTTP_PORT, which is 0/u),
    ]);
  });

  it.each([
    ['http', 'gateway', /^ROLE is "http": set INTERACTIONS to http too, or ROLE to gateway$/u],
    ['gateway', 'http', /^INTERACTIONS is "http": set ROLE to http too, or unset one of the two$/u],
  ])('name a role that does not fit how interactions arrive: %s, %s', (ROLE, INTERACTIONS, problem) => {
    const cluster = { STORE_URL: 'postgres://db.example/easel', REDIS_URL: 'redis://cache.example', ROLE };
    expect(problemsOf({ ...enough, ...cluster, INTERACTIONS, DISCORD_PUBLIC_KEY: publicKey })).toEqual([
      expect.stringMatching(problem),
    ]);
  });

  it('ask nothing of a worker that only those who take interactions need', () => {
    const cluster = { STORE_URL: 'postgres://db.example/easel', REDIS_URL: 'redis://cache.example', ROLE: 'worker' };
    expect(problemsOf({ ...enough, ...cluster, INTERACTIONS: 'http', HTTP_PORT: '0' })).toEqual([]);
  });

  it.each([['0'.repeat(64)], [`02${'0'.repeat(62)}`], ['d75a98']])(
    'name a public key that nothing, or anything, could fit: %s',
    (key) => {
      expect(problemsOf({ ...enough, DISCORD_PUBLIC_KEY: key })).toEqual([
        expect.stringMatching(/^DISCORD_PUBLIC_KEY is "\w+"; allowed: the application's public key, 64 hex digits/u),
      ]);
    },
  );

  it('say nothing of a public key that the gateway does not need', () => {
    expect(configOf({ ...enough, DISCORD_PUBLIC_KEY: publicKey }).discord.publicKey).toBeNull();
  });

  it('name webhooks that could not arrive', () => {
    expect(problemsOf({ ...enough, PUBLIC_URL: 'https://easel.example.com', HTTP_PORT: '0' })).toEqual([
      expect.stringMatching(/^PUBLIC_URL .*HTTP_PORT/),
    ]);
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^(#?)([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, hash, name, value]) => ({
    hash,
    name,
    value,
  }));

  it('lists exactly the variables of the schema, in its order', () => {
    expect(rows.map((row) => row.name)).toEqual(Object.keys(environmentDefaults));
    const ofProviders = new Set(providerEntries.flatMap(({ defaults }) => Object.keys(defaults)));
    const own = Object.keys(environmentDefaults).filter((name) => !ofProviders.has(name));
    expect(own).toEqual(Object.keys(environmentSchema.shape));
  });

  it('shows every default commented out, and leaves the rest empty', () => {
    for (const { hash, name, value } of rows) {
      const fallback = new Map<string, string | null>(Object.entries(environmentDefaults)).get(name ?? '');
      expect({ name, hash, value }).toEqual({ name, hash: fallback === null ? '' : '#', value: fallback ?? '' });
    }
  });

  it('marks every secret', () => {
    const unmarked = [...secretVariables].filter((name) => !text.includes(` A secret.\n${name}=\n`));
    expect(unmarked.map((name) => `${name} in .env.example: its comment must end with "A secret."`)).toEqual([]);
  });
});
