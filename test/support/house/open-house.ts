import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readConfig } from '#config/config.ts';
import { createLog } from '#core/log.ts';
import { type RunningBot, start } from '#lifecycle.ts';
import type { GuildOptions, SandboxGuild } from '../../../sandbox/discord/guild.ts';
import type { RecordedRequest } from '../../../sandbox/discord/requests.ts';
import type { SandboxDiscordOptions } from '../../../sandbox/discord/settings.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { environmentOf } from '../../../sandbox/environment.ts';
import { fastPace, type Pace } from '../../../sandbox/services/pace.ts';
import { type SandboxRunComfy, startSandboxRunComfy } from '../../../sandbox/services/start-runcomfy.ts';
import {
  type SandboxRunningHub,
  type SandboxRunningHubOptions,
  startSandboxRunningHub,
} from '../../../sandbox/services/start-runninghub.ts';
import { createReferee } from '../referee.ts';
import { freePort } from './free-port.ts';

/** Loopback servers with the environment that points a bot at them. */
export interface House {
  readonly discord: SandboxDiscord;
  readonly guild: SandboxGuild;
  readonly runninghub: SandboxRunningHub;
  readonly runcomfy: SandboxRunComfy;
  readonly environment: Readonly<Record<string, string>>;
  readonly logLines: string[];
  /** Resolves when a line of the bot in this process holds the text, also one that was written before. */
  untilLogged(text: string): Promise<void>;
  /** Resolves when Discord has answered that many requests whose `METHOD /path` fits, counted from now. */
  untilAnswered(pattern: RegExp, count?: number): Promise<void>;
  /** Where the bot's log goes. */
  readonly write: (line: string) => void;
}

/** @see openHouse */
export interface HouseOptions {
  readonly pace?: Pace;
  readonly discord?: SandboxDiscordOptions;
  readonly guild?: Partial<GuildOptions>;
  readonly runninghub?: SandboxRunningHubOptions;
  /** Lets RunningHub tell the bot at once when a job has ended, so that nothing waits for the poller's first look. */
  readonly isCalledBack?: boolean;
  /** Lets interactions come by HTTP instead of the gateway. */
  readonly isPostedTo?: boolean;
  /** Overrides of the bot's environment; an empty text unsets a variable. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Opens the servers and closes them with the test. Whatever the bot has sent to Discord by then is held against Discord's
 * own document.
 */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { pace = fastPace, environment = {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'easel-test-'));
  const [runninghub, runcomfy] = await Promise.all([
    startSandboxRunningHub({ pace, webhookEveryMs: 20, ...options.runninghub }),
    startSandboxRunComfy({ pace }),
  ]);
  const discord = await startSandboxDiscord(options.discord);
  const guild = discord.addGuild({ name: 'Gallery', ...options.guild });
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
    ...listenToLog(),
    untilAnswered: (pattern, count = 1) => untilAnswered(discord, pattern, count),
    environment: {
      ...environmentOf({ discord, runninghub, runcomfy, folder }),
      ...(await portEnvironment(options)),
      ...(options.isPostedTo === true && {
        INTERACTIONS: 'http',
        DISCORD_PUBLIC_KEY: discord.signingKey.publicKey,
      }),
      ...environment,
    },
  };
}

async function portEnvironment({ isCalledBack, isPostedTo }: HouseOptions): Promise<Record<string, string>> {
  if (isCalledBack !== true && isPostedTo !== true) return { HTTP_PORT: '0' };
  const port = await freePort();
  return { HTTP_PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
}

/** Starts the bot in this process, as `main.ts` does; it is stopped with the test at the latest. */
export async function startBot(house: House): Promise<RunningBot> {
  const config = readConfig(house.environment);
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const log = createLog({ level: 'debug', destination: house });
  const bot = await start(config.config, log, { now: Date.now, random: Math.random });
  onTestFinished(() => bot.stop());
  await letIn(house);
  return bot;
}

/** Sets the endpoint at Discord once the bot answers there, as its operator does in the Developer Portal. */
export async function letIn({ discord, environment }: Pick<House, 'discord' | 'environment'>): Promise<void> {
  const { INTERACTIONS: door, ROLE: role, PUBLIC_URL: publicUrl } = environment;
  if (door === 'http' && role !== 'worker') await discord.setInteractionsEndpoint(`${publicUrl}/interactions`);
}

function listenToLog(): Pick<House, 'logLines' | 'write' | 'untilLogged'> {
  const logLines: string[] = [];
  const waiting = new Set<() => void>();
  return {
    logLines,
    write(line) {
      logLines.push(line);
      for (const look of [...waiting]) look();
    },
    untilLogged: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (!logLines.some((line) => line.includes(text))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

function untilAnswered(discord: SandboxDiscord, pattern: RegExp, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const stop = discord.onRequest(({ method, path }) => {
      if (pattern.test(`${method} ${path}`)) left -= 1;
      if (left > 0) return;
      stop();
      resolve();
    });
  });
}

/** Throws where Discord's own document would refuse what was sent and taken. */
export function judge(requests: readonly RecordedRequest[]): void {
  const referee = createReferee();
  const judged = requests.filter(({ path, status }) => path.startsWith('/api/') && status !== null && status < 400);
  const complaints = judged.flatMap((request) =>
    referee.check(request).map((complaint) => `${request.method} ${request.path}: ${complaint}`),
  );
  if (complaints.length > 0) throw new Error(`Discord's document refuses:\n${complaints.join('\n')}`);
}
