import { guildId } from '#core/ids.ts';
import type { LedgerEntry, Totals } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import { openStore } from '#db/open-store.ts';
import type { Message } from '../../../sandbox/discord/wire.ts';
import { createRecordingLog } from '../http/recording-log.ts';

/** What was spent, as one answer of `/mod usage` tells it in five places. */
export interface UsageSums {
  readonly title: number;
  readonly rows: number;
  readonly total: number;
  readonly csv: number;
  /** In words, for those who cannot see the chart. */
  readonly chart: number;
}

/** Reads an answer of `/mod usage`. */
export async function usageSums({ content, attachments }: Message): Promise<UsageSums> {
  const [chart, csv] = attachments;
  const lines = /```\n([\s\S]+?)\n```/u.exec(content)?.[1]?.split('\n').slice(1) ?? [];
  const credits = lines.map((line) => figureIn(line, /([\d,]+)$/u));
  return {
    title: figureIn(content, /: ([\d,]+) credits? · /u),
    rows: sum(credits.slice(0, -1)),
    total: credits.at(-1) ?? Number.NaN,
    csv: csvSum(await (await fetch(csv?.url ?? '')).text()),
    chart: figureIn(chart?.description ?? '', /: ([\d,]+) credits? · /u),
  };
}

/** What the ranking of `/credits top` comes to. */
export function topSum({ content }: Message): number {
  const rows = content.split('\n').filter((line) => /^\d+\. /u.test(line));
  return sum(rows.map((line) => figureIn(line, / · (\d+) credits?$/u)));
}

/** What `/setup view` says that was spent. */
export function spentIn({ content }: Message): number {
  return figureIn(content, /Handed out: .* (\d+) spent/u);
}

/** The books of a bot that has stopped. */
export interface Balances {
  readonly totals: Totals;
  /** Newest first. */
  readonly entries: readonly LedgerEntry[];
}

/** Opens the store itself. */
export async function readBooks(storeUrl: string, server: { readonly id: string }): Promise<Balances> {
  const log = createRecordingLog();
  const store = await openStore({ url: storeUrl, log });
  try {
    const ledger = createLedger({ store, now: () => 0, log });
    const id = guildId(server.id);
    const entries: LedgerEntry[] = [];
    for (let isMore = true; isMore; ) {
      const page = await ledger.history(id, null, { beforeSeq: entries.at(-1)?.seq ?? null, limit: 100 });
      entries.push(...page);
      isMore = page.length === 100;
    }
    return { totals: await ledger.totals(id), entries };
  } finally {
    await store.close();
  }
}

/** What the journal says that was spent: charged, less what was refunded. */
export function spentBy({ entries }: Balances): number {
  return sumOf(entries, 'settle') - sumOf(entries, 'refund');
}

/** What the journal says that was put in, less what was taken out. */
export function addedBy({ entries }: Balances): number {
  const puttingIn = ['add', 'refill'] as const;
  return sum(puttingIn.map((kind) => sumOf(entries, kind))) - sumOf(entries, 'remove');
}

/** Where every credit is that was put in. */
export function accountedFor({ totals: { pool, bonuses, held, spent } }: Balances): number {
  return pool + bonuses + held + spent;
}

function sumOf(entries: readonly LedgerEntry[], kind: LedgerEntry['kind']): number {
  return sum(entries.filter((entry) => entry.kind === kind).map(({ credits }) => credits));
}

function csvSum(text: string): number {
  const rows = text.trimEnd().split('\r\n').slice(1);
  return sum(rows.map((row) => Number(row.split(',').at(-1))));
}

function figureIn(text: string, pattern: RegExp): number {
  return Number((pattern.exec(text)?.[1] ?? 'none').replaceAll(',', ''));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
