import type { Clock } from '#core/clock.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import type { Progress } from '#jobs/job.ts';
import type { FollowedTicket, JobUpdate } from '#providers/provider.ts';
import { leftOfUnknown, type RunTimes } from './run-times.ts';
import { type Durations, nextCheckInMs, type RunKind, safetyLookInMs } from './schedule.ts';

/** A remote job that is followed; one job may have several. */
export interface Watch {
  readonly id: JobId;
  /** Whose it is: the requests of a key are shared among servers and members. */
  readonly owner: { readonly guildId: GuildId; readonly userId: UserId };
  readonly ticket: FollowedTicket;
  readonly kind: RunKind;
  /** The provider was told where to call when the job ends. */
  readonly isCalledBack: boolean;
  /** Wall time. */
  readonly submittedAtMs: number;
  /** Called on every answer, also when nothing changed. Must not block. */
  readonly onProgress: (progress: Progress) => void;
  /** Called once, after the first answer that comes when `patienceMs` has passed. What it throws ends the watch. */
  readonly onOverdue: () => Promise<void>;
}

/** What one watch remembers between two checks. Times are monotonic: setting the machine's clock moves none of them. */
export interface WatchState {
  readonly watch: Watch;
  readonly submittedAtMs: number;
  readonly followedSinceMs: number;
  /** When the provider last said how the job is; before that, when it was submitted. */
  answeredAtMs: number;
  hasAnswered: boolean;
  wasQueued: boolean;
  runningSinceMs: number | null;
  /** How much earlier than believed, or later, the run may have begun. */
  startWithinMs: number;
  /** The end that was told last, as an age of the run, and as the wall time that it was then; told again only when it has passed. */
  told: { readonly ageMs: number; readonly atMs: number } | null;
  failures: number;
  toldOverdue: boolean;
  /** When its provider has called; null before. From then on it is asked for like any other. */
  calledAtMs: number | null;
  /** When the next look is due. */
  dueAtMs: number;
  /** Before that a look is only worth a turn that no other job needs. */
  neededAtMs: number;
  /** It is to be asked for before all others: its provider has called, or a cancel was sent. */
  isWoken: boolean;
  /** It is being asked for, or its overdue step runs. */
  isBusy: boolean;
}

/** A submit that lies in the future was written down before the wall time was set back: it counts as just now. */
export function openWatch(watch: Watch, clock: Clock): WatchState {
  const nowMs = clock.monotonic();
  const submittedAtMs = nowMs - Math.max(0, clock.now() - watch.submittedAtMs);
  return {
    watch,
    submittedAtMs,
    followedSinceMs: nowMs,
    answeredAtMs: submittedAtMs,
    hasAnswered: false,
    wasQueued: false,
    runningSinceMs: null,
    startWithinMs: 0,
    told: null,
    failures: 0,
    toldOverdue: false,
    calledAtMs: null,
    dueAtMs: nowMs,
    neededAtMs: nowMs,
    isWoken: false,
    isBusy: false,
  };
}

/** Plans the next look. `isLeft`: its provider will call, so that a look is worth little before the call should have come. */
export function planLook(state: WatchState, times: RunTimes | null, isLeft: boolean, nowMs: number): void {
  const { hasAnswered, failures, runningSinceMs } = state;
  const waitedMs = nowMs - state.submittedAtMs;
  const ageMs = runningSinceMs === null ? null : nowMs - runningSinceMs;
  const lookInMs = state.isWoken ? 0 : nextCheckInMs({ waitedMs, ageMs, hasAnswered, times, failures });
  state.dueAtMs = nowMs + lookInMs;
  state.neededAtMs = state.dueAtMs;
  if (!isLeft || state.isWoken || failures > 0) return;
  const safetyInMs = safetyLookInMs({ waitedMs, ageMs: presumedAgeMs(state, nowMs), times });
  state.neededAtMs = nowMs + safetyInMs;
  // A look tells whether it still waits; once it runs there is nothing more to be seen before its end.
  const idleLookInMs = hasAnswered ? Math.max(lookInMs, waitedMs) : lookInMs;
  state.dueAtMs = nowMs + (ageMs === null ? Math.min(idleLookInMs, safetyInMs) : safetyInMs);
}

/** 0..1: the chance that it has ended since it was last seen. */
export function chanceOfEnd(state: WatchState, times: RunTimes | null, nowMs: number): number {
  const sinceMs = state.runningSinceMs ?? state.answeredAtMs;
  const [fromMs, toMs] = [state.answeredAtMs - sinceMs, nowMs - sinceMs];
  return times === null ? 1 - leftOfUnknown(toMs) / leftOfUnknown(fromMs) : times.chanceBy(toMs, fromMs);
}

/** A job that was last seen in the queue may have begun right afterwards; one that was never seen, when it was submitted. */
function presumedAgeMs(state: WatchState, nowMs: number): number {
  return nowMs - (state.runningSinceMs ?? state.answeredAtMs);
}

/** A longer gap between two answers says little about when a run began or ended, unless the run itself is long. */
const longestUnseenMs = 10_000;
const longestUnseenOfRun = 0.5;
/** A provider calls within this time of the end. */
const callTakesMs = 1_000;

/**
 * A run is learnt from when its begin and its end were seen, and else only when it was shorter than believed: after an
 * outage or a restart its end is not known, and a route believed to take hours would be asked for after hours.
 */
export function learnRun(state: WatchState, durations: Durations, nowMs: number): void {
  const { kind } = state.watch;
  const { answeredAtMs, calledAtMs, runningSinceMs } = state;
  const sinceMs = runningSinceMs ?? answeredAtMs;
  // A call tells the end where it was not seen going on afterwards, and the run's time where it was not last seen in the queue.
  const isTold = calledAtMs !== null && calledAtMs >= answeredAtMs && (runningSinceMs !== null || !state.wasQueued);
  const endAtMs = isTold ? calledAtMs : nowMs;
  const seenAtMs = isTold ? Math.max(answeredAtMs, calledAtMs - callTakesMs) : answeredAtMs;
  const run = { fromMs: Math.max(0, seenAtMs - sinceMs), toMs: Math.max(0, endAtMs - sinceMs) };
  const unseenMs = Math.max(state.startWithinMs, run.toMs - run.fromMs);
  const wasSeen = unseenMs <= Math.max(longestUnseenMs, longestUnseenOfRun * run.toMs);
  if (wasSeen || run.toMs < (durations.of(kind)?.medianMs ?? 0)) durations.learn(kind, run);
}

/** Notes an answer and tells of it. */
export function tellProgress(
  state: WatchState,
  update: Exclude<JobUpdate, { kind: 'finished' }>,
  { clock, durations }: { readonly clock: Clock; readonly durations: Durations },
): void {
  const nowMs = clock.monotonic();
  if (update.kind === 'queued') state.wasQueued = true;
  else if (state.runningSinceMs === null) noteStart(state, nowMs);
  state.answeredAtMs = nowMs;
  state.hasAnswered = true;
  if (state.toldOverdue) return;
  const expectedAtMs = update.kind === 'queued' ? null : expectedEnd(state, durations.of(state.watch.kind), clock);
  state.watch.onProgress({ ...update, expectedAtMs });
}

/** A run that was never seen in the queue has most likely begun when it was submitted; else between the last two looks. */
function noteStart(state: WatchState, nowMs: number): void {
  state.runningSinceMs = state.wasQueued ? (state.answeredAtMs + nowMs) / 2 : state.submittedAtMs;
  state.startWithinMs = nowMs - state.answeredAtMs;
}

/** Half of the runs end before this; once that has passed, nine of ten; then nothing new is said. */
function expectedEnd(state: WatchState, times: RunTimes | null, clock: Clock): number | null {
  if (times === null || state.runningSinceMs === null) return null;
  const ageMs = clock.monotonic() - state.runningSinceMs;
  if (state.told === null || ageMs > state.told.ageMs) {
    const endAgeMs = times.medianMs > ageMs ? times.medianMs : times.whenBy(0.9, times.medianMs);
    const atMs = Math.round(clock.now() + endAgeMs - ageMs);
    state.told = state.told?.ageMs === endAgeMs ? state.told : { ageMs: endAgeMs, atMs };
  }
  return state.told.atMs;
}
