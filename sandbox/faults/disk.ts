import { type OpenSqlite, openSqliteConnection } from '#db/sqlite-connection.ts';
import { type CreateFile, createFileOnDisk } from '#http/into-file.ts';
import type { StoreCode } from './definition.ts';

/** How the store fails. */
export interface StoreFault {
  /** `SQLITE_IOERR` fails every statement, `SQLITE_FULL` those that write. */
  readonly code: StoreCode;
  /** It begins with the first write that has this value among its parameters; at once with null. */
  readonly from: string | null;
  readonly times: number;
}

/** This machine's disk, which can be told to fail: the file of the store, and those of results. */
export interface FailingDisk {
  readonly openSqlite: OpenSqlite;
  readonly createFile: CreateFile;
  failStore(fault: StoreFault): void;
  /** So many files take nothing. */
  failFiles(times: number): void;
  clear(): void;
  /** How often it will still fail. */
  pending(): number;
  /** How often it has failed. */
  hits(): number;
  /** Called for each statement. Returns what stops it. */
  onStatement(listener: () => void): () => void;
}

const writing = /^\s*(?:INSERT|UPDATE|DELETE|COMMIT)\b/iu;
/** A statement that ends a transaction does so in any case. */
const harmless = /^\s*(?:ROLLBACK|PRAGMA)\b/iu;
const messages: Readonly<Record<StoreCode, string>> = {
  SQLITE_IOERR: 'SQLITE_IOERR: disk I/O error',
  SQLITE_FULL: 'SQLITE_FULL: database or disk is full',
};

/** A disk that works. */
export function createFailingDisk(): FailingDisk {
  let store: { readonly fault: StoreFault; hasBegun: boolean; left: number } | null = null;
  let files = 0;
  let hits = 0;
  const listeners = new Set<() => void>();

  /** Null for a statement that works. */
  const takeStatement = (sql: string, parameters: readonly unknown[]): StoreCode | null => {
    if (store === null || store.left <= 0 || harmless.test(sql)) return null;
    const { fault } = store;
    store.hasBegun ||= fault.from === null || (writing.test(sql) && parameters.flat().includes(fault.from));
    if (!store.hasBegun || (fault.code === 'SQLITE_FULL' && !writing.test(sql))) return null;
    store.left -= 1;
    hits += 1;
    return fault.code;
  };

  return {
    async openSqlite(path, busyTimeoutMs) {
      const connection = await openSqliteConnection(path, busyTimeoutMs);
      return {
        async query(sql, ...parameters) {
          for (const listener of listeners) listener();
          const code = takeStatement(sql, parameters);
          if (code === null) return connection.query(sql, ...parameters);
          // SQLite itself undoes the transaction in which such an error comes.
          await connection.query('ROLLBACK').catch(() => undefined);
          throw Object.assign(new Error(messages[code]), { code });
        },
        close: () => connection.close(),
      };
    },
    async createFile(path) {
      const file = await createFileOnDisk(path);
      return {
        close: () => file.close(),
        async appendFile(piece) {
          if (files <= 0) return file.appendFile(piece);
          files -= 1;
          hits += 1;
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        },
      };
    },
    failStore(fault) {
      store = { fault, hasBegun: false, left: fault.times };
    },
    failFiles(times) {
      files = times;
    },
    clear() {
      store = null;
      files = 0;
    },
    pending: () => (store?.left ?? 0) + files,
    hits: () => hits,
    onStatement(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
