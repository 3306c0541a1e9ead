import { describe, expect, it } from 'vitest';
import { reserveIn } from '#credits/ledger.ts';
import type { Transaction } from '#db/database.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';

/** What a hold asks the database, in order. */
async function statementsOfHold(): Promise<readonly string[]> {
  const { database } = createMemoryStore();
  const statements: string[] = [];
  await database.transaction((transaction) => {
    const shared: Transaction = {
      ...transaction,
      lockRows: async (select) => statements.push(`lock: ${select}`) > 0,
      query: (sql, parameters) => {
        statements.push(sql);
        return transaction.query(sql, parameters);
      },
    };
    return reserveIn(shared, holdOf('j1', 3, termsOf(10)), () => wednesdayMs);
  });
  return statements;
}

describe('a guild whose row other processes may hold', () => {
  it('is locked before anything is read: what is joined to a locked row is as old as the wait', async () => {
    const statements = await statementsOfHold();
    const locks = statements.findIndex((sql) => sql.startsWith('lock: SELECT seq FROM guilds'));
    const reads = statements.findIndex((sql) => sql.includes('LEFT JOIN holds'));
    expect(locks).toBe(0);
    expect(reads).toBeGreaterThan(locks);
  });

  it('is read together with the hold and its member', async () => {
    const reads = (await statementsOfHold()).filter((sql) => sql.startsWith('SELECT'));
    expect(new Set(reads).size).toBe(1);
    expect(reads.at(-1)).toContain('LEFT JOIN members');
  });
});
