import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, WrongConfiguration } from '#config/config.ts';
import { createLog } from '#core/log.ts';
import { start } from '#lifecycle.ts';
import type { SandboxGuild } from '../discord/guild.ts';
import type { Person } from '../discord/person.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../discord/start.ts';
import { environmentOf } from '../environment.ts';
import { createFailingDisk, type FailingDisk } from '../faults/disk.ts';
import { fastPace } from '../services/pace.ts';
import { type SandboxRunComfy, startSandboxRunComfy } from '../services/start-runcomfy.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../services/start-runninghub.ts';

/** The workflows of the demo. */
export const workflowsFile: string = fileURLToPath(new URL('../workflows.json', import.meta.url));

/** The whole bot on loopback stand-ins, with one person in front of it who may do everything, and a member called Ben. */
export interface Stage {
  readonly discord: SandboxDiscord;
  readonly you: Person;
  /** One more member. */
  addMember(name: string): Person;
  /** By user id. */
  readonly names: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

/** @see startStage */
export interface StageOptions {
  /** Pictures in a tenth of a second instead of a provider's seconds. */
  readonly isFast: boolean;
  /** Takes the bot's log lines. */
  readonly writeLog: (line: string) => void;
  /** Credits a day and member; {@link demoAllowance} when left out. */
  readonly allowance?: number;
}

/** Enough for most models once, and a balance that visibly shrinks. */
const demoAllowance = 1000;

/** Starts both image services, a Discord and the unmodified bot, all on 127.0.0.1, in a folder that is removed again. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { discord, guild, furniture, stop } = await startHouse({ ...options, guildName: 'Demo' }, (server) => [
    server.member({ name: 'You', permissions: ['ManageGuild', 'ModerateMembers'] }),
    server.member({ name: 'Ben' }),
  ]);
  const [you] = furniture;
  if (you === undefined) throw new Error('The stage is empty.');
  // Off until a server manager switches it on.
  await you.slash('/setup kinds kind:video action:on').firstAnswer();
  return {
    discord,
    you,
    addMember: (name) => guild.member({ name }),
    names: new Map(furniture.map(({ userId, name }) => [userId, name])),
    stop,
  };
}

/** The bot, its Discord with one server, and both services. */
export interface House<Furniture> {
  readonly discord: SandboxDiscord;
  readonly runninghub: SandboxRunningHub;
  readonly runcomfy: SandboxRunComfy;
  readonly guild: SandboxGuild;
  readonly disk: FailingDisk;
  /** The people and channels of the server, as they were made. */
  readonly furniture: Furniture;
  stop(): Promise<void>;
}

/** @see startHouse */
export interface HouseOptions extends StageOptions {
  readonly guildName: string;
}

/** Starts the services and a Discord whose server `furnish` fills, and then the bot. */
export async function startHouse<Furniture>(
  { isFast, writeLog, allowance = demoAllowance, guildName }: HouseOptions,
  furnish: (guild: SandboxGuild, discord: SandboxDiscord) => Furniture,
): Promise<House<Furniture>> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-demo-'));
  const pace = isFast ? { pace: fastPace } : {};
  const runninghub = await startSandboxRunningHub(pace);
  const runcomfy = await startSandboxRunComfy(pace);
  const discord = await startSandboxDiscord();
  const guild = discord.addGuild({ name: guildName });
  const config = readConfig({
    ...environmentOf({ discord, runninghub, runcomfy, folder }),
    DEFAULT_ALLOWANCE: String(allowance),
    CATALOG_FILE: workflowsFile,
    ...(allowance > demoAllowance && { DAILY_SPEND_LIMIT: 'unlimited' }),
  });
  if (!config.ok) throw new WrongConfiguration(config.problems);
  const log = createLog({ level: 'info', destination: { write: writeLog } });
  const furniture = furnish(guild, discord);
  const disk = createFailingDisk();
  const { openSqlite, createFile } = disk;
  const bot = await start(config.config, log, { now: Date.now, random: Math.random, openSqlite, createFile });
  return {
    discord,
    runninghub,
    runcomfy,
    guild,
    disk,
    furniture,
    async stop() {
      await bot.stop();
      await Promise.all([discord.stop(), runninghub.stop(), runcomfy.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
