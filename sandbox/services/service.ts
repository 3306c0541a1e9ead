import type { PaceOption } from './pace.ts';

/** What both stand-ins can be told. */
export interface ServiceOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Unix milliseconds; the machine's clock when left out. */
  readonly now?: () => number;
  /** @see realPace, fastPace */
  readonly pace?: PaceOption;
  /** Ids, jitter and names repeat with the same seed. */
  readonly seed?: number;
  /** The only key that is let in. */
  readonly apiKey?: string;
  /** Unfinished tasks above this number are refused; no limit when left out. */
  readonly concurrencyLimit?: number;
  /** In the account's currency; every finished picture takes its price. */
  readonly balance?: number;
}

/** Prompts that contain these words end badly. */
export const promptTraps = {
  /** Refused by the content filter. */
  forbidden: 'forbidden-sample',
  /** Fails while running. */
  failing: 'failing-sample',
} as const;

/** How a task ends, known from its prompt. */
export type Verdict = 'success' | 'forbidden' | 'failing';

/** Reads the prompt for the trap words. */
export function verdictOn(prompt: string): Verdict {
  if (prompt.includes(promptTraps.forbidden)) return 'forbidden';
  return prompt.includes(promptTraps.failing) ? 'failing' : 'success';
}
