import type { Store } from '../db/open-store.ts';
import type { Terms } from '../domain/credits.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import { open } from './books.ts';
import { openGuildIndex } from './guild-index.ts';
import { openJournal, type View } from './journal.ts';
import type { Account, ActRecord, Change, Entry, Head, Hold } from './records.ts';
import { refill } from './refill.ts';

/** A guild while nobody else looks at it. Every method throws `store.unavailable` when it cannot tell. */
export interface Guild {
  readonly id: GuildId;
  /** As it was before the `commit`. */
  readonly head: Head;
  /** A new account for a member without one. */
  account(userId: UserId): Promise<Account>;
  hold(id: JobId): Promise<Hold | null>;
  act(id: string): Promise<ActRecord | null>;
  /** An entry that must be there. */
  entry(seq: number): Promise<Entry>;
  entries(seqs: readonly number[]): Promise<readonly Entry[]>;
  /** At most once per visit. @throws {@link BotError} `bug`, `store.unavailable` */
  commit(change: Change): Promise<Head>;
  /** @see Journal.rewrite */
  rewrite(entry: Entry): Promise<void>;
  rewriteHold(hold: Hold): Promise<void>;
  dropAccount(userId: UserId): Promise<void>;
}

/** The guilds of the store, each visited by one at a time. */
export interface Guilds {
  visit<T>(guildId: GuildId, work: (guild: Guild) => Promise<T>): Promise<T>;
  /** A refill that is due is done first. A guild that is not open stays so. */
  visitRefilled<T>(guildId: GuildId, terms: Terms, work: (guild: Guild) => Promise<T>): Promise<T>;
  /** A guild that is not open is opened first, then refilled if that is due. */
  visitOpen<T>(guildId: GuildId, terms: Terms, work: (guild: Guild) => Promise<T>): Promise<T>;
  ids(): Promise<readonly GuildId[]>;
}

/** @see Guilds */
export interface GuildsOptions {
  readonly store: Store;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Further documents kept from the journal. */
  readonly views: readonly View[];
}

/** @see Guilds */
export function openGuilds({ store, now, views }: GuildsOptions): Guilds {
  const journal = openJournal(store, views);
  const index = openGuildIndex(store);
  const inTurn = createOneAtATime();

  function guildAt(guildId: GuildId, head: Head): Guild {
    return {
      id: guildId,
      head,
      account: (userId) => journal.account(guildId, userId),
      hold: (id) => journal.hold(guildId, id),
      act: (id) => journal.act(guildId, id),
      entry: (seq) => journal.entry(guildId, seq),
      entries: (seqs) => journal.entries(guildId, seqs),
      async commit(change) {
        if (head.seq === 0) await index.add(guildId);
        return journal.append(guildId, head, change, now());
      },
      rewrite: (entry) => journal.rewrite(entry),
      rewriteHold: (hold) => journal.rewriteHold(hold),
      dropAccount: (userId) => journal.dropAccount(guildId, userId),
    };
  }

  const guildOf = async (guildId: GuildId) => guildAt(guildId, await journal.load(guildId));

  async function opened(guild: Guild, terms: Terms): Promise<Guild> {
    return guild.head.isOpen ? guild : guildAt(guild.id, await guild.commit(open(terms)));
  }

  async function refilled(guild: Guild, terms: Terms): Promise<Guild> {
    const change = guild.head.isOpen ? refill(guild.head, terms, now()) : null;
    return change === null ? guild : guildAt(guild.id, await guild.commit(change));
  }

  return {
    ids: () => index.list(),
    visit: (guildId, work) => inTurn(guildId, async () => work(await guildOf(guildId))),
    visitRefilled: (guildId, terms, work) =>
      inTurn(guildId, async () => work(await refilled(await guildOf(guildId), terms))),
    visitOpen: (guildId, terms, work) =>
      inTurn(guildId, async () => work(await refilled(await opened(await guildOf(guildId), terms), terms))),
  };
}
