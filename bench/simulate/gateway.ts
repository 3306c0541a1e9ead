import { quantile } from '../quantile.ts';
import { identifyGapMs, readyMs, resumeMs } from './costs.ts';
import { createSimulation } from './events.ts';

/** All shards lose their connection at once, as when every process is started again. */
export interface RestartPlan {
  readonly shards: number;
  /** Logins that Discord takes at the same time. @see https://docs.discord.com/developers/events/gateway#session-start-limit-object, read 2026-11-28 */
  readonly maxConcurrency: number;
  /** The sessions are kept: their shards resume. */
  readonly keepsSessions: boolean;
  /** Logins that are left of the day. */
  readonly identifiesLeft: number;
}

/** The connections alone: the time in which a process starts is not in it. */
export interface RestartResult {
  readonly identifies: number;
  /** Until half, and all, of the shards that come back are back. 0 where none does. */
  readonly p50Ms: number;
  readonly allMs: number;
  /** Shards that get no login any more today. */
  readonly leftOut: number;
}

/** A bucket takes one login in five seconds; shards share buckets by their number. */
export async function simulateRestart(plan: RestartPlan): Promise<RestartResult> {
  const { at, clock, run } = createSimulation();
  const readyAtMs: number[] = [];
  const freeAtMs = new Map<number, number>();
  let identifies = 0;
  const comeBack = (afterMs: number) => at(clock.now() + afterMs, () => readyAtMs.push(clock.now()));
  const identify = () => {
    if (identifies >= plan.identifiesLeft) return;
    identifies += 1;
    comeBack(readyMs);
  };
  for (let shard = 0; shard < plan.shards; shard += 1) {
    if (plan.keepsSessions) {
      comeBack(resumeMs);
      continue;
    }
    const bucket = shard % plan.maxConcurrency;
    const startsAtMs = freeAtMs.get(bucket) ?? 0;
    freeAtMs.set(bucket, startsAtMs + identifyGapMs);
    at(startsAtMs, identify);
  }
  await run(plan.shards * identifyGapMs);
  return {
    identifies,
    p50Ms: quantile(readyAtMs, 0.5),
    allMs: quantile(readyAtMs, 1),
    leftOut: plan.shards - readyAtMs.length,
  };
}
