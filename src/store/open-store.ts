import KeyvSqlite from '@keyv/sqlite';
import type Keyv from 'keyv';
import { BotError } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';
import { type FileGuard, guardFile } from './guard-file.ts';
import { openNamespace } from './namespace.ts';
import {
  damaged,
  inspectStoreFile,
  keepPrivate,
  newerFormat,
  storeFormat,
  UnusableStore,
  unusableReason,
} from './store-file.ts';

/** How long a process that is still stopping may keep the file. */
const defaultLockWaitMs = 5_000;
/** How often an idle store looks whether its file is still there. */
const defaultGuardEveryMs = 2_000;
/** Every namespace listens to the one adapter; Node warns above this number. */
const maxNamespaces = 50;
const scheme = 'sqlite://';
const inMemory = ':memory:';

/** What must survive a restart: one SQLite file, one connection, several namespaces. */
export interface Store {
  /** The same name gives the same instance. @throws {@link BotError} `bug` for a name that is not letters only */
  namespace(name: string): Keyv;
  /** One cheap read; false also when the file is gone. Never throws. */
  isHealthy(): Promise<boolean>;
  /**
   * Empties the write-ahead file, which otherwise holds what was overwritten or deleted until the store is closed. For
   * after an erasure, and now and then. @throws {@link BotError} `store.unavailable`
   */
  forgetOverwritten(): Promise<void>;
  /** Harmless when repeated. Afterwards every read and write throws. */
  close(): Promise<void>;
}

/** @see openStore */
export interface OpenStoreOptions {
  /** `sqlite://data/easel.sqlite`, `sqlite:///absolute/path` or `sqlite://:memory:`. */
  readonly url: string;
  readonly log: Log;
  readonly lockWaitMs?: number;
  readonly guardEveryMs?: number;
  /** Called once, when the open file was deleted, renamed or replaced: nothing is written any more. */
  readonly onLost?: (reason: Error) => void;
}

/**
 * Opens the file for this process alone, and makes its folder. No other process can even read it until `close`, and no
 * other user at any time.
 *
 * @throws {@link BotError} `store.unavailable`: not a SQLite address, unusable, or used by another process
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { url, log, lockWaitMs = defaultLockWaitMs } = options;
  const path = pathOf(url);
  const adapter = await openAdapter(path, lockWaitMs);
  const guard = path === inMemory ? noGuard : await guardOf(adapter, path, options);
  const namespaces = new Map<string, Keyv>();
  let closing: Promise<void> | undefined;

  return {
    namespace(name) {
      const keyv = namespaces.get(name) ?? openNamespace(adapter, name, log);
      namespaces.set(name, keyv);
      return keyv;
    },
    isHealthy: () =>
      adapter.query('SELECT key FROM keyv LIMIT 1').then(
        () => guard.lost() === null,
        () => false,
      ),
    async forgetOverwritten() {
      await adapter.query('PRAGMA wal_checkpoint(TRUNCATE)').catch((error: unknown) => {
        throw new BotError('store.unavailable', `cannot empty the write-ahead file: ${String(error)}`, {}, error);
      });
    },
    close() {
      guard.stop();
      closing ??= adapter.close();
      return closing;
    },
  };
}

const noGuard: FileGuard = { lost: () => null, stop: () => undefined };

function guardOf(adapter: KeyvSqlite, path: string, options: OpenStoreOptions): Promise<FileGuard> {
  const { log, guardEveryMs: everyMs = defaultGuardEveryMs, onLost = () => undefined } = options;
  return guardFile(adapter, { path, log, everyMs, onLost });
}

function pathOf(url: string): string {
  const path = url.startsWith(scheme) ? url.slice(scheme.length) : '';
  if (path === '') throw new BotError('store.unavailable', `not an address of a SQLite file: ${url}`);
  return path;
}

async function openAdapter(path: string, lockWaitMs: number): Promise<KeyvSqlite> {
  try {
    if (path !== inMemory) await inspectStoreFile(path);
    const adapter = new KeyvSqlite({ uri: `${scheme}${path}`, busyTimeout: lockWaitMs });
    // Without a listener and a first query in this very turn, a file that cannot be opened would end the process.
    adapter.on('error', () => {});
    adapter.setMaxListeners(maxNamespaces);
    await adapter.query('SELECT 1');
    await takeForUsAlone(adapter, path).catch(async (error: unknown) => {
      await adapter.close();
      throw error;
    });
    return adapter;
  } catch (error) {
    throw openingError(path, error);
  }
}

function openingError(path: string, error: unknown): BotError {
  if (error instanceof UnusableStore) {
    return new BotError('store.unavailable', `cannot open the store: ${error.message}`, {}, error);
  }
  const reason = unusableReason(codeOf(error));
  if (reason !== null) return openingError(path, new UnusableStore(`${path} ${reason}`, { cause: error }));
  const why = [passingReasons.get(codeOf(error)), String(error)].filter((part) => part !== undefined).join(': ');
  return new BotError('store.unavailable', `cannot open ${path}: ${why}`, {}, error);
}

/** What may be over at the next start. */
const passingReasons: ReadonlyMap<unknown, string> = new Map([
  ['SQLITE_BUSY', 'another process uses the file'],
  ['SQLITE_FULL', 'the disk is full'],
]);

/** WAL is safe with one connection only (a bug of SQLite before 3.51.3), hence the lock comes first and a write takes it. */
async function takeForUsAlone(adapter: KeyvSqlite, path: string): Promise<void> {
  await adapter.query('PRAGMA locking_mode=EXCLUSIVE');
  await refuseWrongContents(adapter, path);
  if (path !== inMemory) await keepPrivate(path);
  await adapter.query(`PRAGMA user_version=${storeFormat}`);
  await adapter.query('PRAGMA journal_mode=WAL');
  await adapter.query('PRAGMA synchronous=FULL');
  // What is overwritten or deleted is gone from the file: prompts are promised to end.
  await adapter.query('PRAGMA secure_delete=ON');
}

/** What the first bytes of the file cannot tell, before anything is written. @throws {@link UnusableStore} */
async function refuseWrongContents(adapter: KeyvSqlite, path: string): Promise<void> {
  const [version]: { user_version: number }[] = await adapter.query('PRAGMA user_version');
  // A crash may have left the newer format in the write-ahead file.
  if (version && version.user_version > storeFormat) {
    throw new UnusableStore(`${path} ${newerFormat(version.user_version)}`);
  }
  const [check]: { quick_check: string }[] = await adapter.query('PRAGMA quick_check(1)');
  if (check?.quick_check !== 'ok') throw new UnusableStore(`${path} ${damaged}`);
}

/** What keeps the file of the store from being used, as far as can be seen without opening it; null for nothing. */
export async function storeProblem(url: string): Promise<string | null> {
  const path = pathOf(url);
  if (path === inMemory) return null;
  return inspectStoreFile(path).then(
    () => null,
    ({ message }: Error) => message,
  );
}

/** True for the failure of {@link openStore} that means that another process uses the file. */
export function isInUse(error: unknown): boolean {
  return error instanceof BotError && codeOf(error.cause) === 'SQLITE_BUSY';
}

/** True for the failure of {@link openStore} that no restart mends. Its message says why, and what to do. */
export function isUnusable(error: unknown): boolean {
  return error instanceof BotError && error.cause instanceof UnusableStore;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
