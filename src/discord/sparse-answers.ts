import type { Answering } from './calls.ts';
import { pace } from './limits.ts';

/** @see createSparseAnswers */
export interface SparseAnswers {
  /** Shown at once, or never. */
  offer(content: string): void;
  /** Resolves when no edit is under way any more, so that the last word is not overwritten. */
  idle(): Promise<void>;
}

/**
 * Tells how far something is in an interaction's own answer: changes only, one edit at a time and one per gap. An edit
 * that fails is left out, since the work goes on whether anybody watches or not.
 */
export function createSparseAnswers({ answer }: Pick<Answering, 'answer'>, now: () => number): SparseAnswers {
  let [shown, nextAtMs] = ['', 0];
  let running: Promise<void> | null = null;
  return {
    offer(content) {
      const earlyMs = nextAtMs - now();
      // More than a gap is a clock that was set back.
      const isEarly = earlyMs > 0 && earlyMs <= pace.progressGapMs;
      if (running !== null || content === shown || isEarly) return;
      shown = content;
      nextAtMs = now() + pace.progressGapMs;
      const isOver = () => {
        running = null;
      };
      running = answer({ content, buttons: [] }).then(isOver, isOver);
    },
    async idle() {
      await running;
    },
  };
}
