import { BotError } from '../domain/errors.ts';
import type { Queryable, Transaction } from './database.ts';

/** How an engine keeps transactions apart. */
export interface Locking {
  readonly forUpdate: string;
  /** Takes the name as `$1`; null where a transaction is alone. */
  readonly lockStatement: string | null;
}

/** Runs `work` on statements that are refused once it is over: they would fall into somebody else's transaction. */
export async function runTransaction<T>(
  query: Queryable['query'],
  { forUpdate, lockStatement }: Locking,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let isOver = false;
  const run: Queryable['query'] = async (sql, parameters) => {
    if (isOver) throw new BotError('bug', 'a statement after its transaction');
    return query(sql, parameters);
  };
  const transaction: Transaction = {
    forUpdate,
    query: run,
    async lock(name) {
      if (lockStatement !== null) await run(lockStatement, [name]);
    },
  };
  try {
    return await work(transaction);
  } finally {
    isOver = true;
  }
}
