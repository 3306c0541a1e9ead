import { createRandom } from '../../sandbox/services/random.ts';
import { quantile } from '../quantile.ts';
import { botRequestsPerJob, botRequestsPerSecond } from './costs.ts';
import { createSimulation } from './events.ts';

/** Requests with the bot token, of processes that each take an equal part of what Discord allows. */
export interface BotRequestPlan {
  readonly jobsPerSecond: number;
  /** 0..1: jobs that are written to by the bot token, because their interaction's token has ended or they wait in a channel. */
  readonly share: number;
  readonly processes: number;
  readonly forMs: number;
  readonly seed: number;
}

/** How long a request waits for its turn. */
export interface BotRequestResult {
  readonly wantedPerSecond: number;
  readonly sentPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Wanted, and not sent when the time was over. */
  readonly waiting: number;
}

/** Two edits of a message are so far apart. @see ARCHITECTURE.md */
const editGapMs = 3_000;

/** Jobs arrive at random, and each is a random process's: a message, then edits. */
export async function simulateBotRequests(plan: BotRequestPlan): Promise<BotRequestResult> {
  const random = createRandom(plan.seed);
  const { at, clock, run } = createSimulation();
  const gapMs = (1_000 * plan.processes) / botRequestsPerSecond;
  const freeAtMs = Array.from({ length: plan.processes }, () => 0);
  const waits: number[] = [];
  let [wanted, sent] = [0, 0];
  const send = (process: number) => {
    wanted += 1;
    const turnAtMs = Math.max(clock.now(), freeAtMs[process] ?? 0);
    freeAtMs[process] = turnAtMs + gapMs;
    waits.push(turnAtMs - clock.now());
    at(turnAtMs, () => {
      sent += 1;
    });
  };
  const arrive = (): void => {
    at(clock.now() + (-1_000 * Math.log(1 - random())) / (plan.jobsPerSecond * plan.share), () => {
      arrive();
      const process = Math.floor(random() * plan.processes);
      for (let step = 0; step < botRequestsPerJob; step += 1) {
        at(clock.now() + step * editGapMs, () => send(process));
      }
    });
  };
  arrive();
  await run(plan.forMs);
  const seconds = plan.forMs / 1_000;
  return {
    wantedPerSecond: wanted / seconds,
    sentPerSecond: sent / seconds,
    p50Ms: quantile(waits, 0.5),
    p95Ms: quantile(waits, 0.95),
    waiting: wanted - sent,
  };
}
