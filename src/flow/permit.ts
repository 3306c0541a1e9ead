import type { HoldApproval } from '../domain/credits.ts';
import type { Admission } from './flow.ts';

/** What lets a request run, beside its member's wish. */
export interface Permit {
  /** The most that is charged, whatever the price has become; null where a price was not named. */
  readonly maxCredits: number | null;
  /** Whose word it is where the request was approved; null keeps it below the guild's threshold and to the member's own credits. */
  readonly approval: HoldApproval | null;
  /** An interaction waits for its first answer. Where none does, the request waits for the store and for its turn instead. */
  readonly isHurried: boolean;
  /** What the request was admitted with a moment ago; null where it has waited since, and is admitted when it runs. */
  readonly admission: Admission | null;
}

/** A member's own request, whose interaction waits. */
export const ownPermit: Permit = { maxCredits: null, approval: null, isHurried: true, admission: null };
