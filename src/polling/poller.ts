import { type Clock, endWait } from '#core/clock.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { JobId, ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { RemoteMedia } from '#media/media.ts';
import type { JobUpdate, Provider } from '#providers/provider.ts';
import type { Budget } from './budget.ts';
import { type Durations, patienceMs } from './schedule.ts';
import { createTurns, type Turns } from './turns.ts';
import { learnRun, openWatch, planLook, tellProgress, type Watch, type WatchState } from './watch.ts';
import { createWebhooks } from './webhooks.ts';

/** After this the provider's pictures are gone, so there is nothing left to wait for. @see providers: results live 24 h */
export const abandonAfterMs = 24 * 60 * 60_000;
/** A restart, or a wall time that was wrong, makes a job look a day old: it is asked for this long before it is given up. */
const followAtLeastMs = 5 * 60_000;

/** Asks for every open job, each at the right time, within one budget per API key. */
export interface Poller {
  /**
   * Resolves with the pictures when the job is done.
   *
   * @throws {@link BotError} `provider.failed`; `provider.timeout` after {@link abandonAfterMs}; the signal's reason
   */
  untilFinished(watch: Watch, signal: AbortSignal): Promise<readonly RemoteMedia[]>;
  /** Asks for all remote jobs of the job now: a cancel was sent. */
  wake(id: JobId): void;
  /** The same because its provider has called, which also shows that calls come. */
  called(id: JobId): void;
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

/** The jobs of one API key, with the one wait until the next of them is asked for. */
interface Desk {
  readonly budget: Budget;
  readonly turns: Turns<Followed>;
  /** No look is due before this. */
  nextDueAtMs: number;
  wait: { readonly untilMs: number; readonly stop: AbortController } | null;
}

/** A watch with where it stands and how it ends. */
interface Followed extends WatchState {
  readonly desk: Desk;
  readonly signal: AbortSignal;
  /** Both may be called again, which does nothing. */
  readonly resolve: (media: readonly RemoteMedia[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** @see Poller */
export function createPoller(deps: PollerDeps): Poller {
  const { clock, durations, log } = deps;
  const desks = new Map<ProviderName, Desk>();
  const followed = new Set<Followed>();
  const statesOf = new Map<JobId, Set<Followed>>();
  const onChange = (route: string) => {
    for (const state of followed) if (state.watch.kind.route === route) plan(state);
    for (const desk of desks.values()) arrange(desk);
  };
  const webhooks = createWebhooks({ now: clock.monotonic, log, onChange });

  const deskOf = (name: ProviderName): Desk => {
    const nextDueAtMs = Number.POSITIVE_INFINITY;
    const desk = desks.get(name) ?? {
      budget: deps.budgetOf(name),
      turns: createTurns(durations),
      nextDueAtMs,
      wait: null,
    };
    desks.set(name, desk);
    return desk;
  };

  /** A job that is being asked for is planned when the answer has come. */
  const plan = (state: Followed): void => {
    if (state.isBusy) return;
    const { watch, desk, calledAtMs } = state;
    const isLeft = watch.isCalledBack && calledAtMs === null && webhooks.isTrusted(watch.kind.route);
    planLook(state, durations.of(watch.kind), isLeft, clock.monotonic());
    desk.nextDueAtMs = Math.min(desk.nextDueAtMs, state.dueAtMs);
  };

  /** One wait for all: until a look is due and the budget has a turn. None while the answer to a probe is waited for. A timer may end a little early. */
  const arrange = (desk: Desk): void => {
    const untilMs = Math.max(desk.nextDueAtMs, desk.budget.nextAtMs());
    const inMs = untilMs - clock.monotonic();
    if (desk.wait?.untilMs === untilMs && inMs > 0) return;
    endWait(desk.wait?.stop);
    desk.wait = null;
    if (inMs <= 0) takeTurn(desk);
    else if (untilMs < Number.POSITIVE_INFINITY) awaitTurn(desk, untilMs);
  };

  const awaitTurn = (desk: Desk, untilMs: number): void => {
    const stop = new AbortController();
    desk.wait = { untilMs, stop };
    clock.wait(untilMs - clock.monotonic(), stop.signal).then(
      () => {
        desk.wait = null;
        arrange(desk);
      },
      (reason: unknown) => {
        if (stop.signal.aborted) return;
        for (const { reject } of followed) reject(reason);
      },
    );
  };

  const takeTurn = (desk: Desk): void => {
    const { state, nextDueAtMs } = desk.turns.next(clock.monotonic());
    desk.nextDueAtMs = nextDueAtMs;
    if (state) void askFor(state);
    arrange(desk);
  };

  const askFor = async (state: Followed): Promise<void> => {
    state.isBusy = true;
    state.isWoken = false;
    try {
      const update = await ask(deps, state);
      if (update?.kind === 'finished') {
        noteEnd(state);
        learnRun(state, durations, clock.monotonic());
        state.resolve(update.media);
      } else {
        if (update) tellProgress(state, update, deps);
        await checkTime(state, clock.monotonic(), update !== null);
      }
    } catch (thrown) {
      if (asBotError(thrown).code === 'provider.failed') noteEnd(state);
      state.reject(thrown);
    }
    state.isBusy = false;
    if (followed.has(state)) plan(state);
    arrange(state.desk);
  };

  /** The provider should have called by now, or calls in a moment. */
  const noteEnd = ({ watch, calledAtMs }: WatchState) => {
    const { id, ticket, kind, isCalledBack } = watch;
    if (isCalledBack && calledAtMs === null) webhooks.missed(id, { provider: ticket.provider, route: kind.route });
  };

  const untilFinished = (watch: Watch, signal: AbortSignal) =>
    new Promise<readonly RemoteMedia[]>((resolve, reject) => {
      signal.throwIfAborted();
      const desk = deskOf(watch.ticket.provider);
      // Spread into a new object its fields would be looked up by name, ten times slower, and every turn looks at all jobs.
      const state: Followed = Object.assign(openWatch(watch, clock), {
        desk,
        signal,
        resolve: (media: readonly RemoteMedia[]) => {
          close();
          resolve(media);
        },
        reject: (reason: unknown) => {
          close();
          reject(reason);
        },
      });
      const onAbort = () => state.reject(signal.reason);
      const close = () => {
        signal.removeEventListener('abort', onAbort);
        followed.delete(state);
        const ofJob = statesOf.get(watch.id);
        if (ofJob?.delete(state) && ofJob.size === 0) statesOf.delete(watch.id);
        desk.turns.remove(state);
        if (desk.turns.size() === 0) desk.nextDueAtMs = Number.POSITIVE_INFINITY;
        arrange(desk);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      followed.add(state);
      statesOf.set(watch.id, (statesOf.get(watch.id) ?? new Set()).add(state));
      desk.turns.add(state);
      plan(state);
      arrange(desk);
    });

  const wake = (id: JobId) => {
    for (const state of statesOf.get(id) ?? []) {
      state.isWoken = true;
      plan(state);
      arrange(state.desk);
    }
  };

  const called = (id: JobId) => {
    webhooks.cameLate(id);
    for (const state of statesOf.get(id) ?? []) {
      const { watch } = state;
      if (!watch.isCalledBack) continue;
      state.calledAtMs ??= clock.monotonic();
      webhooks.came({ provider: watch.ticket.provider, route: watch.kind.route });
    }
    wake(id);
  };

  return { untilFinished, wake, called };
}

/**
 * The overdue step runs only after a successful check: a failed check says nothing about the job.
 *
 * @throws {@link BotError} `provider.timeout`, or what `onOverdue` throws
 */
async function checkTime(state: WatchState, nowMs: number, hasAnswered: boolean): Promise<void> {
  const { watch } = state;
  const waitedMs = nowMs - state.submittedAtMs;
  if (waitedMs > abandonAfterMs && nowMs - state.followedSinceMs > followAtLeastMs) {
    throw new BotError('provider.timeout', 'no end within a day', { endKnown: true, provider: watch.ticket.provider });
  }
  if (waitedMs > patienceMs && hasAnswered && !state.toldOverdue) {
    state.toldOverdue = true;
    await watch.onOverdue();
  }
}

/** One check. Null when the provider could not say, or when it is not followed any more; only the job's own end is thrown. */
async function ask(deps: PollerDeps, state: Followed): Promise<JobUpdate | null> {
  const { watch, desk, signal } = state;
  const { id, ticket } = watch;
  const check = () => deps.observe(ticket.provider, 'check', deps.providerOf(ticket.provider).check(ticket, signal));
  try {
    const update = await desk.budget.send(check);
    state.failures = 0;
    return update;
  } catch (thrown) {
    signal.throwIfAborted();
    const error = asBotError(thrown);
    if (error.code !== 'provider.unavailable' && error.code !== 'provider.malformed') throw error;
    state.failures += 1;
    const facts = { job: id, code: error.code, failures: state.failures, detail: error.message };
    deps.log.warn(facts, 'a check failed and will be repeated');
    return null;
  }
}
