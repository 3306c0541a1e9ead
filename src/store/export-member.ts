import type { Database } from '../db/database.ts';
import { isUnreadableRow } from '../db/documents.ts';
import type { LedgerEntry } from '../domain/credits.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { Jobs } from '../domain/ports.ts';
import { readAccount, readHoldsOf } from './guilds.ts';
import { maxLimit, readHistory } from './history.ts';
import type { PrivateDocuments } from './private-documents.ts';
import type { Account, Hold } from './records.ts';

/** Everything that is held about a member in one guild; plain JSON. */
export interface MemberExport {
  readonly guildId: GuildId;
  readonly userId: UserId;
  /** The number of the member within the guild is nothing that they have given. */
  readonly account: Omit<Account, 'number'>;
  /** Newest first. */
  readonly history: readonly LedgerEntry[];
  readonly holds: readonly Hold[];
  /** With their prompts as long as these are kept, without what lets somebody answer in the member's name. */
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

/** Reads page by page, so that nobody waits for a long history. @throws {@link BotError} `store.unavailable` */
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

/** A job that nobody can read is no reason to withhold the rest. */
async function findReadable(id: JobId, jobs: Pick<Jobs, 'find'>): Promise<Job | null> {
  try {
    return await jobs.find(id);
  } catch (error) {
    if (isUnreadableRow(error)) return null;
    throw error;
  }
}
