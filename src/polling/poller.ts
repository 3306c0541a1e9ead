import type { Clock } from '#core/clock.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { JobId, ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Progress } from '#jobs/job.ts';
import type { RemoteImage } from '#media/media.ts';
import type { FollowedTicket, JobUpdate, Provider } from '#providers/provider.ts';
import type { Budget } from './budget.ts';
import { type Durations, nextCheckInMs, type RunKind, type RunTimes } from './schedule.ts';

/** After this the provider is asked to stop, and the member is told that it takes unusually long. */
export const patienceMs = 30 * 60_000;
/** After this the provider's pictures are gone, so there is nothing left to wait for. @see providers: results live 24 h */
export const abandonAfterMs = 24 * 60 * 60_000;
/** A restart, or a wall time that was wrong, makes a job look a day old: it is asked for this long before it is given up. */
const followAtLeastMs = 5 * 60_000;
/** A longer gap between two answers says nothing about when a run began or ended. */
const longestUnseenMs = 10_000;

/** A remote job that somebody waits for; one job may have several. */
export interface Watch {
  readonly id: JobId;
  readonly ticket: FollowedTicket;
  readonly kind: RunKind;
  /** Wall time. */
  readonly submittedAtMs: number;
  /** Called on every answer, also when nothing changed. Must not block. */
  readonly onProgress: (progress: Progress) => void;
  /** Called once, after the first answer that comes when {@link patienceMs} has passed. What it throws ends the watch. */
  readonly onOverdue: () => Promise<void>;
}

/** Asks for every open job, each at the right time, within one budget per API key. */
export interface Poller {
  /**
   * Resolves with the pictures when the job is done.
   *
   * @throws {@link BotError} `provider.failed`; `provider.timeout` after {@link abandonAfterMs}; the signal's reason
   */
  untilFinished(watch: Watch, signal: AbortSignal): Promise<readonly RemoteImage[]>;
  /** Asks for all remote jobs of the job now: its provider has called, or a cancel was sent. */
  wake(id: JobId): void;
}

/** Looks at how a call of a service ends; settles as the work does. */
export type Observe = <T>(
  name: ProviderName,
  call: 'submit' | 'upload' | 'check' | 'cancel',
  work: Promise<T>,
) => Promise<T>;

/** @see createPoller */
export interface PollerDeps {
  readonly providerOf: (name: ProviderName) => Provider;
  readonly budgetOf: (name: ProviderName) => Budget;
  readonly observe: Observe;
  readonly durations: Durations;
  readonly clock: Clock;
  readonly log: Log;
}

type Unfinished = Exclude<JobUpdate, { kind: 'finished' }>;

/** What one watch remembers between two checks. Times are monotonic: setting the machine's clock moves none of them. */
interface Turn {
  readonly submittedAtMs: number;
  readonly followedSinceMs: number;
  /** When the provider last said how the job is; before that, when it was submitted. */
  answeredAtMs: number;
  hasAnswered: boolean;
  wasQueued: boolean;
  runningSinceMs: number | null;
  /** False where the run may have begun long before it was first seen. */
  isStartKnown: boolean;
  /** The end that was told last, as an age of the run, and as the wall time that it was then; told again only when it has passed. */
  told: { readonly ageMs: number; readonly atMs: number } | null;
  failures: number;
  toldOverdue: boolean;
  /** Aborted by a wake; renewed when a check starts, so that a wake during a check is not lost. */
  woken: AbortController;
}

/** @see Poller */
export function createPoller(deps: PollerDeps): Poller {
  const watched = new Map<JobId, Set<Turn>>();

  const untilFinished = async (watch: Watch, signal: AbortSignal): Promise<readonly RemoteImage[]> => {
    const turn = openTurn(watch, deps.clock);
    const leave = enter(watched, watch.id, turn);
    try {
      for (;;) {
        await sleep(deps, watch, turn, signal);
        const update = await ask(deps, watch, turn, signal);
        if (update?.kind === 'finished') {
          learn(watch, turn, deps);
          return update.images;
        }
        if (update) tell(watch, turn, update, deps);
        await mindTheTime(watch, turn, { nowMs: deps.clock.monotonic(), hasAnswered: update !== null });
      }
    } finally {
      leave();
    }
  };

  const wake = (id: JobId) => {
    for (const { woken } of watched.get(id) ?? []) woken.abort();
  };
  return { untilFinished, wake };
}

/** A submit that lies in the future was written down before the wall time was set back: it counts as just now. */
function openTurn(watch: Watch, clock: Clock): Turn {
  const nowMs = clock.monotonic();
  const submittedAtMs = nowMs - Math.max(0, clock.now() - watch.submittedAtMs);
  return {
    submittedAtMs,
    followedSinceMs: nowMs,
    answeredAtMs: submittedAtMs,
    hasAnswered: false,
    wasQueued: false,
    runningSinceMs: null,
    isStartKnown: true,
    told: null,
    failures: 0,
    toldOverdue: false,
    woken: new AbortController(),
  };
}

/** Puts the turn where a wake of its job finds it; what is returned takes it out again. */
function enter(watched: Map<JobId, Set<Turn>>, id: JobId, turn: Turn): () => void {
  const turns = watched.get(id) ?? new Set();
  watched.set(id, turns.add(turn));
  return () => {
    turns.delete(turn);
    if (turns.size === 0) watched.delete(id);
  };
}

async function sleep({ clock, durations }: PollerDeps, watch: Watch, turn: Turn, signal: AbortSignal): Promise<void> {
  const nowMs = clock.monotonic();
  const delayMs = nextCheckInMs({
    waitedMs: nowMs - turn.submittedAtMs,
    ageMs: turn.runningSinceMs === null ? null : nowMs - turn.runningSinceMs,
    hasAnswered: turn.hasAnswered,
    times: durations.of(watch.kind),
    failures: turn.failures,
  });
  try {
    await clock.wait(delayMs, AbortSignal.any([signal, turn.woken.signal]));
  } catch (reason) {
    signal.throwIfAborted();
    if (!turn.woken.signal.aborted) throw reason;
  }
  turn.woken = new AbortController();
}

/**
 * A run is learnt from when its begin and its end were seen, and else only when it was shorter than believed: after an
 * outage or a restart nobody knows when it ended, and a route believed to take hours would be asked for after hours.
 */
function learn(watch: Watch, turn: Turn, { clock, durations }: PollerDeps): void {
  const nowMs = clock.monotonic();
  const sinceMs = turn.runningSinceMs ?? turn.answeredAtMs;
  const run = { fromMs: Math.max(0, turn.answeredAtMs - sinceMs), toMs: nowMs - sinceMs };
  const wasSeen = turn.isStartKnown && nowMs - turn.answeredAtMs <= longestUnseenMs;
  if (wasSeen || run.toMs < (durations.of(watch.kind)?.medianMs ?? 0)) durations.learn(watch.kind, run);
}

function tell(watch: Watch, turn: Turn, update: Unfinished, { clock, durations }: PollerDeps): void {
  const nowMs = clock.monotonic();
  if (update.kind === 'queued') turn.wasQueued = true;
  else if (turn.runningSinceMs === null) noteStart(turn, nowMs);
  turn.answeredAtMs = nowMs;
  turn.hasAnswered = true;
  if (!turn.toldOverdue) watch.onProgress(progressOf(update, turn, durations.of(watch.kind), clock));
}

/** A run that was never seen in the queue has most likely begun when it was submitted; else between the last two looks. */
function noteStart(turn: Turn, nowMs: number): void {
  turn.runningSinceMs = turn.wasQueued ? (turn.answeredAtMs + nowMs) / 2 : turn.submittedAtMs;
  turn.isStartKnown = nowMs - turn.answeredAtMs <= longestUnseenMs;
}

/** When a check was made, and whether the provider could say how the job is. */
interface Look {
  readonly nowMs: number;
  readonly hasAnswered: boolean;
}

/**
 * Nobody gives up for half an hour's sake what may be finished: a check that failed says nothing.
 *
 * @throws {@link BotError} `provider.timeout`, or what `onOverdue` throws
 */
async function mindTheTime(watch: Watch, turn: Turn, { nowMs, hasAnswered }: Look): Promise<void> {
  const waitedMs = nowMs - turn.submittedAtMs;
  if (waitedMs > abandonAfterMs && nowMs - turn.followedSinceMs > followAtLeastMs) {
    throw new BotError('provider.timeout', 'no end within a day', { endKnown: true, provider: watch.ticket.provider });
  }
  if (waitedMs > patienceMs && hasAnswered && !turn.toldOverdue) {
    turn.toldOverdue = true;
    await watch.onOverdue();
  }
}

/** One check. Null when the provider could not say; only the job's own end is thrown. */
async function ask(deps: PollerDeps, watch: Watch, turn: Turn, signal: AbortSignal): Promise<JobUpdate | null> {
  const { ticket } = watch;
  const check = () => deps.observe(ticket.provider, 'check', deps.providerOf(ticket.provider).check(ticket, signal));
  try {
    const update = await deps.budgetOf(ticket.provider).run(check, signal);
    turn.failures = 0;
    return update;
  } catch (thrown) {
    signal.throwIfAborted();
    const error = asBotError(thrown);
    if (error.code !== 'provider.unavailable' && error.code !== 'provider.malformed') throw error;
    turn.failures += 1;
    const facts = { job: watch.id, code: error.code, failures: turn.failures, detail: error.message };
    deps.log.warn(facts, 'a check failed and will be repeated');
    return null;
  }
}

function progressOf(update: Unfinished, turn: Turn, times: RunTimes | null, clock: Clock): Progress {
  if (update.kind === 'queued') return { kind: 'queued', ahead: update.ahead, expectedAtMs: null };
  return { kind: 'running', fraction: update.fraction, expectedAtMs: expectedEnd(turn, times, clock) };
}

/** Half of the runs have ended by then; once that has passed, nine of ten; then nothing new is said. */
function expectedEnd(turn: Turn, times: RunTimes | null, clock: Clock): number | null {
  if (times === null || turn.runningSinceMs === null) return null;
  const ageMs = clock.monotonic() - turn.runningSinceMs;
  if (turn.told === null || ageMs > turn.told.ageMs) {
    const endAgeMs = times.medianMs > ageMs ? times.medianMs : times.whenBy(0.9, times.medianMs);
    const atMs = Math.round(clock.now() + endAgeMs - ageMs);
    turn.told = turn.told?.ageMs === endAgeMs ? turn.told : { ageMs: endAgeMs, atMs };
  }
  return turn.told.atMs;
}
