import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, type Random } from '../../sandbox/services/random.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { type Crowd, openCrowd } from './crowd.ts';
import type { Evidence, Life, Problem, Verdict } from './evidence.ts';
import { judge } from './judge.ts';
import { arm, describeMoment, drawMoment, onlyTarget } from './moments.ts';
import { readStore } from './read-store.ts';
import { openStage, type Stage } from './stage.ts';
import { isUnderWay } from './texts.ts';
import { spoil } from './trouble.ts';
import { listenToWire } from './wire.ts';
import { openWitness, type Witness } from './witness.ts';

/** @see runKills */
export interface RunOptions {
  readonly seed: number;
  readonly kills: number;
  readonly say: (line: string) => void;
}

/** What a run has shown. `folder` holds the bot's log and store where there were problems. */
export interface RunResult {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  readonly folder: string;
}

/** A process that nothing strikes is killed after this long. */
export const mostLifeMs = 5_000;
/** How long a start may take on a busy machine. */
const startWithinMs = 60_000;
/** Milliseconds. */
export const minuteMs = 60_000;
/** Milliseconds. */
export const hourMs = 60 * minuteMs;

/** What a run goes on with. */
export interface Run {
  readonly stage: Stage;
  readonly witness: Witness;
  readonly crowd: Crowd;
  /** For the moments of kills and what comes between them, so that they repeat with the seed. */
  readonly random: Random;
  /** For what happens while a process lives, which time decides as well. */
  readonly chance: Random;
  readonly lives: Life[];
  readonly problems: Problem[];
  readonly clock: { aheadMs: number };
  readonly now: () => number;
  readonly say: (line: string) => void;
}

/** Kills the bot again and again while people use it, lets it come to rest, and judges what is left. */
export async function runKills({ seed, kills, say }: RunOptions): Promise<RunResult> {
  const run = await openRun({ seed, say });
  const { stage, crowd } = run;
  try {
    await live(run, 'set up', async () => crowd.settle());
    for (let count = 1; count <= kills; count += 1) await liveAndDie(run, count, kills);
    await comeToRest(run);
    return await resultOf(run);
  } finally {
    await stage.stop();
  }
}

/** How the stage of a run is another one. */
export interface Adaption {
  readonly doorFor?: () => 'gateway' | 'endpoint';
  /** Called before anybody looks at the stage. */
  readonly adapt?: (stage: Stage) => Promise<Stage>;
}

/** Opens what outlives the processes. */
export async function openRun(
  { seed, say }: Omit<RunOptions, 'kills'>,
  { doorFor, adapt = async (stage) => stage }: Adaption = {},
): Promise<Run> {
  const clock = { aheadMs: 0 };
  const now = () => Date.now() + clock.aheadMs;
  const stage = await adapt(await openStage(seed, now, doorFor));
  const witness = openWitness(stage, now);
  const crowd = openCrowd({ stage, witness, random: createRandom(seed + 1000), now });
  const [random, chance] = [createRandom(seed), createRandom(seed + 2000)];
  return { stage, witness, crowd, random, chance, lives: [], problems: [], clock, now, say };
}

/** Judges what is left. The folder goes where there is no problem. */
export async function resultOf(run: Run): Promise<RunResult> {
  const evidence = await collect(run);
  const { problems, notes } = judge(evidence);
  const verdict = { problems: [...run.problems, ...problems], notes };
  const { folder } = run.stage;
  if (verdict.problems.length === 0) await rm(folder, { recursive: true, force: true });
  return { verdict, evidence, folder };
}

/** People act until the process is dead. Now and then it stays down for minutes, or more than a day. */
async function liveAndDie(run: Run, count: number, kills: number): Promise<void> {
  const { stage, random, witness, now, say } = run;
  const moment = drawMoment(random);
  const child = startBot(run);
  let upAtMs: number | null = null;
  void child.up.then((up) => {
    if (up) upAtMs = now();
  });
  if (moment.kind !== 'after' && !(await isUp(run, child))) return;
  const stopActing = keepActing(run, child);
  const how = await new Promise<string>((resolve) => {
    const disarm = arm(moment, onlyTarget(stage), mostLifeMs, (reached) => {
      child.kill('SIGKILL');
      witness.killed(null);
      resolve(reached);
    });
    void child.ended.then((code) => {
      disarm();
      resolve(`ended with ${code}`);
    });
  });
  const code = await child.ended;
  if (code !== 'SIGKILL') complain(run, `ended by itself with ${code}: ${child.tail()}`);
  const endedAtMs = now();
  // One that was killed while it started was up for no moment.
  run.lives.push({ name: 'bot', findsAfterMs: 0, upAtMs: upAtMs ?? endedAtMs, endedAtMs, how });
  say(
    `kill ${count} of ${kills}: ${how}${how === describeMoment(moment) ? '' : ` (instead of ${describeMoment(moment)})`}`,
  );
  await wait(random() < 0.3 ? 300 : 0);
  stopActing();
  run.clock.aheadMs += downMs(random);
}

function startBot({ stage: { environment, folder }, clock: { aheadMs } }: Run): BotProcess {
  return startBotProcess({ environment, folder, name: 'bot', aheadMs });
}

/** How long the bot is down: mostly no time at all. */
export function downMs(random: Random): number {
  const what = random();
  return what < 0.8 ? 0 : longDownMs(random);
}

/** Minutes, two hours, or more than a day. */
export function longDownMs(random: Random): number {
  const what = 0.8 + random() * 0.2;
  if (what < 0.94) return Math.floor((11 + random() * 9) * minuteMs);
  return what < 0.98 ? 2 * hourMs : 26.5 * hourMs;
}

/** Until the process is up, most of them wait. */
function keepActing({ crowd, stage, chance }: Run, child: BotProcess): () => void {
  let isUp = false;
  void child.up.then((up) => {
    isUp = up;
  });
  const timer = setInterval(() => {
    if (isUp || chance() < 0.1) crowd.act();
    if (chance() < 0.04) spoil(stage, chance);
  }, 110);
  return () => clearInterval(timer);
}

/** False, with a complaint, for one that does not come up. */
export async function isUp(run: Run, child: BotProcess): Promise<boolean> {
  const isUp = await Promise.race([child.up, wait(startWithinMs, false, { ref: false })]);
  if (isUp) return true;
  child.kill('SIGKILL');
  complain(run, `did not start: ${child.tail()}`);
  await child.ended;
  return false;
}

/** One process from its start to its own stop. */
async function live(run: Run, how: string, work: () => Promise<void>): Promise<void> {
  const child = startBot(run);
  if (!(await isUp(run, child))) return;
  const upAtMs = run.now();
  await work();
  child.kill('SIGTERM');
  const code = await child.ended;
  if (code !== 0) complain(run, `stopped with ${code}: ${child.tail()}`);
  run.lives.push({ name: 'bot', findsAfterMs: 0, upAtMs, endedAtMs: run.now(), how });
}

/** Nothing goes wrong any more. */
export function comfort({ stage: { discord, runninghub, runcomfy } }: Run): void {
  for (const { faults } of [discord, runninghub, runcomfy]) faults.clear();
}

/** What is open ends; an hour later what was in doubt ends too, and two days later what nobody has decided. */
async function comeToRest(run: Run): Promise<void> {
  const { crowd, random, clock, say } = run;
  comfort(run);
  await live(run, 'the last one with moderators', async () => {
    await untilQuiet(run, deliveryAgainMs);
    for (let left = 40; left > 0 && random() < 0.95 && crowd.decide(); left -= 1) await wait(100);
    await untilQuiet(run);
  });
  for (const [laterMs, what] of [
    [61 * minuteMs, 'an hour later'],
    [26 * hourMs, 'a day later'],
  ] as const) {
    clock.aheadMs += laterMs;
    say(what);
    await live(run, what, async () => {
      await untilQuiet(run);
      await crowd.fetchKept();
      await untilQuiet(run);
    });
  }
}

const quietForMs = 3_000;
/** A delivery that Discord refused is tried again half a minute later. */
const deliveryAgainMs = 33_000;
const mostRestMs = 60_000;

/** No request for a while, no task at work and no message that says so; or it has lasted too long, which the judge will see. */
export async function untilQuiet({ stage, witness }: Run, silentForMs = 8_000): Promise<void> {
  let lastMs = Date.now();
  const stop = listenToWire(stage, ({ kind }) => {
    if (kind !== 'other') lastMs = Date.now();
  });
  const endsMs = Date.now() + mostRestMs;
  while (Date.now() < endsMs) {
    await wait(500);
    if (Date.now() - lastMs < quietForMs) continue;
    const isBusy = witness.lastMessages().some((message) => message.viewerId === null && isUnderWay(message));
    if (!isBusy || Date.now() - lastMs > silentForMs) break;
  }
  stop();
}

/** A process did what it should not. */
export function complain(run: Run, what: string): void {
  run.problems.push({ kind: 'process', about: null, what });
}

async function collect({ stage, witness, lives, now }: Run): Promise<Evidence> {
  const { places, storeUrl } = stage;
  const people = places.flatMap(({ members, moderators }) => [...members, ...moderators]);
  const stored = await readStore({
    url: storeUrl,
    now,
    guildIds: places.map(({ guild }) => guild.id),
    userIds: people.map(({ userId }) => userId),
    requestIds: witness.wishes.map(({ id }) => id),
  });
  return {
    ...stored,
    wishes: witness.wishes,
    acts: witness.acts(),
    messages: witness.lastMessages(),
    submits: witness.submits(),
    lives,
  };
}
