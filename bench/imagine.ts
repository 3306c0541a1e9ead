import { type Contestant, type ContestantName, contestantNames, startContestant } from './contestant.ts';
import { median, quantile } from './quantile.ts';

/** No picture is finished while answers are measured. */
const endless = { queueMs: 3_600_000, runMs: 60_000 };
const bursts: readonly BurstCase[] = [
  { size: 500, rounds: 3 },
  { size: 2_000, rounds: 2 },
  { size: 500, rounds: 3, awayMs: 150 },
  { size: 2_000, rounds: 2, awayMs: 150 },
];
const everyAnswer = { kind: 'delay', path: /^\/api\//, times: Number.POSITIVE_INFINITY } as const;
const warmUp = 200;
const inSequence = 500;
const restMs = 5;
/** Long after the last one that could still be refused. */
const patienceMs = 60_000;

interface BurstCase {
  readonly size: number;
  readonly rounds: number;
  /** How much longer Discord takes for each answer; it answers at once when left out. */
  readonly awayMs?: number;
}

/** What came of requests that were asked at once. */
interface Burst {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Not answered within Discord's three seconds. */
  readonly late: number;
  /** Answered, but never given to the image service. */
  readonly refused: number;
}

/** Prints how soon `/imagine` is answered, one at a time and many at once, beside a bare discord.js bot. About eight minutes. */
export async function benchImagine(): Promise<void> {
  console.log(`imagine: bots in their own processes, after ${warmUp} requests each; the load and Discord in this one`);
  await benchSequence();
  for (const each of bursts) await benchBurst(each);
}

async function benchSequence(): Promise<void> {
  const contestants = await Promise.all(contestantNames().map((name) => startContestant(name, { pace: endless })));
  const times = new Map<ContestantName, number[]>();
  for (const contestant of contestants) await inTurn(contestant, warmUp);
  for (let turn = 0; turn < inSequence; turn += 1) {
    for (const contestant of contestants) {
      times.set(contestant.name, [...(times.get(contestant.name) ?? []), ...(await inTurn(contestant, 1))]);
    }
  }
  for (const contestant of contestants) await contestant.stop();
  const floor = times.get('floor') ?? [];
  for (const [name, ms] of times) {
    const shares = [0.5, 0.99].map((share) => {
      const [own, least] = [quantile(ms, share), quantile(floor, share)];
      return `p${share * 100} ${own.toFixed(1)} ms (× ${(own / least).toFixed(2)})`;
    });
    console.log(`  one at a time, ${inSequence} in turns, ${name}: ${shares.join(', ')}`);
  }
}

/** One after the other; the next is asked when what follows the answer is done. */
async function inTurn(contestant: Contestant, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const [before, fromMs] = [contestant.submitted(), performance.now()];
    await ask(contestant).firstAnswer();
    times.push(performance.now() - fromMs);
    await untilSubmitted(contestant, before + 1);
    await rest(restMs);
  }
  return times;
}

async function benchBurst({ size, rounds, awayMs = 0 }: BurstCase): Promise<void> {
  const title = `${size} at once${awayMs === 0 ? '' : `, Discord ${awayMs} ms away`}`;
  const outcomes = new Map<ContestantName, Burst[]>(contestantNames().map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, list] of outcomes) {
      const contestant = await startContestant(name, { pace: endless });
      await inTurn(contestant, warmUp);
      if (awayMs > 0) contestant.discord.faults.add({ ...everyAnswer, delayMs: awayMs });
      list.push(await burst(contestant, size));
      await contestant.stop();
    }
  }
  const p99Of = (list: readonly Burst[]) => median(list.map(({ p99Ms }) => p99Ms));
  const floor = p99Of(outcomes.get('floor') ?? []);
  for (const [name, list] of outcomes) {
    const all = (pick: (each: Burst) => number) => list.map((each) => Math.round(pick(each))).join(' ');
    console.log(
      `  ${title}, ${name}: p99 ${Math.round(p99Of(list))} ms (× ${(p99Of(list) / floor).toFixed(2)}) of ${all(({ p99Ms }) => p99Ms)}; p50 ${all(({ p50Ms }) => p50Ms)}; late ${all(({ late }) => late)}; refused ${all(({ refused }) => refused)}`,
    );
  }
}

async function burst(contestant: Contestant, size: number): Promise<Burst> {
  const before = contestant.submitted();
  const times: number[] = [];
  let late = 0;
  const answered = Array.from({ length: size }, async () => {
    const fromMs = performance.now();
    try {
      await ask(contestant).firstAnswer();
      times.push(performance.now() - fromMs);
    } catch {
      late += 1;
    }
  });
  await Promise.all(answered);
  await untilSubmitted(contestant, before + times.length);
  const submitted = contestant.name === 'floor' ? times.length : contestant.submitted() - before;
  const refused = Math.max(0, times.length - submitted);
  return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99), late, refused };
}

let asked = 0;

function ask({ members }: Contestant) {
  asked += 1;
  const member = members[asked % members.length];
  if (member === undefined) throw new RangeError('there are no members');
  return member.slash(`/imagine prompt:a lighthouse ${asked} size:256x256`);
}

/** Until the image service has been given `count` tasks, or patience ends. The floor gives it none. */
async function untilSubmitted(contestant: Contestant, count: number): Promise<void> {
  if (contestant.name === 'floor') return;
  const untilMs = performance.now() + patienceMs;
  while (contestant.submitted() < count && performance.now() < untilMs) await rest(1);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
