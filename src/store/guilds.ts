import type { Terms } from '../domain/credits.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import { open } from './books.ts';
import { openGuildIndex } from './guild-index.ts';
import { openJournal, type View } from './journal.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { Store } from './open-store.ts';
import type { Account, ActRecord, Change, Entry, Head, Hold } from './records.ts';

/** A guild while nobody else looks at it. Every method throws `store.unavailable` when it cannot tell. */
export interface Guild {
  /** As it was before the first `commit`; `seq` 0 for a guild that is not open yet. */
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
}

/** The guilds of the store, each visited by one at a time. */
export interface Guilds {
  visit<T>(guildId: GuildId, work: (guild: Guild) => Promise<T>): Promise<T>;
  /** A new guild is opened first. */
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

  async function guildOf(guildId: GuildId): Promise<Guild> {
    const head = await journal.load(guildId);
    return {
      head,
      account: (userId) => journal.account(guildId, userId),
      hold: (id) => journal.hold(guildId, id),
      act: (id) => journal.act(guildId, id),
      entry: (seq) => journal.entry(guildId, seq),
      entries: (seqs) => journal.entries(guildId, seqs),
      commit: (change) => journal.append(guildId, head, change, now()),
    };
  }

  return {
    ids: () => index.list(),
    visit: (guildId, work) => inTurn(guildId, async () => work(await guildOf(guildId))),
    visitOpen: (guildId, terms, work) =>
      inTurn(guildId, async () => {
        const guild = await guildOf(guildId);
        if (guild.head.seq > 0) return work(guild);
        const opening = open(terms);
        await index.add(guildId);
        await guild.commit(opening);
        return work(await guildOf(guildId));
      }),
  };
}
