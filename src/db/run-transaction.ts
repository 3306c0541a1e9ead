import { BotError } from '../domain/errors.ts';
import type { Queryable, Transaction } from './database.ts';

/** Runs `work` on statements that are refused once it is over: they would fall into somebody else's transaction. */
export async function runTransaction<T>(
  query: Queryable['query'],
  forUpdate: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let isOver = false;
  const transaction: Transaction = {
    forUpdate,
    async query(sql, parameters) {
      if (isOver) throw new BotError('bug', 'a statement after its transaction');
      return query(sql, parameters);
    },
  };
  try {
    return await work(transaction);
  } finally {
    isOver = true;
  }
}
