import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Person } from '../sandbox/discord/person.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../sandbox/discord/start.ts';
import type { Pace } from '../sandbox/services/pace.ts';
import { startSandboxRunningHub } from '../sandbox/services/start-runninghub.ts';

/** `before` is Easel of another checkout, which `BENCH_BEFORE` names: its figures come from the same minutes. */
export type ContestantName = 'floor' | 'now' | 'before';

/** What a process has used since it started; the peak since it was last asked for. */
export type Used = z.infer<typeof usedSchema>;

/** A bot in a process of its own, with a Discord and an image service of its own in this one. */
export interface Contestant {
  readonly name: ContestantName;
  readonly discord: SandboxDiscord;
  readonly members: readonly Person[];
  /** The file of its store. */
  readonly storeFile: string;
  /** How many tasks the image service has been given. */
  submitted(): number;
  used(): Promise<Used>;
  /** Has a moderator switch videos on, where there is such a switch. */
  allowVideos(): Promise<void>;
  stop(): Promise<void>;
}

/** @see startContestant */
export interface ContestOptions {
  readonly pace: Pace;
  /** What the service makes. The floor fetches it from an address and posts it; without one it only defers. */
  readonly picture?: () => Buffer;
  /** Where the profile of the processor goes when the process ends; none is taken when left out. */
  readonly profileFolder?: string;
}

const memberCount = 500;
/** Of a server with all boosts. */
const attachmentLimitBytes = 104_857_600;
const usedSchema = z.object({
  cpuMs: z.number(),
  collectedMs: z.number(),
  rssBytes: z.number(),
  peakBytes: z.number(),
});

/** The floor, Easel, and Easel before where `BENCH_BEFORE` names its checkout. */
export function contestantNames(): readonly ContestantName[] {
  return process.env.BENCH_BEFORE === undefined ? ['floor', 'now'] : ['floor', 'before', 'now'];
}

/** Starts an unmodified bot on an empty file, with no limit of credits or jobs in the way. Resolves when it listens. */
export async function startContestant(
  name: ContestantName,
  { pace, picture, profileFolder }: ContestOptions,
): Promise<Contestant> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const storeFile = join(folder, 'easel.sqlite');
  const discord = await startSandboxDiscord();
  const guild = discord.addGuild({ name: 'Bench', attachmentLimitBytes });
  const runninghub = await startSandboxRunningHub({ pace, ...(picture && { picture }) });
  const host = createServer((_, response) => response.end(picture?.()));
  await new Promise<void>((listening) => host.listen(0, '127.0.0.1', listening));
  const { port } = host.address() as AddressInfo;
  const httpPort = await freePort();
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const child = fork(entryOf(name), {
    cwd: folder,
    execArgv: [...loadersOf(name), ...profiling],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      // Without ffmpeg: its processor time is not Easel's.
      PATH: '',
      DISCORD_TOKEN: discord.token,
      DISCORD_API_BASE: discord.apiBase,
      DISCORD_CDN_BASE: discord.cdnBase,
      RUNNINGHUB_API_KEY: runninghub.apiKey,
      RUNNINGHUB_BASE_URL: runninghub.baseUrl,
      STORE_URL: `sqlite://${storeFile}`,
      HTTP_PORT: String(httpPort),
      PUBLIC_URL: 'https://easel.example.com',
      DEFAULT_ALLOWANCE: '1000000',
      DAILY_SPEND_LIMIT: 'unlimited',
      MAX_ACTIVE_JOBS_PER_MEMBER: '1000',
      MAX_ACTIVE_JOBS_PER_GUILD: '10000',
      APPLICATION_ID: discord.applicationId,
      ...(picture && { PICTURE_URL: `http://127.0.0.1:${port}/` }),
    },
  });
  const ended = once(child, 'exit');
  await discord.untilGateway((events) => events.some(({ kind }) => kind === 'identify'), 30_000);
  return {
    name,
    discord,
    storeFile,
    members: Array.from({ length: memberCount }, (_, index) => guild.member({ name: `Member ${index}` })),
    submitted: () => runninghub.tasks.size,
    async used() {
      const answer = once(child, 'message');
      child.send('used');
      return usedSchema.parse((await answer)[0]);
    },
    async allowVideos() {
      if (name === 'floor') return;
      const moderator = guild.member({ name: 'Moderator', permissions: ['ManageGuild'] });
      await moderator.slash('/setup kinds kind:video action:on').firstAnswer();
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      host.close();
      await Promise.all([discord.stop(), runninghub.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

const here = resolve(import.meta.dirname, '..');
const built = new Set<string>();

/** Easel runs as `npm start` runs it: built, once per process of the benchmark. */
function entryOf(name: ContestantName): string {
  if (name === 'floor') return join(here, 'bench/bare-bot.ts');
  const folder = name === 'now' ? here : resolve(process.env.BENCH_BEFORE ?? here);
  if (!built.has(folder)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder });
  built.add(folder);
  return join(folder, 'dist/src/main.js');
}

function loadersOf(name: ContestantName): readonly string[] {
  const witness = ['--import', join(here, 'bench/witness.mjs')];
  return name === 'floor'
    ? [...witness, '--import', join(here, 'node_modules/tsx/dist/esm/index.mjs')]
    : [...witness, '--enable-source-maps'];
}
