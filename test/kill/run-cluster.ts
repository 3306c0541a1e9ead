import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Database } from '#db/database.ts';
import { createPostgresDatabase } from '#db/postgres.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';
import { type Cluster, openCluster, type Seated } from './cluster.ts';
import { arm, describeMoment, drawMoment, type Target, wireKindsOf } from './moments.ts';
import {
  comfort,
  hourMs,
  longDownMs,
  minuteMs,
  mostLifeMs,
  openRun,
  type Run,
  type RunOptions,
  type RunResult,
  resultOf,
  untilQuiet,
} from './run.ts';
import { openRunDatabase, openSeats, redisUrlOfRuns, type SeatRole, type Seats } from './seats.ts';
import type { Stage } from './stage.ts';
import { spoil } from './trouble.ts';
import { listenToWire } from './wire.ts';

/** @see runClusterKills */
export interface ClusterRunOptions extends RunOptions {
  readonly wipes: number;
}

/** A run with several processes. */
interface ClusterRun extends Run {
  readonly seats: Seats;
  readonly cluster: Cluster;
  readonly database: Database;
  readonly redis: Redis;
}

/** Five processes on one machine read an answer later than one does. */
const onItsWayMs = 1_000;
/** People act this often. */
const actEveryMs = 220;
/** Of a process's writes to the store one of the first so many is chosen. */
const mostWrites = 15;
/** A killed process comes back within this long. */
const mostDownMs = 6_000;
/** Of a hundred kills so many take all processes at once, and minutes or more than a day pass. */
const cutsOfHundred = 10;
/** And so many freeze one for longer than its lease lasts, instead of killing it. */
const freezesOfHundred = 15;
const frozenForMs = 14_000;

/**
 * Kills one process after the other of five that share the work, while people use them; now and then all at once, and now and then Redis
 * is wiped. Lets everything come to rest, and judges what is left. @throws Error without a PostgreSQL and a Redis
 */
export async function runClusterKills(options: ClusterRunOptions): Promise<RunResult> {
  const { seed, kills, wipes, say } = options;
  const server = await openRunDatabase();
  const redis = new Redis(redisUrlOfRuns());
  const database = createPostgresDatabase({ url: server.url, log: createRecordingLog() });
  let seats: Seats | null = null;
  const doors: Doors = { isUp: () => false, count: 0 };
  const adapt = async (stage: Stage) => {
    seats = await openSeats(stage, server.url);
    return { ...stage, storeUrl: server.url, nameOf: seats.nameOf, onItsWayMs };
  };
  const base = await openRun({ seed, say }, { doorFor: () => nextDoor(doors), adapt });
  if (seats === null) throw new TypeError('the seats are open by now');
  const run = withCluster(base, { seats, database, redis });
  doors.isUp = (role) => run.cluster.up().some(({ seat }) => seat.role === role);
  let isClean = false;
  try {
    await redis.flushdb();
    const stopActing = await begin(run);
    for (let count = 1; count <= kills; count += 1) {
      if (isWipe(count, kills, wipes)) await wipe(run);
      await killOne(run, count, kills);
    }
    stopActing();
    await comeToRest(run);
    const result = await resultOf(run);
    isClean = result.verdict.problems.length === 0;
    return result;
  } finally {
    await run.cluster.cut('in the end');
    run.seats.close();
    await run.stage.stop();
    await database.close();
    await redis.quit();
    if (isClean) await server.end();
    else say(`its database stays: ${server.url}`);
  }
}

/** Which of the two ways is next. */
interface Doors {
  isUp: (role: SeatRole) => boolean;
  count: number;
}

/** In turn, as far as both are up; what shares them out knows that, as a load balancer does. */
function nextDoor(doors: Doors): 'gateway' | 'endpoint' {
  doors.count += 1;
  if (!doors.isUp('http')) return 'gateway';
  return doors.isUp('gateway') && doors.count % 2 === 0 ? 'gateway' : 'endpoint';
}

function withCluster(run: Run, parts: Omit<ClusterRun, keyof Run | 'cluster'>): ClusterRun {
  return { ...run, ...parts, cluster: openCluster(run, parts.seats) };
}

/** The operators' settings, and from then on people who act. Returns what stops them. */
async function begin(run: ClusterRun): Promise<() => void> {
  const { cluster, seats, crowd, stage, chance } = run;
  await cluster.start(seats.all);
  await stage.discord.setInteractionsEndpoint(seats.endpointUrl);
  await crowd.settle();
  const timer = setInterval(() => {
    const isAnswered = cluster.up().some(({ seat }) => seat.role !== 'worker');
    if (isAnswered || chance() < 0.1) crowd.act();
    if (chance() < 0.04) spoil(stage, chance);
  }, actEveryMs);
  return () => clearInterval(timer);
}

/** Whether Redis is wiped before this kill: the wipes are spread over the run. */
export function isWipe(count: number, kills: number, wipes: number): boolean {
  return Math.floor((count * wipes) / kills) > Math.floor(((count - 1) * wipes) / kills);
}

async function wipe({ redis, say }: ClusterRun): Promise<void> {
  await redis.flushdb();
  say('Redis is wiped');
}

async function killOne(run: ClusterRun, count: number, kills: number): Promise<void> {
  const { cluster, random, say } = run;
  const what = random() * 100;
  if (what < cutsOfHundred) {
    say(`kill ${count} of ${kills}: all at once`);
    return cutAll(run);
  }
  const victim = await draw(run);
  const isFrozen = what < cutsOfHundred + freezesOfHundred;
  const moment = drawMoment(random, {
    kinds: wireKindsOf[victim.seat.role === 'worker' ? 'worker' : 'door'],
    mostWrites,
  });
  const how = await new Promise<string>((resolve) => {
    const disarm = arm(moment, targetOf(run, victim), mostLifeMs, resolve);
    void victim.child.ended.then((code) => {
      disarm();
      resolve(`ended with ${code}`);
    });
  });
  if (isFrozen) cluster.freeze(victim, frozenForMs);
  else await cluster.kill(victim, how);
  const instead = how === describeMoment(moment) ? '' : ` (instead of ${describeMoment(moment)})`;
  say(`kill ${count} of ${kills}: ${victim.seat.name}${isFrozen ? ' frozen' : ''}, ${how}${instead}`);
  if (!isFrozen) cluster.startLater(victim.seat, Math.floor(random() * mostDownMs));
}

/** One of those that are up, as soon as one is. */
async function draw({ cluster, random }: ClusterRun): Promise<Seated> {
  for (;;) {
    const up = cluster.up();
    const seated = up[Math.floor(random() * up.length)];
    if (seated !== undefined) return seated;
    await wait(50);
  }
}

function targetOf({ stage }: ClusterRun, { seat }: Seated): Target {
  return {
    listen: (hear) =>
      listenToWire(stage, (event) => {
        if (event.by === seat.name) hear(event);
      }),
    onWrite: (hear) => seat.onWrite(hear),
  };
}

/** The power is off; nothing hands over anything. */
async function cutAll({ cluster, seats, clock, random }: ClusterRun): Promise<void> {
  await cluster.cut('all at once');
  clock.aheadMs += longDownMs(random);
  void cluster.start(seats.all);
}

async function comeToRest(run: ClusterRun): Promise<void> {
  const { cluster, seats, crowd, random, clock, say } = run;
  comfort(run);
  await cluster.start(seats.all);
  say('no more kills');
  for (let left = 40; left > 0 && random() < 0.95 && crowd.decide(); left -= 1) await wait(100);
  await untilIdle(run);
  await cluster.stop('no more kills');
  const few = seats.all.filter(({ name }) => name === 'door 1' || name === 'worker 1');
  for (const [laterMs, what] of [
    [61 * minuteMs, 'an hour later'],
    [26 * hourMs, 'a day later'],
  ] as const) {
    clock.aheadMs += laterMs;
    say(what);
    await cluster.start(few);
    await untilIdle(run);
    await crowd.fetchKept();
    await untilIdle(run);
    await cluster.stop(what);
  }
}

const openSql = "SELECT COUNT(*) AS count FROM jobs WHERE closed_at_ms IS NULL AND state <> 'unsure'";
const mostIdleMs = 60_000;

/** No open job, and no request for a while; or it has lasted too long, which the judge will see. */
async function untilIdle(run: ClusterRun): Promise<void> {
  const endsMs = Date.now() + mostIdleMs;
  do {
    await untilQuiet(run);
    const [row] = await run.database.query(openSql);
    if (Number(row?.count) === 0) return;
  } while (Date.now() < endsMs);
}
