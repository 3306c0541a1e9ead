import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config/config.ts';
import type { Log } from '#core/log.ts';
import { start } from '#lifecycle.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../sandbox/discord/start.ts';
import { environmentOf } from '../sandbox/environment.ts';
import type { Pace } from '../sandbox/services/pace.ts';
import { type SandboxRunComfy, startSandboxRunComfy } from '../sandbox/services/start-runcomfy.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../sandbox/services/start-runninghub.ts';

/** The bot and its stand-ins, all in this process. */
export interface DeliveryStage {
  readonly discord: SandboxDiscord;
  readonly runninghub: SandboxRunningHub;
  readonly runcomfy: SandboxRunComfy;
  stop(): Promise<void>;
}

const noLimit = '1000000';
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Starts the unmodified bot without webhooks, on a file of its own, with no limit of credits or open jobs in the way. */
export async function startDeliveryStage(pace: (endpoint: string) => Pace): Promise<DeliveryStage> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const runninghub = await startSandboxRunningHub({ pace });
  const runcomfy = await startSandboxRunComfy({ pace });
  const discord = await startSandboxDiscord();
  const config = readConfig({
    ...environmentOf({ discord, runninghub, runcomfy, folder }),
    DEFAULT_ALLOWANCE: noLimit,
    MAX_ACTIVE_JOBS_PER_MEMBER: '1000',
    MAX_ACTIVE_JOBS_PER_GUILD: '1000',
  });
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const bot = await start(config.config, quiet, { now: Date.now, random: Math.random });
  return {
    discord,
    runninghub,
    runcomfy,
    async stop() {
      await bot.stop();
      await Promise.all([discord.stop(), runninghub.stop(), runcomfy.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
