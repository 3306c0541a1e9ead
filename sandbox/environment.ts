import { join } from 'node:path';
import type { SandboxDiscord } from './discord/start.ts';
import type { SandboxRunComfy } from './services/start-runcomfy.ts';
import type { SandboxRunningHub } from './services/start-runninghub.ts';

/** The stand-ins that a bot is pointed at, and the folder of its store. */
export interface Surroundings {
  readonly discord: Pick<SandboxDiscord, 'token' | 'apiBase' | 'cdnBase'>;
  readonly runninghub: Pick<SandboxRunningHub, 'apiKey' | 'baseUrl'>;
  readonly runcomfy: Pick<SandboxRunComfy, 'apiKey' | 'baseUrl' | 'accountBaseUrl'>;
  readonly folder: string;
}

/** The environment of a bot that knows nothing but the stand-ins; its operations server is off. */
export function environmentOf({ discord, runninghub, runcomfy, folder }: Surroundings): Record<string, string> {
  return {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_BASE: discord.apiBase,
    DISCORD_CDN_BASE: discord.cdnBase,
    RUNNINGHUB_API_KEY: runninghub.apiKey,
    RUNNINGHUB_BASE_URL: runninghub.baseUrl,
    RUNCOMFY_API_TOKEN: runcomfy.apiKey,
    RUNCOMFY_BASE_URL: runcomfy.baseUrl,
    RUNCOMFY_ACCOUNT_BASE_URL: runcomfy.accountBaseUrl,
    STORE_URL: `sqlite://${join(folder, 'easel.sqlite')}`,
    HTTP_PORT: '0',
  };
}
