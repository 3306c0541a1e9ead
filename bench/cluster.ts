import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Database } from '#db/database.ts';
import { createPostgresDatabase } from '#db/postgres.ts';
import type { Exchange } from '../sandbox/discord/exchange.ts';
import type { Person } from '../sandbox/discord/person.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../sandbox/discord/start.ts';
import { isEphemeral, type Message } from '../sandbox/discord/wire.ts';
import { environmentOf } from '../sandbox/environment.ts';
import { endsAtMs } from '../sandbox/services/pace.ts';
import { startSandboxRunComfy } from '../sandbox/services/start-runcomfy.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../sandbox/services/start-runninghub.ts';
import { quantile } from './quantile.ts';

const shapes = [
  { gateways: 1, workers: 1 },
  { gateways: 1, workers: 2 },
  { gateways: 1, workers: 4 },
  { gateways: 2, workers: 2 },
] as const;
const guildCount = 20;
const membersPerGuild = 5;
const pictures = 100;
const burst = 500;
const pace = { queueMs: 200, runMs: 3_000, jitter: 0.2 };
const long = { queueMs: 200, runMs: 25_000 };
const taken = 60;
const patienceMs = 120_000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const here = resolve(import.meta.dirname, '..');

/** Processes of one bot on a PostgreSQL schema of their own, with their stand-ins in this process. */
interface Stage {
  readonly discord: SandboxDiscord;
  readonly runninghub: SandboxRunningHub;
  readonly members: readonly Person[];
  readonly database: Database;
  readonly workers: readonly ChildProcess[];
  stop(): Promise<void>;
}

/**
 * Prints what several processes bring: pictures a second, how soon a finished one is posted, commits for each, bursts, fairness, and how soon
 * the jobs of a killed worker are taken over. Needs `TEST_DATABASE_URL` and `TEST_REDIS_URL`. About five minutes.
 */
export async function benchCluster(): Promise<void> {
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env;
  if (!databaseUrl || !redisUrl) {
    console.log('cluster: left out, since TEST_DATABASE_URL or TEST_REDIS_URL names no server');
    return;
  }
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: here });
  const open = (shape: Shape, runs: StageOptions['runs'] = pace) => openStage({ databaseUrl, redisUrl, shape, runs });
  console.log(
    `cluster: ${pictures} pictures of ${pace.runMs} ms ± ${pace.jitter * 100} % in ${guildCount} servers, all at once`,
  );
  for (const shape of shapes) await benchPictures(shape, await open(shape));
  await benchBurst(await open({ gateways: 2, workers: 2 }));
  await benchFairness(await open({ gateways: 1, workers: 2 }));
  await benchTakeover(await open({ gateways: 1, workers: 2 }, long));
}

interface Shape {
  readonly gateways: number;
  readonly workers: number;
}

interface StageOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly shape: Shape;
  readonly runs: { readonly queueMs: number; readonly runMs: number; readonly jitter?: number };
}

async function openStage({ databaseUrl, redisUrl, shape, runs }: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const [runninghub, runcomfy] = [
    await startSandboxRunningHub({ pace: runs }),
    await startSandboxRunComfy({ pace: runs }),
  ];
  const discord = await startSandboxDiscord();
  const guilds = Array.from({ length: guildCount }, (_, index) => discord.addGuild({ name: `Server ${index}` }));
  const server = createPostgresDatabase({ url: databaseUrl, log: quiet });
  const schema = `easel_bench_${randomBytes(6).toString('hex')}`;
  await server.query(`CREATE SCHEMA ${schema}`);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  const environment = {
    PATH: '',
    ...environmentOf({ discord, runninghub, runcomfy, folder }),
    RUNCOMFY_API_TOKEN: '',
    STORE_URL: url.href,
    REDIS_URL: new URL('/3', redisUrl).href,
    ALLOWED_GUILDS: '*',
    DEFAULT_ALLOWANCE: '1000000',
    DAILY_SPEND_LIMIT: 'unlimited',
    MAX_ACTIVE_JOBS_PER_MEMBER: '1000',
    MAX_ACTIVE_JOBS_PER_GUILD: '10000',
  };
  const workers: ChildProcess[] = [];
  for (let index = 0; index < shape.workers; index += 1) {
    workers.push(await startProcess({ ...environment, ROLE: 'worker' }));
  }
  const doors: ChildProcess[] = [];
  for (let index = 0; index < shape.gateways; index += 1) {
    doors.push(await startProcess({ ...environment, ROLE: 'gateway', SHARDS: `${index}/${shape.gateways}` }));
  }
  const database = createPostgresDatabase({ url: url.href, log: quiet });
  return {
    discord,
    runninghub,
    database,
    workers,
    members: guilds.flatMap((guild) =>
      Array.from({ length: membersPerGuild }, (_, index) => guild.member({ name: `Member ${index}` })),
    ),
    async stop() {
      await Promise.all([...doors, ...workers].map(endProcess));
      await Promise.all([discord.stop(), runninghub.stop(), runcomfy.stop(), database.close()]);
      await server.query(`DROP SCHEMA ${schema} CASCADE`);
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when it is up. @throws {@link Error} with what it wrote when it ends before */
async function startProcess(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(here, 'dist/src/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  await new Promise<void>((up, reject) => {
    child.stdout.on('data', (chunk: unknown) => {
      output = (output + String(chunk)).slice(-20_000);
      if (output.includes('Easel is up')) up();
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return child;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function benchPictures({ gateways, workers }: Shape, stage: Stage): Promise<void> {
  await makeAll(stage, 20);
  const commits = await commitsOf(stage);
  const fromMs = performance.now();
  const posted = await makeAll(stage, pictures);
  const tookMs = performance.now() - fromMs;
  const commitsEach = ((await commitsOf(stage)) - commits) / pictures;
  const lags = lagsOf(stage, posted);
  console.log(
    `  ${gateways} gateway(s), ${workers} worker(s): ${(pictures / (tookMs / 1_000)).toFixed(1)} pictures a second, lag p50 ${Math.round(quantile(lags, 0.5))} ms, p95 ${Math.round(quantile(lags, 0.95))} ms, ${commitsEach.toFixed(1)} commits a picture`,
  );
  await stage.stop();
}

let asked = 0;

/** One picture that was asked for. */
interface Asked {
  readonly exchange: Exchange;
  readonly member: Person;
  readonly prompt: string;
}

function ask({ members }: Stage): Asked {
  const member = members[asked % members.length];
  if (member === undefined) throw new RangeError('there are no members');
  return askAs(member);
}

function askAs(member: Person): Asked {
  asked += 1;
  const prompt = `picture ${asked} of all`;
  return { exchange: member.slash(`/imagine prompt:${prompt} size:256x256`), member, prompt };
}

/** @returns when each was posted, once all are */
async function makeAll(stage: Stage, count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, () => untilPosted(ask(stage))));
}

/**
 * @returns when the picture was posted: in the answer, or in a message of its own, where the bot has put off the answer for the member alone.
 * @throws {@link Error} with what is there instead
 */
async function untilPosted(asked: Asked): Promise<number> {
  const untilMs = Date.now() + patienceMs;
  while (Date.now() < untilMs) {
    const atMs = postedAtMs(asked);
    if (atMs !== null) return atMs;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${asked.prompt} was not posted: ${JSON.stringify(asked.exchange.reply()?.content)}`);
}

function postedAtMs({ exchange, member, prompt }: Asked): number | null {
  const isPosted = (message: Message | null) =>
    message !== null && message.attachments.length > 0 && message.content.includes(prompt);
  const answered = exchange.history.find(({ message }) => isPosted(message));
  if (answered !== undefined) return answered.atMs;
  const reply = exchange.reply();
  if (reply === null || !isEphemeral(reply)) return null;
  const own = member.messages().find(isPosted);
  return own === undefined ? null : Date.parse(own.edited_timestamp ?? own.timestamp);
}

/** From the end of the task at the service to the message with its picture, in the order of the ends: tasks keep no prompt. */
function lagsOf({ runninghub }: Stage, posted: readonly number[]): readonly number[] {
  const ends = [...runninghub.tasks.values()].slice(-posted.length).map(({ timeline }) => endsAtMs(timeline));
  const inOrder = (times: readonly number[]) => times.toSorted((one, other) => one - other);
  const sortedEnds = inOrder(ends);
  return inOrder(posted).map((atMs, index) => Math.max(0, atMs - (sortedEnds[index] ?? atMs)));
}

/** Of the whole database, whatever else uses it. */
async function commitsOf({ database }: Stage): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const [row] = await database.query(
    'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(row?.commits);
}

async function benchBurst(stage: Stage): Promise<void> {
  await makeAll(stage, 20);
  const times: number[] = [];
  let late = 0;
  const before = stage.runninghub.tasks.size;
  const answered = Array.from({ length: burst }, async () => {
    const fromMs = performance.now();
    try {
      await ask(stage).exchange.firstAnswer();
      times.push(performance.now() - fromMs);
    } catch {
      late += 1;
    }
  });
  await Promise.all(answered);
  const untilMs = performance.now() + patienceMs;
  while (stage.runninghub.tasks.size < before + times.length && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const refused = times.length - (stage.runninghub.tasks.size - before);
  console.log(
    `  ${burst} at once on 2 gateways: answered p50 ${Math.round(quantile(times, 0.5))} ms, p99 ${Math.round(quantile(times, 0.99))} ms, late ${late}, refused ${refused}`,
  );
  await stage.stop();
}

/** One member asks for 150 pictures, then another one for one. */
async function benchFairness(stage: Stage): Promise<void> {
  await makeAll(stage, 20);
  const [greedy, quietOne] = [stage.members[0], stage.members.at(-1)];
  if (!greedy || !quietOne) throw new RangeError('there are no members');
  const timeOf = async () => {
    const fromMs = performance.now();
    await untilPosted(askAs(quietOne));
    return performance.now() - fromMs;
  };
  const aloneMs = await timeOf();
  const crowd = Array.from({ length: 150 }, () => askAs(greedy));
  await Promise.all(crowd.map(({ exchange }) => exchange.firstAnswer().catch(() => undefined)));
  const besideMs = await timeOf();
  console.log(
    `  one picture alone ${Math.round(aloneMs)} ms, beside 150 of another member ${Math.round(besideMs)} ms (× ${(besideMs / aloneMs).toFixed(2)})`,
  );
  await stage.stop();
}

async function benchTakeover(stage: Stage): Promise<void> {
  const open = Array.from({ length: taken }, () => ask(stage));
  while ((await ownersOf(stage)).size < 2) await new Promise((resolve) => setTimeout(resolve, 100));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const before = await ownersOf(stage);
  const victim = stage.workers[0];
  const ended = victim && once(victim, 'exit');
  const killedAtMs = performance.now();
  victim?.kill('SIGKILL');
  await ended;
  const lost = [...before.keys()].find((name) => name.includes(`-${victim?.pid}-`)) ?? '';
  while ((await ownersOf(stage)).has(lost)) await new Promise((resolve) => setTimeout(resolve, 50));
  const takenMs = performance.now() - killedAtMs;
  await Promise.all(open.map(untilPosted));
  console.log(
    `  a worker killed with ${before.get(lost) ?? 0} jobs: another one has the last of them after ${(takenMs / 1_000).toFixed(1)} s; all ${taken} were posted`,
  );
  await stage.stop();
}

/** How many open jobs each process works on. */
async function ownersOf({ database }: Stage): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query(
    'SELECT owner, COUNT(*) AS jobs FROM jobs WHERE closed_at_ms IS NULL AND owner IS NOT NULL GROUP BY owner',
  );
  return new Map(rows.map((row) => [String(row.owner), Number(row.jobs)]));
}
