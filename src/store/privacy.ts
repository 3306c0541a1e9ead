import type { Store } from '../db/open-store.ts';
import { asBotError } from '../domain/errors.ts';
import type { GuildId, UserId } from '../domain/ids.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { Log } from '../domain/ports.ts';
import { countsUntil } from './drawn.ts';
import { erase, erasureId, previousSeqOf, renamedEntry, renamedHold } from './erase.ts';
import { type Cut, type Erasure, openErasureList, type Rest } from './erasures.ts';
import { exportMember, type MemberExport } from './export-member.ts';
import type { Guild, Guilds } from './guilds.ts';
import { previousSeqIn } from './history.ts';
import type { StoredJobs } from './jobs.ts';
import type { PrivateDocuments } from './private-documents.ts';
import type { Entry } from './records.ts';
import type { StoredUsage } from './usage.ts';

/** What a member can ask of what is held about them. */
export interface Privacy {
  /** Everything that is held about the member in the guild, as plain JSON. @throws {@link BotError} `store.unavailable` */
  exportMember(guildId: GuildId, userId: UserId): Promise<MemberExport>;
  /**
   * Erases the member from the guild's data; `busy`, and nothing is changed, while a job of theirs is open. One that throws
   * is gone on with by the next call, or by {@link Privacy.resumeErasures}.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  eraseMember(guildId: GuildId, userId: UserId): Promise<ErasureOutcome>;
  /** At start and once a day: ends what a crash has interrupted, and deletes what had to stay and need not any more. @throws {@link BotError} `store.unavailable` */
  resumeErasures(): Promise<void>;
}

/** @see Privacy.eraseMember */
export type ErasureOutcome = { readonly kind: 'erased' } | { readonly kind: 'busy' };

/** What privacy is made of. `guilds` and `usage` are those of the ledger. */
export interface PrivacyOptions {
  readonly store: Store;
  readonly guilds: Guilds;
  readonly usage: Pick<StoredUsage, 'rename'>;
  readonly jobs: Pick<StoredJobs, 'find' | 'listOpen' | 'erase'>;
  readonly documents: readonly PrivateDocuments[];
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Random, never the same twice and no Discord id, such as `erased-` and 16 hex digits. */
  readonly newPseudonym: () => UserId;
  readonly log: Log;
}

/** Entries that are renamed while the guild waits. */
const entriesPerVisit = 10;

/**
 * Erasing a member. One journal entry, `erase`, takes the bonus back and cuts the chain of the member's entries off: that is
 * the commit. Then the chain is renamed, a few entries per visit; with it the holds, the jobs and the usage. Numbers, times,
 * amounts and sums stay, so the books of the guild add up as before.
 *
 * What stays under the member's id: what is used of an allowance until its day, week and month are over, the end of a
 * suspension that lasts, and the days of strikes for a while (erasing shall renew, lift and reset none of them); and that a
 * *moderator* did something to somebody else's credits or to the guild, for as long as the journal is kept: the community
 * has a right to know who did it.
 */
export function createPrivacy(options: PrivacyOptions): Privacy {
  const { store, guilds, usage, jobs, documents, now, newPseudonym, log } = options;
  const list = openErasureList(store);
  const inTurn = createOneAtATime();

  /** Null while the member is busy. */
  function cutOff({ guildId, userId, pseudonym }: Erasure): Promise<Cut | null> {
    return guilds.visit(guildId, async (guild) => {
      const done = await cutOffEntry(guild, pseudonym);
      if (done !== null) return { atMs: done.atMs, cursor: previousSeqIn(done, pseudonym) };
      if (await isBusy(guild, userId)) return null;
      const account = await guild.account(userId);
      if (account.seq === 0) return { atMs: now(), cursor: 0 };
      const { seq } = await guild.commit(erase(guild.head.books, account, pseudonym, now()));
      return { atMs: (await guild.entry(seq)).atMs, cursor: account.seq };
    });
  }

  /** Nobody can reserve meanwhile: the guild is being visited. */
  async function isBusy({ head, id }: Guild, userId: UserId): Promise<boolean> {
    if (Object.values(head.holds).some((hold) => hold.userId === userId)) return true;
    return (await jobs.listOpen()).some((job) => job.guildId === id && job.userId === userId);
  }

  /** Renames some entries; resolves with where to go on. */
  function renameSome(erasure: Erasure, { atMs, cursor }: Cut): Promise<Cut> {
    const { guildId, userId, pseudonym } = erasure;
    return guilds.visit(guildId, async (guild) => {
      let seq = cursor;
      for (let count = 0; seq > 0 && count < entriesPerVisit; count += 1) {
        const entry = await guild.entry(seq);
        await renameBehind(guild, entry, erasure, atMs);
        await guild.rewrite(renamedEntry(entry, userId, pseudonym));
        seq = previousSeqOf(entry, userId, pseudonym);
      }
      return { atMs, cursor: seq };
    });
  }

  /** The hold before the usage: a refund after this visit finds the pseudonym, and does nothing. */
  async function renameBehind(guild: Guild, { kind, hold }: Entry, erasure: Erasure, cutAtMs: number): Promise<void> {
    if (hold === null) return;
    const { guildId, userId: from, pseudonym: to } = erasure;
    const { id } = hold.reservation;
    const now = (await guild.hold(id)) ?? hold;
    // Nothing was held at the cut: a hold that lasts was made under the same name since, and is not part of what is erased.
    if (now.state !== 'held') await guild.rewriteHold(renamedHold(now, to));
    if (hold.settledAtMs !== null) await usage.rename({ guildId, from, to }, hold.settledAtMs, cutAtMs);
    if (kind === 'reserve') await jobs.erase(id, to);
  }

  async function carryOut(erasure: Erasure): Promise<ErasureOutcome> {
    const { guildId, userId, pseudonym } = erasure;
    let cut = erasure.cut ?? (await cutOff(erasure));
    if (cut === null) {
      await list.end(erasure, null);
      return { kind: 'busy' };
    }
    while (cut.cursor > 0) {
      cut = await renameSome(erasure, cut);
      await list.advance(erasure, cut);
    }
    const restsUntilMs = [await guilds.visit(guildId, (guild) => forgetName(guild, userId, pseudonym, now()))];
    for (const each of documents) restsUntilMs.push(await each.erase(guildId, userId, now()));
    await list.end(erasure, earliest(restsUntilMs));
    await forgetOverwritten();
    return { kind: 'erased' };
  }

  /** Everything is erased already; where this fails, the next sweep does it. */
  async function forgetOverwritten(): Promise<void> {
    await store.forgetOverwritten().catch((error: unknown) => {
      log.error({ reason: asBotError(error).message }, 'erased texts are still in the write-ahead file');
    });
  }

  async function resumeOne(listed: Erasure): Promise<void> {
    const erasure = await list.find(listed);
    if (erasure !== null) await carryOut(erasure);
  }

  async function eraseRest(rest: Rest): Promise<void> {
    const { guildId, userId } = rest;
    const restsUntilMs = [
      await guilds.visit(guildId, async (guild) => {
        const untilMs = await usedUntil(guild, userId, now());
        if (untilMs === null && (await guild.account(userId)).seq === 0) await guild.dropAccount(userId);
        return untilMs;
      }),
    ];
    for (const each of documents) restsUntilMs.push((await each.eraseRest?.(guildId, userId, now())) ?? null);
    await list.putOff(rest, earliest(restsUntilMs));
  }

  /** One that fails is tried again next time, and stops no other. */
  async function tryEach<T extends Rest | Erasure>(members: readonly T[], work: (member: T) => Promise<unknown>) {
    for (const member of members) {
      await oneByOne(member, () => work(member)).catch((error: unknown) => {
        log.error({ guildId: member.guildId, reason: asBotError(error).message }, 'an erasure has not come to its end');
      });
    }
  }

  const oneByOne = <T>({ guildId, userId }: Rest | Erasure, work: () => Promise<T>) =>
    inTurn(`${guildId}:${userId}`, work);

  return {
    exportMember: (guildId, userId) => exportMember(guildId, userId, { guilds, jobs, documents }),
    eraseMember(guildId, userId) {
      const wish: Erasure = { guildId, userId, pseudonym: newPseudonym(), cut: null };
      return oneByOne(wish, async () => carryOut(await list.begin(wish)));
    },
    async resumeErasures() {
      await tryEach(await list.going(), resumeOne);
      const rests = await list.rests();
      await tryEach(
        rests.filter(({ untilMs }) => untilMs <= now()),
        eraseRest,
      );
    },
  };
}

/** Null for a member without entries. */
async function cutOffEntry(guild: Guild, pseudonym: UserId): Promise<Entry | null> {
  const done = await guild.act(erasureId(pseudonym));
  return done && guild.entry(done.seq);
}

/** The last place where both names stand together. Resolves with the moment until which the used allowance stays, or null. */
async function forgetName(guild: Guild, userId: UserId, pseudonym: UserId, nowMs: number): Promise<number | null> {
  const entry = await cutOffEntry(guild, pseudonym);
  if (entry !== null) await guild.rewrite({ ...entry, cutsOff: null });
  return usedUntil(guild, userId, nowMs);
}

/** Null where nothing has to stay, and of a member who is back: then it stays anyway. */
async function usedUntil(guild: Guild, userId: UserId, nowMs: number): Promise<number | null> {
  const { seq, drawn } = await guild.account(userId);
  return seq === 0 ? countsUntil(drawn, nowMs) : null;
}

function earliest(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length > 0 ? Math.min(...known) : null;
}
