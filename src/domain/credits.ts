import type { GuildId, JobId, UserId } from './ids.ts';
import { noteKinds } from './note.ts';

/** How often an allowance starts afresh, in UTC; a week starts on Monday. */
export const periods = ['day', 'week', 'month'] as const;
/** @see periods */
export type Period = (typeof periods)[number];

/** What a member may draw from the guild's pool, per period. */
export interface Allowance {
  readonly credits: number;
  readonly period: Period;
}

/** The rules of money for one member at one moment, made from the guild's settings. */
export interface Terms {
  readonly allowance: Allowance;
  /** What a guild's pool starts with when nobody has set it. */
  readonly initialPool: number | 'unlimited';
  /** Fills a limited pool up to this at the start of each period; null never does. */
  readonly refill: Allowance | null;
}

/** What is to be held, and for how long. `credits` is a whole number, 1 or more. */
export interface HoldRequest {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly credits: number;
  /** Model id, for the usage. */
  readonly model: string;
  readonly terms: Terms;
  readonly expiresAtMs: number;
  /** Who has approved the request: what the member lacks is then added from the pool. Null where the member pays alone. */
  readonly approval?: HoldApproval | null;
}

/** An approver's word on a hold. */
export interface HoldApproval {
  readonly byUserId: UserId;
  /** For the journal; may be empty. */
  readonly reason: string;
}

/** Credits set aside for a job. `credits = fromAllowance + fromBonus + fromPool`. */
export interface Reservation {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly credits: number;
  readonly fromAllowance: number;
  readonly fromBonus: number;
  /** What an approval has added to the member's own credits. It is spent last, and what is not spent returns to the pool. */
  readonly fromPool: number;
  /** Model id; empty in rows that were written before it was kept. */
  readonly model: string;
  /** When it was made, Unix milliseconds; 0 in rows that were written before it was kept. */
  readonly heldAtMs: number;
  readonly expiresAtMs: number;
}

/** How a reservation ended. `returned` went back to the member; what an approval had added and was not spent is in the pool again. */
export interface Settlement {
  readonly charged: number;
  readonly returned: number;
}

/** A member's money as `/credits balance` shows it. */
export interface Balance {
  readonly allowance: Allowance;
  /** What is left of the allowance in this period; also bounded by the pool. */
  readonly allowanceLeft: number;
  readonly renewsAtMs: number;
  readonly bonus: number;
  readonly held: number;
  readonly pool: number | 'unlimited';
  /** What a request may cost right now: allowance (bounded by the pool) plus bonus. */
  readonly spendable: number;
}

/** The books of a guild. At every moment: `added = pool + bonuses + held + spent`. */
export interface Totals {
  readonly added: number;
  /** What lies in the pool; with an unlimited pool it is what was put in before. */
  readonly pool: number;
  readonly bonuses: number;
  readonly held: number;
  readonly spent: number;
}

/** `limited`: what lies in the pool is all there is. `unlimited`: every draw is put in first, so the pool never runs out. */
export const poolModes = ['limited', 'unlimited'] as const;
/** @see poolModes */
export type PoolMode = (typeof poolModes)[number];

/**
 * What can happen in a guild's books. `open` comes before everything that moves credits; `refill` fills the pool at the
 * start of a period; `erase` takes what a member leaves behind; `mode` and the notes change no amount; `other` is a kind
 * that a newer version has written.
 */
export const entryKinds = [
  'open',
  'reserve',
  'settle',
  'release',
  'refund',
  'grant',
  'revoke',
  'give',
  'add',
  'remove',
  'mode',
  'refill',
  'erase',
  'other',
  ...noteKinds,
] as const;
/** @see entryKinds */
export type EntryKind = (typeof entryKinds)[number];

/** One line of a guild's history. */
export interface LedgerEntry {
  /** 1, 2, 3, … within the guild, without gaps. */
  readonly seq: number;
  readonly kind: EntryKind;
  readonly atMs: number;
  /** The job's id, or the id of the act. */
  readonly id: string;
  /** Who did it; null for Easel itself. */
  readonly byUserId: UserId | null;
  /** Whose credits; null where only the pool was touched. */
  readonly userId: UserId | null;
  /** What was moved: held, charged (`settle`), returned (`release`), granted, … */
  readonly credits: number;
  readonly reason: string;
  /** The bonus afterwards of the member asked for (else of `userId`); null where no member was touched. */
  readonly bonusAfter: number | null;
  readonly poolAfter: number;
  /** Of a `settle` of several pictures: how many. */
  readonly pictures?: number;
  /** Of a `reserve`: how much of it an approval has added from the pool. Left out where it added nothing. */
  readonly fromPool?: number;
}

/** Start (inclusive) and end (exclusive) of the period that `atMs` lies in, Unix milliseconds, UTC; weeks start on Monday. */
export function periodAround(period: Period, atMs: number): { startsAtMs: number; endsAtMs: number } {
  const date = new Date(atMs);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const utc = (monthIndex: number, dayOfMonth: number) => Date.UTC(year, monthIndex, dayOfMonth);
  switch (period) {
    case 'day':
      return { startsAtMs: utc(month, day), endsAtMs: utc(month, day + 1) };
    case 'week': {
      const monday = day - ((date.getUTCDay() + 6) % 7);
      return { startsAtMs: utc(month, monday), endsAtMs: utc(month, monday + 7) };
    }
    case 'month':
      return { startsAtMs: utc(month, 1), endsAtMs: utc(month + 1, 1) };
  }
}
