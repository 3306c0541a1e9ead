import type Keyv from 'keyv';
import type { Database } from '#db/database.ts';
import { openNamespace, type Rows } from '#db/documents.ts';
import { openStore, type Store } from '#db/open-store.ts';
import { BreakingRows } from './breaking-rows.ts';
import { outstandingWork } from './outstanding.ts';
import { createRecordingLog } from './recording-log.ts';
import { rowsInTables } from './tables.ts';

/**
 * A store of which the documents lie on a map, through the same namespaces as the real one, and the tables in SQLite's
 * memory. Both outlive it, as a file does: the same map is the same store.
 */
export function createMemoryStore(rows: Map<string, string> = new Map(), log = createRecordingLog()): Store {
  const namespaces = new Map<string, Keyv>();
  return {
    database: databaseOf(rows),
    namespace(name) {
      const keyv = namespaces.get(name) ?? openNamespace(rowsOn(rows), name, log);
      namespaces.set(name, keyv);
      return keyv;
    },
    isHealthy: async () => true,
    forgetOverwritten: async () => {},
    close: async () => {},
  };
}

/** A map as an adapter. */
export function rowsOn(map: Map<string, string>): Rows {
  return {
    get: async (key) => map.get(key),
    getMany: async (keys) => keys.map((key) => map.get(key)),
    set: async (key, value) => map.set(key, value),
    delete: async (key) => map.delete(key),
    clear: async () => map.clear(),
  };
}

const opened = new WeakMap<Map<string, string>, Promise<Store>>();

/** The tables that belong to a map. Where its writes break, commits break too. */
export function databaseOf(rows: Map<string, string>): Database {
  if (rows instanceof BreakingRows) return rows.breaking(databaseOf(rows.intact));
  const open = async () => {
    const store = opened.get(rows) ?? openStore({ url: 'sqlite://:memory:', log: createRecordingLog() });
    opened.set(rows, store);
    return (await store).database;
  };
  return {
    engine: 'sqlite',
    query: (sql, parameters) => outstandingWork(open().then((database) => database.query(sql, parameters))),
    transaction: (work) => outstandingWork(open().then((database) => database.transaction(work))),
  };
}

/** Everything that lies in the store, a line each: the documents, and every row of every table. */
export async function dumpOf(rows: Map<string, string>): Promise<string[]> {
  return [...[...rows].map((row) => row.join(': ')), ...(await rowsInTables(databaseOf(rows)))];
}
