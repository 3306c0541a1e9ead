import { asBotError, BotError } from '../domain/errors.ts';
import type { JobId } from '../domain/ids.ts';
import type { JobUpdate, RemoteImage, Ticket } from '../domain/job.ts';
import type { Clock, Log, Progress, Provider } from '../domain/ports.ts';
import { type Budget, isTooMany } from './budget.ts';
import type { Durations } from './durations.ts';
import { nextCheckInMs } from './pace.ts';

/** After this the provider is asked to stop, and the member is told that it takes unusually long. */
export const patienceMs = 30 * 60_000;
/** After this the provider's pictures are gone, so there is nothing left to wait for. @see providers: results live 24 h */
export const abandonAfterMs = 24 * 60 * 60_000;
/** A longer gap between two answers says nothing about when a job ended. */
const longestUnseenMs = 10_000;

/** A remote job that somebody waits for; one job may have several. */
export interface Watch {
  readonly id: JobId;
  readonly ticket: Ticket;
  readonly routeKey: string;
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

/** What the poller is made of. */
export interface PollerParts {
  readonly providerOf: (ticket: Ticket) => Provider;
  readonly budgetOf: (provider: Provider) => Budget;
  readonly durations: Durations;
  readonly clock: Clock;
  readonly log: Log;
}

type Unfinished = Exclude<JobUpdate, { kind: 'finished' }>;

/** What one watch remembers between two checks. */
interface Turn {
  /** When the provider last said how the job is; before that, when it was submitted. */
  answeredAtMs: number;
  runningSinceMs: number | null;
  failures: number;
  toldOverdue: boolean;
  /** Aborted by a wake; renewed when a check starts, so that a wake during a check is not lost. */
  woken: AbortController;
}

/** @see Poller */
export function createPoller(parts: PollerParts): Poller {
  const watched = new Map<JobId, Set<Turn>>();

  const untilFinished = async (watch: Watch, signal: AbortSignal): Promise<readonly RemoteImage[]> => {
    const turn: Turn = {
      answeredAtMs: watch.submittedAtMs,
      runningSinceMs: null,
      failures: 0,
      toldOverdue: false,
      woken: new AbortController(),
    };
    const leave = enter(watched, watch.id, turn);
    try {
      for (;;) {
        await sleep(parts, watch, turn, signal);
        const update = await ask(parts, watch, turn, signal);
        if (update?.kind === 'finished') {
          learn(watch, turn, parts);
          return update.images;
        }
        if (update) tell(watch, turn, update, parts);
        await mindTheTime(watch, turn, { nowMs: parts.clock.now(), hasAnswered: update !== null });
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

/** Puts the turn where a wake of its job finds it; what is returned takes it out again. */
function enter(watched: Map<JobId, Set<Turn>>, id: JobId, turn: Turn): () => void {
  const turns = watched.get(id) ?? new Set();
  watched.set(id, turns.add(turn));
  return () => {
    turns.delete(turn);
    if (turns.size === 0) watched.delete(id);
  };
}

async function sleep({ clock, durations }: PollerParts, watch: Watch, turn: Turn, signal: AbortSignal): Promise<void> {
  const expectedMs = durations.expectedMs(watch.routeKey);
  const delayMs = nextCheckInMs({ ...turn, nowMs: clock.now(), submittedAtMs: watch.submittedAtMs, expectedMs });
  try {
    await clock.wait(delayMs, AbortSignal.any([signal, turn.woken.signal]));
  } catch (reason) {
    signal.throwIfAborted();
    if (!turn.woken.signal.aborted) throw reason;
  }
  turn.woken = new AbortController();
}

/**
 * A run is learnt from when its end was seen, and else only when it was shorter than believed: after an outage or a
 * restart nobody knows when it ended, and a route believed to take hours would be asked for after hours.
 */
function learn(watch: Watch, turn: Turn, { clock, durations }: PollerParts): void {
  const nowMs = clock.now();
  const tookMs = nowMs - (turn.runningSinceMs ?? turn.answeredAtMs);
  const wasSeen = nowMs - turn.answeredAtMs <= longestUnseenMs;
  if (wasSeen || tookMs < (durations.expectedMs(watch.routeKey) ?? 0)) durations.learn(watch.routeKey, tookMs);
}

/** A job first seen running on the first look has most likely run since it was submitted. */
function tell(watch: Watch, turn: Turn, update: Unfinished, { clock, durations }: PollerParts): void {
  const nowMs = clock.now();
  if (update.kind === 'running' && turn.runningSinceMs === null) {
    const wasQuick = nowMs - watch.submittedAtMs < 3_000;
    turn.runningSinceMs = wasQuick ? watch.submittedAtMs : nowMs;
  }
  turn.answeredAtMs = nowMs;
  if (!turn.toldOverdue) watch.onProgress(progressOf(update, turn, durations.expectedMs(watch.routeKey)));
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
  const waitedMs = nowMs - watch.submittedAtMs;
  if (waitedMs > abandonAfterMs) {
    throw new BotError('provider.timeout', 'no end within a day', { endKnown: true, provider: watch.ticket.provider });
  }
  if (waitedMs > patienceMs && hasAnswered && !turn.toldOverdue) {
    turn.toldOverdue = true;
    await watch.onOverdue();
  }
}

/** One check. Null when the provider could not say; only the job's own end is thrown. */
async function ask(parts: PollerParts, watch: Watch, turn: Turn, signal: AbortSignal): Promise<JobUpdate | null> {
  const provider = parts.providerOf(watch.ticket);
  const budget = parts.budgetOf(provider);
  await budget.turn(signal);
  try {
    const update = await provider.check(watch.ticket, signal);
    budget.relax();
    turn.failures = 0;
    return update;
  } catch (thrown) {
    signal.throwIfAborted();
    const error = asBotError(thrown);
    if (error.code !== 'provider.unavailable' && error.code !== 'provider.malformed') throw error;
    turn.failures += 1;
    if (isTooMany(error)) budget.pushBack(error.facts.retryAfterMs);
    const facts = { job: watch.id, code: error.code, failures: turn.failures, detail: error.message };
    parts.log.warn(facts, 'a check failed and will be repeated');
    return null;
  }
}

function progressOf(update: Unfinished, turn: Turn, expectedMs: number | null): Progress {
  if (update.kind === 'queued') return { kind: 'queued', ahead: update.ahead, expectedAtMs: null };
  const expectedAtMs = expectedMs === null || turn.runningSinceMs === null ? null : turn.runningSinceMs + expectedMs;
  return { kind: 'running', fraction: update.fraction, expectedAtMs };
}
