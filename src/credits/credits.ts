import type { GuildId, JobId, UserId } from '#core/ids.ts';

/** Acts of moderators and operators that move no credits; each is an entry of the guild's journal. */
export const noteKinds = [
  'suspend',
  'unsuspend',
  'strike',
  'forgive',
  'block',
  'unblock',
  'cancel',
  'approve',
  'decline',
  'report',
  'delete',
  'setup',
] as const;
/** @see noteKinds */
export type NoteKind = (typeof noteKinds)[number];

/** An act that moves no credits. `id` names it, so that it is written once. */
export interface Note {
  readonly id: string;
  readonly guildId: GuildId;
  readonly kind: NoteKind;
  /** Null for Easel itself. */
  readonly byUserId: UserId | null;
  /** Whom it concerns; null for the guild. */
  readonly userId: UserId | null;
  readonly reason: string;
}

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
export interface CreditPolicy {
  readonly allowance: Allowance;
  /** The first balance of a guild's pool. */
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
  readonly policy: CreditPolicy;
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

/**
 * Who owns how many credits. Every change is ordered by guild, survives a crash at any moment, and is harmless when
 * repeated with the same job id. Amounts are whole credits.
 */
export interface Ledger {
  /**
   * Holds credits so that two commands cannot spend the same balance. A hold of the same id that lasts is the answer; one
   * that was released is made again, and one that was settled is refused.
   *
   * @throws {@link BotError} `refused.quota`, `store.unavailable`, `bug` for a hold that was settled
   */
  reserve(hold: HoldRequest): Promise<Reservation>;
  /**
   * Held to spent. `credits` below the hold returns the rest; `pictures` (1 when left out) is what the usage counts. A hold
   * that is gone changes nothing; one that has ended neither, and what was refunded since counts as returned. @throws {@link BotError} `store.unavailable`
   */
  settle(guildId: GuildId, id: JobId, credits?: number, pictures?: number): Promise<Settlement>;
  /** Held back to where it came from. One that has ended is as in `settle`. @throws {@link BotError} `store.unavailable` */
  release(guildId: GuildId, id: JobId): Promise<Settlement>;
  /** Out of the pool into a member's bonus. `id` names the act, so that it happens once. @throws {@link BotError} `refused.quota`, `store.unavailable` */
  grant(grant: Grant): Promise<Balance>;
  /** A refill that is due is done first. @throws {@link BotError} `store.unavailable`, never a zero */
  balance(guildId: GuildId, userId: UserId, policy: CreditPolicy): Promise<Balance>;
  /** @throws {@link BotError} `store.unavailable` */
  totals(guildId: GuildId): Promise<Totals>;
  /** Every hold of every guild, for the sweep at start. A guild whose rows cannot be read is logged and left out. @throws {@link BotError} `store.unavailable` */
  holds(): Promise<readonly Reservation[]>;
  /** Out of a member's bonus back into the pool (an unlimited pool keeps nothing of it). Resolves with the credits taken: at most what was there. @throws {@link BotError} `store.unavailable` */
  revoke(grant: Grant): Promise<number>;
  /** Out of the bonus of `byUserId` into that of `userId`; resolves with the giver's balance. @throws {@link BotError} `refused.quota`, `store.unavailable` */
  give(gift: Grant): Promise<Balance>;
  /** Spent back into the member's bonus, once per job. Resolves with the credits given back; 0 when nothing was charged, it was refunded before, or the member's data was erased. @throws {@link BotError} `store.unavailable` */
  refund(refund: Refund): Promise<number>;
  /** Puts credits into the pool. @throws {@link BotError} `store.unavailable` */
  addToPool(change: PoolChange): Promise<Totals>;
  /** Takes credits out of the pool for good. @throws {@link BotError} `refused.quota` when fewer lie there, `store.unavailable` */
  removeFromPool(change: PoolChange): Promise<Totals>;
  /** What lies in the pool stays there. @throws {@link BotError} `store.unavailable` */
  setPoolMode(act: Act, mode: PoolMode): Promise<Totals>;
  /** Writes down what moves no credits, in its order among what does; once per kind and id. @throws {@link BotError} `store.unavailable` */
  note(note: Note): Promise<void>;
  /** The entry of a note, by its kind and id; null where it was not written. @throws {@link BotError} `store.unavailable` */
  findNote(note: Pick<Note, 'guildId' | 'kind' | 'id'>): Promise<LedgerEntry | null>;
  /** Newest first; of one member, or of the whole guild with `userId` null. @throws {@link BotError} `store.unavailable` */
  history(guildId: GuildId, userId: UserId | null, page: HistoryPage): Promise<readonly LedgerEntry[]>;
}

/** What is settled, and for how much. */
export interface SettleOrder {
  readonly guildId: GuildId;
  readonly id: JobId;
  /** All that is held when left out. */
  readonly credits?: number | undefined;
  /** How many the usage counts; 1 when left out. */
  readonly pictures?: number | undefined;
}

/** Something a person does to the books. `id` names it (the interaction's id), so that it happens once. */
export interface Act {
  readonly id: string;
  readonly guildId: GuildId;
  readonly byUserId: UserId;
  readonly reason: string;
  readonly policy: CreditPolicy;
}

/** @see Ledger.addToPool */
export interface PoolChange extends Act {
  /** 1 or more. */
  readonly credits: number;
}

/** @see Ledger.grant */
export interface Grant extends PoolChange {
  readonly userId: UserId;
}

/** @see Ledger.refund */
export interface Refund {
  readonly guildId: GuildId;
  readonly jobId: JobId;
  /** Null for Easel itself: then what an approval had added goes back to the pool. A moderator gives all of it to the member. */
  readonly byUserId: UserId | null;
  readonly reason: string;
  /** What stays charged: 0 when left out. */
  readonly keep?: number;
}

/** A page of at most `limit` entries (1..100); `beforeSeq` is the last `seq` of the page before, or null for the newest. */
export interface HistoryPage {
  readonly beforeSeq: number | null;
  readonly limit: number;
}
