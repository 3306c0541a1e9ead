import { afterEach, beforeEach } from 'vitest';
import type { Store } from '#db/open-store.ts';
import type { TestDatabase, TestEngine } from './engines.ts';
import { rowsInTables } from './tables.ts';

/** Stores on a database that every test has for itself. */
export interface EngineStores {
  /** Of one process. */
  readonly store: Store;
  /** Of another process on the same database; on SQLite, which has one process only, the same. */
  readonly other: Store;
  /** @see rowsInTables */
  rows(): Promise<string[]>;
}

/** Makes the database before each test of the suite, and ends it after. */
export function storesOn({ create }: TestEngine): EngineStores {
  const opened: { database: TestDatabase; store: Store; other: Store }[] = [];
  const current = () => {
    const last = opened.at(-1);
    if (last === undefined) throw new Error('no test is running');
    return last;
  };
  beforeEach(async () => {
    const database = await create();
    opened.push({ database, store: await database.open(), other: await database.open() });
  });
  afterEach(() => opened.pop()?.database.end());
  return {
    get store() {
      return current().store;
    },
    get other() {
      return current().other;
    },
    rows: () => rowsInTables(current().store.database),
  };
}
