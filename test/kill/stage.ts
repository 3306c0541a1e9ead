import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxChannel, SandboxGuild } from '../../sandbox/discord/guild.ts';
import type { Person } from '../../sandbox/discord/person.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../sandbox/discord/start.ts';
import { environmentOf } from '../../sandbox/environment.ts';
import { type SandboxRunComfy, startSandboxRunComfy } from '../../sandbox/services/start-runcomfy.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../sandbox/services/start-runninghub.ts';

/** One server with those who use the bot there. */
export interface Place {
  readonly guild: SandboxGuild;
  readonly rooms: readonly SandboxChannel[];
  readonly approvals: SandboxChannel;
  readonly log: SandboxChannel;
  readonly members: readonly Person[];
  readonly moderators: readonly Person[];
}

/** Discord, both services and two servers, which outlive every process of the bot. */
export interface Stage {
  readonly discord: SandboxDiscord;
  readonly runninghub: SandboxRunningHub;
  readonly runcomfy: SandboxRunComfy;
  readonly places: readonly Place[];
  readonly folder: string;
  readonly storeUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  /** How long an answer may be on its way to a process. */
  readonly onItsWayMs: number;
  /** The place of the process that asks under this name; null where there is only one. */
  nameOf(host: string): string | null;
  stop(): Promise<void>;
}

const namesHere = [
  ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gina', 'Hugo'],
  ['Iris', 'Jon', 'Kira', 'Leo', 'Mia', 'Nils', 'Olga', 'Paul'],
] as const;
const moderatorsHere = [
  ['Quinn', 'Rosa'],
  ['Sven', 'Tara'],
] as const;

/** Opens it all; `now` is Discord's clock and that of the services, so that hours can pass while the bot is down. */
export async function openStage(
  seed: number,
  now: () => number,
  doorFor: () => 'gateway' | 'endpoint' = () => 'gateway',
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), `easel-kill-${seed}-`));
  const pace = { queueMs: 200, runMs: 700, jitter: 0.6 };
  const [runninghub, runcomfy, discord] = await Promise.all([
    startSandboxRunningHub({ pace, now, seed, webhookEveryMs: null }),
    startSandboxRunComfy({ pace, now, seed: seed + 1 }),
    startSandboxDiscord({
      now,
      doorFor,
      rateLimits: { channel: { limit: 25, windowMs: 5000 } },
    }),
  ]);
  const places = namesHere.map((names, index) => openPlace(discord, index, names));
  const storeUrl = `sqlite://${join(folder, 'easel.sqlite')}`;
  const environment = {
    ...environmentOf({ discord, runninghub, runcomfy, folder }),
    ALLOWED_GUILDS: places.map(({ guild }) => guild.id).join(','),
    DAILY_SPEND_LIMIT: 'unlimited',
    DEFAULT_ALLOWANCE: '120',
    MAX_ACTIVE_JOBS_PER_MEMBER: '3',
    MAX_ACTIVE_JOBS_PER_GUILD: '30',
    LOG_LEVEL: 'info',
    STORE_URL: storeUrl,
  };
  const stop = async () => void (await Promise.all([discord.stop(), runninghub.stop(), runcomfy.stop()]));
  return {
    discord,
    runninghub,
    runcomfy,
    places,
    folder,
    storeUrl,
    environment,
    onItsWayMs: 300,
    nameOf: () => null,
    stop,
  };
}

function openPlace(discord: SandboxDiscord, index: number, names: readonly string[]): Place {
  const guild = discord.addGuild({ name: `Gallery ${index + 1}` });
  const rooms = [guild.general, guild.addChannel({ name: 'studio' }), guild.addChannel({ name: 'garden' })];
  return {
    guild,
    rooms,
    approvals: guild.addChannel({ name: 'approvals' }),
    log: guild.addChannel({ name: 'log' }),
    members: names.map((name) => guild.member({ name })),
    moderators: (moderatorsHere[index] ?? []).map((name) =>
      guild.member({ name, permissions: ['ManageGuild', 'ModerateMembers'] }),
    ),
  };
}
