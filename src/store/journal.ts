import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { BotError } from '../domain/errors.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import { assertSound, newAccount } from './books.ts';
import { countsUntil } from './drawn.ts';
import {
  type Account,
  type ActRecord,
  accountSchema,
  actNameOf,
  actSchema,
  type Change,
  type Entry,
  entrySchema,
  type Head,
  type Hold,
  headSchema,
  holdSchema,
} from './records.ts';

/**
 * A document made from the journal, such as a leaderboard. `apply` sees every entry of a guild in order, and after a
 * crash or a failed write the last one again: it must be harmless when repeated (keep the `seq` it has seen).
 */
export interface View {
  apply(entry: Entry): Promise<void>;
}

/**
 * A guild's entries, numbered without gaps. **Writing an entry is the commit of an operation**; the documents are only
 * copies of it, and whatever a crash left out is written when the guild is next looked at. Nothing is cached, so a
 * failed write leaves nothing stale behind.
 *
 * Every method is called under the guild's lock. Only {@link Journal.rewrite} changes what was written.
 */
export interface Journal {
  /** The guild as it is after its last entry; `seq` 0 for a guild without one. @throws {@link BotError} `store.unavailable` */
  load(guildId: GuildId): Promise<Head>;
  /** Commits, then writes the documents. @throws {@link BotError} `bug` books that do not add up; `store.unavailable`: nothing or all of it has happened */
  append(guildId: GuildId, head: Head, change: Change, atMs: number): Promise<Head>;
  account(guildId: GuildId, userId: UserId): Promise<Account>;
  hold(guildId: GuildId, id: JobId): Promise<Hold | null>;
  act(guildId: GuildId, id: string): Promise<ActRecord | null>;
  /** An entry that must be there. @throws {@link BotError} `store.unavailable` */
  entry(guildId: GuildId, seq: number): Promise<Entry>;
  /** Entries that must be there, with one query. @throws {@link BotError} `store.unavailable` */
  entries(guildId: GuildId, seqs: readonly number[]): Promise<readonly Entry[]>;
  /** Puts another name into an entry and its hold; never another number, time, amount or sum. */
  rewrite(entry: Entry): Promise<void>;
  rewriteHold(hold: Hold): Promise<void>;
  /** Of a member without entries. */
  dropAccount(guildId: GuildId, userId: UserId): Promise<void>;
}

const emptyHead: Head = {
  seq: 0,
  isOpen: false,
  refilledSinceMs: null,
  books: { mode: 'limited', pool: 0, added: 0, bonuses: 0, held: 0, spent: 0 },
  holds: {},
};

/** @see Journal */
export function openJournal(store: Store, views: readonly View[]): Journal {
  const heads = openDocuments(store.namespace('heads'), headSchema);
  const entries = openDocuments(store.namespace('journal'), entrySchema);
  const accounts = openDocuments(store.namespace('accounts'), accountSchema);
  const holds = openDocuments(store.namespace('holds'), holdSchema);
  const acts = openDocuments(store.namespace('acts'), actSchema);

  /** Leaves a document only where something of the allowance is used at the moment of the cut. */
  async function cutOff({ guildId, atMs }: Entry, { userId, drawn }: NonNullable<Entry['cutsOff']>): Promise<void> {
    const key = `${guildId}:${userId}`;
    if (countsUntil(drawn, atMs) === null) await accounts.delete(key);
    else await accounts.set(key, { ...newAccount(userId), drawn });
  }

  /** One write after the other, the head last: as long as it is old, the entry is applied again. */
  async function materialise(head: Head, entry: Entry): Promise<Head> {
    const { guildId, id, seq, credits, hold, cutsOff } = entry;
    for (const account of entry.accounts) await accounts.set(`${guildId}:${account.userId}`, account);
    if (cutsOff !== null) await cutOff(entry, cutsOff);
    if (hold !== null) await holds.set(`${guildId}:${id}`, hold);
    if (entry.isAct) await acts.set(`${guildId}:${actNameOf(entry)}`, { seq, credits });
    for (const view of views) await view.apply(entry);
    const next = headAfter(head, entry);
    await heads.set(guildId, next);
    return next;
  }

  return {
    async load(guildId) {
      let head = (await heads.get(guildId)) ?? emptyHead;
      for (;;) {
        const entry = await entries.get(`${guildId}:${head.seq + 1}`);
        if (entry === null) return head;
        head = await materialise(head, entry);
      }
    },
    async append(guildId, head, change, atMs) {
      assertSound(change);
      const entry = numbered(guildId, head.seq + 1, change, atMs);
      await entries.set(`${guildId}:${entry.seq}`, entry);
      return materialise(head, entry);
    },
    account: async (guildId, userId) => (await accounts.get(`${guildId}:${userId}`)) ?? newAccount(userId),
    hold: (guildId, id) => holds.get(`${guildId}:${id}`),
    act: (guildId, id) => acts.get(`${guildId}:${id}`),
    entry: async (guildId, seq) => required(guildId, seq, await entries.get(`${guildId}:${seq}`)),
    async entries(guildId, seqs) {
      const found = await entries.getMany(seqs.map((seq) => `${guildId}:${seq}`));
      return seqs.map((seq, index) => required(guildId, seq, found[index]));
    },
    rewrite: (entry) => entries.set(`${entry.guildId}:${entry.seq}`, entry),
    rewriteHold: (hold) => holds.set(`${hold.reservation.guildId}:${hold.reservation.id}`, hold),
    dropAccount: (guildId, userId) => accounts.delete(`${guildId}:${userId}`),
  };
}

function numbered(guildId: GuildId, seq: number, change: Change, atMs: number): Entry {
  const accounts = change.accounts.map((account) => ({ ...account, seq, previousSeq: account.seq }));
  return { refilledSinceMs: null, cutsOff: null, ...change, accounts, guildId, seq, atMs };
}

function headAfter(head: Head, entry: Entry): Head {
  return {
    seq: entry.seq,
    isOpen: head.isOpen || entry.kind === 'open',
    refilledSinceMs: entry.refilledSinceMs ?? head.refilledSinceMs,
    books: entry.books,
    holds: holdsAfter(head.holds, entry.hold),
  };
}

function holdsAfter(holds: Head['holds'], hold: Hold | null): Head['holds'] {
  if (hold === null) return holds;
  const { [hold.reservation.id]: _ended, ...others } = holds;
  return hold.state === 'held' ? { ...others, [hold.reservation.id]: hold.reservation } : others;
}

function required(guildId: GuildId, seq: number, entry: Entry | null | undefined): Entry {
  if (entry) return entry;
  throw new BotError('store.unavailable', `the journal of ${guildId} lacks entry ${seq}`);
}
