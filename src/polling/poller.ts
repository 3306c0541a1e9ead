import type { Clock } from '#core/clock.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { JobId, ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Progress } from '#jobs/job.ts';
import type { RemoteMedia } from '#media/media.ts';
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

/** A remote job that is followed; one job may have several. */
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
  untilFinished(watch: Watch, signal: AbortSignal): Promise<readonly RemoteMedia[]>;
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
interface WatchState {
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
  const watched = new Map<WatchState, JobId>();

  const untilFinished = async (watch: Watch, signal: AbortSignal): Promise<readonly RemoteMedia[]> => {
    const state = openState(watch, deps.clock);
    watched.set(state, watch.id);
    try {
      for (;;) {
        await sleep(deps, watch, state, signal);
        const update = await ask(deps, watch, state, signal);
        if (update?.kind === 'finished') {
          learn(watch, state, deps);
          return update.media;
        }
        if (update) tell(watch, state, update, deps);
        await checkTime(watch, state, deps.clock.monotonic(), update !== null);
      }
    } finally {
      watched.delete(state);
    }
  };

  const wake = (id: JobId) => {
    for (const [{ woken }, of] of watched) if (of === id) woken.abort();
  };
  return { untilFinished, wake };
}

/** A submit that lies in the future was written down before the wall time was set back: it counts as just now. */
function openState(watch: Watch, clock: Clock): WatchState {
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

async function sleep(
  { clock, durations }: PollerDeps,
  watch: Watch,
  state: WatchState,
  signal: AbortSignal,
): Promise<void> {
  const nowMs = clock.monotonic();
  const delayMs = nextCheckInMs({
    waitedMs: nowMs - state.submittedAtMs,
    ageMs: state.runningSinceMs === null ? null : nowMs - state.runningSinceMs,
    hasAnswered: state.hasAnswered,
    times: durations.of(watch.kind),
    failures: state.failures,
  });
  try {
    await clock.wait(delayMs, AbortSignal.any([signal, state.woken.signal]));
  } catch (reason) {
    signal.throwIfAborted();
    if (!state.woken.signal.aborted) throw reason;
  }
  state.woken = new AbortController();
}

/**
 * A run is learnt from when its begin and its end were seen, and else only when it was shorter than believed: after an
 * outage or a restart its end is not known, and a route believed to take hours would be asked for after hours.
 */
function learn(watch: Watch, state: WatchState, { clock, durations }: PollerDeps): void {
  const nowMs = clock.monotonic();
  const sinceMs = state.runningSinceMs ?? state.answeredAtMs;
  const run = { fromMs: Math.max(0, state.answeredAtMs - sinceMs), toMs: nowMs - sinceMs };
  const wasSeen = state.isStartKnown && nowMs - state.answeredAtMs <= longestUnseenMs;
  if (wasSeen || run.toMs < (durations.of(watch.kind)?.medianMs ?? 0)) durations.learn(watch.kind, run);
}

function tell(watch: Watch, state: WatchState, update: Unfinished, { clock, durations }: PollerDeps): void {
  const nowMs = clock.monotonic();
  if (update.kind === 'queued') state.wasQueued = true;
  else if (state.runningSinceMs === null) noteStart(state, nowMs);
  state.answeredAtMs = nowMs;
  state.hasAnswered = true;
  if (state.toldOverdue) return;
  const expectedAtMs = update.kind === 'queued' ? null : expectedEnd(state, durations.of(watch.kind), clock);
  watch.onProgress({ ...update, expectedAtMs });
}

/** A run that was never seen in the queue has most likely begun when it was submitted; else between the last two looks. */
function noteStart(state: WatchState, nowMs: number): void {
  state.runningSinceMs = state.wasQueued ? (state.answeredAtMs + nowMs) / 2 : state.submittedAtMs;
  state.isStartKnown = nowMs - state.answeredAtMs <= longestUnseenMs;
}

/**
 * The overdue step runs only after a successful check: a failed check says nothing about the job.
 *
 * @throws {@link BotError} `provider.timeout`, or what `onOverdue` throws
 */
async function checkTime(watch: Watch, state: WatchState, nowMs: number, hasAnswered: boolean): Promise<void> {
  const waitedMs = nowMs - state.submittedAtMs;
  if (waitedMs > abandonAfterMs && nowMs - state.followedSinceMs > followAtLeastMs) {
    throw new BotError('provider.timeout', 'no end within a day', { endKnown: true, provider: watch.ticket.provider });
  }
  if (waitedMs > patienceMs && hasAnswered && !state.toldOverdue) {
    state.toldOverdue = true;
    await watch.onOverdue();
  }
}

/** One check. Null when the provider could not say; only the job's own end is thrown. */
async function ask(deps: PollerDeps, watch: Watch, state: WatchState, signal: AbortSignal): Promise<JobUpdate | null> {
  const { ticket } = watch;
  const check = () => deps.observe(ticket.provider, 'check', deps.providerOf(ticket.provider).check(ticket, signal));
  try {
    const update = await deps.budgetOf(ticket.provider).run(check, signal);
    state.failures = 0;
    return update;
  } catch (thrown) {
    signal.throwIfAborted();
    const error = asBotError(thrown);
    if (error.code !== 'provider.unavailable' && error.code !== 'provider.malformed') throw error;
    state.failures += 1;
    const facts = { job: watch.id, code: error.code, failures: state.failures, detail: error.message };
    deps.log.warn(facts, 'a check failed and will be repeated');
    return null;
  }
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
