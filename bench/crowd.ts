import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSystemClock } from '#core/clock.ts';
import { BotError } from '#core/errors.ts';
import { channelId, guildId, messageId, userId } from '#core/ids.ts';
import { createSemaphore } from '#core/lock.ts';
import type { MessageRoutes } from '#discord/messages/routes.ts';
import { resumeReply } from '#discord/replies/reply.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';
import { createSealer, createTokenLives } from '#discord/replies/tokens.ts';
import type { Flow } from '#generation/flow.ts';
import { follow } from '#generation/follow.ts';
import { createBudget } from '#polling/budget.ts';
import { createPoller } from '#polling/poller.ts';
import { createDurations, routeKey } from '#polling/schedule.ts';
import type { JobUpdate, Provider } from '#providers/provider.ts';
import { createRandom, type Random } from '../sandbox/services/random.ts';
import { evenly, lognormal } from '../test/support/polling.ts';
import { jobOf, replyAddress, snowflakeAt } from '../test/support/requests.ts';
import { createWorld, picture } from '../test/support/world.ts';
import { quantile } from './quantile.ts';

/** Jobs on one key: pictures of 5 s, and videos of 2 to 10 min that may wait in the service's queue before. */
interface Case {
  readonly inFlight: number;
  readonly hasWebhooks: boolean;
}

const cases: readonly Case[] = [
  { inFlight: 1_000, hasWebhooks: false },
  { inFlight: 10_000, hasWebhooks: false },
  { inFlight: 10_000, hasWebhooks: true },
];
type Times = (random: Random) => number;
interface Kind {
  readonly endpoint: string;
  readonly inFlight: number;
  readonly runMs: Times;
  readonly queueMs: Times;
}
const pictures: Kind = { endpoint: 'picture', inFlight: 5, runMs: lognormal(5_000, 0.2), queueMs: () => 0 };
const videos = { endpoint: 'video', runMs: evenly(120_000, 600_000), queueMs: evenly(0, 540_000) };
/** What is measured is what ends from here on. */
const settleMs = 30_000;
const forMs = 90_000;
const answerMs = 20;
const mebibyte = 1024 * 1024;

/** Prints how soon ends are seen among many jobs in flight, and what following them takes: each case in a process of its own, 90 s. */
export async function benchCrowd(): Promise<void> {
  console.log(
    `crowd: jobs in flight on one key, followed as the bot does, service and Discord in the process; ${forMs / 1_000} s`,
  );
  for (const { inFlight, hasWebhooks } of cases) {
    const child = fork(fileURLToPath(import.meta.url), [`${inFlight}`, hasWebhooks ? 'webhooks' : 'none'], {
      execArgv: [...process.execArgv, '--expose-gc'],
    });
    await once(child, 'exit');
  }
}

/** A remote job as the service has it. */
interface Remote {
  readonly kind: Kind;
  readonly runsFromMs: number;
  readonly endsAtMs: number;
  readonly submittedAtMs: number;
  reads: number;
  seenAtMs: number | null;
}

async function measure({ inFlight, hasWebhooks }: Case): Promise<void> {
  const random = createRandom(1);
  const clock = createSystemClock({ now: Date.now, monotonic: () => performance.now() });
  const remotes = new Map<string, Remote>();
  const flow = createFlow(remotes, hasWebhooks, random);
  collect();
  const before = process.memoryUsage();
  const cpu = process.cpuUsage();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const startMs = clock.now();
  const begin = (remote: Remote) => {
    const remoteId = `${remotes.size}`;
    remotes.set(remoteId, remote);
    const id = snowflakeAt(startMs, remotes.size);
    void followOne(id, remoteId, remote, flow);
    if (hasWebhooks) setTimeout(() => flow.poller.called(id), remote.endsAtMs + 200 - clock.now());
  };
  const kinds: readonly Kind[] = [pictures, { ...videos, inFlight: inFlight - pictures.inFlight }];
  for (const remote of kinds.flatMap((kind) => arrivalsOf(kind, startMs, random))) {
    if (remote.submittedAtMs <= startMs) begin(remote);
    else setTimeout(begin, remote.submittedAtMs - startMs, remote);
  }
  await delay(settleMs);
  delays.enable();
  let peakBytes = 0;
  while (clock.now() < startMs + forMs) {
    await delay(1_000);
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
  }
  collect();
  const after = process.memoryUsage();
  const { user, system } = process.cpuUsage(cpu);
  const ended = [...remotes.values()].filter(({ endsAtMs }) => endsAtMs > startMs + settleMs && endsAtMs < clock.now());
  console.log(`  ${inFlight} in flight, ${hasWebhooks ? 'webhooks' : 'no webhooks'}:`);
  for (const { endpoint } of kinds)
    console.log(
      `    ${endpoint}: ${lagText(
        ended.filter(({ kind }) => kind.endpoint === endpoint),
        clock.now(),
      )}`,
    );
  const held = (after.heapUsed - before.heapUsed) / mebibyte;
  console.log(
    `    memory ${held.toFixed(0)} MiB held, ${(peakBytes / mebibyte).toFixed(0)} MiB resident at most (${(before.rss / mebibyte).toFixed(0)} before); ` +
      `loop delay p50 ${ms(delays.percentile(50))}, p99 ${ms(delays.percentile(99))}; CPU ${((user + system) / 10_000 / (forMs / 1_000)).toFixed(0)} %`,
  );
  process.exit(0);
}

function ms(nanoseconds: number): string {
  return `${(nanoseconds / 1e6).toFixed(1)} ms`;
}

function lagText(ended: readonly Remote[], nowMs: number): string {
  const lags = ended.map(({ endsAtMs, seenAtMs }) => ((seenAtMs ?? nowMs) - endsAtMs) / 1_000);
  const seen = ended.filter(({ seenAtMs }) => seenAtMs !== null);
  const reads = seen.reduce((sum, remote) => sum + remote.reads, 0) / Math.max(1, seen.length);
  return `${ended.length} ended, ${seen.length} seen, lag p50 ${quantile(lags, 0.5).toFixed(2)} s, p95 ${quantile(lags, 0.95).toFixed(2)} s, ${reads.toFixed(1)} reads`;
}

function collect(): void {
  globalThis.gc?.();
}

/** Those that are in flight at the start, as of a service that has been busy for long, and those that come later. */
function arrivalsOf(kind: Kind, startMs: number, random: Random): readonly Remote[] {
  const meanMs = kind.endpoint === 'picture' ? 5_100 : 630_000;
  const longestMs = 1_200_000;
  const remotes: Remote[] = [];
  let atMs = startMs - longestMs;
  while (atMs < startMs + forMs) {
    atMs += (meanMs / kind.inFlight) * -Math.log(1 - random());
    const runsFromMs = atMs + kind.queueMs(random);
    const endsAtMs = runsFromMs + kind.runMs(random);
    if (endsAtMs > startMs) remotes.push({ kind, runsFromMs, endsAtMs, submittedAtMs: atMs, reads: 0, seenAtMs: null });
  }
  return remotes;
}

async function followOne(
  id: ReturnType<typeof snowflakeAt>,
  remoteId: string,
  remote: Remote,
  flow: Flow,
): Promise<void> {
  const asker = { id, guildId: guildId(`${Number(remoteId) % 1_000}`), userId: userId(remoteId) };
  const active = flow.active.enter(asker, null);
  const submittedAtMs = Math.round(remote.submittedAtMs);
  const job = jobOf({
    ...asker,
    endpoint: remote.kind.endpoint,
    state: 'submitted',
    tickets: [{ provider: 'runninghub', remoteId }],
    openedAtMs: submittedAtMs,
    submittedAtMs,
    replyTo: { ...replyAddress, sealedToken: null, messageId: messageId(id), channelId: channelId(remoteId) },
  });
  active.job = job;
  await follow(active, flow.replyAt(job.replyTo, job), flow);
  remote.seenAtMs = flow.clock.now();
  flow.active.leave(id);
}

function createFlow(remotes: ReadonlyMap<string, Remote>, hasWebhooks: boolean, random: Random): Flow {
  const clock = createSystemClock({ now: Date.now, monotonic: () => performance.now() });
  const log: Flow['log'] = { debug() {}, info() {}, warn() {}, error() {} };
  const provider = createProvider(remotes, clock.now);
  const durations = createDurations();
  for (const { endpoint, runMs } of [pictures, videos]) {
    const kind = { route: routeKey({ provider: 'runninghub', endpoint }), options: '' };
    for (let run = 0; run < 40; run += 1) {
      const ms = runMs(random);
      durations.learn(kind, { fromMs: ms, toMs: ms });
    }
  }
  const observe: Flow['observe'] = (_name, _call, work) => work;
  const budget = createBudget(clock);
  const deps = { providerOf: () => provider, budgetOf: () => budget, observe, durations, clock, log };
  const replies = createReplies(clock);
  const download: Flow['download'] = async () => picture;
  const { flow } = createWorld();
  return {
    ...flow,
    poller: createPoller(deps),
    providerOf: deps.providerOf,
    wakeUrlOf: (_provider, id) => (hasWebhooks ? `https://easel.example/${id}` : null),
    replyAt: (_address, job) => resumeReply(replies, job),
    download,
    clock,
    log,
  };
}

function createProvider(remotes: ReadonlyMap<string, Remote>, now: () => number): Provider {
  const refuse = () => Promise.reject(new BotError('bug', 'the bench only follows'));
  return {
    name: 'runninghub',
    callsBack: () => true,
    submit: refuse,
    upload: refuse,
    cancel: refuse,
    account: refuse,
    async check({ remoteId }): Promise<JobUpdate> {
      await delay(answerMs);
      const remote = remotes.get(remoteId);
      if (remote === undefined) throw new BotError('provider.failed', 'no such job');
      remote.reads += 1;
      if (now() >= remote.endsAtMs) return { kind: 'finished', media: [{ url: 'https://images.example/1.png' }] };
      return now() >= remote.runsFromMs ? { kind: 'running', fraction: null } : { kind: 'queued', ahead: null };
    },
  };
}

/** Discord takes every edit. */
function createReplies(clock: Flow['clock']): ReplyDeps {
  const edit = async () => {
    await delay(answerMs);
    return null;
  };
  const routes: MessageRoutes = {
    callback: edit,
    findOriginal: edit,
    editOriginal: edit,
    createFollowUp: edit,
    editFollowUp: edit,
    editMessage: edit,
    createMessage: edit,
    findPictures: async () => [],
    findFiles: async () => [],
    findMessage: edit,
    findChannel: async () => ({ guildId: null, isAgeRestricted: false }),
    deleteOriginal: async () => undefined,
    deleteMessage: async () => undefined,
  };
  return {
    routes,
    retryDeps: { clock, random: () => 0.5 },
    sealer: createSealer('bench'),
    tokens: createTokenLives(clock),
    uploads: createSemaphore(2),
    log: { debug() {}, info() {}, warn() {}, error() {} },
  };
}

const [, script, inFlight, webhooks] = process.argv;
if (script === fileURLToPath(import.meta.url))
  await measure({ inFlight: Number(inFlight), hasWebhooks: webhooks === 'webhooks' });
