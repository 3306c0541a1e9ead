import { z } from 'zod';
import { dayMs, farAheadFromMs } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import { type GuildId, guildId, type JobId, jobId, type UserId, userId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import { eraseAllowanceUsageIn, eraseMemberIn } from '#credits/erase.ts';
import { readAccount, readHoldsOf } from '#credits/guilds.ts';
import { maxLimit, readHistory } from '#credits/history.ts';
import type { Account, Hold } from '#credits/records.ts';
import type { Database } from '#db/database.ts';
import { isUnreadableRow } from '#db/documents.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';
import { readRow } from '#db/rows.ts';
import type { Job, Jobs } from '#jobs/job.ts';
import type { StoredJobs } from '#jobs/job-store.ts';

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
  eraseMember(guildId: GuildId, userId: UserId): Promise<'erased' | 'busy'>;
  /** At start and once a day: ends what a crash has interrupted, and deletes what had to stay and need not any more. @throws {@link BotError} `store.unavailable` */
  resumeErasures(): Promise<void>;
}

/** What privacy is made of. */
export interface PrivacyOptions {
  readonly store: Pick<Store, 'database' | 'forgetOverwritten'>;
  readonly jobs: Pick<StoredJobs, 'find' | 'hasOpen' | 'erase'>;
  readonly documents: readonly PrivateDocuments[];
  /** Deletes the files that are kept of a job. */
  readonly forgetFiles: (id: JobId) => Promise<void>;
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
 * *moderator* did to another member's credits or to the guild, for as long as the journal is kept: the community
 * has a right to know who did it.
 */
export function createPrivacy(options: PrivacyOptions): Privacy {
  const { store, jobs, documents, forgetFiles, now, newPseudonym, log } = options;
  const { database } = store;
  const list = openErasureList(database);

  async function carryOut(erasure: Erasure): Promise<'erased' | 'busy'> {
    const { guildId, userId, pseudonym } = erasure;
    const isBusy = await jobs.hasOpen(guildId, userId);
    const isErased = !isBusy && (await database.transaction((open) => eraseMemberIn(open, erasure, now)));
    if (!isErased) {
      await list.end(erasure, await restOf(erasure));
      return 'busy';
    }
    for (const id of await jobIdsOf(guildId, pseudonym)) {
      await forgetFiles(id);
      await jobs.erase(id, pseudonym);
    }
    const untilMs = [await database.transaction((open) => eraseAllowanceUsageIn(open, erasure, now))];
    for (const each of documents) untilMs.push(await each.erase(guildId, userId, now()));
    await list.end(erasure, earliest(untilMs, now()));
    await forgetOverwritten();
    return 'erased';
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
    const untilMs = [await database.transaction((open) => eraseAllowanceUsageIn(open, { guildId, userId }, now))];
    for (const each of documents) untilMs.push((await each.eraseRest?.(guildId, userId, now())) ?? null);
    return earliest(untilMs, now());
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

/** In a day at the latest, so that a later moment can only come from a wrong clock; to look early is harmless. */
function earliest(moments: readonly (number | null)[], nowMs: number): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length > 0 ? Math.min(...known, nowMs + dayMs) : null;
}

const restSchema = z.object({ guildId: z.string().transform(guildId), userId: z.string().transform(userId) });
const erasureSchema = restSchema.extend({ pseudonym: z.string().transform(userId) });
const columns = 'guild_id AS "guildId", user_id AS "userId", pseudonym';

/** A member whose data is being erased. */
export type Erasure = Readonly<z.output<typeof erasureSchema>>;
/** A member of whom something stays for a while. The pseudonym is forgotten then. */
export type Rest = Readonly<z.output<typeof restSchema>>;

/** What has been promised to be erased: written before anything is, so that a restart goes on with it. Every method throws `store.unavailable`. */
export function openErasureList(database: Database) {
  return {
    async going(): Promise<readonly Erasure[]> {
      const rows = await database.query(`SELECT ${columns} FROM erasures WHERE pseudonym IS NOT NULL`);
      return rows.map((row) => readRow(erasureSchema, row, 'an erasure'));
    },
    /** Members of whom something may go now. */
    async due(nowMs: number): Promise<readonly Rest[]> {
      const sql = `SELECT ${columns} FROM erasures WHERE pseudonym IS NULL AND (until_ms <= $1 OR until_ms > $2)`;
      const rows = await database.query(sql, [nowMs, farAheadFromMs(nowMs)]);
      return rows.map((row) => readRow(restSchema, row, 'an erasure'));
    },
    /** Resolves with the pseudonym of the erasure of this member that is under way, else with that of the new one. */
    async begin({ guildId: guild, userId: user, pseudonym }: Erasure): Promise<UserId> {
      const sql = `INSERT INTO erasures (guild_id, user_id, pseudonym) VALUES ($1, $2, $3) ON CONFLICT (guild_id, user_id)
        DO UPDATE SET pseudonym = COALESCE(erasures.pseudonym, excluded.pseudonym) RETURNING ${columns}`;
      const [row = {}] = await database.query(sql, [guild, user, pseudonym]);
      return readRow(erasureSchema, row, 'an erasure').pseudonym;
    },
    /** Ends it, or looks at the rest again at `untilMs`; null when nothing stays. */
    async end({ guildId: guild, userId: user }: Rest, untilMs: number | null): Promise<void> {
      if (untilMs === null) {
        await database.query('DELETE FROM erasures WHERE guild_id = $1 AND user_id = $2', [guild, user]);
        return;
      }
      const sql = `INSERT INTO erasures (guild_id, user_id, until_ms) VALUES ($1, $2, $3) ON CONFLICT (guild_id, user_id)
        DO UPDATE SET pseudonym = NULL, until_ms = excluded.until_ms`;
      await database.query(sql, [guild, user, untilMs]);
    },
  };
}

/** Everything that is held about a member in one guild; plain JSON. */
export interface MemberExport {
  readonly guildId: GuildId;
  readonly userId: UserId;
  /** The number of the member within the guild is nothing that they have given. */
  readonly account: Omit<Account, 'number'>;
  /** Newest first. */
  readonly history: readonly LedgerEntry[];
  readonly holds: readonly Hold[];
  /** With their prompts while these are kept; without interaction tokens. */
  readonly jobs: readonly Job[];
  /** By {@link PrivateDocuments.name}. */
  readonly documents: Readonly<Record<string, unknown>>;
}

/** Where the data lies. */
export interface ExportSources {
  readonly database: Database;
  readonly jobs: Pick<Jobs, 'find'>;
  readonly documents: readonly PrivateDocuments[];
}

/** Reads page by page, so that a long history holds up no other request. @throws {@link BotError} `store.unavailable` */
export async function exportMember(guildId: GuildId, userId: UserId, sources: ExportSources): Promise<MemberExport> {
  const { database, jobs, documents } = sources;
  const { number, ...account } = await readAccount(database, guildId, userId);
  const history = await readWholeHistory(guildId, userId, database);
  const holds = number === null ? [] : await readHoldsOf(database, guildId, number);
  const found: Job[] = [];
  for (const { reservation } of holds) {
    const job = await findReadable(reservation.id, jobs);
    if (job !== null) found.push({ ...job, replyTo: { ...job.replyTo, sealedToken: null } });
  }
  const others: Record<string, unknown> = {};
  for (const each of documents) others[each.name] = await each.exportOf(guildId, userId);
  return { guildId, userId, account, history, holds, jobs: found, documents: others };
}

async function readWholeHistory(guildId: GuildId, userId: UserId, database: Database): Promise<LedgerEntry[]> {
  const lines: LedgerEntry[] = [];
  let beforeSeq: number | null = null;
  do {
    const some: LedgerEntry[] = await readHistory(database, guildId, userId, { beforeSeq, limit: maxLimit });
    lines.push(...some.map((line) => withoutReporter(line, userId)));
    beforeSeq = some.at(maxLimit - 1)?.seq ?? null;
  } while (beforeSeq !== null);
  return lines;
}

/** Who has reported the member, and in what words, is the reporter's data. */
function withoutReporter(line: LedgerEntry, userId: UserId): LedgerEntry {
  return line.kind === 'report' && line.byUserId !== userId ? { ...line, byUserId: null, reason: '' } : line;
}

/** An unreadable job is left out of the export. */
async function findReadable(id: JobId, jobs: Pick<Jobs, 'find'>): Promise<Job | null> {
  try {
    return await jobs.find(id);
  } catch (error) {
    if (isUnreadableRow(error)) return null;
    throw error;
  }
}
