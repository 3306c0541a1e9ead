import type { Store } from '../src/db/open-store.ts';
import { type Period, periods, type Terms } from '../src/domain/credits.ts';
import { guildId, jobId, type UserId, userId } from '../src/domain/ids.ts';
import { newAccount } from '../src/store/books.ts';
import { end, reserve } from '../src/store/holds.ts';
import type { Account, Change, Entry, Head } from '../src/store/records.ts';
import { addTo, emptyTally, shardOf, type Tally, tallyKey } from '../src/store/usage-tally.ts';

/** A guild whose members have made a picture after the other for a month. */
export const bigGuild = {
  id: guildId('1'),
  members: 10_000,
  entries: 1_000_000,
  fromMs: Date.UTC(2026, 9, 1),
  toMs: Date.UTC(2026, 10, 1) - 1,
} as const;

const models = ['flux-2-klein-9b', 'gpt-image-2'] as const;
const rowsPerInsert = 400;
const insertsPerTransaction = 125;

/** A member of it, by any number. */
export function bigMember(index: number): UserId {
  return userId(`${100_000_000_000_000_000n + BigInt(index % bigGuild.members) * 4_194_304n}`);
}

/**
 * Writes the journal, the accounts, the head and the usage that half a million pictures would have left, made by the
 * ledger's own functions but inserted many at a time: one by one would take an hour.
 */
export async function fillBigGuild(store: Store, terms: Terms): Promise<void> {
  const insert = createInserter(store);
  const accounts = new Map<UserId, Account>();
  const tallies = new Map<string, Tally>();
  let head: Head = { ...emptyHead };
  const pictures = bigGuild.entries / 2;
  for (let picture = 0; picture < pictures; picture += 1) {
    const atMs = bigGuild.fromMs + Math.floor((picture / pictures) * (bigGuild.toMs - bigGuild.fromMs));
    const member = bigMember(picture);
    const [id, model] = [jobId(`${picture}`), models[picture % models.length] ?? ''];
    const request = { id, guildId: bigGuild.id, userId: member, credits: 7, model, terms, expiresAtMs: atMs };
    const held = reserve(head, accounts.get(member) ?? newAccount(member), request, atMs);
    const reserved = numbered(held, head.seq + 1, atMs);
    const account = reserved.accounts[0] ?? newAccount(member);
    const settled = numbered(
      end(held.books, account, held.hold, { charged: 7, pictures: 1, atMs }),
      head.seq + 2,
      atMs,
    );
    for (const entry of [reserved, settled]) await insert.row(`journal:${bigGuild.id}:${entry.seq}`, entry);
    accounts.set(member, settled.accounts[0] ?? account);
    head = { ...head, seq: settled.seq, books: settled.books };
    count(tallies, settled, model);
  }
  for (const account of accounts.values()) await insert.row(`accounts:${bigGuild.id}:${account.userId}`, account);
  for (const [key, tally] of tallies) await insert.row(`usage:${key}`, tally);
  await insert.row(`heads:${bigGuild.id}`, head);
  await insert.end();
}

const emptyHead: Head = {
  seq: 0,
  isOpen: true,
  refilledSinceMs: null,
  books: { mode: 'unlimited', pool: 0, added: 0, bonuses: 0, held: 0, spent: 0 },
  holds: {},
};

function numbered(change: Change, seq: number, atMs: number): Entry {
  const accounts = change.accounts.map((account) => ({ ...account, seq, previousSeq: account.seq }));
  return { refilledSinceMs: null, cutsOff: null, ...change, accounts, guildId: bigGuild.id, seq, atMs };
}

function count(tallies: Map<string, Tally>, { userId: member, seq, atMs, credits }: Entry, model: string): void {
  if (member === null) return;
  for (const period of periods satisfies readonly Period[]) {
    const key = tallyKey(bigGuild.id, period, atMs, shardOf(member));
    const tally = addTo(tallies.get(key) ?? emptyTally, { userId: member, model, pictures: 1, credits });
    tallies.set(key, { ...tally, seq });
  }
}

/** Gathers rows and writes many at a time, past the namespaces. */
function createInserter(store: Store) {
  const { store: adapter } = store.namespace('journal');
  let values: string[] = [];
  let inserts = 0;
  async function flush(): Promise<void> {
    if (values.length === 0) return;
    if (inserts % insertsPerTransaction === 0) await adapter.query('BEGIN');
    const places = Array.from({ length: values.length / 2 }, () => '(?, ?)').join(', ');
    await adapter.query(`INSERT INTO keyv VALUES ${places}`, values);
    values = [];
    inserts += 1;
    if (inserts % insertsPerTransaction === 0) await adapter.query('COMMIT');
  }
  return {
    async row(key: string, value: unknown): Promise<void> {
      values.push(key, JSON.stringify({ value }));
      if (values.length >= rowsPerInsert * 2) await flush();
    },
    async end(): Promise<void> {
      await flush();
      if (inserts % insertsPerTransaction !== 0) await adapter.query('COMMIT');
    },
  };
}
