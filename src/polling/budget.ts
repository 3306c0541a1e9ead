import type { Clock } from '#core/clock.ts';
import { asBotError, type BotError } from '#core/errors.ts';

/** Requests that may be sent with one API key. No provider publishes a number; the answers' own refusals set the pace below this. */
const requestsPerSecond = 20;
const gapMs = 1_000 / requestsPerSecond;
/** What is sent late by less than this, because the process was busy, does not make the requests after it later. */
const mostMadeUpMs = 200;
const firstPauseMs = 2_000;
/** The most that a first refusal may ask for; each further one in a row may ask for twice as much, up to the longest pause. */
const firstNamedPauseMs = 15_000;
const longestPauseMs = 60_000;

/** The request budget of one API key. */
export interface Budget {
  /**
   * When the next request may be sent. After a refusal for too many requests that is after a pause; then one request goes
   * first, and the time is infinite until that one was answered.
   */
  nextAtMs(): number;
  /** Sends a request now: the caller has waited for {@link Budget.nextAtMs}. @throws whatever `work` throws */
  send<T>(work: () => Promise<T>): Promise<T>;
  /** How long its pause still lasts, in milliseconds; 0 without one. */
  pausedForMs(): number;
}

/**
 * A budget that starts full; its times are those of `clock.monotonic`. `share` is the part of it that is this process's, above 0 and at
 * most 1; it may change at any time.
 */
export function createBudget(clock: Pick<Clock, 'monotonic'>, share: () => number = () => 1): Budget {
  let nextSlotAtMs = 0;
  let pausedUntilMs = 0;
  /** In a row, those within one pause counted once. */
  let refusals = 0;
  let isProbing = false;

  const pushBack = (retryAfterMs: number): void => {
    const nowMs = clock.monotonic();
    // Refusals of requests that were sent before the pause are part of it.
    if (nowMs >= pausedUntilMs) refusals += 1;
    const doubled = 2 ** (refusals - 1);
    const namedMs = Math.min(firstNamedPauseMs * doubled, retryAfterMs);
    const pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs * doubled, namedMs));
    pausedUntilMs = Math.max(pausedUntilMs, nowMs + pauseMs);
  };

  const takeSlot = (): void => {
    const slotAtMs = Math.max(nextSlotAtMs, pausedUntilMs);
    const nowMs = clock.monotonic();
    nextSlotAtMs = (nowMs - slotAtMs < mostMadeUpMs ? slotAtMs : nowMs) + gapMs / share();
  };

  return {
    pausedForMs: () => Math.max(0, pausedUntilMs - clock.monotonic()),
    nextAtMs: () => (isProbing ? Number.POSITIVE_INFINITY : Math.max(nextSlotAtMs, pausedUntilMs)),
    async send(work) {
      takeSlot();
      const isProbe = refusals > 0;
      isProbing = isProbe;
      try {
        const result = await work();
        refusals = 0;
        return result;
      } catch (thrown) {
        const error = asBotError(thrown);
        if (isTooMany(error)) pushBack(error.facts.retryAfterMs ?? 0);
        throw thrown;
      } finally {
        if (isProbe) isProbing = false;
      }
    },
  };
}

/** The provider takes nothing more for the moment: it named a pause, or answered 429 without one. */
export function isTooMany({ facts }: BotError): boolean {
  return facts.retryAfterMs !== undefined || facts.httpStatus === 429;
}
