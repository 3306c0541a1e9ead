import type { Clock } from '#core/clock.ts';
import { asBotError, type BotError } from '#core/errors.ts';
import { createSemaphore } from '#core/lock.ts';

/** Requests that may be sent with one API key. No provider publishes a number; the answers' own refusals set the pace below this. */
const requestsPerSecond = 20;
const firstPauseMs = 2_000;
/** The most that a first refusal may ask for; each further one in a row may ask for twice as much, up to the longest pause. */
const firstNamedPauseMs = 15_000;
const longestPauseMs = 60_000;

/** The request budget of one API key. */
export interface Budget {
  /**
   * Runs `work` when the next request may be sent, in order of asking. After a refusal for too many requests all works of
   * the key wait for a pause; then one of them goes first, and the others follow when it was answered.
   *
   * @throws the signal's reason while it waits; whatever `work` throws
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** How long its pause still lasts, in milliseconds; 0 without one. */
  pausedForMs(): number;
}

/** A budget that starts full. Invariant: no work begins during a pause, and one at a time until the first answer after it. */
export function createBudget(clock: Clock): Budget {
  let nextSlotAtMs = 0;
  let pausedUntilMs = 0;
  /** In a row, those within one pause counted once. */
  let refusals = 0;
  const probes = createSemaphore(1);
  const isPausing = () => clock.monotonic() < pausedUntilMs;

  const awaitSlot = async (signal: AbortSignal): Promise<void> => {
    do {
      signal.throwIfAborted();
      const nowMs = clock.monotonic();
      const slotAtMs = Math.max(nextSlotAtMs, pausedUntilMs, nowMs);
      nextSlotAtMs = slotAtMs + 1000 / requestsPerSecond;
      if (slotAtMs > nowMs) await clock.wait(slotAtMs - nowMs, signal);
      // A pause that began while waiting for the slot holds for this slot too.
    } while (isPausing());
  };

  const pushBack = (retryAfterMs: number): void => {
    // Refusals of requests that were sent before the pause are part of it.
    if (!isPausing()) refusals += 1;
    const doubled = 2 ** (refusals - 1);
    const namedMs = Math.min(firstNamedPauseMs * doubled, retryAfterMs);
    const pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs * doubled, namedMs));
    pausedUntilMs = Math.max(pausedUntilMs, clock.monotonic() + pauseMs);
  };

  const send = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      refusals = 0;
      return result;
    } catch (thrown) {
      const error = asBotError(thrown);
      if (isTooMany(error)) pushBack(error.facts.retryAfterMs ?? 0);
      throw thrown;
    }
  };

  return {
    pausedForMs: () => Math.max(0, pausedUntilMs - clock.monotonic()),
    async run(work, signal) {
      for (;;) {
        await awaitSlot(signal);
        if (refusals === 0) return send(work);
        // The key may be free again, or paused again, when the probe before this one has ended.
        const probe = async () => (refusals === 0 || isPausing() ? null : { result: await send(work) });
        const probed = await probes.run(probe, signal);
        if (probed !== null) return probed.result;
      }
    },
  };
}

/** The provider takes nothing more for the moment: it named a pause, or answered 429 without one. */
export function isTooMany({ facts }: BotError): boolean {
  return facts.retryAfterMs !== undefined || facts.httpStatus === 429;
}
