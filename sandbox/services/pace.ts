import type { Random } from './random.ts';

/** How long a task waits and works. */
export interface Pace {
  /** From the submit until it starts to run. */
  readonly queueMs: number;
  /** From the start until the picture is there. */
  readonly runMs: number;
  /** The first part of `queueMs` in which RunningHub says CREATE; 0 when left out. */
  readonly createMs?: number;
  /** 0..1: each duration is spread by up to this fraction, up or down. */
  readonly jitter?: number;
}

/** One pace for all endpoints, or one per endpoint. */
export type PaceOption = Pace | ((endpoint: string) => Pace);

/** For demonstrations and tests in real time: every task ends within a tenth of a second. */
export const fastPace: Pace = { queueMs: 20, runMs: 60 };

/** Like a provider with little to do; the run time differs by model. */
export function realPace(runMs: number): Pace {
  return { createMs: 100, queueMs: 1500, runMs, jitter: 0.2 };
}

/** When a task was submitted and how long its parts take; fixed at the submit. */
export interface Timeline {
  readonly submittedAtMs: number;
  readonly createMs: number;
  readonly queueMs: number;
  readonly runMs: number;
}

/** Where a task is. `position` counts down to 1, the next one to run. */
export type Phase =
  | { readonly kind: 'created' }
  | { readonly kind: 'queued'; readonly position: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'ended' };

const firstPosition = 3;

/** Draws a task's durations. */
export function planTimeline(pace: Pace, submittedAtMs: number, random: Random): Timeline {
  const spread = (): number => 1 + (pace.jitter ?? 0) * (2 * random() - 1);
  return {
    submittedAtMs,
    createMs: pace.createMs ?? 0,
    queueMs: pace.queueMs * spread(),
    runMs: pace.runMs * spread(),
  };
}

/** The moment at which the task ends by itself. */
export function endsAtMs(timeline: Timeline): number {
  return timeline.submittedAtMs + timeline.queueMs + timeline.runMs;
}

/** A task's phase is a function of the clock alone, so that tests can step through it. */
export function phaseAt(timeline: Timeline, nowMs: number): Phase {
  const ageMs = nowMs - timeline.submittedAtMs;
  if (ageMs >= timeline.queueMs + timeline.runMs) return { kind: 'ended' };
  if (ageMs >= timeline.queueMs) return { kind: 'running' };
  if (ageMs < timeline.createMs) return { kind: 'created' };
  return { kind: 'queued', position: Math.ceil((1 - ageMs / timeline.queueMs) * firstPosition) };
}
