import { z } from 'zod';
import { poolModes } from '../domain/credits.ts';
import { guildId, jobId, userId } from '../domain/ids.ts';
import { noteKinds } from '../domain/note.ts';
import { drawnOf, drawnSchema, drawnSinceSchema, sinceEverywhere } from './drawn.ts';

const whole = z.int().min(0);
const user = z.string().transform(userId);

const reservationSchema = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  userId: user,
  credits: whole,
  fromAllowance: whole,
  fromBonus: whole,
  fromPool: whole.default(0),
  model: z.string().default(''),
  heldAtMs: z.number().default(0),
  expiresAtMs: z.number(),
});

/** A guild's sums. Always `added = pool + bonuses + held + spent`. */
const booksSchema = z.object({
  mode: z.enum(poolModes),
  pool: whole,
  added: whole,
  bonuses: whole,
  held: whole,
  spent: whole,
});

/** As the counters stand in rows; those from before there was one for each period have a single one. */
const drawnFields = {
  used: whole.default(0),
  usedSinceMs: z.number().default(0),
  drawn: drawnSchema.nullable().default(null),
};

/** A member's document. */
export const accountSchema = z
  .object({ userId: user, bonus: whole, seq: whole, previousSeq: whole, ...drawnFields })
  .transform(({ used, usedSinceMs, drawn, ...row }) => ({ ...row, drawn: drawn ?? drawnOf(used, usedSinceMs) }));

/** A hold's document; it stays after the end, so that a repetition finds it. */
export const holdSchema = z
  .object({
    reservation: reservationSchema,
    minted: z.boolean(),
    state: z.enum(['held', 'settled', 'released']),
    charged: whole,
    returned: whole,
    refunded: whole,
    refundedToPool: whole.default(0),
    settledAtMs: z.number().nullable().default(null),
    pictures: whole.default(1),
    isErased: z.boolean().default(false),
    usedSinceMs: z.number().default(0),
    drawnSinceMs: drawnSinceSchema.nullable().default(null),
  })
  .transform(({ usedSinceMs, drawnSinceMs, ...row }) => ({
    ...row,
    drawnSinceMs: drawnSinceMs ?? sinceEverywhere(usedSinceMs),
  }));

/**
 * The guild's document: its sums after entry `seq`, and every hold that is open then, by job id. `isOpen` once the pool
 * has been given its first credits (notes may come before); `refilledSinceMs` the start of the last period that was refilled.
 */
export const headSchema = z.object({
  seq: whole,
  isOpen: z.boolean().default(true),
  refilledSinceMs: z.number().nullable().default(null),
  books: booksSchema,
  holds: z.record(z.string(), reservationSchema),
});

/** What an act (a grant, a gift, …) did, so that it is done once. */
export const actSchema = z.object({ seq: whole, credits: whole });

/** A member whose entries go on under another name. What is used of the allowance stays, lest erasing renews it. */
const cutOffSchema = z
  .object({ userId: user, pseudonym: user, ...drawnFields })
  .transform(({ used, usedSinceMs, drawn, ...row }) => ({ ...row, drawn: drawn ?? drawnOf(used, usedSinceMs) }));

/** One committed operation, with everything it touched as it is afterwards: writing it out twice is harmless. */
export const entrySchema = z.object({
  seq: whole,
  guildId: z.string().transform(guildId),
  /** One of `entryKinds`, or what a newer version has written: its sums count all the same. */
  kind: z.string(),
  atMs: z.number(),
  id: z.string(),
  byUserId: user.nullable(),
  userId: user.nullable(),
  credits: whole,
  reason: z.string(),
  books: booksSchema,
  accounts: z.array(accountSchema),
  hold: holdSchema.nullable(),
  isAct: z.boolean(),
  refilledSinceMs: z.number().nullable().default(null),
  cutsOff: cutOffSchema.nullable().default(null),
});

/** @see booksSchema */
export type Books = Readonly<z.output<typeof booksSchema>>;
/**
 * A member's own numbers. `drawn` is what is used of the allowance in each period; `seq` is the member's last journal
 * entry and `previousSeq` the one before it (0: none), which chains a member's history without an index.
 */
export type Account = Readonly<z.output<typeof accountSchema>>;
/**
 * A reservation and its fate. `minted`: the allowance's part was put into an unlimited pool for it. `drawnSinceMs`: the
 * periods of the allowance that it was drawn in. `settledAtMs`: in whose periods the usage counts `pictures`, for which it was charged. `isErased`: the member is a pseudonym, whose bonus nobody can spend.
 */
export type Hold = Readonly<z.output<typeof holdSchema>>;
/** @see headSchema */
export type Head = Readonly<z.output<typeof headSchema>>;
/** @see actSchema */
export type ActRecord = Readonly<z.output<typeof actSchema>>;
/** @see entrySchema */
export type Entry = Readonly<z.output<typeof entrySchema>>;
type Rare = 'refilledSinceMs' | 'cutsOff';
/** What an operation wants to be written: an entry before it has a number and a time. `seq` of the accounts is still the old one. */
export type Change = Omit<Entry, 'seq' | 'atMs' | 'guildId' | Rare> & Partial<Pick<Entry, Rare>>;

const notes: ReadonlySet<string> = new Set(noteKinds);

/** The name under which an act is remembered. One interaction may be the id of a grant and of several notes. */
export function actNameOf({ kind, id }: Pick<Entry, 'kind' | 'id'>): string {
  return notes.has(kind) ? `${kind}:${id}` : id;
}
