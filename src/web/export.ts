import type { GuildId } from '#core/ids.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import type { JournalSearch, Reports } from '#credits/reports.ts';
import { csvRow } from './csv.ts';
import type { SpendReport } from './wire.ts';

/** A report of spending: the days, an empty line, and the rows. */
export function spendCsv({ days, rows }: SpendReport): string {
  const columns = ['pictures', 'credits', 'jobs', 'service took', 'charged for these'];
  const cells = ({ pictures, credits, jobs, took, chargedOfTold }: SpendReport['rows'][number]) => [
    pictures,
    credits,
    jobs,
    took,
    chargedOfTold,
  ];
  return [
    csvRow(['day', ...columns]),
    ...days.map((day) => csvRow([new Date(Number(day.key)).toISOString().slice(0, 10), ...cells(day)])),
    csvRow([]),
    csvRow(['key', 'title', ...columns]),
    ...rows.map((row) => csvRow([row.key, row.title, ...cells(row)])),
  ].join('');
}

const entriesAtOnce = 1_000;

/** What fits of a guild's journal, the newest first; read page by page as it is fetched, so that none of it piles up. */
export function journalCsv(
  reports: Pick<Reports, 'journal'>,
  guildId: GuildId,
  { before, ...search }: JournalSearch & { readonly before: number | null },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: number | null = before;
  return new ReadableStream({
    start(controller) {
      const names = ['entry', 'time', 'what', 'id', 'by', 'member', 'credits', 'reason', 'pool after'];
      controller.enqueue(encoder.encode(csvRow(names)));
    },
    async pull(controller) {
      // A window of a search in which nothing fits is no reason to stop.
      let rows = '';
      while (rows === '') {
        const page = await reports.journal(guildId, search, next, entriesAtOnce);
        rows = page.entries.map(rowOfEntry).join('');
        next = page.next;
        if (next === null) break;
      }
      if (rows !== '') controller.enqueue(encoder.encode(rows));
      if (next === null) controller.close();
    },
  });
}

function rowOfEntry({ seq, kind, atMs, id, byUserId, userId, credits, reason, poolAfter }: LedgerEntry): string {
  return csvRow([seq, new Date(atMs).toISOString(), kind, id, byUserId, userId, credits, reason, poolAfter]);
}
