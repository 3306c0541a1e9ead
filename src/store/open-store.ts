import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import type Keyv from 'keyv';
import { BotError } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';
import { openNamespace } from './namespace.ts';

/** How long a process that is still stopping may keep the file. */
const defaultLockWaitMs = 5_000;
/** Every namespace listens to the one adapter; Node warns above this number. */
const maxNamespaces = 50;
const scheme = 'sqlite://';

/** What must survive a restart: one SQLite file, one connection, several namespaces. */
export interface Store {
  /** The same name gives the same instance. @throws {@link BotError} `bug` for a name that is not letters only */
  namespace(name: string): Keyv;
  /** One cheap read. Never throws. */
  isHealthy(): Promise<boolean>;
  /** Harmless when repeated. Afterwards every read and write throws. */
  close(): Promise<void>;
}

/** @see openStore */
export interface OpenStoreOptions {
  /** `sqlite://data/easel.sqlite`, `sqlite:///absolute/path` or `sqlite://:memory:`. */
  readonly url: string;
  readonly log: Log;
  readonly lockWaitMs?: number;
}

/**
 * Opens the file for this process alone, and makes its folder. No other process can even read it until `close`.
 *
 * @throws {@link BotError} `store.unavailable`: not a SQLite address, not openable, or used by another process
 */
export async function openStore({ url, log, lockWaitMs = defaultLockWaitMs }: OpenStoreOptions): Promise<Store> {
  const path = pathOf(url);
  const adapter = await openAdapter(path, lockWaitMs);
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
        () => true,
        () => false,
      ),
    close() {
      closing ??= adapter.close();
      return closing;
    },
  };
}

function pathOf(url: string): string {
  const path = url.startsWith(scheme) ? url.slice(scheme.length) : '';
  if (path === '') throw new BotError('store.unavailable', `not an address of a SQLite file: ${url}`);
  return path;
}

async function openAdapter(path: string, lockWaitMs: number): Promise<KeyvSqlite> {
  try {
    if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
    const adapter = new KeyvSqlite({ uri: `${scheme}${path}`, busyTimeout: lockWaitMs });
    // Without a listener and a first query in this very turn, a file that cannot be opened would end the process.
    adapter.on('error', () => {});
    adapter.setMaxListeners(maxNamespaces);
    await adapter.query('SELECT 1');
    await takeForUsAlone(adapter);
    return adapter;
  } catch (error) {
    const reason = isBusy(error) ? 'another process uses the file' : String(error);
    throw new BotError('store.unavailable', `cannot open ${path}: ${reason}`, {}, error);
  }
}

/** WAL is safe with one connection only (a bug of SQLite before 3.51.3), hence the lock comes first and a write takes it. */
async function takeForUsAlone(adapter: KeyvSqlite): Promise<void> {
  await adapter.query('PRAGMA locking_mode=EXCLUSIVE');
  await adapter.query('PRAGMA user_version=1');
  await adapter.query('PRAGMA journal_mode=WAL');
  await adapter.query('PRAGMA synchronous=FULL');
  // What is overwritten or deleted is gone from the file: prompts are promised to end.
  await adapter.query('PRAGMA secure_delete=ON');
}

/** True for the failure of {@link openStore} that means that another process uses the file. */
export function isInUse(error: unknown): boolean {
  return error instanceof BotError && isBusy(error.cause);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
}
