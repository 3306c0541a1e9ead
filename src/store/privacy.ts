import type { Store } from '../db/open-store.ts';
import { asBotError } from '../domain/errors.ts';
import { type GuildId, jobId, type UserId } from '../domain/ids.ts';
import type { Log } from '../domain/ports.ts';
import { eraseDrawnIn, eraseMemberIn } from './erase.ts';
import { type Erasure, openErasureList, type Rest } from './erasures.ts';
import { exportMember, type MemberExport } from './export-member.ts';
import type { StoredJobs } from './jobs.ts';
import type { PrivateDocuments } from './private-documents.ts';

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

/** What privacy is made of. */
export interface PrivacyOptions {
  readonly store: Pick<Store, 'database' | 'forgetOverwritten'>;
  readonly jobs: Pick<StoredJobs, 'find' | 'hasOpen' | 'erase'>;
  readonly documents: readonly PrivateDocuments[];
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Random, never the same twice and no Discord id, such as `erased-` and 16 hex digits. */
  readonly newPseudonym: () => UserId;
  readonly log: Log;
}

/**
 * Erasing a member. The books forget the name in one transaction; then the jobs and the documents are erased, each of which is
 * harmless when repeated. Numbers, times, amounts and sums stay, so the books of the guild add up as before.
 *
 * What stays under the member's id: what is used of an allowance until its day, week and month are over, the end of a
 * suspension that lasts, and the days of strikes for a while (erasing shall renew, lift and reset none of them); and that a
 * *moderator* did something to somebody else's credits or to the guild, for as long as the journal is kept: the community
 * has a right to know who did it.
 */
export function createPrivacy(options: PrivacyOptions): Privacy {
  const { store, jobs, documents, now, newPseudonym, log } = options;
  const { database } = store;
  const list = openErasureList(database);

  async function carryOut(erasure: Erasure): Promise<ErasureOutcome> {
    const { guildId, userId, pseudonym } = erasure;
    const isBusy = await jobs.hasOpen(guildId, userId);
    const isErased = !isBusy && (await database.transaction((open) => eraseMemberIn(open, erasure, now)));
    if (!isErased) {
      await list.end(erasure, await restOf(erasure));
      return { kind: 'busy' };
    }
    for (const id of await jobIdsOf(guildId, pseudonym)) await jobs.erase(id, pseudonym);
    const untilMs = [await database.transaction((open) => eraseDrawnIn(open, erasure, now))];
    for (const each of documents) untilMs.push(await each.erase(guildId, userId, now()));
    await list.end(erasure, earliest(untilMs));
    await forgetOverwritten();
    return { kind: 'erased' };
  }

  async function jobIdsOf(guildId: GuildId, pseudonym: UserId) {
    const sql = `SELECT job_id FROM holds WHERE guild_id = $1
      AND member = (SELECT number FROM members WHERE guild_id = $1 AND user_id = $2)`;
    return (await database.query(sql, [guildId, pseudonym])).map(({ job_id: id }) => jobId(String(id)));
  }

  /** Everything is erased already; where this fails, the next sweep does it. */
  async function forgetOverwritten(): Promise<void> {
    await store.forgetOverwritten().catch((error: unknown) => {
      log.error({ reason: asBotError(error).message }, 'erased texts are still in the write-ahead file');
    });
  }

  async function restOf({ guildId, userId }: Rest): Promise<number | null> {
    const untilMs = [await database.transaction((open) => eraseDrawnIn(open, { guildId, userId }, now))];
    for (const each of documents) untilMs.push((await each.eraseRest?.(guildId, userId, now())) ?? null);
    return earliest(untilMs);
  }

  /** One that fails is tried again next time, and stops no other. */
  async function tryEach<T extends Rest>(members: readonly T[], work: (member: T) => Promise<unknown>) {
    for (const member of members) {
      await work(member).catch((error: unknown) => {
        log.error({ guildId: member.guildId, reason: asBotError(error).message }, 'an erasure has not come to its end');
      });
    }
  }

  return {
    exportMember: (guildId, userId) => exportMember(guildId, userId, { database, jobs, documents }),
    async eraseMember(guildId, userId) {
      const pseudonym = await list.begin({ guildId, userId, pseudonym: newPseudonym() });
      return carryOut({ guildId, userId, pseudonym });
    },
    async resumeErasures() {
      await tryEach(await list.going(), carryOut);
      await tryEach(await list.due(now()), async (rest) => list.end(rest, await restOf(rest)));
    },
  };
}

function earliest(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length > 0 ? Math.min(...known) : null;
}
