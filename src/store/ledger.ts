import { isUnreadableRow } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import type { Reservation } from '../domain/credits.ts';
import { asBotError } from '../domain/errors.ts';
import type { GuildId } from '../domain/ids.ts';
import type { Ledger, Log } from '../domain/ports.ts';
import { balanceOf, totalsOf } from './books.ts';
import { type Guilds, openGuilds } from './guilds.ts';
import { readHistory } from './history.ts';
import type { View } from './journal.ts';
import { actsOn } from './ledger-acts.ts';
import { holdsOn } from './ledger-holds.ts';
import { noteOn } from './ledger-notes.ts';
import { booksAtOpening } from './refill.ts';

/** What a ledger is made of. */
export interface LedgerOptions {
  readonly store: Store;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  /** Further documents kept from the journal. */
  readonly views?: readonly View[];
}

/** Guilds that are looked at together when all of them are. */
const guildsAtOnce = 32;

/**
 * The ledger of one process on one store. An operation is computed under its guild's lock and committed by the one write
 * of its journal entry: one that throws `store.unavailable` has happened completely or not at all, and repeated with the
 * same id it has happened exactly once.
 */
export function createLedger({ store, now, log, views = [] }: LedgerOptions): Ledger {
  return ledgerOn(openGuilds({ store, now, views }), { now, log });
}

/** The same on guilds that others visit too: there is one lock per guild only if there is one {@link Guilds}. */
export function ledgerOn(guilds: Guilds, { now, log }: Pick<LedgerOptions, 'now' | 'log'>): Ledger {
  const balance: Ledger['balance'] = (guildId, userId, terms) =>
    guilds.visitRefilled(guildId, terms, async ({ head, account }) => {
      const books = head.isOpen ? head.books : booksAtOpening(terms, now());
      return balanceOf({ ...head, books }, await account(userId), terms, now());
    });

  return {
    balance,
    totals: (guildId) => guilds.visit(guildId, async ({ head }) => totalsOf(head.books)),
    history: (guildId, userId, page) => guilds.visit(guildId, (guild) => readHistory(guild, userId, page)),
    holds: () => listHolds(guilds, log),
    ...holdsOn(guilds, now),
    ...actsOn(guilds, balance),
    note: noteOn(guilds),
  };
}

async function listHolds(guilds: Guilds, log: Log): Promise<Reservation[]> {
  const ids = await guilds.ids();
  const holds: Reservation[] = [];
  for (let start = 0; start < ids.length; start += guildsAtOnce) {
    const some = ids.slice(start, start + guildsAtOnce);
    const found = await Promise.all(some.map((guildId) => holdsOf(guilds, guildId, log)));
    holds.push(...found.flat());
  }
  return holds;
}

async function holdsOf(guilds: Guilds, guildId: GuildId, log: Log): Promise<Reservation[]> {
  try {
    return await guilds.visit(guildId, async ({ head }) => Object.values(head.holds));
  } catch (error) {
    if (!isUnreadableRow(error)) throw error;
    log.error({ guildId, reason: asBotError(error).message }, 'the books of a guild cannot be read');
    return [];
  }
}
