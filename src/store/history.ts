import { entryKinds, type LedgerEntry } from '../domain/credits.ts';
import type { UserId } from '../domain/ids.ts';
import type { HistoryPage } from '../domain/ports.ts';
import { assertWhole } from './books.ts';
import type { Guild } from './guilds.ts';
import type { Entry } from './records.ts';

/** Lines of a page at most. */
export const maxLimit = 100;

/**
 * Newest first. A member's history is a walk along `previousSeq` and costs as many reads as it has lines; a page that
 * does not follow an entry of that member is empty.
 */
export async function readHistory(guild: Guild, userId: UserId | null, page: HistoryPage): Promise<LedgerEntry[]> {
  const limit = Math.min(assertWhole('limit', page.limit, 1), maxLimit);
  const endSeq = guild.head.seq + 1;
  const beforeSeq = page.beforeSeq === null ? endSeq : Math.min(endSeq, assertWhole('beforeSeq', page.beforeSeq, 1));
  if (userId !== null) return readMember(guild, userId, { beforeSeq, limit });
  const seqs = Array.from({ length: Math.min(limit, beforeSeq - 1) }, (_, index) => beforeSeq - 1 - index);
  return (await guild.entries(seqs)).map((entry) => lineOf(entry, entry.userId));
}

/** A page whose `beforeSeq` is a number. */
interface ClosedPage {
  readonly beforeSeq: number;
  readonly limit: number;
}

async function readMember(guild: Guild, userId: UserId, { beforeSeq, limit }: ClosedPage): Promise<LedgerEntry[]> {
  const lines: LedgerEntry[] = [];
  let seq = beforeSeq > guild.head.seq ? (await guild.account(userId)).seq : await seqBefore(guild, userId, beforeSeq);
  while (seq > 0 && lines.length < limit) {
    const entry = await guild.entry(seq);
    lines.push(lineOf(entry, userId));
    seq = previousSeqIn(entry, userId);
  }
  return lines;
}

async function seqBefore(guild: Guild, userId: UserId, seq: number): Promise<number> {
  return previousSeqIn(await guild.entry(seq), userId);
}

/** The member's entry before this one; 0 when there is none, or this one is not the member's. */
export function previousSeqIn(entry: Entry, userId: UserId): number {
  return accountIn(entry, userId)?.previousSeq ?? 0;
}

function accountIn(entry: Entry, userId: UserId | null) {
  return entry.accounts.find((account) => account.userId === userId);
}

function lineOf(entry: Entry, viewedUserId: UserId | null): LedgerEntry {
  const { seq, atMs, id, byUserId, userId, credits, reason, books, hold } = entry;
  const kind = entryKinds.find((known) => known === entry.kind) ?? 'other';
  const bonusAfter = accountIn(entry, viewedUserId)?.bonus ?? null;
  const line = { seq, kind, atMs, id, byUserId, userId, credits, reason, bonusAfter, poolAfter: books.pool };
  if (kind === 'settle' && hold !== null && hold.pictures > 1) return { ...line, pictures: hold.pictures };
  const fromPool = hold?.reservation.fromPool ?? 0;
  return kind === 'reserve' && fromPool > 0 ? { ...line, fromPool } : line;
}
