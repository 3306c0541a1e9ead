import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SandboxGuild } from '../../../sandbox/discord/guild.ts';
import type { RecordedRequest } from '../../../sandbox/discord/requests.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { fastPace, type Pace } from '../../../sandbox/services/pace.ts';
import { type SandboxRunComfy, startSandboxRunComfy } from '../../../sandbox/services/start-runcomfy.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../../sandbox/services/start-runninghub.ts';
import { readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';
import { type RunningBot, start } from '../../../src/start.ts';
import { createReferee } from '../referee.ts';

/** Loopback servers with the environment that points a bot at them. */
export interface House {
  readonly discord: SandboxDiscord;
  readonly guild: SandboxGuild;
  readonly runninghub: SandboxRunningHub;
  readonly runcomfy: SandboxRunComfy;
  readonly environment: Readonly<Record<string, string>>;
  readonly logLines: string[];
}

/** @see openHouse */
export interface HouseOptions {
  readonly pace?: Pace;
  /** Overrides of the bot's environment; an empty text unsets a variable. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Opens the servers and closes them with the test. Whatever the bot has sent to Discord by then is held against Discord's
 * own document, where that is present.
 */
export async function openHouse({ pace = fastPace, environment = {} }: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-test-'));
  const [runninghub, runcomfy] = await Promise.all([startSandboxRunningHub({ pace }), startSandboxRunComfy({ pace })]);
  const discord = await startSandboxDiscord();
  const guild = discord.addGuild({ name: 'Gallery' });
  onTestFinished(async () => {
    await Promise.all([discord.stop(), runninghub.stop(), runcomfy.stop()]);
    await rm(folder, { recursive: true, force: true });
    judge(discord.requests);
  });
  return {
    discord,
    guild,
    runninghub,
    runcomfy,
    logLines: [],
    environment: {
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
      ...environment,
    },
  };
}

/** Starts the bot in this process, as `main.ts` does; it is stopped with the test at the latest. */
export async function startBot(house: House): Promise<RunningBot> {
  const config = readConfig(house.environment);
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const log = createLog({ level: 'debug', destination: { write: (line) => house.logLines.push(line) } });
  const bot = await start(config.config, log, Date.now, Math.random);
  onTestFinished(() => bot.stop());
  return bot;
}

function judge(requests: readonly RecordedRequest[]): void {
  const referee = createReferee();
  const judged = requests.filter(({ path, status }) => path.startsWith('/api/') && status !== null && status < 400);
  const complaints = judged.flatMap((request) =>
    (referee?.check(request) ?? []).map((complaint) => `${request.method} ${request.path}: ${complaint}`),
  );
  if (complaints.length > 0) throw new Error(`Discord's document refuses:\n${complaints.join('\n')}`);
}
