import type { PoolMode, Reservation } from '../domain/credits.ts';
import type { UserId } from '../domain/ids.ts';
import { noteKinds } from '../domain/note.ts';
import type { Drawn, DrawnSince } from './drawn.ts';

/** A guild's sums. Always `added = pool + bonuses + held + spent`. */
export interface Books {
  readonly mode: PoolMode;
  readonly pool: number;
  readonly added: number;
  readonly bonuses: number;
  readonly held: number;
  readonly spent: number;
}

/**
 * A guild's books after entry `seq`. `members` is the last number that a member was given. `isOpen` once the pool has been given its first credits (notes may come before);
 * `refilledSinceMs` the start of the last period that was refilled.
 */
export interface Head {
  readonly seq: number;
  readonly members: number;
  readonly isOpen: boolean;
  readonly refilledSinceMs: number | null;
  readonly books: Books;
}

/** A member's own numbers. `drawn` is what is used of the allowance in each period. */
export interface Account {
  readonly userId: UserId;
  /** The member's number within the guild; null for a member whom the books do not know yet. */
  readonly number: number | null;
  readonly bonus: number;
  readonly held: number;
  readonly drawn: Drawn;
}

/**
 * A reservation and its fate; it stays after its end, so that a repetition finds it. `isMinted`: the allowance's part was put
 * into an unlimited pool for it. `drawnSinceMs`: the periods of the allowance that it was drawn in. `settledAtMs`: on whose
 * day the usage counts `pictures`, for which it was charged. `isErased`: the member is a pseudonym, whose bonus nobody can spend.
 */
export interface Hold {
  readonly reservation: Reservation;
  readonly isMinted: boolean;
  readonly state: 'held' | 'settled' | 'released';
  readonly charged: number;
  readonly returned: number;
  readonly refunded: number;
  readonly refundedToPool: number;
  readonly settledAtMs: number | null;
  readonly pictures: number;
  readonly isErased: boolean;
  readonly drawnSinceMs: DrawnSince;
}

/** What an operation changes: one entry of the journal, and everything it touches as it is afterwards. */
export interface Change {
  readonly kind: string;
  /** The job's id, or the id of the act. */
  readonly id: string;
  readonly byUserId: UserId | null;
  readonly userId: UserId | null;
  readonly credits: number;
  readonly reason: string;
  readonly books: Books;
  /** At most two: that of `userId`, and that of `byUserId` where the entry belongs to their history too. */
  readonly accounts: readonly Account[];
  readonly hold: Hold | null;
  /** Whether it is remembered by its name, so that it is done once. */
  readonly isAct: boolean;
  readonly refilledSinceMs?: number | null;
}

const notes: ReadonlySet<string> = new Set(noteKinds);

/** The name under which an act is remembered. One interaction may be the id of a grant and of several notes. */
export function actNameOf({ kind, id }: Pick<Change, 'kind' | 'id'>): string {
  return notes.has(kind) ? `${kind}:${id}` : id;
}
