import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, WrongConfiguration } from '#config/config.ts';
import { createLog } from '#core/log.ts';
import { type RunningBot, start } from '#lifecycle.ts';
import type { SandboxChannel, SandboxGuild, SandboxRole } from '../../../sandbox/discord/guild.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { environmentOf } from '../../../sandbox/environment.ts';
import { fastPace, type Pace } from '../../../sandbox/services/pace.ts';
import { startSandboxRunComfy } from '../../../sandbox/services/start-runcomfy.ts';
import { startSandboxRunningHub } from '../../../sandbox/services/start-runninghub.ts';
import { freePort } from '../house/free-port.ts';
import { letIn as letDiscordIn } from '../house/open-house.ts';
import { createStoryClock, type StoryClock } from './story-clock.ts';

/** A server full of people, with the whole bot on stand-ins. */
export interface EveningStage {
  readonly discord: SandboxDiscord;
  readonly guild: SandboxGuild;
  readonly clock: StoryClock;
  readonly cast: Cast;
  readonly places: Places;
  /** What Ada is. */
  readonly artist: SandboxRole;
  /** What the bot wrote to its log. */
  readonly logLines: readonly string[];
  /** Where the bot keeps its books; to be opened once it has stopped. */
  readonly storeUrl: string;
  /** Stops the bot alone. */
  stopBot(): Promise<void>;
  /** Stops everything and removes the books. */
  stop(): Promise<void>;
}

/** Nora runs the server, Mika and Omar moderate, the others make pictures. Everyone stands where they are most of the time. */
export type Cast = Readonly<Record<'nora' | 'mika' | 'omar' | 'ada' | 'ben' | 'cleo' | 'dan' | 'eve', Person>>;
/** The channels of the server. */
export type Places = Readonly<Record<'staff' | 'easel' | 'afterDark' | 'approvals' | 'modLog', SandboxChannel>>;

/** Friday, eight o'clock in the evening, UTC. */
export const curtainMs = Date.UTC(2026, 10, 20, 20);
/** Pictures of this model take long enough to be stopped. */
const slowEndpoint = /klein-4b/u;
const slowPace: Pace = { queueMs: 60_000, runMs: 60_000 };

/** How interactions reach the bot. */
export type FrontDoor = 'gateway' | 'http';

/** What several processes share. */
export interface SharedServers {
  /** A PostgreSQL database. */
  readonly storeUrl: string;
  readonly redisUrl: string;
}

/** The processes of a bot that shares its work; the first one has the door to the network. */
const sharingRoles = ['gateway', 'worker', 'worker'] as const;

/**
 * Opens the house, lets everyone in and starts the bot: one process with books of its own, or several that share servers. `machineNow` is
 * Unix milliseconds.
 */
export async function openStage(
  machineNow: () => number,
  door: FrontDoor = 'gateway',
  shared: SharedServers | null = null,
): Promise<EveningStage> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-evening-'));
  const clock = createStoryClock(curtainMs - 60 * 60_000, machineNow);
  const pace = (endpoint: string) => (slowEndpoint.test(endpoint) ? slowPace : fastPace);
  const runninghub = await startSandboxRunningHub({ pace, webhookEveryMs: 20 });
  const runcomfy = await startSandboxRunComfy({ pace });
  // The log of a whole evening would take minutes within Discord's limits; how the bot keeps to them is tested elsewhere.
  const discord = await startSandboxDiscord({ now: clock.now, rateLimits: 'off' });
  const servers = [discord, runninghub, runcomfy];
  // The clock stands still while they come in, so that everyone has the same id each time.
  const guild = discord.addGuild({ name: 'The Gallery' });
  const places = openPlaces(guild);
  const artist = guild.addRole({ name: 'Artist' });
  const cast = letIn(guild, places, artist);
  clock.run();
  const logLines: string[] = [];
  const port = String(await freePort());
  const environment: Record<string, string> = {
    ...environmentOf({ discord, runninghub, runcomfy, folder }),
    RUNCOMFY_API_TOKEN: '',
    HTTP_PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    INTERACTIONS: door,
    DISCORD_PUBLIC_KEY: discord.signingKey.publicKey,
    ...(shared && { STORE_URL: shared.storeUrl, REDIS_URL: shared.redisUrl }),
  };
  const bot = await startProcesses(shared === null ? [environment] : environmentsOf(environment), clock, logLines);
  await letDiscordIn({ discord, environment });
  return {
    discord,
    guild,
    clock,
    cast,
    places,
    artist,
    logLines,
    storeUrl: environment.STORE_URL ?? '',
    stopBot: bot.stop,
    async stop() {
      await bot.stop();
      await Promise.all(servers.map((server) => server.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What lets into the channels of those who run the server. */
const staffOnly = ['ManageMessages'] as const;

function openPlaces(guild: SandboxGuild): Places {
  return {
    staff: guild.addChannel({ name: 'staff', visibleTo: staffOnly }),
    easel: guild.addChannel({ name: 'easel' }),
    afterDark: guild.addChannel({ name: 'after-dark', nsfw: true }),
    approvals: guild.addChannel({ name: 'approvals', visibleTo: staffOnly }),
    modLog: guild.addChannel({ name: 'mod-log', visibleTo: staffOnly }),
  };
}

function letIn(guild: SandboxGuild, { staff, easel }: Places, artist: SandboxRole): Cast {
  const member = (name: string, roles: readonly { readonly id: string }[] = []) =>
    guild.member({ name, roles }).in(easel);
  return {
    nora: guild.member({ name: 'Nora', permissions: ['ManageGuild', ...staffOnly] }).in(staff),
    mika: guild.member({ name: 'Mika', permissions: ['ModerateMembers', ...staffOnly] }).in(staff),
    omar: guild.member({ name: 'Omar', permissions: ['ModerateMembers', ...staffOnly] }).in(staff),
    ada: member('Ada', [artist]),
    ben: member('Ben'),
    cleo: member('Cleo'),
    dan: member('Dan'),
    eve: member('Eve'),
  };
}

function environmentsOf(environment: Readonly<Record<string, string>>): readonly Readonly<Record<string, string>>[] {
  return sharingRoles.map((role, index) => ({
    ...environment,
    ROLE: role,
    ...(index > 0 && { HTTP_PORT: '0', PUBLIC_URL: '' }),
  }));
}

async function startProcesses(
  environments: readonly Readonly<Record<string, string>>[],
  clock: StoryClock,
  logLines: string[],
): Promise<Pick<RunningBot, 'stop'>> {
  const processes: RunningBot[] = [];
  for (const environment of environments) processes.push(await startBot(environment, clock, logLines));
  // Who takes requests ends first, so that the others finish what it has left.
  return {
    stop: async () => {
      for (const each of processes) await each.stop();
    },
  };
}

async function startBot(
  environment: Readonly<Record<string, string>>,
  { now }: StoryClock,
  logLines: string[],
): Promise<RunningBot> {
  const config = readConfig(environment);
  if (!config.ok) throw new WrongConfiguration(config.problems);
  const log = createLog({ level: 'info', destination: { write: (line) => void logLines.push(line) } });
  return start(config.config, log, { now, random: () => 0.5 });
}
