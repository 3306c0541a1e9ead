import { BotError } from '#core/errors.ts';

/** What a column may hold. Whole numbers up to 2^53; booleans are 0 and 1; moments are Unix milliseconds; anything else is JSON text. */
export type SqlValue = string | number | null;

/** One row of an answer, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** Something that takes SQL. */
export interface Queryable {
  /**
   * Runs one statement with its parameters `$1`, `$2`, … and resolves with its rows, also those of `RETURNING`.
   *
   * @throws {@link BotError} `store.unavailable`; `bug` for a breach of a constraint
   */
  query(sql: string, parameters?: readonly SqlValue[]): Promise<readonly Row[]>;
}

/** A transaction that is open. */
export interface Transaction extends Queryable {
  /**
   * Ends a `SELECT` whose rows the transaction is going to change: ` FOR UPDATE` where several processes share the database,
   * empty where the transaction is alone anyway.
   */
  readonly forUpdate: string;
  /**
   * Locks the rows that the `SELECT` finds until the transaction ends; false where it finds none, so that nothing is locked. Costs nothing, and
   * is true, where the transaction is alone anyway.
   */
  lockRows(select: string, parameters: readonly SqlValue[]): Promise<boolean>;
  /**
   * Waits for other transactions that hold the lock of this name, and holds it to the end of its own. For rows that are counted
   * before one is added: a row that is not there yet cannot be locked. Costs nothing where the transaction is alone anyway.
   */
  lock(name: string): Promise<void>;
}

/**
 * The tables of one store, in the SQL that SQLite and PostgreSQL share. A `query` outside a transaction is its own
 * transaction.
 */
export interface Database extends Queryable {
  readonly engine: 'sqlite' | 'postgres';
  /**
   * Runs `work` in one transaction: all of it is committed before the promise resolves, or nothing of it happened. `work` may
   * run several times (PostgreSQL: after a serialisation failure or a deadlock), waits for nothing but its own statements, and
   * uses the database only through its transaction. On SQLite transactions run one after the other, and those that wait
   * together share one commit.
   *
   * A commit whose answer is lost throws although it may have happened: `work` has to be harmless when repeated.
   *
   * @throws whatever `work` throws, after undoing it; {@link BotError} `store.unavailable`, `bug` as in `query`
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
}

/** @see Database.transaction */
export interface TransactionOptions {
  /** What is not urgent waits on SQLite for the next commit of others, some 50 ms at most. Urgent when left out. */
  readonly isUrgent?: boolean;
  /** PostgreSQL may take minutes for one statement, as for a new index on a million jobs; else some seconds. */
  readonly mayTakeLong?: boolean;
}

/** How an engine keeps transactions apart. */
export interface Locking {
  readonly forUpdate: string;
  /** Takes the name as `$1`; null where a transaction is alone. */
  readonly lockStatement: string | null;
}

/** Runs `work` on statements that are refused after its end: they would become part of another transaction. */
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
    async lockRows(select, parameters) {
      return forUpdate === '' || (await run(`${select}${forUpdate}`, parameters)).length > 0;
    },
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
