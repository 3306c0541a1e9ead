import { type Clock, endWait } from '#core/clock.ts';
import { createSemaphore } from '#core/lock.ts';

/** Interactions that work towards their first answer at the same time: about as many as share a commit of the store. */
const answeringAtOnce = 32;
/** What follows an answer waits this long for the answers of others, and no longer. */
const courtesyMs = 1_000;

/** The order in which a burst of interactions is answered. */
export interface AnswerSlots {
  /**
   * Begins `work` in the order of calls and resolves or rejects as it does. The next one begins when `answered` resolves or
   * `work` has ended, so that a burst is answered one by one instead of all together at its end.
   */
  run(answered: Promise<void>, work: () => Promise<void>): Promise<void>;
  /** Resolves at once where no interaction waits to begin, else when all are answered, or after {@link courtesyMs}. Never rejects. */
  untilOthersAnswered(): Promise<void>;
}

/** Members wait for answers; a service that makes a picture can wait a second. */
export function createAnswerSlots(clock: Pick<Clock, 'wait'>): AnswerSlots {
  const slots = createSemaphore(answeringAtOnce);
  const listeners = new Set<() => void>();
  let [waiting, unanswered] = [0, 0];

  const begin = async (answered: Promise<void>, work: () => Promise<void>) => {
    waiting -= 1;
    const working = work();
    await Promise.race([answered, working.catch(() => undefined)]);
    unanswered -= 1;
    if (unanswered === 0) for (const wake of listeners) wake();
    return { working };
  };

  return {
    async run(answered, work) {
      waiting += 1;
      unanswered += 1;
      const { working } = await slots.run(() => begin(answered, work));
      await working;
    },
    async untilOthersAnswered() {
      if (waiting === 0) return;
      const over = new AbortController();
      let wake: () => void = () => undefined;
      const quiet = new Promise<void>((resolve) => {
        wake = resolve;
      });
      listeners.add(wake);
      await Promise.race([quiet, clock.wait(courtesyMs, over.signal).catch(() => undefined)]);
      listeners.delete(wake);
      endWait(over);
    },
  };
}
